/* A line as rules read it: what folding drops, what it changes, and where each character of the result comes from. */
#include "rules_fixture.h"

#include "fold.h"

static fold_map *
map_load(arena *a, diag *d, const char *dicts)
{
	return fold_new(a, hans_load_chars(a, d, dicts));
}

RULES_FIXTURE(fold_map, map_load)

static void
a_line_becomes_plain(void **state)
{
	(void)state;
	arena a = {0};
	static const struct {
		const char *line, *spaced, *close;
	} cases[] = {
		{"", "", ""},
		{"   ", "", ""},
		{"晶片 產業", "晶片 产业", "晶片产业"},
		{"ＧＰＵ　★算力★", "gpu 算力", "gpu算力"},
		{"NVIDIA H100  8 卡", "nvidia h100 8 卡", "nvidia h100 8卡"},
		{" 英伟(wěi)达\xE2\x80\x8B ", "英伟达", "英伟达"},
		{"a b 中 c 1 2", "a b 中 c 1 2", "a b中c 1 2"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_str(fold(&a, loaded, str_from(cases[i].line), 0).s, str_from(cases[i].spaced));
		assert_str(fold(&a, loaded, str_from(cases[i].line), FOLD_NO_SPACE).s, str_from(cases[i].close));
	}
	arena_free(&a);
}

/* What is closed afterwards is what was folded without spaces: text, characters, and places in the source. */
static void
closing_later_is_the_same(void **state)
{
	(void)state;
	arena a = {0};
	static const char *const piece[] = {"a", "1", " ", "  ", "中", "體", "Ａ", "（", "(zhōng)", "★", "\xE2\x80\x8B", "\n", "é", "\xF0\x9F\x98\x80", ",", "\xE3\x80\x80"};
	uint32_t seed = 1;
	for (int turn = 0; turn < 2000; turn++) {
		buf text = {0};
		for (int n = turn % 17; n > 0; n--) {
			seed = seed * 1664525u + 1013904223u;
			buf_addz(&text, piece[seed >> 24 & 15]);
		}
		folded spaced = fold(&a, loaded, buf_str(&text), 0), want = fold(&a, loaded, buf_str(&text), FOLD_NO_SPACE);
		folded got = fold_close(&a, &spaced);
		assert_int_equal(got.s.n, want.s.n);
		assert_memory_equal(got.s.p, want.s.p, want.s.n);
		assert_int_equal(got.chars, want.chars);
		assert_int_equal(got.nstep, want.nstep);
		for (size_t i = 0; i <= want.s.n; i++)
			assert_int_equal(fold_source(&got, i), fold_source(&want, i));
		assert_int_equal((spaced.marks & FOLD_SPACE) != 0, str_chr(spaced.s, ' ') != SIZE_MAX);
		buf_free(&text);
	}
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_becomes_plain),
		cmocka_unit_test(closing_later_is_the_same),
	};
	return cmocka_run_group_tests(tests, load, unload);
}
