/*
 * repair_part.h - what the files of repair share.
 */
#ifndef XP_REPAIR_PART_H
#define XP_REPAIR_PART_H

#include "fold.h"
#include "marks.h"
#include "pairs.h"
#include "repair.h"

enum { RADICALS = 0x2E80, RADICALS_END = 0x2FE0 };

struct repair_rules {
	const fold_map *fold;
	uint16_t gbk[0x10000];     /* code point to GBK bytes, 0: none */
	uint16_t pair[0x10000];    /* GBK bytes to code point, 0: none */
	uint8_t rare[0x2000];      /* bit by code point: GBK has it not, or not among the commoner characters of GB 2312. Small enough to stay near */
	uint16_t radical[RADICALS_END - RADICALS]; /* what it looks like, 0: nothing */
	hans_dict syllable;        /* toned syllable to its characters (value) */
	hans_pair *plain;          /* the same without tone marks; a syllable may stand in several */
	size_t nplain;
	str *hyphen;               /* spellings that keep their hyphen */
	size_t nhyphen;
	const marks *marks;
	hans_dict word_pair;       /* character to those that follow it inside words (value) */
};

/* What the whole page says: decides which repairs it needs. */
typedef struct page_damage {
	size_t pinyin, capitals;   /* bracketed syllables; those that begin with a capital */
	size_t wide_comma, narrow_comma;
	size_t asked;              /* lines that end with an ASCII `?`, clauses that ask with it: the page does */
	str ornament[8];           /* runs that stand before punctuation again and again */
	size_t nornament;
	bool any_ornament;         /* whatever stands before punctuation is one */
	bool spaced;               /* characters of some lines are set apart by spaces */
	size_t closed, dropped, folded, stripped, restored, unrecovered, symbols, questions;
} page_damage;

/* Works it out once for as long as no line is cut. */
void page_measure(doc *d, const repair_rules *r, page_damage *p);

/* Is `syllable`, written without a tone mark, a reading of the Traditional character cp? */
bool reads_plainly(const repair_rules *r, uint32_t cp, str syllable);

/* Each appends s, repaired, to *out. */
void repair_pinyin(const repair_rules *r, page_damage *p, str s, buf *out);
void repair_chars(page_damage *p, str s, buf *out);
bool repair_needs_none(const page_damage *p, str s, int has); /* repair_chars() would change nothing */
/* Are at least `least` pairs of characters set apart by spaces, and hardly any not? repair_spacing() closes them up. */
bool spacing_is_wide(str s, size_t least);
void repair_spacing(str s, buf *out);
/* True when the line was UTF-8 read as GBK or Latin-1 and *out has it as it was. */
void mojibake_load(repair_rules *r);                         /* once `gbk` is there */
bool repair_mojibake(const repair_rules *r, str s, buf *out, bool *suspect);

/* Runs of character references that are escaped once too often become what they name, in the page's bytes. False when no other can be so. */
bool repair_references(doc *d);
/* So do single ones beside Chinese, three or more. */
void repair_escapes(doc *d);
bool repair_is_escaped(str s);                    /* `&amp;nbsp;` stands at its start */
bool radicals_load(repair_rules *r, arena *a, diag *d, const char *dicts);
/* Tags of forums and addresses that stand round a word again and again go. */
void repair_markup(doc *d, const repair_rules *r);
void repair_joins(doc *d, const repair_rules *r, unsigned part);
void repair_decoration(doc *d, unsigned part);
void repair_repeats(doc *d, const repair_rules *r, unsigned part);
void repair_hyphens(doc *d, const repair_rules *r, unsigned part);
void repair_headings(doc *d, unsigned part);

#endif
