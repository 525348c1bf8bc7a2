/* warc_stream.h - inside the WARC reader: a window of decoded bytes over a descriptor, whether it is gzip or plain. */
#ifndef XP_WARC_STREAM_H
#define XP_WARC_STREAM_H

#include <zlib.h>

#include "warc.h"

#define IN_SIZE   ((size_t)1 << 16)
#define OUT_SIZE  ((size_t)1 << 17)
#define LINE_MAX_ ((size_t)1 << 16) /* longest header line; the output window holds two */

struct warc_reader {
	int fd;
	char *path;
	size_t max;
	diag *d;
	bool gzip, eof, failed;
	unsigned char *in;
	size_t in_at, in_n;
	uint64_t in_pos;           /* file offset of in[0] */
	z_stream z;
	bool member;               /* inside a gzip member */
	uint64_t member_at;        /* where the member that gave the newest output starts */
	char *out;
	size_t out_at, out_n;
	uint64_t out_pos;          /* plain: file offset of out[out_at] */
	uint64_t said;             /* place of the newest complaint + 1: a fault is said once */
};

enum fill { FILL_OK, FILL_MEMBER_END, FILL_EOF, FILL_BAD };

/* More bytes of the file behind what is left in `in`. false at the end or on an error. */
bool warc_read_more(warc_reader *w);
/* More decoded bytes into the window. A new gzip member is entered only where `cross` allows it. FILL_MEMBER_END may come with bytes. */
enum fill warc_fill(warc_reader *w, bool cross);
str warc_window(const warc_reader *w);
void warc_skip(warc_reader *w, size_t n);
/* Says what was wrong at a byte of the file; each place once. */
void warc_complain(warc_reader *w, uint64_t at, const char *what);

#endif
