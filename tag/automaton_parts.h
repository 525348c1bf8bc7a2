/*
 * automaton_parts.h - what an automaton is made of: automaton.c builds it, automaton_scan.c goes over texts with it. Private to both.
 */
#ifndef XP_AUTOMATON_PARTS_H
#define XP_AUTOMATON_PARTS_H

#include <string.h>

#include "automaton.h"
#include "sieve.h"

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
static inline uint32_t
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

/* The first HEAD bytes of p[0..n), zeros behind the end. */
static inline void
copy_head(unsigned char *head, const char *p, size_t n)
{
	memset(head, 0, HEAD);
	memcpy(head, p, n < HEAD ? n : HEAD);
}

static inline size_t
jump_slot(const automaton *m, uint32_t pair)
{
	size_t i = (size_t)(pair * 0x9E3779B97F4A7C15u >> 32) & (m->jumps - 1);
	while (m->jump[i].pair && m->jump[i].pair != pair)
		i = (i + 1) & (m->jumps - 1);
	return i;
}

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

#endif
