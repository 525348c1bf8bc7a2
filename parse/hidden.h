/*
 * hidden.h - which nodes a browser does not show: the hidden attribute, inline styles, simple class and id rules of <style>.
 */
#ifndef XP_HIDDEN_H
#define XP_HIDDEN_H

#include "dom.h"

enum { HIDDEN_HARD = 1, HIDDEN_SOFT = 2 }; /* soft: visibility or opacity, which a page's script lifts on some sites */

/* One byte a node; what an element is, its subtree is. */
uint8_t *hidden_nodes(const dom *d, arena *a);
/* How a declaration block hides: 0, HIDDEN_HARD or HIDDEN_SOFT. */
unsigned hidden_by_style(str declarations);

#endif
