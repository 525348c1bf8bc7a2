/* Arabic digits, ASCII and full-width, and what joins them. */
#include "numeral.h"

int
digit_at(str s, size_t at, size_t *next)
{
	if (at >= s.n)
		return -1;
	unsigned char c = (unsigned char)s.p[at];
	if (ascii_is_digit(c)) {
		*next = at + 1;
		return c - '0';
	}
	if (c != 0xEF || s.n - at < 3 || (unsigned char)s.p[at + 1] != 0xBC)
		return -1;
	c = (unsigned char)s.p[at + 2];
	if (c < 0x90 || c > 0x99)
		return -1;
	*next = at + 3;
	return c - 0x90;
}

size_t
skip_space(str s, size_t at)
{
	if (at >= s.n)
		return at;
	unsigned char c = (unsigned char)s.p[at];
	if (c == ' ')
		return at + 1;
	if (c == 0xC2 && s.n - at > 1 && (unsigned char)s.p[at + 1] == 0xA0)
		return at + 2;
	if (c == 0xE3 && s.n - at > 2 && (unsigned char)s.p[at + 1] == 0x80 && (unsigned char)s.p[at + 2] == 0x80)
		return at + 3;
	return at;
}

/* A separator of three-digit groups at `at`, of the same width as the digits. */
size_t
group_comma(str s, size_t at, bool wide)
{
	if (at < s.n && s.p[at] == ',')
		return at + 1;
	if (wide && str_starts(str_skip(s, at), STR("，")))
		return at + 3;
	return 0;
}

size_t
decimal_dot(str s, size_t at)
{
	if (at < s.n && s.p[at] == '.')
		return at + 1;
	return str_starts(str_skip(s, at), STR("．")) ? at + 3 : 0;
}

/* Exactly three digits follow. */
bool
group_follows(str s, size_t at)
{
	size_t next = at;
	for (int i = 0; i < 3; i++, at = next)
		if (digit_at(s, at, &next) < 0)
			return false;
	return digit_at(s, at, &next) < 0;
}

size_t
digits_end(str s, size_t at, size_t *count)
{
	size_t next;
	while (digit_at(s, at, &next) >= 0) {
		at = next;
		++*count;
	}
	return at;
}

/* 43，814，929: narrow digits that a full-width comma parts are groups where two of three digits follow one another. */
bool
wide_groups(str s, size_t at)
{
	size_t first = group_comma(s, at, true), digits = 0;
	if (!first || !group_follows(s, first))
		return false;
	size_t second = group_comma(s, digits_end(s, first, &digits), true);
	return second && group_follows(s, second);
}

/* Appends the digits of s[from..to) to out as ASCII, whatever stands between them. */
size_t
copy_digits(str s, size_t from, size_t to, char *out)
{
	size_t n = 0, next;
	while (from < to) {
		int d = digit_at(s, from, &next);
		if (d >= 0)
			out[n++] = (char)('0' + d);
		from = d >= 0 ? next : from + 1;
	}
	return n;
}

bool
plain_digits_at(const words *w, str s, size_t at, numeral *n)
{
	size_t end = at, next;
	while (end < s.n && ascii_is_digit(s.p[end]))
		end++;
	uint32_t behind = words_peek(s, end);
	if (behind == 0xFF0C && end - at <= 3 && group_follows(s, end + 3))
		return false;      /* may go on: 43，814，929 */
	if (end == at || end - at > 9 || (s.p[at] == '0' && end - at > 1) || behind == '.' || behind == ',' || behind == 0xFF0E ||
	    words_first_mask(w, behind) & GOES_ON || digit_at(s, end, &next) >= 0)
		return false;
	size_t later = skip_space(s, end);
	if (later > end && words_first_mask(w, words_peek(s, later)) & GOES_ON_LATER)
		return false;
	str v = str_from_to(s, at, end);
	*n = (numeral){.start = at, .end = end, .lo = v, .plain = v, .coefficient = v, .arabic = true, .ndigit = (unsigned)v.n, .chars = (unsigned)v.n};
	return true;
}
