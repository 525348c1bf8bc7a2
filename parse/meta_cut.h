/* meta_cut.h - what <title> holds beside the headline: the joints between them, the names of the site and the section. */
#ifndef XP_META_CUT_H
#define XP_META_CUT_H

#include "meta_head.h"

enum { META_TITLE_MIN = 4 };       /* characters of a headline */

/* Length in bytes of the joint at s[at] (` - `, `_`, `|` ...), 0 when there is none; a strong one parts a headline from what is not it. */
size_t meta_joint(str s, size_t at, bool *strong);
/* Is s the site's name, or called as sites are? So is an empty one. */
bool meta_is_site(const meta_rules *r, const meta_head *h, arena *a, str s);
/* Cuts what is not the headline off the end of t, then a paper's name off its front; *site and *section get what was cut. */
str meta_cut(const meta_rules *r, const meta_head *h, arena *a, str t, str *site, str *section);
/* The name of the site in what <title> says beside the headline, or instead of one; STR_NULL when there is none. */
str meta_site_beside(const meta_rules *r, str whole, str title);

#endif
