/*
 * robots.h - robots.txt (RFC 9309): which paths of a host may be asked for.
 *
 * The product token's group counts, all groups of that name together; without one the `*` groups do. The
 * longest matching pattern wins, allow before disallow; `*` and a final `$` are special; percent-encoded and
 * raw bytes compare equal, and so do escapes of letters, digits and `-._~` and these themselves. As the large
 * crawlers do, a line without its colon and common misspellings are understood.
 */
#ifndef XP_FETCH_ROBOTS_H
#define XP_FETCH_ROBOTS_H

#include "arena.h"

#define ROBOTS_MAX ((size_t)512000) /* bytes that are read; RFC 9309 2.5 asks for at least 500 KiB */

typedef struct robots_rule {
	str pattern;          /* normal form, without the final `$` */
	size_t weight;        /* its length: the longest match wins */
	bool allow, anchored; /* anchored: a `$` stood at the end */
	bool query;           /* holds a `?` */
} robots_rule;

typedef struct robots {
	robots_rule *rule;
	size_t nrule;
	int64_t crawl_delay_ms; /* -1: none asked for. As written: the caller caps it */
	str *sitemap;
	size_t nsitemap;
	size_t directives; /* user-agent, allow, disallow and sitemap lines seen */
} robots;

/* `agent` is the product token ("xinpian"). Any bytes may be given; what is no directive is passed over. All
 * memory is the arena's, nothing points into `bytes`. */
void robots_parse(arena *a, str bytes, str agent, robots *out);
/* `path` is path and query, escaped or not. */
bool robots_allowed(arena *a, const robots *r, str path);
/* Path, parameters and query of a URL, "/" at least. */
str robots_path(arena *a, str url);
/* Bytes over 0x7f as %HH, hex digits of escapes in upper case. */
str robots_escape(arena *a, str s);

#endif
