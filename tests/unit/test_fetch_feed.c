#include "check.h"
#include "feed.h"

#include <libdeflate.h>

/* The links of a feed, joined by a space. */
static str
links(arena *a, const feed *f)
{
	str all = STR("");
	for (size_t i = 0; i < f->n; i++) {
		const str part[] = {all, i ? STR(" ") : STR(""),
				    f->item[i].link.p ? f->item[i].link : STR("-")};
		all = arena_cat(a, part, 3);
	}
	return all;
}

/* A text, what it is read as, and the links it names. */
struct form_row {
	const char *text;
	enum feed_form form;
	const char *links;
};

static void
check_forms(const struct form_row *row, size_t n, bool sitemap)
{
	feed_init();
	for (size_t i = 0; i < n; i++) {
		arena a = {0};
		feed f;
		if (sitemap)
			sitemap_parse(&a, str_from(row[i].text), 100, 1000000, &f);
		else
			feed_parse(&a, str_from(row[i].text), STR_NULL, 100, &f);
		if (f.form != row[i].form || (!sitemap && (f.form == FEED_NONE) != (f.fault != NULL)))
			fail_msg("row %zu: form %d (%s)", i, f.form, f.fault ? f.fault : "");
		assert_str(links(&a, &f), str_from(row[i].links));
		arena_free(&a);
	}
}

static void
test_forms(void **state)
{
	(void)state;
	static const struct form_row row[] = {
	    {"<rss><channel><link>/self</link><item><link> /1 "
	     "</link></item><item><guid>http://a/2</guid></item></channel></rss>",
	     FEED_RSS, "/1 http://a/2"},
	    {"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><item "
	     "rdf:about='/1'/></rdf:RDF>",
	     FEED_RDF, "/1"},
	    {"<feed><entry><link rel='self' href='/s'/><link href='/1'/><link rel='enclosure' "
	     "href='/e'/></entry></feed>",
	     FEED_ATOM, "/1"},
	    {"<feed xml:base='http://a/b/'><entry><link href='1'/></entry></feed>", FEED_ATOM,
	     "http://a/b/1"},
	    {"{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[{\"id\":\"1\",\"url\":\"/"
	     "1\"},{\"id\":2,\"external_url\":\"/2\"}]}",
	     FEED_JSON, "/1 /2"},
	    {"\n\n<!-- c --><?xml version='1.0'?><rss><channel><item><link>/1</link></item></channel></rss>",
	     FEED_RSS, "/1"},
	    {"<rss><channel><item><title>a & b</title><link>/1?a=1&b=2</link></item><item><link>/2</link>",
	     FEED_RSS, "/1?a=1&b=2 /2"},
	    {"<rss><channel><item><link><![CDATA[/1]]></link></item></channel></rss>", FEED_RSS, "/1"},
	    {"{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[{\"id\":\"1\",\"url\":\"/1\"},"
	     "{\"url\" : \"/\\u0032\"},{\"url\":\"/3",
	     FEED_JSON, "/1 /2"}, /* cut */
	    {"<?xml version='1.0' encoding='x-unheard-of'?><rss><item><link>/1</link></item></rss>", FEED_RSS,
	     "/1"},
	    {"<br />\n<b>Warning</b>: x in <b>/x.php</b><br />\n<?xml version='1.0'?><rss><item><link>/1</link></item></rss>", FEED_RSS,
	     "/1"}, /* what a server prints before it */
	    {"<br/>Notice<br/><rss version='2.0'><item><link>/1</link></item></rss>", FEED_RSS, "/1"},
	    {"<channel><feedback>no feed</feedback><item><link>/1</link></item></channel>", FEED_RSS, "/1"},
	    {"<rss><item><link>/1</link></item><item><link>/2", FEED_RSS, "/1 -"}, /* cut within an address: half of one is none */
	    {"<rss><item><link>/1</link></item><item><link><![CDATA[/2", FEED_RSS, "/1 -"},
	    {"<feed><entry><link href='/1'/></entry><entry><link href='/2", FEED_ATOM, "/1 -"},
	    {"<feed><entry><link rel='alternate' type='application/json' href='/j'/><link rel='alternate' type='text/html' href='/1'/></entry></feed>",
	     FEED_ATOM, "/1"},
	    {"<?xml version='1.0' encoding='utf-8'?><rss><item><title>\xe8\x8a</title><link>/1</link></item></rss>", FEED_RSS, "/1"}, /* cut within a character */
	    {"{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[{\"id\":\"http://a/1\"}]}", FEED_JSON, "http://a/1"},
	    {"<html><body>no</body></html>", FEED_NONE, ""},
	    {"<!DOCTYPE html><html></html>", FEED_NONE, ""},
	    {"", FEED_NONE, ""},
	    {"plain text", FEED_NONE, ""},
	    {"{\"a\":1}", FEED_NONE, ""},
	};
	check_forms(row, sizeof row / sizeof *row, false);
}

static void
test_encodings(void **state)
{
	(void)state;
	static const struct {
		const char *text, *charset;
	} row[] = {
	    {"<?xml version='1.0' "
	     "encoding='gb2312'?><rss><channel><item><title>\xd0\xbe\xc6\xac\xd0\xc2\xce\xc5</title></item></"
	     "channel></rss>",
	     NULL},
	    {"<rss><channel><item><title>\xd0\xbe\xc6\xac\xd0\xc2\xce\xc5</title></item></channel></rss>",
	     "gbk"},
	    {"<rss><channel><item><title>\xd0\xbe\xc6\xac\xd0\xc2\xce\xc5</title></item></channel></rss>",
	     NULL},
	    {"<?xml version='1.0' "
	     "encoding='gbk'?><rss><channel><item><title>芯片新闻</title></item></channel></rss>",
	     NULL},
	    {"<?xml version='1.0' "
	     "encoding='big5'?><rss><channel><item><title>\xaa\xe4\xa4\xf9</title></item></channel></rss>",
	     NULL},
	};
	static const char *const want[] = {"芯片新闻", "芯片新闻", "芯片新闻", "芯片新闻", ""};
	feed_init();
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		arena a = {0};
		feed f;
		feed_parse(&a, str_from(row[i].text), str_from(row[i].charset), 100, &f);
		assert_int_equal(f.n, 1);
		if (i < 4)
			assert_str(f.item[0].title, str_from(want[i]));
		else
			assert_true(f.item[0].title.n == 6);
		arena_free(&a);
	}
}

/* A feed that is a gzip file, as a server without its label hands it over. */
static void
test_packed(void **state)
{
	(void)state;
	static const char text[] = "<rss><item><link>/1</link></item></rss>";
	char packed[256];
	arena a = {0};
	feed f;
	struct libdeflate_compressor *gz = libdeflate_alloc_compressor(6);
	size_t n = libdeflate_gzip_compress(gz, text, sizeof text - 1, packed, sizeof packed);
	libdeflate_free_compressor(gz);
	feed_parse(&a, str_of(packed, n), STR_NULL, 100, &f);
	assert_int_equal(f.form, FEED_RSS);
	assert_str(links(&a, &f), STR("/1"));
	feed_parse(&a, str_of(packed, n - 9), STR_NULL, 100, &f); /* cut: what comes out counts */
	assert_int_equal(f.n, 1);
	arena_free(&a);
}

static void
test_sitemaps(void **state)
{
	(void)state;
	static const struct form_row row[] = {
	    {"<urlset><url><loc> /1 "
	     "</loc><lastmod>2026-11-21</lastmod></url><url><loc>/2</loc></url></urlset>",
	     FEED_SITEMAP, "/1 /2"},
	    {"<s:urlset xmlns:s='x'><s:url><s:loc>/1</s:loc></s:url></s:urlset>", FEED_SITEMAP, "/1"},
	    {"<urlset xmlns:i='i'><url><loc>/1</loc><i:image><i:loc>/img</i:loc></i:image></url></urlset>",
	     FEED_SITEMAP, "/1"},
	    {"<sitemapindex><sitemap><loc>/1</loc></sitemap></sitemapindex>", FEED_SITEMAP_INDEX, "/1"},
	    {"http://a/1\nhttp://a/2\r\njunk\n", FEED_TEXT, "http://a/1 http://a/2"},
	    {"<rss><channel><item><link>/1</link></item></channel></rss>", FEED_RSS, "/1"},
	    {"<urlset><url><loc>/1</loc></url><url><loc>/2", FEED_SITEMAP, "/1"},
	    {"<urlset><url><loc>/1?a&amp;b</loc></url><url><loc>/2<loc></url><url><loc> <![CDATA[/3]]></loc></url></urlset>", FEED_SITEMAP,
	     "/1?a&b /2 /3"},
	    {"<sitemapindex><sitemap><loc>/1</loc></sitemap></sitemap><sitemap><loc>/2</loc></sitemap></sitemapindex>", FEED_SITEMAP_INDEX,
	     "/1 /2"},
	    {"<br/>Warning<br/><?xml version='1.0'?><urlset><url><loc>/1</loc></url></urlset>", FEED_SITEMAP, "/1"},
	    {"<html></html>", FEED_NONE, ""},
	};
	check_forms(row, sizeof row / sizeof *row, true);
	arena a = {0};
	feed f;
	sitemap_parse(&a, STR("<urlset><url><loc>/1</loc></url><url><loc>/2</loc></url></urlset>"), 1,
		      1000000, &f);
	assert_int_equal(f.n, 1);
	assert_true(f.more);
	arena_free(&a);
}

static void
test_dates(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int64_t want;
	} row[] = {
	    {"2026-11-21T08:00:00+08:00", 1795219200},
	    {"2026-11-21T00:00:00Z", 1795219200},
	    {"2026-11-21", 1795219200},
	    {"2026-11-21 00:00:00", 1795219200},
	    {"2026-11-21T00:00:00.123Z", 1795219200},
	    {"Sat, 21 Nov 2026 00:00:00 GMT", 1795219200},
	    {"Sat, 21 Nov 2026 08:00:00 +0800", 1795219200},
	    {"21 Nov 2026 00:00:00 GMT", 1795219200},
	    {"Sat, 21 November 2026 00:00:00 +0000", 1795219200},
	    {"Fri, 20 Nov 2026 19:00:00 EST", 1795219200},
	    {"November 20, 2026 7:00 PM -0500", 1795219200},
	    {"2026/11/21", 1795219200},
	    {"2026.11.21 00:00", 1795219200},
	    {"2026年11月21日 08:00 +08:00", 1795219200},
	    {"2026-11-20T18:30:00-05:30", 1795219200},
	    {"2026-11-21+00:00", 1795219200},
	    {"20261121T000000Z", 1795219200},
	    {"1795219200", 1795219200},
	    {"1795219200000", 1795219200},
	    {"2026-11", 1793491200},
	    {"2026", 1767225600},
	    {"21/11/2026", 0}, /* or is it the other way round? */
	    {"2026-11-21T08:00:00+999999999", 0}, /* no zone is so far */
	    {"2026-11-31", 0},
	    {"99999999999999", 0},
	    {"10:00", 0},
	    {"", 0},
	    {"yesterday", 0},
	    {"2026-13-01", 0},
	};
	for (size_t i = 0; i < sizeof row / sizeof *row; i++)
		if (feed_time(str_from(row[i].text)) != row[i].want)
			fail_msg("%s: %lld", row[i].text, (long long)feed_time(str_from(row[i].text)));
}

static void
test_links_and_refresh(void **state)
{
	(void)state;
	arena a = {0};
	feed f;
	feed_init();
	links_parse(&a,
		    STR("<html><base href='http://a/b/'><a href='1'>x</a><a href='#t'>t</a><a "
			"href='1'>again</a><a name=n>n</a><area href=2></html>"),
		    STR_NULL, 100, &f);
	assert_str(f.base, STR("http://a/b/"));
	assert_str(links(&a, &f), STR("1 2"));
	links_parse(&a, STR("<html><title>\xe8\x8a</title><a href=/1>x</a><a href='/2"), STR_NULL, 100, &f); /* cut */
	assert_str(links(&a, &f), STR("/1"));
	links_parse(&a, STR("<html><div id=app></div><script src=x></script></html>"), STR_NULL, 100, &f);
	assert_int_equal(f.form, FEED_NONE);
	static const struct {
		const char *text, *want;
	} row[] = {
	    {"<meta http-equiv=refresh content='0;url=/x'>", "/x"},
	    {"<META HTTP-EQUIV=\"Refresh\" CONTENT=\"3; URL='/x?a=1&amp;b=2'\">", "/x?a=1&b=2"},
	    {"<meta http-equiv=refresh content='600;url=/x'>", NULL},
	    {"<meta http-equiv=refresh content='5'>", NULL},
	    {"<noscript><meta http-equiv=refresh content='0;url=/x'></noscript>", NULL},
	    {"<!-- <meta http-equiv=refresh content='0;url=/x'> -->", NULL},
	    {"<meta charset=utf-8><meta name=a content='0;url=/x'>", NULL},
	};
	for (size_t i = 0; i < sizeof row / sizeof *row; i++)
		assert_str(html_refresh(&a, str_from(row[i].text)), str_from(row[i].want));
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_forms), cmocka_unit_test(test_encodings),
					   cmocka_unit_test(test_packed), cmocka_unit_test(test_sitemaps), cmocka_unit_test(test_dates),
					   cmocka_unit_test(test_links_and_refresh)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
