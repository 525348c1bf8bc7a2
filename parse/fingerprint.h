/*
 * fingerprint.h - a 64-bit SimHash (Charikar 2002) of an article's text, for finding reposts.
 *
 * Features are all runs of 4 characters, over Han characters, letters (lower case) and digits alone: punctuation, white space and width do not
 * count, so that a reposting site's typography does not. Each feature's 64-bit hash votes +1 or -1 on every bit. Two texts
 * that differ in a few sentences differ in a few bits; unrelated ones in about 32, hardly ever in fewer than 15. FINGERPRINT_NEAR bits or fewer: the
 * same story.
 */
#ifndef XP_FINGERPRINT_H
#define XP_FINGERPRINT_H

#include "str.h"

enum { FINGERPRINT_NEAR = 6 };

uint64_t fingerprint(str text);                  /* 0 for a text without a feature */
unsigned fingerprint_distance(uint64_t a, uint64_t b);

#endif
