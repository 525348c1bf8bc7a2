/* page_kind.h - pages that are no article: lists, missing pages, walls, error pages. */
#ifndef XP_PAGE_KIND_H
#define XP_PAGE_KIND_H

#include "hints.h"

/*
 * Why the page is no article, once the article's lines are told from the rest; NULL when it may be one. Static text. `named`: the body stands
 * in an element that says it is an article's text, so that links round it make no list of the page.
 */
const char *page_kind(const doc *d, const hints *h, bool named);

#endif
