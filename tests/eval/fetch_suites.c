/*
 * fetch_suites KIND FILE.jsonl [-v] - runs public suites (URLs, robots.txt, feeds) on the crawler's own
 * functions and says how many rows of each pass. -v names every row that fails. Exit status 1 when any fails.
 */
#include <stdio.h>
#include <string.h>

#include "feed.h"
#include "file.h"
#include "http.h"
#include "json.h"
#include "robots.h"
#include "url.h"

typedef struct suite {
	str name;
	unsigned pass, total, skipped;
} suite;

typedef struct run {
	suite suite[64];
	size_t n;
	bool verbose;
} run;

enum verdict { FAIL, PASS, SKIP };

static int
base64_value(char c)
{
	static const char set[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const char *at = c ? strchr(set, c) : NULL;
	return at ? (int)(at - set) : -1;
}

static str
base64(arena *a, str s)
{
	char *out = arena_alloc(a, s.n + 4);
	size_t n = 0;
	unsigned bits = 0, held = 0;
	for (size_t i = 0; i < s.n; i++) {
		int v = base64_value(s.p[i]);
		if (v < 0)
			continue;
		held = held << 6 | (unsigned)v;
		bits += 6;
		if (bits >= 8)
			out[n++] = (char)(held >> (bits -= 8));
	}
	return str_of(out, n);
}

static bool
is_true(const json *v)
{
	return v && v->type == JSON_TRUE;
}

static enum verdict
url_row(arena *a, const json *row, buf *why)
{
	str op = json_str(json_get(row, "op")), input = json_str(json_get(row, "input")), got = STR_NULL;
	const json *expect = json_get(row, "expect"), *base = json_get(row, "base");
	const char *fault = "";
	url b, u;
	if (str_eq(op, STR("toascii"))) {
		bool ok = url_host_parse(a, input, &got, &fault);
		str want = json_str(expect);
		buf_addf(why, "got %.*s", STR_ARG(ok ? got : STR("failure")));
		return ok == (want.p != NULL) && (!ok || str_eq(got, want));
	}
	bool http = is_true(json_get(json_get(row, "opts"), "http"));
	bool has_base = base && base->type == JSON_STRING;
	bool ok = (!has_base || url_parse(a, json_str(base), NULL, &b, &fault)) &&
		  url_parse(a, input, has_base ? &b : NULL, &u, &fault);
	str want = json_str(json_get(expect, "href"));
	got = ok ? url_href(a, &u, true) : STR_NULL;
	buf_addf(why, "got %.*s (%s)", STR_ARG(ok ? got : STR("failure")), ok ? "" : fault);
	if (!http && want.p && !str_starts(want, STR("http:")) && !str_starts(want, STR("https:")))
		return ok ? FAIL : SKIP; /* not of our schemes: refused */
	if (has_base && !ok && want.p && !str_istarts(json_str(base), STR("http")))
		return SKIP; /* the base is not */
	return ok == (want.p != NULL) && (!ok || str_eq(got, want));
}

static enum verdict
robots_row(arena *a, const json *row, buf *why)
{
	str check = json_str(json_get(row, "check")), agent = json_str(json_get(row, "agent")),
	    at = json_str(json_get(row, "url"));
	const json *expect = json_get(row, "expect");
	str text = base64(a, json_str(json_get(row, "robots_b64")));
	robots r;
	if (str_eq(check, STR("path")) || str_eq(check, STR("escape"))) {
		str got = str_eq(check, STR("path")) ? robots_path(a, at) : robots_escape(a, at);
		buf_addf(why, "got %.*s", STR_ARG(got));
		return str_eq(got, json_str(expect));
	}
	robots_parse(a, text, agent, &r);
	if (str_eq(check, STR("valid_directives"))) {
		int64_t want = 0;
		json_int(expect, &want);
		buf_addf(why, "got %zu", r.directives);
		return (int64_t)r.directives == want;
	}
	if (str_eq(check, STR("sitemaps"))) {
		size_t i = 0;
		for (const json *v = expect->first; v; v = v->next, i++)
			if (i >= r.nsitemap || !str_eq(json_str(v), r.sitemap[i]))
				return FAIL;
		return i == r.nsitemap;
	}
	bool got = robots_allowed(a, &r, robots_path(a, at));
	buf_addf(why, "got %s", got ? "allowed" : "disallowed");
	return got == is_true(expect);
}

/* feedparser's answer is the oracle: as many items, and the same links. A link that it resolves against the
 * feed's address is resolved so here; one that it leaves relative counts when ours ends in it. */
static enum verdict
feed_row(arena *a, const json *row, buf *why)
{
	const json *oracle = json_get(row, "oracle"), *links = json_get(oracle, "links");
	str at = json_str(json_get(row, "url")), charset = STR_NULL, mime;
	const char *fault;
	url base, u;
	feed f;
	if (!oracle || !links)
		return SKIP;
	for (const json *h = json_get(row, "headers") ? json_get(row, "headers")->first : NULL; h;
	     h = h->next)
		if (str_ieq(h->key, STR("content-type")))
			http_media_type(a, json_str(h), &mime, &charset);
	bool has_base = at.n && url_parse(a, at, NULL, &base, &fault);
	feed_parse(a, base64(a, json_str(json_get(row, "body_b64"))), charset, 10000, &f);
	size_t i = 0;
	bool good = true;
	for (const json *l = links->first; l; l = l->next, i++) {
		str want = str_trim(json_str(l)), got = i < f.n ? f.item[i].link : STR_NULL;
		str full = want;
		if (has_base && got.n && url_parse(a, got, &base, &u, &fault))
			got = url_href(a, &u, true);
		if (has_base && want.n && url_parse(a, want, &base, &u, &fault))
			full = url_href(a, &u, true);
		if (str_chr(want, ':') < 8 &&
		    !str_istarts(want, STR("http"))) /* urn:, tag:, cid: name no page */
			want = STR_NULL;
		bool same = str_eq(got, full) || (!want.n && !got.n) || (want.n && str_ends(got, want)) ||
			    (got.n && str_ends(want, got));
		same |= !want.n; /* what we find beside feedparser's links does no harm */
		if (!same)
			buf_addf(why, "item %zu: got %.*s, feedparser has %.*s; ", i, STR_ARG(got),
				 STR_ARG(full));
		good &= same;
	}
	if (f.n != i)
		buf_addf(why, "got %zu items, feedparser has %zu (%s)", f.n, i, f.fault ? f.fault : "");
	return good && f.n == i;
}

static suite *
suite_of(run *r, str name)
{
	for (size_t i = 0; i < r->n; i++)
		if (str_eq(r->suite[i].name, name))
			return &r->suite[i];
	if (r->n == sizeof r->suite / sizeof *r->suite)
		return &r->suite[r->n - 1];
	r->suite[r->n] = (suite){.name = name};
	return &r->suite[r->n++];
}

static void
one_row(run *r, enum verdict (*test)(arena *, const json *, buf *), arena *names, arena *a, str line)
{
	size_t at;
	const char *fault;
	const json *row = json_parse(a, line, &at, &fault);
	buf why = {0};
	if (!row) {
		printf("row is no JSON: %s at byte %zu\n", fault, at);
		return;
	}
	const str name[] = {json_str(json_get(row, "suite")), STR(" "), json_str(json_get(row, "op"))};
	suite *s = suite_of(r, arena_cat(names, name, 3));
	enum verdict v = test(a, row, &why);
	s->total += v != SKIP;
	s->skipped += v == SKIP;
	s->pass += v == PASS;
	if (v == FAIL && r->verbose) {
		buf text = {0};
		diag_escape(&text, line, 400);
		buf_addz(&text, "\n      ");
		diag_escape(&text, buf_str(&why), 600);
		printf("FAIL %.*s\n", STR_ARG(buf_str(&text)));
		buf_free(&text);
	}
	buf_free(&why);
}

int
main(int argc, char **argv)
{
	diag d;
	arena names = {0}, a = {0};
	str text, line;
	diag_init(&d, "fetch_suites", stderr);
	if (argc < 3) {
		fputs("usage: fetch_suites urls|robots|feeds FILE.jsonl [-v]\n", stderr);
		return 2;
	}
	if (file_read(&names, argv[2], (size_t)1 << 30, &text, &d) != 0)
		return 2;
	feed_init();
	run r = {.verbose = argc > 3};
	bool all = true;
	while (str_line(&text, &line)) {
		if (line.n)
			one_row(&r,
				strcmp(argv[1], "urls") == 0    ? url_row
				: strcmp(argv[1], "feeds") == 0 ? feed_row
								: robots_row,
				&names, &a, line);
		arena_reset(&a);
	}
	for (size_t i = 0; i < r.n; i++) {
		printf("%s: %.*s: %u of %u rows pass", argv[1], STR_ARG(r.suite[i].name), r.suite[i].pass,
		       r.suite[i].total);
		if (r.suite[i].skipped)
			printf(" (%u of other schemes refused)", r.suite[i].skipped);
		putchar('\n');
		all &= r.suite[i].pass == r.suite[i].total;
	}
	arena_free(&a);
	arena_free(&names);
	return all ? 0 : 1;
}
