/*
 * spam.h - what was injected into a page: keyword runs, link farms, brands inside sentences, hidden text, junk tags.
 *
 * A line goes by density and structure (how much of it is made of spam terms, of how many kinds, how it is cut into pieces),
 * never for a single word: news about a raid on a gambling ring keeps every line. The terms are in dicts/spam.tsv.
 */
#ifndef XP_SPAM_H
#define XP_SPAM_H

#include "doc.h"

typedef struct spam_rules spam_rules;

struct fold_map;
/* Reads DICTS/spam.tsv. NULL after messages. The rules live in `a`. */
spam_rules *spam_load(arena *a, diag *d, const char *dicts, struct fold_map *fold);
/* Marks injected lines FATE_REMOVED as spam or junk and hidden ones FATE_HIDDEN; cuts lines that are spam in part. Lines that
 * have a fate already are left. Time is linear in the text. */
void spam_mark(doc *d, const spam_rules *r);
/* A title without what was injected before or behind it; `removed` (may be NULL) gets what was cut, as in the source. */
str spam_clean_title(arena *a, const spam_rules *r, str title, str *removed);

#endif
