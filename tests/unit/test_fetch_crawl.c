/* Small parts of the crawler: addresses, Retry-After, the heap of hosts, sources, signs, SURT keys. */
#include "check.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <unistd.h>

#include "cdxj.h"
#include "crawl.h"

static void
test_addresses(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		bool private;
	} row[] = {
	    {"127.0.0.1", true},
	    {"10.1.2.3", true},
	    {"172.16.0.1", true},
	    {"172.32.0.1", false},
	    {"192.168.9.9", true},
	    {"169.254.1.1", true},
	    {"100.64.0.1", true},
	    {"100.128.0.1", false},
	    {"0.0.0.0", true},
	    {"224.0.0.1", true},
	    {"8.8.8.8", false},
	    {"::1", true},
	    {"::", true},
	    {"fe80::1", true},
	    {"fc00::1", true},
	    {"fd12::1", true},
	    {"::ffff:10.0.0.1", true},
	    {"::ffff:8.8.8.8", false},
	    {"64:ff9b::10.0.0.1", true},
	    {"64:ff9b::8.8.8.8", false},
	    {"2002:a00:1::", true},
	    {"2002:808:808::", false},
	    {"2001:db8::1", true},
	    {"2606:4700::1", false},
	    {"ff02::1", true},
	    {"::127.0.0.1", true},
	};
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		unsigned char bytes[16];
		int family = strchr(row[i].text, ':') ? AF_INET6 : AF_INET;
		assert_int_equal(inet_pton(family, row[i].text, bytes), 1);
		if (address_is_private(family, bytes) != row[i].private)
			fail_msg("%s", row[i].text);
	}
}

static void
test_retry_after(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int64_t want;
	} row[] = {
	    {"7", 7},
	    {"0", 0},
	    {"86400", 86400},
	    {"999999", 86400},
	    {"99999999999999999999999", 86400},
	    {"-5", -1},
	    {"soon", -1},
	    {"", -1},
	    {"Sat, 21 Nov 2026 00:01:40 GMT", 100},
	    {"Sat, 21 Nov 2026 00:00:00 GMT", 0},
	    {"Fri, 20 Nov 2026 00:00:00 GMT", 0},
	    {"Sat, 21 Nov 2099 00:00:00 GMT", 86400},
	    {"1.5", -1},
	};
	for (size_t i = 0; i < sizeof row / sizeof *row; i++)
		if (retry_after(str_from(row[i].text), 1795219200) != row[i].want)
			fail_msg("%s: %lld", row[i].text,
				 (long long)retry_after(str_from(row[i].text), 1795219200));
	assert_int_equal(retry_after(STR_NULL, 0), -1);
}

static void
test_retry_delay(void **state)
{
	(void)state;
	int64_t before = 0;
	for (int i = 1; i < 100; i++) {
		int64_t d = retry_delay(i);
		assert_true(d >= before && d >= 600 && d <= 7 * 86400);
		before = d;
	}
}

static void
test_host_heap(void **state)
{
	(void)state;
	char path[] = "/tmp/test_fetch_crawl.XXXXXX";
	int fd = mkstemp(path);
	frontier *f;
	diag d;
	diag_init(&d, "test", stderr);
	assert_true(fd >= 0);
	assert_int_equal(frontier_open(path, false, &f, &d), FRONTIER_OK);
	hosts hs = {.f = f};
	arena a = {0};
	for (int i = 0; i < 300; i++) {
		host *h = hosts_get(&hs, arena_printf(&a, "http://h%d.test", i));
		h->next_at = i * 7919 % 1000;
		hosts_push(&hs, h);
		h->next_at = i * 104729 % 1000; /* it moves */
		hosts_push(&hs, h);
		assert_ptr_equal(h, hosts_get(&hs, h->origin));
	}
	int64_t before = -1;
	int n = 0;
	for (host *h; (h = hosts_top(&hs)); n++) {
		assert_true(h->next_at >= before);
		before = h->next_at;
		hosts_pop(&hs);
		assert_int_equal(h->heap_at, 0);
	}
	assert_int_equal(n, 300);
	hosts_free(&hs);
	frontier_abandon(f);
	arena_free(&a);
	unlink(path);
	close(fd);
	static const char *const beside[] = {".lock", "-wal", "-shm"};
	for (int i = 0; i < 3; i++) {
		char other[64];
		snprintf(other, sizeof other, "%s%s", path, beside[i]);
		unlink(other);
	}
}

static void
test_sources(void **state)
{
	(void)state;
	arena a = {0};
	diag d;
	table t;
	sources s;
	FILE *log = tmpfile();
	diag_init(&d, "test", log);
	assert_int_equal(table_parse(&t, &a, &d, "t",
				     STR("name\tkind\turl\toptions\tsection\n"
					 "one\tindex\thttp://a.test/\tinclude=/\\d+$ exclude=/9 max=5 "
					 "delay=1.5 max-age=0 hosts=b.test,c.test\n"
					 "-two\tfeed\thttp://b.test/\n")),
			 0);
	assert_int_equal(sources_load(&s, &a, &t, &d), 0);
	const source *one = sources_find(&s, STR("one"));
	assert_true(source_takes(one, STR("http://a.test/12")));
	assert_false(source_takes(one, STR("http://a.test/92")));
	assert_false(source_takes(one, STR("http://a.test/x")));
	assert_true(source_host(one, STR("a.test"), STR("b.test")));
	assert_false(source_host(one, STR("a.test"), STR("d.test")));
	assert_int_equal(one->max, 5);
	assert_int_equal(one->delay_ms, 1500);
	assert_true(one->has_max_age && one->max_age_s == 0);
	assert_true(sources_find(&s, STR("two"))->off);
	sources_free(&s);
	static const char *const bad[] = {"x\tnone\thttp://a/\n",
					  "x\tfeed\t\n",
					  "x\tfeed\thttp://a/\tinclude=(\n",
					  "x\tfeed\thttp://a/\tcolour=red\n",
					  "x\tfeed\thttp://a/\tmax=many\n",
					  "x\tfeed\thttp://a/\nx\tfeed\thttp://b/\n"};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		const str part[] = {STR("name\tkind\turl\toptions\n"), str_from(bad[i])};
		assert_int_equal(table_parse(&t, &a, &d, "t", arena_cat(&a, part, 2)), 0);
		assert_int_equal(sources_load(&s, &a, &t, &d), -1);
		sources_free(&s);
	}
	assert_int_equal(atomic_load(&d.errors), sizeof bad / sizeof *bad);
	fclose(log);
	arena_free(&a);
}

static void
test_signs(void **state)
{
	(void)state;
	arena a = {0};
	diag d;
	table t;
	diag_init(&d, "test", stderr);
	assert_int_equal(
	    table_parse(
		&t, &a, &d, "t",
		STR("name\twhere\ttext\tstatus\nwait\ttitle\tJust a "
		    "moment\t\nwall\tbody\tcaptcha.js\t403\nshort\tbody\tgeo\t\nhead\theader\tx-wall: 1\n")),
	    0);
	signs *s = signs_new(&a, &t, &d);
	assert_str(
	    signs_match(s, 200, STR("HTTP/1.1 200 OK\r\n\r\n"), STR("<TITLE>just A moment...</title>"), 100),
	    STR("wait"));
	assert_str(signs_match(s, 403, STR(""), STR("<script src=captcha.js>"), 100), STR("wall"));
	assert_null(signs_match(s, 200, STR(""), STR("<script src=captcha.js>"), 100).p);
	assert_null(
	    signs_match(s, 403, STR(""), STR("<script src=captcha.js>"), 100000).p); /* long: an article */
	for (size_t cut = 0; cut <= 7; cut++) { /* wherever it stands */
		str page = str_skip(STR("captch+captcha.js"), cut);
		assert_str(signs_match(s, 403, STR(""), page, 100), STR("wall"));
		assert_null(signs_match(s, 403, STR(""), str_of(page.p, page.n - 1), 100).p);
	}
	assert_str(signs_match(s, 200, STR(""), STR("a geo"), 100), STR("short"));
	assert_null(signs_match(s, 200, STR(""), STR("<p>Just a moment</p>"), 100).p);
	assert_str(signs_match(s, 200, STR("HTTP/1.1 200 OK\r\nX-Wall: 1\r\n\r\n"), STR(""), 0), STR("head"));
	arena_free(&a);
}

static void
test_surt(void **state)
{
	(void)state;
	static const struct {
		const char *in, *want;
	} row[] = {{"http://www.Example.com/A?b=2&a=1#x", "com,example)/a?a=1&b=2"},
		   {"https://a.b.test:8080/", "test,b,a:8080)/"},
		   {"http://127.0.0.1:81/X", "1,0,0,127:81)/x"}};
	arena a = {0};
	for (size_t i = 0; i < sizeof row / sizeof *row; i++)
		assert_str(cdxj_surt(&a, str_from(row[i].in)), str_from(row[i].want));
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_addresses),   cmocka_unit_test(test_retry_after),
	    cmocka_unit_test(test_retry_delay), cmocka_unit_test(test_host_heap),
	    cmocka_unit_test(test_sources),     cmocka_unit_test(test_signs),
	    cmocka_unit_test(test_surt)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
