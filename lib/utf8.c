#include "utf8.h"

#include <endian.h>
#include <string.h>
#include <utf8proc.h>

/* Length and lower/upper bound of the second byte by lead byte (Unicode table 3-7). */
static int
lead(unsigned char c, unsigned char *lo, unsigned char *hi)
{
	*lo = 0x80;
	*hi = 0xBF;
	if (c < 0x80)
		return 1;
	if (c < 0xC2 || c > 0xF4)
		return 0;
	if (c < 0xE0)
		return 2;
	if (c < 0xF0) {
		if (c == 0xE0)
			*lo = 0xA0;
		else if (c == 0xED)
			*hi = 0x9F;
		return 3;
	}
	if (c == 0xF0)
		*lo = 0x90;
	else if (c == 0xF4)
		*hi = 0x8F;
	return 4;
}

uint32_t
utf8_next_any(str s, size_t *at)
{
	const unsigned char *p = (const unsigned char *)s.p + *at;
	size_t left = s.n - *at;
	unsigned char lo, hi;
	int len = lead(p[0], &lo, &hi);
	if (len == 1) {
		*at += 1;
		return p[0];
	}
	if (len == 0) {
		*at += 1;
		return UTF8_BAD;
	}
	uint32_t cp = p[0] & (0xFFu >> (len + 1));
	for (int i = 1; i < len; i++) {
		if ((size_t)i >= left || p[i] < lo || p[i] > hi) {
			*at += (size_t)i;
			return UTF8_BAD;
		}
		cp = cp << 6 | (p[i] & 0x3F);
		lo = 0x80;
		hi = 0xBF;
	}
	*at += (size_t)len;
	return cp;
}

uint32_t
utf8_prev_any(str s, size_t *at)
{
	size_t end = *at, from = end - 1;
	for (int back = 0; back < 3 && from > 0 && ((unsigned char)s.p[from] & 0xC0) == 0x80; back++)
		from--;
	size_t i = from;
	uint32_t cp = utf8_next((str){s.p, end}, &i);
	if (i != end) {
		*at = end - 1;
		return UTF8_BAD;
	}
	*at = from;
	return cp;
}

uint32_t
utf8_last(str s)
{
	size_t at = s.n;
	return s.n ? utf8_prev(s, &at) : 0;
}

size_t
utf8_put(char *out, uint32_t cp)
{
	unsigned char *o = (unsigned char *)out;
	if (cp > 0x10FFFF || (cp >= 0xD800 && cp < 0xE000))
		cp = UTF8_BAD;
	if (cp < 0x80) {
		o[0] = (unsigned char)cp;
		return 1;
	}
	if (cp < 0x800) {
		o[0] = (unsigned char)(0xC0 | cp >> 6);
		o[1] = (unsigned char)(0x80 | (cp & 0x3F));
		return 2;
	}
	if (cp < 0x10000) {
		o[0] = (unsigned char)(0xE0 | cp >> 12);
		o[1] = (unsigned char)(0x80 | (cp >> 6 & 0x3F));
		o[2] = (unsigned char)(0x80 | (cp & 0x3F));
		return 3;
	}
	o[0] = (unsigned char)(0xF0 | cp >> 18);
	o[1] = (unsigned char)(0x80 | (cp >> 12 & 0x3F));
	o[2] = (unsigned char)(0x80 | (cp >> 6 & 0x3F));
	o[3] = (unsigned char)(0x80 | (cp & 0x3F));
	return 4;
}

/* Two characters U+1000 to U+CFFF at p, of which eight bytes are read: leads E1 to EC, all behind them 80 to BF. */
static bool
are_common(const unsigned char *p)
{
	const uint64_t leads = 0x0000000001000001u, rest = 0x0000808000808000u;
	uint64_t w;
	memcpy(&w, p, sizeof w);
	w = le64toh(w);
	uint64_t low = w & leads * 0x0F;
	return (w & (leads * 0xF0 | rest / 0x80 * 0xC0)) == (leads * 0xE0 | rest) &&
	       (((low + leads * 0x0F) & ~(low + leads * 3)) & leads * 0x10) == leads * 0x10; /* 1 to 12 */
}

/* Bytes of the run of characters U+1000 to U+CFFF at p. */
static size_t
common_run(const unsigned char *p, size_t n)
{
	size_t i = 0;
	while (i + 8 <= n && are_common(p + i))
		i += 6;
	while (i + 3 <= n && p[i] >= 0xE1 && p[i] <= 0xEC && (p[i + 1] & 0xC0) == 0x80 && (p[i + 2] & 0xC0) == 0x80)
		i += 3;
	return i;
}

size_t
utf8_check(str s)
{
	const unsigned char *p = (const unsigned char *)s.p;
	size_t i = 0;
	while (i < s.n) {
		if (p[i] < 0x80) {
			i += str_ascii_run(str_skip(s, i));
			continue;
		}
		size_t run = common_run(p + i, s.n - i);
		if (run) {
			i += run;
			continue;
		}
		size_t at = i;
		if (utf8_next(s, &at) == UTF8_BAD && !(at - i == 3 && memcmp(p + i, "\xEF\xBF\xBD", 3) == 0))
			return i;
		i = at;
	}
	return s.n;
}

size_t
utf8_count(str s)
{
	size_t n = 0;
	for (size_t at = 0; at < s.n;) {
		size_t run = utf8_han_run(s, at);
		n += (run - at) / 3;
		at = run;
		if (at < s.n) {
			utf8_next(s, &at);
			n++;
		}
	}
	return n;
}

/* Eight bytes, each 0 or 1, added up. */
static size_t
sum8(uint64_t v)
{
	return (size_t)(v * 0x0101010101010101u >> 56);
}

/* The first bytes of p[0..n), eight at the most, zeros behind. */
static uint64_t
load_some(const char *p, size_t n)
{
	char some[8] = {0};
	memcpy(some, p, n < sizeof some ? n : sizeof some);
	return str_load8(some);
}

/* Bytes that are looked at at once (an extension of gcc and clang): where a comparison holds, a byte of the outcome is -1. */
typedef signed char bytes16 __attribute__((vector_size(16)));

/* How many of the bytes of 16 * n, n < 16, go on with a character. */
static size_t
tails_of(const char *p, size_t n)
{
	bytes16 sum = {0};
	for (size_t i = 0; i < n; i++) {
		bytes16 v;
		memcpy(&v, p + 16 * i, sizeof v);
		sum -= (bytes16)(v < -0x40);
	}
	uint64_t half[2];
	memcpy(half, &sum, sizeof half);
	return sum8(half[0]) + sum8(half[1]);
}

size_t
utf8_starts(str s)
{
	const uint64_t ones = 0x0101010101010101u;
	size_t inside = 0, i = 0;
	while (i + 16 <= s.n) {
		size_t n = (s.n - i) / 16 < 15 ? (s.n - i) / 16 : 15;
		inside += tails_of(s.p + i, n);
		i += 16 * n;
	}
	for (; i < s.n; i += 8) {
		uint64_t v = i + 8 <= s.n ? str_load8(s.p + i) : load_some(s.p + i, s.n - i);
		inside += sum8((v >> 7) & ~(v >> 6) & ones);
	}
	return s.n - inside;
}

size_t
utf8_long_starts(str s)
{
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++)
		n += (unsigned char)s.p[i] >= 0xF0;
	return n;
}

bool
cp_is_rare_han(uint32_t cp)
{
	return (cp >= 0x3400 && cp <= 0x4DBF) || cp == 0x3007 || cp == 0x3005 ||
	       (cp >= 0xF900 && cp <= 0xFAFF) || (cp >= 0x20000 && cp <= 0x323AF);
}

bool
cp_is_some_cjk_punct(uint32_t cp)
{
	return (cp >= 0x3001 && cp <= 0x3003) || (cp >= 0x3008 && cp <= 0x301F) || (cp >= 0x2010 && cp <= 0x2027) ||
	       cp == 0x2030 || (cp >= 0xFF01 && cp <= 0xFF0F) || (cp >= 0xFF1A && cp <= 0xFF20) ||
	       (cp >= 0xFF3B && cp <= 0xFF40) || (cp >= 0xFF5B && cp <= 0xFF65) || cp == 0x30FB || cp == 0xB7 ||
	       (cp >= 0xFE30 && cp <= 0xFE6B);
}

bool
cp_is_wide_space(uint32_t cp)
{
	return cp == 0x85 || cp == 0xA0 || cp == 0x1680 ||
	       (cp >= 0x2000 && cp <= 0x200A) || cp == 0x2028 || cp == 0x2029 || cp == 0x202F || cp == 0x205F ||
	       cp == 0x3000;
}

bool
cp_is_some_alnum(uint32_t cp)
{
	if (cp < 0x80)
		return ascii_is_alnum(cp);
	if (cp_is_han(cp))
		return false;
	switch (utf8proc_category((utf8proc_int32_t)cp)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_ND:
		return true;
	default:
		return false;
	}
}

bool
cp_is_rare_invisible(uint32_t cp)
{
	if (cp < 0x20)
		return cp != '\t' && cp != '\n' && cp != '\r';
	if (cp < 0x7F)
		return false;
	if (cp <= 0x9F)
		return cp != 0x85;
	if (cp == 0xAD || cp == 0x34F || cp == 0x61C || cp == 0x180E || cp == 0xFEFF ||
	    cp == 0x115F || cp == 0x1160 || cp == 0x2800 || cp == 0x3164 || cp == 0xFFA0) /* fillers of Hangul and Braille show nothing */
		return true;
	if ((cp >= 0x200B && cp <= 0x200F) || (cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2060 && cp <= 0x206F))
		return true;
	if ((cp >= 0xFE00 && cp <= 0xFE0F) || (cp >= 0xE000 && cp <= 0xF8FF) || (cp >= 0xFFF0 && cp <= 0xFFFB))
		return true;
	return (cp >= 0xE0000 && cp <= 0xE0FFF) || cp >= 0xF0000 || (cp & 0xFFFE) == 0xFFFE ||
	       (cp >= 0xFDD0 && cp <= 0xFDEF);
}

uint32_t
cp_halfwidth(uint32_t cp)
{
	if (cp >= 0xFF01 && cp <= 0xFF5E)
		return cp - 0xFEE0;
	return cp == 0x3000 ? ' ' : cp;
}

str
utf8_trim(str s)
{
	size_t at;
	while (s.n && (at = 0, cp_is_space(utf8_next(s, &at))))
		s = str_skip(s, at);
	while (s.n && (at = s.n, cp_is_space(utf8_prev(s, &at))))
		s.n = at;
	return s;
}

const uint16_t cp_windows_1252[32] = {
	0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152, 0x8D, 0x17D, 0x8F,
	0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0x9D, 0x17E, 0x178,
};

bool
cp_ends_sentence(uint32_t c)
{
	return c == 0x3002 || c == 0xFF01 || c == 0xFF1F || c == '!' || c == '?' || c == 0x201D || c == 0x2026 || c == 0x300D || c == 0xFF1A ||
	       c == ':' || c == 0xFF1B || c == ';' || c == ')' || c == 0xFF09;
}

bool
cp_goes_on_sentence(uint32_t c)
{
	return c == 0xFF0C || c == 0x3002 || c == ',' || c == 0x3001 || c == 0x201D || c == 0xFF1B || c == 0xFF1A || c == 0x300D || c == 0xFF09 ||
	       c == 0xFF01 || c == 0xFF1F || c == 0x300B;
}

size_t
utf8_skip_space(str s, size_t at, size_t most)
{
	for (size_t n = 0; at < s.n && n < most; n++) {
		size_t next = at;
		if (!cp_is_space(utf8_next(s, &next)))
			break;
		at = next;
	}
	return at;
}

unsigned
utf8_columns(str s)
{
	unsigned w = 0;
	for (size_t at = 0; at < s.n;) {
		uint32_t cp = utf8_next(s, &at);
		w += cp_is_han(cp) || cp_is_cjk_punct(cp) || cp == 0x3000 || cp >= 0xFF00 ? 2 : 1;
	}
	return w;
}
