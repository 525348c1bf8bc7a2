/* Writing WARC files: one record, one gzip member. Records are gathered and written together; what is not synced is not promised. */
#include "warc.h"

#include <errno.h>
#include <fcntl.h>
#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "calendar.h"
#include "file.h"
#include "sha1.h"

#define GZIP_LEVEL 1 /* 6 saves a tenth more and halves the pages a second */
#define LEVELS     13
#define GATHER     ((size_t)256 << 10) /* bytes of records that are written at once */

struct warc_writer {
	int fd;
	char *path;
	uint64_t size, written; /* bytes of whole records; those that write() has taken */
	diag *d;
	struct libdeflate_compressor *gz[LEVELS]; /* made when needed */
	int level;                                /* -1: no gzip */
	bool packed_block;
	buf record, out; /* out: members that are not written yet */
	arena scratch;
};

str
warc_digest(arena *a, str head, str body)
{
	sha1 s;
	unsigned char sum[20];
	char text[33];
	sha1_init(&s);
	sha1_add(&s, head);
	sha1_add(&s, body);
	sha1_end(&s, sum);
	sha1_base32(sum, text);
	const str part[] = {STR("sha1:"), str_from(text)};
	return arena_cat(a, part, 2);
}

/* Random bytes, fetched from the kernel for sixteen identifiers at once (no stage forks: a child would get
 * the same). */
static void
random_bytes(unsigned char *to, size_t n)
{
	static _Thread_local unsigned char pool[256]; /* so many are never short (getrandom(2)) */
	static _Thread_local size_t left;
	if (left < n) {
		if (getrandom(pool, sizeof pool, 0) != (ssize_t)sizeof pool)
			abort();
		left = sizeof pool;
	}
	left -= n;
	memcpy(to, pool + left, n);
}

str
warc_uuid(arena *a)
{
	static const char digit[] = "0123456789abcdef";
	unsigned char r[16];
	char text[48] = "urn:uuid:", *to = text + 9;
	random_bytes(r, sizeof r);
	r[6] = (unsigned char)((r[6] & 15) | 0x40);
	r[8] = (unsigned char)((r[8] & 0x3f) | 0x80);
	for (int i = 0; i < 16; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			*to++ = '-';
		*to++ = digit[r[i] >> 4];
		*to++ = digit[r[i] & 15];
	}
	return arena_dup(a, str_of(text, (size_t)(to - text)));
}

static void
say(diag *d, const char *path, const char *what)
{
	diag_error(d, path, "cannot %s: %s", what, strerror(errno));
}

/* Where the last whole record from `from` on ends; quiet about what is behind it. -1 when the file cannot be
 * read. */
static int64_t
whole_records_end(const char *path, uint64_t from, diag *d)
{
	diag mute = {.prog = d->prog, .to = fopen("/dev/null", "w")};
	if (!mute.to)
		return -1;
	uint64_t end = from;
	int got = -1;
	warc_reader *w = warc_open_at(path, from, 0, &mute);
	arena a = {0};
	warc_record r;
	while (w && (got = warc_next(w, &a, &r)) == 1 && !r.torn && !r.unended && r.offset == end) {
		end = r.offset + r.length;
		arena_reset(&a);
	}
	arena_free(&a);
	warc_close(w);
	fclose(mute.to);
	return got < 0 ? -1 : (int64_t)end;
}

int64_t
warc_mend(const char *path, uint64_t from, uint64_t *cut, diag *d)
{
	struct stat st;
	*cut = 0;
	if (stat(path, &st) != 0) {
		say(d, path, "read");
		return -1;
	}
	if ((uint64_t)st.st_size <= from)
		return st.st_size;
	int64_t end = whole_records_end(path, from, d);
	if (end < 0) {
		diag_error(d, path, "cannot read its records");
		return -1;
	}
	if (end == st.st_size)
		return end;
	if (truncate(path, end) != 0) {
		say(d, path, "cut the torn tail");
		return -1;
	}
	*cut = (uint64_t)(st.st_size - end);
	diag_warn(d, path,
		  "%llu bytes behind the last whole record cut (an earlier run was stopped while it wrote)",
		  (unsigned long long)*cut);
	return end;
}

warc_writer *
warc_create(const char *path, bool gzip, diag *d)
{
	uint64_t cut;
	struct stat st;
	if (stat(path, &st) == 0 && st.st_size > 0 && warc_mend(path, 0, &cut, d) < 0)
		return NULL;
	int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
	if (fd < 0 || fstat(fd, &st) != 0) {
		say(d, path, "open");
		if (fd >= 0)
			close(fd);
		return NULL;
	}
	warc_writer *w = calloc(1, sizeof *w);
	if (!w || !(w->path = strdup(path)))
		mem_exhausted();
	w->level = gzip ? GZIP_LEVEL : -1;
	w->fd = fd;
	w->size = w->written = (uint64_t)st.st_size;
	w->d = d;
	return w;
}

uint64_t
warc_size(const warc_writer *w)
{
	return w->size;
}

static bool
has(const warc_header *h, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (str_ieq(h[i].name, str_from(name)))
			return true;
	return false;
}

static void
put_header(buf *b, str name, str value)
{
	static const char bad[] = {'\r', '\n', '\0'};
	buf_add(b, name);
	buf_add(b, STR(": "));
	size_t from = b->n;
	buf_add(b, value);
	for (size_t i = 0; i < sizeof bad; i++) /* a value never starts a new header */
		for (char *at = b->p + from; (at = memchr(at, bad[i], (size_t)(b->p + b->n - at)));)
			*at = ' ';
	buf_add(b, STR("\r\n"));
}

static void
build(warc_writer *w, const char *type, const warc_header *h, size_t n, str head, str body)
{
	arena *a = &w->scratch;
	buf *b = &w->record;
	buf_clear(b);
	buf_add(b, STR("WARC/1.1\r\n"));
	put_header(b, STR("WARC-Type"), str_from(type));
	if (!has(h, n, "WARC-Record-ID"))
		put_header(b, STR("WARC-Record-ID"),
			   arena_cat(a, (str[]){STR("<"), warc_uuid(a), STR(">")}, 3));
	if (!has(h, n, "WARC-Date"))
		put_header(b, STR("WARC-Date"), calendar_utc(a, calendar_now(), CALENDAR_ISO));
	for (size_t i = 0; i < n; i++)
		put_header(b, h[i].name, h[i].value);
	/* a payload digest and the member's own CRC say enough of a large block: a second SHA-1 over it is not made */
	if (!has(h, n, "WARC-Block-Digest") && !has(h, n, "WARC-Payload-Digest"))
		put_header(b, STR("WARC-Block-Digest"), warc_digest(a, head, body));
	buf_add(b, STR("Content-Length: "));
	buf_addu(b, head.n + body.n);
	buf_add(b, STR("\r\n\r\n"));
	buf_add(b, head);
	buf_add(b, body);
	buf_add(b, STR("\r\n\r\n"));
}

void
warc_set_level(warc_writer *w, int level)
{
	if (w->level >= 0 && level >= 0 && level < LEVELS)
		w->level = level;
}

void
warc_hint_packed(warc_writer *w, bool packed)
{
	w->packed_block = packed;
}

/* The record as a member behind those that wait; its length. */
static size_t
pack(warc_writer *w)
{
	if (w->level < 0) {
		buf_add(&w->out, buf_str(&w->record));
		return w->record.n;
	}
	int level = w->packed_block ? 0 : w->level;
	struct libdeflate_compressor **gz = &w->gz[level];
	if (!*gz && !(*gz = libdeflate_alloc_compressor(level)))
		mem_exhausted();
	size_t bound = libdeflate_gzip_compress_bound(*gz, w->record.n);
	buf_reserve(&w->out, bound);
	size_t n = libdeflate_gzip_compress(*gz, w->record.p, w->record.n, w->out.p + w->out.n, bound);
	w->out.n += n;
	return n;
}

/* Writes what was gathered, and has the kernel begin with the disk, so that a sync later on finds little to do. */
static int
write_out(warc_writer *w)
{
	size_t n = w->out.n;
	if (n == 0)
		return 0;
	if (fd_write_all(w->fd, buf_str(&w->out)) != 0) {
		say(w->d, w->path, "write");
		if (ftruncate(w->fd, (off_t)w->written) != 0)
			say(w->d, w->path, "cut the half-written record");
		w->size = w->written;
		buf_clear(&w->out);
		return -1;
	}
	sync_file_range(w->fd, (off64_t)w->written, (off64_t)n, SYNC_FILE_RANGE_WRITE);
	w->written += n;
	buf_clear(&w->out);
	return 0;
}

int
warc_write(warc_writer *w, const char *type, const warc_header *header, size_t nheader, str block_head,
	   str block_body, uint64_t *offset, uint64_t *length)
{
	build(w, type, header, nheader, block_head, block_body);
	arena_reset(&w->scratch);
	size_t n = pack(w);
	if (offset)
		*offset = w->size;
	if (length)
		*length = n;
	w->size += n;
	return w->out.n >= GATHER ? write_out(w) : 0;
}

int
warc_sync(warc_writer *w)
{
	if (write_out(w) != 0)
		return -1;
	if (fdatasync(w->fd) == 0 || errno == EINVAL) /* EINVAL: a pipe or device has nothing to sync */
		return 0;
	say(w->d, w->path, "sync");
	return -1;
}

static int
release(warc_writer *w)
{
	int rc = close(w->fd);
	if (rc != 0)
		say(w->d, w->path, "close");
	for (int i = 0; i < LEVELS; i++)
		libdeflate_free_compressor(w->gz[i]);
	buf_free(&w->record);
	buf_free(&w->out);
	arena_free(&w->scratch);
	free(w->path);
	free(w);
	return rc;
}

int
warc_finish(warc_writer *w)
{
	int rc = warc_sync(w);
	return release(w) == 0 ? rc : -1;
}

void
warc_drop(warc_writer *w)
{
	if (w)
		release(w);
}
