/*
 * decimal.h - exact decimal strings: "2881000000", "-0.15", "700.00". Never a float, never an exponent, any length.
 *
 * A term is a run of ASCII digits times a power of ten; a numeral is a sum of terms. Written decimals stay ("700.00"), zeros
 * before the first digit go. Every function takes and returns well-formed decimals; results live in the arena.
 */
#ifndef XP_DECIMAL_H
#define XP_DECIMAL_H

#include "arena.h"

typedef struct dec_term {
	const char *digit;
	size_t n;
	long exp;
} dec_term;

/* The sum of n terms: a view of its digits when there is one whole term, else text in the arena. Linear in the digits between the
 * highest and the lowest power. */
str dec_sum(arena *a, const dec_term *t, size_t n);
str dec_scale(arena *a, str x, long exp);        /* x times 10^exp */
str dec_neg(arena *a, str x);
/* Exact product; zeros at the end of its fraction go. Takes digits(x) * digits(y) steps: keep one of them short. */
str dec_mul(arena *a, str x, str y);
str dec_add(arena *a, str x, str y);             /* of two that are not negative */
int dec_cmp(str x, str y);
bool dec_is_integer(str x);
/* The value when it is an integer of 0..max, else -1. */
long dec_small(str x, long max);
/* 2 to the power n (n <= 64). */
str dec_pow2(arena *a, unsigned n);

#endif
