#include "check.h"

#include "calendar.h"

static void
days_and_back(void **state)
{
	(void)state;
	assert_int_equal(calendar_days(1970, 1, 1), 0);
	assert_int_equal(calendar_days(1969, 12, 31), -1);
	assert_int_equal(calendar_days(2000, 3, 1), 11017);
	for (int64_t n = -800000; n < 800000; n += 37) {
		int y, m, d;
		calendar_date(n, &y, &m, &d);
		assert_int_equal(calendar_days(y, m, d), n);
		assert_in_range(d, 1, calendar_month_days(y, m));
	}
}

static void
lengths_of_february(void **state)
{
	(void)state;
	assert_int_equal(calendar_month_days(2024, 2), 29);
	assert_int_equal(calendar_month_days(2023, 2), 28);
	assert_int_equal(calendar_month_days(2000, 2), 29);
	assert_int_equal(calendar_month_days(1900, 2), 28);
	assert_int_equal(calendar_month_days(2025, 12), 31);
}

static void
instants(void **state)
{
	(void)state;
	arena a = {0};
	assert_str(calendar_utc(&a, 0, CALENDAR_ISO), STR("1970-01-01T00:00:00Z"));
	assert_str(calendar_utc(&a, 951827696, "%Y%m%d%H%M%S"), STR("20000229123456"));
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(days_and_back), cmocka_unit_test(lengths_of_february), cmocka_unit_test(instants)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
