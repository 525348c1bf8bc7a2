#include "css.h"

#include <stdlib.h>

bool
css_number(str v, double *n)
{
	if (v.n == 0 || !(v.p[0] == '-' || v.p[0] == '+' || v.p[0] == '.' || v.p[0] == ' ' || ascii_is_digit(v.p[0])))
		return false;
	size_t digits = 0;
	for (*n = 0; digits < v.n && v.p[digits] >= '0' && v.p[digits] <= '9'; digits++)
		*n = *n * 10 + (v.p[digits] - '0');
	if (digits && digits < 10 && (digits == v.n || v.p[digits] == 'p' || v.p[digits] == '%')) /* `12px`: most are so */
		return true;
	char z[24];
	size_t len = v.n < sizeof z - 1 ? v.n : sizeof z - 1;
	for (size_t i = 0; i < len; i++)
		z[i] = v.p[i];
	z[len] = '\0';
	char *end;
	*n = strtod(z, &end);
	return end != z;
}

static uint32_t
hash_color(str v)
{
	uint32_t out = 0;
	size_t n = 0;
	while (n < v.n && n < 7 && str_hex_digit(v.p[n]) >= 0)
		n++;
	if (n != 3 && n != 6)
		return CSS_NO_COLOR;
	for (size_t i = 0; i < n; i++) {
		uint32_t d = (uint32_t)str_hex_digit(v.p[i]);
		out = n == 3 ? out << 8 | d << 4 | d : out << 4 | d;
	}
	return out;
}

static uint32_t
rgb_color(str v)
{
	uint32_t out = 0;
	for (int i = 0; i < 3; i++) {
		double n;
		str part;
		if (!str_cut(&v, i < 2 ? ',' : ')', &part) || !css_number(str_trim(part), &n) || n < 0 || n > 255)
			return CSS_NO_COLOR;
		out = out << 8 | (uint32_t)n;
	}
	return out;
}

uint32_t
css_color(str v)
{
	for (size_t i = 0; i < v.n && i < 200; i++) {
		char c = v.p[i] | 32;
		if (c != '#' && c != 'r' && c != 'w' && c != 'b')
			continue;
		str rest = str_skip(v, i);
		if (str_starts(rest, STR("#")))
			return hash_color(str_skip(rest, 1));
		if (str_istarts(rest, STR("rgb(")))
			return rgb_color(str_skip(rest, 4));
		if (str_istarts(rest, STR("white")))
			return 0xFFFFFF;
		if (str_istarts(rest, STR("black")))
			return 0;
	}
	return CSS_NO_COLOR;
}

bool
css_declaration(str *rest, str *name, str *value)
{
	str one;
	while (str_cut(rest, ';', &one)) {
		*value = one;
		if (!str_cut(value, ':', name) || !value->p)
			continue;
		*name = str_trim(*name);
		*value = str_trim(*value);
		return true;
	}
	return false;
}
