/*
 * when.h - dates as pages write them: 2025年9月18日 08:30, 09-18 08:30, 3小时前, 民國114年9月18日, ISO 8601, RFC 822.
 */
#ifndef XP_WHEN_H
#define XP_WHEN_H

#include "meta_rules.h"

typedef struct when {
	int year, month, day;      /* month 1-12 */
	int hour, minute, second;  /* hour -1: no time */
	int offset;                /* minutes east of UTC; 480 when the page gives none */
	bool no_year;              /* the year was taken from the base */
	size_t start, end;         /* bytes of the string read */
} when;

/* Where "3 hours ago" and a date without a year count from: a time in ISO 8601 (`fetched`), or null. */
typedef struct when_base {
	const meta_rules *rules;
	when now;
	bool known;
	when about;                /* another day that the page names, for dates without a year where `now` is not known; year 0: none */
} when_base;

when_base when_base_of(const meta_rules *r, str fetched);
/* The first date in s at or behind `from`. false when there is none. A date after the base's day is none. */
bool when_find(const when_base *b, str s, size_t from, when *w);
/* A value that is nothing but a time: ISO, RFC 822, seconds or milliseconds since 1970 too. */
bool when_value(const when_base *b, str s, when *w);
/* YYYY-MM-DD, or with a time and its offset. */
str when_iso(arena *a, const when *w);
bool when_same_day(const when *a, const when *b);

#endif
