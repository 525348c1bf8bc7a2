/*
 * charset_sniff.h - the encoding a page names for itself: byte order mark, XML declaration, meta element.
 */
#ifndef XP_CHARSET_SNIFF_H
#define XP_CHARSET_SNIFF_H

#include "charset_index.h"

/* Encoding that a byte order mark names, with its length in *bom; NULL when there is none. */
const encoding *sniff_bom(const charsets *c, str bytes, size_t *bom);
/* "Prescan a byte stream to determine its encoding" (WHATWG HTML 13.2.3.2) over all of `bytes`; an XML declaration counts too.
 * UTF-16 labels mean UTF-8 there, x-user-defined means windows-1252. NULL when nothing known is named. */
const encoding *sniff_meta(const charsets *c, str bytes);

#endif
