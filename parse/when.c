#include "when.h"

#include <string.h>

#include "utf8.h"

/* Days since 1970-01-01 of a civil date, and back (Howard Hinnant's algorithms). */
static int64_t
days_of(int y, int m, int d)
{
	y -= m <= 2;
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t yoe = y - era * 400, doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
	return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

static void
set_days(when *w, int64_t z)
{
	z += 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097, doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365, doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;
	w->day = (int)(doy - (153 * mp + 2) / 5 + 1);
	w->month = (int)(mp < 10 ? mp + 3 : mp - 9);
	w->year = (int)(yoe + era * 400 + (w->month <= 2));
}

static void
set_seconds(when *w, int64_t local)
{
	int64_t days = local >= 0 ? local / 86400 : (local - 86399) / 86400, rest = local - days * 86400;
	set_days(w, days);
	w->hour = (int)(rest / 3600);
	w->minute = (int)(rest / 60 % 60);
	w->second = (int)(rest % 60);
}

static int64_t
local_seconds(const when *w)
{
	int hour = w->hour < 0 ? 0 : w->hour;
	return days_of(w->year, w->month, w->day) * 86400 + hour * 3600 + w->minute * 60 + w->second;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Reads 1 to `max` digits at *at. The count of digits, 0 when none or more follow. */
static int
digits(str s, size_t *at, int max, int *out)
{
	int n = 0, v = 0;
	size_t i = *at;
	while (i < s.n && is_digit(s.p[i]) && n < max) {
		v = v * 10 + (s.p[i++] - '0');
		n++;
	}
	if (n == 0 || (i < s.n && is_digit(s.p[i])))
		return 0;
	*at = i;
	*out = v;
	return n;
}

static size_t
skip_space(str s, size_t at, size_t most)
{
	for (size_t n = 0; at < s.n && n < most; n++) {
		size_t next = at;
		uint32_t cp = utf8_next(s, &next);
		if (!cp_is_space(cp))
			break;
		at = next;
	}
	return at;
}

static bool
eat(str s, size_t *at, const char *z)
{
	if (!str_starts(str_skip(s, *at), str_from(z)))
		return false;
	*at += strlen(z);
	return true;
}

static int
days_in(int y, int m)
{
	static const int n[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	return m == 2 && y % 4 == 0 && (y % 100 != 0 || y % 400 == 0) ? 29 : n[m - 1];
}

static bool
is_date(const when *w)
{
	return w->year >= 1990 && w->year < 2100 && w->month >= 1 && w->month <= 12 && w->day >= 1 &&
	       w->day <= days_in(w->year, w->month);
}

/* `Z`, `+08:00`, `+0800`, `GMT`: minutes; false when there is none. */
static bool
read_zone(const when_base *b, str s, size_t *at, int *offset)
{
	size_t i = skip_space(s, *at, 1);
	const meta_word *z = b->rules ? meta_starts(b->rules, MK_zone, str_skip(s, i)) : NULL;
	int h = 0, m = 0;
	if (i < s.n && (s.p[i] == '+' || s.p[i] == '-')) {
		bool minus = s.p[i] == '-';
		size_t j = i + 1;
		int n = digits(s, &j, 4, &h);
		if (n == 2 && j < s.n && s.p[j] == ':') {
			j++;
			if (digits(s, &j, 2, &m) != 2)
				return false;
		} else if (n == 4) {
			m = h % 100;
			h /= 100;
		} else if (n != 2) {
			return false;
		}
		*offset = (minus ? -1 : 1) * (h * 60 + m);
		*at = j;
		return h <= 14 && m < 60;
	}
	if (!z)
		return false;
	i += z->word.n;
	if (i < s.n && ((s.p[i] | 32) >= 'a' && (s.p[i] | 32) <= 'z'))
		return false;
	*offset = z->number;
	*at = i;
	return true;
}

/* hh:mm, hh:mm:ss, hh时mm分, 下午3点; leaves *at and w alone when there is no time. */
static void
read_time(const when_base *b, str s, size_t *at, when *w)
{
	size_t i = *at;
	int h, m = 0, sec = 0, fraction;
	if (i < s.n && (s.p[i] == 'T' || s.p[i] == ','))
		i++;
	i = skip_space(s, i, 6);
	if (eat(s, &i, "(") || eat(s, &i, "（")) { /* (周三) */
		size_t close = str_find(str_from_to(s, i, i + 24), STR(")"));
		size_t wide = str_find(str_from_to(s, i, i + 24), STR("）"));
		if (close != SIZE_MAX && !is_digit(i < s.n ? s.p[i] : ' '))
			i += close + 1;
		else if (wide != SIZE_MAX && !is_digit(i < s.n ? s.p[i] : ' '))
			i += wide + 3;
	}
	if (eat(s, &i, "星期") || eat(s, &i, "周"))
		i += i + 3 <= s.n ? 3 : 0;
	i = skip_space(s, i, 6);
	const meta_word *noon = b->rules ? meta_starts(b->rules, MK_noon, str_skip(s, i)) : NULL;
	if (noon)
		i = skip_space(s, i + noon->word.n, 2);
	if (!digits(s, &i, 2, &h) || h > 24)
		return;
	if (eat(s, &i, ":") || eat(s, &i, "：")) {
		if (digits(s, &i, 2, &m) != 2)
			return;
		if (eat(s, &i, ":") && digits(s, &i, 2, &sec) != 2)
			return;
	} else if (eat(s, &i, "时") || eat(s, &i, "時") || eat(s, &i, "点") || eat(s, &i, "點")) {
		size_t j = i;
		if (digits(s, &j, 2, &m) && (eat(s, &j, "分") || m == 0))
			i = j;
		else
			m = 0;
	} else {
		return;
	}
	if (i < s.n && s.p[i] == '.' && i + 1 < s.n && is_digit(s.p[i + 1])) {
		i++;
		digits(s, &i, 9, &fraction);
	}
	if (h > 23 || m > 59 || sec > 60)
		return;
	if (!noon) {
		size_t j = skip_space(s, i, 1);
		noon = b->rules ? meta_starts(b->rules, MK_noon, str_skip(s, j)) : NULL;
		noon = noon && (unsigned char)noon->word.p[0] < 0x80 ? noon : NULL; /* 08:30 PM */
		i = noon ? j + noon->word.n : i;
	}
	w->hour = noon && noon->number == 12 && h < 12 ? h + 12 : h;
	w->minute = m;
	w->second = sec;
	*at = i;
	read_zone(b, s, at, &w->offset);
}

static bool
separator(str s, size_t *at, char *which)
{
	size_t i = skip_space(s, *at, 1);
	if (i >= s.n || (s.p[i] != '-' && s.p[i] != '/' && s.p[i] != '.'))
		return false;
	if (*which && *which != s.p[i])
		return false;
	*which = s.p[i];
	*at = skip_space(s, i + 1, 1);
	return true;
}

/* Month and day behind a year, with 年月日 or one kind of separator. */
static bool
month_day(str s, size_t *at, when *w)
{
	char sep = 0;
	size_t i = skip_space(s, *at, 1);
	if (eat(s, &i, "年")) {
		i = skip_space(s, i, 1);
		if (!digits(s, &i, 2, &w->month))
			return false;
		i = skip_space(s, i, 1);
		if (!eat(s, &i, "月"))
			return false;
		i = skip_space(s, i, 1);
		if (!digits(s, &i, 2, &w->day))
			return false;
		i = skip_space(s, i, 1);
		if (!eat(s, &i, "日") && !eat(s, &i, "号"))
			return false;
		*at = i;
		return true;
	}
	if (!separator(s, at, &sep) || !digits(s, at, 2, &w->month) || !separator(s, at, &sep) || !digits(s, at, 2, &w->day))
		return false;
	(void)eat(s, at, "日");
	return true;
}

/* 2025-09-18, 2025年9月18日, 20250918 (eight digits alone). */
static bool
with_year(str s, size_t at, when *w)
{
	size_t i = at;
	int v;
	int n = digits(s, &i, 8, &v);
	if (n == 8) {
		w->year = v / 10000;
		w->month = v / 100 % 100;
		w->day = v % 100;
	} else if (n == 4) {
		w->year = v;
		if (!month_day(s, &i, w))
			return false;
	} else {
		return false;
	}
	w->end = i;
	return is_date(w);
}

/* 民國114年9月18日 */
static bool
of_republic(str s, size_t at, when *w)
{
	size_t i = at;
	int v;
	if (!eat(s, &i, "民國") && !eat(s, &i, "民国"))
		return false;
	i = skip_space(s, i, 1);
	if (!digits(s, &i, 3, &v))
		return false;
	w->year = v + 1911;
	if (!month_day(s, &i, w))
		return false;
	w->end = i;
	return is_date(w);
}

/* 09-18 08:30, 9月18日: the latest such day that is not after the base. */
static bool
without_year(const when_base *b, str s, size_t at, when *w)
{
	size_t i = at;
	char sep = 0;
	if (!digits(s, &i, 2, &w->month))
		return false;
	bool words = eat(s, &i, "月");
	if (!words && !separator(s, &i, &sep))
		return false;
	if (!digits(s, &i, 2, &w->day) || (words && !eat(s, &i, "日")) || sep == '.')
		return false;
	w->end = i;
	w->year = b->now.year;
	w->no_year = true;
	read_time(b, s, &w->end, w);
	if (!b->known || (!words && w->hour < 0))
		return false;
	if (!is_date(w) || days_of(w->year, w->month, w->day) > days_of(b->now.year, b->now.month, b->now.day))
		w->year--;
	return is_date(w);
}

/* 3小时前, 昨天 08:30 */
static bool
relative(const when_base *b, str s, size_t at, when *w)
{
	size_t i = at;
	int n;
	if (!b->known || !b->rules)
		return false;
	const meta_word *day = meta_starts(b->rules, MK_day, str_skip(s, at));
	if (day) {
		set_days(w, days_of(b->now.year, b->now.month, b->now.day) + day->number);
		w->end = at + day->word.n;
		read_time(b, s, &w->end, w);
		return w->hour >= 0;
	}
	if (!digits(s, &i, 3, &n))
		return false;
	i = skip_space(s, i, 1);
	const meta_word *unit = meta_starts(b->rules, MK_ago, str_skip(s, i));
	if (!unit)
		return false;
	int64_t then = local_seconds(&b->now) - (int64_t)b->now.offset * 60 + 480 * 60 - (int64_t)n * unit->number;
	set_seconds(w, then);
	w->offset = 480;
	if (unit->number >= 86400)
		w->hour = -1; /* the day is known, the hour is not */
	w->end = i + unit->word.n;
	return true;
}

/* 20 Oct 2015 07:28:00 GMT (RFC 5322), October 20, 2015 */
static bool
english(const when_base *b, str s, size_t at, when *w)
{
	size_t i = at;
	const meta_word *m = b->rules ? meta_starts(b->rules, MK_month, str_skip(s, i)) : NULL;
	if (m) {
		i = skip_space(s, i + m->word.n, 2);
		if (!digits(s, &i, 2, &w->day))
			return false;
		(void)eat(s, &i, ",");
	} else {
		if (!digits(s, &i, 2, &w->day))
			return false;
		i = skip_space(s, i, 1);
		m = b->rules ? meta_starts(b->rules, MK_month, str_skip(s, i)) : NULL;
		if (!m)
			return false;
		i += m->word.n;
	}
	w->month = m->number;
	i = skip_space(s, i, 2);
	if (digits(s, &i, 4, &w->year) != 4)
		return false;
	w->end = i;
	return is_date(w);
}

static bool
is_future(const when_base *b, const when *w)
{
	return b->known && days_of(w->year, w->month, w->day) > days_of(b->now.year, b->now.month, b->now.day) + 1;
}

static when
blank(size_t at)
{
	return (when){.hour = -1, .offset = 480, .start = at};
}

static bool
date_at(const when_base *b, str s, size_t at, when *w)
{
	*w = blank(at);
	if (with_year(s, at, w) || (*w = blank(at), of_republic(s, at, w)) || (*w = blank(at), english(b, s, at, w))) {
		read_time(b, s, &w->end, w);
		return !is_future(b, w);
	}
	*w = blank(at);
	if (relative(b, s, at, w))
		return true;
	*w = blank(at);
	return without_year(b, s, at, w) && !is_future(b, w);
}

static bool
may_start(const when_base *b, str s, size_t i)
{
	unsigned char c = (unsigned char)s.p[i];
	if (c < 0x80 && i > 0) {
		char before = s.p[i - 1];
		if (is_digit(before) || ((before | 32) >= 'a' && (before | 32) <= 'z' && before != '-'))
			return false;
		if (is_digit((char)c) && (before == '.' || before == '-' || before == '/' || before == '_') && i > 1 && is_digit(s.p[i - 2]))
			return false;
	}
	return is_digit((char)c) || (c >= 'A' && c <= 'Z') ||
	       (c >= 0xE0 && (str_starts(str_skip(s, i), STR("民")) || (b->known && b->rules && meta_starts(b->rules, MK_day, str_skip(s, i)))));
}

bool
when_find(const when_base *b, str s, size_t from, when *w)
{
	for (size_t i = from; i < s.n; i++)
		if (may_start(b, s, i) && date_at(b, s, i, w))
			return true;
	return false;
}

bool
when_value(const when_base *b, str s, when *w)
{
	uint64_t n;
	s = str_trim(s);
	if ((s.n == 10 || s.n == 13) && str_u64(s, &n)) {
		*w = blank(0);
		set_seconds(w, (int64_t)(s.n == 13 ? n / 1000 : n) + 480 * 60);
		w->end = s.n;
		return is_date(w) && !is_future(b, w);
	}
	return s.n < 80 && when_find(b, s, 0, w) && w->start < 12;
}

when_base
when_base_of(const meta_rules *r, str fetched)
{
	when_base b = {.rules = r};
	when w;
	if (fetched.n && when_value(&b, fetched, &w)) {
		b.now = w;
		b.known = true;
	}
	return b;
}

str
when_iso(arena *a, const when *w)
{
	if (w->hour < 0)
		return arena_printf(a, "%04d-%02d-%02d", w->year, w->month, w->day);
	int off = w->offset < 0 ? -w->offset : w->offset;
	return arena_printf(a, "%04d-%02d-%02dT%02d:%02d:%02d%c%02d:%02d", w->year, w->month, w->day, w->hour, w->minute, w->second,
			    w->offset < 0 ? '-' : '+', off / 60, off % 60);
}

bool
when_same_day(const when *a, const when *b)
{
	return a->year == b->year && a->month == b->month && a->day == b->day;
}
