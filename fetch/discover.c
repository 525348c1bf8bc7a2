/* Sources: what they name, how they fare, when they are visited again. */
#include "crawl.h"

#include <string.h>

#include "calendar.h"
#include "feed.h"
#include "http.h"

#define DAY           ((int64_t)86400)
#define INTERVAL_MIN  600
#define INTERVAL_MAX  (20 * 3600) /* a source that is well is looked at every day */
#define SITEMAP_DEPTH 5
#define FEED_ITEMS    ((size_t)2000)
#define STRANGERS     20 /* other hosts of a sitemap that are looked at, a visit */
#define STRAY         "robots.txt must name the sitemap" /* note of a page that waits for that */
#define MOVED_TIMES   5 /* the same permanent redirect so often: the new address is taken over */

static void
source_saved(crawl *c, job *j)
{
	frontier_save(c->f, &j->t);
	job_free(j);
}

void
source_failed(crawl *c, job *j, const char *why)
{
	target *t = &j->t;
	t->tries++;
	c->report.sources_failed++;
	crawl_warn(c, j, arena_printf(&j->memory, "source %.*s", STR_ARG(t->source)).p, why);
	t->note = arena_dup(&j->memory, str_from(why));
	t->fetched = calendar_now();
	t->due = t->status == 410 ? 0 : calendar_now() + retry_delay(t->tries);
	if (t->status == 410)
		t->state = STATE_GONE;
	source_saved(c, j);
}

const source *
source_of_page(const crawl *c, const target *t)
{
	const source *s =
	    t->kind == KIND_PAGE && t->depth == 0 && t->source.p ? sources_find(c->sources, t->source) : NULL;
	return s && s->kind == KIND_PAGE ? s : NULL;
}

/* How often a source is worth a visit: twice as often when it had something new, less often when not. */
void
source_next_visit(const crawl *c, target *t, uint64_t fresh)
{
	const source *s = sources_find(c->sources, t->source);
	int64_t least = s && s->interval_s ? (int64_t)s->interval_s : INTERVAL_MIN;
	int64_t i = t->interval ? t->interval : least;
	if (fresh) {
		i /= 2;
		t->new_at = calendar_now();
	} else {
		i += i / 2;
	}
	t->interval = i < least ? least : i > INTERVAL_MAX && INTERVAL_MAX > least ? INTERVAL_MAX : i;
	t->due = t->depth == 0 ? calendar_now() + t->interval : 0;
	t->fetched = calendar_now();
	t->tries = 0;
	t->state = STATE_DONE;
	t->note = STR_NULL;
}

void
source_unchanged(crawl *c, job *j)
{
	c->report.sources_ok++;
	j->host->ok++;
	source_next_visit(c, &j->t, 0);
	crawl_log(c, j, "source not modified", "");
	source_saved(c, j);
}

/* A source that answers from a new address for good is asked there, when it has said so often enough. */
static void
watch_move(crawl *c, job *j)
{
	target *t = &j->t;
	if (j->hops == 0 || !j->permanent || t->depth > 0) {
		t->moved_n = 0;
		t->moved_to = STR_NULL;
		return;
	}
	str final = url_canonical(&j->memory, &j->at, c->rules);
	t->moved_n = t->moved_to.p && str_eq(t->moved_to, final) ? t->moved_n + 1 : 1;
	t->moved_to = final;
	if (t->moved_n < MOVED_TIMES)
		return;
	target new = *t;
	new.id = new.host = 0;
	new.url = final;
	new.moved_to = STR_NULL;
	new.moved_n = 0;
	frontier_add(c->f, url_origin(&j->memory, &j->at), &new);
	t->state = STATE_DROPPED;
	t->due = 0;
	t->note = STR("moved for good");
	diag_warn(c->d, t->url.p, "source %.*s has moved for good to %.*s; change it in the table",
		  STR_ARG(t->source), STR_ARG(final));
}

/* May pages of a host be taken? ASK: when its robots.txt is known. */
enum host_answer { HOST_NO, HOST_YES, HOST_ASK };

typedef struct visit {
	crawl *c;
	job *j;
	const source *s;
	url base;
	int64_t oldest; /* items before this are passed over; 0: none */
	uint64_t found, limit;
	unsigned strangers; /* other hosts looked at */
	host *other;        /* the last of them, and what was found */
	enum host_answer answer;
} visit;

static bool
too_old(const visit *v, const feed_item *i)
{
	return v->oldest && i->time && i->time < v->oldest; /* dates in the future say nothing */
}

/* Does robots.txt of a host name this sitemap? */
static bool
names_sitemap(const crawl *c, arena *a, const robots *r, str sitemap)
{
	for (size_t i = 0; i < r->nsitemap; i++) {
		url u;
		const char *why;
		if (url_parse(a, r->sitemap[i], NULL, &u, &why) &&
		    str_eq(url_canonical(a, &u, c->rules), sitemap))
			return true;
	}
	return false;
}

bool
is_stray(const crawl *c, job *j)
{
	return j->t.note.p && str_eq(j->t.note, str_from(STRAY)) && j->hops == 0 &&
	       (j->host->robots_state != ROBOTS_READY ||
		!names_sitemap(c, &j->memory, &j->host->rules, j->t.via));
}

/* A sitemap may name pages of another host only when that host's robots.txt names the sitemap (sitemaps.org,
 * cross submits). Of a few hosts whose robots.txt is not known it is asked for. */
static enum host_answer
host_allows(visit *v, arena *a, const url *u)
{
	if (v->j->t.kind == KIND_FEED || source_host(v->s, v->base.host, u->host))
		return HOST_YES;
	if (v->j->t.kind != KIND_SITEMAP)
		return HOST_NO;
	if (v->other && str_eq(v->other->origin, url_origin(a, u)))
		return v->answer;
	if (v->strangers++ >= STRANGERS) /* before a host is made of every name that a sitemap may hold */
		return HOST_NO;
	robots r;
	v->other = hosts_get(&v->c->hosts, url_origin(a, u));
	v->answer = HOST_ASK;
	if (v->other->row.robots.p) {
		robots_parse(a, v->other->row.robots, str_from(v->c->o.token), &r);
		v->answer = names_sitemap(v->c, a, &r, v->j->t.url) ? HOST_YES : HOST_NO;
	}
	return v->answer;
}

/* The same item under another address is the same item. */
static bool
known_by_guid(visit *v, arena *a, const feed_item *i, str canonical)
{
	if (!i->guid.n || !v->j->t.source.p)
		return false;
	str was = frontier_guid(v->c->f, a, v->j->t.source, i->guid);
	if (was.p)
		return !str_eq(was, canonical);
	frontier_set_guid(v->c->f, v->j->t.source, i->guid, canonical);
	return false;
}

static void
wake_again(visit *v, target *t, const feed_item *i)
{
	bool newer = i->time ? i->time > t->fetched : calendar_now() - t->fetched > INTERVAL_MIN;
	if (t->kind == KIND_PAGE || t->due || !newer)
		return;
	t->due = calendar_now();
	frontier_save(v->c->f, t);
}

static void
add_item(visit *v, arena *a, const feed_item *i)
{
	url u;
	const char *why;
	target known;
	crawl *c = v->c;
	if (!i->link.n || too_old(v, i) || !url_admit(a, i->link, &v->base, &u, &why))
		return;
	str canonical = url_canonical(a, &u, c->rules), origin = url_origin(a, &u);
	enum kind kind = i->sitemap ? KIND_SITEMAP : KIND_PAGE;
	if (v->j->t.kind == KIND_INDEX && v->s && source_follows(v->s, canonical))
		kind = KIND_INDEX;
	bool deep = v->j->t.depth + 1 > (int64_t)(i->sitemap ? SITEMAP_DEPTH : v->s ? v->s->depth : 0);
	if ((kind != KIND_PAGE && deep) || (kind == KIND_PAGE && !source_takes(v->s, canonical)))
		return;
	enum host_answer allows = host_allows(v, a, &u);
	if (allows == HOST_NO || (allows == HOST_ASK && kind != KIND_PAGE) ||
	    str_eq(canonical, v->j->t.url) || known_by_guid(v, a, i, canonical))
		return;
	if (frontier_find(c->f, a, canonical, &known)) {
		wake_again(v, &known, i);
		return;
	}
	host *h = hosts_get(&c->hosts, origin);
	if ((kind == KIND_PAGE && v->found >= v->limit) || h->added >= c->o.max_per_host)
		return;
	target t = {.host = h->row.id,
		    .url = canonical,
		    .kind = kind,
		    .source = v->j->t.source,
		    .via = v->j->t.url,
		    .depth = v->j->t.depth + 1,
		    .added = calendar_now(),
		    .due = calendar_now(),
		    .note = allows == HOST_ASK ? str_from(STRAY) : STR_NULL,
		    .guid = i->guid};
	if (!frontier_add(c->f, origin, &t))
		return;
	v->found += kind == KIND_PAGE;
	h->added++;
	c->report.found += kind == KIND_PAGE;
	crawl_wake(c, h);
}

static str
decoded(arena *a, const exchange *x)
{
	http_message m = {.head = x->head, .raw_body = x->body, .body = x->body};
	http_decode_content(a, &m, SITEMAP_BYTES);
	return m.body;
}

static void
parse(job *j, const exchange *x, const source *s, feed *f)
{
	str mime, charset, body = decoded(&j->memory, x);
	http_media_type(&j->memory, exchange_field(x, "Content-Type"), &mime, &charset);
	*f = (feed){0};
	if (j->t.kind == KIND_FEED)
		feed_parse(&j->memory, body, charset, s && s->max > FEED_ITEMS ? s->max : FEED_ITEMS, f);
	else if (j->t.kind == KIND_SITEMAP)
		sitemap_parse(&j->memory, body, SITEMAP_URLS, SITEMAP_BYTES, f);
	else
		links_parse(&j->memory, body, charset, SITEMAP_URLS, f);
	if (x->outcome != OUT_OK && f->form == FEED_TEXT && f->n) /* its last line may be half an address */
		f->n--;
}

/* A GUID that most items of a feed share names none of them. */
static void
drop_constant_guid(feed *f)
{
	size_t same = 0;
	str guid = f->n ? f->item[0].guid : STR_NULL;
	for (size_t i = 0; guid.n && i < f->n; i++)
		same += str_eq(f->item[i].guid, guid);
	if (same < 3 || same * 2 <= f->n)
		return;
	for (size_t i = 0; i < f->n; i++)
		if (str_eq(f->item[i].guid, guid))
			f->item[i].guid = STR_NULL;
}

static void
keep_source(crawl *c, job *j, const exchange *x)
{
	stored p = {
	    .final = false, .url = j->href, .target = j->t.url, .source = j->t.source, .via = j->t.via};
	if (c->o.store_sources && store_put(c->store, &j->memory, x, &p) != 0)
		c->stop = STOP_WRITE;
}

/* A list that was cut gives what came of it, is no success, and is asked for anew without validators. */
static void
note_end(crawl *c, job *j, const exchange *x, const feed *f)
{
	bool cut = x->outcome != OUT_OK;
	if (cut)
		crawl_warn(c, j, arena_printf(&j->memory, "source %.*s", STR_ARG(j->t.source)).p,
			   outcome_name(x->outcome));
	else if (f->more)
		crawl_warn(c, j, arena_printf(&j->memory, "source %.*s", STR_ARG(j->t.source)).p,
			   arena_printf(&j->memory, "names more than %zu pages; the first count", f->n).p);
	c->report.sources_failed += cut;
	c->report.sources_ok += !cut;
	j->host->ok += !cut;
	j->host->failed += cut;
	j->t.items = (int64_t)f->n;
	str etag = cut ? STR_NULL : exchange_validator(x, "ETag"),
	    modified = cut ? STR_NULL : exchange_validator(x, "Last-Modified");
	j->t.etag = etag.p ? arena_dup(&j->memory, etag) : STR_NULL;
	j->t.modified = modified.p ? arena_dup(&j->memory, modified) : STR_NULL;
}

void
discover(crawl *c, job *j, const exchange *x)
{
	feed f;
	const char *why;
	visit v = {.c = c, .j = j, .s = sources_find(c->sources, j->t.source), .base = j->at};
	j->t.status = x->status;
	parse(j, x, v.s, &f);
	keep_source(c, j, x);
	if (f.form == FEED_NONE) {
		source_failed(c, j, f.fault);
		return;
	}
	drop_constant_guid(&f);
	if (f.base.n)
		url_parse(&j->memory, f.base, &j->at, &v.base, &why) || (v.base = j->at, true);
	int64_t age = v.s && v.s->has_max_age ? (int64_t)v.s->max_age_s : c->o.max_age_s;
	v.oldest = age ? calendar_now() - age : 0;
	v.limit = v.s && v.s->max ? v.s->max : j->t.kind == KIND_SITEMAP ? SITEMAP_URLS : FEED_ITEMS;
	arena scratch = {0};
	for (size_t i = 0; i < f.n && !frontier_failed(c->f); i++) {
		add_item(&v, &scratch, &f.item[i]);
		arena_reset(&scratch);
	}
	arena_free(&scratch);
	note_end(c, j, x, &f);
	source_next_visit(c, &j->t, v.found);
	j->t.note = x->outcome != OUT_OK ? str_from(outcome_name(x->outcome)) : STR_NULL;
	watch_move(c, j);
	crawl_log(c, j, feed_form_name(f.form),
		  arena_printf(&j->memory, "%zu items, %llu new", f.n, (unsigned long long)v.found).p);
	source_saved(c, j);
}
