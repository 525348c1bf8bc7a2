/*
 * charset.h - bytes to UTF-8 by the rules of the WHATWG Encoding standard and what real pages do.
 */
#ifndef XP_CHARSET_H
#define XP_CHARSET_H

#include "charset_index.h"
#include "doc.h"

typedef charsets charset_rules;

/* Reads encodings.tsv and charset-index.tsv of DICTS. NULL after messages. */
charset_rules *charset_load(arena *a, diag *d, const char *dicts);
/* The encoding of a page: byte order mark, UTF-8 when the bytes are, the HTTP header's label, the page's own (first 1024 bytes, then
 * further), and detection when nothing is said or what is said cannot be. `header` may be null. *bom: bytes to leave out. */
const encoding *charset_choose(const charset_rules *r, arena *a, str bytes, str header, size_t *bom, bool *label_wrong);
/* Sets d->utf8 and d->encoding from d->bytes. Bad bytes become U+FFFD with a warning "bad-bytes:N"; "encoding-label-wrong" says that
 * the label was not followed. */
void charset_decode(doc *d, const charset_rules *r);

#endif
