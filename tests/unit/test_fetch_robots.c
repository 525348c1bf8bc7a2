#include "check.h"
#include "robots.h"

static bool
allowed(const char *text, const char *agent, const char *path)
{
	arena a = {0};
	robots r;
	robots_parse(&a, str_from(text), str_from(agent), &r);
	bool yes = robots_allowed(&a, &r, str_from(path));
	arena_free(&a);
	return yes;
}

static void
test_rules(void **state)
{
	(void)state;
	static const struct {
		const char *text, *path;
		bool allowed;
	} row[] = {
	    {"", "/x", true},
	    {"User-agent: *\nDisallow: /\n", "/x", false},
	    {"User-agent: *\nDisallow:\n", "/x", true},
	    {"Disallow: /\n", "/x", true}, /* outside a group */
	    {"User-agent: other\nDisallow: /\n", "/x", true},
	    {"User-agent: *\nDisallow: /\nUser-agent: xinpian\nAllow: /\n", "/x", true},
	    {"User-agent: xinpian\nUser-agent: other\nDisallow: /a\n\nUser-agent: XinPian/2.0\nDisallow: "
	     "/b\n",
	     "/b", false},
	    {"User-agent: xinpian\nDisallow: /a\nUser-agent: *\nDisallow: /b\n", "/b", true},
	    {"User-agent: *\nDisallow: /p\nAllow: /page\n", "/page.html", true},
	    {"User-agent: *\nDisallow: /page\nAllow: /page\n", "/page", true}, /* equal: allow */
	    {"User-agent: *\nDisallow: /*.php$\n", "/a/b.php", false},
	    {"User-agent: *\nDisallow: /*.php$\n", "/a/b.php?x", true},
	    {"User-agent: *\nDisallow: /a*b*c\n", "/a1b2c3", false},
	    {"User-agent: *\nDisallow: /a*b*c\n", "/a1c2b3", true},
	    {"User-agent: *\nDisallow: *a*a*a*a*a*a*a*a$\n", "/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab",
	     true},
	    {"User-agent: *\nDisallow: /\xe8\x8a\xaf\n", "/%e8%8a%af", false},
	    {"User-agent: *\nDisallow: /%e8%8a%af\n", "/\xe8\x8a\xaf", false},
	    {"User-agent: *\nDisallow: /%7Eann/\n", "/~ann/x", false}, /* RFC 9309 2.2.2 */
	    {"User-agent: *\nDisallow: /~ann/\n", "/%7eann/x", false},
	    {"User-agent: *\nDisallow: /n%65ws\n", "/news", false},
	    {"User-agent: *\nDisallow: /a%2fb\n", "/a/b", true}, /* reserved: not the same */
	    {"User-agent: *\nDisallow: /a/b\n", "/a%2Fb", true},
	    {"User-agent: *\nDisallow: /go?to=http://b.test\n", "/go?to=http%3A%2F%2Fb.test", false},
	    {"User-agent: *\nDisallow: /go?to=http%3A%2F%2Fb.test\n", "/go?to=http://b.test", false},
	    {"User-agent: *\nDisallow: /*/deep\n", "/go?to=/deep", false},
	    {"User-agent: *\nDisallow: /file-%2A.html\n", "/file-*.html", false}, /* 2.2.3 */
	    {"User-agent: *\nDisallow: /file-%2A.html\n", "/file-x.html", true},
	    {"User-agent: *\nDisallow: /price-%24\n", "/price-$", false},
	    {"User-agent: *\nDisallow: /price-$5\n", "/price-$5", false},
	    {"User-agent: *\nDisallow: /two words\n", "/two%20words", false},
	    {"User-agent: *\nDisallow: /\n", "/robots.txt", true},
	    {"User-agent: *\nDisallow: /100%\n", "/100%/x", false},
	    {"\xEF\xBB\xBFUser-agent: *\rDisallow: /x\r", "/x", false},
	    {"user-agent:*\nDISALLOW:/x # why\n", "/x", false},
	    {"User-agent *\nDisallow /x\n", "/x", false},
	    {"User-agent: *\nSitemap: http://a.test/s.xml\nDisallow: /x\n", "/x", false},
	};
	for (size_t i = 0; i < sizeof row / sizeof *row; i++)
		if (allowed(row[i].text, "xinpian", row[i].path) != row[i].allowed)
			fail_msg("row %zu: %s for %s", i, row[i].text, row[i].path);
}

static void
test_delay_and_sitemaps(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int64_t ms;
	} row[] = {{"User-agent: *\nCrawl-delay: 2.5\n", 2500},
		   {"User-agent: *\nCrawl-delay: -1\n", -1},
		   {"User-agent: *\nCrawl-delay: x\n", -1},
		   {"User-agent: other\nCrawl-delay: 9\n", -1},
		   {"User-agent: xinpian\nCrawl-delay: 3\nUser-agent: *\nCrawl-delay: 9\n", 3000}};
	arena a = {0};
	robots r;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		robots_parse(&a, str_from(row[i].text), STR("xinpian"), &r);
		assert_int_equal(r.crawl_delay_ms, row[i].ms);
	}
	robots_parse(&a, STR("User-agent: *\nCrawl-delay: 99999999999999999999\n"), STR("xinpian"), &r);
	assert_true(r.crawl_delay_ms > (int64_t)1 << 30);
	robots_parse(&a, STR("Sitemap: http://a.test/1\nsite-map: http://a.test/2\nSitemap:\n"),
		     STR("xinpian"), &r);
	assert_int_equal(r.nsitemap, 2);
	assert_str(r.sitemap[1], STR("http://a.test/2"));
	arena_free(&a);
}

/* Any bytes, and no more than is asked for: rules behind the limit do not count. */
static void
test_limits(void **state)
{
	(void)state;
	arena a = {0};
	robots r;
	size_t n = ROBOTS_MAX + 100;
	char *big = arena_alloc(&a, n);
	memset(big, '#', n);
	memcpy(big, "User-agent: *\nDisallow: /a\n", 27);
	memcpy(big + ROBOTS_MAX, "\nDisallow: /b\n", 14);
	robots_parse(&a, str_of(big, n), STR("xinpian"), &r);
	assert_int_equal(r.nrule, 1);
	for (size_t i = 0; i < n; i++)
		big[i] = (char)(i * 2654435761u >> 24);
	robots_parse(&a, str_of(big, n), STR("xinpian"), &r);
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_rules),
					   cmocka_unit_test(test_delay_and_sitemaps),
					   cmocka_unit_test(test_limits)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
