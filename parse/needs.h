/*
 * needs.h - which of many patterns a line may match at all, told from characters and pairs of them before any pattern is tried.
 *
 * A pattern (PCRE2, UTF) is read once for what every match of it must have: the character that the line begins with, when the pattern is
 * anchored and begins with one of few; the one that the line ends with, likewise; and sets of characters, and of two side by side, of each
 * of which one must stand somewhere in the line. One pass over a line then leaves the few patterns that are worth trying. What is not
 * understood of a pattern only makes it be tried more often.
 */
#ifndef XP_NEEDS_H
#define XP_NEEDS_H

#include "arena.h"

typedef struct needs needs;

enum { NEEDS_PATTERNS = 1024, NEEDS_WORDS = NEEDS_PATTERNS / 64 };

needs *needs_new(arena *a, const str *pattern, size_t n);   /* n at most NEEDS_PATTERNS */
/* Which patterns `line`, well-formed text, may match: bit i % 64 of may[i / 64] is pattern i. Returns how many words it wrote. */
size_t needs_find(const needs *s, str line, uint64_t *may);

#endif
