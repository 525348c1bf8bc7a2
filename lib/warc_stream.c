/* The bytes of a WARC file, decoded: the descriptor, gzip members when there are any, a window for the reader
 * of records. */
#include "warc_stream.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

static void
place(const warc_reader *w, uint64_t at, char *text, size_t n)
{
	snprintf(text, n, "%s:%llu", w->path, (unsigned long long)at);
}

void
warc_complain(warc_reader *w, uint64_t at, const char *what)
{
	char where[1200];
	if (w->said == at + 1)
		return;
	w->said = at + 1;
	place(w, at, where, sizeof where);
	diag_error(w->d, where, "%s", what);
}

bool
warc_read_more(warc_reader *w)
{
	if (w->eof || (w->in_at == 0 && w->in_n == IN_SIZE))
		return false;
	memmove(w->in, w->in + w->in_at, w->in_n - w->in_at);
	w->in_pos += w->in_at;
	w->in_n -= w->in_at;
	w->in_at = 0;
	ssize_t got;
	do
		got = read(w->fd, w->in + w->in_n, IN_SIZE - w->in_n);
	while (got < 0 && errno == EINTR);
	if (got < 0) {
		diag_error(w->d, w->path, "cannot read: %s", strerror(errno));
		w->failed = true;
	}
	w->eof = got <= 0;
	w->in_n += got > 0 ? (size_t)got : 0;
	return got > 0;
}

static void
compact(warc_reader *w)
{
	if (w->out_at == 0)
		return;
	memmove(w->out, w->out + w->out_at, w->out_n - w->out_at);
	w->out_n -= w->out_at;
	w->out_at = 0;
}

static enum fill
fill_plain(warc_reader *w)
{
	if (w->in_at == w->in_n && !warc_read_more(w))
		return FILL_EOF;
	size_t room = OUT_SIZE - w->out_n, have = w->in_n - w->in_at;
	size_t take = have < room ? have : room;
	memcpy(w->out + w->out_n, w->in + w->in_at, take);
	w->out_n += take;
	w->in_at += take;
	return FILL_OK;
}

static enum fill
inflate_some(warc_reader *w)
{
	w->z.next_in = w->in + w->in_at;
	w->z.avail_in = (unsigned)(w->in_n - w->in_at);
	w->z.next_out = (unsigned char *)w->out + w->out_n;
	w->z.avail_out = (unsigned)(OUT_SIZE - w->out_n);
	int rc = inflate(&w->z, Z_NO_FLUSH);
	w->in_at = w->in_n - w->z.avail_in;
	w->out_n = OUT_SIZE - w->z.avail_out;
	if (rc == Z_STREAM_END) {
		w->member = false;
		return FILL_MEMBER_END;
	}
	return rc == Z_OK || rc == Z_BUF_ERROR ? FILL_OK : FILL_BAD;
}

/* Enters a new member only where `cross` allows. FILL_MEMBER_END may come with new bytes. */
static enum fill
fill_gzip(warc_reader *w, bool cross)
{
	if (!w->member) {
		while (w->in_n - w->in_at < 3 && warc_read_more(w))
			continue;
		if (!cross)
			return FILL_MEMBER_END;
		if (w->in_at == w->in_n)
			return FILL_EOF;
		w->member_at = w->in_pos + w->in_at;
		if (w->in_n - w->in_at < 3 || memcmp(w->in + w->in_at, "\x1f\x8b\x08", 3) != 0)
			return FILL_BAD;
		inflateReset(&w->z);
		w->member = true;
	}
	size_t before = w->out_n;
	for (;;) {
		if (w->in_at == w->in_n && !warc_read_more(w))
			return FILL_EOF;
		enum fill f = inflate_some(w);
		if (f != FILL_OK || w->out_n > before)
			return f;
	}
}

enum fill
warc_fill(warc_reader *w, bool cross)
{
	compact(w);
	if (w->out_n == OUT_SIZE)
		return FILL_OK;
	return w->gzip ? fill_gzip(w, cross) : fill_plain(w);
}

str
warc_window(const warc_reader *w)
{
	return str_of(w->out + w->out_at, w->out_n - w->out_at);
}

void
warc_skip(warc_reader *w, size_t n)
{
	w->out_at += n;
	w->out_pos += n;
}
