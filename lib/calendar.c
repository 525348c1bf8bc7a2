#include "calendar.h"

#include <time.h>

enum { DAYS_OF_ERA = 146097 /* 400 years */, EPOCH = 719468 /* days from 0000-03-01 to 1970-01-01 */ };

int64_t
calendar_days(int year, int month, int day)
{
	int64_t y = month <= 2 ? (int64_t)year - 1 : year, era = (y >= 0 ? y : y - 399) / 400;
	int64_t of_era = y - era * 400, of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	return era * DAYS_OF_ERA + of_era * 365 + of_era / 4 - of_era / 100 + of_year - EPOCH;
}

void
calendar_date(int64_t days, int *year, int *month, int *day)
{
	days += EPOCH;
	int64_t era = (days >= 0 ? days : days - (DAYS_OF_ERA - 1)) / DAYS_OF_ERA, of_era = days - era * DAYS_OF_ERA;
	int64_t y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int64_t of_year = of_era - (365 * y + y / 4 - y / 100), from_march = (5 * of_year + 2) / 153;
	*day = (int)(of_year - (153 * from_march + 2) / 5 + 1);
	*month = (int)(from_march < 10 ? from_march + 3 : from_march - 9);
	*year = (int)(y + era * 400 + (*month <= 2));
}

int
calendar_month_days(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
	return days[month - 1] + (month == 2 && leap);
}

int64_t
calendar_now(void)
{
	return (int64_t)time(NULL);
}

str
calendar_utc(arena *a, int64_t seconds, const char *format)
{
	char text[64];
	struct tm tm;
	time_t when = (time_t)seconds;
	gmtime_r(&when, &tm);
	return arena_dup(a, str_of(text, strftime(text, sizeof text, format, &tm)));
}
