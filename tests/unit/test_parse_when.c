#include "rules_fixture.h"

#include "../../parse/meta_head.h"
#include "../../parse/meta_url.h"
#include "../../parse/mhtml.h"
#include "../../parse/when.h"

RULES_FIXTURE(meta_rules, meta_rules_load)

/* `want` NULL: there is no date. */
static void
reads(const char *text, const char *fetched, const char *want)
{
	arena a = {0};
	when_base b = when_base_of(loaded, str_from(fetched));
	when w;
	bool found = when_find(&b, str_from(text), 0, &w);
	assert_int_equal(found, want != NULL);
	if (want)
		assert_str(when_iso(&a, &w), str_from(want));
	arena_free(&a);
}

static void
forms(void **state)
{
	(void)state;
	reads("2025-09-18", NULL, "2025-09-18");
	reads("2025年9月18日 星期四 08:30", NULL, "2025-09-18T08:30:00+08:00");
	reads("2025年09月18日08时30分", NULL, "2025-09-18T08:30:00+08:00");
	reads("2025.9.18 (周四) 8:05", NULL, "2025-09-18T08:05:00+08:00");
	reads("2025/9/18 晚上9:05", NULL, "2025-09-18T21:05:00+08:00");
	reads("2025-09-18T08:30:15.123Z", NULL, "2025-09-18T08:30:15+00:00");
	reads("2025-09-18T08:30:15+0530", NULL, "2025-09-18T08:30:15+05:30");
	reads("民國114年9月18日", NULL, "2025-09-18");
	reads("Thu, 18 Sep 2025 08:30:00 GMT", NULL, "2025-09-18T08:30:00+00:00");
	reads("Sep 18, 2025 8:30 PM", NULL, "2025-09-18T20:30:00+08:00");
	reads("20250918", NULL, "2025-09-18");
}

static void
relative_forms(void **state)
{
	(void)state;
	const char *now = "2025-01-02T01:00:00Z"; /* nine in the morning in Beijing */
	reads("12-31 23:30", now, "2024-12-31T23:30:00+08:00");
	reads("1月2日", now, "2025-01-02");
	reads("30分钟前", now, "2025-01-02T08:30:00+08:00");
	reads("10小时前", now, "2025-01-01T23:00:00+08:00");
	reads("3天前", now, "2024-12-30");
	reads("昨天 07:00", now, "2025-01-01T07:00:00+08:00");
	reads("12-31 23:30", NULL, NULL);
	reads("30分钟前", NULL, NULL);
}

static void
no_dates(void **state)
{
	(void)state;
	reads("2025-13-01", NULL, NULL);
	reads("2025-02-29", NULL, NULL);
	reads("2024-02-29", NULL, "2024-02-29");
	reads("1899-01-01", NULL, NULL);
	reads("12345678901", NULL, NULL);
	reads("v2025.1", NULL, NULL);
	reads("2025-09-18", "2025-01-02T01:00:00Z", NULL);
	reads("", NULL, NULL);
}

static void
values(void **state)
{
	(void)state;
	arena a = {0};
	when_base b = {.rules = loaded};
	when w;
	assert_true(when_value(&b, STR("1758155400"), &w));
	assert_str(when_iso(&a, &w), STR("2025-09-18T08:30:00+08:00"));
	assert_true(when_value(&b, STR("1758155400000"), &w));
	assert_false(when_value(&b, STR("what stood on the page of 2025-09-18"), &w));
	arena_free(&a);
}

static void
addresses(void **state)
{
	(void)state;
	arena a = {0};
	str base = STR("https://m.a.example/x/y.html?q=1");
	assert_str(meta_resolve(&a, base, STR("/z.html")), STR("https://m.a.example/z.html"));
	assert_str(meta_resolve(&a, base, STR("//b.example/z")), STR("https://b.example/z"));
	assert_str(meta_resolve(&a, base, STR("z.html")), STR("https://m.a.example/x/z.html"));
	assert_str(meta_resolve(&a, base, STR("./z.html")), STR("https://m.a.example/x/z.html"));
	assert_str(meta_resolve(&a, base, STR("http://c.example/")), STR("http://c.example/"));
	assert_null(meta_resolve(&a, base, STR("javascript:void(0)")).p);
	assert_null(meta_resolve(&a, STR_NULL, STR("/z.html")).p);
	arena_free(&a);
}

static const char saved[] =
	"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://a.example/1.html\r\nDate: Thu, 18 Sep 2025 08:30:00 +0800\r\n"
	"MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"--b\"\r\n\r\n"
	"----b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n"
	"Content-Location: https://a.example/1.html\r\n\r\n<p>a=3Db=\r\nc =E8=8A=AF</p>=ZZ\r\n"
	"----b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n"
	"----b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\nContent-ID: <f@b>\r\n\r\nPHA+eDwvcD4=\r\n----b--\r\n";

static void
saved_pages(void **state)
{
	(void)state;
	arena a = {0};
	mhtml *m = mhtml_open(STR("f.mhtml"), str_of(saved, sizeof saved - 1));
	mhtml_part p;
	assert_true(mhtml_next(m, &a, &p));
	assert_str(p.url, STR("https://a.example/1.html"));
	assert_str(p.date, STR("2025-09-18T08:30:00+08:00"));
	assert_str(p.charset, STR("utf-8"));
	assert_true(str_starts(p.body, STR("<p>a=bc \xE8\x8A\xAF</p>=ZZ")));
	assert_true(mhtml_next(m, &a, &p));
	assert_str(p.body, STR("<p>x</p>"));
	assert_str(p.id, STR("<f@b>"));
	assert_false(mhtml_next(m, &a, &p));
	mhtml_close(m);
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(forms),  cmocka_unit_test(relative_forms), cmocka_unit_test(no_dates),
		cmocka_unit_test(values), cmocka_unit_test(addresses),	    cmocka_unit_test(saved_pages),
	};
	return cmocka_run_group_tests(tests, load, unload);
}
