/*
 * hints.h - words of class names and of lines that hint at what a block is: rows of dicts/content-hints.tsv as bit groups.
 */
#ifndef XP_HINTS_H
#define XP_HINTS_H

#include "doc.h"

#define HINT_CLASS_GROUPS(X) \
	X(article) X(comment) X(related) X(nav) X(share) X(foot) X(ad) X(aside) X(meta) X(title) X(summary) X(caption) \
	X(body)
#define HINT_TEXT_GROUPS(X) X(end) X(byline) X(share) X(crumb) X(foot) X(caption) X(more) X(legal) X(promo)

#define HINT_PAGE_GROUPS(X) X(missing) X(login) X(paid) X(captcha) X(error) X(moved)

enum hint_class {
#define X(name) HC_##name,
	HINT_CLASS_GROUPS(X)
#undef X
	HC_COUNT
};

enum hint_text {
#define X(name) HT_##name,
	HINT_TEXT_GROUPS(X)
#undef X
	HT_COUNT
};

enum { HINT_SHORT = 60, HINT_LONG = 500 }; /* characters of a line that `any` and `all` rows still look at */

enum hint_page {
#define X(name) HP_##name,
	HINT_PAGE_GROUPS(X)
#undef X
	HP_COUNT
};

typedef struct hints hints;

/* Reads DICTS/content-hints.tsv. NULL after messages. Lives in `a`. */
hints *hints_load(arena *a, diag *d, const char *dicts);
unsigned hints_of_class(const hints *h, str words);              /* 1 << enum hint_class, or-ed */
unsigned hints_of_line(const hints *h, const line *l);           /* 1 << enum hint_text, or-ed */

unsigned hints_of_page(const hints *h, str text);                /* 1 << enum hint_page, or-ed, for a title or a line */

#endif
