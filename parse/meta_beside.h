/* meta_beside.h - names that stand beside a date without a label: who published it, or who wrote it. */
#ifndef XP_META_BESIDE_H
#define XP_META_BESIDE_H

#include "meta_byline.h"

/* `w` was found in s, and the label before it (or none) is of field f. What is set already stays. */
void beside_read(byline *b, arena *a, const meta_rules *r, str s, const when *w, enum meta_field f);

#endif
