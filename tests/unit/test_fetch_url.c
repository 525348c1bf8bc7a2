#include "check.h"
#include "url.h"

static str
parsed(arena *a, const char *input, const char *base)
{
	url b, u;
	const char *why;
	if (base && !url_parse(a, str_from(base), NULL, &b, &why))
		return STR("bad base");
	return url_parse(a, str_from(input), base ? &b : NULL, &u, &why) ? url_href(a, &u, true) : STR("-");
}

static void
test_parse(void **state)
{
	(void)state;
	static const struct {
		const char *in, *base, *want;
	} row[] = {
	    {"HTTP://Example.COM:80/A b?q=\xe8\x8a\xaf#f", NULL, "http://example.com/A%20b?q=%E8%8A%AF#f"},
	    {"  https://a.test/x/../y/./z/%2e%2E/w  ", NULL, "https://a.test/y/w"},
	    {"http://a.test", NULL, "http://a.test/"},
	    {"//b.test/x", "https://a.test/1", "https://b.test/x"},
	    {"?q", "http://a.test/x/y?z#w", "http://a.test/x/y?q"},
	    {"", "http://a.test/x/y?z#w", "http://a.test/x/y?z"},
	    {"../z", "http://a.test/1/2/3", "http://a.test/1/z"},
	    {"..", "http://a.test/1", "http://a.test/"},
	    {"http:x", "http://a.test/1/2", "http://a.test/1/x"},
	    {"\\\\b.test\\x", "http://a.test/", "http://b.test/x"},
	    {"http://a.test/\xd0\xbe\xc6\xac", NULL, "http://a.test/%D0%BE%C6%AC"}, /* raw GBK */
	    {"ht\ntp://a.te\tst/", NULL, "http://a.test/"},
	    {"http://u:p@a.test:8080/", NULL, "http://u:p@a.test:8080/"},
	    {"http://0x7f.1/", NULL, "http://127.0.0.1/"},
	    {"http://2130706433", NULL, "http://127.0.0.1/"},
	    {"http://[::FFFF:127.0.0.1]/", NULL, "http://[::ffff:7f00:1]/"},
	    {"http://[1:0:0:0:0:0:0:1]", NULL, "http://[1::1]/"},
	    {"http://\xe4\xbe\x8b\xe5\xad\x90.cn/", NULL, "http://xn--fsqu00a.cn/"},
	    {"http://\xe2\x98\x83.test/", NULL,
	     "http://xn--n3h.test/"}, /* a symbol: IDNA 2008 forbids it, browsers do not */
	    {"http://FA\xe1\xba\x9e.de/", NULL, "http://xn--fa-hia.de/"},
	    {"http://a\xe2\x92\x88.test/", NULL, "-"},
	    {"http://a\xe2\x80\xae.test/", NULL, "-"},
	    {"http://a.test:99999/", NULL, "-"},
	    {"http://", NULL, "-"},
	    {"http://a b/", NULL, "-"},
	    {"http://1.2.3.4.5/", NULL, "-"},
	    {"http://[::1/", NULL, "-"},
	    {"/x", NULL, "-"},
	    {"javascript:alert(1)", "http://a.test/", "-"},
	    {"mailto:x@y", "http://a.test/", "-"},
	};
	arena a = {0};
	for (size_t i = 0; i < sizeof row / sizeof *row; i++)
		assert_str(parsed(&a, row[i].in, row[i].base), str_from(row[i].want));
	arena_free(&a);
}

static void
test_admit(void **state)
{
	(void)state;
	arena a = {0};
	url u;
	const char *why;
	char *longer = arena_zalloc(&a, 9000);
	memset(longer, 'a', 8999);
	memcpy(longer, "http://a.test/", 14);
	assert_true(url_admit(&a, STR(" http://a.test/x \n"), NULL, &u, &why));
	assert_false(url_admit(&a, STR("http://a.test/\x01"), NULL, &u, &why));
	assert_false(url_admit(&a, STR("http://a.test/\0x"), NULL, &u, &why));
	assert_false(url_admit(&a, STR("http://me@a.test/"), NULL, &u, &why));
	assert_false(url_admit(&a, str_from(longer), NULL, &u, &why));
	assert_false(url_admit(&a, STR("http://a\xff.test/"), NULL, &u, &why));
	arena_free(&a);
}

static void
test_canonical(void **state)
{
	(void)state;
	static const struct {
		const char *in, *want;
	} row[] = {
	    {"http://a.test/x?utm_source=1&id=7&utm_medium=2#top", "http://a.test/x?id=7"},
	    {"http://a.test/x?utm_source=1", "http://a.test/x"},
	    {"http://a.test/x?", "http://a.test/x"},
	    {"http://a.test/x?b=2&a=1", "http://a.test/x?b=2&a=1"},
	    {"http://a.test/x?xutm_=1", "http://a.test/x?xutm_=1"},
	    {"http://www.shop.test/x?spm=1&q=2", "http://www.shop.test/x?q=2"},
	    {"http://a.test/x?spm=1&q=2", "http://a.test/x?spm=1&q=2"},
	    {"http://myshop.test/x?spm=1", "http://myshop.test/x?spm=1"},
	};
	arena a = {0};
	diag d;
	table t;
	diag_init(&d, "test", stderr);
	assert_int_equal(table_parse(&t, &a, &d, "t", STR("name\thost\nutm_*\nspm\tshop.test\n")), 0);
	url_rules *rules = url_rules_new(&a, &t, &d);
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		url u;
		const char *why;
		assert_true(url_parse(&a, str_from(row[i].in), NULL, &u, &why));
		assert_str(url_canonical(&a, &u, rules), str_from(row[i].want));
	}
	arena_free(&a);
}

/* What is serialized parses to itself. */
static void
test_stable(void **state)
{
	(void)state;
	static const char *const in[] = {"http://a.test/%zz?%%#%", "http://a.test/a|b^c`{}?'\"<>",
					 "http://a.test//x//../y", "http://[::]/;p?q=[1]"};
	arena a = {0};
	for (size_t i = 0; i < sizeof in / sizeof *in; i++) {
		str once = parsed(&a, in[i], NULL);
		assert_str(parsed(&a, arena_dup(&a, once).p, NULL), once);
	}
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_parse), cmocka_unit_test(test_admit),
					   cmocka_unit_test(test_canonical), cmocka_unit_test(test_stable)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
