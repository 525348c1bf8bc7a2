/*
 * url.h - http and https URLs: the WHATWG URL Standard's parser and serializer for these two schemes, and the
 * form in which a page is known to the crawler.
 *
 * Bytes that are not UTF-8 (raw GBK in a path or query) are percent-encoded as they are. Host names go
 * through UTS 46. Everything a url points to lives in the arena it was parsed into.
 */
#ifndef XP_FETCH_URL_H
#define XP_FETCH_URL_H

#include "arena.h"
#include "table.h"

#define URL_MAX 8192 /* longest URL that is queued, in bytes */

typedef struct url {
	str scheme;          /* "http" or "https" */
	str user, pass;      /* percent-encoded, mostly empty */
	str host;            /* ASCII domain, dotted IPv4, or [IPv6] */
	str port;            /* decimal, empty when it is the scheme's own */
	str path;            /* starts with '/' */
	str query, fragment; /* without their `?` and `#`; p is NULL when absent */
} url;

/* Parses `input` against `base` (NULL: none). false: *why says what is wrong (static); other schemes are
 * wrong too. */
bool url_parse(arena *a, str input, const url *base, url *out, const char **why);
/* The serialized URL; the fragment only when asked for. */
str url_href(arena *a, const url *u, bool fragment);
/* scheme://host[:port], what robots.txt and politeness go by. */
str url_origin(arena *a, const url *u);
/* Path and query, what robots rules are matched against and what a request line holds. */
str url_target(arena *a, const url *u);

/* As url_parse(), and refuses what must not be queued: control bytes inside, credentials, more than URL_MAX
 * bytes. */
bool url_admit(arena *a, str input, const url *base, url *out, const char **why);

/* Parameters that only say where a reader came from: dicts/tracking-params.tsv (columns `name`, a name or
 * PREFIX*, and `host`, empty for every host or a domain with its subdomains). */
typedef struct url_rules url_rules;
url_rules *url_rules_new(arena *a, const table *t, diag *d); /* NULL after a message */
/* The URL that names the page: no fragment, no tracking parameters; the order of the others stays. rules may
 * be NULL. */
str url_canonical(arena *a, const url *u, const url_rules *rules);

/* Host parser (url_host.c). `input` is what stands between `//` and the port. false: *why. */
bool url_host_parse(arena *a, str input, str *out, const char **why);
/* UTS 46 ToASCII as the URL Standard asks for it (CheckHyphens off, not transitional), for a domain of valid UTF-8 that is not all ASCII
 * (url_idna.c). */
bool url_idn(arena *a, str domain, str *out);
/* Appends bytes, those in the set as %HH. */
enum url_set { URL_C0, URL_FRAGMENT, URL_QUERY, URL_PATH, URL_USERINFO };
void url_percent_encode(buf *b, str s, enum url_set set);

#endif
