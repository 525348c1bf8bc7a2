#include "automaton_parts.h"

#include <stdlib.h>
#include <string.h>

#include "fold.h"

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
	for (unsigned c = '0'; c <= 'z'; c++) {
		unsigned w = c - 0x20;
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

/* A node to be made, and the keys that share its path. */
typedef struct range {
	uint32_t node, depth;
	uint32_t lo, hi;
} range;

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
