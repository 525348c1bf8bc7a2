#include "fingerprint.h"

#include <string.h>

#include "utf8.h"

/* splitmix64's finaliser: every input bit reaches every output bit. */
static uint64_t
mix(uint64_t x)
{
	x ^= x >> 30;
	x *= 0xbf58476d1ce4e5b9u;
	x ^= x >> 27;
	x *= 0x94d049bb133111ebu;
	return x ^ x >> 31;
}

static uint32_t
feature_char(uint32_t cp)
{
	if (cp >= 0x4E00 && cp <= 0x9FFF) /* nearly all of a text */
		return cp;
	cp = cp_halfwidth(cp);
	if (ascii_is_upper(cp))
		return cp + 32;
	return cp_is_han(cp) || cp_is_alnum(cp) ? cp : 0;
}

/* How many of the numbers had each bit set. They are counted in bytes, eight beside each other: byte i of lane k counts bit 8 i + k. */
typedef uint64_t lanes __attribute__((vector_size(16)));
typedef struct counts {
	lanes lane[4];             /* 0 and 1, 2 and 3, ... */
	unsigned in_lanes;         /* numbers since the lanes were emptied: no byte counts further than 255 */
	size_t bit[64];
} counts;

static void
empty_lanes(counts *c)
{
	for (unsigned b = 0; b < 64; b++)
		c->bit[b] += c->lane[b % 8 / 2][b % 2] >> b / 8 * 8 & 0xFF;
	memset(c->lane, 0, sizeof c->lane);
	c->in_lanes = 0;
}

static inline void
count_bits(counts *c, uint64_t h)
{
	const lanes two = {h, h >> 1}, low = {0x0101010101010101u, 0x0101010101010101u};
	c->lane[0] += two & low;
	c->lane[1] += two >> 2 & low;
	c->lane[2] += two >> 4 & low;
	c->lane[3] += two >> 6 & low;
	if (++c->in_lanes == 255)
		empty_lanes(c);
}

/* The bits that more than half of n numbers had. */
static uint64_t
majority(counts *c, size_t n)
{
	uint64_t f = 0;
	empty_lanes(c);
	for (unsigned b = 0; b < 64; b++)
		f |= (uint64_t)(c->bit[b] * 2 > n) << b;
	return f;
}

static inline uint64_t
mix_char(uint64_t h, uint32_t cp)
{
	return mix(h + 0x9e3779b97f4a7c15u + cp);
}

uint64_t
fingerprint(str text)
{
	enum { GRAM = 4 };
	counts c = {0};
	uint32_t first = 0, second = 0, third = 0;
	size_t n = 0;
	for (size_t at = 0; at < text.n;) {
		uint32_t cp = feature_char(utf8_next_good(text, &at));
		if (!cp)
			continue;
		if (++n >= GRAM)
			count_bits(&c, mix_char(mix_char(mix_char(mix_char(0, first), second), third), cp));
		first = second;
		second = third;
		third = cp;
	}
	return majority(&c, n < GRAM ? 0 : n - GRAM + 1);
}

unsigned
fingerprint_distance(uint64_t a, uint64_t b)
{
	return (unsigned)__builtin_popcountll(a ^ b);
}
