/*
 * needs_piece.h - what every match of a pattern has, read from the pattern (needs_piece.c) for the filter of needs.h.
 */
#ifndef XP_NEEDS_PIECE_H
#define XP_NEEDS_PIECE_H

#include "arena.h"

enum { SET_MAX = 160, SETS = 4 };

/* A character, or two side by side, which say much more: the first << 32 | the second. */
typedef uint64_t sign;

static inline sign
sign_of_two(uint32_t first, uint32_t second)
{
	return (sign)first << 32 | second;
}

/* A set of signs; `any`: too many or too hard to tell. */
typedef struct set {
	unsigned n;
	bool any;
	uint64_t share;            /* of a piece's: how many of a million places in a text may have one of them, roughly */
	sign at[SET_MAX];          /* the first n; what is behind them is never read or copied */
} set;

/* What every match of a piece of a pattern has. */
typedef struct piece {
	bool anchored, closed;     /* starts at the line's start; ends at its end */
	bool empty;                /* may match nothing */
	bool still;                /* moves nowhere: an assertion */
	unsigned nhas;
	set first, last;           /* the characters that it may begin and end with */
	set has[SETS];             /* one of each set stands in it; those that say most come first */
	struct piece *spare;       /* the next in the reader's list, when it is not in use */
} piece;

typedef struct piece_reader {
	arena *a;
	piece *spare;              /* pieces are large, few are in use at a time */
	str s;
	size_t at;
	unsigned deep;
	bool lost;                 /* something that is not known here */
} piece_reader;

/* The whole pattern; a piece that has nothing when it was not understood. The reader needs an arena, and may go on to other patterns. */
piece *piece_read(piece_reader *r, str pattern);
void set_copy(set *to, const set *from);
bool set_same(const set *a, const set *b);

#endif
