#include "needs.h"

#include <limits.h>

#include "needs_piece.h"
#include "utf8.h"

enum { BLOCKS = 0x400, NEED_MAX = 384, NEED_WORDS = NEED_MAX / 64, MOST = 3 };

/* Numbers of characters: cp >> 8 -> 256 of them, 0: none. Characters beyond U+3FFFF have none, and no pattern may need one. */
typedef struct numbers {
	uint8_t some[0x2000];      /* bit by character below U+10000: it has a number. Small enough to stay in the fastest memory */
	uint16_t *of[BLOCKS];
	uint16_t last;
} numbers;

/* Sets of characters that patterns need one of, as bits. */
struct held {
	uint64_t w[NEED_WORDS];
};

struct needs {
	size_t n, words;
	numbers first;             /* characters that patterns start with */
	uint64_t *starts;          /* by number: a set of patterns */
	size_t nstarts, cap;
	struct held *need;         /* by pattern: sets of which it needs a character */
	/* of the patterns that need no certain first character: by set those whose most telling set it is, behind the last set those without */
	uint64_t *wanting;
	struct held telling;       /* the sets that `wanting` has patterns for */
	numbers place;             /* characters of the sets */
	struct held *held;         /* by number of the character: the sets that it is one of */
	size_t nheld, held_cap;
	set *known;                /* while it is made */
	unsigned nknown;
};

static inline uint16_t
number_of(const numbers *x, uint32_t cp)
{
	if (cp < 0x10000 && !(x->some[cp >> 3] >> (cp & 7) & 1))
		return 0;
	const uint16_t *block = cp >> 8 < BLOCKS ? x->of[cp >> 8] : NULL;
	return block ? block[cp & 0xFF] : 0;
}

/* The character's number, a new one when it has none. */
static uint16_t
give_number(numbers *x, arena *a, uint32_t cp)
{
	uint16_t **block = &x->of[cp >> 8];
	if (!*block)
		*block = arena_array(a, uint16_t, 256);
	if (!(*block)[cp & 0xFF])
		(*block)[cp & 0xFF] = ++x->last;
	if (cp < 0x10000)
		x->some[cp >> 3] |= (uint8_t)(1u << (cp & 7));
	return (*block)[cp & 0xFF];
}

static bool
in_reach(const set *s)
{
	for (unsigned i = 0; i < s->n; i++)
		if (s->cp[i] >> 8 >= BLOCKS)
			return false;
	return true;
}

/* The number of the set among those that patterns need, NEED_MAX when there is no room for it. */
static unsigned
number_of_set(needs *s, arena *a, const set *chars)
{
	unsigned k = 0;
	while (k < s->nknown && !set_same(&s->known[k], chars))
		k++;
	if (k < s->nknown || k == NEED_MAX || !in_reach(chars))
		return k < s->nknown ? k : NEED_MAX;
	set_copy(&s->known[s->nknown++], chars);
	for (unsigned i = 0; i < chars->n; i++) {
		uint16_t number = give_number(&s->place, a, chars->cp[i]);
		while (s->nheld <= number)
			(void)arena_push(a, s->held, s->nheld, s->held_cap);
		s->held[number].w[k / 64] |= (uint64_t)1 << k % 64;
	}
	return k;
}

/* Its lines begin with one of few characters. */
static bool
is_bound(const piece *p)
{
	return p->anchored && !p->empty && !p->first.any && in_reach(&p->first);
}

static void
add_starts(needs *s, arena *a, size_t i, const piece *p)
{
	for (unsigned k = 0; is_bound(p) && k < p->first.n; k++) {
		uint16_t number = give_number(&s->first, a, p->first.cp[k]);
		while (s->nstarts < (number + 1u) * s->words)
			*arena_push(a, s->starts, s->nstarts, s->cap) = 0;
		s->starts[number * s->words + i / 64] |= (uint64_t)1 << i % 64;
	}
}

/* The smallest set that was not taken yet; the very smallest (`first`) is the pattern's most telling one. */
static void
add_need(needs *s, arena *a, size_t i, piece *p, bool first)
{
	unsigned best = 0;
	for (unsigned k = 1; k < p->nhas; k++)
		if (p->has[k].n < p->has[best].n)
			best = k;
	unsigned k = best < p->nhas ? number_of_set(s, a, &p->has[best]) : NEED_MAX;
	if (k < NEED_MAX)
		s->need[i].w[k / 64] |= (uint64_t)1 << k % 64;
	if (first && !is_bound(p)) {
		s->wanting[k * s->words + i / 64] |= (uint64_t)1 << i % 64;
		s->telling.w[k / 64 % NEED_WORDS] |= (uint64_t)(k < NEED_MAX) << k % 64;
	}
	if (best < p->nhas)
		p->has[best].n = UINT_MAX;
}

needs *
needs_new(arena *a, const str *pattern, size_t n)
{
	needs *s = arena_new(a, needs);
	arena scratch = {0};
	piece_reader r = {.a = &scratch};
	piece **all = arena_array(&scratch, piece *, n);
	s->n = n;
	s->words = (n + 63) / 64;
	s->need = arena_zalloc_n(a, n, sizeof *s->need);
	s->wanting = arena_array(a, uint64_t, (NEED_MAX + 1) * s->words);
	s->known = arena_alloc(&scratch, NEED_MAX * sizeof(set));
	for (size_t i = 0; i < n; i++) {
		all[i] = piece_read(&r, pattern[i]);
		add_starts(s, a, i, all[i]);
	}
	for (unsigned turn = 0; turn < MOST; turn++) /* every pattern's best set, then the second best: there is no room for all */
		for (size_t i = 0; i < n; i++)
			if (turn == 0 || turn < all[i]->nhas)
				add_need(s, a, i, all[i], turn == 0);
	s->known = NULL;
	arena_free(&scratch);
	return s;
}

static bool
lacks(const struct held *need, const struct held *has)
{
	uint64_t missing = 0;
	for (size_t w = 0; w < NEED_WORDS; w++)
		missing |= need->w[w] & ~has->w[w];
	return missing != 0;
}

/* Which sets a line has a character of. */
static struct held
sets_of(const needs *s, str line)
{
	struct held has = {{0}};
	for (size_t at = 0; at < line.n;) {
		uint16_t number = number_of(&s->place, utf8_next(line, &at));
		for (size_t w = 0; number && w < NEED_WORDS; w++)
			has.w[w] |= s->held[number].w[w];
	}
	return has;
}

size_t
needs_find(const needs *s, str line, uint64_t *may)
{
	struct held has = sets_of(s, line);
	uint16_t number = number_of(&s->first, utf8_first(line));
	for (size_t w = 0; w < s->words; w++)
		may[w] = s->wanting[NEED_MAX * s->words + w] | (number ? s->starts[number * s->words + w] : 0);
	for (size_t h = 0; h < NEED_WORDS; h++)
		for (uint64_t left = has.w[h] & s->telling.w[h]; left; left &= left - 1) {
			const uint64_t *more = &s->wanting[(h * 64 + (size_t)__builtin_ctzll(left)) * s->words];
			for (size_t w = 0; w < s->words; w++)
				may[w] |= more[w];
		}
	for (size_t w = 0; w < s->words; w++)
		for (uint64_t left = may[w]; left; left &= left - 1)
			if (lacks(&s->need[w * 64 + (size_t)__builtin_ctzll(left)], &has))
				may[w] &= ~(left & -left);
	return s->words;
}
