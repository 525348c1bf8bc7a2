#include "check.h"

#include <stdlib.h>

#include "arena.h"
#include "../../tag/automaton.h"

/* Names, built; values are their places from 1. */
static automaton *
build(arena *a, const char *const *name, size_t n)
{
	automaton_key *key = arena_array(a, automaton_key, n);
	for (size_t i = 0; i < n; i++) {
		key[i] = (automaton_key){automaton_fold(a, str_from(name[i])), (uint32_t)i + 1};
		assert_true(key[i].key.n > 0);
	}
	return automaton_build(a, key, n);
}

static automaton_hits
scan(arena *a, const automaton *m, const char *text)
{
	automaton_hits h = {0};
	automaton_scan(m, a, str_from(text), &h);
	return h;
}

#define BUILD(a, ...) build((a), (const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static void
finds_all_lengths(void **state)
{
	(void)state;
	arena a = {0};
	automaton *m = BUILD(&a, "阿里", "阿里云", "云计算", "AMD");
	automaton_hits h = scan(&a, m, "在阿里云计算与AMD之间");
	assert_int_equal(h.n, 4);
	assert_int_equal(h.v[0].value, 1);
	assert_int_equal(h.v[0].start, 3);
	assert_int_equal(h.v[0].end, 9);
	assert_int_equal(h.v[1].value, 2);
	assert_int_equal(h.v[1].end, 12);
	assert_int_equal(h.v[2].value, 3);
	assert_int_equal(h.v[2].start, 9);
	assert_int_equal(h.v[3].value, 4);
	arena_free(&a);
}

static void
is_tolerant(void **state)
{
	(void)state;
	arena a = {0};
	automaton *m = BUILD(&a, "昇腾910B", "DeepSeek", "Astera Labs", "H20");
	static const struct { const char *text; size_t hits; } t[] = {
		{"昇腾910B", 1}, {"昇腾 910B", 1}, {"昇腾-910 b", 1}, {"昇腾  910B", 0}, {"昇 腾910B", 0}, {"昇腾９１０Ｂ", 1},
		{"deepseek", 1}, {"ｄｅｅｐｓｅｅｋ", 1}, {"Deep Seek", 1}, {"deep-seek", 1}, {"dee pseek", 0}, {"AsteraLabs", 1}, {"astera labs", 1},
		{"Ｈ２０", 1}, {"h-20", 1}, {"XH20", 0}, {"3H20", 0}, {"卖H20", 1}, {"h2 0", 0}, {"", 0}, {"H", 0}, {"昇", 0},
	};
	for (size_t i = 0; i < sizeof t / sizeof *t; i++)
		assert_int_equal(scan(&a, m, t[i].text).n, t[i].hits);
	arena_free(&a);
}

static void
folds_spellings_to_one_key(void **state)
{
	(void)state;
	arena a = {0};
	assert_str(automaton_fold(&a, STR("昇腾 910")), automaton_fold(&a, STR("昇腾-９１０")));
	assert_str(automaton_fold(&a, STR("GB 200")), automaton_fold(&a, STR("gb200")));
	assert_int_equal(automaton_fold(&a, STR("X")).n, 0);
	assert_int_equal(automaton_fold(&a, STR("")).n, 0);
	arena_free(&a);
}

static bool
same_at(const char *text, size_t at, const char *name)
{
	return strncmp(text + at, name, strlen(name)) == 0;
}

/* Random texts over few characters: all hits of a search by comparison, and no other. */
static void
agrees_with_comparison(void **state)
{
	(void)state;
	static const char *const name[] = {"中中", "中国", "国中", "中国移动", "移动", "动中国", "国移", "动移动", "动a", "中国a"};
	static const char *const piece[] = {"中", "国", "移", "动", "。", "a"};
	enum { NAMES = sizeof name / sizeof *name };
	arena a = {0};
	automaton *m = build(&a, name, NAMES);
	srand(7);
	for (int round = 0; round < 300; round++) {
		char text[200] = "";
		for (int i = 0; i < 40; i++)
			strcat(text, piece[rand() % 6]);
		size_t want = 0;
		for (size_t at = 0; text[at]; at++)
			for (size_t k = 0; k < NAMES; k++)
				want += same_at(text, at, name[k]);
		automaton_hits h = scan(&a, m, text);
		assert_int_equal(h.n, want);
		for (size_t i = 0; i < h.n; i++)
			assert_true(same_at(text, h.v[i].start, name[h.v[i].value - 1]));
	}
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_all_lengths),
		cmocka_unit_test(is_tolerant),
		cmocka_unit_test(folds_spellings_to_one_key),
		cmocka_unit_test(agrees_with_comparison),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
