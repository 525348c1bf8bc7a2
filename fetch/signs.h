/*
 * signs.h - signs that an answer is a challenge page and no article: dicts/challenges.tsv.
 *
 * Columns: name; where = title, body (its first bytes, when the page is short) or header; text = what stands
 * there, for a header how a line of the head begins (in title and header ASCII case does not count); status =
 * the status it comes with, empty for any.
 */
#ifndef XP_FETCH_SIGNS_H
#define XP_FETCH_SIGNS_H

#include "table.h"

typedef struct signs signs;

signs *signs_new(arena *a, const table *t, diag *d); /* NULL after a message */
/* The name of the sign that the answer shows, or null. */
str signs_match(const signs *s, unsigned status, str head, str prefix, uint64_t decoded);

#endif
