/* meta_part.h - what the parts of meta_find() share while a page's metadata is put together. */
#ifndef XP_META_PART_H
#define XP_META_PART_H

#include "meta_byline.h"
#include "meta_head.h"
#include "meta_title.h"

/* What is known while the page's metadata is put together. */
typedef struct gather {
	doc *d;
	const meta_rules *r;
	when_base base;
	meta_head head;
	title_found title;
	byline line;
	size_t body, last;         /* first and last line of the article */
} gather;

/* meta_lines.c: the visible lines */
void meta_find_body(gather *g);
/* Fills g->line from the lines round the headline, the bylines and the article's foot. */
void meta_read_bylines(gather *g);
/* The reporter in brackets at the head of the first paragraphs or behind the last. */
void meta_read_text(gather *g);
/* Elements near the headline whose class says what they hold; the row for such an element, or NULL. */
void meta_read_classes(gather *g);
const meta_word *meta_field_of_class(const gather *g, uint32_t node);

/* meta_mark.c: what becomes of lines that the metadata is read from */
/* Lines of dates and names that were taken for the article's first are bylines. */
void meta_take_bylines(gather *g);
/* The headline of a dump that is a byline gives way to the line before it. */
void meta_mend_dump_title(gather *g);
/* The headline's lines, a sub-title below it, and where it stands again before the article. */
void meta_mark_title(gather *g);

#endif
