#include "check.h"

#include <stdlib.h>

#include "table.h"

typedef struct said {
	diag d;
	char *text;
	size_t n;
} said;

static void
listen(said *s)
{
	diag_init(&s->d, "test", open_memstream(&s->text, &s->n));
}

static void
done(said *s)
{
	fclose(s->d.to);
	free(s->text);
}

static void
reads(void **state)
{
	(void)state;
	said s;
	listen(&s);
	arena a = {0};
	table t;
	assert_int_equal(table_parse(&t, &a, &s.d, "dir/x.tsv", STR("\xEF\xBB\xBF# c\n\nid\tname\nn\t英伟达\r\nk\n")), 0);
	assert_str(t.name, STR("x"));
	assert_int_equal(t.nrow, 2);
	assert_int_equal(t.row[0].line, 4);
	assert_str(table_get(&t, 0, table_column(&t, "name")), STR("英伟达"));
	assert_str(table_get(&t, 1, 1), STR(""));
	assert_str(table_get(&t, 1, table_column(&t, "none")), STR(""));
	fflush(s.d.to);
	assert_int_equal(s.n, 0);
	assert_int_equal(table_need(&t, &s.d, "none"), -1);
	fflush(s.d.to);
	assert_string_equal(s.text, "test: dir/x.tsv: no column \"none\"\n");
	arena_free(&a);
	done(&s);
}

static void
says_where(void **state)
{
	(void)state;
	said s;
	listen(&s);
	arena a = {0};
	table t;
	assert_int_equal(table_parse(&t, &a, &s.d, "x.tsv", STR("a\tb\n1\t2\t3\n\xFF\n1\t2\n")), -1);
	fflush(s.d.to);
	assert_string_equal(s.text, "test: x.tsv:2: 3 fields where the header names 2\n"
				    "test: x.tsv:3: not valid UTF-8 at byte 0 of the line\n");
	assert_int_equal(t.nrow, 1);
	assert_int_equal(table_parse(&t, &a, &s.d, "x.tsv", STR("# only\n")), -1);
	assert_int_equal(table_load(&t, &a, &s.d, "/nonexistent", "x"), -1);
	arena_free(&a);
	done(&s);
}

static void
escapes(void **state)
{
	(void)state;
	buf b = {0};
	diag_escape(&b, STR("芯\x1B[31m\x7F\xFFok"), 99);
	assert_str(buf_str(&b), STR("芯\\x1B[31m\\x7F\\xFFok"));
	buf_clear(&b);
	diag_escape(&b, STR("aaaaaaaaaa"), 4);
	assert_str(buf_str(&b), STR("aaaa..."));
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads),
		cmocka_unit_test(says_where),
		cmocka_unit_test(escapes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
