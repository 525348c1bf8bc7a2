#include "needs.h"

#include <limits.h>
#include <string.h>

#include "utf8.h"

enum { SET_MAX = 160, SETS = 6, NESTING = 12, NEED_MAX = 256 };

/* A set of characters; `any`: too many or too hard to tell. */
typedef struct set {
	unsigned n;
	bool any;
	uint32_t cp[SET_MAX];      /* the first n; what is behind them is never read or copied */
} set;

/* What every match of a piece of a pattern has. */
typedef struct piece {
	bool anchored, empty;      /* starts at the line's start; may match nothing */
	bool still;                /* moves nowhere: an assertion */
	unsigned nhas;
	set first;                 /* what it may begin with */
	set has[SETS];             /* one of each set stands in it */
	struct piece *spare;       /* the next in the reader's list, when it is not in use */
} piece;

struct reader {
	arena *a;
	piece *spare;              /* pieces are large, few are in use at a time */
	str s;
	size_t at;
	unsigned deep;
	bool lost;                 /* something that is not known here */
};

/* ---- sets */

static void
set_clear(set *s)
{
	s->n = 0;
	s->any = false;
}

static void
set_copy(set *to, const set *from)
{
	to->n = from->n;
	to->any = from->any;
	memcpy(to->cp, from->cp, from->n * sizeof *to->cp);
}

static void
set_add(set *s, uint32_t cp)
{
	for (unsigned i = 0; i < s->n; i++)
		if (s->cp[i] == cp)
			return;
	if (s->n == SET_MAX)
		s->any = true;
	else
		s->cp[s->n++] = cp;
}

static void
set_unite(set *to, const set *from)
{
	to->any |= from->any;
	for (unsigned i = 0; !to->any && i < from->n; i++)
		set_add(to, from->cp[i]);
}

static bool
set_same(const set *a, const set *b)
{
	if (a->any || b->any || a->n != b->n)
		return false;
	for (unsigned i = 0; i < a->n; i++) {
		unsigned k = 0;
		while (k < b->n && b->cp[k] != a->cp[i])
			k++;
		if (k == b->n)
			return false;
	}
	return true;
}

static void
set_range(set *s, uint32_t from, uint32_t to)
{
	if (to < from || to - from >= SET_MAX)
		s->any = true;
	for (uint32_t cp = from; !s->any && cp <= to; cp++)
		set_add(s, cp);
}

/* ---- pieces */

/* What matches nothing and moves nowhere. */
static piece *
piece_new(struct reader *r)
{
	piece *p = r->spare ? r->spare : arena_alloc(r->a, sizeof *p);
	if (r->spare)
		r->spare = p->spare;
	p->anchored = false;
	p->empty = p->still = true;
	p->nhas = 0;
	set_clear(&p->first);
	return p;
}

static void
piece_done(struct reader *r, piece *p)
{
	p->spare = r->spare;
	r->spare = p;
}

/* The sets that say most are the small ones. */
static void
add_has(piece *p, const set *s)
{
	if (s->any || s->n == 0)
		return;
	for (unsigned i = 0; i < p->nhas; i++)
		if (set_same(&p->has[i], s))
			return;
	if (p->nhas < SETS) {
		set_copy(&p->has[p->nhas++], s);
		return;
	}
	unsigned worst = 0;
	for (unsigned i = 1; i < SETS; i++)
		if (p->has[i].n > p->has[worst].n)
			worst = i;
	if (s->n >= p->has[worst].n)
		return;
	for (; worst + 1 < SETS; worst++)
		set_copy(&p->has[worst], &p->has[worst + 1]);
	set_copy(&p->has[SETS - 1], s);
}

static void
follow(piece *p, const piece *next)
{
	p->anchored |= p->still && next->anchored;
	if (p->empty)
		set_unite(&p->first, &next->first);
	p->empty &= next->empty;
	p->still &= next->still;
	for (unsigned i = 0; i < next->nhas; i++)
		add_has(p, &next->has[i]);
}

/* Either of both: of what the one and the other must have, one stands there. */
static void
either(struct reader *r, piece *p, piece *other)
{
	piece *sum = piece_new(r);
	unsigned n = p->nhas < other->nhas ? p->nhas : other->nhas;
	for (unsigned i = 0; n && i <= n; i++) { /* the first of both together, the second ..., the last of both */
		set_unite(&p->has[i < n ? i : p->nhas - 1], &other->has[i < n ? i : other->nhas - 1]);
		add_has(sum, &p->has[i < n ? i : p->nhas - 1]);
	}
	p->nhas = sum->nhas;
	for (unsigned i = 0; i < sum->nhas; i++)
		set_copy(&p->has[i], &sum->has[i]);
	p->anchored &= other->anchored;
	p->empty |= other->empty;
	p->still &= other->still;
	set_unite(&p->first, &other->first);
	piece_done(r, sum);
	piece_done(r, other);
}

static void
characters(piece *p, const set *s)
{
	p->empty = p->still = false;
	set_copy(&p->first, s);
	add_has(p, s);
}

/* ---- reading a pattern */

static bool
next_is(struct reader *r, const char *what)
{
	if (!str_starts(str_skip(r->s, r->at), str_from(what)))
		return false;
	r->at += strlen(what);
	return true;
}

static uint32_t
hex(struct reader *r, char until)
{
	uint32_t v = 0;
	for (unsigned n = 0; r->at < r->s.n && n < 6 && str_hex_digit(r->s.p[r->at]) >= 0 && (until || n < 2); n++)
		v = v * 16 + (uint32_t)str_hex_digit(r->s.p[r->at++]);
	if (until && !next_is(r, "}"))
		r->lost = true;
	return v;
}

/* Behind a backslash. A class of characters other than the digits is any; the character that stands for itself is returned. */
static uint32_t
escape(struct reader *r, set *s)
{
	if (r->at >= r->s.n) {
		r->lost = true;
		return 0;
	}
	uint32_t c = utf8_next(r->s, &r->at);
	if (c == 'x') {
		bool brace = next_is(r, "{");
		c = hex(r, brace ? '}' : '\0');
		set_add(s, c);
		return c;
	}
	if (c == 'd')
		set_range(s, '0', '9');
	else if (c == 's' || c == 'S' || c == 'w' || c == 'W' || c == 'D')
		s->any = true;
	else if (c < 0x80 && cp_is_alnum(c))
		r->lost = true;
	else
		set_add(s, c);
	return c < 0x80 && cp_is_alnum(c) ? 0 : c;
}

/* Behind the `[`. */
static void
bracket(struct reader *r, set *s)
{
	bool none_of = next_is(r, "^");
	uint32_t last = 0;
	for (bool start = true; r->at < r->s.n && (start || r->s.p[r->at] != ']'); start = false) {
		bool range = last && r->s.p[r->at] == '-' && r->at + 1 < r->s.n && r->s.p[r->at + 1] != ']';
		set one;
		set_clear(&one);
		r->at += range;
		uint32_t c = utf8_next(r->s, &r->at);
		if (c == '[' && r->at < r->s.n && (r->s.p[r->at] == ':' || r->s.p[r->at] == '.' || r->s.p[r->at] == '='))
			r->lost = true;
		if (c == '\\')
			c = escape(r, &one);
		else
			set_add(&one, c);
		if (range)
			set_range(s, last, c);
		else
			set_unite(s, &one);
		last = range ? 0 : c;
	}
	if (!next_is(r, "]"))
		r->lost = true;
	s->any |= none_of;
}

static piece *alternatives(struct reader *r);

/* Behind the `(`. */
static piece *
group(struct reader *r)
{
	bool ahead = next_is(r, "?="), plain = ahead || next_is(r, "?:");
	if (!plain && r->at < r->s.n && (r->s.p[r->at] == '?' || r->s.p[r->at] == '*'))
		r->lost = true;
	piece *in = alternatives(r);
	if (!next_is(r, ")"))
		r->lost = true;
	if (ahead) { /* what follows it begins with the same; that is not used */
		set_clear(&in->first);
		in->empty = in->still = true;
		in->anchored = false;
	}
	return in;
}

static piece *
atom(struct reader *r)
{
	uint32_t c = utf8_next(r->s, &r->at);
	if (c == '(')
		return group(r);
	piece *p = piece_new(r);
	set s;
	set_clear(&s);
	if (c == '^') {
		p->anchored = true;
	} else if (c != '$') {
		if (c == '[')
			bracket(r, &s);
		else if (c == '\\')
			escape(r, &s);
		else if (c == '.')
			s.any = true;
		else if (c == '*' || c == '+' || c == '?' || c == '{')
			r->lost = true;
		else
			set_add(&s, c);
		characters(p, &s);
	}
	return p;
}

static bool
number(struct reader *r, unsigned *n)
{
	size_t from = r->at;
	for (*n = 0; r->at < r->s.n && r->s.p[r->at] >= '0' && r->s.p[r->at] <= '9' && *n < 100000; r->at++)
		*n = *n * 10 + (unsigned)(r->s.p[r->at] - '0');
	return r->at > from;
}

/* A quantifier, when one stands there: the least count that it asks for. */
static unsigned
least(struct reader *r)
{
	unsigned n = 1, most;
	size_t from = r->at;
	if (next_is(r, "*") || next_is(r, "?")) {
		n = 0;
	} else if (next_is(r, "{")) {
		bool good = number(r, &n);
		if (good && next_is(r, ","))
			number(r, &most);
		if (!good || !next_is(r, "}"))
			r->lost = true;
	} else {
		next_is(r, "+");
	}
	if (r->at > from && !next_is(r, "?"))
		next_is(r, "+");
	return n;
}

static piece *
sequence(struct reader *r)
{
	piece *all = piece_new(r);
	while (!r->lost && r->at < r->s.n && r->s.p[r->at] != '|' && r->s.p[r->at] != ')') {
		piece *p = atom(r);
		if (least(r) == 0) {
			p->empty = true;
			p->anchored = false;
			p->nhas = 0;
		}
		follow(all, p);
		piece_done(r, p);
	}
	return all;
}

static piece *
alternatives(struct reader *r)
{
	if (++r->deep > NESTING)
		r->lost = true;
	piece *p = sequence(r);
	while (!r->lost && next_is(r, "|"))
		either(r, p, sequence(r));
	r->deep--;
	return p;
}

/* ---- the patterns together */

struct needs {
	size_t n, words;
	uint16_t *mark[0x1100];    /* cp >> 8 -> 256 numbers of marks, 0: none */
	struct mark {
		uint64_t need[NEED_MAX / 64]; /* the sets that the character is one of */
		uint64_t *starts;                    /* the patterns that it may start */
	} *v;
	size_t nmark, cap;
	uint64_t *anywhere;        /* the patterns that need no certain first character */
	uint64_t (*need)[NEED_MAX / 64]; /* by pattern: sets of which it needs a character */
	set *known;
	unsigned nknown;
};

enum { NEED_WORDS = NEED_MAX / 64 };

static struct mark *
mark_of(needs *s, arena *a, uint32_t cp)
{
	if (cp >= 0x110000)
		cp = UTF8_BAD;
	uint16_t **block = &s->mark[cp >> 8];
	if (!*block)
		*block = arena_array(a, uint16_t, 256);
	uint16_t *at = &(*block)[cp & 0xFF];
	if (!*at) {
		struct mark *m = arena_push(a, s->v, s->nmark, s->cap);
		*m = (struct mark){.starts = arena_array(a, uint64_t, s->words)};
		*at = (uint16_t)(s->nmark - 1);
	}
	return &s->v[*at];
}

static void
need_set(needs *s, arena *a, size_t pattern, const set *chars)
{
	unsigned k = 0;
	while (k < s->nknown && !set_same(&s->known[k], chars))
		k++;
	if (k == NEED_MAX)
		return;
	if (k == s->nknown) {
		set_copy(&s->known[s->nknown++], chars);
		for (unsigned i = 0; i < chars->n; i++)
			mark_of(s, a, chars->cp[i])->need[k / 64] |= (uint64_t)1 << k % 64;
	}
	s->need[pattern][k / 64] |= (uint64_t)1 << k % 64;
}

/* What a pattern's matches have; nothing when it was not understood. */
static piece *
read_pattern(struct reader *r, str pattern)
{
	*r = (struct reader){.a = r->a, .spare = r->spare, .s = pattern};
	piece *p = alternatives(r);
	return r->lost || r->at < pattern.n ? piece_new(r) : p;
}

static void
add_starts(needs *s, arena *a, size_t i, const piece *p)
{
	bool known = p->anchored && !p->empty && !p->first.any;
	for (unsigned k = 0; known && k < p->first.n; k++)
		mark_of(s, a, p->first.cp[k])->starts[i / 64] |= (uint64_t)1 << i % 64;
	if (!known)
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
	need_set(s, a, i, &p->has[best]);
	p->has[best].n = UINT_MAX;
}

needs *
needs_new(arena *a, const str *pattern, size_t n)
{
	needs *s = arena_new(a, needs);
	arena scratch = {0};
	struct reader r = {.a = &scratch};
	piece **all = arena_array(&scratch, piece *, n);
	s->n = n;
	s->words = (n + 63) / 64;
	s->anywhere = arena_array(a, uint64_t, s->words);
	s->need = arena_zalloc_n(a, n, sizeof *s->need);
	s->known = arena_alloc(&scratch, NEED_MAX * sizeof *s->known);
	struct mark *none = arena_push(a, s->v, s->nmark, s->cap); /* number 0 */
	none->starts = arena_array(a, uint64_t, s->words);
	for (size_t i = 0; i < n; i++) {
		all[i] = read_pattern(&r, pattern[i]);
		add_starts(s, a, i, all[i]);
	}
	for (unsigned turn = 0; turn < SETS; turn++) /* every pattern's best set, then the second best: there is no room for all */
		for (size_t i = 0; i < n; i++)
			if (turn < all[i]->nhas)
				add_need(s, a, i, all[i]);
	s->known = NULL;
	arena_free(&scratch);
	return s;
}

size_t
needs_words(const needs *s)
{
	return s->words;
}

void
needs_find(const needs *s, str line, uint64_t *may)
{
	uint64_t has[NEED_WORDS] = {0};
	memcpy(may, s->anywhere, s->words * sizeof *may);
	for (size_t at = 0; at < line.n;) {
		bool start = at == 0;
		uint32_t cp = utf8_next(line, &at);
		const uint16_t *block = s->mark[cp >> 8];
		if (!block || !block[cp & 0xFF])
			continue;
		const struct mark *m = &s->v[block[cp & 0xFF]];
		for (size_t w = 0; w < NEED_WORDS; w++)
			has[w] |= m->need[w];
		for (size_t w = 0; start && w < s->words; w++)
			may[w] |= m->starts[w];
	}
	for (size_t w = 0; w < s->words; w++) {
		for (uint64_t left = may[w]; left; left &= left - 1) {
			size_t bit = (size_t)__builtin_ctzll(left);
			const uint64_t *need = s->need[w * 64 + bit];
			bool lacks = false;
			for (size_t k = 0; k < NEED_WORDS; k++)
				lacks |= (need[k] & ~has[k]) != 0;
			if (lacks)
				may[w] &= ~((uint64_t)1 << bit);
		}
	}
}
