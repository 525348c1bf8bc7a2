/*
 * align.h - where every character of the text stood in the source, so that a mention can be shown in the original.
 */
#ifndef XP_ALIGN_H
#define XP_ALIGN_H

#include "fold.h"

/* A JSON object {"source": STRING, "map": [[t, s, n], [t, s, n, m], ...]} in the arena of d. `source` is the body of the part as the page
 * has it, a block a line. Offsets are code points. [t, s, n]: text[t, t+n) stands at source[s, s+n), character for character;
 * [t, s, n, m]: text[t, t+n) is what became of source[s, s+m). What no run names was dropped from the source or put in by a join. */
str align_part(doc *d, const fold_map *m, unsigned part);

#endif
