/* How long a host is left alone, and what its robots.txt says (RFC 9309). */
#include "crawl.h"

#include <curl/curl.h>
#include <string.h>

#include "calendar.h"
#include "coding.h"
#include "http.h"

#define DAY                ((int64_t)86400)
#define CRAWL_DELAY_MAX_MS 60000 /* a robots.txt that asks for more is said, and gets this */
#define LATENCY_MAX_MS     30000
#define RETRY_AFTER_MAX    DAY /* absurd ones are cut to a day */
#define REFUSED_S          30  /* first pause after 429 or 503 without Retry-After; doubles to an hour */
#define REFUSALS           5 /* in a row: a Retry-After that is shorter than our own back-off counts no more */
#define SERVER_ERRORS      5  /* in a row: the host gets a rest */
#define ERROR_REST_S       60 /* the first; doubles to an hour */
#define ROBOTS_HOPS        5  /* RFC 9309 2.3.1.2 */
#define ROBOTS_OUTAGE                                                                                        \
	(30 * DAY) /* 2.3.1.4: after this long without an answer, treated as if there were none */

static int64_t
larger(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static int64_t
smaller(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* Between two requests, as the operator, the source or robots.txt says. */
static int64_t
asked_delay(const crawl *c, const host *h)
{
	int64_t delay = larger(c->o.delay_ms, h->delay_ms);
	return larger(delay, smaller(h->rules.crawl_delay_ms, CRAWL_DELAY_MAX_MS));
}

/* A server that works hard gets as long to rest. */
static int64_t
rest(const host *h)
{
	return smaller(h->row.latency_ms, LATENCY_MAX_MS);
}

int64_t
host_delay(const crawl *c, const host *h)
{
	int64_t delay = asked_delay(c, h);
	return delay > 0 ? larger(delay, rest(h)) : delay;
}

/* The pause counts from the first byte of the answer, for by then the request had come; the rest, and after a
 * failure the pause, from its end. */
int64_t
host_next(const crawl *c, const host *h, const exchange *x)
{
	int64_t now = monotonic_ms(), delay = asked_delay(c, h);
	if (delay <= 0 || x->outcome != OUT_OK || !x->answered_at)
		return now + host_delay(c, h);
	return larger(x->answered_at + delay, now + rest(h));
}

str
exchange_field(const exchange *x, const char *name)
{
	http_message m = {.head = x->head};
	return http_field(&m, name);
}

str
exchange_validator(const exchange *x, const char *name)
{
	str value = exchange_field(x, name);
	for (size_t i = 0; i < value.n; i++)
		if ((unsigned char)value.p[i] < 0x20 || value.p[i] == 0x7f)
			return STR_NULL;
	return value.n <= VALIDATOR_MAX ? value : STR_NULL;
}

int64_t
retry_after(str value, int64_t now)
{
	uint64_t seconds;
	char text[64];
	if (!value.p || value.n == 0 || value.n >= sizeof text)
		return -1;
	if (str_u64(value, &seconds))
		return seconds < (uint64_t)RETRY_AFTER_MAX ? (int64_t)seconds : RETRY_AFTER_MAX;
	bool digits = true;
	for (size_t i = 0; i < value.n; i++)
		digits &= ascii_is_digit(value.p[i]);
	if (digits) /* more than 64 bits */
		return RETRY_AFTER_MAX;
	memcpy(text, value.p, value.n);
	text[value.n] = '\0';
	time_t date = strchr(text, ':') ? curl_getdate(text, NULL) : -1;
	if (date == -1)
		return -1;
	int64_t wait = (int64_t)date - now;
	return wait < 0 ? 0 : wait < RETRY_AFTER_MAX ? wait : RETRY_AFTER_MAX;
}

/* Rows stay due. A page of another host whose redirect led here is due when this host may be asked again, and
 * later and later: it would only be sent here once more. */
static void
leave_queue(crawl *c, host *h)
{
	for (job *j; (j = host_take(h));)
		if (j->hops && !j->robots)
			job_postpone(c, j, h);
		else
			job_free(j);
}

void
host_put_off(crawl *c, host *h, int64_t seconds, const char *why)
{
	h->row.retry_at = calendar_now() + seconds;
	int64_t until = monotonic_ms() + seconds * 1000;
	if (until > h->next_at) /* "at once" does not shorten the pause */
		h->next_at = until;
	int64_t left = c->o.budget_s ? c->began_ms / 1000 + c->o.budget_s - monotonic_ms() / 1000 : seconds;
	if (seconds <= c->o.max_wait_s && seconds <= left)
		return;
	if (!h->put_off) {
		c->report.deferred++;
		diag_warn(c->d, h->origin.p, "put off for %lld s: %s", (long long)seconds, why);
	}
	h->put_off = true;
	leave_queue(c, h);
	frontier_save_host(c->f, &h->row);
}

static int64_t
doubling(int64_t first, int64_t n, int64_t most)
{
	int64_t v = first;
	while (n-- > 1 && v < most)
		v *= 2;
	return v < most ? v : most;
}

static bool
is_connection_fault(enum outcome o)
{
	return o == OUT_DNS || o == OUT_CONNECT || o == OUT_TLS || o == OUT_CERTIFICATE || o == OUT_TIMEOUT;
}

/* "Slow down", also as some servers and proxies spell it. */
static bool
is_refusal(unsigned status)
{
	static const unsigned all[] = {429, 503, 420, 430, 509, 529, 999};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (status == all[i])
			return true;
	return false;
}

static void
note_refusal(crawl *c, host *h, const exchange *x)
{
	char why[64];
	int64_t wait = retry_after(exchange_field(x, "Retry-After"), calendar_now());
	int64_t own = doubling(REFUSED_S, ++h->row.refusals, 3600);
	if (wait < 0 || (h->row.refusals >= REFUSALS && wait < own))
		wait = own;
	if (x->calm)
		snprintf(why, sizeof why, "HTTP/2: ENHANCE_YOUR_CALM");
	else
		snprintf(why, sizeof why, "answered %u", x->status);
	host_put_off(c, h, wait, why);
}

/* A server that fails again and again is left alone for a while; so is one that asks for it with any status. */
static void
note_answer(crawl *c, host *h, const exchange *x)
{
	char why[64];
	bool gone = x->status == 404 || x->status == 410;
	int64_t wait = x->status >= 300 && !gone
			   ? retry_after(exchange_field(x, "Retry-After"), calendar_now())
			   : -1;
	h->row.errors = x->status >= 500 ? h->row.errors + 1 : 0;
	if (x->status < 400 || gone)
		h->row.refusals = 0;
	if (wait <= 0 && h->row.errors >= SERVER_ERRORS)
		wait = doubling(ERROR_REST_S, h->row.errors - SERVER_ERRORS + 1, 3600);
	if (wait <= 0)
		return;
	snprintf(why, sizeof why, "answered %u%s", x->status,
		 h->row.errors >= SERVER_ERRORS ? " again and again" : "");
	host_put_off(c, h, wait, why);
}

void
host_note(crawl *c, host *h, const exchange *x)
{
	if (x->outcome == OUT_CANCELLED)
		return;
	h->fetched++;
	h->bytes += x->head.n + x->body.n;
	if (outcome_has_body(x->outcome))
		h->row.latency_ms = h->row.latency_ms ? (3 * h->row.latency_ms + x->ms) / 4 : x->ms;
	if (x->calm) {
		note_refusal(c, h, x);
	} else if (is_connection_fault(x->outcome)) {
		h->row.errors++;
		if (x->outcome == OUT_DNS || h->row.errors >= 3)
			host_put_off(c, h, doubling(600, h->row.errors, DAY), outcome_name(x->outcome));
	} else if (outcome_has_body(x->outcome) && is_refusal(x->status)) {
		h->row.errors = 0;
		note_refusal(c, h, x);
	} else if (outcome_has_body(x->outcome)) {
		note_answer(c, h, x);
	}
}

static void
use_rules(crawl *c, host *h)
{
	arena_reset(&h->rules_memory);
	robots_parse(&h->rules_memory, h->row.robots.p ? h->row.robots : STR(""), str_from(c->o.token),
		     &h->rules);
	h->robots_state = ROBOTS_READY;
	if (h->rules.crawl_delay_ms > CRAWL_DELAY_MAX_MS)
		diag_warn(c->d, h->origin.p, "robots.txt asks for a pause of %lld s; %d s are kept",
			  (long long)(h->rules.crawl_delay_ms / 1000), CRAWL_DELAY_MAX_MS / 1000);
}

bool
host_needs_robots(const crawl *c, const host *h)
{
	if (str_is_among(h->origin, c->o.no_robots, c->o.n_no_robots))
		return false;
	if (h->robots_state == ROBOTS_UNKNOWN)
		return true;
	return h->robots_state == ROBOTS_READY &&
	       monotonic_ms() - h->robots_checked >= c->o.robots_ttl_s * 1000;
}

/* A copy in the state that is young enough does; else a job that asks. NULL: no need to ask. */
job *
host_robots_job(crawl *c, host *h)
{
	int64_t age = calendar_now() - h->row.robots_at;
	if (h->robots_state == ROBOTS_UNKNOWN && h->row.robots_at && age >= 0 && age < c->o.robots_ttl_s) {
		h->robots_checked = monotonic_ms() - age * 1000;
		use_rules(c, h);
		return NULL;
	}
	arena a = {0};
	job *j = job_new(h, arena_printf(&a, "%.*s/robots.txt", STR_ARG(h->origin)));
	arena_free(&a);
	j->robots = true;
	h->robots_state = ROBOTS_ASKING;
	return j;
}

static void
keep_robots(crawl *c, host *h, str body, int64_t status, str etag)
{
	str copy = arena_dup(&h->row_memory, body), tag = etag.p ? arena_dup(&h->row_memory, etag) : STR_NULL;
	h->row.robots = copy;
	h->row.robots_etag = tag;
	h->row.robots_status = status;
	h->row.robots_at = calendar_now();
	h->row.robots_failing = 0;
	use_rules(c, h);
}

/* RFC 9309 2.3.1.4: the last copy serves; without one everything is disallowed until there is an answer. */
static void
robots_unreachable(crawl *c, job *j, const exchange *x)
{
	host *h = j->host;
	int64_t now = calendar_now();
	char why[120];
	if (x->status)
		snprintf(why, sizeof why, "robots.txt: status %u", x->status);
	else
		snprintf(why, sizeof why, "robots.txt: %s", outcome_name(x->outcome));
	if (!h->row.robots_failing)
		h->row.robots_failing = now;
	bool outage = now - h->row.robots_failing >= ROBOTS_OUTAGE;
	if (h->row.robots.p || outage) {
		if (outage)
			h->row.robots = STR("");
		diag_warn(c->d, h->origin.p, "%s; %s", why,
			  outage ? "for 30 days: taken as if there were none" : "the last copy is used");
		use_rules(c, h);
		return;
	}
	h->robots_state = ROBOTS_UNKNOWN;
	int64_t asked = retry_after(exchange_field(x, "Retry-After"), now),
		wait = doubling(1800, ++h->row.errors, DAY);
	if (asked > wait)
		wait = asked;
	c->report.unreachable++;
	host_put_off(c, h, wait > c->o.max_wait_s ? wait : c->o.max_wait_s + 1, why);
}

static bool
robots_redirect(crawl *c, job *j, const exchange *x)
{
	url next;
	const char *why = "too many redirects";
	str location = exchange_field(x, "Location");
	if (x->status < 301 || x->status > 308 || x->status == 304 || !location.p)
		return false;
	if (j->hops++ < ROBOTS_HOPS && url_admit(&j->memory, location, &j->at, &next, &why)) {
		j->at = next;
		j->href = url_href(&j->memory, &next, false);
		host_queue(j->host, j, true);
		return true;
	}
	diag_warn(c->d, j->host->origin.p, "robots.txt: %s; taken as if there were none", why);
	keep_robots(c, j->host, STR(""), 404, STR_NULL);
	job_free(j);
	return true;
}

static void
robots_body(crawl *c, job *j, const exchange *x)
{
	const str part[] = {x->head, x->body};
	http_message m;
	str whole = arena_cat(&j->memory, part, 2);
	if (!http_parse(&j->memory, whole, &m))
		return;
	m.head = x->head;
	http_decode_content(&j->memory, &m, ROBOTS_MAX);
	m.body = coding_gunzip(&j->memory, m.body, ROBOTS_MAX); /* labelled or not */
	keep_robots(c, j->host, m.body, 200, exchange_validator(x, "ETag"));
}

void
host_robots_done(crawl *c, job *j, const exchange *x)
{
	host *h = j->host;
	bool usable = x->outcome == OUT_OK || x->outcome == OUT_TRUNC_LENGTH;
	h->robots_checked = monotonic_ms();
	if (x->outcome == OUT_CANCELLED) {
		h->robots_state = ROBOTS_UNKNOWN;
	} else if (x->retryable && !j->retried) {
		j->retried = true;
		host_queue(h, j, true);
		return;
	} else if (x->outcome == OUT_PRIVATE && j->hops == 0) {
		h->private = true; /* its pages are dropped as their turn comes */
		h->robots_state = ROBOTS_READY;
	} else if (usable && robots_redirect(c, j, x)) {
		return;
	} else if (usable && x->status == 304) {
		h->row.robots_at = calendar_now();
		h->row.robots_failing = 0;
		use_rules(c, h);
	} else if (usable && x->status >= 200 && x->status < 300) {
		robots_body(c, j, x);
	} else if (usable && ((x->status >= 400 && x->status < 500 && x->status != 429 &&
			       x->status != 407) || /* 407 is a proxy's */
			      (x->status >= 300 && x->status < 400))) {
		keep_robots(c, h, STR(""), 404, STR_NULL);
	} else {
		robots_unreachable(c, j, x);
	}
	frontier_save_host(c->f, &h->row);
	job_free(j);
}
