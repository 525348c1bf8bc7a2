#include "check.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "jsonl.h"

typedef struct counter {
	unsigned at, end;
} counter;

static int
count_next(void *source, item *it)
{
	counter *c = source;
	if (c->at == c->end)
		return 0;
	it->offset = c->at++;
	it->bytes = arena_printf(&it->memory, "%llu", (unsigned long long)it->offset);
	return 1;
}

/* Slow for every fifth item, so that workers finish out of order; item 13 is bad. */
static int
echo_work(void *worker, arena *scratch, const item *it, buf *out)
{
	(void)worker;
	if (it->offset % 5 == 0)
		usleep(300);
	buf_add(out, arena_dup(scratch, it->bytes));
	buf_addc(out, '\n');
	return it->offset == 13;
}

static void
run(unsigned jobs, bool fail_fast, buf *got, int *status)
{
	char path[] = "/tmp/xinpian-test-XXXXXX";
	int fd = mkstemp(path);
	assert_true(fd >= 0);
	close(fd);
	diag d;
	diag_init(&d, "test", stderr);
	outfile out;
	assert_int_equal(outfile_open(&out, path, &d), 0);
	counter c = {.end = 200};
	pipeline p = {.jobs = jobs, .fail_fast = fail_fast, .diag = &d, .next = count_next, .source = &c, .work = echo_work,
		      .out = &out};
	*status = pipeline_run(&p);
	assert_int_equal(outfile_commit(&out, &d), 0);
	fd = open(path, O_RDONLY);
	assert_int_equal(fd_read_all(fd, got, 1 << 20), 0);
	close(fd);
	unlink(path);
}

static void
keeps_order(void **state)
{
	(void)state;
	buf want = {0};
	for (int i = 0; i < 200; i++)
		buf_addf(&want, "%d\n", i);
	for (unsigned jobs = 1; jobs <= 7; jobs += 3) {
		buf got = {0};
		int status;
		run(jobs, false, &got, &status);
		assert_int_equal(status, EXIT_BAD_INPUT);
		assert_str(buf_str(&got), buf_str(&want));
		buf_free(&got);
	}
	buf_free(&want);
}

static void
fails_fast(void **state)
{
	(void)state;
	for (unsigned jobs = 1; jobs <= 4; jobs += 3) {
		buf got = {0};
		int status;
		run(jobs, true, &got, &status);
		assert_int_equal(status, EXIT_BAD_INPUT);
		assert_true(str_ends(buf_str(&got), STR("\n12\n13\n")));
		buf_free(&got);
	}
}

static void
full_disk_is_an_error(void **state)
{
	(void)state;
	char *said = NULL;
	size_t n = 0;
	diag d;
	diag_init(&d, "test", open_memstream(&said, &n));
	outfile out;
	assert_int_equal(outfile_open(&out, "/dev/full", &d), 0);
	outfile_write(&out, STR("x"));
	assert_int_equal(outfile_commit(&out, &d), -1);
	fclose(d.to);
	assert_non_null(strstr(said, "No space left"));
	free(said);
}

static void
lines_of_files(void **state)
{
	(void)state;
	char path[] = "/tmp/xinpian-test-XXXXXX";
	int fd = mkstemp(path);
	buf big = {0};
	buf_addz(&big, "one\r\n\n  \n");
	for (int i = 0; i < 200000; i++)
		buf_addc(&big, 'x');
	buf_addz(&big, "\nlast");
	assert_int_equal(fd_write_all(fd, buf_str(&big)), 0);
	close(fd);
	buf_free(&big);
	char *said = NULL;
	size_t n = 0;
	diag d;
	diag_init(&d, "test", open_memstream(&said, &n));
	char missing[] = "/nonexistent";
	char *files[] = {missing, path};
	jsonl *j = jsonl_open(files, 2, 100000, &d);
	item it = {0};
	assert_int_equal(jsonl_next(j, &it), 1);
	assert_str(str_trim(it.bytes), STR("one"));
	assert_int_equal(jsonl_next(j, &it), 1);
	assert_str(it.bytes, STR("last"));
	assert_int_equal(it.offset, 5);
	assert_int_equal(jsonl_next(j, &it), 0);
	jsonl_close(j);
	arena_free(&it.memory);
	fclose(d.to);
	assert_non_null(strstr(said, "/nonexistent: cannot open"));
	assert_non_null(strstr(said, ":4: line is longer"));
	free(said);
	unlink(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keeps_order),
		cmocka_unit_test(fails_fast),
		cmocka_unit_test(full_disk_is_an_error),
		cmocka_unit_test(lines_of_files),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
