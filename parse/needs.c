#include "needs.h"

#include <limits.h>

#include "needs_piece.h"
#include "utf8.h"

enum { BLOCKS = 0x400, NEED_MAX = 128, NEED_WORDS = NEED_MAX / 64, MOST = 3 };

/* Numbers of characters: cp >> 8 -> 256 of them, 0: none. Characters beyond U+3FFFF have none, and no pattern may need one. */
typedef struct numbers {
	uint8_t some[0x2000];      /* bit by character below U+10000: it has a number. Small enough to stay in the fastest memory */
	uint16_t *of[BLOCKS];
	uint16_t last;
} numbers;

/* Which sets of characters a line has something of. */
typedef struct layer {
	numbers place;
	struct held {
		uint64_t w[NEED_WORDS];
	} *held;                   /* by number of the character: the sets that it is one of */
	size_t n, cap;
	set *known;                /* while it is made */
	unsigned nknown;
} layer;

struct needs {
	size_t n, words;
	numbers first;             /* characters that patterns start with */
	uint64_t *starts;          /* by number: a set of patterns */
	size_t nstarts, cap;
	uint64_t *anywhere;        /* the patterns that need no certain first character */
	struct held *need;         /* by pattern: sets of which it needs a character */
	layer free, bound;         /* for the patterns of `anywhere`; for the others, which few lines ask for */
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

static void
need_set(layer *l, arena *a, struct held *need, const set *chars)
{
	unsigned k = 0;
	while (k < l->nknown && !set_same(&l->known[k], chars))
		k++;
	if (k == NEED_MAX || !in_reach(chars))
		return;
	if (k == l->nknown) {
		set_copy(&l->known[l->nknown++], chars);
		for (unsigned i = 0; i < chars->n; i++) {
			uint16_t number = give_number(&l->place, a, chars->cp[i]);
			while (l->n <= number)
				(void)arena_push(a, l->held, l->n, l->cap);
			l->held[number].w[k / 64] |= (uint64_t)1 << k % 64;
		}
	}
	need->w[k / 64] |= (uint64_t)1 << k % 64;
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
	if (!is_bound(p))
		s->anywhere[i / 64] |= (uint64_t)1 << i % 64;
}

/* The smallest set that was not taken yet. */
static void
add_need(needs *s, arena *a, size_t i, piece *p)
{
	unsigned best = 0;
	for (unsigned k = 1; k < p->nhas; k++)
		if (p->has[k].n < p->has[best].n)
			best = k;
	need_set(is_bound(p) ? &s->bound : &s->free, a, &s->need[i], &p->has[best]);
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
	s->anywhere = arena_array(a, uint64_t, s->words);
	s->need = arena_zalloc_n(a, n, sizeof *s->need);
	s->free.known = arena_alloc(&scratch, NEED_MAX * sizeof(set));
	s->bound.known = arena_alloc(&scratch, NEED_MAX * sizeof(set));
	for (size_t i = 0; i < n; i++) {
		all[i] = piece_read(&r, pattern[i]);
		add_starts(s, a, i, all[i]);
	}
	for (unsigned turn = 0; turn < MOST; turn++) /* every pattern's best set, then the second best: there is no room for all */
		for (size_t i = 0; i < n; i++)
			if (turn < all[i]->nhas)
				add_need(s, a, i, all[i]);
	s->free.known = s->bound.known = NULL;
	arena_free(&scratch);
	return s;
}

size_t
needs_words(const needs *s)
{
	return s->words;
}

/* Takes out of `may` the patterns of `asked` that need what the line does not have. */
static void
hold_back(const needs *s, const layer *l, str line, const uint64_t *asked, uint64_t *may)
{
	struct held has = {{0}};
	for (size_t at = 0; at < line.n;) {
		uint16_t number = number_of(&l->place, utf8_next(line, &at));
		for (size_t w = 0; number && w < NEED_WORDS; w++)
			has.w[w] |= l->held[number].w[w];
	}
	for (size_t w = 0; w < s->words; w++) {
		for (uint64_t left = asked[w]; left; left &= left - 1) {
			size_t bit = (size_t)__builtin_ctzll(left);
			const struct held *need = &s->need[w * 64 + bit];
			bool lacks = false;
			for (size_t k = 0; k < NEED_WORDS; k++)
				lacks |= (need->w[k] & ~has.w[k]) != 0;
			if (lacks)
				may[w] &= ~((uint64_t)1 << bit);
		}
	}
}

void
needs_find(const needs *s, str line, uint64_t *may)
{
	uint16_t number = number_of(&s->first, utf8_first(line));
	const uint64_t *starts = number ? &s->starts[number * s->words] : NULL;
	for (size_t w = 0; w < s->words; w++)
		may[w] = s->anywhere[w] | (starts ? starts[w] : 0);
	hold_back(s, &s->free, line, s->anywhere, may);
	if (starts)
		hold_back(s, &s->bound, line, starts, may);
}
