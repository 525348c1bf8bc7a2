/*
 * charset.h - bytes to UTF-8 by the rules of the WHATWG Encoding standard and what real pages do.
 */
#ifndef XP_CHARSET_H
#define XP_CHARSET_H

#include "doc.h"

typedef struct charset_rules charset_rules;

/* Reads DICTS/encodings.tsv (labels). NULL after messages. */
charset_rules *charset_load(arena *a, diag *d, const char *dicts);
/* Sets d->utf8 and d->encoding from d->bytes: byte order mark, strict UTF-8, the header's label, a meta element's, then detection. */
void charset_decode(doc *d, const charset_rules *r);

#endif
