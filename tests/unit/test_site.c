#include "check.h"

#include "site.h"

static void
hosts(void **state)
{
	(void)state;
	static const struct {
		const char *url, *host;
	} rows[] = {
		{"https://news.example.cn/a/1.html", "news.example.cn"},
		{"http://example.tw", "example.tw"},
		{"http://example.tw?id=1", "example.tw"},
		{"http://example.tw#top", "example.tw"},
		{"http://example.tw:8080/a", "example.tw"},
		{"http://name:word@example.tw:8080/a@b", "example.tw"},
		{"http://[2001:db8::1]:80/a", "[2001:db8::1]"},
		{"http://[2001:db8::1]/a", "[2001:db8::1]"},
		{"http://example.tw\n/a", "example.tw"},
		{"http:///a", ""},
		{"/a/1.html", ""},
		{"", ""},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		str host = site_of(str_from(rows[i].url));
		if (!str_eq(host, str_from(rows[i].host)))
			fail_msg("%s: expected '%s', got '%.*s'", rows[i].url, rows[i].host, (int)host.n, host.p ? host.p : "");
	}
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {cmocka_unit_test(hosts)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
