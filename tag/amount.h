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
/* Is it worth a mention, where it stands? */
bool figure_counts(const scan *c, const amount *f);

#endif
