/* Counted strings: views carry their length, searches clamp, buffers grow. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "str.h"

static void
cut_and_trim(void **state)
{
	(void)state;
	str rest = STR("a\tb\t\tc"), head;
	assert_true(str_cut(&rest, '\t', &head) && str_eq(head, STR("a")));
	assert_true(str_cut(&rest, '\t', &head) && str_eq(head, STR("b")));
	assert_true(str_cut(&rest, '\t', &head) && str_eq(head, STR("")));
	assert_true(str_eq(rest, STR("c")) || (str_cut(&rest, '\t', &head) && str_eq(head, STR("c"))));
	assert_true(str_eq(str_trim(STR(" \t 芯片\r\n")), STR("芯片")));
	assert_true(str_eq(str_trim(STR("   ")), STR("")));
}

static void
lines_end_at_lf_or_crlf(void **state)
{
	(void)state;
	str rest = STR("one\r\ntwo\n\nlast"), line;
	assert_true(str_line(&rest, &line) && str_eq(line, STR("one")));
	assert_true(str_line(&rest, &line) && str_eq(line, STR("two")));
	assert_true(str_line(&rest, &line) && str_eq(line, STR("")));
	assert_true(str_line(&rest, &line) && str_eq(line, STR("last")));
	assert_false(str_line(&rest, &line));
}

static void
searches(void **state)
{
	(void)state;
	str s = STR("昇腾910B与昇腾910C");
	assert_int_equal(str_find(s, STR("昇腾")), 0);
	assert_int_equal(str_rfind(s, STR("昇腾")), 13);
	assert_true(str_find(s, STR("思元")) == SIZE_MAX);
	assert_int_equal(str_ifind(STR("The NVIDIA H20"), STR("nvidia")), 4);
	assert_true(str_starts(s, STR("昇")) && str_ends(s, STR("910C")) && !str_starts(STR("昇"), s));
}

static void
views_clamp(void **state)
{
	(void)state;
	assert_true(str_eq(str_from_to(STR("abc"), 1, 99), STR("bc")));
	assert_true(str_eq(str_from_to(STR("abc"), 5, 9), STR("")));
	assert_true(str_eq(str_skip(STR("abc"), 99), STR("")));
}

static void
u64_takes_all_or_nothing(void **state)
{
	(void)state;
	uint64_t v = 7;
	assert_true(str_u64(STR("18446744073709551615"), &v) && v == UINT64_MAX);
	assert_false(str_u64(STR("18446744073709551616"), &v));
	assert_false(str_u64(STR(""), &v));
	assert_false(str_u64(STR("12a"), &v));
	assert_false(str_u64(STR("-1"), &v));
}

static void
nul_is_a_byte(void **state)
{
	(void)state;
	buf b = {0};
	buf_add(&b, str_of("a\0b", 3));
	buf_addc(&b, '\0');
	assert_int_equal(b.n, 4);
	assert_int_equal(str_chr(buf_str(&b), 'b'), 2);
	assert_true(str_cmp(str_of("a\0b", 3), str_of("a\0c", 3)) < 0);
	buf_free(&b);
}

static void
buf_formats(void **state)
{
	(void)state;
	buf b = {0};
	buf_addf(&b, "%s:%d", "x", 12);
	buf_addu(&b, UINT64_MAX);
	buf_cp(&b, 0x82AF);
	buf_cp(&b, 0x1F600);
	assert_true(str_eq(buf_str(&b), STR("x:1218446744073709551615芯😀")));
	for (int i = 0; i < 100000; i++)
		buf_addc(&b, 'y');
	assert_true(b.n > 100000);
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cut_and_trim), cmocka_unit_test(lines_end_at_lf_or_crlf), cmocka_unit_test(searches),
		cmocka_unit_test(views_clamp), cmocka_unit_test(u64_takes_all_or_nothing), cmocka_unit_test(nul_is_a_byte),
		cmocka_unit_test(buf_formats),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
