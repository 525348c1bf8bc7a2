/*
 * source.h - the sources of dicts/sources.tsv.
 *
 * Columns: name (unique), kind (feed, sitemap, index, page), url, options, section, region, checked, note. A
 * row whose name starts with
 * `-` is switched off. Options are separated by spaces: include=REGEX exclude=REGEX (PCRE2, on the whole
 * URL), follow=REGEX (links that are index pages themselves), depth=N (how far an index or sitemap index
 * leads to further ones), max=N (links taken at one visit), hosts=A,B (other hosts that its links may be on;
 * `*` for any), delay=SECONDS, max-age=DAYS, interval=MINUTES (never more often).
 */
#ifndef XP_FETCH_SOURCE_H
#define XP_FETCH_SOURCE_H

#include "frontier.h"
#include "table.h"

typedef struct source {
	str name, url, section, hosts;
	enum kind kind;
	bool off, chosen;                 /* switched off in the table; to be visited in this run */
	void *include, *exclude, *follow; /* pcre2_code, NULL: none */
	uint64_t depth, max, delay_ms, max_age_s, interval_s; /* 0: not given */
	bool has_max_age;
} source;

typedef struct sources {
	source *source;
	size_t n;
} sources;

/* 0; -1 after messages that name the rows. */
int sources_load(sources *s, arena *a, const table *t, diag *d);
void sources_free(sources *s);
const source *sources_find(const sources *s, str name);
/* Do include and exclude let this link pass? */
bool source_takes(const source *s, str href);
bool source_follows(const source *s, str href); /* is it an index page to go on to? */
/* May a link of a source on `own` be on `host`? */
bool source_host(const source *s, str own, str host);

#endif
