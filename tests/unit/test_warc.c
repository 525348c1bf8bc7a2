#include "check.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file.h"
#include "sha1.h"
#include "warc.h"

static char dir[] = "/tmp/test_warc.XXXXXX";
static char path[64];

typedef struct fixture {
	diag d;
	arena a;
	FILE *log;
} fixture;

static int
setup(void **state)
{
	static fixture f;
	f = (fixture){.log = tmpfile()};
	diag_init(&f.d, "test", f.log);
	snprintf(path, sizeof path, "%s/x.warc", dir);
	unlink(path);
	*state = &f;
	return 0;
}

static int
teardown(void **state)
{
	fixture *f = *state;
	arena_free(&f->a);
	fclose(f->log);
	return 0;
}

static void
write_three(fixture *f, bool gzip, uint64_t off[3], uint64_t len[3])
{
	static const warc_header h[] = {{STR("WARC-Target-URI"), STR("http://a.test/")}};
	warc_writer *w = warc_create(path, gzip, &f->d);
	assert_non_null(w);
	assert_int_equal(
	    warc_write(w, "warcinfo", NULL, 0, STR("software: test\r\n"), STR(""), &off[0], &len[0]), 0);
	assert_int_equal(warc_write(w, "response", h, 1, STR("HTTP/1.1 200 OK\r\n\r\n"),
				    STR("\r\n\r\nbody\r\n"), &off[1], &len[1]),
			 0);
	assert_int_equal(warc_write(w, "metadata", h, 1, STR(""), STR(""), &off[2], &len[2]), 0);
	assert_int_equal(warc_finish(w), 0);
}

static void
round_trip(void **state, bool gzip)
{
	fixture *f = *state;
	uint64_t off[3], len[3];
	write_three(f, gzip, off, len);
	warc_reader *r = warc_open(path, 1 << 20, &f->d);
	warc_record rec;
	static const char *const type[] = {"warcinfo", "response", "metadata"};
	static const char *const block[] = {"software: test\r\n", "HTTP/1.1 200 OK\r\n\r\n\r\n\r\nbody\r\n",
					    ""};
	for (int i = 0; i < 3; i++) {
		assert_int_equal(warc_next(r, &f->a, &rec), 1);
		assert_true(str_eq(rec.type, str_from(type[i])));
		assert_true(str_eq(rec.block, str_from(block[i])));
		assert_int_equal(rec.offset, off[i]);
		assert_int_equal(rec.length, len[i]);
		assert_false(rec.torn || rec.unended || rec.oversize);
		assert_true(str_starts(warc_get(&rec, "warc-block-digest"), STR("sha1:")));
		assert_true(str_starts(rec.id, STR("urn:uuid:")));
	}
	assert_int_equal(warc_next(r, &f->a, &rec), 0);
	assert_int_equal(atomic_load(&f->d.errors), 0);
	warc_close(r);
}

static void
test_round_trip_gzip(void **state)
{
	round_trip(state, true);
}

static void
test_round_trip_plain(void **state)
{
	round_trip(state, false);
}

/* A file cut at every byte: whole records come out, nothing else does, and mending leaves exactly the whole
 * records. */
static void
cut_everywhere(void **state, bool gzip)
{
	fixture *f = *state;
	uint64_t off[3], len[3], cut;
	write_three(f, gzip, off, len);
	str whole;
	assert_int_equal(file_read(&f->a, path, 1 << 20, &whole, &f->d), 0);
	for (size_t n = 0; n <= whole.n; n++) {
		int fd = open(path, O_WRONLY | O_TRUNC);
		assert_int_equal(fd_write_all(fd, str_of(whole.p, n)), 0);
		close(fd);
		int complete = (n >= off[1]) + (n >= off[2]) + (n >= whole.n);
		warc_reader *r = warc_open(path, 1 << 20, &f->d);
		warc_record rec;
		int got = 0;
		while (warc_next(r, &f->a, &rec) == 1)
			got += !rec.torn && !rec.unended;
		warc_close(r);
		assert_int_equal(got, complete);
		uint64_t want = complete == 0 ? 0 : off[complete - 1] + len[complete - 1];
		assert_int_equal(warc_mend(path, 0, &cut, &f->d), want);
		assert_int_equal(cut, n - want);
	}
}

static void
test_cut_gzip(void **state)
{
	cut_everywhere(state, true);
}

static void
test_cut_plain(void **state)
{
	cut_everywhere(state, false);
}

static void
test_append_after_torn_tail(void **state)
{
	fixture *f = *state;
	uint64_t off[3], len[3];
	write_three(f, true, off, len);
	assert_int_equal(truncate(path, (off_t)(off[2] + len[2] - 3)), 0);
	warc_writer *w = warc_create(path, true, &f->d);
	assert_int_equal(warc_size(w), off[2]);
	assert_int_equal(atomic_load(&f->d.warnings), 1);
	uint64_t at;
	assert_int_equal(warc_write(w, "resource", NULL, 0, STR("x"), STR("y"), &at, NULL), 0);
	assert_int_equal(at, off[2]);
	assert_int_equal(warc_finish(w), 0);
}

/* Bytes flipped in the middle record: the one behind it is found again. */
static void
test_damaged_member(void **state)
{
	fixture *f = *state;
	uint64_t off[3], len[3];
	write_three(f, true, off, len);
	int fd = open(path, O_WRONLY);
	assert_int_equal(pwrite(fd, "\xff\xff\xff\xff\xff\xff", 6, (off_t)(off[1] + 12)), 6);
	close(fd);
	warc_reader *r = warc_open(path, 1 << 20, &f->d);
	warc_record rec;
	int metadata = 0;
	while (warc_next(r, &f->a, &rec) == 1)
		metadata += str_eq(rec.type, STR("metadata"));
	assert_int_equal(metadata, 1);
	assert_true(atomic_load(&f->d.errors) >= 1);
	warc_close(r);
}

static void
test_oversize(void **state)
{
	fixture *f = *state;
	warc_writer *w = warc_create(path, true, &f->d);
	buf big = {0};
	buf_reserve(&big, 1 << 20);
	memset(big.p, 'x', 1 << 20);
	big.n = 1 << 20;
	assert_int_equal(warc_write(w, "resource", NULL, 0, buf_str(&big), STR(""), NULL, NULL), 0);
	assert_int_equal(warc_write(w, "metadata", NULL, 0, STR(""), STR(""), NULL, NULL), 0);
	warc_finish(w);
	buf_free(&big);
	warc_reader *r = warc_open(path, 1000, &f->d);
	warc_record rec;
	assert_int_equal(warc_next(r, &f->a, &rec), 1);
	assert_true(rec.oversize);
	assert_int_equal(rec.block.n, 1000);
	assert_int_equal(warc_next(r, &f->a, &rec), 1);
	assert_false(rec.oversize);
	assert_int_equal(warc_next(r, &f->a, &rec), 0);
	warc_close(r);
}

static void
test_header_injection(void **state)
{
	fixture *f = *state;
	static const warc_header h[] = {{STR("WARC-Target-URI"), STR("http://a/\r\nX-Evil: 1")}};
	warc_writer *w = warc_create(path, false, &f->d);
	assert_int_equal(warc_write(w, "resource", h, 1, STR(""), STR(""), NULL, NULL), 0);
	warc_finish(w);
	warc_reader *r = warc_open(path, 1000, &f->d);
	warc_record rec;
	assert_int_equal(warc_next(r, &f->a, &rec), 1);
	assert_null(warc_get(&rec, "X-Evil").p);
	warc_close(r);
}

/* Both ways of computing it agree on every length and cut. */
static void
test_sha1_fast_and_plain(void **state)
{
	fixture *f = *state;
	char *bytes = arena_alloc(&f->a, 1000000);
	for (size_t i = 0; i < 1000000; i++)
		bytes[i] = 'a';
	for (size_t n = 0; n < 400; n += n < 130 ? 1 : 37) {
		unsigned char sum[2][20];
		for (int plain = 0; plain < 2; plain++) {
			sha1 s;
			sha1_init(&s);
			s.fast = s.fast && !plain;
			sha1_add(&s, str_of(bytes, n / 3));
			sha1_add(&s, str_of(bytes, n - n / 3));
			sha1_end(&s, sum[plain]);
		}
		assert_memory_equal(sum[0], sum[1], 20);
	}
	assert_true(str_eq(warc_digest(&f->a, STR(""), str_of(bytes, 1000000)),
			   STR("sha1:GSVJOPGUYTNKJ5Q65MV5XLJHGFSTIALP")));
}

static void
test_sha1(void **state)
{
	(void)state;
	static const struct {
		const char *in, *out;
	} row[] = {{"", "3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"}, {"abc", "VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5"}};
	for (size_t i = 0; i < 2; i++) {
		sha1 s;
		unsigned char sum[20];
		char text[33];
		sha1_init(&s);
		for (const char *p = row[i].in; *p; p++)
			sha1_add(&s, str_of(p, 1));
		sha1_end(&s, sum);
		sha1_base32(sum, text);
		assert_string_equal(text, row[i].out);
	}
}

int
main(void)
{
	if (!mkdtemp(dir))
		return 2;
#define T(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
	    T(test_round_trip_gzip),
	    T(test_round_trip_plain),
	    T(test_cut_gzip),
	    T(test_cut_plain),
	    T(test_append_after_torn_tail),
	    T(test_damaged_member),
	    T(test_oversize),
	    T(test_header_injection),
	    cmocka_unit_test(test_sha1),
	    T(test_sha1_fast_and_plain),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	unlink(path);
	rmdir(dir);
	return failed;
}
