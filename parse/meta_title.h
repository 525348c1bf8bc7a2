/* meta_title.h - the headline: where it stands on the page, and what is left of <title> without the site's name. */
#ifndef XP_META_TITLE_H
#define XP_META_TITLE_H

#include "meta_head.h"

typedef struct title_found {
	str text;                  /* STR_NULL when the page has none */
	size_t first, last;        /* its lines; first > last when it stands on none */
	str site;                  /* what <title> says the site is, or null */
	str section;               /* what stands between the two, or null */
} title_found;

/* `whole` is the page's <title>, cleaned of spam; may be empty. */
title_found meta_title(doc *d, const meta_rules *r, const meta_head *h, str whole);
title_found meta_title_of_dump(const doc *d);
/* White space taken out. */
str meta_squeeze(arena *a, str s);
/* White space runs to one space, ends trimmed. */
str meta_tidy(arena *a, str s);

#endif
