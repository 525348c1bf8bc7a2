#include "check.h"

#include "utf8.h"

static void
round_trip(void **state)
{
	(void)state;
	for (uint32_t cp = 0; cp <= 0x10FFFF; cp += cp < 0x3000 ? 1 : 97) {
		if (cp >= 0xD800 && cp < 0xE000)
			continue;
		char out[4];
		size_t n = utf8_put(out, cp), at = 0;
		str s = str_of(out, n);
		assert_int_equal(utf8_check(s), n);
		assert_int_equal(utf8_next(s, &at), cp);
		assert_int_equal(at, n);
		assert_int_equal(utf8_prev(s, &at), cp);
		assert_int_equal(at, 0);
	}
}

/* Every sequence of up to 4 bytes drawn from the class borders: check() and next() agree, and always move on. */
static void
malformed(void **state)
{
	(void)state;
	static const unsigned char edge[] = {0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2,
					     0xDF, 0xE0, 0xE1, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF4, 0xF5, 0xFF};
	size_t n = sizeof edge;
	for (size_t i = 0; i < n * n * n * n; i++) {
		char s[4] = {(char)edge[i % n], (char)edge[i / n % n], (char)edge[i / n / n % n],
			     (char)edge[i / n / n / n % n]};
		size_t at = 0, first_bad = 4;
		while (at < 4) {
			size_t from = at;
			uint32_t cp = utf8_next(str_of(s, 4), &at);
			assert_true(at > from && at <= 4);
			if (cp == UTF8_BAD && first_bad == 4 && !(at - from == 3 && (unsigned char)s[from] == 0xEF))
				first_bad = from;
		}
		assert_int_equal(utf8_check(str_of(s, 4)), first_bad);
	}
}

/* Steps of several bytes find the same first bad byte as single ones: any byte at any place of a run of ASCII or Chinese. */
static void
checked_in_steps(void **state)
{
	(void)state;
	char han[48], plain[48];
	for (size_t i = 0; i < sizeof han; i += 3)
		memcpy(han + i, i % 2 ? "\xE1\x80\x80" : "\xEC\xBF\xBF", 3);
	memset(plain, 'a', sizeof plain);
	for (size_t i = 0; i < sizeof han * 256 * 2; i++) {
		char s[48];
		memcpy(s, i % 2 ? han : plain, sizeof s);
		s[i / 2 % sizeof s] = (char)(i / 2 / sizeof s);
		size_t at = 0, good = 0;
		while (at < sizeof s && utf8_next_any(str_of(s, sizeof s), &at) != UTF8_BAD)
			good = at;
		assert_int_equal(utf8_check(str_of(s, sizeof s)), good);
	}
}

static void
maximal_subparts(void **state)
{
	(void)state;
	/* Unicode 15, table 3-8: 61 F1 80 80 E1 80 C2 62 80 63 80 BF 64 */
	str s = STR("\x61\xF1\x80\x80\xE1\x80\xC2\x62\x80\x63\x80\xBF\x64");
	uint32_t want[] = {0x61, UTF8_BAD, UTF8_BAD, UTF8_BAD, 0x62, UTF8_BAD, 0x63, UTF8_BAD, UTF8_BAD, 0x64};
	size_t at = 0, n = 0;
	while (at < s.n)
		assert_int_equal(utf8_next(s, &at), want[n++]);
	assert_int_equal(n, 10);
}

static void
classes(void **state)
{
	(void)state;
	assert_true(cp_is_han(0x82AF));
	assert_true(cp_is_han(0x3007));
	assert_true(cp_is_han(0x2A6A5));
	assert_false(cp_is_han('a'));
	assert_true(cp_is_cjk_punct(0x3002));
	assert_true(cp_is_cjk_punct(0xFF0C));
	assert_true(cp_is_space(0x3000));
	assert_false(cp_is_space(0x200B));
	assert_true(cp_is_invisible(0x200B));
	assert_true(cp_is_invisible(0xE000));
	assert_false(cp_is_invisible('\n'));
	assert_int_equal(cp_halfwidth(0xFF21), 'A');
	assert_int_equal(cp_halfwidth(0x3002), 0x3002);
	assert_true(cp_is_alnum(0xE9));
	assert_false(cp_is_alnum(0x82AF));
	assert_int_equal(utf8_count(STR("a芯𠀀")), 3);
	assert_int_equal(utf8_last(STR("a芯")), 0x82AF);
	assert_int_equal(utf8_columns(STR("a芯，é")), 6);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(round_trip),
		cmocka_unit_test(malformed),
		cmocka_unit_test(checked_in_steps),
		cmocka_unit_test(maximal_subparts),
		cmocka_unit_test(classes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
