/* meta_section.h - the section of an article: the breadcrumbs above it, or the middle of <title>. */
#ifndef XP_META_SECTION_H
#define XP_META_SECTION_H

#include "meta_title.h"

/* STR_NULL when the page names none above line `body`. */
str meta_section(const doc *d, const meta_rules *r, const title_found *title, size_t body);

#endif
