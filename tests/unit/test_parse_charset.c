#include "rules_fixture.h"

#include <stdlib.h>

#include "charset.h"
#include "charset_sniff.h"

RULES_FIXTURE(charset_rules, charset_load)

static void
decodes(const char *label, str bytes, str want, size_t bad)
{
	arena a = {0};
	const encoding *e = charset_of_label(loaded, str_from(label));
	assert_non_null(e);
	decoded got = charset_to_utf8(loaded, e, &a, bytes);
	assert_str(got.text, want);
	assert_int_equal(got.bad, bad);
	arena_free(&a);
}

static void
labels(void **state)
{
	(void)state;
	assert_str(charset_of_label(loaded, STR(" GB2312\n"))->name, STR("GBK"));
	assert_str(charset_of_label(loaded, STR("big5-hkscs"))->name, STR("Big5"));
	assert_str(charset_of_label(loaded, STR("latin1"))->name, STR("windows-1252"));
	assert_null(charset_of_label(loaded, STR("utf-7")));
	assert_null(charset_of_label(loaded, STR("")));
}

static void
chinese(void **state)
{
	(void)state;
	decodes("gb2312", STR("\xD0\xBE\xC6\xAC\x80"), STR("芯片€"), 0);
	decodes("gbk", STR("\x81\x40\xFE\xFE\xA3\xA0"), STR("丂\xEE\x93\x85\xE3\x80\x80"), 0);
	decodes("gb18030", STR("\x81\x37\xA3\x30\x94\x39\xDA\x33\xA6\xD9"), STR("☃💩︐"), 0);
	decodes("big5", STR("\xB4\xB9\xA4\xF9\x88\x62\x87\x40"), STR("晶片Ê̄䏰"), 0);
}

/* What is broken costs one U+FFFD, and never an ASCII byte behind it. */
static void
broken(void **state)
{
	(void)state;
	decodes("gbk", STR("\xD0<p>\xFF\xC6\xAC"), STR("\xEF\xBF\xBD<p>\xEF\xBF\xBD片"), 2);
	decodes("gbk", STR("\xD0"), STR("\xEF\xBF\xBD"), 1);
	decodes("gb18030", STR("\xE3\xFF\x9A\x33\x00\xE3\x32\x9A\x36\x81\x40"),
		STR("\xEF\xBF\xBD\xEF\xBF\xBD" "3\x00\xEF\xBF\xBD丂"), 3);
	decodes("big5", STR("\x81\x40\xA4"), STR("\xEF\xBF\xBD@\xEF\xBF\xBD"), 2);
	decodes("utf-16le", STR("\x3D\xD8\x41\x00\x41"), STR("\xEF\xBF\xBD" "A\xEF\xBF\xBD"), 2);
	decodes("shift_jis", STR("\xB1\x83\x65\x81"), STR("ｱテ\xEF\xBF\xBD"), 1);
	decodes("euc-kr", STR("\xC7\xD1\xB1\xDB\xC9"), STR("한글\xEF\xBF\xBD"), 1);
	decodes("euc-jp", STR("\x8E\xB1\xC6\xFC\x8F\xB0\xA1"), STR("ｱ日丂"), 0);
	decodes("windows-1252", STR("\x80\x81\xE9"), STR("€\xC2\x81é"), 0);
}

/* The one encoding that has states; what fails is read again from behind the escape byte. */
static void
with_states(void **state)
{
	(void)state;
	decodes("iso-2022-jp", STR("a\x1B$BF|K\x5C\x1B(Bb\x1B(J\x5C~\x1B(I1\x1B(B!"), STR("a日本b¥‾ｱ!"), 0);
	decodes("iso-2022-jp", STR("\x1B$BF|K\x1B(B<p>"), STR("日\xEF\xBF\xBD<p>"), 1);
	decodes("iso-2022-jp", STR("\x1B(X\x0E\xE3"), STR("\xEF\xBF\xBD(X\xEF\xBF\xBD\xEF\xBF\xBD"), 3);
	decodes("iso-2022-jp", STR("\x1B$B\x1B(B."), STR("\xEF\xBF\xBD."), 1);
	decodes("iso-2022-jp", STR("a\x1B$"), STR("a\xEF\xBF\xBD$"), 1);
	decodes("iso-2022-jp", STR("a\x1B"), STR("a\xEF\xBF\xBD"), 1);
	decodes("iso-2022-jp", STR("\x1B$BF"), STR("\xEF\xBF\xBD"), 1);
	arena a = {0};
	size_t bom;
	bool wrong;
	assert_str(charset_choose(loaded, &a, STR("<p>\x1B$BF|K\x5C\x1B(B</p>"), STR_NULL, &bom, &wrong)->name, STR("ISO-2022-JP"));
	arena_free(&a);
}

/* A page into which a part of another encoding was pasted is read part by part; a single bad byte stays one. */
static void
mixed(void **state)
{
	(void)state;
	static const struct {
		str bytes, text;
		const char *encoding;
	} page[] = {
		{STR("<p>渡口上周重新开船</p><p>\xD5\xBE\xB3\xA4\xCB\xB5\xC6\xB1\xBC\xDB</p>"), STR("<p>渡口上周重新开船</p><p>站长说票价</p>"), "UTF-8"},
		{STR("<p>\xD5\xBE\xB3\xA4\xCB\xB5\xC6\xB1\xBC\xDB\xC1\xBD\xBF\xE9</p>\xFF<p>渡口开船</p>"), STR("<p>站长说票价两块</p>\xEF\xBF\xBD<p>渡口开船</p>"), "GBK"},
		{STR("<p>渡口上周重新开船\xFF</p>"), STR("<p>渡口上周重新开船\xEF\xBF\xBD</p>"), "UTF-8"},
	};
	for (size_t i = 0; i < 3; i++) {
		arena a = {0};
		doc d = {.a = &a, .bytes = page[i].bytes, .header_charset = str_from(page[i].encoding)};
		charset_decode(&d, loaded);
		assert_str(d.utf8, page[i].text);
		assert_str(d.encoding, str_from(page[i].encoding));
		arena_free(&a);
	}
}

/* Every two-byte code of GBK and Big5 decodes to itself and nothing else takes its place. */
static void
whole_tables(void **state)
{
	(void)state;
	static const struct {
		const char *label;
		size_t good;
	} tables[] = {{"gbk", 23940}, {"big5", 18590 + 4}};
	for (size_t t = 0; t < 2; t++) {
		size_t good = 0;
		arena a = {0};
		for (unsigned lead = 0x81; lead <= 0xFE; lead++)
			for (unsigned trail = 0x40; trail <= 0xFE; trail++) {
				char pair[2] = {(char)lead, (char)trail};
				good += charset_to_utf8(loaded, charset_of_label(loaded, str_from(tables[t].label)), &a,
							str_of(pair, 2)).bad == 0;
				arena_reset(&a);
			}
		assert_int_equal(good, tables[t].good);
		arena_free(&a);
	}
}

static void
metas(void **state)
{
	(void)state;
	static const struct {
		const char *page, *name;
	} pages[] = {{"<!--<meta charset=big5>--><META charset='gb2312' >", "GBK"},
		     {"<meta http-equiv=Content-Type content='text/html; charset=big5'>", "Big5"},
		     {"<p title='<meta charset=big5>'><meta charset=gbk>", "GBK"},
		     {"<?xml version='1.0' encoding='GB18030'?><rss>", "gb18030"},
		     {"<meta charset=utf-16>", "UTF-8"}};
	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
		assert_str(sniff_meta(loaded, str_from(pages[i].page))->name, str_from(pages[i].name));
	assert_null(sniff_meta(loaded, STR("<meta content='text/html; charset=big5'><meta charset=nonsense>")));
	assert_null(sniff_meta(loaded, STR("<meta charset=")));
}

static void
chooses(str bytes, const char *header, const char *name, bool wrong)
{
	arena a = {0};
	size_t bom;
	bool label_wrong;
	assert_str(charset_choose(loaded, &a, bytes, str_from(header), &bom, &label_wrong)->name, str_from(name));
	assert_int_equal(label_wrong, wrong);
	arena_free(&a);
}

#define GBK_TEXT  "\xB9\xFA\xB2\xFA\xD0\xBE\xC6\xAC\xB5\xC4\xD0\xC2\xBD\xF8\xD5\xB9\xA3\xAC\xCE\xD2\xC3\xC7\xBF\xB4\xB5\xBD\xC1\xCB"
#define BIG5_TEXT "\xB0\xEA\xB2\xA3\xB4\xB9\xA4\xF9\xAA\xBA\xB7\x73\xB6\x69\xAE\x69\xA1\x41\xA7\xDA\xAD\xCC\xAC\xDD\xA8\xEC\xA4\x46"

static void
choices(void **state)
{
	(void)state;
	chooses(STR("\xEF\xBB\xBFx"), "gbk", "UTF-8", false);
	chooses(STR("<meta charset=gb2312>国产芯片"), "gbk", "UTF-8", false); /* strict UTF-8 before any label */
	chooses(STR(GBK_TEXT), "gb2312", "GBK", false);
	chooses(STR("<meta charset=big5>" BIG5_TEXT), NULL, "Big5", false);
	chooses(STR(GBK_TEXT GBK_TEXT), NULL, "GBK", false);
	chooses(STR(BIG5_TEXT BIG5_TEXT BIG5_TEXT), NULL, "Big5", false);
	chooses(STR(BIG5_TEXT BIG5_TEXT BIG5_TEXT), "gb2312", "Big5", true);
	chooses(STR("<meta charset=utf-8>" GBK_TEXT), NULL, "GBK", true);
	chooses(STR("国产芯片的新进展，我们看到了国产芯片的新进展，我们看到了国产芯片的新进展，我们看到了国产芯片的新进展，我们看到了\xD0 x"),
		NULL, "UTF-8", false);
	chooses(STR("<\0h\0t\0m\0l\0>\0"), NULL, "UTF-16LE", false);
	chooses(STR(""), NULL, "UTF-8", false);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(labels),       cmocka_unit_test(chinese), cmocka_unit_test(broken),
		cmocka_unit_test(with_states),
		cmocka_unit_test(mixed),
		cmocka_unit_test(whole_tables), cmocka_unit_test(metas),   cmocka_unit_test(choices),
	};
	return cmocka_run_group_tests(tests, load, unload);
}
