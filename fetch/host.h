/*
 * host.h - hosts in memory: the queue of each, when it may be asked next, its robots.txt.
 *
 * One queue a host: a slow or refusing one delays nobody else. Times to wait are monotonic milliseconds, so
 * that a clock that is set does nothing; times that outlive the run (Retry-After) are wall-clock seconds in
 * the host's row.
 */
#ifndef XP_FETCH_HOST_H
#define XP_FETCH_HOST_H

#include "frontier.h"
#include "robots.h"
#include "transfer.h"
#include "url.h"

typedef struct host host;

/* A page or source on its way: the row it came from and the URL that is asked for now (a redirect changes
 * it). In the queue it is little more than its URL; job_load() reads the row when its turn has come. */
typedef struct job {
	struct job *next;
	arena memory;
	target t;
	str href; /* serialized, as requested */
	bool loaded;
	url at;
	host *host;
	unsigned hops;
	bool robots; /* the host's robots.txt; t is empty */
	bool retried, refreshed,
	    permanent; /* asked twice; a meta refresh was followed; all hops so far were 301 or 308 */
	bool refetch;
} job;

enum robots_state { ROBOTS_UNKNOWN, ROBOTS_ASKING, ROBOTS_READY };

struct host {
	str origin;
	host_row row;
	arena row_memory;
	robots rules;
	arena rules_memory;
	enum robots_state robots_state;
	int64_t robots_checked; /* monotonic ms; the age of the rules counts from here */
	bool greeted;           /* its Retry-After of an earlier run was looked at */
	job *first, *last;
	unsigned active, queued;
	int64_t next_at;                              /* monotonic ms */
	int64_t due_at, due_id;                       /* how far the frontier was read */
	size_t heap_at;                               /* 1-based place in the heap, 0: not in it */
	bool put_off;                                 /* not asked again in this run */
	bool private;                                 /* its address is private, and that is not allowed */
	kept_socket kept;                             /* of the last answer */
	bool alarmed;                                 /* the boilerplate alarm was raised */
	int64_t delay_ms;                             /* asked for by robots.txt or a source; 0: none */
	uint64_t fetched, ok, failed, blocked, bytes; /* in this run */
	unsigned added;                               /* URLs found for it in this run */
};

typedef struct hosts {
	host **slot; /* hash by origin */
	size_t cap, n;
	host **heap; /* [1..heap_n] by next_at */
	size_t heap_n, heap_cap;
	frontier *f;
} hosts;

host *hosts_get(hosts *hs, str origin); /* made (and read from the state) when not there */
void hosts_push(hosts *hs, host *h);    /* into the heap, or to its new place */
host *hosts_top(const hosts *hs);       /* who may be asked first, or NULL */
void hosts_pop(hosts *hs);
void hosts_free(hosts *hs);

job *job_new(host *h, str href);
bool job_load(job *j, frontier *f); /* t and at; false when there is no such row (any more) */
void job_free(job *j);
void host_queue(host *h, job *j, bool front);
job *host_take(host *h); /* the first job, or NULL */
void host_drop_queue(host *h);

#endif
