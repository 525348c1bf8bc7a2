/*
 * unit.h - what stands behind a numeral: percent, multiple, money, unit of measure, classifier, duration.
 *
 * The tables units.tsv (with its SI prefixes), currencies.tsv and classifiers.tsv become readings of the number words.
 */
#ifndef XP_UNIT_H
#define XP_UNIT_H

#include "numeral.h"

typedef struct unit_row {
	str symbol, base, factor, context; /* factor: how many base; context: words joined by `|` */
} unit_row;

typedef struct minor {
	str form, factor;
	bool alone;                /* may stand without the main unit */
} minor;

typedef struct money_row {
	str code, region;
	minor *minor;
	size_t nminor;
} money_row;

enum class_kind { GENERAL, CLASSIFIER, YEARLY, PLAIN, WHOLE, NOUN, FEW, POINTS, RANK, NUMBER, SKIP, DAYS, SMALL, WRITTEN, AGE, DOZEN };

typedef struct class_row {
	str name, per;
	enum class_kind kind;
} class_row;

/* Reads the three tables into w. 0, or -1 after messages. */
int units_load(words *w, arena *a, diag *d, const char *dicts);

enum suffix_kind { S_NONE, S_PERCENT, S_TIMES, S_MONEY, S_UNIT, S_COUNT, S_DURATION };

typedef struct suffix {
	enum suffix_kind kind;
	size_t start, end;
	const reading *r;
	str unit, per, qual, mod;
	bool half;                 /* 半 behind the unit: 两年半 */
} suffix;

/* What the number of a word says that is no unit: but of a length of time it is; only behind 万 and 亿 it is none. */
enum { BUT_LENGTH = 4, LARGE = 5 };
/* What the number of a percent word may be beside a power of ten; how far before 厘 interest is spoken of. */
enum { FOLD = 100, INTEREST = 200, INTEREST_REACH = 60 };
/* Does a word of these classes stand before s[at] in its line, at most `reach` bytes away? */
bool spoken_of(const words *w, str s, size_t at, uint64_t mask, size_t reach);

/* Reads what stands at s[at] (a space may come first) behind the numeral n. false when nothing does. */
bool suffix_at(const words *w, arena *a, str s, size_t at, const numeral *n, bool taiwan, suffix *x);
/* Reads the /月 of $20/月 at s[*end] into *per, which must be null before, and moves *end behind it. */
void per_behind(const words *w, arena *a, str s, size_t *end, str *per);
/* The rate that 每股 or 每小时 right before s[at] gives, or null; *from is where its words begin, else at. Of `money` one word (约, 仅) may
 * stand between. */
str per_before(const words *w, arena *a, str s, size_t at, bool money, size_t *from);

#endif
