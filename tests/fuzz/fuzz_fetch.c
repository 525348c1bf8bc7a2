/*
 * fuzz_fetch - libFuzzer entry: any bytes as what a server may send. The first byte says as what: robots.txt, URL, feed, sitemap, index page,
 * an HTTP message. What comes out must keep the promises of the headers.
 */
#include <stdlib.h>

#include "feed.h"
#include "http.h"
#include "robots.h"
#include "url.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc, (void)argv;
	feed_init();
	return 0;
}

static void
fail(const char *why, str s)
{
	fprintf(stderr, "%s: %.*s\n", why, (int)s.n, s.p);
	abort();
}

/* What is serialized is ASCII and parses to itself. */
static void
fuzz_url(arena *a, str s)
{
	url base, u, again;
	const char *why;
	url_parse(a, STR("http://base.test/a/b?c"), NULL, &base, &why);
	if (!url_parse(a, s, &base, &u, &why))
		return;
	str once = url_href(a, &u, true);
	for (size_t i = 0; i < once.n; i++)
		if ((unsigned char)once.p[i] <= 0x20 || (unsigned char)once.p[i] > 0x7e)
			fail("not plain ASCII", once);
	if (!url_parse(a, once, NULL, &again, &why) || !str_eq(url_href(a, &again, true), once))
		fail("not stable", once);
	url_canonical(a, &u, NULL);
}

static void
fuzz_robots(arena *a, str s)
{
	robots r;
	str path = str_from_to(s, 0, 64);
	robots_parse(a, s, STR("xinpian"), &r);
	robots_allowed(a, &r, path);
	robots_path(a, s);
}

static void
fuzz_message(arena *a, str s)
{
	http_message m;
	if (!http_parse(a, s, &m))
		return;
	http_decode(a, &m, 100000);
	if (m.body.n > 100000)
		fail("longer than the limit", STR(""));
	html_refresh(a, m.body);
}

static void
check_feed(const feed *f)
{
	if ((f->form == FEED_NONE) != (f->fault != NULL) || f->n > 100)
		fail("neither a feed nor a fault", str_from(f->fault));
	for (size_t i = 0; i < f->n; i++)
		feed_time(f->item[i].date);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	arena a = {0};
	feed f = {0};
	if (size == 0)
		return 0;
	str s = arena_dup(&a, str_of((const char *)data + 1, size - 1));
	switch (data[0] % 6) {
	case 0:
		fuzz_url(&a, s);
		break;
	case 1:
		fuzz_robots(&a, s);
		break;
	case 2:
		feed_parse(&a, s, STR_NULL, 100, &f);
		check_feed(&f);
		break;
	case 3:
		sitemap_parse(&a, s, 100, 100000, &f);
		check_feed(&f);
		break;
	case 4:
		links_parse(&a, s, STR_NULL, 100, &f);
		check_feed(&f);
		break;
	default:
		fuzz_message(&a, s);
	}
	arena_free(&a);
	return 0;
}
