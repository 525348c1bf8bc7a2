/* What an answer means for its page. */
#include "crawl.h"

#include <string.h>

#include "calendar.h"
#include "feed.h"

#define DAY          ((int64_t)86400)
#define TRIES_404    4 /* then a missing page is not asked for again */
#define TRIES_TRUNC  3
#define BOILERPLATE  5 /* URLs of a host with one body: a soft 404, a log-in page */
#define BLOCKED_S    600
#define REFRESH_PAGE 16384 /* bytes; a longer page is more than a sign-post */

/* Ten minutes, then four times as long each time, to a week. */
int64_t
retry_delay(int64_t tries)
{
	int64_t s = 600;
	while (tries-- > 1 && s < 7 * DAY)
		s *= 4;
	return s < 7 * DAY ? s : 7 * DAY;
}

static void
finish(crawl *c, job *j, enum state state, int64_t due, const char *note)
{
	j->t.state = state;
	j->t.due = due;
	j->t.fetched = calendar_now();
	if (state == STATE_DONE && source_of_page(c, &j->t))
		source_next_visit(c, &j->t, j->t.changed >= c->report.started);
	j->t.note = note && note[0] ? arena_dup(&j->memory, str_from(note)) : STR_NULL;
	frontier_save(c->f, &j->t);
	job_free(j);
}

void
job_end(crawl *c, job *j, enum state state, const char *note)
{
	finish(c, j, state, 0, note);
}

/* What goes wrong with a source is its own affair. true: it was one, and the job has ended. */
static bool
is_failed_source(crawl *c, job *j, const char *note)
{
	if (j->t.kind == KIND_PAGE)
		return false;
	source_failed(c, j, note);
	return true;
}

void
job_fail(crawl *c, job *j, const char *note, const char *detail)
{
	if (is_failed_source(c, j, note))
		return;
	c->report.failed++;
	j->host->failed++;
	j->t.tries++;
	crawl_warn(c, j, note, detail);
	finish(c, j, STATE_WAITING, calendar_now() + retry_delay(j->t.tries), note);
}

void
job_drop(crawl *c, job *j, const char *note, const char *detail)
{
	if (is_failed_source(c, j, note))
		return;
	c->report.dropped++;
	crawl_warn(c, j, note, detail);
	finish(c, j, STATE_DROPPED, 0, note);
}

void
job_postpone(crawl *c, job *j, const host *to)
{
	const char *note = "redirect to a host that is left alone";
	if (is_failed_source(c, j, note))
		return;
	int64_t due = calendar_now() + retry_delay(++j->t.tries);
	crawl_log(c, j, note, "");
	finish(c, j, STATE_WAITING, due > to->row.retry_at ? due : to->row.retry_at, note);
}

static void
blocked(crawl *c, job *j, const exchange *x, str sign)
{
	char note[120];
	snprintf(note, sizeof note, "blocked: %.*s, status %u", STR_ARG(sign), x->status);
	c->report.blocked++;
	j->host->blocked++;
	j->host->row.refusals++;
	if (is_failed_source(c, j, note))
		return;
	crawl_warn(c, j, note, "");
	if (j->host->row.refusals >= 3)
		host_put_off(c, j->host,
			     BLOCKED_S << (j->host->row.refusals < 8 ? j->host->row.refusals - 3 : 5), note);
	j->t.tries++;
	j->t.status = x->status;
	finish(c, j, STATE_BLOCKED, calendar_now() + retry_delay(j->t.tries + 2), note);
}

static const char *
status_note(job *j, unsigned status)
{
	return arena_printf(&j->memory, "status %u", status).p;
}

static void
gone(crawl *c, job *j, const exchange *x)
{
	const char *note = status_note(j, x->status);
	j->t.status = x->status;
	if (is_failed_source(c, j, note))
		return;
	c->report.gone++;
	crawl_log(c, j, note, "");
	bool again = x->status == 404 && ++j->t.tries < TRIES_404;
	finish(c, j, STATE_GONE, again ? calendar_now() + retry_delay(j->t.tries + 2) : 0, note);
}

/* The page's records into the WARC. 0; -1: writing failed, the run stops, the job has ended. */
static int
put(crawl *c, job *j, const exchange *x, stored *p)
{
	const source *s = j->t.source.p ? sources_find(c->sources, j->t.source) : NULL;
	p->url = j->href;
	p->target = j->t.url;
	p->source = j->t.source;
	p->section = s ? s->section : STR_NULL;
	p->via = j->t.via;
	p->hops = j->t.depth + j->hops;
	p->insecure = str_is_among(j->at.host, c->o.insecure, c->o.n_insecure);
	if (store_put(c->store, &j->memory, x, p) == 0)
		return 0;
	c->stop = STOP_WRITE;
	job_free(j);
	return -1;
}

static str
kept(job *j, str s)
{
	return s.p ? arena_dup(&j->memory, s) : STR_NULL;
}

/* A body that many URLs of a host share is no article: the operator is told once. */
static void
watch_boilerplate(crawl *c, job *j, const digest_row *d)
{
	host *h = j->host;
	if (d->urls + 1 < BOILERPLATE || h->alarmed)
		return;
	h->alarmed = true;
	c->report.boilerplate++;
	diag_warn(c->d, h->origin.p,
		  "%lld addresses gave the same body (a soft 404 or a log-in page?), first %.*s",
		  (long long)d->urls + 1, STR_ARG(d->url));
}

/* Chooses between a response and a revisit of a payload that is in the archive already. */
static void
choose_record(crawl *c, job *j, const exchange *x, stored *p)
{
	digest_row d;
	store_name(c->store, &j->memory, x, p);
	if (x->outcome != OUT_OK || x->decoded == 0)
		return;
	const digest_row mine = {.url = j->t.url, .record = p->record, .date = p->date};
	if (j->t.record.p && j->t.digest.p && str_eq(j->t.digest, p->payload_digest)) {
		p->profile = "identical-payload-digest";
		p->refers_to = j->t.record;
		p->refers_url = j->t.url;
	} else if (!frontier_claim_digest(c->f, &j->memory, j->host->row.id, p->payload_digest, &mine, &d) &&
		   !str_eq(d.url, j->t.url)) {
		p->profile = "identical-payload-digest";
		p->refers_to = d.record;
		p->refers_url = d.url;
		p->refers_date = d.date;
		c->report.duplicates++;
		watch_boilerplate(c, j, &d);
	}
}

void
crawl_note_final(crawl *c, arena *a, target *t, const url *at)
{
	str final = url_canonical(a, at, c->rules);
	if (str_eq(final, t->url))
		return;
	t->moved_to = final;
	c->report.moved++;
	target alias = *t;
	alias.id = alias.host = 0;
	alias.url = final;
	alias.via = t->url;
	alias.moved_to = STR_NULL;
	alias.due = 0;
	alias.state = STATE_DONE;
	frontier_add(c->f, url_origin(a, at), &alias);
}

static void
update_row(job *j, const exchange *x, const stored *p)
{
	target *t = &j->t;
	if (!t->digest.p || !str_eq(t->digest, p->payload_digest))
		t->changed = x->started_at;
	t->status = x->status;
	t->etag = kept(j, exchange_validator(x, "ETag"));
	t->modified = kept(j, exchange_validator(x, "Last-Modified"));
	t->digest = p->payload_digest;
	t->record = p->profile && p->refers_to.p ? p->refers_to : p->record;
	t->warc = p->warc;
	t->offset = p->offset;
	t->length = p->length;
}

static void
truncated(crawl *c, job *j, const exchange *x)
{
	stored p = {.final = true};
	if (put(c, j, x, &p) != 0)
		return;
	c->report.truncated++;
	j->host->failed++;
	j->t.tries++;
	j->t.status = x->status;
	crawl_warn(c, j, outcome_name(x->outcome), x->detail);
	bool again = j->t.tries < TRIES_TRUNC;
	finish(c, j, again ? STATE_WAITING : STATE_DROPPED, again ? calendar_now() + retry_delay(j->t.tries) : 0,
	       outcome_name(x->outcome));
}

static void
page_stored(crawl *c, job *j, const exchange *x)
{
	stored p = {.final = true};
	bool known = j->t.state == STATE_DONE;
	choose_record(c, j, x, &p);
	if (put(c, j, x, &p) != 0)
		return;
	if (p.profile && !known)
		frontier_add_digest(c->f, j->host->row.id, p.payload_digest, j->t.url, p.record, p.date);
	j->host->ok++;
	if (j->t.tries > 0 && j->t.fetched >= c->report.started && c->report.failed > 0)
		c->report.failed--; /* what failed earlier in this run is well now */
	if (source_of_page(c, &j->t))
		c->report.sources_ok++;
	if (known && p.profile)
		c->report.unchanged++;
	else
		c->report.fresh++;
	update_row(j, x, &p);
	j->t.tries = 0;
	if (j->hops)
		crawl_note_final(c, &j->memory, &j->t, &j->at);
	crawl_log(c, j, p.profile ? "stored as revisit" : "stored", "");
	if (x->flaw)
		crawl_warn(c, j, x->flaw, "");
	finish(c, j, STATE_DONE, 0, x->flaw ? x->flaw : NULL);
}

static void
not_modified(crawl *c, job *j, const exchange *x)
{
	stored p = {.final = true,
		    .profile = "server-not-modified",
		    .digest = j->t.digest,
		    .refers_to = j->t.record,
		    .refers_url = j->t.url};
	if (j->t.kind != KIND_PAGE) {
		source_unchanged(c, j);
		return;
	}
	if (put(c, j, x, &p) != 0)
		return;
	j->host->ok++;
	c->report.unchanged++;
	if (source_of_page(c, &j->t))
		c->report.sources_ok++;
	crawl_log(c, j, "not modified", "");
	finish(c, j, STATE_DONE, 0, NULL);
}

/* Sends the job on to `next`, to the queue of its host; robots.txt is asked there before it is. */
static void
send_on(crawl *c, job *j, const url *next, bool refresh)
{
	target known;
	str canonical = url_canonical(&j->memory, next, c->rules);
	j->hops++;
	j->refreshed |= refresh;
	j->at = *next;
	j->href = url_href(&j->memory, next, false);
	if (j->t.kind == KIND_PAGE && !str_eq(canonical, j->t.url) &&
	    frontier_find(c->f, &j->memory, canonical, &known) && known.state == STATE_DONE) {
		j->t.moved_to = canonical;
		c->report.moved++;
		crawl_log(c, j, "moved to a page that is stored already", "");
		finish(c, j, STATE_DONE, 0, "moved to a known page");
		return;
	}
	host *h = hosts_get(&c->hosts, url_origin(&j->memory, next));
	if (!h->greeted)
		crawl_wake(c, h);
	if (h->put_off) {
		job_postpone(c, j, h);
		return;
	}
	host_queue(h, j, true);
	crawl_wake(c, h);
}

static void
redirect(crawl *c, job *j, const exchange *x, str location, bool refresh)
{
	url next;
	const char *why;
	stored p = {.final = false};
	char detail[80];
	if (!url_admit(&j->memory, location, &j->at, &next, &why)) {
		snprintf(detail, sizeof detail, "%s", why);
		job_drop(c, j, "redirect that is not followed", detail);
		return;
	}
	if (j->t.kind == KIND_PAGE && put(c, j, x, &p) != 0)
		return;
	if (j->hops >= c->o.max_redirects) {
		snprintf(detail, sizeof detail, "%u hops", j->hops);
		job_drop(c, j, "too many redirects", detail);
		return;
	}
	j->permanent &= x->status == 301 || x->status == 308;
	send_on(c, j, &next, refresh);
}

/* A page that only sends its reader on. true: followed. */
static bool
meta_refresh(crawl *c, job *j, const exchange *x)
{
	url next;
	const char *why;
	bool small = x->decoded <= REFRESH_PAGE;
	str field = exchange_field(x, "Refresh"), to = STR_NULL;
	if (small && j->t.kind == KIND_PAGE && !j->refreshed)
		to = field.p ? refresh_url(field) : html_refresh(&j->memory, x->prefix);
	if (!to.p || !url_admit(&j->memory, to, &j->at, &next, &why) ||
	    str_eq(url_href(&j->memory, &next, false), j->href))
		return false;
	redirect(c, j, x, to, true);
	return true;
}

/* 429 or 503: the host waits. The page goes on when the wait is short, else it stays due for a later run. */
static void
refused_for_now(crawl *c, job *j, const char *note)
{
	if (is_failed_source(c, j, note))
		return;
	c->report.failed++;
	j->host->failed++;
	j->t.tries++;
	crawl_warn(c, j, note, "");
	int64_t due = j->host->row.retry_at;
	finish(c, j, STATE_WAITING, due > calendar_now() ? due : calendar_now() + 1, note);
}

static void
answered(crawl *c, job *j, const exchange *x)
{
	unsigned s = x->status;
	str location = exchange_field(x, "Location");
	str sign = s < 300 || s >= 400 ? signs_match(c->signs, s, x->head, x->prefix, x->decoded) : STR_NULL;
	if (sign.p)
		blocked(c, j, x, sign);
	else if (s == 304)
		not_modified(c, j, x);
	else if (s >= 301 && s <= 308 && location.p && s != 305 && s != 306)
		redirect(c, j, x, location, false);
	else if (s >= 200 && s < 300 && j->t.kind != KIND_PAGE)
		discover(c, j, x);
	else if (s >= 200 && s < 300 && meta_refresh(c, j, x))
		return;
	else if (s >= 200 && s < 400)
		page_stored(c, j, x);
	else if (s == 404 || s == 410)
		gone(c, j, x);
	else if (s == 401 || s == 403 || s == 451)
		blocked(c, j, x, STR("refused"));
	else if (s == 429 || s == 503)
		refused_for_now(c, j, status_note(j, s));
	else
		job_fail(c, j, status_note(j, s), "");
}

void
page_done(crawl *c, job *j, const exchange *x)
{
	if (x->outcome == OUT_CANCELLED) {
		job_free(j);
	} else if (!j->retried && (x->retryable || (x->status == 304 && x->outcome == OUT_PROTOCOL))) {
		j->retried = true;
		host_queue(j->host, j, true);
	} else if (x->outcome == OUT_PRIVATE) {
		job_drop(c, j, outcome_name(x->outcome), x->detail);
	} else if (x->calm) {
		refused_for_now(c, j, "asked for fewer requests");
	} else if (!outcome_has_body(x->outcome)) {
		job_fail(c, j, outcome_name(x->outcome), x->detail);
	} else if (x->outcome != OUT_OK && x->status >= 200 && x->status < 300 && j->t.kind == KIND_PAGE) {
		truncated(c, j, x);
	} else {
		answered(c, j, x);
	}
}
