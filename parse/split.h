/*
 * split.h - two articles on one page become two parts.
 */
#ifndef XP_SPLIT_H
#define XP_SPLIT_H

#include "doc.h"

/* Sets line.part, d->npart and d->meta (title, url, site and section of the further parts; the first keeps what is known) where a second
 * headline with a byline of its own stands inside the body. Pages with one article keep npart 1. */
void split_articles(doc *d);

#endif
