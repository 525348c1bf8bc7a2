/*
 * cdxj.h - an index of a WARC file: sorted lines "SURT TIMESTAMP {json}", as pywb and cdxj-indexer write and
 * read them.
 */
#ifndef XP_FETCH_CDXJ_H
#define XP_FETCH_CDXJ_H

#include "arena.h"
#include "err.h"
#include "warc.h"

typedef struct cdxj {
	arena memory, scratch;
	str *line;
	size_t n, cap;
} cdxj;

/* One response or revisit record. `date` is a WARC-Date, `digest` with its sha1: prefix. */
typedef struct cdxj_entry {
	str url, date, mime, digest;
	unsigned status;
	bool revisit;
	uint64_t offset, length;
} cdxj_entry;

void cdxj_add(cdxj *c, const cdxj_entry *e, str filename);
/* Adds every response and revisit of a file. 0; -1 after a message. */
int cdxj_scan(cdxj *c, const char *warc, str filename, diag *d);
int cdxj_write(cdxj *c, const char *path, diag *d); /* sorts; the file appears whole. 0 or -1 */
void cdxj_free(cdxj *c);
/* com,example)/path?query: host labels reversed, www dropped, lower case, no fragment. */
str cdxj_surt(arena *a, str url);

#endif
