/*
 * selector.h - a small part of CSS selectors (Level 3): tag, .class, #id, [attr], [attr=value], [attr*=value], descendant (white space),
 * child (>), lists (,). Enough to name a place on a site's pages.
 */
#ifndef XP_SELECTOR_H
#define XP_SELECTOR_H

#include "dom.h"

typedef struct selector selector;

/* Compiles a selector into the arena; NULL when it is none (*at is the byte where it went wrong). */
selector *selector_compile(arena *a, str text, size_t *at);
bool selector_matches(const selector *s, const dom *d, uint32_t node);
/* The first node in document order that matches, 0 when none. */
uint32_t selector_first(const selector *s, const dom *d);

#endif
