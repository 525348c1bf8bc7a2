/*
 * meta.h - what a page says about its article: title, author, publisher, section, canonical URL, dates.
 */
#ifndef XP_META_H
#define XP_META_H

#include "doc.h"
#include "sites.h"
#include "spam.h"

typedef struct meta_rules meta_rules;

/* Reads DICTS/meta.tsv. NULL after messages. The rules live in `a`. */
meta_rules *meta_load(arena *a, diag *d, const char *dicts);
/* Fills d->meta[0] from the head, JSON-LD and the visible lines; the line that is the title becomes FATE_TITLE.
 * What the site's own rule (NULL: none) names beats the rest. */
void meta_find(doc *d, const meta_rules *r, const spam_rules *spam, const site_rule *site);
/* Author, publisher and dates of a further part of the page, from its own byline lines. Its title is set already. */
void meta_find_part(doc *d, const meta_rules *r, unsigned part);

#endif
