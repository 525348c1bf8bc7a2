/*
 * amount.h - a figure with what stands behind it, before it becomes a mention.
 */
#ifndef XP_AMOUNT_H
#define XP_AMOUNT_H

#include "scan.h"

typedef struct amount {
	size_t start, end;
	numeral n;
	suffix x;
	enum suffix_kind kind;
	str lo, hi;                /* exact values after percent, 成, 角 ... were worked in */
	str unit, mod;
	bool prefixed;             /* the currency or 百分之 stood before the figure */
	bool fraction;             /* lo is "a/b" */
	const unit_row *row;       /* of a quantity */
} amount;

/* One figure with its suffix; ranges, modifiers and the decision to mention it are amount_at()'s. */
bool figure_at(scan *c, size_t at, amount *f, size_t *skip);
/* A minus sign, or a hyphen that stands for one, at s[at]. */
bool sign_at(const scan *c, size_t at, size_t *end);
/* Adds what stands behind f, an amount of a main unit (三元五角, 3块5), to it. */
void read_minors(scan *c, amount *f);
/* The same behind `piece`, a smaller unit that stands without its main one (五角五分, 八毛五). */
void read_smaller_minor(scan *c, amount *f, const reading *piece);
/* N分之M or A又N分之M behind the numeral f->n: f->lo becomes "M/N". */
bool read_fraction(scan *c, amount *f);
/* 3/4 (with `improper` also 4/3), and the 4/3 of 1 4/3. */
bool read_slash(scan *c, amount *f, bool improper);
bool read_mixed_slash(scan *c, amount *f);
/* 1米75, 38度5: digits behind the unit that are its decimals. */
void read_loose_decimals(scan *c, amount *f);
/* 两斤三两, 3公里500米: what stands behind f, a quantity, in a unit some powers of ten smaller is added. */
bool read_smaller_unit(scan *c, amount *f);
/* 39°10′20″: minutes and seconds of arc behind f, in degrees, which then is of the smallest. */
bool read_arc(scan *c, amount *f);
/* An exponent behind the numeral f->n, worked into it. */
bool read_power(scan *c, amount *f);
/* The TIMEX3 value of v units of a duration word (P3Y, PT5M); null stays null. */
str duration_value(arena *a, str v, const reading *r, str designator);
/* Takes the smaller durations behind f, a duration, into it: 1小时30分. */
void read_compound(scan *c, amount *f);
/* 1分30秒: 分 is a minute when seconds follow. */
bool read_minute_second(scan *c, amount *f);
/* Is it worth a mention, where it stands? */
bool figure_counts(const scan *c, const amount *f);

#endif
