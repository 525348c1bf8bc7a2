#include "cdxj.h"

#include <stdlib.h>
#include <string.h>

#include "file.h"
#include "http.h"
#include "json.h"
#include "url.h"

static void
add_host(buf *b, str host)
{
	if (str_starts(host, STR("www.")))
		host = str_skip(host, 4);
	while (host.n) {
		size_t dot = str_rfind(host, STR("."));
		buf_add(b, dot == SIZE_MAX ? host : str_skip(host, dot + 1));
		if (dot == SIZE_MAX)
			return;
		buf_addc(b, ',');
		host.n = dot;
	}
}

static int
by_bytes(const void *a, const void *b)
{
	return str_cmp(*(const str *)a, *(const str *)b);
}

/* Parameters in order of their bytes: two spellings of one query are one key. */
static void
add_query(buf *b, arena *a, str query)
{
	str *param = NULL, one;
	size_t n = 0, cap = 0;
	while (str_cut(&query, '&', &one))
		*arena_push(a, param, n, cap) = one;
	if (n > 1)
		qsort(param, n, sizeof *param, by_bytes);
	for (size_t i = 0; i < n; i++) {
		buf_addc(b, i ? '&' : '?');
		buf_add(b, param[i]);
	}
}

str
cdxj_surt(arena *a, str text)
{
	url u;
	const char *why;
	if (!url_parse(a, text, NULL, &u, &why))
		return arena_lower(a, text);
	buf b = {0};
	add_host(&b, u.host);
	if (u.port.n)
		buf_addc(&b, ':');
	buf_add(&b, u.port);
	buf_addc(&b, ')');
	buf_add(&b, arena_lower(a, u.path));
	if (u.query.n)
		add_query(&b, a, arena_lower(a, u.query));
	str out = arena_dup(a, buf_str(&b));
	buf_free(&b);
	return out;
}

static void
member(buf *b, const char *key, str value)
{
	json_key(b, key);
	json_string(b, value);
}

/* As a string, which is what the format's readers expect. */
static void
number(buf *b, const char *key, uint64_t value)
{
	json_key(b, key);
	buf_addc(b, '"');
	buf_addu(b, value);
	buf_addc(b, '"');
}

void
cdxj_add(cdxj *c, const cdxj_entry *e, str filename)
{
	arena *a = &c->scratch;
	buf b = {0};
	buf_reserve(&b, 2 * e->url.n + 512);
	buf_add(&b, cdxj_surt(a, e->url));
	buf_addc(&b, ' ');
	for (size_t i = 0; i < e->date.n; i++)
		if (ascii_is_digit(e->date.p[i]))
			buf_addc(&b, e->date.p[i]);
	buf_addz(&b, " {");
	member(&b, "url", e->url);
	if (e->revisit || e->mime.n)
		member(&b, "mime", e->revisit ? STR("warc/revisit") : e->mime);
	if (e->status)
		number(&b, "status", e->status);
	member(&b, "digest", e->digest);
	number(&b, "length", e->length);
	number(&b, "offset", e->offset);
	member(&b, "filename", filename);
	buf_addz(&b, "}\n");
	*arena_push(&c->memory, c->line, c->n, c->cap) = arena_dup(&c->memory, buf_str(&b));
	arena_reset(a);
	buf_free(&b);
}

int
cdxj_scan(cdxj *c, const char *warc, str filename, diag *d)
{
	warc_reader *w = warc_open(warc, 1 << 18, d);
	if (!w)
		return -1;
	arena a = {0};
	warc_record r;
	int got;
	while ((got = warc_next(w, &a, &r)) == 1) {
		bool revisit = str_eq(r.type, STR("revisit"));
		http_message m = {0};
		if (revisit || str_eq(r.type, STR("response"))) {
			http_parse(&a, r.block, &m);
			cdxj_add(c,
				 &(cdxj_entry){r.uri, r.date, m.mime, warc_get(&r, "WARC-Payload-Digest"),
					       m.status, revisit, r.offset, r.length},
				 filename);
		}
		arena_reset(&a);
	}
	arena_free(&a);
	warc_close(w);
	return got;
}

int
cdxj_write(cdxj *c, const char *path, diag *d)
{
	outfile o;
	if (c->n > 1)
		qsort(c->line, c->n, sizeof *c->line, by_bytes);
	if (outfile_open(&o, path, d) != 0)
		return -1;
	for (size_t i = 0; i < c->n; i++)
		outfile_write(&o, c->line[i]);
	return outfile_commit(&o, d);
}

void
cdxj_free(cdxj *c)
{
	arena_free(&c->memory);
	arena_free(&c->scratch);
	*c = (cdxj){0};
}
