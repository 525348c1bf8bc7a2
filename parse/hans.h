/*
 * hans.h - Traditional to Simplified: OpenCC's dictionaries in a flat table, and what they leave or get wrong.
 *
 * The tables are made from OpenCC's own files at build time (opencc.tsv); the result of hans_convert_str() without mends is byte for byte
 * that of libopencc with t2s, tw2sp and hk2s. Mends (dicts/t2s-mends.tsv) are applied before it. Text without a character that
 * some table changes is passed through untouched.
 */
#ifndef XP_HANS_H
#define XP_HANS_H

#include "parse.h"

typedef struct hans_tables hans_tables;

/* Reads the tables. NULL after messages. They live in `a`. With HANS_OFF they are for hans_detect() and fold_new() alone: the names that
 * conversion keeps are not read. */
hans_tables *hans_load(arena *a, diag *d, const char *dicts, enum hans_mode mode);
/* Sets d->script from the visible text: zh-Hans, zh-Hant, mixed, other. */
void hans_detect(doc *d, const hans_tables *h);
/* Converts line.text of body, captions, title and byline lines. HANS_AUTO chooses between t2s, tw2sp and hk2s by characters, vocabulary,
 * quotation marks of the article, and the host. Runs before the metadata is read, which knows Simplified labels only. */
void hans_convert(doc *d, const hans_tables *h, enum hans_mode mode);
/* Metadata, the way hans_convert() chose. */
void hans_convert_meta(doc *d, const hans_tables *h);
/* Appends s, converted. mode: HANS_OFF copies, HANS_AUTO is HANS_T2S. mends: apply the table of mends too. true when something changed. */
bool hans_convert_str(const hans_tables *h, enum hans_mode mode, bool mends, str s, buf *out);

#endif
