/*
 * dom_gap.h - empty block elements inside a sentence: <div class="ad"></div> that a site's software put between two words.
 *
 * A browser breaks the line there; what is read aloud is one sentence, and so is the line made of it.
 */
#ifndef XP_DOM_GAP_H
#define XP_DOM_GAP_H

#include "dom.h"

/* Element i holds nothing that shows, and a sentence whose part so far is `line` (`chars` characters) goes on right behind it. */
bool dom_is_gap(const dom *t, uint32_t i, str line, unsigned chars);

#endif
