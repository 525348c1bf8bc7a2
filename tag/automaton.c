#include "automaton.h"

#include <stdlib.h>
#include <string.h>

#include "fold.h"

struct automaton {
	/* Nodes in breadth-first order: the children of n are first[n] .. first[n + 1], sorted by label. */
	const uint32_t *first, *value;
	const unsigned char *label;
	const uint64_t *han;       /* bitmap over hashes of first characters */
	unsigned shift;
	const struct jump *jump;   /* open addressing: where the first two characters of Han keys lead */
	size_t jumps;              /* a power of two */
	bool lead[256];            /* lead bytes of keys that begin with neither Han nor ASCII */
	unsigned char latin[128][256 / 8]; /* by folded first byte, then the byte behind it */
};

/* Two Han characters, and the node behind them. */
struct jump {
	uint64_t word;             /* han_word(); 0: free */
	uint32_t node;
	uint32_t third;            /* bits of what a third Han character's last byte may be; all: a key ends or goes on otherwise */
};

/* A key with its first eight bytes as a number, so that most comparisons are one. */
typedef struct sort_key {
	uint64_t head;
	automaton_key k;
} sort_key;

static int
by_key(const void *x, const void *y)
{
	const sort_key *a = x, *b = y;
	if (a->head != b->head)
		return a->head < b->head ? -1 : 1;
	return str_cmp(a->k.key, b->k.key);
}

static void
sort_keys(automaton_key *key, size_t n)
{
	sort_key *s = malloc((n ? n : 1) * sizeof *s);
	if (!s)
		mem_exhausted();
	for (size_t i = 0; i < n; i++) {
		s[i] = (sort_key){0, key[i]};
		for (size_t k = 0; k < 8; k++)
			s[i].head = s[i].head << 8 | (k < key[i].key.n ? (unsigned char)key[i].key.p[k] : 0);
	}
	qsort(s, n, sizeof *s, by_key);
	for (size_t i = 0; i < n; i++)
		key[i] = s[i].k;
	free(s);
}

/* ---- filter */

static inline uint64_t
load8(const unsigned char *p)
{
	uint64_t v;
	memcpy(&v, p, 8);
	return v;
}

static inline bool
is_han_lead(unsigned char c)
{
	return c >= 0xE4 && c <= 0xE9;
}

/* What is looked up for a Han character at p (little-endian load v): itself with the next one when that is Han too. */
static inline uint64_t
han_word(uint64_t v)
{
	return is_han_lead((unsigned char)(v >> 24)) ? v & 0xFFFFFFFFFFFF : (v & 0xFFFFFF) | (uint64_t)1 << 60;
}

static inline size_t
han_slot(uint64_t word, unsigned shift)
{
	return (size_t)((word * 0x9E3779B97F4A7C15u) >> shift);
}

static uint64_t
load_key(str key)
{
	unsigned char pad[8] = {0};
	memcpy(pad, key.p, key.n < 6 ? key.n : 6);
	uint64_t v = 0;
	for (int i = 7; i >= 0; i--)
		v = v << 8 | pad[i];
	return v;
}

static void
allow_latin(automaton *m, unsigned char c, unsigned next)
{
	m->latin[c][next >> 3] |= (unsigned char)(1 << (next & 7));
}

static void
add_latin(automaton *m, str key)
{
	unsigned char c = (unsigned char)key.p[0], next = (unsigned char)key.p[1];
	allow_latin(m, c, 0xEF); /* a full-width form */
	if (next == MARK && key.n > 2)
		next = (unsigned char)key.p[2];
	allow_latin(m, c, next);
	if (ascii_is_letter(next))
		allow_latin(m, c, next - 32u);
	if (class_of(next) != class_of(c) || key.p[1] == MARK)
		for (const char *s = " -\xC2\xE2"; *s; s++)
			allow_latin(m, c, (unsigned char)*s);
}

static void
build_filter(automaton *m, arena *a, const automaton_key *key, size_t n)
{
	unsigned bits = 16;
	while (bits < 22 && ((size_t)1 << bits) < n * 16)
		bits++;
	m->shift = 64 - bits;
	uint64_t *map = arena_array(a, uint64_t, ((size_t)1 << bits) / 64);
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)key[i].key.p[0];
		if (c < 0x80)
			add_latin(m, key[i].key);
		else if (!is_han_lead(c))
			m->lead[c] = true;
		else {
			size_t h = han_slot(han_word(load_key(key[i].key)), m->shift);
			map[h / 64] |= (uint64_t)1 << (h % 64);
		}
	}
	m->han = map;
}

/* ---- trie */

static inline size_t
jump_slot(const automaton *m, uint64_t word)
{
	size_t i = (size_t)((word * 0xD6E8FEB86659FD93u) >> 32) & (m->jumps - 1);
	while (m->jump[i].word && m->jump[i].word != word)
		i = (i + 1) & (m->jumps - 1);
	return i;
}

typedef struct range {
	uint32_t lo, hi;           /* keys that share the node's path */
	uint32_t depth;
} range;

static inline uint32_t
child(const automaton *m, uint32_t node, unsigned char c)
{
	uint32_t from = m->first[node], n = m->first[node + 1] - from;
	const unsigned char *l = m->label + from;
	if (n > 16) {
		const unsigned char *hit = memchr(l, c, n);
		return hit ? from + (uint32_t)(hit - l) : 0;
	}
	for (uint32_t i = 0; i < n; i++)
		if (l[i] == c)
			return from + i;
	return 0;
}

/* The bits of the third character of a key whose first two are Han. */
static uint32_t
third_bits(str key)
{
	bool han = key.n >= 9 && is_han_lead((unsigned char)key.p[6]);
	return han ? 1u << (key.p[8] & 31) : UINT32_MAX;
}

static void
build_jumps(automaton *m, arena *a, const automaton_key *key, size_t n)
{
	m->jumps = 64;
	while (m->jumps < 2 * n)
		m->jumps *= 2;
	struct jump *j = arena_array(a, struct jump, m->jumps);
	m->jump = j;
	for (size_t i = 0; i < n; i++) {
		uint64_t word = is_han_lead((unsigned char)key[i].key.p[0]) ? han_word(load_key(key[i].key)) : 0;
		if (word == 0 || word >> 60)
			continue;
		size_t at = jump_slot(m, word);
		j[at].third |= third_bits(key[i].key);
		if (j[at].word)
			continue;
		uint32_t node = 0;
		for (size_t k = 0; k < 6; k++)
			node = child(m, node, (unsigned char)key[i].key.p[k]);
		j[at].word = word;
		j[at].node = node;
	}
}

automaton *
automaton_build(arena *a, automaton_key *key, size_t n)
{
	automaton *m = arena_new(a, automaton);
	size_t total = 2;
	sort_keys(key, n);
	for (size_t i = 0; i < n; i++)
		total += key[i].key.n;
	/* Not zeroed: `total` is an upper bound, and what is not used is never touched. */
	uint32_t *first = arena_alloc(a, total * sizeof *first), *value = arena_alloc(a, total * sizeof *value);
	unsigned char *label = arena_alloc(a, total);
	range *r = malloc(total * sizeof *r);
	if (!r)
		mem_exhausted();
	size_t made = 1;
	r[0] = (range){0, (uint32_t)n, 0};
	for (size_t at = 0; at < made; at++) {
		uint32_t i = r[at].lo, depth = r[at].depth;
		first[at] = (uint32_t)made;
		value[at] = 0;
		for (; i < r[at].hi && key[i].key.n == depth; i++)
			if (depth)
				value[at] = key[i].value;
		while (i < r[at].hi) {
			char c = key[i].key.p[depth];
			uint32_t from = i;
			while (i < r[at].hi && key[i].key.p[depth] == c)
				i++;
			label[made] = (unsigned char)c;
			r[made++] = (range){from, i, depth + 1};
		}
	}
	first[made] = (uint32_t)made;
	label[0] = 0;
	free(r);
	m->first = first;
	m->value = value;
	m->label = label;
	build_filter(m, a, key, n);
	build_jumps(m, a, key, n);
	return m;
}

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
		if (w->m->value[node])
			add_hit(w, at, w->m->value[node]);
		if (at >= w->n || w->m->first[node] == w->m->first[node + 1])
			return;
		unsigned sep = at > w->start ? separator(w->p, w->n, at) : 0;
		if (w->m->label[w->m->first[node]] == MARK) {
			uint32_t marked = w->m->first[node];
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

static size_t
scan_ascii(walk *w, size_t at)
{
	unsigned char c = (unsigned char)ascii_lower(w->p[at]);
	unsigned next = at + 1 < w->n ? w->p[at + 1] : 0;
	if ((w->m->latin[c][next >> 3] >> (next & 7) & 1) && !(class_of(c) >= CLS_LETTER && word_before(w->p, at)))
		try_at(w, at);
	return at + 1;
}

static size_t
scan_other(walk *w, size_t at)
{
	folded r = read_char(w->p, w->n, at);
	bool wide = r.ascii && r.cls >= CLS_LETTER && !word_before(w->p, at);
	if (wide || (!r.ascii && w->m->lead[r.c]))
		try_at(w, at);
	return at + r.len;
}

/* The eight bytes at `at`, zeros behind the end. */
static inline uint64_t
load_at(const walk *w, size_t at)
{
	unsigned char pad[8] = {0};
	if (w->n - at >= 8)
		return load8(w->p + at);
	memcpy(pad, w->p + at, w->n - at);
	return load8(pad);
}

static inline void
scan_han(walk *w, size_t at)
{
	const automaton *m = w->m;
	uint64_t word = han_word(load_at(w, at));
	size_t h = han_slot(word, m->shift);
	if (!(m->han[h / 64] >> (h % 64) & 1))
		return;
	if (word >> 60) {
		try_at(w, at);
		return;
	}
	const struct jump *j = &m->jump[jump_slot(m, word)];
	bool goes_on = w->n - at < 9 || !is_han_lead(w->p[at + 6]) || (j->third >> (w->p[at + 8] & 31) & 1) || j->third == UINT32_MAX;
	if (j->node && goes_on)
		try_from(w, j->node, at, at + 6, CLS_HAN);
}

void
automaton_scan(const automaton *m, arena *a, str text, automaton_hits *out)
{
	walk w = {m, a, (const unsigned char *)text.p, text.n, 0, out};
	for (size_t i = 0; i < w.n;) {
		unsigned char c = w.p[i];
		if (is_han_lead(c)) {
			scan_han(&w, i);
			i += 3;
		} else {
			i = c < 0x80 ? scan_ascii(&w, i) : scan_other(&w, i);
		}
	}
}
