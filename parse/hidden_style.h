/*
 * hidden_style.h - what the declarations of one block say of the box they are about, as far as it may be out of sight.
 */
#ifndef XP_HIDDEN_STYLE_H
#define XP_HIDDEN_STYLE_H

#include "str.h"

typedef struct style_box {
	bool zero_w, zero_h, clipped, away, placed, pushed;
	uint32_t color, background; /* 0xRRGGBB, CSS_NO_COLOR: not said */
	bool tiny, sized;          /* a font of no size; a font size is given */
	bool transparent;
} style_box;

/* Reads `style` (its first 4096 bytes) into *box. How it hides: 0, HIDDEN_HARD or HIDDEN_SOFT. */
unsigned style_read(str style, style_box *box);
/* No eye tells them apart. CSS_NO_COLOR is like none. */
bool style_same_color(uint32_t a, uint32_t b);

#endif
