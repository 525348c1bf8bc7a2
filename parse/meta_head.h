/*
 * meta_head.h - what a page's head, JSON-LD, scripts and time elements say.
 */
#ifndef XP_META_HEAD_H
#define XP_META_HEAD_H

#include "when.h"

/* Values by field as the page has them; STR_NULL where there is none. */
typedef struct meta_head {
	str value[MF_COUNT];
	str time_element;          /* of the first time element */
	str canonical;             /* rel=canonical or og:url as written */
	str base;                  /* base element's href */
} meta_head;

void meta_head_read(doc *d, const meta_rules *r, meta_head *h);
/* A time that a script holds under a known key: the weakest word for `published`. */
bool meta_script_time(const doc *d, const meta_rules *r, const when_base *base, when *w);

#endif
