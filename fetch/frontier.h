/*
 * frontier.h - what the crawler knows: every URL, host, source visit and WARC file, in one SQLite database
 * (WAL).
 *
 * All writes belong to one open transaction, which frontier_commit() makes durable. The order that nothing
 * may break: a page's record is synced to its WARC file before the commit that says so. When a statement
 * fails (disk full, file damaged) the message is said once and frontier_failed() is true from then on: the
 * caller stops. Times are seconds since 1970, UTC; 0 or a null str means "not known".
 */
#ifndef XP_FETCH_FRONTIER_H
#define XP_FETCH_FRONTIER_H

#include "arena.h"
#include "err.h"

typedef struct frontier frontier;

enum frontier_result { FRONTIER_OK, FRONTIER_BUSY, FRONTIER_BAD };

enum kind { KIND_PAGE, KIND_FEED, KIND_SITEMAP, KIND_INDEX, KIND_COUNT };
enum state {
	STATE_WAITING, /* never fetched, or failed and to be tried again */
	STATE_DONE,
	STATE_GONE,       /* 404, 410 */
	STATE_DROPPED,    /* never to be asked for again: `note` says why */
	STATE_DISALLOWED, /* robots.txt */
	STATE_BLOCKED,    /* refused, or a challenge page */
	STATE_COUNT
};
const char *kind_name(enum kind k);
int kind_of(str name); /* -1 when it is none */
const char *state_name(enum state s);

typedef struct target {
	int64_t id; /* 0: not in the frontier yet */
	int64_t host;
	str url; /* canonical: its identity */
	enum kind kind;
	enum state state;
	str source, via, note; /* source's name; URL it was found on; what happened last */
	int64_t depth, tries, status;
	int64_t added, due, fetched, changed; /* due 0: nothing is to be done */
	str etag, modified;                   /* validators, as the server wrote them */
	str digest, record; /* payload digest and WARC-Record-ID of the newest stored response */
	int64_t warc, offset, length;
	str guid, moved_to;
	int64_t moved_n;          /* how often in a row the same permanent redirect was seen */
	int64_t interval, new_at; /* sources: seconds between visits; when an item was new last */
	int64_t items;            /* sources: items at the last visit */
} target;

typedef struct host_row {
	int64_t id;
	str origin;
	str robots, robots_etag;           /* the newest robots.txt that was read; null: none ever */
	int64_t robots_status;             /* 200, 404 (allow all), 0 (never asked) */
	int64_t robots_at, robots_failing; /* when it was confirmed; since when it cannot be had */
	int64_t retry_at;                  /* leave the host alone until then */
	int64_t refusals, errors;          /* in a row */
	int64_t latency_ms;
	int64_t ok, failed, blocked; /* ever */
} host_row;

/* Opens or creates PATH and takes PATH.lock. FRONTIER_BUSY: another process holds it. FRONTIER_BAD: after a
 * message; a damaged or newer file is left as it is. */
enum frontier_result frontier_open(const char *path, bool readonly, frontier **out, diag *d);
bool frontier_failed(const frontier *f);
int frontier_commit(frontier *f);   /* 0, or -1 after a message */
void frontier_rollback(frontier *f); /* what is not committed never was */
int frontier_close(frontier *f);    /* commits; 0 or -1 */
void frontier_abandon(frontier *f); /* rolls back what is not committed */

/* Targets. Strings of results live in the arena. */
bool frontier_find(frontier *f, arena *a, str url, target *out);
bool frontier_row(frontier *f, arena *a, int64_t id, target *out);
/* Adds t (by url) when it is not known; t->id and t->host are set. true when it was new. `origin` names its
 * host. */
bool frontier_add(frontier *f, str origin, target *t);
void frontier_forget(frontier *f, int64_t id);    /* the row goes */
void frontier_save(frontier *f, const target *t); /* all fields of the row t->id */
/* Up to n targets of a host that are due at `now`, the longest due first, behind the place (*due, *id) of the
 * last one that an earlier call gave (0, 0: from the start); the place is moved on. Of each id, url and due
 * are filled in. */
size_t frontier_due(frontier *f, arena *a, int64_t host, int64_t now, int64_t *due, int64_t *id, target *out,
		    size_t n);
/* Is any row of the host due by then? */
bool frontier_any_due(frontier *f, int64_t host, int64_t by);
/* GUIDs: the URL that this source gave under it, or null; and the note of it. */
str frontier_guid(frontier *f, arena *a, str source, str guid);
void frontier_set_guid(frontier *f, str source, str guid, str url);

/* Payload digests of a host: how many different URLs had it, and the first record that holds it. */
typedef struct digest_row {
	int64_t urls;
	str url, record, date;
} digest_row;
/* true: nobody had it, and it is `mine` now (url, record and date count). false: *out is whose it is. */
bool frontier_claim_digest(frontier *f, arena *a, int64_t host, str digest, const digest_row *mine,
			   digest_row *out);
/* One URL more has it. */
void frontier_add_digest(frontier *f, int64_t host, str digest, str url, str record, str date);

/* Hosts. */
void frontier_host(frontier *f, arena *a, str origin, host_row *out); /* made when not there */
void frontier_save_host(frontier *f, const host_row *h);
/* Pages that are due more than `ahead` seconds from now are due now: the clock that said so was wrong. */
void frontier_recall(frontier *f, int64_t now, int64_t ahead);
typedef void (*host_fn)(void *to, int64_t id, str origin, int64_t due, int64_t retry_at);
void frontier_due_hosts(frontier *f, int64_t now, host_fn fn, void *to);

/* WARC files: `size` bytes of an open one are covered by the state. */
int64_t frontier_warc_open(frontier *f, str path);
void frontier_warc_size(frontier *f, int64_t id, uint64_t size);
void frontier_warc_close(frontier *f, int64_t id, str path, uint64_t size);
str frontier_warc_path(frontier *f, arena *a, int64_t id);
typedef struct warc_row {
	int64_t id;
	str path;
	uint64_t size;
} warc_row;
size_t frontier_open_warcs(frontier *f, arena *a, warc_row **out);

/* Reports: calls fn with a row's columns as text. `query` is one of these. */
enum report_query { REPORT_DUE, REPORT_STATES, REPORT_HOSTS, REPORT_SOURCES };
typedef void (*row_fn)(void *to, const str *column, size_t n);
void frontier_report(frontier *f, enum report_query q, int64_t now, row_fn fn, void *to);
void frontier_add_run(frontier *f, int64_t started, int64_t finished, int status, str summary);

#endif
