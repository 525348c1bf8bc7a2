#include <string.h>

#include "dom.h"
#include "utf8.h"

/* C1 references are what authors meant, windows-1252 (HTML 13.2.5.80). */
static uint32_t
number_to_cp(uint32_t n)
{
	if (n >= 0x80 && n < 0xA0)
		return cp_windows_1252[n - 0x80];
	if (n == 0 || n > 0x10FFFF || (n >= 0xD800 && n < 0xE000))
		return UTF8_BAD;
	return n;
}

/* s starts behind `&#`. Returns the bytes eaten, 0 when it is no reference. */
static size_t
read_number(str s, uint32_t *cp)
{
	size_t i = 0, digits = 0;
	uint32_t n = 0;
	int base = 10;
	if (s.n && (s.p[0] | 32) == 'x') {
		base = 16;
		i = 1;
	}
	for (; i < s.n; i++, digits++) {
		int v = str_hex_digit(s.p[i]);
		if (v < 0 || v >= base)
			break;
		n = n > 0x110000 ? n : n * (uint32_t)base + (uint32_t)v;
	}
	if (!digits)
		return 0;
	*cp = number_to_cp(n);
	return i < s.n && s.p[i] == ';' ? i + 1 : i;
}

/* dicts/char-refs.tsv without its head: NAME TAB HEX [HEX] LF, in byte order of NAME. */
static const char references[] =
#include "char-refs.inc"
	;

enum { MOST = 2 }; /* characters of a reference */

static size_t
read_hex(str s, uint32_t cp[MOST])
{
	size_t n = 0;
	cp[0] = 0;
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != ' ')
			cp[n] = cp[n] << 4 | (uint32_t)str_hex_digit(s.p[i]);
		else if (++n < MOST)
			cp[n] = 0;
		else
			break;
	return n < MOST ? n + 1 : MOST;
}

/* How many characters the reference of that name stands for, 0 when there is none. */
static size_t
find_reference(str name, uint32_t cp[MOST])
{
	static const struct {
		str name;
		uint32_t cp;
	} common[] = {{STR("nbsp;"), 0xA0}, {STR("amp;"), '&'}, {STR("quot;"), '"'}, {STR("gt;"), '>'}, {STR("lt;"), '<'}};
	for (size_t i = 0; i < sizeof common / sizeof *common; i++)
		if (str_eq(name, common[i].name)) {
			cp[0] = common[i].cp;
			return 1;
		}
	const char *lo = references, *hi = references + sizeof references - 1;
	while (lo < hi) {
		const char *mid = lo + (hi - lo) / 2;
		while (mid > lo && mid[-1] != '\n')
			mid--;
		const char *tab = strchr(mid, '\t'), *end = strchr(tab, '\n');
		int d = str_cmp(name, str_of(mid, (size_t)(tab - mid)));
		if (d == 0)
			return read_hex(str_of(tab + 1, (size_t)(end - tab - 1)), cp);
		if (d < 0)
			hi = mid;
		else
			lo = end + 1;
	}
	return 0;
}

/* s starts behind `&`: the longest name. Returns the bytes eaten, 0 when none; *n characters. */
static size_t
read_name(str s, bool in_attribute, uint32_t cp[MOST], size_t *n)
{
	size_t letters = 0;
	while (letters < s.n && letters < 32 && ascii_is_alnum(s.p[letters]))
		letters++;
	if (letters == 0)
		return 0;
	if (letters < s.n && s.p[letters] == ';' && (*n = find_reference(str_from_to(s, 0, letters + 1), cp)))
		return letters + 1;
	if (in_attribute && (letters > 6 || (letters < s.n && s.p[letters] == '='))) /* `&name=`: an address with arguments */
		return 0;
	for (size_t k = letters < 6 ? letters : 6; k >= 2; k--) {
		if (!(*n = find_reference(str_from_to(s, 0, k), cp)))
			continue;
		bool letter_or_equals = k < s.n && (k < letters || s.p[k] == '=');
		return in_attribute && letter_or_equals ? 0 : k;
	}
	return 0;
}

/* The next c at or behind s[i], or s.n; *last: what was found before. */
static size_t
next_of(str s, size_t i, char c, size_t *last)
{
	if (*last < i) {
		size_t next = str_chr(str_skip(s, i), c);
		*last = next == SIZE_MAX ? s.n : i + next;
	}
	return *last < s.n ? *last : s.n;
}

str
html_decode(arena *a, str s, bool in_attribute)
{
	size_t amp = str_chr(s, '&'), nul = str_chr(s, '\0');
	if (amp == SIZE_MAX && nul == SIZE_MAX)
		return s;
	char *out = arena_alloc(a, s.n + s.n / 5 + 8); /* &nLt; (5 bytes) grows by one, no other reference grows */
	size_t n = 0;
	for (size_t i = 0; i < s.n;) {
		uint32_t cp[MOST];
		size_t count = 1;
		if (s.p[i] == '\0') {
			i++;
			continue;
		}
		if (s.p[i] != '&') {
			size_t end = next_of(s, i, '&', &amp), zero = next_of(s, i, '\0', &nul);
			end = zero < end ? zero : end;
			memcpy(out + n, s.p + i, end - i);
			n += end - i;
			i = end;
			continue;
		}
		bool number = i + 1 < s.n && s.p[i + 1] == '#';
		size_t eaten = number ? read_number(str_skip(s, i + 2), cp) : read_name(str_skip(s, i + 1), in_attribute, cp, &count);
		if (!eaten) {
			out[n++] = s.p[i++];
			continue;
		}
		for (size_t k = 0; k < count; k++)
			n += utf8_put(out + n, cp[k]);
		i += eaten + 1 + number;
	}
	return str_of(out, n);
}
