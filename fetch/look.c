#include "look.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "calendar.h"
#include "file.h"
#include "http.h"
#include "utf8.h"
#include "warc.h"

#define ANY_TIME ((int64_t)1 << 40)
#define WHY      44 /* columns for a reason */

typedef struct view {
	buf out;
	options *o;
	frontier *f;
	int64_t now;
} view;

static void
put(view *v, const char *name, str value)
{
	if (!value.n)
		return;
	buf_addf(&v->out, "%-14s ", name);
	diag_escape(&v->out, value, 4096);
	buf_addc(&v->out, '\n');
}

static str
time_text(arena *a, int64_t t)
{
	return t ? calendar_utc(a, t, CALENDAR_ISO) : STR_NULL;
}

static int64_t
number(str s)
{
	uint64_t v = 0;
	str_u64(s, &v);
	return (int64_t)v;
}

static void
cell(view *v, str s, int width)
{
	size_t before = v->out.n;
	diag_escape(&v->out, s.n ? s : STR("-"), 300);
	for (int n = (int)utf8_columns(str_skip(buf_str(&v->out), before)); n < width; n++)
		buf_addc(&v->out, ' ');
	buf_addc(&v->out, ' ');
}

/* The end of a row, with no blanks behind its last cell. */
static void
row_end(view *v)
{
	while (v->out.n && v->out.p[v->out.n - 1] == ' ')
		v->out.n--;
	buf_addc(&v->out, '\n');
}

static void
due_heading(view *v)
{
	cell(v, STR("due"), 20);
	cell(v, STR("kind"), 7);
	cell(v, STR("why"), WHY);
	cell(v, STR("source"), 12);
	buf_addz(&v->out, "url\n");
}

/* due, kind, state, tries, source, note, url, host's retry_at */
static void
due_row(void *to, const str *c, size_t n)
{
	view *v = to;
	arena a = {0};
	int64_t due = number(c[0]), retry = n > 7 ? number(c[7]) : 0;
	cell(v, due <= v->now ? STR("now") : time_text(&a, due), 20);
	cell(v, str_from(kind_name((enum kind)number(c[1]))), 7);
	str why = c[5];
	if (retry > v->now)
		why = arena_printf(&a, "host waits until %s", time_text(&a, retry).p);
	else if (!why.n && number(c[3]) == 0)
		why = number(c[1]) || number(c[2]) == STATE_DONE ? STR("time for a visit")
								 : STR("not fetched yet");
	else if (number(c[3]) > 0)
		why = arena_printf(&a, "%.*s, try %lld", STR_ARG(why), (long long)number(c[3]) + 1);
	cell(v, why, WHY);
	cell(v, c[4], 12);
	diag_escape(&v->out, c[6], 4096);
	buf_addc(&v->out, '\n');
	arena_free(&a);
}

static void
state_row(void *to, const str *c, size_t n)
{
	view *v = to;
	(void)n;
	buf_addf(&v->out, "%-8s %-11s %.*s\n", kind_name((enum kind)number(c[0])),
		 state_name((enum state)number(c[1])), STR_ARG(c[2]));
}

/* origin, ok, failed, blocked, refusals, errors, latency_ms, retry_at */
static void
host_line(void *to, const str *c, size_t n)
{
	view *v = to;
	arena a = {0};
	(void)n;
	cell(v, c[0], 40);
	for (int i = 1; i < 7; i++)
		cell(v, c[i], 8);
	cell(v, number(c[7]) > v->now ? time_text(&a, number(c[7])) : STR("-"), 20);
	row_end(v);
	arena_free(&a);
}

/* source, kind, url, tries, note, fetched, new_at, items, due */
static void
source_row(void *to, const str *c, size_t n)
{
	view *v = to;
	arena a = {0};
	(void)n;
	cell(v, c[0], 24);
	cell(v, str_from(kind_name((enum kind)number(c[1]))), 7);
	cell(v, time_text(&a, number(c[5])), 20);
	cell(v, time_text(&a, number(c[6])), 20);
	cell(v, c[7], 6);
	cell(v, c[3], 6);
	cell(v, c[4], 24);
	diag_escape(&v->out, c[2], 4096);
	buf_addc(&v->out, '\n');
	arena_free(&a);
}

static void
stats(view *v)
{
	buf_addz(&v->out, "kind     state       count\n");
	frontier_report(v->f, REPORT_STATES, 1, state_row, v);
	buf_addz(&v->out, "\nhost                                     ok       failed   blocked  refusals "
			  "errors   ms       waits until\n");
	frontier_report(v->f, REPORT_HOSTS, 1, host_line, v);
	buf_addz(&v->out, "\nsource                   kind    last visit           last new             "
			  "items  tries  note                     url\n");
	frontier_report(v->f, REPORT_SOURCES, 1, source_row, v);
}

/* What the archive holds at the place that the state names. */
static void
explain_record(view *v, arena *a, const target *t, diag *d)
{
	str path = frontier_warc_path(v->f, a, t->warc);
	if (!path.p)
		return;
	put(v, "file", path);
	put(v, "offset, length", arena_printf(a, "%lld, %lld", (long long)t->offset, (long long)t->length));
	str open = access(path.p, R_OK) == 0 ? path : STR_NULL;
	warc_reader *w = open.p ? warc_open_at(open.p, (uint64_t)t->offset, 4096, d) : NULL;
	warc_record r;
	http_message m;
	if (!w) {
		put(v, "record", STR("the file is not there any more"));
		return;
	}
	if (warc_next(w, a, &r) == 1) {
		put(v, "record",
		    arena_printf(a, "%.*s %.*s of %.*s", STR_ARG(r.type), STR_ARG(r.id), STR_ARG(r.date)));
		put(v, "truncated", r.truncated);
		put(v, "address", warc_get(&r, "WARC-IP-Address"));
		str rest = http_parse(a, r.block, &m) ? m.head : STR_NULL, line;
		while (str_line(&rest, &line))
			put(v, "  header", line);
	}
	warc_close(w);
}

static void
explain_host(view *v, arena *a, const url *u)
{
	host_row h;
	robots r;
	frontier_host(v->f, a, url_origin(a, u), &h);
	put(v, "host", h.origin);
	put(v, "  answers",
	    arena_printf(a, "%lld well, %lld failed, %lld blocked; %lld ms", (long long)h.ok,
			 (long long)h.failed, (long long)h.blocked, (long long)h.latency_ms));
	if (h.retry_at > v->now)
		put(v, "  waits until", time_text(a, h.retry_at));
	if (h.robots_failing)
		put(v, "  robots.txt",
		    arena_printf(a, "cannot be had since %s", time_text(a, h.robots_failing).p));
	if (!h.robots_at) {
		put(v, "  robots.txt", STR("not asked for yet"));
		return;
	}
	robots_parse(a, h.robots.p ? h.robots : STR(""), str_from(v->o->crawl.token), &r);
	put(v, "  robots.txt",
	    arena_printf(a, "of %s: %s", time_text(a, h.robots_at).p,
			 robots_allowed(a, &r, url_target(a, u)) ? "allows it" : "disallows it"));
}

static int
explain(view *v, const url_rules *rules, diag *d)
{
	arena a = {0};
	url u;
	const char *why;
	target t;
	if (!url_admit(&a, str_from(v->o->explain), NULL, &u, &why)) {
		diag_error(d, "--explain", "%s", why);
		return EXIT_CANNOT_RUN;
	}
	str canonical = url_canonical(&a, &u, rules);
	put(v, "url", canonical);
	bool known = frontier_find(v->f, &a, canonical, &t);
	if (known) {
		put(v, "kind", str_from(kind_name(t.kind)));
		put(v, "state", str_from(state_name(t.state)));
		put(v, "note", t.note);
		put(v, "source", t.source);
		put(v, "found on", t.via);
		put(v, "guid", t.guid);
		put(v, "found", time_text(&a, t.added));
		put(v, "due", t.due && t.due <= v->now ? STR("now") : time_text(&a, t.due));
		put(v, "last asked", time_text(&a, t.fetched));
		put(v, "last changed", time_text(&a, t.changed));
		put(v, "status", t.status ? arena_printf(&a, "%lld", (long long)t.status) : STR_NULL);
		put(v, "failed tries", t.tries ? arena_printf(&a, "%lld", (long long)t.tries) : STR_NULL);
		put(v, "moved to", t.moved_to);
		put(v, "etag", t.etag);
		put(v, "last-modified", t.modified);
		put(v, "digest", t.digest);
		explain_record(v, &a, &t, d);
	} else {
		put(v, "state", STR("not known"));
	}
	explain_host(v, &a, &u);
	arena_free(&a);
	return EXIT_OK;
}

static void
dry_run(view *v, const sources *s, const url_rules *rules)
{
	arena a = {0};
	for (size_t i = 0; i < v->o->n_url; i++) {
		url u;
		const char *why;
		target t;
		bool good = url_admit(&a, str_from(v->o->url[i]), NULL, &u, &why);
		if (good)
			why = "new";
		if (good && frontier_find(v->f, &a, url_canonical(&a, &u, rules), &t))
			why = t.due && t.due <= v->now ? NULL : "known, not asked for again";
		if (!why) /* listed below */
			continue;
		cell(v, good ? STR("now") : STR("never"), 20);
		cell(v, STR("page"), 7);
		cell(v, str_from(why), WHY);
		cell(v, STR("argument"), 12);
		diag_escape(&v->out, str_from(v->o->url[i]), 4096);
		buf_addc(&v->out, '\n');
	}
	for (size_t i = 0; i < s->n; i++) {
		const source *q = &s->source[i];
		url u;
		const char *why;
		target t;
		if (q->off || !q->chosen || !url_admit(&a, q->url, NULL, &u, &why))
			continue;
		bool known = frontier_find(v->f, &a, url_canonical(&a, &u, rules), &t);
		if (known && (t.due <= v->now || !v->o->crawl.now))
			continue;
		cell(v, STR("now"), 20);
		cell(v, str_from(kind_name(q->kind)), 7);
		cell(v, known ? STR("--now") : STR("never visited"), WHY);
		cell(v, q->name, 12);
		diag_escape(&v->out, q->url, 4096);
		buf_addc(&v->out, '\n');
	}
	frontier_report(v->f, REPORT_DUE, v->now, due_row, v);
	arena_free(&a);
}

int
look(options *o, frontier *f, const sources *s, const url_rules *rules, diag *d)
{
	view v = {.o = o, .f = f, .now = calendar_now()};
	int status = EXIT_OK;
	if (o->mode == MODE_LIST || o->mode == MODE_DRY_RUN)
		due_heading(&v);
	if (o->mode == MODE_STATS)
		stats(&v);
	else if (o->mode == MODE_LIST)
		frontier_report(f, REPORT_DUE, ANY_TIME, due_row, &v);
	else if (o->mode == MODE_DRY_RUN)
		dry_run(&v, s, rules);
	else
		status = explain(&v, rules, d);
	if (fd_write_all(STDOUT_FILENO, buf_str(&v.out)) != 0) {
		diag_error(d, "standard output", "cannot write: %s", strerror(errno));
		status = EXIT_WRITE;
	}
	buf_free(&v.out);
	return frontier_failed(f) ? EXIT_CANNOT_RUN : status;
}
