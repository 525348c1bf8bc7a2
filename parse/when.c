#include "when_part.h"

#include "bits.h"
#include "calendar.h"
#include "utf8.h"

static int64_t
days_of(const when *w)
{
	return calendar_days(w->year, w->month, w->day);
}

static void
set_days(when *w, int64_t days)
{
	calendar_date(days, &w->year, &w->month, &w->day);
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
	return days_of(w) * 86400 + hour * 3600 + w->minute * 60 + w->second;
}

static bool
is_date(const when *w)
{
	return w->year >= 1990 && w->year < 2100 && w->month >= 1 && w->month <= 12 && w->day >= 1 &&
	       w->day <= calendar_month_days(w->year, w->month);
}

static bool
separator(str s, size_t *at, char *which)
{
	size_t i = utf8_skip_space(s, *at, 1);
	if (i >= s.n || (s.p[i] != '-' && s.p[i] != '/' && s.p[i] != '.'))
		return false;
	if (*which && *which != s.p[i])
		return false;
	*which = s.p[i];
	*at = utf8_skip_space(s, i + 1, 1);
	return true;
}

/* A number, and behind it a word that says what it counts. */
static bool
counted(const when_base *b, str s, size_t *at, enum meta_kind mark, int *out)
{
	size_t i = utf8_skip_space(s, *at, 1);
	if (!when_number(b, s, &i, 2, out))
		return false;
	i = utf8_skip_space(s, i, 1);
	if (!when_word(b, mark, s, &i))
		return false;
	*at = i;
	return true;
}

/* Month and day behind a year, with 年月日 or one kind of separator. */
static bool
month_day(const when_base *b, str s, size_t *at, when *w)
{
	char sep = 0;
	size_t i = utf8_skip_space(s, *at, 1);
	if (when_word(b, MK_yearmark, s, &i)) {
		*at = i;
		return counted(b, s, at, MK_monthmark, &w->month) && counted(b, s, at, MK_daymark, &w->day);
	}
	size_t gap = utf8_skip_space(s, *at, 1);
	size_t month = gap; /* 2025 09/18 */
	bool spaced = gap > *at && when_digits(s, &month, 2, &w->month) == 2 && month < s.n && (s.p[month] == '/' || s.p[month] == '-');
	if (spaced)
		*at = gap;
	if ((!spaced && !separator(s, at, &sep)) || !when_digits(s, at, 2, &w->month) || !separator(s, at, &sep) || !when_two(s, at, &w->day))
		return false;
	(void)when_word(b, MK_daymark, s, at);
	return true;
}

/* 2025-09-18, 2025年9月18日, 二〇二五年九月十八日, 20250918 (eight digits alone). */
static bool
with_year(const when_base *b, str s, size_t at, when *w)
{
	size_t i = at;
	int v;
	int n = when_number(b, s, &i, 8, &v);
	if (n == 8) {
		w->year = v / 10000;
		w->month = v / 100 % 100;
		w->day = v % 100;
	} else if (n == 4) {
		w->year = v;
		if (!month_day(b, s, &i, w))
			return false;
	} else {
		return false;
	}
	w->end = i;
	return is_date(w);
}

/* 民國114年9月18日 */
static bool
of_republic(const when_base *b, str s, size_t at, when *w)
{
	size_t i = at;
	int v;
	if (!when_word(b, MK_era, s, &i))
		return false;
	i = utf8_skip_space(s, i, 1);
	if (!when_number(b, s, &i, 3, &v))
		return false;
	w->year = v + 1911;
	if (!month_day(b, s, &i, w))
		return false;
	w->end = i;
	return is_date(w);
}

/* 114-09-18, 114/09/18, 114年9月18日: of the republic, too, where three figures stand for a year of these decades. */
static bool
bare_republic(const when_base *b, str s, size_t at, when *w)
{
	enum { FIRST = 90, LAST = 139 };
	size_t i = at;
	int v;
	if (when_digits(s, &i, 4, &v) != 3 || v < FIRST || v > LAST)
		return false;
	w->year = v + 1911;
	size_t day = i;
	if (!month_day(b, s, &i, w) || (i < s.n && ascii_is_digit(s.p[i])))
		return false;
	bool figures = i - day == 6; /* two for the month, two for the day */
	bool words = day < s.n && (unsigned char)s.p[day] >= 0x80;
	w->end = i;
	return (figures || words) && is_date(w);
}

/* 18.09.2025, 18/09/2025: the day first, as Hong Kong and Europe write, unless only the other order gives a day. */
static bool
year_last(str s, size_t at, when *w)
{
	size_t i = at;
	char sep = 0;
	if (!when_digits(s, &i, 2, &w->day) || !separator(s, &i, &sep) || !when_digits(s, &i, 2, &w->month) || !separator(s, &i, &sep) ||
	    when_digits(s, &i, 4, &w->year) != 4)
		return false;
	if (w->month > 12) {
		int month = w->day;
		w->day = w->month;
		w->month = month;
	}
	w->end = i;
	return is_date(w);
}

/* 25-09-18 08:30: two digits of the year, and a time that tells it from other numbers. */
static bool
short_year(const when_base *b, str s, size_t at, when *w)
{
	size_t i = at;
	char sep = 0;
	if (when_digits(s, &i, 2, &w->year) != 2 || !separator(s, &i, &sep) || when_digits(s, &i, 2, &w->month) != 2 ||
	    !separator(s, &i, &sep) || sep == '.' || !when_two(s, &i, &w->day))
		return false;
	w->year += 2000;
	w->end = i;
	when_clock(b, s, &w->end, w);
	return w->hour >= 0 && is_date(w);
}

/* 09-18 08:30, 9月18日: the latest such day that is not after the base. */
static bool
without_year(const when_base *b, str s, size_t at, when *w)
{
	size_t i = at;
	char sep = 0;
	const when *now = b->known ? &b->now : &b->about;
	if (!when_digits(s, &i, 2, &w->month))
		return false;
	bool words = when_word(b, MK_monthmark, s, &i);
	if (!words && !separator(s, &i, &sep))
		return false;
	if (!when_two(s, &i, &w->day) || (words && !when_word(b, MK_daymark, s, &i)) || sep == '.')
		return false;
	w->end = i;
	w->year = now->year;
	w->no_year = true;
	when_clock(b, s, &w->end, w);
	if (!now->year || (!words && w->hour < 0))
		return false;
	if (!is_date(w) || days_of(w) > days_of(now))
		w->year--;
	return is_date(w);
}

static void
seconds_ago(const when_base *b, when *w, int64_t n, int64_t unit)
{
	set_seconds(w, local_seconds(&b->now) - (int64_t)b->now.offset * 60 + 480 * 60 - n * unit);
	w->offset = 480;
	if (unit >= 86400)
		w->hour = -1; /* the day is known, the hour is not */
}

/* 刚刚, 半小时前: whole words, and nothing that goes on from them. */
static bool
just_now(const when_base *b, str s, size_t at, when *w)
{
	const meta_word *m = meta_starts(b->rules, MK_since, str_skip(s, at));
	if (!m)
		return false;
	size_t before = at;
	w->end = at + m->word.n;
	if ((at > 0 && !cp_is_space(utf8_prev(s, &before))) || (w->end < s.n && utf8_skip_space(s, w->end, 1) == w->end))
		return false;
	seconds_ago(b, w, 1, m->number);
	return true;
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
		set_days(w, days_of(&b->now) + day->number);
		w->end = at + day->word.n;
		when_clock(b, s, &w->end, w);
		return w->hour >= 0;
	}
	if (just_now(b, s, at, w))
		return true;
	if (!when_digits(s, &i, 3, &n))
		return false;
	i = utf8_skip_space(s, i, 1);
	const meta_word *unit = meta_starts(b->rules, MK_ago, str_skip(s, i));
	if (!unit)
		return false;
	seconds_ago(b, w, n, unit->number);
	w->end = i + unit->word.n;
	return true;
}

/* Behind the three letters of a day of the week between spaces: Mar 02 Tue 2021. */
static size_t
behind_weekday(str s, size_t at)
{
	size_t from = utf8_skip_space(s, at, 2), to = from;
	while (to < s.n && ascii_is_letter(s.p[to]))
		to++;
	return to == from + 3 && to < s.n && s.p[to] == ' ' ? to : at;
}

/* 20 Oct 2015 07:28:00 GMT (RFC 5322), October 20, 2015, Mar 02 Tue 2021 */
static bool
english(const when_base *b, str s, size_t at, when *w)
{
	size_t i = at;
	const meta_word *m = b->rules ? meta_starts(b->rules, MK_month, str_skip(s, i)) : NULL;
	if (m) {
		i = utf8_skip_space(s, i + m->word.n, 2);
		if (!when_digits(s, &i, 2, &w->day))
			return false;
		i += i < s.n && s.p[i] == ',';
		i = behind_weekday(s, i);
	} else {
		if (!when_digits(s, &i, 2, &w->day))
			return false;
		i = utf8_skip_space(s, i, 1);
		m = b->rules ? meta_starts(b->rules, MK_month, str_skip(s, i)) : NULL;
		if (!m)
			return false;
		i += m->word.n;
	}
	w->month = m->number;
	i = utf8_skip_space(s, i, 2);
	size_t behind = i;
	when_clock(b, s, &i, w); /* Thu Sep 18 08:30:15 +0800 2025 */
	i = w->hour >= 0 ? utf8_skip_space(s, i, 2) : behind;
	if (when_digits(s, &i, 4, &w->year) != 4)
		return false;
	w->end = i;
	return is_date(w);
}

static bool
is_future(const when_base *b, const when *w)
{
	return b->known && days_of(w) > days_of(&b->now) + 1;
}

static when
blank(size_t at)
{
	return (when){.hour = -1, .offset = 480, .start = at};
}

/* A day with its year, in any form. */
static bool
whole_day(const when_base *b, str s, size_t at, when *w)
{
	*w = blank(at);
	return with_year(b, s, at, w) || (*w = blank(at), of_republic(b, s, at, w)) || (*w = blank(at), bare_republic(b, s, at, w)) ||
	       (*w = blank(at), english(b, s, at, w)) || (*w = blank(at), year_last(s, at, w));
}

static bool
date_at(const when_base *b, str s, size_t at, when *w)
{
	if (whole_day(b, s, at, w)) {
		when_clock(b, s, &w->end, w);
		if (w->hour < 0)
			when_clock_before(s, w);
		return !is_future(b, w);
	}
	*w = blank(at);
	if (short_year(b, s, at, w) && !is_future(b, w))
		return true;
	*w = blank(at);
	if (relative(b, s, at, w))
		return true;
	*w = blank(at);
	return without_year(b, s, at, w) && !is_future(b, w);
}

/* A letter beyond ASCII may begin a date: 民國, 二〇二五, 昨天. */
static bool
may_start_word(const when_base *b, str s, size_t i)
{
	str rest = str_skip(s, i);
	uint32_t cp = utf8_first(rest);
	if (!b->rules || (cp < 0x10000 && !bits_has(b->rules->date_first, cp)))
		return false;
	if (meta_starts(b->rules, MK_numeral, rest) || meta_starts(b->rules, MK_era, rest))
		return true;
	return b->known && (meta_starts(b->rules, MK_day, rest) || meta_starts(b->rules, MK_since, rest));
}

static bool
may_start(const when_base *b, str s, size_t i)
{
	unsigned char c = (unsigned char)s.p[i];
	if (c < 0x80 && i > 0) {
		char before = s.p[i - 1];
		if (ascii_is_digit(before) || (ascii_is_letter(before) && before != '-'))
			return false;
		if (ascii_is_digit(c) && (before == '.' || before == '-' || before == '/' || before == '_') && i > 1 && ascii_is_digit(s.p[i - 2]))
			return false;
	}
	return ascii_is_digit(c) || ascii_is_upper(c) || (c >= 0xE0 && may_start_word(b, s, i));
}

bool
when_find(const when_base *b, str s, size_t from, when *w)
{
	for (size_t i = from; i < s.n; i++)
		if (may_start(b, s, i) && date_at(b, s, i, w))
			return true;
	return false;
}

/* 20250918083015, 202509180830 */
static bool
run_together(str s, uint64_t n, when *w)
{
	if (s.n != 12 && s.n != 14)
		return false;
	uint64_t time = s.n == 14 ? n % 1000000 : n % 10000 * 100, day = s.n == 14 ? n / 1000000 : n / 10000;
	*w = blank(0);
	w->year = (int)(day / 10000);
	w->month = (int)(day / 100 % 100);
	w->day = (int)(day % 100);
	w->hour = (int)(time / 10000);
	w->minute = (int)(time / 100 % 100);
	w->second = (int)(time % 100);
	w->end = s.n;
	return is_date(w) && w->hour < 24 && w->minute < 60 && w->second <= 60;
}

bool
when_value(const when_base *b, str s, when *w)
{
	uint64_t n;
	s = str_trim(s);
	if (str_u64(s, &n) && run_together(s, n, w))
		return !is_future(b, w);
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
