/*
 * text_look.h - what steps work out for a piece of a page's text, each of it once.
 *
 * Steps ask for the same line again and again, and pages have the same menus, buttons and style again and again. What is known of a text
 * follows from the text alone. Of a short one it is found by the text and stays from page to page, until a worker has heard too much of
 * them; of a long one it is found by where the text stands and goes with the page.
 */
#ifndef XP_TEXT_LOOK_H
#define XP_TEXT_LOOK_H

#include "fold.h"

/* NULL until a step asked for it. */
typedef struct text_look {
	arena *a;                  /* where all of this lives */
	str text;
	folded fold;               /* with its spaces */
	const struct spam_scan *spam;
	const struct boiler_line *boiler;
} text_look;

/* What is kept from page to page, by one worker. */
typedef struct text_store {
	arena *a;
	text_memo looks;           /* of short texts */
	text_memo hints;           /* equal hints of lines are one string */
	text_memo boiler_hints;    /* a hint's row of boilerplate */
} text_store;

text_store *text_store_new(void);
void text_store_free(text_store *s);
void text_store_begin(text_store *s);                            /* before a page: forgets everything when it has become much */

/* The worker's store, or one of the page's own when its caller gave it none. */
text_store *text_store_of(doc *d);
text_look *text_look_at(doc *d, const fold_map *m, str text);    /* good until the page is done */
/* The same for a line's source, found at once when it was asked for before. */
static inline text_look *
text_look_line(doc *d, const fold_map *m, line *l)
{
	if (!l->look || l->looked != l->source.p || l->look->text.n != l->source.n) {
		l->look = text_look_at(d, m, l->source);
		l->looked = l->source.p;
	}
	return l->look;
}

#endif
