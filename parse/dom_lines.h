/*
 * dom_lines.h - the visible lines of a tree, in source order.
 */
#ifndef XP_DOM_LINES_H
#define XP_DOM_LINES_H

#include "doc.h"
#include "dom.h"

/* Appends the lines of d->dom's body. Hidden text is kept as lines with LF_HIDDEN; scripts, styles, form values are no text. */
void dom_lines(doc *d);

#endif
