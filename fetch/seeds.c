/* What a run begins with: URLs given by hand, sources, and pages that a killed run had stored already. */
#include "crawl.h"

#include "calendar.h"

bool
crawl_add_url(crawl *c, str text, const char *place)
{
	arena a = {0};
	url u;
	const char *why;
	target t;
	bool good = url_admit(&a, text, NULL, &u, &why);
	if (!good) {
		buf shown = {0};
		diag_escape(&shown, text, 200);
		diag_error(c->d, place, "%.*s: %s", STR_ARG(buf_str(&shown)), why);
		buf_free(&shown);
	} else {
		str canonical = url_canonical(&a, &u, c->rules);
		int64_t now = calendar_now();
		t = (target){.url = canonical, .kind = KIND_PAGE, .added = now, .due = now};
		if (!frontier_add(c->f, url_origin(&a, &u), &t) && c->o.refetch &&
		    frontier_find(c->f, &a, canonical, &t) && t.kind == KIND_PAGE) {
			t.due = now;
			frontier_save(c->f, &t);
		}
	}
	arena_free(&a);
	return good;
}

static void
add_source(crawl *c, const source *s)
{
	arena a = {0};
	url u;
	const char *why;
	target t;
	int64_t now = calendar_now();
	if (!url_admit(&a, s->url, NULL, &u, &why)) {
		diag_error(c->d, s->name.p, "source's url: %s", why);
		arena_free(&a);
		return;
	}
	str canonical = url_canonical(&a, &u, c->rules);
	bool known = frontier_find(c->f, &a, canonical, &t);
	if (known && t.state == STATE_DROPPED && t.moved_to.p)
		known = frontier_find(c->f, &a, t.moved_to, &t) || (t.id = 0, false);
	if (!known) {
		t = (target){.url = canonical, .kind = s->kind, .source = s->name, .added = now, .due = now};
		frontier_add(c->f, url_origin(&a, &u), &t);
	} else {
		bool changed = t.kind != s->kind || !str_eq(t.source, s->name) || t.depth > 0;
		t.kind = s->kind;
		t.source = s->name;
		t.depth = 0;
		if (changed || c->o.now || t.due > now + FUTURE ||
		    (t.due == 0 && t.state != STATE_GONE && t.state != STATE_DROPPED)) {
			t.due = now;
			changed = true;
		}
		if (changed)
			frontier_save(c->f, &t);
	}
	arena_free(&a);
}

void
crawl_add_sources(crawl *c)
{
	for (size_t i = 0; i < c->sources->n; i++)
		if (c->sources->source[i].chosen && !c->sources->source[i].off)
			add_source(c, &c->sources->source[i]);
}

void
crawl_adopt(void *to, const stored *page, str date, unsigned status, str etag, str modified)
{
	crawl *c = to;
	arena a = {0};
	url u;
	const char *why;
	target t;
	(void)date;
	int64_t now = calendar_now();
	if (!url_parse(&a, page->target, NULL, &u, &why)) {
		arena_free(&a);
		return;
	}
	if (!frontier_find(c->f, &a, page->target, &t)) {
		t = (target){.url = page->target,
			     .kind = KIND_PAGE,
			     .source = page->source,
			     .via = page->via,
			     .added = now,
			     .due = now};
		frontier_add(c->f, url_origin(&a, &u), &t);
	}
	t.state = STATE_DONE;
	t.due = 0;
	t.fetched = t.changed = now;
	t.status = status;
	t.etag = etag;
	t.modified = modified;
	t.digest = page->payload_digest;
	t.record = page->refers_to.n ? page->refers_to : page->record;
	t.warc = page->warc;
	t.offset = page->offset;
	t.length = page->length;
	if (url_parse(&a, page->url, NULL, &u, &why))
		crawl_note_final(c, &a, &t, &u);
	frontier_save(c->f, &t);
	frontier_add_digest(c->f, t.host, t.digest, t.url, t.record, date);
	arena_free(&a);
}
