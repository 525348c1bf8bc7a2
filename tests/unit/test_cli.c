#include "check.h"

#include <stdlib.h>

#include "cli.h"

typedef struct options {
	uint64_t jobs;
	const char *out;
	bool explain;
} options;

static int
set_jobs(void *to, const char *value, diag *d)
{
	return cli_number("jobs", value, 1, 64, &((options *)to)->jobs, d);
}

static const cli_option table[] = {
	{'j', "jobs", "N", "workers", set_jobs, 0},
	{'o', "output", "FILE", "where to", cli_text, offsetof(options, out)},
	{'e', "explain", NULL, "why", cli_flag, offsetof(options, explain)},
};
static const cli program = {"test", "[OPTION]... [FILE]...", "About.", table, 3};

static int
run(options *o, char **argv, int *first, char **said)
{
	int argc = 0;
	size_t n;
	while (argv[argc])
		argc++;
	diag d;
	diag_init(&d, "test", open_memstream(said, &n));
	int rc = cli_parse(&program, argc, argv, o, first, &d);
	fclose(d.to);
	return rc;
}

#define ARGS(...) (char *[]){"test", __VA_ARGS__, NULL}

static void
options_and_operands(void **state)
{
	(void)state;
	options o = {0};
	int first;
	char *said;
	char **argv = ARGS("a", "-ej", "4", "--output=x", "-", "--", "-e");
	assert_int_equal(run(&o, argv, &first, &said), CLI_RUN);
	assert_int_equal(o.jobs, 4);
	assert_string_equal(o.out, "x");
	assert_true(o.explain);
	assert_string_equal(argv[first], "a");
	assert_string_equal(argv[first + 1], "-");
	assert_string_equal(argv[first + 2], "-e");
	assert_null(argv[first + 3]);
	free(said);
	argv = ARGS("-j2", "--explain");
	assert_int_equal(run(&o, argv, &first, &said), CLI_RUN);
	assert_int_equal(o.jobs, 2);
	assert_null(argv[first]);
	free(said);
}

static void
mistakes(void **state)
{
	(void)state;
	char **bad[] = {ARGS("--none"), ARGS("-z"), ARGS("--jobs"), ARGS("-j", "0"), ARGS("-j", "x"), ARGS("--explain=1")};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		options o = {0};
		int first;
		char *said;
		assert_int_equal(run(&o, bad[i], &first, &said), EXIT_CANNOT_RUN);
		assert_true(strlen(said) > 10);
		free(said);
	}
}

static void
values(void **state)
{
	(void)state;
	static const char *const words[] = {"one", "two", "three"};
	char *said;
	size_t n;
	unsigned jobs = 0;
	diag d;
	diag_init(&d, "test", open_memstream(&said, &n));
	assert_int_equal(cli_choice("word", "two", words, 3, &d), 1);
	assert_int_equal(cli_choice("word", "tw", words, 3, &d), -1);
	assert_int_equal(cli_jobs(&jobs, "3", &d), 0);
	assert_int_equal(jobs, 3);
	assert_int_equal(cli_jobs(&jobs, "0", &d), 0);
	assert_true(jobs >= 1);
	assert_int_equal(cli_jobs(&jobs, "257", &d), -1);
	fclose(d.to);
	assert_string_equal(said, "test: --word: expected one, two or three, got \"tw\"\n"
				  "test: --jobs: expected a number from 0 to 256, got \"257\"\n");
	free(said);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(options_and_operands),
		cmocka_unit_test(mistakes),
		cmocka_unit_test(values),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
