/* meta_names.h - names of people and of those who publish: what is one, and what stands round it. */
#ifndef XP_META_NAMES_H
#define XP_META_NAMES_H

#include "meta_rules.h"

/* A name without brackets, stop words and white space round it; STR_NULL when nothing is left. */
str byline_tidy(arena *a, const meta_rules *r, str name);
/* People's names parted by spaces and marks, joined by one space; ends at a word that is no name. STR_NULL when there is none. */
str names_join(arena *a, const meta_rules *r, str s);
/* A surname and one or two characters, and no place or paper. */
bool names_person(const meta_rules *r, str s);
/* Ends as papers, sites and offices end. */
bool names_outlet(const meta_rules *r, str s);
/* Made of nothing but words for sites and sections (社会新闻): the name of none. */
bool names_generic(const meta_rules *r, str s);

/* Marks that stand between names or values. */
bool names_divider(uint32_t cp);
bool names_bar(uint32_t cp);             /* |, full-width, or the character 丨 that stands for it */
bool names_slash(uint32_t cp);           /* /, full-width, or a slanting line */
bool names_bracket(uint32_t cp);
bool names_open(uint32_t cp);            /* a bracket or quotation mark that opens */
bool names_colon(uint32_t cp);
/* White space of two characters, or a wide one: a gap between two values. */
bool names_gap(str s, size_t at);
/* Code point at s[at], 0 at the end. */
uint32_t names_at(str s, size_t at);
size_t names_skip_blank(str s, size_t at);

#endif
