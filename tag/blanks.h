/*
 * blanks.h - a view of a text without the blanks that part the characters of its numerals (一 百 五 十, 百 分 之 五), and the way between
 * offsets of the two.
 */
#ifndef XP_BLANKS_H
#define XP_BLANKS_H

#include "mention.h"
#include "words.h"

typedef struct blanks blanks;

/* NULL when the text has no such blanks. The view lives in the arena. */
const blanks *blanks_of(const words *w, arena *a, str text);
str blanks_text(const blanks *b);
size_t blanks_number(const blanks *b);
/* The offset in the view of an offset in the text. */
size_t blanks_inside(const blanks *b, size_t at);
/* The other way: of the byte that stands at this offset of the view. */
size_t blanks_outside(const blanks *b, size_t at);
/* The names at their places in the view. */
const entity_mentions *blanks_names_inside(const blanks *b, arena *a, const entity_mentions *names);
/* Puts mentions from out->v[first] on back at their places in the text. */
void blanks_mentions_outside(const blanks *b, size_t first, mentions *out);

#endif
