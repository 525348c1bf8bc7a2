#include "check.h"

#include "record.h"

static void
a_line_reads_back(void **state)
{
	(void)state;
	arena a = {0};
	record_block block = {"p", 0, 2};
	record_removed gone[] = {{REMOVED_nav, STR("boilerplate:3"), STR("首页")}, {REMOVED_spam, STR("run"), STR("x\x01y")},
				 {REMOVED_nav, STR("boilerplate:3"), STR("新闻")}};
	str caption = STR("图:\"一\"");
	record r = {.id = STR("1"), .path = STR("a.html"), .title = STR("题"), .text = STR("正文"), .block = &block, .nblock = 1,
		    .removed = gone, .nremoved = 3, .caption = &caption, .ncaption = 1, .fingerprint = 0xab};
	buf b = {0};
	record_write(&b, &r, true);
	size_t at;
	const char *why;
	json *v = json_parse(&a, buf_str(&b), &at, &why);
	assert_non_null(v);
	assert_str(json_str(json_get(v, "schema")), STR(RECORD_SCHEMA));
	assert_str(json_str(json_get(v, "text")), STR("正文"));
	assert_int_equal(json_get(v, "url")->type, JSON_NULL);
	assert_str(json_get(v, "removed")->raw, STR("{\"spam\":{\"blocks\":1,\"chars\":3},\"nav\":{\"blocks\":2,\"chars\":4}}"));
	assert_str(json_str(json_get(v, "fingerprint")), STR("00000000000000ab"));
	assert_int_equal(json_get(v, "removed_blocks")->n, 3);
	assert_null(json_get(v, "align"));
	assert_str(json_get(v, "captions")->first->s, caption);
	buf_free(&b);
	arena_free(&a);
}

static void
ids_are_stable(void **state)
{
	(void)state;
	arena a = {0};
	str one = record_id(&a, STR("http://a/b"), STR_NULL, 7, 0);
	assert_str(record_id(&a, STR("http://a/b"), STR_NULL, 7, 0), one);
	assert_false(str_eq(record_id(&a, STR("http://a/b"), STR_NULL, 7, 1), one));
	assert_false(str_eq(record_id(&a, STR("http://a/b"), STR("m"), 7, 0), one));
	assert_int_equal(one.n, 16);
	arena_free(&a);
}

static void
classes(void **state)
{
	(void)state;
	for (int c = 0; c < REMOVED_CLASS_COUNT; c++)
		assert_int_equal(removed_class_of(str_from(removed_class_name((enum removed_class)c))), c);
	assert_int_equal(removed_class_of(STR("no")), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_reads_back),
		cmocka_unit_test(ids_are_stable),
		cmocka_unit_test(classes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
