/*
 * memo.h - what was worked out for a piece of the page's text, found again by where the text stands.
 *
 * Steps ask for the same line again and again. The text of a line never moves or changes during a page, so its address and length
 * are its name; a line that was cut has another one.
 */
#ifndef XP_MEMO_H
#define XP_MEMO_H

#include "arena.h"

typedef struct text_memo {
	struct memo_slot *slot;
	size_t n, mask;
} text_memo;

/* The place for what is known of `text`: NULL stands in it when nothing is yet. Valid until the next call. Memory from `a`. */
void **memo_at(text_memo *m, arena *a, str text);
/* The same for all equal texts: *text becomes the memo's own copy. A memo for this serves nothing else, and so on. */
void **memo_text(text_memo *m, arena *a, str *text);
/* The copy of `text` that all equal texts share. A memo for this serves nothing else. */
str memo_share(text_memo *m, arena *a, str text);
/* The number of all equal texts, 0 at first. Likewise. */
uint32_t *memo_number(text_memo *m, arena *a, str text);

#endif
