/*
 * content_keep.h - what belongs to an article by its place: the lead, live entries, items, what a colon announces, the signature. After the second look.
 */
#ifndef XP_CONTENT_KEEP_H
#define XP_CONTENT_KEEP_H

#include "content_features.h"

/* The lead, a sentence or two between the headline and the first paragraph. */
void content_keep_lead(const doc *d, const content_view *v, float *p);
/* A sentence that may be the article's right behind what was chosen, or below a heading behind it; what announces the items behind it. */
void content_keep_next(const doc *d, const content_view *v, float *p);
/* The entries of a live report, each below its time, and the times: three or more in a row. */
void content_keep_entries(const doc *d, const content_view *v, float *p);
/* Items that are sentences, and lines of verse, right behind what was chosen. */
void content_keep_items(const doc *d, const content_view *v, float *p);
/* What a line of the article announces with a colon, as far as its element goes on without links; a table right behind a paragraph. */
void content_keep_announced(const doc *d, const content_view *v, float *p);
/* The office's name and the day behind the last paragraph of a notice. */
void content_keep_signature(const doc *d, const content_view *v, float *p);

#endif
