/* content_line.h - features of one line by itself, and the page's title among its lines. */
#ifndef XP_CONTENT_LINE_H
#define XP_CONTENT_LINE_H

#include "doc.h"
#include "marks.h"

/* All but its length's logarithm, which content_features.c remembers for the page. */
void content_line_features(const line *l, const marks *m, float *f);
/* The line that is the page's headline: an h1 or other line that the <title> begins with; d->nline when there is none. */
size_t content_title_line(const doc *d);
/* The line's text stands in the page's <title>. */
bool content_like_title(const doc *d, const line *l);

#endif
