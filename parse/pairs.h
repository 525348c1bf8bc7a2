/*
 * pairs.h - which characters stand together inside words: dicts/word-pairs.tsv. What may meet where a sentence was cut.
 */
#ifndef XP_PAIRS_H
#define XP_PAIRS_H

#include "err.h"
#include "hans_table.h"

/* Reads DICTS/word-pairs.tsv into `out`: a character to those that follow it. False after messages. The table lives in `a`. */
bool pairs_load(arena *a, diag *d, const char *dicts, hans_dict *out);
/* Do the first characters of a and b stand together, b behind a? 2 when often, 1, or 0. */
int pairs_meet(const hans_dict *pairs, str a, str b);

#endif
