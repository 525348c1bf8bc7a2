/* Every row of the tables of spam and boilerplate has an example that the row works on; none stands twice or in another's shadow. */
#include "check.h"

#include <stdlib.h>

#include "boiler_rule.h"
#include "spam_scan.h"
#include "table.h"
#include "text.h"

typedef struct world {
	arena a;
	diag d;
	table t;
	fold_map *fold;
	marks *marks;
} world;

static int
open_world(void **state)
{
	world *w = calloc(1, sizeof *w);
	assert_non_null(w);
	diag_init(&w->d, "test", stderr);
	w->fold = fold_new(&w->a, hans_load_chars(&w->a, &w->d, "dicts"));
	w->marks = marks_load(&w->a, &w->d, "dicts");
	assert_non_null(w->marks);
	*state = w;
	return 0;
}

static int
close_world(void **state)
{
	world *w = *state;
	arena_free(&w->a);
	free(w);
	return 0;
}

static doc
page_of(world *w, str example)
{
	arena *a = &w->a;
	str parts[] = {STR("他表示，公司明年将继续扩大产能，预计全年营收增长两成，新的生产线已经投产。\n\n"), example,
		STR("\n\n业内人士认为，市场需求仍在恢复，企业的盈利能力有望改善，订单能见度较高。\n")};
	doc d = {.a = a, .utf8 = arena_cat(a, parts, 3), .place = STR("test")};
	text_lines(&d, w->marks);
	return d;
}

/* Is `term` inside what was removed as spam? */
static bool
spam_took(const doc *d, const spam_rules *r, arena *a, str term)
{
	for (size_t i = 0; i < d->nline; i++) {
		const line *l = &d->line[i];
		if (l->fate == FATE_REMOVED && l->cls == REMOVED_spam &&
		    str_find(fold(a, r->fold, l->source, FOLD_NO_SPACE).s, fold(a, r->fold, term, FOLD_NO_SPACE).s) != SIZE_MAX)
			return true;
	}
	return false;
}

static void
spam_rows_work_on_their_examples(void **state)
{
	world *w = *state;
	spam_rules *r = spam_load(&w->a, &w->d, "dicts", w->fold);
	assert_non_null(r);
	assert_int_equal(table_load(&w->t, &w->a, &w->d, "dicts", "spam"), 0);
	int term = table_need(&w->t, &w->d, "term"), kind = table_need(&w->t, &w->d, "kind"), example = table_need(&w->t, &w->d, "example");
	assert_true(w->t.nrow > 100);
	size_t bad = 0;
	for (size_t i = 0; i < w->t.nrow; i++) {
		str e = table_get(&w->t, i, example), what = table_get(&w->t, i, term);
		doc d = page_of(w, e);
		spam_mark(&d, r);
		str k = table_get(&w->t, i, kind);
		static const char *const no_spam[] = {"keep", "before", "after", "report", "noun", "joint", "says"};
		bool keep = str_index(k, no_spam, sizeof no_spam / sizeof *no_spam) >= 0;
		if (keep == spam_took(&d, r, &w->a, what)) {
			print_message("spam.tsv:%u: " STR_FMT ": the example is %s: " STR_FMT "\n", w->t.row[i].line, STR_ARG(what),
			              keep ? "cut" : "not cut", STR_ARG(e));
			bad++;
		}
	}
	assert_int_equal(bad, 0);
}

static void
no_term_stands_twice(void **state)
{
	world *w = *state;
	spam_rules *r = spam_load(&w->a, &w->d, "dicts", w->fold);
	size_t bad = 0;
	for (size_t i = 1; i < r->term.n; i++)
		if (str_eq(r->term.pair[i - 1].key, r->term.pair[i].key)) {
			print_message("spam.tsv: " STR_FMT " stands twice\n", STR_ARG(r->term.pair[i].key));
			bad++;
		}
	assert_int_equal(bad, 0);
}

static enum boiler_zone
zone_for(const boiler_rule *rule)
{
	return rule->where == WHERE_HEAD ? ZONE_HEAD : rule->where == WHERE_ANY ? ZONE_IN : ZONE_AFTER;
}

static bool
hint_works(const boiler_rules *r, const boiler_rule *rule)
{
	const boiler_rule *hit = NULL;
	return boiler_hint(r, rule->text, &hit) == rule->cls;
}

static void
boilerplate_rows_work_on_their_examples(void **state)
{
	world *w = *state;
	boiler_rules *r = boiler_load(&w->a, &w->d, "dicts", w->fold, w->marks);
	assert_non_null(r);
	assert_int_equal(table_load(&w->t, &w->a, &w->d, "dicts", "boilerplate"), 0);
	int example = table_need(&w->t, &w->d, "example");
	size_t bad = 0;
	assert_true(r->n > 100);
	assert_int_equal(r->n, w->t.nrow);
	for (size_t i = 0; i < r->n; i++) {
		const boiler_rule *rule = &r->rule[i];
		str e = table_get(&w->t, i, example);
		boiler_line l = boiler_read(&w->a, r, e);
		size_t to;
		const boiler_rule *hit = rule->match == MATCH_SPAN ? l.span.rule
		                       : rule->match == MATCH_LEAD ? boiler_lead(r, &l, &to)
		                       : rule->match == MATCH_INSET ? boiler_inset(r, &l, 0).rule
		                                                   : boiler_find(r, &l, zone_for(rule));
		bool good = rule->match == MATCH_HINT ? hint_works(r, rule) : hit && hit->cls == rule->cls;
		if (!e.n || !good) {
			print_message("boilerplate.tsv:%u: the example is %s%u: " STR_FMT "\n", rule->line,
			              hit ? "taken by another class, line " : "not taken, ", hit ? hit->line : 0, STR_ARG(e));
			bad++;
		}
	}
	boiler_free(r);
	assert_int_equal(bad, 0);
}

static void
no_rule_stands_twice_or_in_a_shadow(void **state)
{
	world *w = *state;
	boiler_rules *r = boiler_load(&w->a, &w->d, "dicts", w->fold, w->marks);
	size_t bad = 0;
	assert_int_equal(table_load(&w->t, &w->a, &w->d, "dicts", "boilerplate"), 0);
	int example = table_need(&w->t, &w->d, "example");
	for (size_t i = 0; i < r->n; i++) {
		const boiler_rule *a = &r->rule[i];
		for (size_t k = 0; k < i; k++)
			if (r->rule[k].match == a->match && str_eq(r->rule[k].text, a->text)) {
				print_message("boilerplate.tsv:%u: the same as line %u\n", a->line, r->rule[k].line);
				bad++;
			}
		/* a pattern whose own example an earlier row of the same class takes has work only if another line of it is its own */
		if (a->match == MATCH_LINE) {
			boiler_line l = boiler_read(&w->a, r, table_get(&w->t, i, example));
			const boiler_rule *hit = boiler_find(r, &l, zone_for(a));
			if (hit && hit != a) {
				print_message("boilerplate.tsv:%u: in the shadow of line %u\n", a->line, hit->line);
				bad++;
			}
		}
	}
	boiler_free(r);
	assert_int_equal(bad, 0);
}

/* News about what spam advertises keeps every word. */
static void
news_about_gambling_and_pornography_stays_whole(void **state)
{
	static const char *const news[] = {
		"警方捣毁一个名为“皇冠娱乐”的赌博网站，抓获犯罪嫌疑人23名，涉案金额达3亿元。",
		"永利澳门公布第三季度业绩，经调整物业EBITDA为2.5亿美元，同比增长12%。",
		"美高梅中国官网显示，公司上半年净收益为100亿港元，贵宾厅业务占比继续下降。",
		"中国体育彩票发布公告称，双色球第2025100期开奖结果已经公布，奖池滚存20亿元。",
		"国家网信办通报清理色情低俗信息，关闭违法网站1200余个，下架应用程序300款。",
		"被告人通过境外赌博网站百家乐、老虎机等方式开设赌场，非法获利500万元。",
		"专家提醒，不要下载来源不明的棋牌游戏APP，更不要在平台上充值、提现。",
		"微信客户端最新版本上线，用户可以在官网下载安装包，也可以在应用商店更新。",
		"扫黄打非办公室公布十起典型案件，其中一起利用直播平台传播淫秽色情视频案，涉案人员52名。",
		"澳门9月博彩毛收入为190亿澳门元，同比上升6%，百家乐贵宾厅占比下降。",
		"阉割过的显卡卖得并不便宜，玩家算下来不值，二手市场却迎来新高潮。",
		"一款名为“斗地主”的手机游戏登上下载榜首，开发商表示注册用户突破1亿。",
		"民警在网吧巡查时发现，有人利用电脑登录“百家乐”网站进行投注，当场将其控制。",
	};
	world *w = *state;
	spam_rules *r = spam_load(&w->a, &w->d, "dicts", w->fold);
	for (size_t i = 0; i < sizeof news / sizeof *news; i++) {
		doc d = page_of(w, str_from(news[i]));
		spam_mark(&d, r);
		for (size_t k = 0; k < d.nline; k++)
			if (d.line[k].fate == FATE_REMOVED)
				fail_msg("cut from news: " STR_FMT, STR_ARG(d.line[k].source));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(spam_rows_work_on_their_examples),
		cmocka_unit_test(no_term_stands_twice),
		cmocka_unit_test(boilerplate_rows_work_on_their_examples),
		cmocka_unit_test(no_rule_stands_twice_or_in_a_shadow),
		cmocka_unit_test(news_about_gambling_and_pornography_stays_whole),
	};
	return cmocka_run_group_tests(tests, open_world, close_world);
}
