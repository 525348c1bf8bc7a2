#include "automaton.h"

#include <stdlib.h>
#include <string.h>

#include "fold.h"
#include "sieve.h"

/* So many places are found at a time. */
enum { PLACES = 64 };

/* A Bloom filter: lets the hashes that are in it pass, and few others. Sets of 64 bits by a hash's upper bits; each hash has two bits of
 * its set. */
typedef struct filter {
	uint64_t *set;
	unsigned shift;
} filter;

struct automaton {
	sieve wide;                /* of keys that begin with a character of three bytes: what the filters are asked about */
	const struct node *node;
	const unsigned char *label; /* of each node: the byte that leads to it */
	filter triples;            /* of keys that begin with three Han characters: these */
	filter pairs;              /* of other Han keys: the first two characters, or one when the second is not Han */
	const struct jump *jump;   /* open addressing: where the first two characters of Han keys lead */
	size_t jumps;              /* a power of two */
	bool lead[256];            /* lead bytes of keys that begin with neither Han nor ASCII */
	unsigned char latin[128][256 / 8]; /* of keys that begin with ASCII: by first byte, then the byte behind it */
};

/* Nodes stand in the order of a walk into the depth: what follows a node with one child lies in memory that was just read. */
struct node {
	uint32_t first;            /* its first child; the others follow it, by label */
	uint32_t value;            /* of the key that ends here, or 0 */
	uint32_t children;
};

/* Two Han characters (their code points, 16 bits each), and the node behind them. */
struct jump {
	uint32_t pair;             /* 0: free */
	uint32_t node;
};

/* A key's first eight bytes as a number, so that most comparisons are one, and its place. */
typedef struct sort_key {
	uint64_t head;
	const automaton_key *key;
} sort_key;

static int
by_key(const void *x, const void *y)
{
	const sort_key *a = x, *b = y;
	if (a->head != b->head)
		return a->head < b->head ? -1 : 1;
	return str_cmp(a->key->key, b->key->key);
}

static void
sort_keys(automaton_key *key, size_t n)
{
	sort_key *s = malloc((n + 1) * sizeof *s);
	automaton_key *sorted = malloc((n + 1) * sizeof *sorted);
	if (!s || !sorted)
		mem_exhausted();
	for (size_t i = 0; i < n; i++) {
		unsigned char head[8] = {0};
		memcpy(head, key[i].key.p, key[i].key.n < 8 ? key[i].key.n : 8);
		s[i] = (sort_key){__builtin_bswap64(str_load8(head)), &key[i]};
	}
	qsort(s, n, sizeof *s, by_key);
	for (size_t i = 0; i < n; i++)
		sorted[i] = *s[i].key;
	memcpy(key, sorted, n * sizeof *key);
	free(sorted);
	free(s);
}

/* ---- filter */

/* Two keys a set: half a percent of what is not in it passes. */
static filter
filter_new(arena *a, size_t keys)
{
	unsigned bits = 6;
	while (bits < 20 && keys > (size_t)2 << bits)
		bits++;
	return (filter){arena_array(a, uint64_t, (size_t)1 << bits), 64 - bits};
}

static void
filter_add(filter *f, uint64_t hash)
{
	f->set[hash >> f->shift] |= (uint64_t)1 << (hash & 63) | (uint64_t)1 << (hash >> 26 & 63);
}

/* 1 or 0: callers join answers without a branch. */
static inline unsigned
filter_has(filter f, uint64_t hash)
{
	uint64_t set = f.set[hash >> f.shift];
	return (unsigned)(set >> (hash & 63) & set >> (hash >> 26 & 63) & 1);
}

static inline bool
is_han_lead(unsigned char c)
{
	return c >= 0xE4 && c <= 0xE9;
}

/* Bytes that the filter looks at: three characters. */
enum { HEAD = 9 };

/* The code points of the two Han characters that p[0..n) begins with as one number; 0 when it does not. */
static uint32_t
han_pair(const unsigned char *p, size_t n)
{
	if (n < 6 || !is_han_lead(p[0]) || !is_han_lead(p[3]))
		return 0;
	uint32_t first = (p[0] & 15u) << 12 | (p[1] & 63u) << 6 | (p[2] & 63u);
	return first << 16 | (p[3] & 15u) << 12 | (p[4] & 63u) << 6 | (p[5] & 63u);
}

/* A Han character and what follows, to be hashed: the eight bytes behind the first one, which differs least. */
static inline uint64_t
load_head(const unsigned char *p)
{
	return str_load8(p + 1);
}

static inline uint64_t
hash_triple(uint64_t v)
{
	return v * 0x9E3779B97F4A7C15u;
}

/* Of two Han characters, or of one that has something else behind it. */
static inline uint64_t
hash_pair(uint64_t v)
{
	return (v & (is_han_lead((unsigned char)(v >> 16)) ? 0xFFFFFFFFFF : 0xFFFF)) * 0x9E3779B97F4A7C15u;
}

static void
allow_latin(automaton *m, unsigned char c, unsigned next)
{
	m->latin[c][next >> 3] |= (unsigned char)(1 << (next & 7));
	if (ascii_is_letter(c))
		m->latin[c - 32][next >> 3] |= (unsigned char)(1 << (next & 7));
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

static bool
begins_with_three(str key)
{
	const unsigned char *p = (const unsigned char *)key.p;
	return key.n >= HEAD && is_han_lead(p[0]) && is_han_lead(p[3]) && is_han_lead(p[6]);
}

/* The first HEAD bytes of p[0..n), zeros behind the end. */
static void
copy_head(unsigned char *head, const char *p, size_t n)
{
	memset(head, 0, HEAD);
	memcpy(head, p, n < HEAD ? n : HEAD);
}

/* A key that begins with a character of three bytes, of which the first HEAD are read. */
static void
add_wide(automaton *m, const unsigned char *head)
{
	uint32_t first = sieve_hash(head);
	if (is_han_lead(head[0]) && is_han_lead(head[3]))
		sieve_add(&m->wide, first, sieve_hash(head + 3));
	else
		sieve_add_any(&m->wide, first); /* a space may stand behind it */
}

/* Letters and digits of full width: keys have them as ASCII. */
static void
add_full_width(automaton *m)
{
	for (unsigned char c = '0'; c <= 'z'; c++) {
		unsigned w = c - 0x20u;
		unsigned char p[SIEVE_READ] = {0xEF, (unsigned char)(0xBC + w / 64), (unsigned char)(0x80 + w % 64)};
		if (ascii_is_alnum(c))
			sieve_add_any(&m->wide, sieve_hash(p));
	}
}

static void
build_filters(automaton *m, arena *a, const automaton_key *key, size_t n)
{
	size_t han = 0, triples = 0;
	for (size_t i = 0; i < n; i++) {
		han += is_han_lead((unsigned char)key[i].key.p[0]);
		triples += begins_with_three(key[i].key);
	}
	m->triples = filter_new(a, triples);
	m->pairs = filter_new(a, han - triples);
	add_full_width(m);
	for (size_t i = 0; i < n; i++) {
		unsigned char head[HEAD];
		copy_head(head, key[i].key.p, key[i].key.n);
		if (head[0] < 0x80)
			add_latin(m, key[i].key);
		else if (!is_han_lead(head[0]))
			m->lead[head[0]] = true;
		else if (begins_with_three(key[i].key))
			filter_add(&m->triples, hash_triple(load_head(head)));
		else
			filter_add(&m->pairs, hash_pair(load_head(head)));
		if (sieve_is_wide(head[0]))
			add_wide(m, head);
	}
}

/* ---- trie */

static inline size_t
jump_slot(const automaton *m, uint32_t pair)
{
	size_t i = (size_t)(pair * 0x9E3779B97F4A7C15u >> 32) & (m->jumps - 1);
	while (m->jump[i].pair && m->jump[i].pair != pair)
		i = (i + 1) & (m->jumps - 1);
	return i;
}

/* A node to be made, and the keys that share its path. */
typedef struct range {
	uint32_t node, depth;
	uint32_t lo, hi;
} range;

static inline uint32_t
child(const automaton *m, uint32_t node, unsigned char c)
{
	uint32_t from = m->node[node].first, n = m->node[node].children;
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

static uint32_t
pair_of_key(str key)
{
	return han_pair((const unsigned char *)key.p, key.n);
}

/* The keys are sorted: those of one pair stand together. */
static void
build_jumps(automaton *m, arena *a, const automaton_key *key, size_t n)
{
	size_t pairs = 0;
	for (size_t i = 0; i < n; i++)
		pairs += i == 0 || pair_of_key(key[i].key) != pair_of_key(key[i - 1].key);
	m->jumps = 64;
	while (m->jumps < 2 * pairs)
		m->jumps *= 2;
	struct jump *j = arena_array(a, struct jump, m->jumps);
	m->jump = j;
	for (size_t i = 0; i < n; i++) {
		uint32_t pair = pair_of_key(key[i].key), node = 0;
		size_t at = jump_slot(m, pair);
		if (pair == 0 || j[at].pair)
			continue;
		for (size_t k = 0; k < 6; k++)
			node = child(m, node, (unsigned char)key[i].key.p[k]);
		j[at] = (struct jump){pair, node};
	}
}

/* The trie while it is built: `made` nodes have a place. */
typedef struct maker {
	struct node *node;
	unsigned char *label;
	size_t made;
	range *top;                /* behind the last one of a pile of nodes to be made */
} maker;

static uint32_t
add_child(maker *m, struct node *of, char label)
{
	of->children++;
	m->label[m->made] = (unsigned char)label;
	return (uint32_t)m->made++;
}

/* The rest of a key that shares its path with no other. */
static void
make_chain(maker *m, uint32_t at, automaton_key k, size_t depth)
{
	for (; depth < k.key.n; depth++) {
		m->node[at] = (struct node){.first = (uint32_t)m->made};
		at = add_child(m, &m->node[at], k.key.p[depth]);
	}
	m->node[at] = (struct node){.first = (uint32_t)m->made, .value = k.value};
}

/* Takes a node off the pile, makes it and puts its children there. */
static void
make_node(maker *m, const automaton_key *key)
{
	range r = *--m->top;
	struct node *n = &m->node[r.node];
	uint32_t i = r.lo;
	if (r.hi - r.lo == 1 && r.depth) {
		make_chain(m, r.node, key[i], r.depth);
		return;
	}
	*n = (struct node){.first = (uint32_t)m->made};
	for (; i < r.hi && key[i].key.n == r.depth; i++)
		if (r.depth)
			n->value = key[i].value;
	while (i < r.hi) {
		char c = key[i].key.p[r.depth];
		uint32_t from = i;
		while (i < r.hi && key[i].key.p[r.depth] == c)
			i++;
		uint32_t child_node = add_child(m, n, c);
		*m->top++ = (range){child_node, r.depth + 1, from, i};
	}
}

automaton *
automaton_build(arena *a, automaton_key *key, size_t n)
{
	automaton *m = arena_new(a, automaton);
	size_t total = 1;
	sort_keys(key, n);
	for (size_t i = 0; i < n; i++)
		total += key[i].key.n;
	/* Not zeroed: `total` is an upper bound, and what is not used is never touched. */
	maker make = {arena_alloc(a, total * sizeof *make.node), arena_alloc(a, total), 1, NULL};
	range *pile = malloc(total * sizeof *pile);
	if (!pile)
		mem_exhausted();
	make.label[0] = 0;
	make.top = pile;
	*make.top++ = (range){0, 0, 0, (uint32_t)n};
	while (make.top > pile)
		make_node(&make, key);
	free(pile);
	m->node = make.node;
	m->label = make.label;
	build_filters(m, a, key, n);
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

static void
try_han(walk *w, size_t at)
{
	uint32_t pair = han_pair(w->p + at, w->n - at);
	if (pair == 0) {
		try_at(w, at);
		return;
	}
	const struct jump *j = &w->m->jump[jump_slot(w->m, pair)];
	if (j->node)
		try_from(w, j->node, at, at + 6, CLS_HAN);
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

static void
try_places(walk *w, const uint32_t *place, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t at = place[i];
		unsigned char c = w->p[at];
		if (is_han_lead(c))
			try_han(w, at);
		else if (c >= 0x80)
			try_other(w, at);
		else if (class_of(c) < CLS_LETTER || !word_before(w->p, at))
			try_at(w, at);
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
	uint32_t place[PLACES];
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
