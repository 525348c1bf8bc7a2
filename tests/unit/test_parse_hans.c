/* The converter against libopencc: byte for byte the same before the mends, over every key and over mixtures of keys. */
#include "check.h"

#include <stdlib.h>
#include <string.h>
#include <opencc/opencc.h>

#include "hans_mixture.h"
#include "hans_table.h"
#include "utf8.h"

typedef struct world {
	arena a;
	diag d;
	hans_tables *h;
	table opencc;
} world;

static int
open_world(void **state)
{
	world *w = calloc(1, sizeof *w);
	assert_non_null(w);
	diag_init(&w->d, "test", stderr);
	w->h = hans_load(&w->a, &w->d, "dicts", HANS_AUTO);
	assert_non_null(w->h);
	const char *build = getenv("BUILD"); /* the runner's: a sanitizer's build has its own folder */
	assert_int_equal(table_load(&w->opencc, &w->a, &w->d, build ? build : "build", "opencc"), 0);
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

static void
same(const world *w, opencc_t cc, enum hans_mode mode, str s)
{
	buf out = {0};
	hans_convert_str(w->h, mode, false, s, &out);
	char *want = opencc_convert_utf8(cc, s.p, s.n);
	assert_non_null(want);
	if (!str_eq(buf_str(&out), str_from(want)))
		fail_msg("mode %d: " STR_FMT " gives " STR_FMT ", OpenCC gives %s", mode, STR_ARG(s), STR_ARG(buf_str(&out)), want);
	opencc_convert_utf8_free(want);
	buf_free(&out);
}

/* Two megabytes of keys, halves of keys and other characters. tests/bench/hans/run.sh does fifty, with articles. */
static void
mixtures(const world *w, opencc_t cc, enum hans_mode mode)
{
	mixture m = {&w->opencc, 12345};
	for (int round = 0; round < 10000; round++) {
		buf b = {0};
		mixture_line(&m, 200, &b);
		same(w, cc, mode, buf_str(&b));
		buf_free(&b);
	}
}

/* A key of the second step that only the first makes: each character of a key as a variant would write it. */
static void
variants_in_keys(const world *w, opencc_t cc, enum hans_mode mode, const char *list)
{
	size_t tried = 0;
	for (size_t v = 0; v < w->opencc.nrow; v++) {
		str from = table_get(&w->opencc, v, 1), to = table_get(&w->opencc, v, 2);
		if (!str_eq(table_get(&w->opencc, v, 0), str_from(list)))
			continue;
		for (size_t i = 0; i < w->opencc.nrow; i++) {
			str key = table_get(&w->opencc, i, 1);
			size_t at = str_find(key, to);
			buf b = {0};
			if (at == SIZE_MAX)
				continue;
			buf_add(&b, str_from_to(key, 0, at));
			buf_add(&b, from);
			buf_add(&b, str_skip(key, at + to.n));
			same(w, cc, mode, buf_str(&b));
			buf_free(&b);
			tried++;
		}
	}
	assert_true(tried > 10);
}

static void
as_opencc(const world *w, const char *config, enum hans_mode mode)
{
	opencc_t cc = opencc_open(config);
	assert_ptr_not_equal(cc, (opencc_t)-1);
	assert_true(w->opencc.nrow > 9000);
	for (size_t i = 0; i < w->opencc.nrow; i++)
		same(w, cc, mode, w->opencc.row[i].field[1]);
	mixtures(w, cc, mode);
	if (mode != HANS_T2S)
		variants_in_keys(w, cc, mode, mode == HANS_TW ? "TWVariantsRev" : "HKVariantsRev");
	opencc_close(cc);
}

static void t2s_is_openccs(void **state) { as_opencc(*state, "t2s.json", HANS_T2S); }
static void tw2sp_is_openccs(void **state) { as_opencc(*state, "tw2sp.json", HANS_TW); }
static void hk2s_is_openccs(void **state) { as_opencc(*state, "hk2s.json", HANS_HK); }

static void
every_mend_has_an_example_that_works(void **state)
{
	static const char *const chain[] = {"t2s", "tw", "hk"};
	static const enum hans_mode mode[] = {HANS_T2S, HANS_TW, HANS_HK};
	world *w = *state;
	table t;
	assert_int_equal(table_load(&t, &w->a, &w->d, "dicts", "t2s-mends"), 0);
	int from = table_need(&t, &w->d, "from"), in = table_need(&t, &w->d, "in");
	int example = table_need(&t, &w->d, "example"), expect = table_need(&t, &w->d, "expect");
	assert_true(t.nrow > 0);
	for (size_t i = 0; i < t.nrow; i++) {
		str e = table_get(&t, i, example);
		if (str_find(e, table_get(&t, i, from)) == SIZE_MAX)
			fail_msg("t2s-mends.tsv:%u: the example does not hold `from`", t.row[i].line);
		for (int c = 0; c < 3; c++) {
			str where = table_get(&t, i, in);
			buf out = {0};
			if (str_find(where, str_from(chain[c])) == SIZE_MAX && !str_starts(where, STR("all")))
				continue;
			hans_convert_str(w->h, mode[c], true, e, &out);
			if (!str_eq(buf_str(&out), table_get(&t, i, expect)))
				fail_msg("t2s-mends.tsv:%u: %s: " STR_FMT " gives " STR_FMT, t.row[i].line, chain[c], STR_ARG(e), STR_ARG(buf_str(&out)));
			buf_free(&out);
		}
	}
}

static void
no_mend_is_there_twice(void **state)
{
	world *w = *state;
	table t;
	assert_int_equal(table_load(&t, &w->a, &w->d, "dicts", "t2s-mends"), 0);
	for (size_t i = 0; i < t.nrow; i++)
		for (size_t k = 0; k < i; k++)
			if (str_eq(t.row[i].field[0], t.row[k].field[0]) && str_eq(t.row[i].field[2], t.row[k].field[2]))
				fail_msg("t2s-mends.tsv:%u: the same as line %u", t.row[i].line, t.row[k].line);
}

static void
simplified_text_is_passed_through(void **state)
{
	world *w = *state;
	str s = STR("柳湾渡口的“头班船”每天6点开出，累计运送300多人次。");
	buf out = {0};
	assert_false(hans_convert_str(w->h, HANS_T2S, true, s, &out));
	assert_true(str_eq(buf_str(&out), s));
	buf_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(t2s_is_openccs),
		cmocka_unit_test(tw2sp_is_openccs),
		cmocka_unit_test(hk2s_is_openccs),
		cmocka_unit_test(every_mend_has_an_example_that_works),
		cmocka_unit_test(no_mend_is_there_twice),
		cmocka_unit_test(simplified_text_is_passed_through),
	};
	return cmocka_run_group_tests(tests, open_world, close_world);
}
