#include <iconv.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "file.h"
#include "site.h"

enum { FILE_MAX = 64 << 20 };

static str
fill(arena *a, str text, str host, unsigned port)
{
	buf b = {0};
	size_t at;
	while ((at = str_find(text, STR("{{"))) != SIZE_MAX) {
		buf_add(&b, str_from_to(text, 0, at));
		text = str_skip(text, at);
		if (str_starts(text, STR("{{host}}"))) {
			buf_add(&b, host);
			text = str_skip(text, 8);
		} else if (str_starts(text, STR("{{port}}"))) {
			buf_addu(&b, port);
			text = str_skip(text, 8);
		} else {
			buf_add(&b, str_from_to(text, 0, 2));
			text = str_skip(text, 2);
		}
	}
	buf_add(&b, text);
	str out = arena_dup(a, buf_str(&b));
	buf_free(&b);
	return out;
}

/* The text in another charset; STR_NULL when that cannot write it. */
static str
to_charset(arena *a, str text, const char *charset)
{
	iconv_t cd = iconv_open(charset, "UTF-8");
	if (cd == (iconv_t)-1)
		return STR_NULL;
	size_t room = text.n * 4 + 16, left = text.n, space = room;
	char *to = arena_alloc(a, room), *out = to, *in = (char *)(uintptr_t)text.p;
	iconv(cd, &in, &left, &out, &space);
	iconv_close(cd);
	return left ? STR_NULL : str_of(to, room - space);
}

static int
load_row(site *s, const table *t, size_t row, const char *root, diag *d)
{
	route *r = &s->route[s->n];
	uint64_t status;
	str file = table_get(t, row, table_column(t, "file"));
	str encode = table_get(t, row, table_column(t, "encode"));
	if (!str_u64(table_get(t, row, table_column(t, "status")), &status) || status < 100 || status > 999) {
		diag_error(d, t->path.p, "line %u: expected a status from 100 to 999", t->row[row].line);
		return -1;
	}
	r->path = table_get(t, row, table_column(t, "path"));
	r->status = (unsigned)status;
	r->type = table_get(t, row, table_column(t, "type"));
	r->encode = encode.n ? arena_dup(&s->memory, encode).p : NULL;
	r->gzip = str_eq(table_get(t, row, table_column(t, "gzip")), STR("gzip"));
	r->headers = table_get(t, row, table_column(t, "headers"));
	r->content = STR("");
	s->n++;
	if (!file.n)
		return 0;
	str path = arena_printf(&s->memory, "%s/" STR_FMT, root, STR_ARG(file));
	if (file_read(&s->memory, path.p, FILE_MAX, &r->content, d))
		return -1;
	if (r->encode && !to_charset(&s->memory, r->content, r->encode).p) {
		diag_error(d, path.p, "holds what %s cannot write", r->encode);
		return -1;
	}
	return 0;
}

int
site_load(site *s, const char *root, unsigned generated, diag *d)
{
	table t;
	memset(s, 0, sizeof *s);
	s->generated = generated;
	if (table_load(&t, &s->memory, d, root, "routes"))
		return -1;
	if (table_need(&t, d, "path") < 0 || table_need(&t, d, "status") < 0 || table_need(&t, d, "file") < 0)
		return -1;
	s->route = arena_array(&s->memory, route, t.nrow + 1);
	int bad = 0;
	for (size_t i = 0; i < t.nrow; i++)
		bad |= load_row(s, &t, i, root, d);
	return bad;
}

static str
gzip(arena *a, str bytes)
{
	z_stream z = {0};
	if (deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
		abort();
	size_t room = deflateBound(&z, bytes.n);
	char *to = arena_alloc(a, room);
	z.next_in = (Bytef *)(uintptr_t)bytes.p;
	z.avail_in = (uInt)bytes.n;
	z.next_out = (Bytef *)to;
	z.avail_out = (uInt)room;
	deflate(&z, Z_FINISH);
	deflateEnd(&z);
	return str_of(to, z.total_out);
}

/* Page N of a site that is as large as a test wants: /gen/ lists them, /gen/N.html is an article of its own. */
static bool
generated_answer(const site *s, arena *a, str path, str host, route *r)
{
	uint64_t n;
	if (!s->generated || !str_starts(path, STR("/gen/")))
		return false;
	str name = str_skip(path, 5);
	buf b = {0};
	if (!name.n || str_eq(name, STR("sitemap.xml"))) {
		buf_addz(&b, name.n ? "<urlset>" : "<!DOCTYPE html><meta charset=utf-8><title>index</title><ul>\n");
		for (unsigned i = 1; i <= s->generated; i++)
			buf_addf(&b, name.n ? "<url><loc>http://" STR_FMT "/gen/%u.html</loc></url>\n"
					    : "<li><a href=\"http://" STR_FMT "/gen/%u.html\">page %u</a>\n", STR_ARG(host), i, i);
		buf_addz(&b, name.n ? "</urlset>\n" : "</ul>\n");
	} else if (str_ends(name, STR(".html")) && str_u64(str_from_to(name, 0, name.n - 5), &n) && n && n <= s->generated) {
		buf_addf(&b, "<!DOCTYPE html><html lang=zh-CN><meta charset=utf-8><title>第%u号样品</title><h1>第%u号样品</h1>\n",
			 (unsigned)n, (unsigned)n);
		for (int i = 0; i < 20; i++)
			buf_addf(&b, "<p>第%u号样品的第%d段：这批芯片在测试台上跑了%u个小时，功耗%d瓦，没有出现一次错误。</p>\n",
				 (unsigned)n, i + 1, (unsigned)(n * 7 % 1000), 50 + i);
	} else {
		buf_free(&b);
		return false;
	}
	*r = (route){.path = path, .status = 200, .content = arena_dup(a, buf_str(&b)),
		     .type = str_ends(path, STR(".xml")) ? STR("application/xml") : STR("text/html; charset=utf-8")};
	buf_free(&b);
	return true;
}

void
site_answer(const site *s, arena *a, str path, str host, unsigned port, route *answer)
{
	static const route none = {.status = 404, .type = {"text/html; charset=utf-8", 24}, .content = {"<h1>404</h1>\n", 13}};
	const route *found = &none;
	if (generated_answer(s, a, path, host, answer))
		return;
	for (size_t i = 0; i < s->n; i++)
		if (str_eq(s->route[i].path, path) || (found == &none && str_eq(s->route[i].path, STR("*"))))
			found = &s->route[i];
	*answer = *found;
	answer->content = fill(a, found->content, host, port);
	answer->headers = fill(a, found->headers, host, port);
	if (found->encode)
		answer->content = to_charset(a, answer->content, found->encode);
	if (found->gzip)
		answer->content = gzip(a, answer->content);
}
