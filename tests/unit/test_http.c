#include "check.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

#include "coding.h"
#include "http.h"

static str
gzipped(arena *a, str s, int window)
{
	z_stream z = {0};
	size_t room = s.n + 1000;
	char *out = arena_alloc(a, room);
	deflateInit2(&z, 6, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY);
	z.next_in = (unsigned char *)(uintptr_t)s.p;
	z.avail_in = (unsigned)s.n;
	z.next_out = (unsigned char *)out;
	z.avail_out = (unsigned)room;
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	deflateEnd(&z);
	return str_of(out, room - z.avail_out);
}

static str
zstded(arena *a, str s)
{
	char *out = arena_alloc(a, s.n + 1000);
	return str_of(out, ZSTD_compress(out, s.n + 1000, s.p, s.n, 3));
}

static http_message
decoded(arena *a, const char *headers, str body, size_t max)
{
	str part[] = {STR("HTTP/1.1 200 OK\r\n"), str_from(headers), STR("\r\n"), body};
	http_message m;
	assert_true(http_parse(a, arena_cat(a, part, 4), &m));
	http_decode(a, &m, max);
	return m;
}

#define PAGE STR("<html>\xe8\x8a\xaf\xe7\x89\x87 chip chip chip chip chip chip chip chip</html>")

/* PAGE as brotli(1) -q 5 packs it: the encoder is no dependency of ours. */
#define PAGE_BROTLI                                                                                          \
	STR("\x1b\x3a\x00\x00\x44\x27\x47\x7a\xb0\x83\xb4\x4c\x92\xb2\xc4\x5a\x99\xa4\x58\x49\xc8\x24\x45"   \
	    "\x65\x71\xa5\x2e\x09\x5b\xfd\xd9\xeb\x82\x79\xa4\x84\x21")

static void
test_parse(void **state)
{
	(void)state;
	arena a = {0};
	http_message m;
	assert_true(http_parse(
	    &a, STR("HTTP/2 404 Not here\nContent-Type:  Text/HTML ; Charset=\"gb2312\"\nX: y\n\nbody\n\n"),
	    &m));
	assert_int_equal(m.status, 404);
	assert_true(str_eq(m.reason, STR("Not here")));
	assert_true(str_eq(m.mime, STR("text/html")));
	assert_true(str_eq(m.charset, STR("gb2312")));
	assert_true(str_eq(m.raw_body, STR("body\n\n")));
	assert_true(str_eq(http_field(&m, "x"), STR("y")));
	assert_null(http_field(&m, "status").p);
	assert_false(http_parse(&a, STR("HTTP/1.1 200 OK\r\nX: y\r\n"), &m));
	assert_true(http_parse(&a, STR("garbage\r\n\r\nbody"), &m));
	assert_int_equal(m.status, 0);
	arena_free(&a);
}

static void
test_codings(void **state)
{
	(void)state;
	arena a = {0};
	const struct {
		const char *label;
		str body;
	} row[] = {
	    {"Content-Encoding: gzip\r\n", gzipped(&a, PAGE, 31)},
	    {"Content-Encoding: deflate\r\n", gzipped(&a, PAGE, 15)},
	    {"Content-Encoding: deflate\r\n", gzipped(&a, PAGE, -15)},
	    {"Content-Encoding: br\r\n", PAGE_BROTLI},
	    {"Content-Encoding: zstd\r\n", zstded(&a, PAGE)},
	    {"Content-Encoding: gzip, zstd, identity\r\n", zstded(&a, gzipped(&a, PAGE, 31))},
	    {"Content-Encoding: identity\r\n", PAGE},
	    {"", PAGE},
	};
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		http_message m = decoded(&a, row[i].label, row[i].body, 1000);
		assert_true(str_eq(m.body, PAGE));
		assert_false(m.truncated);
		assert_null(m.fault);
		if (!row[i].label[0] || strstr(row[i].label, ": id"))
			continue;
		m = decoded(&a, row[i].label, str_of(row[i].body.p, row[i].body.n - 1), 1000);
		assert_true(m.truncated); /* one byte short is never whole */
		assert_non_null(m.fault);
	}
	arena_free(&a);
}

static void
test_bodies_that_lie(void **state)
{
	(void)state;
	arena a = {0};
	http_message m = decoded(&a, "Content-Encoding: gzip\r\n", PAGE, 1000);
	assert_true(str_eq(m.body, PAGE));
	assert_non_null(m.fault);
	assert_false(m.truncated);
	m = decoded(&a, "Transfer-Encoding: chunked\r\n", PAGE, 1000);
	assert_true(str_eq(m.body, PAGE));
	assert_non_null(m.fault);
	m = decoded(&a, "Content-Encoding: compress\r\n", PAGE, 1000);
	assert_non_null(m.fault);
	m = decoded(&a, "Content-Encoding: gzip,gzip,gzip,gzip,gzip,gzip\r\n", PAGE, 1000);
	assert_non_null(m.fault);
	str gz = gzipped(&a, PAGE, 31);
	str broken = arena_dup(&a, gz);
	((char *)(uintptr_t)broken.p)[broken.n - 5] ^= 1; /* the CRC */
	m = decoded(&a, "Content-Encoding: gzip\r\n", broken, 1000);
	assert_true(m.truncated);
	assert_true(str_eq(m.body, PAGE));
	str two[] = {gz, gz};
	m = decoded(&a, "Content-Encoding: gzip\r\n", arena_cat(&a, two, 2), 1000);
	assert_int_equal(m.body.n, 2 * PAGE.n);
	arena_free(&a);
}

static void
test_chunked(void **state)
{
	(void)state;
	arena a = {0};
	static const struct {
		const char *in, *out;
		bool truncated;
	} row[] = {
	    {"3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n", "abcde", false},
	    {"3\nabc\n0\n\n", "abc", false},
	    {"0\r\n\r\n", "", false},
	    {"5\r\nab", "ab", true},
	    {"3\r\nabc\r\n", "abc", true},
	    {"3\r\nabc\r\nzz\r\n", "abc", true},
	    {"3\r\nabc\r\nfffffffffffffffffffff\r\n", "abc", true},
	    {"3\r\nabc\r\n7fffffffffffffff\r\nx", "abcx", true},
	};
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		http_message m = decoded(&a, "Transfer-Encoding: chunked\r\n", str_from(row[i].in), 1000);
		assert_true(str_eq(m.body, str_from(row[i].out)));
		assert_int_equal(m.truncated, row[i].truncated);
	}
	arena_free(&a);
}

static void
test_bomb_is_cut(void **state)
{
	(void)state;
	arena a = {0};
	size_t n = (size_t)8 << 20;
	str zeros = {arena_zalloc(&a, n), n};
	str once = gzipped(&a, zeros, 31), twice = gzipped(&a, once, 31);
	http_message m = decoded(&a, "Content-Encoding: gzip, gzip\r\n", twice, 100000);
	assert_true(m.truncated);
	assert_int_equal(m.body.n, 100000);
	m = decoded(&a, "", zeros, 5000);
	assert_true(m.truncated);
	assert_int_equal(m.body.n, 5000);
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_parse),           cmocka_unit_test(test_codings),
	    cmocka_unit_test(test_bodies_that_lie), cmocka_unit_test(test_chunked),
	    cmocka_unit_test(test_bomb_is_cut),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
