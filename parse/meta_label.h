/* meta_label.h - labels on visible lines (来源：, 作者|, 文/) and where their values begin and end. */
#ifndef XP_META_LABEL_H
#define XP_META_LABEL_H

#include "meta_rules.h"

/* A label at s[at] with what binds it to its value: a colon, a slash, a quotation mark, or blank space; *behind is the value's place.
 * NULL when there is none. */
const meta_word *label_at(const meta_rules *r, str s, size_t at, size_t *behind);
/* The same where nothing but a colon, a slash or a bar binds it. */
bool label_strong(const meta_rules *r, str s, size_t at);
/* A word may start at s[at]: the line does, or white space or a mark stands before it. */
bool label_may_start(const meta_rules *r, str s, size_t at);
/* Where the value that starts at `at` ends: a gap, a divider that is none of names, a label, a date, a stop word. */
size_t label_value_end(const meta_rules *r, str s, size_t at, enum meta_field field);

#endif
