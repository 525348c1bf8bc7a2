/*
 * store.h - the WARC/1.1 files that a run writes, and the CDXJ index beside each.
 *
 * A page is a response, its request and a metadata record, in this order and in one file; the metadata record
 * completes it. A file is PREFIX-TIME-NUMBER.warc.gz.open until it is whole. Every open file is in the state
 * before its first byte: after a crash the next run cuts what is incomplete, takes the pages that the state
 * has not heard of into it, and closes the file.
 */
#ifndef XP_FETCH_STORE_H
#define XP_FETCH_STORE_H

#include "frontier.h"
#include "transfer.h"

typedef struct store_options {
	const char *dir, *prefix, *software, *agent, *contact;
	uint64_t max_size; /* bytes; a file is closed when it has more */
	int gzip_level;    /* -1: as store_pace() says */
	bool requests;     /* write request records */
} store_options;

typedef struct store store;

/* What a page's records say beside the bytes. */
typedef struct stored {
	str url;    /* the URL that was asked for */
	str target; /* canonical URL of the page: its row in the frontier */
	str source, section, via;
	int64_t hops;
	bool final; /* false: a redirect on the way */
	bool insecure;
	/* a revisit: `profile` not NULL. The record that holds the payload: */
	const char *profile; /* "identical-payload-digest" or "server-not-modified" */
	str refers_to, refers_url, refers_date, digest;
	str record, payload_digest, date; /* store_name()'s, in the arena that was given */
	/* results */
	int64_t warc, offset, length;
} stored;

/* Mends what earlier runs left open. `adopted` is called for each page found in the files and not in the
 * state. NULL after a message. */
typedef void (*adopt_fn)(void *to, const stored *page, str date, unsigned status, str etag, str modified);
store *store_open(const store_options *o, frontier *f, adopt_fn adopted, void *to, diag *d);
/* What the page's record will be called: its identifier, its date, and the digest of its payload
 * (page->digest where that is given). store_put() does it where it was not done. */
void store_name(store *s, arena *a, const exchange *x, stored *page);
int store_put(store *s, arena *a, const exchange *x, stored *page); /* 0, or -1 after a message */
/* Syncs the file and tells the frontier how far it goes; the caller commits then. */
int store_sync(store *s);
/* What share of its time the crawler waits, 0 to 100: with time to spare records are packed well, without it
 * not at all. */
void store_pace(store *s, unsigned idle);
uint64_t store_bytes(const store *s);                 /* written by this run */
size_t store_files(const store *s, const str **path); /* closed files of this run; the store's memory */
int store_close(store *s);                            /* closes the file under its final name; 0 or -1 */
void store_abandon(store *s);                         /* after an error: leaves the file to the next run */

#endif
