#include "str.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "arena.h"
#include "utf8.h"

str
str_from(const char *z)
{
	return z ? (str){z, strlen(z)} : STR_NULL;
}

static bool
same_folded(const char *a, const char *b, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (ascii_lower((unsigned char)a[i]) != ascii_lower((unsigned char)b[i]))
			return false;
	return true;
}

bool
str_ieq(str a, str b)
{
	return a.n == b.n && same_folded(a.p, b.p, a.n);
}

int
str_cmp(str a, str b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int d = n ? memcmp(a.p, b.p, n) : 0;
	return d ? d : (a.n > b.n) - (a.n < b.n);
}

bool
str_istarts(str s, str prefix)
{
	return s.n >= prefix.n && same_folded(s.p, prefix.p, prefix.n);
}

bool
str_words_meet(str left, str right)
{
	return left.n && right.n && ascii_is_alnum(left.p[left.n - 1]) && ascii_is_alnum(right.p[0]);
}

bool
str_break_is_space(str left, str right)
{
	return str_words_meet(left, right) && !(ascii_is_digit((unsigned char)left.p[left.n - 1]) && ascii_is_digit((unsigned char)right.p[0]));
}

/* A short needle by its last byte: of Chinese characters that one differs most, and memchr() is many times faster than memmem() is for
 * needles so short. In a long text memmem() leaps over as much as a longer needle has. */
enum { SHORT = 7, LONG = 1024 };

static size_t
find_short(str s, str needle)
{
	size_t back = needle.n - 1;
	for (size_t at = back; at < s.n; at++) {
		const char *hit = memchr(s.p + at, needle.p[back], s.n - at);
		if (!hit)
			return SIZE_MAX;
		at = (size_t)(hit - s.p);
		if (str_eq(str_of(hit - back, back), str_of(needle.p, back)))
			return at - back;
	}
	return SIZE_MAX;
}

size_t
str_find(str s, str needle)
{
	if (needle.n == 0)
		return 0;
	if (s.n < needle.n)
		return SIZE_MAX;
	if (needle.n <= SHORT || s.n < LONG)
		return find_short(s, needle);
	const char *hit = memmem(s.p, s.n, needle.p, needle.n);
	return hit ? (size_t)(hit - s.p) : SIZE_MAX;
}

size_t
str_ifind(str s, str needle)
{
	size_t k = 0; /* a byte of the needle that has no other case: memchr finds it much faster */
	while (k < needle.n && ascii_is_letter((unsigned char)needle.p[k]))
		k++;
	if (k < needle.n) {
		for (size_t at = 0; at + needle.n <= s.n; at++) {
			const char *hit = memchr(s.p + at + k, needle.p[k], s.n - needle.n + 1 - at);
			if (!hit)
				return SIZE_MAX;
			at = (size_t)(hit - s.p) - k;
			if (same_folded(s.p + at, needle.p, needle.n))
				return at;
		}
		return SIZE_MAX;
	}
	unsigned char first = needle.n ? (unsigned char)ascii_lower((unsigned char)needle.p[0]) : 0;
	for (size_t i = 0; i + needle.n <= s.n; i++)
		if (!needle.n || (((unsigned char)s.p[i] | 0x20) == first && same_folded(s.p + i, needle.p, needle.n)))
			return i;
	return SIZE_MAX;
}

size_t
str_rfind(str s, str needle)
{
	if (needle.n == 0)
		return s.n;
	/* its last byte from the end on: of a Chinese word it is the rarer one */
	for (size_t n = s.n; n >= needle.n; n--) {
		const char *last = memrchr(s.p + needle.n - 1, needle.p[needle.n - 1], n - (needle.n - 1));
		if (!last)
			return SIZE_MAX;
		n = (size_t)(last - s.p) + 1;
		if (memcmp(s.p + n - needle.n, needle.p, needle.n) == 0)
			return n - needle.n;
	}
	return SIZE_MAX;
}

size_t
str_count(str s, char c)
{
	const uint64_t ones = 0x0101010101010101u, all = ones * (unsigned char)c, low = ones * 0x7F;
	size_t n = 0, i = 0;
	for (; i + 8 <= s.n; i += 8) {
		uint64_t differ = str_load8(s.p + i) ^ all, same = ~(((differ & low) + low) | differ | low); /* 0x80 where a byte is c */
		n += (size_t)((same >> 7) * ones >> 56);
	}
	for (; i < s.n; i++)
		n += s.p[i] == c;
	return n;
}

size_t
str_chr(str s, char c)
{
	const char *hit = s.n ? memchr(s.p, c, s.n) : NULL;
	return hit ? (size_t)(hit - s.p) : SIZE_MAX;
}

str
str_trim(str s)
{
	while (s.n && ascii_is_space(s.p[0]))
		s.p++, s.n--;
	while (s.n && ascii_is_space(s.p[s.n - 1]))
		s.n--;
	return s;
}

bool
str_cut(str *rest, char sep, str *head)
{
	if (!rest->p)
		return false;
	size_t at = str_chr(*rest, sep);
	if (at == SIZE_MAX) {
		*head = *rest;
		*rest = STR_NULL;
		return true;
	}
	*head = (str){rest->p, at};
	*rest = (str){rest->p + at + 1, rest->n - at - 1};
	return true;
}

bool
str_line(str *rest, str *line)
{
	if (!rest->p || rest->n == 0)
		return false;
	str_cut(rest, '\n', line);
	if (line->n && line->p[line->n - 1] == '\r')
		line->n--;
	return true;
}

int
str_index(str s, const char *const *names, int n)
{
	for (int i = 0; i < n; i++)
		if (str_eq(s, str_from(names[i])))
			return i;
	return -1;
}

bool
str_is_among(str s, const str *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_ieq(list[i], s))
			return true;
	return false;
}

int
str_hex_digit(char c)
{
	if (ascii_is_digit(c))
		return c - '0';
	c |= 32;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

size_t
str_ascii_run(str s)
{
	const uint64_t high = 0x8080808080808080u;
	size_t i = 0;
	uint64_t w[4];
	for (; i + sizeof w <= s.n; i += sizeof w) {
		memcpy(w, s.p + i, sizeof w);
		if ((w[0] | w[1] | w[2] | w[3]) & high)
			break;
	}
	for (; i + sizeof *w <= s.n; i += sizeof *w) {
		memcpy(w, s.p + i, sizeof *w);
		if (*w & high)
			break;
	}
	while (i < s.n && (unsigned char)s.p[i] < 0x80)
		i++;
	return i;
}

bool
str_is_ascii(str s)
{
	return str_ascii_run(s) == s.n;
}

bool
str_u64(str s, uint64_t *out)
{
	uint64_t v = 0;
	if (s.n == 0)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		unsigned d = (unsigned)(s.p[i] - '0');
		if (d > 9 || v > (UINT64_MAX - d) / 10)
			return false;
		v = v * 10 + d;
	}
	*out = v;
	return true;
}

uint64_t
str_hash(str s)
{
	uint64_t h = 0xcbf29ce484222325u;
	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 0x100000001b3u;
	return h;
}

/* All of fewer than 8 bytes in one word; the length is hashed beside it. */
static uint64_t
few_bytes(const char *p, size_t n)
{
	uint32_t first, last;
	if (n < sizeof first) {
		const unsigned char *u = (const unsigned char *)p;
		return n ? (uint64_t)u[0] << 16 | (uint64_t)u[n / 2] << 8 | u[n - 1] : 0;
	}
	memcpy(&first, p, sizeof first);
	memcpy(&last, p + n - sizeof last, sizeof last);
	return (uint64_t)last << 32 | first;
}

uint64_t
str_hash_here(str s)
{
	uint64_t h = s.n, w;
	for (size_t i = 0; i + sizeof w < s.n; i += sizeof w) {
		memcpy(&w, s.p + i, sizeof w);
		h = (h ^ w) * 0x9E3779B97F4A7C15u;
		h ^= h >> 32;
	}
	if (s.n >= sizeof w)
		memcpy(&w, s.p + s.n - sizeof w, sizeof w); /* of them some may be hashed twice */
	else
		w = few_bytes(s.p, s.n);
	h = (h ^ w) * 0x9E3779B97F4A7C15u;
	return h ^ h >> 32;
}

void
buf_reserve(buf *b, size_t more)
{
	if (b->cap - b->n >= more)
		return;
	if (more > SIZE_MAX / 2 - b->n)
		mem_exhausted();
	size_t cap = b->cap ? b->cap : 256;
	while (cap - b->n < more)
		cap *= 2;
	char *p = realloc(b->p, cap);
	if (!p)
		mem_exhausted();
	b->p = p;
	b->cap = cap;
}

void
buf_addz(buf *b, const char *z)
{
	buf_add(b, str_from(z));
}

void
buf_addu(buf *b, uint64_t v)
{
	char d[20];
	size_t i = sizeof d;
	do
		d[--i] = (char)('0' + v % 10);
	while (v /= 10);
	buf_add(b, (str){d + i, sizeof d - i});
}

void
buf_addf(buf *b, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	int n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0)
		return;
	buf_reserve(b, (size_t)n + 1);
	va_start(ap, fmt);
	vsnprintf(b->p + b->n, (size_t)n + 1, fmt, ap);
	va_end(ap);
	b->n += (size_t)n;
}

void
buf_cp(buf *b, uint32_t cp)
{
	buf_reserve(b, 4);
	b->n += utf8_put(b->p + b->n, cp);
}

void
buf_add_markup(buf *b, str s)
{
	for (size_t i = 0; s.p && i < s.n; i++) {
		switch (s.p[i]) {
		case '&': buf_addz(b, "&amp;"); break;
		case '<': buf_addz(b, "&lt;"); break;
		case '>': buf_addz(b, "&gt;"); break;
		case '"': buf_addz(b, "&quot;"); break;
		default: buf_addc(b, s.p[i]);
		}
	}
}

void
buf_clear(buf *b)
{
	b->n = 0;
}

void
buf_free(buf *b)
{
	free(b->p);
	*b = (buf){0};
}

str
buf_str(const buf *b)
{
	return (str){b->p ? b->p : "", b->n};
}
