/* Goes over a text: the sieve and the filters name the places where a key may begin, the trie is walked from there. */
#include "automaton_parts.h"

#include "fold.h"

/* So many places are found at a time. */
enum { PLACES = 64 };

typedef struct walk {
	const automaton *m;
	arena *a;
	const unsigned char *p;
	size_t n, start;
	automaton_hits *out;
} walk;

static void
add_hit(walk *w, size_t end, uint32_t value)
{
	automaton_hits *o = w->out;
	*arena_push(w->a, o->v, o->n, o->cap) = (automaton_hit){(uint32_t)w->start, (uint32_t)end, value};
}

/* The node that the character at `at` leads to, or 0. */
static inline uint32_t
step(const walk *w, uint32_t node, size_t at, folded r)
{
	node = child(w->m, node, r.c);
	for (unsigned i = 1; node && !r.ascii && i < r.len; i++)
		node = child(w->m, node, w->p[at + i]);
	return node;
}

static void
follow(walk *w, uint32_t node, size_t at, enum cls before)
{
	while (node) {
		const struct node *here = &w->m->node[node];
		if (here->value)
			add_hit(w, at, here->value);
		if (at >= w->n || here->children == 0)
			return;
		unsigned sep = at > w->start ? separator(w->p, w->n, at) : 0;
		if (w->m->label[here->first] == MARK) {
			uint32_t marked = here->first;
			folded next = at + sep < w->n ? read_char(w->p, w->n, at + sep) : (folded){0};
			uint32_t to = next.len ? step(w, marked, at + sep, next) : 0;
			if (to)
				follow(w, to, at + sep + next.len, next.cls);
		}
		folded r = read_char(w->p, w->n, at);
		if (sep) {
			if (at + sep >= w->n)
				return;
			r = read_char(w->p, w->n, at + sep);
			if (r.cls == before || r.cls == CLS_OTHER || before == CLS_OTHER)
				return;
			at += sep;
		}
		node = step(w, node, at, r);
		before = r.cls;
		at += r.len;
	}
}

/* One place where a key may begin: `node` is what text[start..at) leads to. */
static void
try_from(walk *w, uint32_t node, size_t start, size_t at, enum cls cls)
{
	size_t before = w->out->n;
	w->start = start;
	follow(w, node, at, cls);
	/* Branches at marks may come out of order: shortest first, insertion sort of a handful. */
	for (size_t i = before + 1; i < w->out->n; i++)
		for (size_t j = i; j > before && w->out->v[j].end < w->out->v[j - 1].end; j--) {
			automaton_hit t = w->out->v[j];
			w->out->v[j] = w->out->v[j - 1];
			w->out->v[j - 1] = t;
		}
}

static void
try_at(walk *w, size_t at)
{
	folded r = read_char(w->p, w->n, at);
	try_from(w, step(w, 0, at, r), at, at + r.len, r.cls);
}

static inline bool
word_before(const unsigned char *p, size_t at)
{
	return class_before(p, at) >= CLS_LETTER;
}

static void
try_other(walk *w, size_t at)
{
	folded r = read_char(w->p, w->n, at);
	bool wide = r.ascii && r.cls >= CLS_LETTER && !word_before(w->p, at);
	if (wide || (!r.ascii && w->m->lead[r.c]))
		try_at(w, at);
}

/* May a key begin with the Han character at p, of which HEAD bytes are read? */
static inline unsigned
han_may_begin(const automaton *m, const unsigned char *p)
{
	uint64_t v = load_head(p);
	return filter_has(m->triples, hash_triple(v)) | filter_has(m->pairs, hash_pair(v));
}

/* Asks the filters about the Han characters among the places; how many are left. No branch, so that the loads do not wait for one another. */
static size_t
sift_han(const walk *w, uint32_t *place, size_t n)
{
	size_t left = 0;
	for (size_t i = 0; i < n; i++) {
		uint32_t at = place[i];
		const unsigned char *p = w->p + at;
		unsigned char head[HEAD];
		if (at + HEAD > w->n) {
			copy_head(head, (const char *)p, w->n - at);
			p = head;
		}
		place[left] = at;
		left += (is_han_lead(p[0]) == false) | han_may_begin(w->m, p);
	}
	return left;
}

/* The nodes behind the first two characters of the places, 0 where there is none; they are asked for before they are needed. */
static void
find_nodes(const walk *w, const uint32_t *place, size_t n, uint32_t *node)
{
	for (size_t i = 0; i < n; i++) {
		uint32_t pair = han_pair(w->p + place[i], w->n - place[i]);
		node[i] = pair ? w->m->jump[jump_slot(w->m, pair)].node : 0;
		__builtin_prefetch(&w->m->node[node[i]]);
	}
}

static void
try_places(walk *w, const uint32_t *place, size_t n)
{
	uint32_t node[PLACES];
	find_nodes(w, place, n, node);
	for (size_t i = 0; i < n; i++) {
		size_t at = place[i];
		unsigned char c = w->p[at];
		if (node[i])
			try_from(w, node[i], at, at + 6, CLS_HAN);
		else if (c >= 0x80 && !is_han_lead(c))
			try_other(w, at);
		else if (c >= 0x80 ? !han_pair(w->p + at, w->n - at) : class_of(c) < CLS_LETTER || !word_before(w->p, at))
			try_at(w, at); /* what is not Han stands behind a Han character; or ASCII */
	}
}

static inline unsigned
latin_passes(const automaton *m, unsigned char c, unsigned char next)
{
	return m->latin[c][next >> 3] >> (next & 7) & 1;
}

/* The places at and behind *from where a key may begin, PLACES at most; *from is moved behind what was looked at. */
static size_t
find_places(const walk *w, size_t *from, uint32_t *place)
{
	const automaton *m = w->m;
	const unsigned char *p = w->p;
	size_t at = *from, end = w->n, n = 0;
	while (at < end && n < PLACES) {
		place[n] = (uint32_t)at;
		if (p[at] < 0x80) {
			n += latin_passes(m, p[at], at + 1 < end ? p[at + 1] : 0);
			at++;
		} else if (sieve_is_wide(p[at]) && sieve_reaches(at, end)) {
			at = sieve_run(&m->wide, p, at, end, place, &n, PLACES);
		} else {
			n += sieve_is_wide(p[at]) || m->lead[p[at]];
			at += char_len(p[at]);
		}
	}
	*from = at;
	return n;
}

void
automaton_scan(const automaton *m, arena *a, str text, automaton_hits *out)
{
	walk w = {m, a, (const unsigned char *)text.p, text.n, 0, out};
	uint32_t place[PLACES] = {0};
	for (size_t at = 0; at < text.n;) {
		size_t n = find_places(&w, &at, place);
		try_places(&w, place, sift_han(&w, place, n));
	}
}

void
automaton_scan_at(const automaton *m, arena *a, str text, size_t at, automaton_hits *out)
{
	walk w = {m, a, (const unsigned char *)text.p, text.n, 0, out};
	try_at(&w, at);
}
