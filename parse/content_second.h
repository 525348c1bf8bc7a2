/*
 * content_second.h - what the model's opinions of single lines miss: a page without much text, and a page with the next article below.
 */
#ifndef XP_CONTENT_SECOND_H
#define XP_CONTENT_SECOND_H

#include "content_features.h"

/* A line of the article has an opinion above this. */
#define CONTENT_SURE 0.5f

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
/* The lead, a sentence or two between the headline and the first paragraph. */
void content_keep_lead(const doc *d, const content_view *v, float *p);
/* The entries of a live report, each below its time, and the times: three or more in a row. */
void content_keep_entries(const doc *d, const content_view *v, float *p);
/* Items that are sentences, and lines of verse, right behind what was chosen. */
void content_keep_items(const doc *d, const content_view *v, float *p);
/* What a line of the article announces with a colon, as far as its element goes on without links; a table right behind a paragraph. */
void content_keep_announced(const doc *d, const content_view *v, float *p);
/* The office's name and the day behind the last paragraph of a notice. */
void content_keep_signature(const doc *d, const content_view *v, float *p);

#endif
