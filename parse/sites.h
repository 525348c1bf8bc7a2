/*
 * sites.h - rules of dicts/sites.tsv: a site's own places for body, title, author, publisher and date.
 */
#ifndef XP_SITES_H
#define XP_SITES_H

#include "doc.h"

typedef struct sites_rules sites_rules;
typedef struct site_rule site_rule;

/* Reads DICTS/sites.tsv. NULL after messages. Lives in `a`. */
sites_rules *sites_load(arena *a, diag *d, const char *dicts);
/* The rule for the page's host, the longest host first; NULL when there is none. */
const site_rule *sites_find(const sites_rules *r, str url);
/* Marks open lines by the rule's body and drop. false when it names no body or the page has none: nothing was marked. */
bool sites_mark(doc *d, const site_rule *s);
/* Text of the rule's place for a field, STR_NULL when there is none. */
str sites_title(const doc *d, const site_rule *s);
str sites_author(const doc *d, const site_rule *s);
str sites_publisher(const doc *d, const site_rule *s);
str sites_date(const doc *d, const site_rule *s);

#endif
