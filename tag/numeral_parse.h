/*
 * numeral_parse.h - the state of numeral_at(), for its parts only.
 */
#ifndef XP_NUMERAL_PARSE_H
#define XP_NUMERAL_PARSE_H

#include "numeral.h"

#define MAX_TERMS 48
#define MAX_BIG 16

/* What was read last decides what may follow. */
enum last { L_NONE, L_DIGIT, L_ARABIC, L_SMALL, L_BIG, L_ZERO, L_FRACTION };

struct parse {
	const words *w;
	arena *a;
	str s;
	bool mega;
	numeral *n;
	size_t at;
	dec_term *lo, *hi;         /* MAX_TERMS of each */
	size_t nterm;
	enum last last;
	long small;                /* exponent of the last 十 百 千 of this section */
	long last_exp;             /* exponent of the last magnitude */
	struct big { long exp; size_t nterm; } *big; /* MAX_BIG of them */
	size_t nbig;
	bool zero;                 /* 零 stood before the pending digits */
	bool differs;              /* lo and hi differ */
	long tail;                 /* the power of the magnitudes since the last digit, but for 十 */
};

/* Adds the digits d[0..n) times ten to the power exp; false when there is no room. */
bool numeral_push(struct parse *p, const char *d, size_t n, long exp);
/* Multiplies the terms from `from` on by ten to the power exp. */
void numeral_shift(struct parse *p, size_t from, long exp);
/* Reads a magnitude at p->s[at] and works it in; false leaves all as it was. */
bool numeral_mag(struct parse *p, size_t at);
/* A unit that begins with this magnitude (千瓦, 百分点) is no magnitude here. */
bool numeral_unit_begins(const struct parse *p, const word_hit *mag);

#endif
