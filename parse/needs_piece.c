#include "needs_piece.h"

#include <string.h>

#include "utf8.h"

enum { NESTING = 12 };

/* ---- sets */

static void
set_clear(set *s)
{
	s->n = 0;
	s->share = 0;
	s->any = false;
}

void
set_copy(set *to, const set *from)
{
	to->n = from->n;
	to->any = from->any;
	to->share = from->share;
	memcpy(to->at, from->at, from->n * sizeof *to->at);
}

static void
set_add(set *s, sign x)
{
	for (unsigned i = 0; i < s->n; i++)
		if (s->at[i] == x)
			return;
	if (s->n == SET_MAX)
		s->any = true;
	else
		s->at[s->n++] = x;
}

static void
set_unite(set *to, const set *from)
{
	to->any |= from->any;
	for (unsigned i = 0; !to->any && i < from->n; i++)
		set_add(to, from->at[i]);
}

bool
set_same(const set *a, const set *b)
{
	if (a->any || b->any || a->n != b->n)
		return false;
	for (unsigned i = 0; i < a->n; i++) {
		unsigned k = 0;
		while (k < b->n && b->at[k] != a->at[i])
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

static uint64_t
share_of(uint32_t cp)
{
	if (cp < 0x80)
		return cp_is_alnum(cp) || strchr(" -./:,", (int)cp) ? 12000 : 3000;
	return cp_is_han(cp) ? 1500 : 5000;
}

static uint64_t
share_of_set(const set *s)
{
	uint64_t sum = 0;
	for (unsigned i = 0; i < s->n; i++) {
		uint64_t second = share_of((uint32_t)s->at[i]);
		sum += s->at[i] >> 32 ? share_of((uint32_t)(s->at[i] >> 32)) * second / 200000 : second; /* neighbours are not there by chance */
	}
	return sum;
}

/* Every first with every second behind it. False when there are too many. */
static bool
set_pairs(set *to, const set *first, const set *second)
{
	set_clear(to);
	if (first->any || second->any || first->n * second->n > SET_MAX)
		return false;
	for (unsigned i = 0; i < first->n; i++)
		for (unsigned k = 0; k < second->n; k++)
			to->at[to->n++] = sign_of_two((uint32_t)first->at[i], (uint32_t)second->at[k]);
	return to->n > 0;
}

/* ---- pieces */

/* What matches nothing and moves nowhere. */
static piece *
piece_new(piece_reader *r)
{
	piece *p = r->spare ? r->spare : arena_alloc(r->a, sizeof *p);
	if (r->spare)
		r->spare = p->spare;
	p->anchored = p->closed = false;
	p->empty = p->still = true;
	p->nhas = 0;
	set_clear(&p->first);
	set_clear(&p->last);
	return p;
}

static void
piece_done(piece_reader *r, piece *p)
{
	p->spare = r->spare;
	r->spare = p;
}

/* Those that say most come first, and stay. */
static void
add_known(piece *p, const set *s, uint64_t share)
{
	unsigned at = 0;
	if (s->any || s->n == 0)
		return;
	while (at < p->nhas && p->has[at].share < share)
		at++;
	for (unsigned i = at; i < p->nhas && p->has[i].share == share; i++)
		if (set_same(&p->has[i], s))
			return;
	if (at == SETS)
		return;
	p->nhas += p->nhas < SETS;
	for (unsigned i = p->nhas - 1; i > at; i--)
		set_copy(&p->has[i], &p->has[i - 1]);
	set_copy(&p->has[at], s);
	p->has[at].share = share;
}

static void
add_has(piece *p, const set *s)
{
	add_known(p, s, share_of_set(s));
}

/* The end of p and the beginning of what stands behind it, when neither may be empty. */
static void
add_seam(piece *p, const piece *next)
{
	set pairs;
	if (!p->empty && !next->empty && set_pairs(&pairs, &p->last, &next->first))
		add_has(p, &pairs);
}

static void
follow(piece *p, const piece *next)
{
	add_seam(p, next);
	if (!next->empty)
		set_clear(&p->last);
	set_unite(&p->last, &next->last);
	p->anchored |= p->still && next->anchored;
	p->closed = next->closed || (p->closed && next->still);
	if (p->empty)
		set_unite(&p->first, &next->first);
	p->empty &= next->empty;
	p->still &= next->still;
	for (unsigned i = 0; i < next->nhas; i++)
		add_known(p, &next->has[i], next->has[i].share);
}

/* Either of both: of what the one and the other must have, one stands there. */
static void
either(piece_reader *r, piece *p, piece *other)
{
	piece *sum = piece_new(r);
	unsigned n = p->nhas < other->nhas ? p->nhas : other->nhas;
	for (unsigned i = 0; i < n; i++) {
		set_unite(&p->has[i], &other->has[i]);
		add_has(sum, &p->has[i]);
	}
	p->nhas = sum->nhas;
	for (unsigned i = 0; i < sum->nhas; i++)
		set_copy(&p->has[i], &sum->has[i]);
	p->anchored &= other->anchored;
	p->closed &= other->closed;
	p->empty |= other->empty;
	p->still &= other->still;
	set_unite(&p->first, &other->first);
	set_unite(&p->last, &other->last);
	piece_done(r, sum);
	piece_done(r, other);
}

static void
characters(piece *p, const set *s)
{
	p->empty = p->still = false;
	set_copy(&p->first, s);
	set_copy(&p->last, s);
	add_has(p, s);
}

/* ---- reading a pattern */

static bool
next_is(piece_reader *r, const char *what)
{
	if (!str_starts(str_skip(r->s, r->at), str_from(what)))
		return false;
	r->at += strlen(what);
	return true;
}

static uint32_t
hex(piece_reader *r, char until)
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
escape(piece_reader *r, set *s)
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
bracket(piece_reader *r, set *s)
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

static piece *alternatives(piece_reader *r);

/* Behind the `(`. */
static piece *
group(piece_reader *r)
{
	bool never = next_is(r, "?!") || next_is(r, "?<!");
	bool ahead = never || next_is(r, "?=");
	bool plain = ahead || next_is(r, "?:");
	if (!plain && r->at < r->s.n && (r->s.p[r->at] == '?' || r->s.p[r->at] == '*'))
		r->lost = true;
	piece *in = alternatives(r);
	if (!next_is(r, ")"))
		r->lost = true;
	if (ahead) { /* what follows it begins with the same; that is not used */
		set_clear(&in->first);
		set_clear(&in->last);
		in->empty = in->still = true;
		in->anchored = in->closed = false;
		in->nhas = never ? 0 : in->nhas;
	}
	return in;
}

static piece *
atom(piece_reader *r)
{
	uint32_t c = utf8_next(r->s, &r->at);
	if (c == '(')
		return group(r);
	piece *p = piece_new(r);
	set s;
	set_clear(&s);
	if (c == '^') {
		p->anchored = true;
	} else if (c == '$') {
		p->closed = true;
	} else {
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
number(piece_reader *r, unsigned *n)
{
	size_t from = r->at;
	for (*n = 0; r->at < r->s.n && r->s.p[r->at] >= '0' && r->s.p[r->at] <= '9' && *n < 100000; r->at++)
		*n = *n * 10 + (unsigned)(r->s.p[r->at] - '0');
	return r->at > from;
}

/* A quantifier, when one stands there: the least count that it asks for. */
static unsigned
least(piece_reader *r)
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
sequence(piece_reader *r)
{
	piece *all = piece_new(r);
	while (!r->lost && r->at < r->s.n && r->s.p[r->at] != '|' && r->s.p[r->at] != ')') {
		piece *p = atom(r);
		unsigned times = least(r);
		if (times > 1)
			add_seam(p, p);
		if (times == 0) {
			p->empty = true;
			p->anchored = p->closed = false;
			p->nhas = 0;
		}
		follow(all, p);
		piece_done(r, p);
	}
	return all;
}

static piece *
alternatives(piece_reader *r)
{
	if (++r->deep > NESTING)
		r->lost = true;
	piece *p = sequence(r);
	while (!r->lost && next_is(r, "|"))
		either(r, p, sequence(r));
	r->deep--;
	return p;
}

piece *
piece_read(piece_reader *r, str pattern)
{
	*r = (piece_reader){.a = r->a, .spare = r->spare, .s = pattern};
	piece *p = alternatives(r);
	return r->lost || r->at < pattern.n ? piece_new(r) : p;
}
