#include "check.h"

#include "json.h"

static json *
parse(arena *a, const char *text)
{
	size_t at;
	const char *why;
	return json_parse(a, str_from(text), &at, &why);
}

static void
values(void **state)
{
	(void)state;
	arena a = {0};
	json *v = parse(&a, " {\"a\": [1, -2.50e+3, \"x\\u82af\\ud840\\udc00\\n\"], \"a\": null, \"b\" : {}} ");
	assert_non_null(v);
	assert_int_equal(v->n, 3);
	assert_int_equal(v->first->n, 3);
	assert_str(v->first->first->next->raw, STR("-2.50e+3"));
	assert_str(v->first->first->next->next->s, STR("x芯𠀀\n"));
	assert_int_equal(json_get(v, "a")->type, JSON_NULL); /* the last of repeated keys */
	assert_str(json_get(v, "b")->raw, STR("{}"));
	assert_null(json_get(v, "c"));
	assert_str(v->raw, STR("{\"a\": [1, -2.50e+3, \"x\\u82af\\ud840\\udc00\\n\"], \"a\": null, \"b\" : {}}"));
	int64_t n;
	assert_true(json_int(parse(&a, "-42"), &n));
	assert_int_equal(n, -42);
	assert_false(json_int(parse(&a, "1.0"), &n));
	arena_free(&a);
}

static void
faults(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		size_t at;
	} bad[] = {{"", 0},          {"{", 1},           {"[1,]", 3},   {"{\"a\" 1}", 5}, {"nul", 0},    {"01", 1},
		   {"\"a\nb\"", 2},  {"\"\\x\"", 3},     {"\"abc", 4},  {"1 2", 2},       {"{\"a\":1,}", 7}, {"-", 1},
		   {"1.", 2},        {"\"\\u12g4\"", 3}, {"[1 2]", 3},  {"\"\\", 2}};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		arena a = {0};
		size_t at = 99;
		const char *why = NULL;
		assert_null(json_parse(&a, str_from(bad[i].text), &at, &why));
		assert_non_null(why);
		assert_int_equal(at, bad[i].at);
		arena_free(&a);
	}
}

static void
depth(void **state)
{
	(void)state;
	arena a = {0};
	buf b = {0};
	for (int i = 0; i < 100000; i++)
		buf_addc(&b, '[');
	size_t at;
	const char *why = NULL;
	assert_null(json_parse(&a, buf_str(&b), &at, &why));
	assert_string_equal(why, "nested too deep");
	buf_free(&b);
	arena_free(&a);
}

static void
writing(void **state)
{
	(void)state;
	buf b = {0};
	buf_addc(&b, '{');
	json_key(&b, "t");
	json_string(&b, str_of("a\"\\\n\x01\xFF芯", 9));
	json_key(&b, "n");
	json_opt_string(&b, STR_NULL);
	buf_addc(&b, '}');
	assert_str(buf_str(&b), STR("{\"t\":\"a\\\"\\\\\\n\\u0001\xEF\xBF\xBD芯\",\"n\":null}"));
	arena a = {0};
	json *v = parse(&a, "\"\\ud800x\"");
	assert_str(v->s, STR("\xEF\xBF\xBDx"));
	buf_free(&b);
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values),
		cmocka_unit_test(faults),
		cmocka_unit_test(depth),
		cmocka_unit_test(writing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
