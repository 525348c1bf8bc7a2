/*
 * hidden.h - which nodes a browser does not show: the hidden attribute, inline styles, simple class and id rules of <style>.
 */
#ifndef XP_HIDDEN_H
#define XP_HIDDEN_H

#include "doc.h"
#include "dom.h"

/* soft: visibility or opacity, which a page's script lifts on some sites; tiny is for hidden.c alone: a font of no size, until a size or a
 * class is given */
enum { HIDDEN_HARD = 1, HIDDEN_SOFT = 2, HIDDEN_TINY = 4 };

/* One byte a node of d->dom, told for those of text: 0, HIDDEN_HARD or HIDDEN_SOFT. What an element is, the text in it is. */
uint8_t *hidden_nodes(doc *d);
/* How a declaration block hides: 0, HIDDEN_HARD or HIDDEN_SOFT. */
unsigned hidden_by_style(str declarations);

#endif
