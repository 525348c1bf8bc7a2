#include "check.h"

#include "../../parse/dom.h"
#include "../../parse/dom_lines.h"
#include "../../parse/hidden.h"
#include "../../parse/selector.h"

/* The lines of a page: text, parted by `|`; hidden ones in brackets. */
static str
lines_of(arena *a, str page)
{
	doc d = {.a = a, .npart = 1, .is_html = true};
	buf b = {0};
	d.dom = dom_parse(a, page);
	dom_lines(&d);
	for (size_t i = 0; i < d.nline; i++) {
		bool hidden = d.line[i].flags & LF_HIDDEN;
		if (i)
			buf_addc(&b, '|');
		buf_addz(&b, hidden ? "[" : "");
		buf_add(&b, d.line[i].source);
		buf_addz(&b, hidden ? "]" : "");
	}
	str out = arena_dup(a, buf_str(&b));
	buf_free(&b);
	return out;
}

#define LINES(page, want) \
	do { \
		arena a_ = {0}; \
		assert_str(lines_of(&a_, STR(page)), STR(want)); \
		arena_free(&a_); \
	} while (0)

static void
blocks_break_lines(void **state)
{
	(void)state;
	LINES("<p>one<p>two<div>three<br>four</div>five", "one|two|three|four|five");
	LINES("<p>a <b>b</b>\n\t c</p>", "a b c");
	LINES("<ul><li>a<li>b<ul><li>c</ul><li>d</ul>", "a|b|c|d");
	LINES("<dl><dt>a<dd>b<dt>c</dl>", "a|b|c");
	LINES("<h1>a<h2>b</h2>c", "a|b|c");
	LINES("<pre>a\nb</pre>", "a|b");
}

static void
what_is_no_text(void **state)
{
	(void)state;
	LINES("<title>t</title><style>p{}</style><p>a<script>var b='</p>';</script>c<noscript>d</noscript>", "ac");
	LINES("<!-- <p>x</p> --><p>a<!--[if IE]>b<![endif]-->c</p>", "ac");
	LINES("<p>a<textarea>b</textarea><iframe>c</iframe>d", "a|d");
	LINES("<?xml version='1.0'?><p>a</p>", "a");
}

static void
broken_markup(void **state)
{
	(void)state;
	LINES("<p>a<!-- never ends <p>b", "a never ends|b");
	LINES("<p>1 < 2 <3 a<b", "1 < 2 <3 a");
	LINES("<script>never ends <p>a", "never ends|a");
	LINES("<div><b>a<div>b</b>c</div>d</div>e", "a|bc|d|e");
	LINES("</p>a</div></table>b", "ab");
	LINES("<table><tr><td>a<td>b<p>c</table>d", "a|b|c|d");
	LINES("", "");
}

static void
references(void **state)
{
	(void)state;
	LINES("<p>&lt;&amp;&#33455;&#x7247;&copy&nosuch;&nbsp", "<&\xE8\x8A\xAF\xE7\x89\x87\xC2\xA9&nosuch;\xC2\xA0");
	LINES("<p>&#0;&#xD800;&#128;", "\xEF\xBF\xBD\xEF\xBF\xBD\xE2\x82\xAC");
	arena a = {0};
	assert_str(html_decode(&a, STR("?a=1&copy=2&lt;"), true), STR("?a=1&copy=2<"));
	arena_free(&a);
}

static void
data_tables(void **state)
{
	(void)state;
	LINES("<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td><p>2</p></td></tr></table>", "a\tb|1\t2");
	LINES("<table><tr><td>menu</td><td><div>a</div><ul><li>b</ul></td></tr></table>", "menu|a|b");
}

static void
hidden_text(void **state)
{
	(void)state;
	LINES("<p>a<span style='display:none'>b</span>c", "a|[b]|c");
	LINES("<style>.x{display:none}@media print{.y{display:none}}</style><p class='z x'>a</p><p class=y>b", "[a]|b");
	LINES("<div style='position:absolute;left:-9999px'>a</div><p hidden>b</p>c", "[a]|[b]|c");
	LINES("<div style='font-size:0'>a<i style='font-size:12px'>b</i></div>", "[a]|b");
	LINES("<body bgcolor=white><font color='#ffffff'>a</font><p style='color:#fff;background:#FFFFFF'>b</p>c", "[a]|[b]|c");
	LINES("<div style='height:0;overflow:hidden'>a</div><marquee width=1 height=1>b</marquee>c", "[a]|[b]|c");
	assert_int_equal(hidden_by_style(STR("visibility:hidden")), HIDDEN_SOFT);
	assert_int_equal(hidden_by_style(STR("color:red")), 0);
}

static void
a_script_lifts_the_body(void **state)
{
	(void)state;
	LINES("<p>menu</p><div style='visibility:hidden'>"
	      "A sentence, which is long enough to be one; and a second, to be sure of it.</div>",
	      "menu|A sentence, which is long enough to be one; and a second, to be sure of it.");
}

static void
limits(void **state)
{
	(void)state;
	arena a = {0};
	buf b = {0};
	for (int i = 0; i < 5000; i++)
		buf_addz(&b, "<div>");
	buf_addz(&b, "x");
	for (int i = 0; i < 5000; i++)
		buf_addz(&b, "</div>");
	buf_addz(&b, "<p>y");
	dom *d = dom_parse(&a, buf_str(&b));
	for (size_t i = 0; i < d->nnode; i++)
		assert_in_range(d->node[i].depth, 0, DOM_MAX_DEPTH);
	assert_str(lines_of(&a, buf_str(&b)), STR("x|y"));
	buf_free(&b);
	arena_free(&a);
}

static bool
selects(const char *text, str page, const char *tag)
{
	arena a = {0};
	size_t at = 0;
	dom *d = dom_parse(&a, page);
	selector *s = selector_compile(&a, str_from(text), &at);
	assert_non_null(s);
	uint32_t n = selector_first(s, d);
	bool same = n ? str_eq(dom_tag_name(d, n), str_from(tag)) : tag == NULL;
	arena_free(&a);
	return same;
}

static void
selectors(void **state)
{
	(void)state;
	str page = STR("<div id=m class='a b'><p>1<span class=c data-x=yes>2</span></div><h1 class=b>3");
	assert_true(selects("#m", page, "div"));
	assert_true(selects(".b", page, "div"));
	assert_true(selects("h1.b", page, "h1"));
	assert_true(selects("div .c", page, "span"));
	assert_true(selects("div > .c", page, NULL));
	assert_true(selects("p > span[data-x]", page, "span"));
	assert_true(selects("[data-x=yes]", page, "span"));
	assert_true(selects("[data-x*='es']", page, "span"));
	assert_true(selects(".nothing, h1", page, "h1"));
	assert_true(selects("h2", page, NULL));
	arena a = {0};
	size_t at;
	assert_null(selector_compile(&a, STR("div["), &at));
	assert_null(selector_compile(&a, STR("div >"), &at));
	assert_null(selector_compile(&a, STR(""), &at));
	assert_null(selector_compile(&a, STR("a:hover"), &at));
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(blocks_break_lines),
		cmocka_unit_test(what_is_no_text),
		cmocka_unit_test(broken_markup),
		cmocka_unit_test(references),
		cmocka_unit_test(data_tables),
		cmocka_unit_test(hidden_text),
		cmocka_unit_test(a_script_lifts_the_body),
		cmocka_unit_test(limits),
		cmocka_unit_test(selectors),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
