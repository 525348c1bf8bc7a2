/*
 * emit.h - from marked lines to article records and the forms in which they are written.
 */
#ifndef XP_EMIT_H
#define XP_EMIT_H

#include "parse.h"

/* Appends one record for every part of the page in the form that `o` asks for. Parts with less than o->min_chars characters of body or
 * older than o->since are left out (d->no_article says why when nothing was written). Returns the number of records. */
unsigned emit_records(doc *d, const parse_options *o, buf *out);
/* Conservation: NULL when the characters of all lines' sources (white space aside) are those that were there before the steps ran, each line
 * having exactly one fate; else what is wrong. `before` is the value of emit_visible() at that time. */
const char *emit_check(const doc *d, uint64_t before);
/* An order-free sum over the visible characters of all lines. */
uint64_t emit_visible(const doc *d);

#endif
