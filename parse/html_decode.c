#include <string.h>

#include "dom.h"
#include "entities.h"
#include "utf8.h"

/* The C1 references that authors meant as windows-1252 (HTML 13.2.5.80). */
static uint32_t
number_to_cp(uint32_t n)
{
	static const uint16_t c1[32] = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
					0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
					0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
					0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};
	if (n >= 0x80 && n < 0xA0 && c1[n - 0x80])
		return c1[n - 0x80];
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

/* The entry of the table whose name is `name`: its value, or STR_NULL. Binary search over lines of a text. */
static str
find_entity(str name)
{
	static const struct {
		str name, value;
	} common[] = {{STR("nbsp;"), STR("\xC2\xA0")}, {STR("amp;"), STR("&")}, {STR("quot;"), STR("\"")}, {STR("gt;"), STR(">")}, {STR("lt;"), STR("<")}};
	for (size_t i = 0; i < sizeof common / sizeof *common; i++)
		if (str_eq(name, common[i].name))
			return common[i].value;
	const char *lo = entities_text, *hi = entities_text + entities_size;
	while (lo < hi) {
		const char *mid = lo + (hi - lo) / 2;
		while (mid > lo && mid[-1] != '\n')
			mid--;
		const char *tab = strchr(mid, '\t'), *end = strchr(tab, '\n');
		int d = str_cmp(name, str_of(mid, (size_t)(tab - mid)));
		if (d == 0)
			return str_of(tab + 1, (size_t)(end - tab - 1));
		if (d < 0)
			hi = mid;
		else
			lo = end + 1;
	}
	return STR_NULL;
}

/* s starts behind `&`: the longest name. Returns the bytes eaten, 0 when none. */
static size_t
read_name(str s, bool in_attribute, str *value)
{
	size_t n = 0;
	while (n < s.n && n < 32 && ascii_is_alnum(s.p[n]))
		n++;
	if (n == 0)
		return 0;
	if (n < s.n && s.p[n] == ';') {
		*value = find_entity(str_from_to(s, 0, n + 1));
		if (value->p)
			return n + 1;
	}
	for (size_t k = n < 6 ? n : 6; k >= 2; k--) {
		*value = find_entity(str_from_to(s, 0, k));
		if (!value->p)
			continue;
		bool letter_or_equals = k < s.n && (k < n || s.p[k] == '=');
		return in_attribute && letter_or_equals ? 0 : k;
	}
	return 0;
}

/* Where the text without a reference or NUL that starts at s[i] ends; *amp: the next `&`, kept from call to call. */
static size_t
plain_run(str s, size_t i, size_t *amp)
{
	if (*amp < i) {
		size_t next = str_chr(str_skip(s, i), '&');
		*amp = next == SIZE_MAX ? s.n : i + next;
	}
	size_t end = *amp < s.n ? *amp : s.n, nul = str_chr(str_from_to(s, i, end), '\0');
	return nul == SIZE_MAX ? end : i + nul;
}

str
html_decode(arena *a, str s, bool in_attribute)
{
	size_t amp = str_chr(s, '&');
	if (amp == SIZE_MAX && str_chr(s, '\0') == SIZE_MAX)
		return s;
	char *out = arena_alloc(a, s.n + s.n / 5 + 8); /* &nLt; (5 bytes) grows by one, no other reference grows */
	size_t n = 0;
	for (size_t i = 0; i < s.n;) {
		uint32_t cp = 0;
		str value = STR_NULL;
		size_t eaten = 0;
		if (s.p[i] == '\0') {
			i++;
			continue;
		}
		if (s.p[i] != '&') {
			size_t end = plain_run(s, i, &amp);
			memcpy(out + n, s.p + i, end - i);
			n += end - i;
			i = end;
			continue;
		}
		if (i + 1 < s.n && s.p[i + 1] == '#') {
			eaten = read_number(str_skip(s, i + 2), &cp);
			if (eaten) {
				n += utf8_put(out + n, cp);
				i += eaten + 2;
				continue;
			}
		} else if ((eaten = read_name(str_skip(s, i + 1), in_attribute, &value)) > 0) {
			memcpy(out + n, value.p, value.n);
			n += value.n;
			i += eaten + 1;
			continue;
		}
		out[n++] = s.p[i++];
	}
	return str_of(out, n);
}
