/* when_part.h - pieces of dates: numbers, the words between them, clocks and zones. `at` moves behind what was read. */
#ifndef XP_WHEN_PART_H
#define XP_WHEN_PART_H

#include "when.h"

/* 1 to `max` digits of which no more follow. Their count, 0 when there are none. */
int when_digits(str s, size_t *at, int max, int *out);
/* The same, or a number in Chinese numerals (二〇二五, 十八): its digits' count as ASCII would have it. */
int when_number(const when_base *b, str s, size_t *at, int max, int *out);
/* One or two digits; two may also stand right before a clock (2601:15) or a name that begins with digits. */
bool when_two(str s, size_t *at, int *out);
/* A word of a kind. */
bool when_word(const when_base *b, enum meta_kind k, str s, size_t *at);
/* What stands behind a date: hh:mm, hh时mm分, 下午3点, with seconds, weekday and zone; *w and *at stay when there is no time. */
void when_clock(const when_base *b, str s, size_t *at, when *w);
/* 18:07 right before the date at w->start: sets the time and moves the start. */
void when_clock_before(str s, when *w);

#endif
