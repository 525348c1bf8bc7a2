/*
 * calendar.h - days of the proleptic Gregorian calendar, and instants written in UTC.
 *
 * Months are 1 to 12, days of a month 1 to 31. The arithmetic is Howard Hinnant's (days_from_civil, civil_from_days).
 */
#ifndef XP_CALENDAR_H
#define XP_CALENDAR_H

#include "arena.h"

/* Days from 1970-01-01 to a day; negative before it. */
int64_t calendar_days(int year, int month, int day);
/* The day that many days from 1970-01-01. */
void calendar_date(int64_t days, int *year, int *month, int *day);
/* How many days a month has. */
int calendar_month_days(int year, int month);

/* Seconds since 1970. */
int64_t calendar_now(void);

#define CALENDAR_ISO "%Y-%m-%dT%H:%M:%SZ"
/* An instant (seconds since 1970) as strftime(3) writes it, at most 63 bytes; in the arena. */
str calendar_utc(arena *a, int64_t seconds, const char *format);

#endif
