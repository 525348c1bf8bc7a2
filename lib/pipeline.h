/*
 * pipeline.h - the one loop that all filters share: read items, work on them in N threads, write results in input order.
 *
 * The source is called in the calling thread, one item at a time. Work runs in `jobs` threads (jobs 1: in the calling thread),
 * each with an arena of its own that is reset after every item and a context made by the stage. Results are written in
 * the order of the items. At most 4 items a worker are in flight: memory is bounded by the size of items.
 */
#ifndef XP_PIPELINE_H
#define XP_PIPELINE_H

#include "arena.h"
#include "err.h"
#include "file.h"

typedef struct item {
	str path;                  /* the input file, as named; "-" for stdin */
	str member;                /* a part of it (MHTML part, WARC record id), or null */
	uint64_t offset;           /* byte offset in the file, or line number for JSON Lines */
	str bytes;
	void *extra;               /* whatever the source adds; lives in `memory` as all the rest */
	arena memory;              /* owns everything above; reset when the item is done */
} item;

typedef struct pipeline {
	unsigned jobs;
	bool fail_fast;            /* stop at the first item whose work returns non-zero, and where the source has said an error */
	bool progress;             /* a progress line on stderr; the caller asks isatty(2) */
	diag *diag;
	/* Fills *it (whose memory is reset). 1: an item; 0: the end; -1: cannot go on, a message was said. */
	int (*next)(void *source, item *it);
	void *source;
	/* Appends result bytes to *out. 0; 1: the item was bad and a message was said. */
	int (*work)(void *worker, arena *scratch, const item *it, buf *out);
	void *(*worker_new)(void *shared); /* NULL: `shared` itself is every worker's context */
	void (*worker_free)(void *worker);
	void *shared;
	/* May rewrite *out (dedupe, learning, summary) in input order, in the calling thread; NULL: none. */
	int (*ordered)(void *shared, const item *it, buf *out);
	outfile *out;
} pipeline;

/* Runs to the end. EXIT_OK, EXIT_BAD_INPUT (an item was bad) or EXIT_CANNOT_RUN (reading or writing failed; a message was said). */
int pipeline_run(pipeline *p);

#endif
