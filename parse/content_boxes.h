/*
 * content_boxes.h - what every element of a page holds: lines, characters, running text, links.
 */
#ifndef XP_CONTENT_BOXES_H
#define XP_CONTENT_BOXES_H

#include "doc.h"
#include "dom.h"

typedef struct box {
	uint32_t lines, good_lines;
	float good, chars, link;   /* characters of good lines; of all lines; inside links */
} box;

typedef struct boxes {
	box *node;                 /* one for each node of the tree */
	uint32_t main;             /* the element that holds most of the running text and little else */
	float total;               /* characters of good lines on the page */
} boxes;

/* It is shown and has no fate yet. */
bool content_is_open(const line *l);
/* A line of running text by itself. */
bool content_is_good(const line *l);

boxes content_boxes(doc *d);
/* The element round `from` (itself included) that holds more than `lines` lines; 0 is the root. */
uint32_t content_box_above(const dom *t, const boxes *b, uint32_t from, uint32_t lines);
/* Steps from a node up to an element that holds `main`. */
unsigned content_distance(const dom *t, uint32_t node, uint32_t main);

#endif
