/*
 * view.h - one article as a page to look at: the source with every line's fate on the left, the record on the right.
 */
#ifndef XP_VIEW_H
#define XP_VIEW_H

#include "doc.h"

/* Appends one HTML5 document, self-contained: no script, no address is fetched. Removed lines are struck and coloured by class; the rule
 * shows on hover. Any text of the page is escaped. */
void view_html(const doc *d, const record *r, buf *out);

#endif
