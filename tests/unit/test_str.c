#include "check.h"

#include "arena.h"

static void
views(void **state)
{
	(void)state;
	str s = STR("  a,b,,c \t");
	assert_str(str_trim(s), STR("a,b,,c"));
	str rest = str_trim(s), head;
	const char *want[] = {"a", "b", "", "c"};
	size_t n = 0;
	while (str_cut(&rest, ',', &head)) {
		assert_in_range(n, 0, 3);
		assert_str(head, str_from(want[n++]));
	}
	assert_int_equal(n, 4);
	assert_int_equal(str_find(STR("abcabc"), STR("ca")), 2);
	assert_int_equal(str_rfind(STR("abcabc"), STR("bc")), 4);
	assert_int_equal(str_count(STR("aXbXXcXdefghXiXjX"), 'X'), 7);
	assert_int_equal(str_count(STR("\x80\x01\x00\x81\xFF\x00\x7F\x00\x00"), '\0'), 4);
	assert_int_equal(str_count(STR(""), 'X'), 0);
	assert_true(str_find(STR("ab"), STR("abc")) == SIZE_MAX);
	assert_true(str_rfind(STR("ab"), STR("abc")) == SIZE_MAX);
	assert_int_equal(str_ifind(STR("xContent"), STR("cont")), 1);
	assert_true(str_ieq(STR("GBK"), STR("gbk")));
	const str list[] = {STR("a.example"), STR("B.example")};
	assert_true(str_is_among(STR("b.example"), list, 2));
	assert_false(str_is_among(STR("b.example"), list, 1));
	assert_true(str_cmp(STR("a"), STR("ab")) < 0);
	assert_str(str_from_to(STR("abc"), 2, 99), STR("c"));
	assert_str(str_from_to(STR("abc"), 9, 2), STR(""));
}

static void
lines(void **state)
{
	(void)state;
	str rest = STR("a\r\n\nb"), line;
	assert_true(str_line(&rest, &line));
	assert_str(line, STR("a"));
	assert_true(str_line(&rest, &line));
	assert_str(line, STR(""));
	assert_true(str_line(&rest, &line));
	assert_str(line, STR("b"));
	assert_false(str_line(&rest, &line));
}

static void
numbers(void **state)
{
	(void)state;
	uint64_t v;
	assert_true(str_u64(STR("18446744073709551615"), &v));
	assert_true(v == UINT64_MAX);
	assert_false(str_u64(STR("18446744073709551616"), &v));
	assert_false(str_u64(STR(""), &v));
	assert_false(str_u64(STR("-1"), &v));
	assert_false(str_u64(STR("1 "), &v));
}

static void
growing(void **state)
{
	(void)state;
	buf b = {0};
	for (int i = 0; i < 1000; i++)
		buf_addf(&b, "%d,", i % 10);
	assert_int_equal(b.n, 2000);
	buf_clear(&b);
	buf_addu(&b, 0);
	buf_addc(&b, ' ');
	buf_addu(&b, UINT64_MAX);
	buf_cp(&b, 0x82AF);
	assert_str(buf_str(&b), STR("0 18446744073709551615芯"));
	buf_free(&b);
}

static void
arenas(void **state)
{
	(void)state;
	arena a = {0};
	int *v = NULL;
	size_t n = 0, cap = 0;
	for (int i = 0; i < 5000; i++) {
		*arena_push(&a, v, n, cap) = i;
		if (i % 7 == 0)
			arena_dup(&a, STR("in between"));
	}
	for (int i = 0; i < 5000; i++)
		assert_int_equal(v[i], i);
	str big = {arena_alloc(&a, (size_t)20 << 20), (size_t)20 << 20};
	memset((char *)big.p, 7, big.n);
	arena_reset(&a);
	assert_int_equal(a.total, 0);
	char *z = arena_zalloc(&a, 100);
	for (int i = 0; i < 100; i++)
		assert_int_equal(z[i], 0);
	str parts[] = {STR("a"), STR_NULL, STR("bc")};
	assert_str(arena_cat(&a, parts, 3), STR("abc"));
	assert_str(arena_printf(&a, "%d-%s", 5, "x"), STR("5-x"));
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(views),   cmocka_unit_test(lines),  cmocka_unit_test(numbers),
		cmocka_unit_test(growing), cmocka_unit_test(arenas),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
