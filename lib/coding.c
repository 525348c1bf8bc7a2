#include "coding.h"

#include <brotli/decode.h>
#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>

#include "arena.h"

#define PIECE       ((size_t)32768)
#define ZSTD_WINDOW 23 /* 8 MiB, RFC 9659 */

enum kind { GZIP, DEFLATE, BROTLI, ZSTD };

typedef struct layer {
	enum kind kind;
	bool fresh, ended; /* fresh: no byte seen yet */
	const char *why;
	z_stream z;
	BrotliDecoderState *br;
	ZSTD_DStream *zs;
	unsigned char out[PIECE];
} layer;

struct coding {
	layer *layer[CODING_MAX]; /* [0] is undone first: the last one applied */
	size_t n;
	coding_sink sink;
	void *to;
	const char *why;
};

/* Names that say that there is no coding: those of the standard, and what is said by mistake, a charset
 * mostly. */
static bool
is_none(str name)
{
	static const char *const none[] = {"identity", "none", "utf-8",      "utf8",   "gbk",  "gb2312",
					   "gb18030",  "big5", "iso-8859-1", "binary", "8bit", "7bit"};
	for (size_t i = 0; i < sizeof none / sizeof *none; i++)
		if (str_ieq(name, str_from(none[i])))
			return true;
	return name.n == 0;
}

static int
kind_of(str name)
{
	if (str_ieq(name, STR("gzip")) || str_ieq(name, STR("x-gzip")))
		return GZIP;
	if (str_ieq(name, STR("deflate")))
		return DEFLATE;
	if (str_ieq(name, STR("br")))
		return BROTLI;
	return str_ieq(name, STR("zstd")) ? ZSTD : -1;
}

static layer *
layer_new(enum kind kind)
{
	layer *l = calloc(1, sizeof *l);
	if (!l)
		mem_exhausted();
	l->kind = kind;
	l->fresh = true;
	bool made;
	if (kind == BROTLI)
		made = (l->br = BrotliDecoderCreateInstance(NULL, NULL, NULL)) != NULL;
	else if (kind == ZSTD)
		made = (l->zs = ZSTD_createDStream()) != NULL &&
		       !ZSTD_isError(ZSTD_DCtx_setParameter(l->zs, ZSTD_d_windowLogMax, ZSTD_WINDOW));
	else
		made = inflateInit2(&l->z, kind == GZIP ? 15 + 16 : 15) == Z_OK;
	if (!made)
		mem_exhausted();
	return l;
}

static void
layer_free(layer *l)
{
	if (l->kind == BROTLI)
		BrotliDecoderDestroyInstance(l->br);
	else if (l->kind == ZSTD)
		ZSTD_freeDStream(l->zs);
	else
		inflateEnd(&l->z);
	free(l);
}

coding *
coding_open(str value, const char **why)
{
	int kind[CODING_MAX];
	size_t n = 0;
	str name;
	while (str_cut(&value, ',', &name)) {
		name = str_trim(name);
		if (is_none(name))
			continue;
		int k = kind_of(name);
		if (k < 0 || n == CODING_MAX) {
			*why = k < 0 ? "unknown content coding" : "too many content codings";
			return NULL;
		}
		kind[n++] = k;
	}
	coding *c = calloc(1, sizeof *c);
	if (!c)
		mem_exhausted();
	c->n = n;
	for (size_t i = 0; i < n; i++)
		c->layer[i] = layer_new((enum kind)kind[n - 1 - i]);
	return c;
}

size_t
coding_depth(const coding *c)
{
	return c->n;
}

static enum coding_result push(coding *c, size_t at, str bytes);

static enum coding_result
bad(coding *c, layer *l, const char *why)
{
	c->why = l->why = why;
	return CODING_BAD;
}

/* What servers call deflate is zlib (RFC 9110 8.4.1.2) or, wrongly, a raw stream, and some take gzip and
 * deflate for one another: the first two bytes tell. */
static void
sniff_inflate(layer *l, str bytes)
{
	unsigned b0 = (unsigned char)bytes.p[0], b1 = bytes.n > 1 ? (unsigned char)bytes.p[1] : 0;
	bool zlib = (b0 & 15) == 8 && (bytes.n < 2 || (b0 << 8 | b1) % 31 == 0);
	bool gzip = b0 == 0x1f && (bytes.n < 2 || b1 == 0x8b);
	if (gzip || zlib) {
		inflateReset2(&l->z, gzip ? 15 + 16 : 15);
		l->kind = gzip ? GZIP : DEFLATE;
	} else if (l->kind == DEFLATE) {
		inflateReset2(&l->z, -15);
	}
}

static enum coding_result
push_inflate(coding *c, size_t at, layer *l, str in)
{
	l->z.next_in = (unsigned char *)(uintptr_t)in.p;
	l->z.avail_in = (unsigned)in.n;
	for (;;) {
		if (l->ended) { /* more gzip members may follow (RFC 1952 2.2); anything else behind the end is ignored */
			if (l->kind != GZIP || l->z.avail_in == 0 || *l->z.next_in != 0x1f)
				return CODING_OK;
			inflateReset(&l->z);
			l->ended = false;
		}
		l->z.next_out = l->out;
		l->z.avail_out = (unsigned)PIECE;
		int rc = inflate(&l->z, Z_NO_FLUSH);
		size_t got = PIECE - l->z.avail_out;
		enum coding_result r = got ? push(c, at + 1, str_of((char *)l->out, got)) : CODING_OK;
		if (r != CODING_OK)
			return r;
		if (rc == Z_STREAM_END)
			l->ended = true;
		else if (rc != Z_OK && rc != Z_BUF_ERROR)
			return bad(c, l, l->kind == GZIP ? "gzip data damaged" : "deflate data damaged");
		else if (got == 0 && l->z.avail_in == 0)
			return CODING_OK;
		else if (rc == Z_BUF_ERROR && got == 0)
			return CODING_OK;
	}
}

static enum coding_result
push_brotli(coding *c, size_t at, layer *l, str in)
{
	const uint8_t *next = (const uint8_t *)in.p;
	size_t left = in.n;
	while (!l->ended) {
		uint8_t *out = l->out;
		size_t room = PIECE;
		BrotliDecoderResult rc =
		    BrotliDecoderDecompressStream(l->br, &left, &next, &room, &out, NULL);
		enum coding_result r =
		    room < PIECE ? push(c, at + 1, str_of((char *)l->out, PIECE - room)) : CODING_OK;
		if (r != CODING_OK)
			return r;
		if (rc == BROTLI_DECODER_RESULT_ERROR)
			return bad(c, l, "brotli data damaged");
		if (rc == BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT)
			return CODING_OK;
		l->ended = rc == BROTLI_DECODER_RESULT_SUCCESS;
	}
	return CODING_OK;
}

static enum coding_result
push_zstd(coding *c, size_t at, layer *l, str bytes)
{
	ZSTD_inBuffer in = {bytes.p, bytes.n, 0};
	for (;;) {
		ZSTD_outBuffer out = {l->out, PIECE, 0};
		size_t rc = ZSTD_decompressStream(l->zs, &out, &in);
		enum coding_result r = out.pos ? push(c, at + 1, str_of((char *)l->out, out.pos)) : CODING_OK;
		if (r != CODING_OK)
			return r;
		if (ZSTD_isError(rc))
			return bad(c, l, "zstd data damaged");
		l->ended = rc == 0;
		if (in.pos == in.size && out.pos < PIECE)
			return CODING_OK;
	}
}

/* Hands bytes to layer `at`, or to the sink behind the last. */
static enum coding_result
push(coding *c, size_t at, str bytes)
{
	if (at == c->n)
		return c->sink(c->to, bytes) ? CODING_OK : CODING_STOPPED;
	layer *l = c->layer[at];
	if (l->why)
		return CODING_BAD;
	if (bytes.n == 0)
		return CODING_OK;
	if (l->fresh && (l->kind == DEFLATE || l->kind == GZIP))
		sniff_inflate(l, bytes);
	l->fresh = false;
	if (l->kind == BROTLI)
		return push_brotli(c, at, l, bytes);
	return l->kind == ZSTD ? push_zstd(c, at, l, bytes) : push_inflate(c, at, l, bytes);
}

enum coding_result
coding_feed(coding *c, str bytes, coding_sink sink, void *to)
{
	c->sink = sink;
	c->to = to;
	enum coding_result r = CODING_OK;
	while (bytes.n && r == CODING_OK) { /* zlib counts in unsigned */
		size_t take = bytes.n < ((size_t)1 << 30) ? bytes.n : (size_t)1 << 30;
		r = push(c, 0, str_of(bytes.p, take));
		bytes = str_skip(bytes, take);
	}
	c->to = NULL; /* the caller's need not live longer than this call */
	return r;
}

typedef struct capped {
	buf *out;
	size_t max;
} capped;

static bool
keep(void *to, str bytes)
{
	capped *k = to;
	size_t room = k->max - k->out->n;
	buf_add(k->out, str_from_to(bytes, 0, room));
	return bytes.n <= room;
}

enum coding_result
coding_feed_buf(coding *c, str bytes, buf *out, size_t max)
{
	return coding_feed(c, bytes, keep, &(capped){out, max});
}

bool
coding_complete(const coding *c)
{
	for (size_t i = 0; i < c->n; i++)
		if (!c->layer[i]->ended || c->layer[i]->why)
			return false;
	return true;
}

const char *
coding_why(const coding *c)
{
	return c->why;
}

void
coding_close(coding *c)
{
	if (!c)
		return;
	for (size_t i = 0; i < c->n; i++)
		layer_free(c->layer[i]);
	free(c);
}

bool
coding_is_gzip(str bytes)
{
	return str_starts(bytes, STR("\x1f\x8b"));
}

str
coding_gunzip(arena *a, str body, size_t max)
{
	const char *why;
	if (!coding_is_gzip(body))
		return body;
	coding *c = coding_open(STR("gzip"), &why);
	buf got = {0};
	coding_feed_buf(c, body, &got, max);
	coding_close(c);
	str out = arena_dup(a, buf_str(&got));
	buf_free(&got);
	return out;
}
