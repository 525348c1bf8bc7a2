/*
 * when.h - dates as fields, before they are resolved to TIMEX3 values (ISO-TimeML, TimeML 1.2.1).
 */
#ifndef XP_WHEN_H
#define XP_WHEN_H

#include "scan.h"

enum grain { G_NONE, G_CENTURY, G_DECADE, G_YEAR, G_HALF, G_QUARTER, G_MONTH, G_WEEK, G_DAY };

/* What the number of a word of class future says: a result behind the date; before it what a notice says of a time, and 自; what is to come. */
enum { RESULT = 3, NOTICE, SINCE, TO_COME };

typedef struct date {
	size_t start, end;
	enum grain grain;
	int year;                  /* -1: not known yet */
	int month, day;
	int part, part_hi;         /* half, quarter, week, decade (198) or century (20); part_hi: 前三季度, the later year of 2023/24年度 */
	bool fiscal;
	bool bc;                   /* before the common era */
	bool explicit_year;        /* a year stood in the words */
	bool relative;             /* 今年, 上月: the year comes from the anchor and may stay unknown */
	bool numeral;              /* words with a figure in them */
	bool bare;                 /* a year without 年, good only before another: (2009—2011) */
	str mod;
} date;

/* Reads one date at s[at]; nothing is resolved but words that count from the anchor. */
bool date_at(scan *c, size_t at, date *d);
/* 2025年..., 6月1日: a date that may stand right behind a Latin name. */
bool date_is_full(const date *d);
/* Does a word before s[at] say that a stretch of time follows (上市5日)? Not where it ends a longer one (北约15日). */
bool lasts_before(const scan *c, size_t at);
/* An integer of 0..9999 in Arabic or Han digits. *ndigit: digits as written, 0 for 十八 and the like. */
bool int_at(scan *c, size_t at, int *v, size_t *end, int *ndigit);
/* Fills what is unknown from the anchors: the day of publication, what the text said before. */
void date_resolve(const scan *c, date *d);
/* TIMEX3 value; `which` 1 is the upper end of a range inside the date (前三季度). */
str date_value(arena *a, const date *d, int which);
/* Do both places stand in one sentence? */
bool same_sentence(const scan *c, size_t from, size_t to);
/* Remembers d for the partial dates behind it. */
void date_remember(scan *c, const date *d);
/* Is there such a day? A year below 0 or a month of 0 is not known and may be any. */
bool date_exists(int year, int month, int day);
/* Does s[at] begin a date of every year or month: 每年9月, 每月5日? */
bool date_comes_again(const scan *c, size_t at);
/* Adds days to a day of the Gregorian calendar. */
void date_add_days(int *year, int *month, int *day, int days);

/* Parts of date_at(). Each reads its kind of date at s[at] into d, whose start is set; read_edge() and read_rest() go on at d->end. */
bool read_era(scan *c, size_t at, date *d);
bool read_relative_year(scan *c, size_t at, date *d);
bool read_relative_month(scan *c, size_t at, date *d);
bool read_relative_day(scan *c, size_t at, date *d);
bool read_part(scan *c, size_t at, date *d);
bool read_relative_century(scan *c, size_t at, date *d);
bool read_two_decades(scan *c, size_t at, int century, date *d); /* the 五六十年代 of 20世纪五六十年代 */
bool read_year(scan *c, size_t at, date *d);
bool read_fy(scan *c, size_t at, date *d);
bool read_day(scan *c, size_t at, date *d);
bool read_half_year(scan *c, size_t at, date *d);
bool read_quarter(scan *c, size_t at, date *d, bool year); /* `year`: one stands before it */
/* A lunar date at s[at] (农历八月十五, 腊月廿三, 十月初一): *end is behind it. */
bool lunar_at(scan *c, size_t at, size_t *end);
/* A figure (from..at) without its unit before a range or list whose next figure has it: 1—6月. */
bool unit_after_range(scan *c, size_t from, size_t at, enum word_class cls);
bool read_edge(scan *c, date *d);                /* 底, 初, 中旬 */
void read_rest(scan *c, date *d);                /* everything finer than the year */
bool whole_word(const scan *c, const word_hit *h); /* no longer word (月薪, 初步) begins where the hit does */
bool word_at(const scan *c, size_t at, uint64_t mask, word_hit *h); /* words_at() behind a space */

#endif
