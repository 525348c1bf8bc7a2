/*
 * hans_fast.h - the converter's loop.
 */
#ifndef XP_HANS_FAST_H
#define XP_HANS_FAST_H

#include "hans_table.h"

/* Appends s, converted by the chain. */
void hans_run(const hans_tables *h, enum hans_chain c, bool mends, str s, buf *out);

#endif
