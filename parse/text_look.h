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

/* Characters of a text by script. */
typedef struct script_count {
	unsigned han, letters, trad, simp;
} script_count;

/* NULL, or false, until a step asked for it. */
typedef struct text_look {
	arena *a;                  /* where all of this lives */
	str text;
	folded fold;               /* with its spaces; see text_folded() */
	const struct spam_scan *spam;
	const struct boiler_line *boiler;
	const struct boiler_found *inset; /* its first one */
	const struct line_chars *chars; /* content_line.c */
	struct {
		bool known;
		unsigned han, chars, punct;
		int has;
	} line;                    /* of a line of this text (doc.h) */
	bool hinted, counted;
	bool sound;                /* nothing of it was read in a wrong code */
	unsigned hints;            /* enum hint_text, or-ed; when hinted */
	script_count script;       /* when counted */
} text_look;

enum { TEXT_LOGS = 2048 };

/* What is kept from page to page, by one worker. */
typedef struct text_store {
	arena *a;
	text_memo looks;           /* of short texts */
	text_memo hints;           /* equal hints of lines are one string */
	text_memo boiler_hints;    /* a hint's row of boilerplate */
	text_memo classes;         /* hints of a class attribute (content_features.c) */
	text_memo styles;          /* what a style attribute says (hidden.c) */
	float log[TEXT_LOGS];      /* log1p of whole numbers, 0 where it was not asked for yet (content_features.c) */
} text_store;

text_store *text_store_new(void);
void text_store_free(text_store *s);
void text_store_begin(text_store *s);                            /* before a page: forgets everything when it has become much */

/* The worker's store, or one of the page's own when its caller gave it none. */
text_store *text_store_of(doc *d);
/* What is known of the line's source by now, or NULL. */
static inline text_look *
text_look_known(const line *l)
{
	return l->look && l->looked == l->source.p && l->look->text.n == l->source.n ? l->look : NULL;
}

text_look *text_look_at(doc *d, str text);                       /* good until the page is done */
/* The same for a line's source, found at once when it was asked for before. */
static inline text_look *
text_look_line(doc *d, line *l)
{
	if (!text_look_known(l)) {
		l->look = text_look_at(d, l->source);
		l->looked = l->source.p;
	}
	return l->look;
}

static inline const folded *
text_folded(text_look *look, const fold_map *m)
{
	if (!look->fold.s.p)
		look->fold = fold(look->a, m, look->text, 0);
	return &look->fold;
}

/* line_count(), once for a short text. */
void text_count(doc *d, line *l);

#endif
