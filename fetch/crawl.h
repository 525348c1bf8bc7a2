/*
 * crawl.h - one run: takes what is due, host by host, and sends each answer where it belongs.
 *
 * crawl.c       the loop: whose turn it is, when to stop, when to commit
 * politeness.c  how long a host is left alone, and its robots.txt
 * outcome.c     what an answer means for its page
 * discover.c    what a source's answer names
 * report.c      the summary
 */
#ifndef XP_FETCH_CRAWL_H
#define XP_FETCH_CRAWL_H

#include <signal.h>

#include "host.h"
#include "proxy.h"
#include "signs.h"
#include "source.h"
#include "store.h"
#include "transfer.h"

#define FUTURE                                                                                               \
	((int64_t)8 *                                                                                        \
	 86400) /* seconds: no due time of a page lies further ahead unless the clock was set back */

typedef struct crawl_options {
	const char *token;                                               /* product token for robots.txt */
	int64_t delay_ms, max_wait_s, budget_s, robots_ttl_s, max_age_s; /* budget 0: none; max_age 0: any */
	unsigned host_connections, max_redirects;
	uint64_t max_pages, max_per_host;
	size_t max_sitemap;              /* bytes of a sitemap, which may be longer than a page */
	const str *no_robots, *insecure; /* origins; host names */
	size_t n_no_robots, n_insecure;
	bool now, refetch, store_sources, verbose;
	bool allow_private;
	proxies proxies;
} crawl_options;

typedef struct report {
	uint64_t fresh, unchanged, moved, gone, blocked, failed, deferred, disallowed, dropped, truncated,
	    duplicates;
	uint64_t requests, bytes, found, boilerplate, unreachable;
	uint64_t sources_ok, sources_failed;
	int64_t started, finished;
} report;

enum stop { STOP_NOT, STOP_SIGNAL, STOP_BUDGET, STOP_WRITE };

typedef struct crawl {
	crawl_options o;
	frontier *f;
	store *store;
	transfers *transfers;
	hosts hosts;
	const sources *sources;
	const signs *signs;
	const url_rules *rules;
	report report;
	diag *d;
	volatile sig_atomic_t *signalled;
	enum stop stop;
	int64_t began_ms, flushed_ms;
	uint64_t unflushed;
	uint64_t pages; /* started in this run, for max_pages */
	struct {
		int64_t at_ms, idle_ms;
		unsigned idle; /* percent, of late */
	} pace;
} crawl;

enum exit_status { EXIT_WRITE = 3, EXIT_BUSY = 4, EXIT_SIGNAL = 5, EXIT_BUDGET = 6 };

/* Puts a URL given by hand, or a source, into the frontier. false after a message. */
bool crawl_add_url(crawl *c, str text, const char *place);
void crawl_add_sources(crawl *c); /* those that are chosen */
/* Runs to the end. The exit status. */
int crawl_run(crawl *c);
/* For store_open(): a page that a killed run had stored. */
void crawl_adopt(void *to, const stored *page, str date, unsigned status, str etag, str modified);

/* Between the parts. */
void crawl_wake(crawl *c, host *h); /* something may be there to do */
void crawl_log(crawl *c, const job *j, const char *what, const char *detail); /* a line with --verbose */
void crawl_warn(crawl *c, const job *j, const char *what, const char *detail);

int64_t host_delay(const crawl *c, const host *h);
/* When a host may be asked again that has just answered: monotonic ms. */
int64_t host_next(const crawl *c, const host *h, const exchange *x);
/* Takes account of an answer: latency, refusals, Retry-After. */
void host_note(crawl *c, host *h, const exchange *x);
void host_put_off(crawl *c, host *h, int64_t seconds,
		  const char *why); /* waits, or leaves it to a later run */
bool host_needs_robots(const crawl *c, const host *h);
job *host_robots_job(crawl *c, host *h);
void host_robots_done(crawl *c, job *j, const exchange *x);
int64_t retry_after(str value, int64_t now); /* seconds, clamped; -1 when absent or junk */
str exchange_field(const exchange *x, const char *name);
/* The same, when it is fit to be sent back: null when it is longer than VALIDATOR_MAX or holds a control
 * byte. */
#define VALIDATOR_MAX 1024
str exchange_validator(const exchange *x, const char *name);

/* Ends the job, or queues it again. */
void page_done(crawl *c, job *j, const exchange *x);
void job_fail(crawl *c, job *j, const char *note, const char *detail);
void job_drop(crawl *c, job *j, const char *note, const char *detail); /* never asked for again */
void job_end(crawl *c, job *j, enum state state, const char *note);
void job_postpone(crawl *c, job *j, const host *to); /* a redirect led to a host that is left alone */
int64_t retry_delay(int64_t tries);
/* A page that was found at another address in the end: that one is known from now on as well. */
void crawl_note_final(crawl *c, arena *a, target *t, const url *at);

/* A source answered 200: adds what it names. `body` is decoded. */
void discover(crawl *c, job *j, const exchange *x);
void source_unchanged(crawl *c, job *j);
/* The source that a row is: a page that the table names itself, to be looked at again and again; NULL for
 * every other page. */
const source *source_of_page(const crawl *c, const target *t);
/* Was this page found in a sitemap of another host, which robots.txt of its own host does not name? Asked
 * when that is known. */
bool is_stray(const crawl *c, job *j);
/* Sets when a source is visited next: sooner when it had something new. */
void source_next_visit(const crawl *c, target *t, uint64_t fresh);
void source_failed(crawl *c, job *j, const char *why);

void report_line(const crawl *c, buf *out); /* for a person */
void report_json(const crawl *c, int status, buf *out);

#endif
