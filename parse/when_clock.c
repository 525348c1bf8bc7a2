#include "when_part.h"

#include <string.h>

#include "utf8.h"

static bool
digit_at(str s, size_t at)
{
	return at < s.n && ascii_is_digit(s.p[at]);
}

static int
run_of_digits(str s, size_t at)
{
	int n = 0;
	while (digit_at(s, at + (size_t)n))
		n++;
	return n;
}

int
when_digits(str s, size_t *at, int max, int *out)
{
	int n = run_of_digits(s, *at), v = 0;
	if (n > max)
		return 0;
	for (int i = 0; i < n; i++)
		v = v * 10 + (s.p[*at + (size_t)i] - '0');
	*at += (size_t)n;
	if (n)
		*out = v;
	return n;
}

/* 114, 一一四, 一百一十四: `last` is the digit that no 十 or 百 took yet. */
static int
numerals(const when_base *b, str s, size_t *at, int *out)
{
	int sum = 0, last = 0, n = 0;
	const meta_word *m;
	while (n < 6 && b->rules && (m = meta_starts(b->rules, MK_numeral, str_skip(s, *at)))) {
		if (m->number < 10) {
			last = last * 10 + m->number;
		} else {
			sum += (last ? last : 1) * m->number;
			last = 0;
		}
		*at += m->word.n;
		n++;
	}
	*out = sum + last;
	return n;
}

int
when_number(const when_base *b, str s, size_t *at, int max, int *out)
{
	size_t i = *at;
	int v, n = when_digits(s, at, max, out);
	if (n || digit_at(s, *at) || !numerals(b, s, &i, &v))
		return n;
	for (int left = v; left; left /= 10)
		n++;
	if (n == 0 || n > max)
		return 0;
	*at = i;
	*out = v;
	return n;
}

bool
when_two(str s, size_t *at, int *out)
{
	size_t i = *at;
	int n = run_of_digits(s, i);
	bool clock = n == 4 && i + 6 < s.n && s.p[i + 4] == ':' && run_of_digits(s, i + 5) >= 2;
	bool name = n > 2 && i + (size_t)n < s.n && (unsigned char)s.p[i + (size_t)n] >= 0xE0;
	if (n > 2 && !clock && !name)
		return false;
	return when_digits(n > 2 ? str_from_to(s, 0, i + 2) : s, at, 2, out) > 0;
}

bool
when_word(const when_base *b, enum meta_kind k, str s, size_t *at)
{
	const meta_word *m = b->rules ? meta_starts(b->rules, k, str_skip(s, *at)) : NULL;
	if (m)
		*at += m->word.n;
	return m != NULL;
}

static bool
eat(str s, size_t *at, const char *z)
{
	if (!str_starts(str_skip(s, *at), str_from(z)))
		return false;
	*at += strlen(z);
	return true;
}

/* `+08:00`, `+0800`, `+08` */
static bool
read_offset(str s, size_t *at, int *offset)
{
	bool minus = s.p[*at] == '-';
	size_t i = *at + 1;
	int h = 0, m = 0, n = when_digits(s, &i, 4, &h);
	if (n == 2 && eat(s, &i, ":")) {
		if (when_digits(s, &i, 2, &m) != 2)
			return false;
	} else if (n == 4) {
		m = h % 100;
		h /= 100;
	} else if (n != 2) {
		return false;
	}
	if (h > 14 || m > 59)
		return false;
	*offset = (minus ? -1 : 1) * (h * 60 + m);
	*at = i;
	return true;
}

/* An offset, `Z`, `GMT`: minutes; false when there is none. */
static bool
read_zone(const when_base *b, str s, size_t *at, int *offset)
{
	size_t i = utf8_skip_space(s, *at, 1);
	if (i < s.n && (s.p[i] == '+' || s.p[i] == '-')) {
		if (!read_offset(s, &i, offset))
			return false;
		*at = i;
		return true;
	}
	const meta_word *z = b->rules ? meta_starts(b->rules, MK_zone, str_skip(s, i)) : NULL;
	if (!z)
		return false;
	i += z->word.n;
	if (i < s.n && ascii_is_letter(s.p[i]))
		return false;
	*offset = z->number;
	*at = i;
	return true;
}

/* (周四), （四）: short, and no number. */
static size_t
skip_brackets(str s, size_t at)
{
	size_t i = at;
	if (!eat(s, &i, "(") && !eat(s, &i, "（"))
		return at;
	str rest = str_from_to(s, i, i + 24);
	size_t close = str_find(rest, STR(")")), wide = str_find(rest, STR("）"));
	if (digit_at(s, i))
		return at;
	return close != SIZE_MAX ? i + close + 1 : wide != SIZE_MAX ? i + wide + 3 : at;
}

/* 星期四, (周四) */
static void
skip_weekday(const when_base *b, str s, size_t *at)
{
	size_t i = skip_brackets(s, utf8_skip_space(s, *at, 6));
	if (i > utf8_skip_space(s, *at, 6))
		*at = i;
	i = utf8_skip_space(s, *at, 6);
	if (!when_word(b, MK_weekmark, s, &i) || i >= s.n)
		return;
	size_t next = i;
	utf8_next(s, &next); /* 一 to 日 */
	*at = next;
}

/* Hour, minute and second, as 08:30:15 or 8时30分. */
static bool
read_numbers(const when_base *b, str s, size_t *at, int *h, int *m, int *sec)
{
	size_t i = *at, j;
	int n = when_digits(s, &i, 2, h);
	if (!n || *h > 24)
		return false;
	if (eat(s, &i, ":") || eat(s, &i, "：")) {
		if (run_of_digits(s, i) < 2 || !when_two(s, &i, m))
			return false;
		j = i;
		if (eat(s, &j, ":") && (run_of_digits(s, j) < 2 || !when_two(s, &j, sec)))
			return false;
		i = j;
	} else if (when_word(b, MK_hourmark, s, &i)) {
		j = i;
		if (when_digits(s, &j, 2, m) && when_word(b, MK_minutemark, s, &j))
			i = j;
		else
			*m = 0;
		j = i;
		if (i == j && when_digits(s, &j, 2, sec) && when_word(b, MK_secondmark, s, &j))
			i = j;
		else
			*sec = 0;
	} else {
		return false;
	}
	int fraction;
	if (i + 1 < s.n && s.p[i] == '.' && digit_at(s, i + 1)) {
		i++;
		when_digits(s, &i, 9, &fraction);
	}
	*at = i;
	return *h <= 23 && *m <= 59 && *sec <= 60;
}

/* What may stand between a day and its hour: T, a comma, a weekday, a zone. */
static size_t
skip_between(const when_base *b, str s, size_t at, when *w)
{
	size_t i = at;
	if (i < s.n && (s.p[i] == 'T' || s.p[i] == ','))
		i++;
	skip_weekday(b, s, &i);
	i = utf8_skip_space(s, i, 6);
	if (i < s.n && s.p[i] != '-' && s.p[i] != '+' && read_zone(b, s, &i, &w->offset))
		i = utf8_skip_space(s, i, 2);
	return i;
}

void
when_clock(const when_base *b, str s, size_t *at, when *w)
{
	when was = *w;
	size_t i = skip_between(b, s, *at, w);
	int h, m = 0, sec = 0;
	const meta_word *noon = b->rules ? meta_starts(b->rules, MK_noon, str_skip(s, i)) : NULL;
	if (noon)
		i = utf8_skip_space(s, i + noon->word.n, 2);
	if (!read_numbers(b, s, &i, &h, &m, &sec)) {
		*w = was;
		return;
	}
	if (!noon) {
		size_t j = utf8_skip_space(s, i, 1);
		noon = b->rules ? meta_starts(b->rules, MK_noon, str_skip(s, j)) : NULL;
		noon = noon && (unsigned char)noon->word.p[0] < 0x80 ? noon : NULL; /* 08:30 PM */
		i = noon ? j + noon->word.n : i;
	}
	w->hour = noon && noon->number == 12 && h < 12 ? h + 12 : h;
	w->minute = m;
	w->second = sec;
	*at = i;
	if (!read_zone(b, s, at, &w->offset))
		skip_weekday(b, s, at);
}

void
when_clock_before(str s, when *w)
{
	size_t end = w->start, from;
	while (end > 0 && s.p[end - 1] == ' ')
		end--;
	for (from = end; from > 0 && end - from < 8 && (digit_at(s, from - 1) || s.p[from - 1] == ':');)
		from--;
	int h, m, sec = 0;
	size_t at = from;
	if (end == w->start || !when_digits(s, &at, 2, &h) || !eat(s, &at, ":") || when_digits(s, &at, 2, &m) != 2)
		return;
	if (at < end && (!eat(s, &at, ":") || when_digits(s, &at, 2, &sec) != 2))
		return;
	if (at != end || h > 23 || m > 59 || sec > 60)
		return;
	w->hour = h;
	w->minute = m;
	w->second = sec;
	w->start = from;
}
