/* xml.h - what the readers of feeds, sitemaps and index pages share: names, texts and encodings of libxml2
 * nodes. */
#ifndef XP_FETCH_XML_H
#define XP_FETCH_XML_H

#include <libxml/tree.h>

#include "arena.h"

/* Recovers what it can; expands nothing, fetches nothing. Errors are silent: the caller looks at what came
 * out. */
#define XML_SAFE                                                                                             \
	(XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NOCDATA)

/* The encoding to hand to libxml2, or NULL to let it look for itself: bytes that are UTF-8 are UTF-8 whatever
 * they are called; GB2312 and GBK mean GB18030. `charset` is the HTTP header's, or null. UTF-8 with a few broken
 * characters is mended: *body is a copy then. */
const char *xml_encoding(arena *a, str *body, str charset);
/* Where a feed or sitemap begins: behind a byte order mark, white space, comments and what a server's faults printed. */
str xml_document(str body);
/* Without a tag or text that was cut at the end: half an address is none. */
str xml_whole(str body);
/* `&amp;` undone. */
str xml_unescaped(arena *a, str s);
/* A copy for the parser, in an ASCII-compatible encoding: without its DOCTYPE, so that no entity of a page's
 * own exists, and without its XML declaration, which may name an encoding that libxml2 does not know; with
 * spaces for control bytes, and with `&amp;` for an `&` that begins no reference of XML's own (as in the
 * query of a URL). */
str xml_cleaned(arena *a, str body);
bool xml_is(const xmlNode *n, const char *name); /* element of this local name, ASCII case folded */
str xml_text(arena *a, const xmlNode *n); /* all text inside, white space trimmed; null when there is none */
str xml_attribute(arena *a, const xmlNode *n, const char *name); /* trimmed, null when absent */
/* The node that follows in document order, not leaving `root`. No recursion: depth is the page's. */
xmlNode *xml_next(xmlNode *n, const xmlNode *root);

#endif
