/* css.h - values of CSS declarations, as far as hidden text needs them. */
#ifndef XP_CSS_H
#define XP_CSS_H

#include "str.h"

#define CSS_NO_COLOR UINT32_MAX

/* The number a value starts with; false when it starts with none. */
bool css_number(str value, double *n);
/* 0xRRGGBB of #rgb, #rrggbb, rgb(r,g,b), white or black; the first of them in the value; CSS_NO_COLOR when there is none. */
uint32_t css_color(str value);
/* The next `name: value` of a declaration block, trimmed. false at the end. */
bool css_declaration(str *rest, str *name, str *value);

#endif
