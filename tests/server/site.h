/*
 * site.h - what the test server serves: routes.tsv and the files it names, kept in UTF-8 and sent as the row says.
 */
#ifndef XP_SITE_H
#define XP_SITE_H

#include "arena.h"
#include "err.h"
#include "table.h"

typedef struct route {
	str path;                  /* of the URL, with the leading slash */
	unsigned status;
	str type;                  /* Content-Type as sent, or empty: none is sent */
	const char *encode;        /* iconv name to send the file in, or NULL: as it is */
	bool gzip;
	str headers;               /* more header lines, joined by `|` */
	str content;               /* the file's bytes, placeholders unfilled */
} route;

typedef struct site {
	arena memory;
	route *route;
	size_t n;
	unsigned generated;        /* pages /gen/1.html ... that exist without a file */
} site;

/* Reads ROOT/routes.tsv (columns path, status, type, encode, gzip, headers, file). 0; -1 after messages. */
int site_load(site *s, const char *root, unsigned generated, diag *d);
/* The answer to a path. Placeholders are filled: {{host}} with `host` (the request's), {{port}} with `port`. Memory is `a`'s.
 * 404 where there is no such path. */
void site_answer(const site *s, arena *a, str path, str host, unsigned port, route *answer);

#endif
