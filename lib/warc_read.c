/* Reading WARC files: records, and what to do where one is damaged. */
#include "warc.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "warc_stream.h"

#define HEADERS 512 /* most headers of one record */

/* Empty lines between records. */
static void
skip_blank(warc_reader *w)
{
	while (w->out_at < w->out_n && (w->out[w->out_at] == '\r' || w->out[w->out_at] == '\n'))
		warc_skip(w, 1);
}

static bool
at_record(str s)
{
	return str_starts(s, STR("WARC/"));
}

/* A member that was torn and then written behind swallows the head of the next one: search from its own start
 * where the file can be sought, else from where inflate gave up. */
static void
rewind_to(warc_reader *w, uint64_t at)
{
	if (lseek(w->fd, (off_t)at, SEEK_SET) == (off_t)-1)
		return;
	w->in_pos = at;
	w->in_at = w->in_n = 0;
	w->eof = false;
}

/* After damage: finds the next gzip header whose member begins with a record. */
static bool
resync_gzip(warc_reader *w)
{
	w->member = false;
	w->out_at = w->out_n = 0;
	for (;;) {
		while (w->in_n - w->in_at < 10 && warc_read_more(w))
			continue;
		if (w->in_n - w->in_at < 10)
			return false;
		unsigned char *from = w->in + w->in_at;
		unsigned char *hit = memmem(from, w->in_n - w->in_at, "\x1f\x8b\x08", 3);
		if (!hit) {
			w->in_at = w->in_n - 2;
			continue;
		}
		w->in_at = (size_t)(hit - w->in);
		if (w->in_at > IN_SIZE / 2)
			warc_read_more(w); /* enough behind it to tell */
		inflateReset(&w->z);
		char probe[16];
		w->z.next_in = w->in + w->in_at;
		w->z.avail_in = (unsigned)(w->in_n - w->in_at);
		w->z.next_out = (unsigned char *)probe;
		w->z.avail_out = sizeof probe;
		inflate(&w->z, Z_SYNC_FLUSH);
		if (at_record(str_of(probe, sizeof probe - w->z.avail_out)))
			return true;
		w->in_at++;
	}
}

/* After damage in a plain file: the next line that starts a record. */
static bool
resync_plain(warc_reader *w)
{
	for (;;) {
		size_t hit = str_find(warc_window(w), STR("\nWARC/1."));
		if (hit != SIZE_MAX) {
			warc_skip(w, hit + 1);
			return true;
		}
		size_t n = warc_window(w).n;
		warc_skip(w, n > 8 ? n - 8 : 0);
		if (warc_fill(w, true) != FILL_OK)
			return false;
	}
}

/* Says what was wrong and goes on behind it. false when nothing more is there. */
static bool
resync(warc_reader *w, uint64_t at, const char *what)
{
	warc_complain(w, at, what);
	if (w->failed)
		return false;
	if (!w->gzip)
		return resync_plain(w);
	rewind_to(w, w->member_at + 1);
	if (w->in_pos + w->in_at == w->member_at && w->in_at < w->in_n)
		w->in_at++;
	return resync_gzip(w);
}

static uint64_t
here(const warc_reader *w)
{
	return w->gzip ? w->member_at : w->out_pos;
}

static uint64_t
consumed(const warc_reader *w)
{
	return w->gzip ? w->in_pos + w->in_at : w->out_pos;
}

/* One header line into the arena. 1; 0 when the file (or the member with the record) ended; -1 when it is too
 * long or damaged. */
static int
header_line(warc_reader *w, arena *a, str *line)
{
	for (;;) {
		str s = warc_window(w);
		size_t nl = str_chr(s, '\n');
		if (nl != SIZE_MAX) {
			*line = arena_dup(a, str_of(s.p, nl && s.p[nl - 1] == '\r' ? nl - 1 : nl));
			warc_skip(w, nl + 1);
			return 1;
		}
		if (s.n >= LINE_MAX_)
			return -1;
		enum fill f = warc_fill(w, true);
		if (f == FILL_EOF)
			return 0;
		if (f == FILL_BAD)
			return -1;
	}
}

static str
without_brackets(str s)
{
	if (s.n >= 2 && s.p[0] == '<' && s.p[s.n - 1] == '>')
		return str_from_to(s, 1, s.n - 1);
	return s;
}

static void
known_header(warc_record *r, str name, str value)
{
	const struct {
		const char *name;
		str *to;
	} known[] = {{"WARC-Type", &r->type},
		     {"WARC-Record-ID", &r->id},
		     {"WARC-Date", &r->date},
		     {"WARC-Target-URI", &r->uri},
		     {"Content-Type", &r->content_type},
		     {"WARC-Truncated", &r->truncated}};
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (str_ieq(name, str_from(known[i].name)) && !known[i].to->p)
			*known[i].to =
			    known[i].to == &r->id || known[i].to == &r->uri ? without_brackets(value) : value;
}

/* The header section behind the version line. 1, 0 (ended), -1 (damaged). */
static int
read_headers(warc_reader *w, arena *a, warc_record *r)
{
	size_t cap = 0;
	str line;
	for (;;) {
		int got = header_line(w, a, &line);
		if (got != 1)
			return got;
		if (line.n == 0)
			break;
		size_t colon = str_chr(line, ':');
		if ((line.p[0] == ' ' || line.p[0] == '\t') && r->nheader) { /* folded, WARC/1.0 */
			str part[] = {r->header[r->nheader - 1].value, STR(" "), str_trim(line)};
			r->header[r->nheader - 1].value = arena_cat(a, part, 3);
			continue;
		}
		if (colon == SIZE_MAX || colon == 0 || r->nheader == HEADERS)
			return -1;
		warc_header *h = arena_push(a, r->header, r->nheader, cap);
		h->name = str_of(line.p, colon);
		h->value = str_trim(str_skip(line, colon + 1));
	}
	for (size_t i = 0; i < r->nheader; i++)
		known_header(r, r->header[i].name, r->header[i].value);
	return 1;
}

/* `need` block bytes, at most w->max kept. Returns the number of bytes that were there. */
static uint64_t
read_block(warc_reader *w, arena *a, uint64_t need, warc_record *r)
{
	uint64_t keep = need < w->max ? need : w->max, got = 0;
	size_t cap = keep < OUT_SIZE ? (size_t)keep + 1 : OUT_SIZE;
	char *p = arena_alloc(a, cap);
	size_t n = 0;
	while (got < need) {
		if (w->out_at == w->out_n) {
			bool fresh = w->gzip && !w->member;
			enum fill f = warc_fill(w, true);
			if (f == FILL_EOF || f == FILL_BAD)
				break;
			if (fresh &&
			    at_record(warc_window(w))) /* a new record where the block should go on */
				break;
			continue;
		}
		str s = warc_window(w);
		size_t take = s.n < need - got ? s.n : (size_t)(need - got);
		size_t store = n + take <= keep ? take : (size_t)(keep - n);
		if (n + store + 1 > cap) {
			size_t more = cap * 2 < keep + 1 ? cap * 2 : (size_t)keep + 1;
			p = arena_grow(a, p, cap, more < n + store + 1 ? n + store + 1 : more);
			cap = more < n + store + 1 ? n + store + 1 : more;
		}
		memcpy(p + n, s.p, store);
		n += store;
		got += take;
		warc_skip(w, take);
	}
	p[n] = '\0';
	r->block = str_of(p, n);
	r->oversize = need > w->max;
	return got;
}

/* Behind the block: its CRLF CRLF, and for gzip what is left of the member, so that `consumed` is the
 * record's end. false when the file ends before them. */
static bool
finish_record(warc_reader *w)
{
	int seen = 0;
	while (seen < 4) {
		if (w->out_at == w->out_n && warc_fill(w, false) != FILL_OK && w->out_at == w->out_n)
			break;
		if (w->out[w->out_at] != '\r' && w->out[w->out_at] != '\n')
			break;
		warc_skip(w, 1);
		seen++;
	}
	if (!w->gzip)
		return seen == 4 || w->out_at < w->out_n;
	while (w->member && w->out_at == w->out_n && warc_fill(w, false) == FILL_OK)
		skip_blank(w);
	return !w->member || w->out_at < w->out_n;
}

/* Moves to the next record's first byte. 1, 0 at the end, -1. */
static int
find_record(warc_reader *w)
{
	for (;;) {
		skip_blank(w);
		str s = warc_window(w);
		if (s.n >= 5) {
			if (at_record(s))
				return 1;
			if (!resync(w, here(w), "no WARC record here; looking for the next one"))
				return w->failed ? -1 : 0;
			continue;
		}
		enum fill f = warc_fill(w, true);
		if (f == FILL_BAD) {
			if (!resync(w, w->member_at, "gzip data damaged; looking for the next member"))
				return w->failed ? -1 : 0;
		} else if (f == FILL_EOF) {
			if (w->failed)
				return -1;
			if (w->gzip && w->member)
				warc_complain(w, w->member_at, "file ends inside a gzip member");
			else if (warc_window(w).n)
				warc_complain(w, here(w), "file ends inside a record");
			return 0;
		}
	}
}

static bool
block_length(const warc_record *r, uint64_t *n)
{
	return str_u64(warc_get(r, "Content-Length"), n);
}

int
warc_next(warc_reader *w, arena *a, warc_record *r)
{
	for (;;) {
		int got = find_record(w);
		if (got != 1)
			return got;
		*r = (warc_record){.offset = here(w)};
		str version;
		uint64_t need;
		got = header_line(w, a, &version);
		if (got == 1)
			got = read_headers(w, a, r);
		if (got == 1 && !block_length(r, &need))
			got = -1;
		if (got == 1) {
			r->torn = read_block(w, a, need, r) < need;
			if (r->torn)
				warc_complain(w, r->offset, "record torn: the file ends or breaks inside it");
			else
				r->unended = !finish_record(w);
			r->length = consumed(w) - r->offset;
			return w->failed ? -1 : 1;
		}
		if (got == 0) {
			warc_complain(w, r->offset, "file ends inside a record's headers");
			return w->failed ? -1 : 0;
		}
		if (!resync(w, r->offset, "damaged record headers; looking for the next record"))
			return w->failed ? -1 : 0;
	}
}

warc_reader *
warc_open(const char *path, size_t max, diag *d)
{
	return warc_open_at(path, 0, max, d);
}

warc_reader *
warc_open_at(const char *path, uint64_t offset, size_t max, diag *d)
{
	bool in = strcmp(path, "-") == 0;
	int fd = in ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0) {
		diag_error(d, path, "cannot open: %s", strerror(errno));
		return NULL;
	}
	if (offset && lseek(fd, (off_t)offset, SEEK_SET) == (off_t)-1) {
		diag_error(d, path, "cannot seek to byte %llu: %s", (unsigned long long)offset,
			   strerror(errno));
		if (!in)
			close(fd);
		return NULL;
	}
	warc_reader *w = calloc(1, sizeof *w);
	if (!w || !(w->path = strdup(path)) || !(w->in = malloc(IN_SIZE)) || !(w->out = malloc(OUT_SIZE)) ||
	    inflateInit2(&w->z, 15 + 16) != Z_OK)
		mem_exhausted();
	w->fd = fd;
	w->in_pos = w->out_pos = offset;
	w->max = max;
	w->d = d;
	while (w->in_n < 2 && warc_read_more(w))
		continue;
	if (w->failed) {
		warc_close(w);
		return NULL;
	}
	w->gzip = w->in_n >= 2 && w->in[0] == 0x1f && w->in[1] == 0x8b;
	return w;
}

void
warc_close(warc_reader *w)
{
	if (!w)
		return;
	if (w->fd != STDIN_FILENO)
		close(w->fd);
	inflateEnd(&w->z);
	free(w->path);
	free(w->in);
	free(w->out);
	free(w);
}

str
warc_get(const warc_record *r, const char *name)
{
	str key = str_from(name);
	for (size_t i = 0; i < r->nheader; i++)
		if (str_ieq(r->header[i].name, key))
			return r->header[i].value;
	return STR_NULL;
}
