/* What is known of texts: shared by equal short ones, from page to page, until it has become much. */
#include "check.h"

#include "text_look.h"

static line
line_of(arena *a, const char *text)
{
	return (line){.source = arena_dup(a, str_from(text))};
}

static void
equal_short_texts_share_one_look(void **state)
{
	(void)state;
	arena a = {0}, b = {0};
	text_store *s = text_store_new();
	doc first = {.a = &a, .store = s}, second = {.a = &b, .store = s};
	line x = line_of(&a, "首页"), y = line_of(&b, "首页"), z = line_of(&b, "首页 ");
	text_look *look = text_look_line(&first, &x);
	arena_free(&a); /* the first page is done */
	assert_ptr_equal(text_look_line(&second, &y), look);
	assert_str(look->text, STR("首页"));
	assert_ptr_not_equal(text_look_line(&second, &z), look);
	assert_ptr_equal(text_look_known(&y), look);
	y.source = str_skip(y.source, 3); /* cut: what was known was of another text */
	assert_null(text_look_known(&y));
	assert_ptr_not_equal(text_look_line(&second, &y), look);
	arena_free(&b);
	text_store_free(s);
}

static void
a_long_text_goes_with_its_page(void **state)
{
	(void)state;
	arena a = {0};
	text_store *s = text_store_new();
	doc d = {.a = &a, .store = s};
	const char *text = "一条很长的句子，它只在这一页上出现，所以只在这一页上有人记得它的样子。";
	line x = line_of(&a, text), y = line_of(&a, text);
	assert_ptr_equal(text_look_line(&d, &x)->a, &a);
	assert_ptr_equal(text_look_line(&d, &x), x.look);
	assert_ptr_not_equal(text_look_line(&d, &y), x.look);
	assert_int_equal(s->a->total, 0);
	arena_free(&a);
	text_store_free(s);
}

static void
much_is_forgotten_between_pages(void **state)
{
	(void)state;
	arena a = {0};
	text_store *s = text_store_new();
	doc d = {.a = &a, .store = s};
	size_t most = 0;
	for (unsigned page = 0; page < 200; page++) {
		text_store_begin(s);
		for (unsigned i = 0; i < 200; i++) {
			str text = arena_printf(&a, "第%u页第%u行", page, i);
			text_look *look = text_look_at(&d, text);
			assert_str(look->text, text);
			assert_ptr_equal(text_look_at(&d, text), look);
		}
		most = s->a->total > most ? s->a->total : most;
	}
	assert_true(most < (size_t)2 << 20);
	arena_free(&a);
	text_store_free(s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(equal_short_texts_share_one_look),
		cmocka_unit_test(a_long_text_goes_with_its_page),
		cmocka_unit_test(much_is_forgotten_between_pages),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
