/*
 * fold.h - a line as rules read it: Simplified, half width, lower case, without what pollution puts between the characters.
 *
 * Full-width forms become ASCII, ASCII letters lower case, Traditional characters Simplified one by one; invisible characters, ornaments
 * (★ ღ ❤), and a bracketed syllable of pinyin behind a Han character go. White space becomes one space, or none (FOLD_NO_SPACE: it stays only
 * between two Latin letters or digits). Every character of the result knows where in the source it comes from, so that a line can be cut.
 */
#ifndef XP_FOLD_H
#define XP_FOLD_H

#include "doc.h"
#include "hans_table.h"

typedef struct fold_map fold_map;

enum { FOLD_NO_SPACE = 1 };

/* What characters of a line somebody asks for: a line without any need not be looked at. They begin a `span` row of boilerplate; a word that ends
 * the name of a county or a town; a space; a Han character that is but a
 * stroke. */
enum { FOLD_SPAN = 1, FOLD_PLACE = 2, FOLD_SPACE = 4, FOLD_STROKE = 8 };

/* From byte `folded` of the result on, up to the next step, source and result go side by side, `source` being the place in the source. */
typedef struct fold_step {
	uint32_t folded, source;
} fold_step;

typedef struct folded {
	str s;                     /* UTF-8 */
	fold_step *step;
	size_t nstep, source;      /* source: its bytes */
	unsigned chars;            /* code points of s */
	unsigned marks;            /* of its characters, or-ed */
} folded;

/* Made once and shared by all who read lines; lives in `a`. The tables need not be kept. */
fold_map *fold_new(arena *a, const hans_tables *h);
void fold_mark(fold_map *m, uint32_t cp, unsigned mark);         /* before the first line is folded */
folded fold(arena *a, const fold_map *m, str source, int how);
folded fold_close(arena *a, const folded *f);                     /* what was folded with its spaces, as FOLD_NO_SPACE gives it */

size_t fold_source(const folded *f, size_t i);                   /* where in the source the character at byte i of f->s stands; its end for s.n */
uint32_t fold_cp(const fold_map *m, uint32_t cp);                /* 0: dropped */
bool cp_is_rare_ornament(uint32_t cp);
/* dingbats, stars, hearts and the like: never part of a word */
static inline bool
cp_is_ornament(uint32_t cp)
{
	return cp >= 0xE80 && (cp < 0x2C00 || cp >= 0x1F300) && cp_is_rare_ornament(cp);
}

uint32_t bracket_close(uint32_t open);                           /* what closes the bracket, or 0: not one that pinyin stands in */
/* Length in bytes of a bracketed syllable of pinyin with a tone mark (or of one letter group up to 6, when `any`) at the start of s, or 0. */
size_t pinyin_bracket(str s, bool any, str *syllable);

#endif
