/*
 * content_second.h - what the model's opinions of single lines miss: a page without much text, and a page with the next article below.
 */
#ifndef XP_CONTENT_SECOND_H
#define XP_CONTENT_SECOND_H

#include "content_boxes.h"
#include "content_features.h"

/* A line of the article has an opinion above this. */
#define CONTENT_SURE 0.5f

static inline bool
content_is_taken(const doc *d, const float *p, size_t i)
{
	return content_is_open(&d->line[i]) && p[i] > CONTENT_SURE;
}

/* Taken, and not by a slip: a notice of rights is no article. */
bool content_is_chosen(const doc *d, const content_view *v, const float *p, size_t i);
/* Code points of all such lines. */
size_t content_chosen_chars(const doc *d, const content_view *v, const float *p);
/* Neither a link nor anything that looks like what stands beside an article, whatever its element's class says of lists. */
bool content_is_plain(const doc *d, const content_view *v, size_t i);
/* The same, and its element's class says nothing of lists. */
bool content_is_neutral(const doc *d, const content_view *v, size_t i);

/* The innermost element round lines a and b. */
uint32_t content_round(const doc *d, size_t a, size_t b);

/*
 * Where next to nothing was chosen: the likeliest lines and those in elements like theirs; what the page itself calls its text, where that
 * stands above what was chosen, and all of it where only a part of it was.
 */
void content_second_look(const doc *d, const content_view *v, float *p);
/* A headline and a date far below the article begin another one that a script appended: nothing from there on is this page's. */
void content_drop_next(const doc *d, const content_view *v, float *p);
/* Comments, flashes and teasers, each below a name or a time of its own, beside the element of the headline and its text. */
void content_drop_cards(const doc *d, const content_view *v, float *p);
/* A page without a headline of its own whose body is a row of teasers, each below a link: once the lines have their fate. */
bool content_is_cards(const doc *d, const content_view *v);
/* Sentences in elements like those of the article's paragraphs, beside them: a widget between them made them doubtful. */
void content_keep_siblings(const doc *d, const content_view *v, float *p);

#endif
