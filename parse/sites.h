/*
 * sites.h - rules of dicts/sites.tsv: a site's own places for body, title, author, publisher and date.
 */
#ifndef XP_SITES_H
#define XP_SITES_H

#include "doc.h"

typedef struct sites_rules sites_rules;
typedef struct site_rule site_rule;

/* Columns of the table that hold a selector. */
enum site_place { SITE_BODY, SITE_DROP, SITE_TITLE, SITE_AUTHOR, SITE_PUBLISHER, SITE_DATE, SITE_COUNT };

/* Reads DICTS/sites.tsv. NULL after messages. Lives in `a`. */
sites_rules *sites_load(arena *a, diag *d, const char *dicts);
/* The rule for the page's host, the longest host first; NULL when there is none. */
const site_rule *sites_find(const sites_rules *r, str url);
/* Marks open lines by the rule's body and drop. false when it names no body or the page has none: nothing was marked. */
bool sites_mark(doc *d, const site_rule *s);
/* Text of one of the rule's places, STR_NULL when there is none. */
str sites_text(const doc *d, const site_rule *s, enum site_place p);

#endif
