/*
 * content.h - which lines of an HTML page are the article.
 */
#ifndef XP_CONTENT_H
#define XP_CONTENT_H

#include "doc.h"
#include "marks.h"

typedef struct content_rules content_rules;

/* Reads content-hints.tsv and content-weights.tsv of DICTS. NULL after messages. */
content_rules *content_load(arena *a, diag *d, const char *dicts, const marks *marks);
/* Marks lines without a fate FATE_BODY, or FATE_REMOVED without a class. Sets d->no_article when the page looks like none. */
void content_select(doc *d, const content_rules *r);

#endif
