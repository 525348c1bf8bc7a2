/*
 * feed.h - what a source names: items of RSS 0.9x to 2.0, RDF, Atom and JSON Feed, entries of sitemaps and
 * sitemap indexes, links of index pages.
 *
 * Broken XML is recovered as far as it goes; nothing is expanded, nothing is fetched. Links are as written,
 * white space trimmed; the caller resolves them against `base`. All memory is the arena's.
 */
#ifndef XP_FETCH_FEED_H
#define XP_FETCH_FEED_H

#include "arena.h"

/* What the protocol (sitemaps.org) lets a sitemap be. */
#define SITEMAP_URLS  ((size_t)50000)
#define SITEMAP_BYTES ((size_t)52428800)

typedef struct feed_item {
	str link; /* null when the item names none, not even by its GUID */
	str guid, title;
	str date;     /* as written */
	int64_t time; /* seconds since 1970, 0 when there is none or it is not understood */
	bool sitemap; /* the entry of a sitemap index: another sitemap */
} feed_item;

enum feed_form {
	FEED_NONE,
	FEED_RSS,
	FEED_RDF,
	FEED_ATOM,
	FEED_JSON,
	FEED_SITEMAP,
	FEED_SITEMAP_INDEX,
	FEED_LINKS,
	FEED_TEXT
};

typedef struct feed {
	enum feed_form form; /* FEED_NONE: `fault` says why */
	str base;            /* xml:base or <base href>, null when absent */
	feed_item *item;
	size_t n, cap;
	bool recovered; /* the XML was not well-formed */
	bool more;      /* there were more than `max` items */
	const char *fault;
} feed;

/* libxml2 prints some faults of its converters to stderr whatever it is told: call this once, before any
 * parser. */
void feed_init(void);
/* One more item, empty; NULL when there are `max` already, which is noted. */
feed_item *feed_add(arena *a, feed *f, size_t max);
/* `charset` is the HTTP header's, or null. Any feed, whatever it is called. */
void feed_parse(arena *a, str body, str charset, size_t max, feed *out);
/* A sitemap or sitemap index, XML or plain text (one URL a line); a gzip body is undone, at most `max_bytes`. */
void sitemap_parse(arena *a, str body, size_t max, size_t max_bytes, feed *out);
/* Every <a href> of an HTML page, in order, each link once. */
void links_parse(arena *a, str body, str charset, size_t max, feed *out);
/* Seconds since 1970 of RFC 822 and its misspellings, RFC 3339, W3C dates, and whatever else has a year, a month and a
 * day in an order that leaves no doubt (feed_time.c). 0 when it is none of them. */
int64_t feed_time(str date);
const char *feed_form_name(enum feed_form f);
/* Location of a <meta http-equiv=refresh> that acts within ten seconds, looked for in the first bytes of a
 * page; null when there is none. */
str html_refresh(arena *a, str prefix);
/* The same of the value of its content attribute, or of a Refresh header. */
str refresh_url(str content);

#endif
