/* The filter before the patterns never holds back a pattern that matches. */
#include "check.h"

#include <stdlib.h>

#include "boiler_rule.h"
#include "table.h"

static bool
tried(str pattern, str text)
{
	arena a = {0};
	uint64_t may[NEEDS_WORDS] = {0};
	needs_find(needs_new(&a, &pattern, 1), text, may);
	arena_free(&a);
	return may[0] & 1;
}

static void
patterns_are_tried_where_they_may_match(void **state)
{
	static const struct {
		const char *pattern, *text;
		bool may;
	} t[] = {
		{"^图", "图一", true}, {"^图", "一图", false}, {"图", "一图", true}, {"图", "一", false}, {"^(图|表)?注", "注", true},
		{"^(图|表)?注", "图注", true}, {"^(图|表)?注", "图表", false}, {"(^图)?注", "看注", true}, {"(图|表)+", "看表", true},
		{"(图|表)+", "看", false}, {"版{0}甲", "甲", true}, {"版权{1,3}", "版", false}, {"版(甲|)权", "版权", true},
		{"^[^。]{2,4}(归|属于?)", "甲乙属", true}, {"^[^。]{2,4}(归|属于?)", "甲乙丙", false}, {"\\d{4}年", "a1年", true}, {"\\d{4}年", "甲年", false},
		{"[a-c]x", "bx", true}, {"[a-c]x", "dx", false}, {"[+\\-|]", "-", true}, {"[]甲]", "]", true}, {"\\x{4e00}", "一", true}, {"\\x41", "A", true},
		{"\\x41", "B", false}, {"^(?=甲)(甲|乙)", "甲", true}, {"(?=甲).", "乙", false}, {"(?!甲).", "乙", true}, {"(?i)a", "A", true}, {"\\bab", "ab", true},
		{"a|^b", "ca", true}, {"^a|^b", "ca", false}, {"^.{2,3}图", "甲乙图", true}, {"\\(图\\)", "(图)", true}, {"\\(图\\)", "图", false}, {"", "", true},
		{"甲??乙", "乙", true}, {"甲+?乙", "乙", false}, {"(甲", "乙", true}, {"^$", "", true}, {"[[:alpha:]]", "x", true},
		{"^(?!甲丙)(甲|乙)", "甲", true}, {"^(?!丙)(甲|乙)", "丁", false}, {"甲(?!乙)", "丙", false}, {"甲(?!乙)", "甲", true}, {"(?<!乙)甲", "丙", false},
		{"版权", "权版", false}, {"版权", "有版权", true}, {"(来|转)自", "来了自", false}, {"来(自|源于?)网", "来源网", true}, {"来(自|源于?)网", "来自一网", false},
		{".(甲|乙)$", "丙乙", true}, {".(甲|乙)$", "乙丙", false}, {".(甲|乙)$", "丙乙\n", true}, {"丙(甲|乙$)", "丙甲丁", true}, {"甲$|乙", "甲乙丁", true},
		{"甲$|乙$", "甲丁", false}, {"甲.?$", "甲丁", true}, {"甲乙?$", "丁甲", true}, {"甲乙?$", "甲丁", false}, {"(?=.*甲$).", "甲", true}, {"甲(?!丙$)", "甲乙", true},
		{"甲($)?", "甲乙", true}, {"^$|甲", "甲乙", true}, {"甲$(?!乙)", "甲", true}, {"甲(|$)", "甲乙", true},
		{"(甲|乙){2}", "甲丙乙", false}, {"(甲|乙){2}", "乙甲", true}, {"(甲|乙)+", "乙", true}, {"甲丙?乙", "甲乙", true}, {"甲丙?乙", "甲丁乙", false},
		{"甲(?=乙)乙", "甲乙", true}, {"甲(?!丙)(乙|丁)", "甲丁", true}, {"甲.乙", "甲丙乙", true}, {"(甲|)乙", "丙乙", true}, {"甲{0}乙丙", "乙丙", true},
	};
	(void)state;
	for (size_t i = 0; i < sizeof t / sizeof *t; i++)
		if (tried(str_from(t[i].pattern), str_from(t[i].text)) != t[i].may)
			fail_msg("%s on %s: expected %d", t[i].pattern, t[i].text, t[i].may);
}

static bool
matches(const boiler_rule *rule, str s)
{
	pcre2_match_data *md = pcre2_match_data_create(1, NULL);
	int hit = pcre2_match(rule->re, (PCRE2_SPTR)s.p, s.n, 0, 0, md, NULL);
	pcre2_match_data_free(md);
	return hit >= 0;
}

/* Every pattern of the table against every row's example. */
static void
no_match_of_the_table_is_held_back(void **state)
{
	arena a = {0};
	diag d;
	table t;
	size_t held = 0, hits = 0, tries = 0, all = 0;
	(void)state;
	diag_init(&d, "test", stderr);
	boiler_rules *r = boiler_load(&a, &d, "dicts", fold_new(&a, hans_load_chars(&a, &d, "dicts")), marks_load(&a, &d, "dicts"));
	assert_non_null(r);
	assert_int_equal(table_load(&t, &a, &d, "dicts", "boilerplate"), 0);
	int example = table_need(&t, &d, "example");
	for (size_t i = 0; i < t.nrow; i++) {
		str text = fold(&a, r->fold, table_get(&t, i, example), FOLD_NO_SPACE).s;
		uint64_t may[NEEDS_WORDS];
		needs_find(r->needs, text, may);
		for (size_t k = 0; k < r->nre; k++, all++) {
			bool tried_it = may[k / 64] >> k % 64 & 1, hit = matches(&r->rule[r->re[k]], text);
			tries += tried_it;
			hits += hit;
			held += hit && !tried_it;
		}
	}
	boiler_free(r);
	arena_free(&a);
	assert_int_equal(held, 0);
	assert_true(hits > 100);
	assert_true(tries * 10 < all); /* it is of use */
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(patterns_are_tried_where_they_may_match),
		cmocka_unit_test(no_match_of_the_table_is_held_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
