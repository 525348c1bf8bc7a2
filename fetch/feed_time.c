/* Dates as feeds and sitemaps write them. */
#include <curl/curl.h>
#include <string.h>

#include "calendar.h"
#include "feed.h"

/* A number at s[*at], which moves behind it; at most nine digits, more are none. false: no digit, or too many. */
static bool
number(str s, size_t *at, int *v, size_t *n)
{
	size_t from = *at;
	for (*v = 0; *at < s.n && ascii_is_digit(s.p[*at]); ++*at)
		if (*at - from < 9)
			*v = *v * 10 + (s.p[*at] - '0');
	*n = *at - from;
	return *n > 0 && *n <= 9;
}

typedef struct fields {
	int year, month, day, hour, minute, second; /* month and day 0: not seen */
	int zone;                                   /* minutes east of Greenwich */
	bool clock;
} fields;

static int64_t
seconds_of(const fields *f)
{
	bool date = f->year >= 1970 && f->year <= 9999 && f->month >= 1 && f->month <= 12 && f->day >= 1 &&
		    f->day <= calendar_month_days(f->year, f->month);
	enum { DAY = 24 * 60 };
	if (!date || f->hour > 24 || f->minute > 59 || f->second > 60 || f->zone > DAY || f->zone < -DAY)
		return 0;
	return calendar_days(f->year, f->month, f->day) * 86400 + f->hour * 3600 + (f->minute - f->zone) * 60 + f->second;
}

/* ":30", ":30:05" or ":30:05.25" behind an hour. */
static void
take_clock(str s, size_t *at, int hour, fields *f)
{
	size_t n;
	f->clock = true;
	f->hour = hour;
	++*at;
	number(s, at, &f->minute, &n);
	if (*at < s.n && s.p[*at] == ':') {
		++*at;
		number(s, at, &f->second, &n);
	}
	int fraction;
	if (*at < s.n && s.p[*at] == '.') {
		++*at;
		number(s, at, &fraction, &n);
	}
}

/* +0800, +08:00, -8: behind a time of day. */
static void
take_zone(str s, size_t *at, fields *f)
{
	int sign = s.p[*at] == '-' ? -1 : 1, v, minutes = 0;
	size_t n;
	++*at;
	if (!number(s, at, &v, &n))
		return;
	if (*at < s.n && s.p[*at] == ':') {
		++*at;
		size_t more;
		number(s, at, &minutes, &more);
	}
	f->zone = sign * (n > 2 ? v / 100 * 60 + v % 100 : v * 60 + minutes);
}

/* Jan to Dec and what begins so; PM moves the hour. */
static void
take_word(str word, fields *f)
{
	static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";
	if (f->clock && str_ieq(word, STR("PM")) && f->hour < 12)
		f->hour += 12;
	for (int m = 0; word.n >= 3 && !f->month && m < 12; m++)
		if (str_istarts(word, str_of(names + 3 * m, 3)))
			f->month = m + 1;
}

/* A number of a date: the year has four digits, the month comes behind it or is a word. false: it is none. */
static bool
take_number(int v, size_t n, fields *f)
{
	if (n == 8 && !f->year) {
		*f = (fields){.year = v / 10000, .month = v / 100 % 100, .day = v % 100};
	} else if (n == 6 && f->day && !f->clock) {
		f->clock = true;
		f->hour = v / 10000, f->minute = v / 100 % 100, f->second = v % 100;
	} else if (n == 4 && !f->year) {
		f->year = v;
	} else if (n <= 2 && f->year && !f->month) {
		f->month = v;
	} else if (n <= 2 && !f->day) {
		f->day = v;
	} else {
		return false;
	}
	return true;
}

/* Parts of a date in one of the orders that leave no doubt, whatever stands between them: 2026/11/21, 2026.11.21,
 * 2026年11月21日 08:00, 21 November 2026, November 21, 2026 8:00 PM, 20261121T080000Z. */
static int64_t
by_parts(str s)
{
	fields f = {0};
	for (size_t at = 0; at < s.n;) {
		size_t from = at, n;
		int v;
		char c = s.p[at];
		if (ascii_is_digit(c)) {
			if (!number(s, &at, &v, &n))
				return 0;
			if (at < s.n && s.p[at] == ':' && n <= 2 && !f.clock)
				take_clock(s, &at, v, &f);
			else if (!take_number(v, n, &f))
				return 0;
		} else if (ascii_is_letter(c)) {
			while (at < s.n && ascii_is_letter(s.p[at]))
				at++;
			take_word(str_of(s.p + from, at - from), &f);
		} else if ((c == '+' && f.day) || (c == '-' && f.clock)) {
			take_zone(s, &at, &f);
		} else {
			at++;
		}
	}
	return seconds_of(&f);
}

/* Seconds since 1970, or milliseconds. */
static int64_t
by_epoch(str s)
{
	uint64_t v;
	if (!str_u64(s, &v))
		return 0;
	return s.n == 10 ? (int64_t)v : s.n == 13 ? (int64_t)(v / 1000) : 0;
}

/* RFC 3339 and W3C-DTF stop at any part: 2026, 2026-11. */
static int64_t
by_start(str s)
{
	fields f = {.month = 1, .day = 1};
	size_t at = 0, n;
	if (!number(s, &at, &f.year, &n) || n != 4)
		return 0;
	if (at < s.n && (s.p[at++] != '-' || !number(s, &at, &f.month, &n) || n != 2))
		return 0;
	return at == s.n ? seconds_of(&f) : 0;
}

int64_t
feed_time(str date)
{
	char text[80];
	int64_t t;
	if (!date.n || date.n >= sizeof text)
		return 0;
	if ((t = by_start(date)) || (t = by_epoch(date)) || (str_chr(date, '-') == 4 && (t = by_parts(date))))
		return t;
	memcpy(text, date.p, date.n);
	text[date.n] = '\0';
	time_t got = curl_getdate(text, NULL); /* knows the zones' names */
	return got == -1 ? by_parts(date) : (int64_t)got;
}
