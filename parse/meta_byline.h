/* meta_byline.h - author, publisher and dates from the visible lines that carry them. */
#ifndef XP_META_BYLINE_H
#define XP_META_BYLINE_H

#include "meta_names.h"
#include "when.h"

typedef struct byline {
	str author, publisher, section, url;
	str translator;            /* the author where no other is named */
	str paper;                 /* a name beside the date, or before the reporter's: the publisher where no label says it */
	str producer;              /* the publisher where nothing else is one */
	str editors;               /* who is named as one, joined by spaces */
	when published, modified;
	bool has_published, has_modified, has_labelled; /* labelled: a word named the date as that of publication */
	enum meta_field waiting;   /* a label ended its line: the value is the next line */
} byline;

/* Reads one line into *b; what is set already stays. */
void byline_read(byline *b, arena *a, const meta_rules *r, const when_base *base, str text);
/* The reporter in brackets at the head of a text's first lines or at the end of its last. */
void byline_in_text(byline *b, arena *a, const meta_rules *r, str text, bool first);
/* A line that names an author, a source or a date behind a label and a colon, and is no sentence. */
bool byline_is(const meta_rules *r, const when_base *base, str text);

/* A line that is nothing but a byline or a date, with or without labels. */
bool byline_whole(arena *a, const meta_rules *r, const when_base *base, str text);

#endif
