#include "needs.h"

#include "bits.h"
#include "needs_piece.h"
#include "utf8.h"

enum { BLOCKS = 0x400, NEED_MAX = 384, NEED_WORDS = NEED_MAX / 64, MOST = 2 };

/* Numbers of characters: cp >> 8 -> 256 of them, 0: none. Characters beyond U+3FFFF have none, and no pattern may need one. */
typedef struct numbers {
	uint8_t some[0x2000];      /* bit by character below U+10000: it has a number. Small enough to stay in the fastest memory */
	uint16_t *of[BLOCKS];
	uint16_t last;
} numbers;

/* By character at one end of a line: a set of patterns. */
typedef struct edge {
	numbers chars;
	uint64_t *row;             /* by number */
	size_t n, cap;
} edge;

/* Sets of signs that patterns need one of, as bits. */
struct held {
	uint64_t w[NEED_WORDS];
};

/* Some of the sets that a sign is one of, as number + 1; a sign of many has several slots. */
enum { IN_SLOT = 4 };
typedef struct sign_slot {
	sign x;
	uint16_t set[IN_SLOT];
} sign_slot;

struct needs {
	size_t n, words;
	edge starts, ends;         /* characters that patterns start with; that those end with that end the line */
	uint64_t *open;            /* patterns that end with any character */
	struct held *need;         /* by pattern: sets of which it needs a sign */
	/* of the patterns that need no certain first character: by set those whose most telling set it is, behind the last set those without */
	uint64_t *wanting;
	struct held telling;       /* the sets that `wanting` has patterns for */
	numbers ones;              /* of the characters that are a sign alone */
	struct held *of_one;       /* by number: the sets it is one of */
	size_t nof_one, of_one_cap;
	uint8_t two[0x2000];       /* bit by hash of two characters: they may be a sign */
	sign_slot *slot;
	size_t nslot, mask;
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

static inline uint32_t
hash_of_sign(sign x)
{
	return cp_hash_two((uint32_t)(x >> 32), (uint32_t)x);
}

static bool
in_reach(const set *s)
{
	for (unsigned i = 0; i < s->n; i++)
		if (s->at[i] >> 40 >= BLOCKS || (uint32_t)s->at[i] >> 8 >= BLOCKS || !s->at[i])
			return false;
	return true;
}

static void
put_sign(needs *s, sign x, unsigned number)
{
	for (size_t i = hash_of_sign(x);; i++) {
		sign_slot *slot = &s->slot[i & s->mask];
		s->nslot += !slot->x;
		slot->x = slot->x ? slot->x : x;
		for (unsigned k = 0; slot->x == x && k < IN_SLOT; k++)
			if (!slot->set[k]) {
				slot->set[k] = (uint16_t)(number + 1);
				return;
			}
	}
}

static void
make_room(needs *s, arena *a)
{
	const sign_slot *was = s->slot;
	size_t n = was ? s->mask + 1 : 0;
	s->nslot = 0;
	s->mask = n ? n * 2 - 1 : 1023;
	s->slot = arena_array(a, sign_slot, s->mask + 1);
	for (size_t i = 0; i < n; i++)
		for (unsigned k = 0; k < IN_SLOT && was[i].set[k]; k++)
			put_sign(s, was[i].x, was[i].set[k] - 1u);
}

static void
add_sign(needs *s, arena *a, sign x, unsigned number)
{
	if (x >> 32) {
		if (s->nslot * 2 >= s->mask)
			make_room(s, a);
		put_sign(s, x, number);
		bits_set(s->two, hash_of_sign(x));
		return;
	}
	uint16_t one = give_number(&s->ones, a, (uint32_t)x);
	while (s->nof_one <= one)
		*arena_push(a, s->of_one, s->nof_one, s->of_one_cap) = (struct held){{0}};
	s->of_one[one].w[number / 64] |= (uint64_t)1 << number % 64;
}

/* The number of the set among those that patterns need, NEED_MAX when there is no room for it. */
static unsigned
number_of_set(needs *s, arena *a, const set *signs)
{
	unsigned k = 0;
	while (k < s->nknown && !set_same(&s->known[k], signs))
		k++;
	if (k < s->nknown || k == NEED_MAX || !in_reach(signs))
		return k < s->nknown ? k : NEED_MAX;
	set_copy(&s->known[s->nknown++], signs);
	for (unsigned i = 0; i < signs->n; i++)
		add_sign(s, a, signs->at[i], k);
	return k;
}

/* Its lines begin with one of few characters. */
static bool
is_bound(const piece *p)
{
	return p->anchored && !p->empty && !p->first.any && in_reach(&p->first);
}

/* They end with one of few. */
static bool
is_bound_behind(const piece *p)
{
	return p->closed && !p->empty && !p->last.any && in_reach(&p->last);
}

static void
add_edge(needs *s, edge *e, arena *a, size_t i, const set *chars)
{
	for (unsigned k = 0; k < chars->n; k++) {
		uint16_t number = give_number(&e->chars, a, (uint32_t)chars->at[k]);
		while (e->n < (number + 1u) * s->words)
			*arena_push(a, e->row, e->n, e->cap) = 0;
		e->row[number * s->words + i / 64] |= (uint64_t)1 << i % 64;
	}
}

static void
add_edges(needs *s, arena *a, size_t i, const piece *p)
{
	if (is_bound(p))
		add_edge(s, &s->starts, a, i, &p->first);
	if (is_bound_behind(p))
		add_edge(s, &s->ends, a, i, &p->last);
	else
		s->open[i / 64] |= (uint64_t)1 << i % 64;
}

static inline uint64_t
at_edge(const needs *s, const edge *e, uint16_t number, size_t word)
{
	return number ? e->row[number * s->words + word] : 0;
}

/* In its first turn a pattern gives its most telling set, then the next. */
static void
add_need(needs *s, arena *a, size_t i, const piece *p, unsigned turn)
{
	enum { RARE = 40000 };     /* nearly every line has one of more */
	bool leads = turn == 0 && !is_bound(p), tells = turn < p->nhas && (p->has[turn].share <= RARE || leads);
	unsigned k = tells ? number_of_set(s, a, &p->has[turn]) : NEED_MAX;
	if (k < NEED_MAX)
		s->need[i].w[k / 64] |= (uint64_t)1 << k % 64;
	if (leads) {
		s->wanting[k * s->words + i / 64] |= (uint64_t)1 << i % 64;
		s->telling.w[k / 64 % NEED_WORDS] |= (uint64_t)(k < NEED_MAX) << k % 64;
	}
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
	s->open = arena_array(a, uint64_t, s->words);
	s->need = arena_zalloc_n(a, n, sizeof *s->need);
	s->wanting = arena_array(a, uint64_t, (NEED_MAX + 1) * s->words);
	s->known = arena_alloc(&scratch, NEED_MAX * sizeof(set));
	for (size_t i = 0; i < n; i++) {
		all[i] = piece_read(&r, pattern[i]);
		add_edges(s, a, i, all[i]);
	}
	for (unsigned turn = 0; turn < MOST; turn++) /* every pattern's best set, then the second best: there is no room for all */
		for (size_t i = 0; i < n; i++)
			add_need(s, a, i, all[i], turn);
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

static inline void
hold_two(const needs *s, struct held *has, sign x)
{
	for (size_t i = hash_of_sign(x); s->slot[i & s->mask].x; i++) {
		const sign_slot *slot = &s->slot[i & s->mask];
		if (slot->x != x)
			continue;
		for (unsigned k = 0; k < IN_SLOT; k++) {
			if (!slot->set[k])
				return;
			has->w[(slot->set[k] - 1u) / 64] |= (uint64_t)1 << (slot->set[k] - 1u) % 64;
		}
	}
}

/* Which sets a line has a sign of. What may be a sign is noted without a branch, and looked up a batch at a time: the machine cannot guess
 * where in a text signs stand. */
static struct held
sets_of(const needs *s, str line)
{
	enum { BATCH = 64 };
	struct held has = {{0}};
	sign two[BATCH + 1];
	uint32_t one[BATCH + 1];
	uint32_t last = 0;
	for (size_t at = 0; at < line.n;) {
		size_t ntwo = 0, none = 0;
		while (at < line.n && ntwo < BATCH && none < BATCH) {
			uint32_t cp = utf8_next_good(line, &at);
			one[none] = cp;
			none += cp >= 0x10000 || bits_has(s->ones.some, cp);
			two[ntwo] = sign_of_two(last, cp);
			ntwo += bits_has(s->two, cp_hash_two(last, cp));
			last = cp;
		}
		for (size_t i = 0; i < none; i++) {
			uint16_t number = number_of(&s->ones, one[i]);
			for (size_t w = 0; number && w < NEED_WORDS; w++)
				has.w[w] |= s->of_one[number].w[w];
		}
		for (size_t i = 0; i < ntwo; i++)
			hold_two(s, &has, two[i]);
	}
	return has;
}

size_t
needs_find(const needs *s, str line, uint64_t *may)
{
	struct held has = sets_of(s, line);
	uint32_t end = utf8_last(line);
	uint16_t first = number_of(&s->starts.chars, utf8_first(line)), last = number_of(&s->ends.chars, end);
	for (size_t w = 0; w < s->words; w++)
		may[w] = s->wanting[NEED_MAX * s->words + w] | at_edge(s, &s->starts, first, w);
	for (size_t h = 0; h < NEED_WORDS; h++)
		for (uint64_t left = has.w[h] & s->telling.w[h]; left; left &= left - 1) {
			const uint64_t *more = &s->wanting[(h * 64 + (size_t)__builtin_ctzll(left)) * s->words];
			for (size_t w = 0; w < s->words; w++)
				may[w] |= more[w];
		}
	for (size_t w = 0; w < s->words && end != '\n'; w++) /* a pattern may end before that */
		may[w] &= s->open[w] | at_edge(s, &s->ends, last, w);
	for (size_t w = 0; w < s->words; w++)
		for (uint64_t left = may[w]; left; left &= left - 1)
			if (lacks(&s->need[w * 64 + (size_t)__builtin_ctzll(left)], &has))
				may[w] &= ~(left & -left);
	return s->words;
}
