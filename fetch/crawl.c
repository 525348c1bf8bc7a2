/* The loop: whose turn it is, when to stop, when to commit. */
#include "crawl.h"

#include <arpa/inet.h>
#include <string.h>

#include "calendar.h"

#define WINDOW        16 /* rows of a host that are read ahead */
#define FLUSH_PAGES   256
#define FLUSH_MS      2000
#define FLUSH_LEAST   500 /* ms: at full speed more pages share a sync, for which everything waits */
#define LONG_PAUSE_MS 2000
#define PACE_MS       50   /* how often the load is looked at */
#define GRACE_MS      5000 /* for what is under way when the run is stopped */

void
crawl_log(crawl *c, const job *j, const char *what, const char *detail)
{
	if (c->o.verbose)
		diag_say(c->d, "%.*s: %s%s%s", STR_ARG(j->href), what, detail[0] ? ": " : "", detail);
}

void
crawl_warn(crawl *c, const job *j, const char *what, const char *detail)
{
	buf place = {0};
	buf_addf(&place, "%.*s%c", STR_ARG(j->href), '\0');
	diag_warn(c->d, place.p, "%s%s%s", what, detail[0] ? ": " : "", detail);
	buf_free(&place);
}

/* Makes what was stored durable: records first, then the state that speaks of them. When records could not be
 * written, those that waited with them are lost, and rows that speak of them must not be kept. */
static void
flush(crawl *c)
{
	if (c->stop == STOP_WRITE)
		return;
	if (store_sync(c->store) != 0 || frontier_commit(c->f) != 0)
		c->stop = STOP_WRITE;
	c->flushed_ms = monotonic_ms();
	c->unflushed = 0;
}

static void
flush_if_due(crawl *c)
{
	int64_t since = monotonic_ms() - c->flushed_ms;
	if (since >= FLUSH_MS || (c->unflushed >= FLUSH_PAGES && since >= FLUSH_LEAST))
		flush(c);
}

/* A Retry-After or back-off of an earlier run; a clock that was set back cannot make it longer than a day. */
static void
greet(crawl *c, host *h)
{
	int64_t wait = h->row.retry_at - calendar_now();
	h->greeted = true;
	if (wait > 0)
		host_put_off(c, h, wait < 86400 ? wait : 86400,
			     "an earlier run was asked to come back later");
}

/* The wall clock, which does not run backwards while a run lasts: what was due stays so when it is set. */
static int64_t
due_clock(const crawl *c)
{
	int64_t now = calendar_now(), since = c->report.started + (monotonic_ms() - c->began_ms) / 1000;
	return now > since ? now : since;
}

/* The end of a long pause is waited for only where something will be due by then. */
static bool
is_idle(crawl *c, const host *h)
{
	int64_t wait = h->next_at - monotonic_ms();
	return wait > LONG_PAUSE_MS && !h->first && !h->active && h->robots_state != ROBOTS_ASKING &&
	       !frontier_any_due(c->f, h->row.id, due_clock(c) + wait / 1000 + 1);
}

void
crawl_wake(crawl *c, host *h)
{
	if (!h->greeted)
		greet(c, h);
	if (!h->put_off && h->active < c->o.host_connections && !is_idle(c, h))
		hosts_push(&c->hosts, h);
}

static void
refill(crawl *c, host *h)
{
	arena a = {0};
	target t[WINDOW];
	size_t n = frontier_due(c->f, &a, h->row.id, due_clock(c), &h->due_at, &h->due_id, t, WINDOW);
	for (size_t i = 0; i < n; i++) {
		job *j = job_new(h, t[i].url);
		j->t.id = t[i].id;
		host_queue(h, j, false);
	}
	arena_free(&a);
}

/* Known before a socket is asked for, which behind a proxy is the only time to know. */
static bool
is_private_literal(const crawl *c, const job *j)
{
	unsigned char bytes[16];
	char text[64];
	str name = j->at.host;
	bool six = str_starts(name, STR("["));
	if (c->o.allow_private)
		return false;
	if (str_eq(name, STR("localhost")) || str_ends(name, STR(".localhost")))
		return true;
	if (six)
		name = str_from_to(name, 1, name.n - 1);
	if (name.n >= sizeof text)
		return false;
	memcpy(text, name.p, name.n);
	text[name.n] = '\0';
	int family = six ? AF_INET6 : AF_INET;
	return inet_pton(family, text, bytes) == 1 && address_is_private(family, bytes);
}

/* Robots, caps, and sources that are switched off. false: the job has ended. */
static bool
may_start(crawl *c, job *j)
{
	host *h = j->host;
	if (j->robots && is_private_literal(c, j)) {
		const exchange none = {.outcome = OUT_PRIVATE};
		host_robots_done(c, j, &none);
		crawl_wake(c, h);
		return false;
	}
	if (j->robots)
		return true;
	if (j->t.kind != KIND_PAGE) {
		const source *s = j->t.source.p ? sources_find(c->sources, j->t.source) : NULL;
		if (!s || s->off || !s->chosen) {
			job_free(j);
			return false;
		}
		if ((int64_t)s->delay_ms > h->delay_ms)
			h->delay_ms = (int64_t)s->delay_ms;
	}
	const source *page = source_of_page(c, &j->t);
	if (j->t.state == STATE_DONE && !j->refetch && j->t.source.p && j->t.depth == 0 &&
	    j->t.kind == KIND_PAGE && (!page || page->off || !page->chosen) && !c->o.refetch) {
		job_free(j); /* a page to look at again, of a table that this run does not have */
		return false;
	}
	if (is_stray(c, j)) {
		crawl_log(c, j, "passed over", "its robots.txt does not name the sitemap of another host");
		frontier_forget(c->f, j->t.id);
		job_free(j);
		return false;
	}
	if (h->private || is_private_literal(c, j)) {
		job_drop(c, j, outcome_name(OUT_PRIVATE), "");
		return false;
	}
	if (h->robots_state == ROBOTS_READY &&
	    !robots_allowed(&j->memory, &h->rules, url_target(&j->memory, &j->at))) {
		c->report.disallowed++;
		crawl_log(c, j, "disallowed by robots.txt", "");
		if (j->t.kind != KIND_PAGE)
			source_failed(c, j, "disallowed by robots.txt");
		else
			job_end(c, j, STATE_DISALLOWED, "robots.txt");
		return false;
	}
	return true;
}

/* A robots.txt that is asked for at another host: on a connection that is not taken for one of its own. */
static bool
elsewhere(const job *j)
{
	return j->robots && j->hops > 0;
}

static void
start(crawl *c, job *j)
{
	host *h = j->host;
	bool ask = !j->robots && (j->t.kind != KIND_PAGE || j->refetch || j->t.state == STATE_DONE) &&
		   j->hops == 0 && !j->retried;
	size_t longest = j->robots ? ROBOTS_MAX : j->t.kind == KIND_SITEMAP ? c->o.max_sitemap : 0;
	request r = {.url = j->href,
		     .etag = ask ? j->t.etag : STR_NULL,
		     .modified = ask ? j->t.modified : STR_NULL,
		     .fresh = j->retried || elsewhere(j),
		     .insecure = str_is_among(j->at.host, c->o.insecure, c->o.n_insecure),
		     .proxy = proxies_for(&c->o.proxies, j->at.scheme, j->at.host),
		     .max_body = longest,
		     .kept = h->active == 0 ? h->kept : (kept_socket){0}, /* else it may be in use */
		     .user = j};
	if (j->robots && h->row.robots.p && h->row.robots_status == 200)
		r.etag = h->row.robots_etag;
	h->active++;
	c->report.requests++;
	transfers_start(c->transfers, &r);
}

static job *
next_job(crawl *c, host *h)
{
	if (h->robots_state != ROBOTS_ASKING && host_needs_robots(c, h)) {
		job *j = host_robots_job(c, h);
		if (j)
			return j;
	}
	if (h->robots_state == ROBOTS_ASKING && !(h->first && h->first->robots))
		return NULL;
	if (!h->first)
		refill(c, h);
	return host_take(h);
}

/* A host's turn: at most one transfer is started. */
static void
turn(crawl *c, host *h)
{
	job *j;
	while ((j = next_job(c, h))) {
		if (!job_load(j, c->f)) {
			job_free(j);
			continue;
		}
		if (!j->robots && c->o.max_pages && c->pages >= c->o.max_pages) {
			job_free(j);
			c->stop = c->stop ? c->stop : STOP_BUDGET;
			return;
		}
		if (!may_start(c, j))
			continue;
		c->pages += !j->robots && j->t.kind == KIND_PAGE && j->hops == 0;
		start(c, j);
		h->next_at = monotonic_ms() + host_delay(c, h);
		crawl_wake(c, h);
		return;
	}
}

static void
finished(crawl *c, const exchange *x)
{
	job *j = x->user;
	host *h = j->host;
	h->active--;
	c->report.bytes += x->head.n + x->body.n;
	h->next_at = host_next(c, h, x);
	h->kept = x->kept;
	if (elsewhere(j))
		h->kept = (kept_socket){0};
	host_note(c, h, x);
	if (j->robots)
		host_robots_done(c, j, x);
	else
		page_done(c, j, x);
	crawl_wake(c, h);
}

static void
take_finished(crawl *c)
{
	for (const exchange *x; (x = transfers_next(c->transfers));) {
		finished(c, x);
		transfers_release(c->transfers, x);
		c->unflushed++;
	}
	flush_if_due(c);
}

/* How busy is the crawler? What it can do for the archive depends on that. */
static void
watch_pace(crawl *c)
{
	int64_t now = monotonic_ms(), idle = transfers_idle_ms(c->transfers), wall = now - c->pace.at_ms;
	if (wall < PACE_MS)
		return;
	int64_t share = 100 * (idle - c->pace.idle_ms) / wall;
	c->pace.idle = (c->pace.idle + (unsigned)(share < 0 ? 0 : share > 100 ? 100 : share)) / 2;
	c->pace.at_ms = now;
	c->pace.idle_ms = idle;
	store_pace(c->store, c->pace.idle);
}

static void
check_stop(crawl *c)
{
	if (c->stop)
		return;
	if (*c->signalled)
		c->stop = STOP_SIGNAL;
	else if (c->o.budget_s && monotonic_ms() - c->began_ms >= c->o.budget_s * 1000)
		c->stop = STOP_BUDGET;
	if (frontier_failed(c->f))
		c->stop = STOP_WRITE;
}

static void
start_ready(crawl *c)
{
	int64_t now = monotonic_ms();
	for (host *h;
	     !c->stop && !transfers_full(c->transfers) && (h = hosts_top(&c->hosts)) && h->next_at <= now;) {
		hosts_pop(&c->hosts);
		if (!h->put_off)
			turn(c, h);
	}
}

static int
time_to_wait(const crawl *c)
{
	const host *h = hosts_top(&c->hosts);
	int64_t wait = h && !transfers_full(c->transfers) ? h->next_at - monotonic_ms() : 250;
	return wait < 0 ? 0 : wait > 250 ? 250 : (int)wait;
}

/* What is under way gets a little time, then is cut; pages that were cut stay due. */
static void
wind_down(crawl *c)
{
	int64_t until = monotonic_ms() + (c->stop == STOP_WRITE ? 0 : GRACE_MS);
	while (transfers_active(c->transfers) && monotonic_ms() < until && c->stop != STOP_WRITE) {
		transfers_work(c->transfers, 100);
		take_finished(c);
	}
	transfers_cancel(c->transfers);
	take_finished(c);
}

static void
save_host(crawl *c, const host *h)
{
	host_row row = h->row;
	row.ok += (int64_t)h->ok;
	row.failed += (int64_t)h->failed;
	row.blocked += (int64_t)h->blocked;
	frontier_save_host(c->f, &row);
}

static void
wake_due(void *to, int64_t id, str origin, int64_t due, int64_t retry_at)
{
	crawl *c = to;
	(void)id, (void)due, (void)retry_at;
	crawl_wake(c, hosts_get(&c->hosts, origin));
}

static int
status_of(const crawl *c)
{
	const report *r = &c->report;
	if (c->stop == STOP_WRITE)
		return EXIT_WRITE;
	if (c->stop == STOP_SIGNAL)
		return EXIT_SIGNAL;
	if (c->stop == STOP_BUDGET)
		return EXIT_BUDGET;
	return r->failed || r->truncated || r->blocked || r->unreachable || r->sources_failed ? EXIT_BAD_INPUT
											      : EXIT_OK;
}

int
crawl_run(crawl *c)
{
	c->began_ms = c->flushed_ms = c->pace.at_ms = monotonic_ms();
	c->report.started = calendar_now();
	c->hosts.f = c->f;
	frontier_recall(c->f, c->report.started, FUTURE);
	frontier_due_hosts(c->f, c->report.started, wake_due, c);
	for (;;) {
		check_stop(c);
		if (c->stop)
			break;
		start_ready(c);
		if (!transfers_active(c->transfers) && !hosts_top(&c->hosts))
			break;
		transfers_work(c->transfers, time_to_wait(c));
		watch_pace(c);
		take_finished(c);
	}
	wind_down(c);
	flush(c);
	if (c->stop == STOP_WRITE)
		frontier_rollback(c->f);
	for (size_t i = 0; i < c->hosts.cap && !frontier_failed(c->f); i++)
		if (c->hosts.slot[i])
			save_host(c, c->hosts.slot[i]);
	if (frontier_commit(c->f) != 0)
		c->stop = STOP_WRITE;
	c->report.finished = calendar_now();
	return status_of(c);
}
