#include "fingerprint.h"

#include "utf8.h"

enum { GRAM = 4, PLANES = 40 };

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
	cp = cp_halfwidth(cp);
	if (ascii_is_upper(cp))
		return cp + 32;
	return cp_is_han(cp) || cp_is_alnum(cp) ? cp : 0;
}

/* 64 counters beside each other: bit b of plane k is bit k of how many of the numbers had bit b set. */
static void
count_bits(uint64_t *plane, uint64_t h)
{
	for (int k = 0; h && k < PLANES; k++) {
		uint64_t carry = plane[k] & h;
		plane[k] ^= h;
		h = carry;
	}
}

/* The bits that more than half of n numbers had. */
static uint64_t
majority(const uint64_t *plane, size_t n)
{
	uint64_t f = 0;
	for (int b = 0; b < 64; b++) {
		uint64_t count = 0;
		for (int k = 0; k < PLANES; k++)
			count |= (plane[k] >> b & 1) << k;
		if (count * 2 > n)
			f |= (uint64_t)1 << b;
	}
	return f;
}

uint64_t
fingerprint(str text)
{
	uint64_t plane[PLANES] = {0};
	uint32_t gram[GRAM] = {0};
	size_t n = 0;
	for (size_t at = 0; at < text.n;) {
		uint32_t cp = feature_char(utf8_next(text, &at));
		if (!cp)
			continue;
		gram[n++ % GRAM] = cp;
		if (n < GRAM)
			continue;
		uint64_t h = 0;
		for (size_t k = 0; k < GRAM; k++)
			h = mix(h + 0x9e3779b97f4a7c15u + gram[(n + k) % GRAM]);
		count_bits(plane, h);
	}
	return majority(plane, n < GRAM ? 0 : n - GRAM + 1);
}

unsigned
fingerprint_distance(uint64_t a, uint64_t b)
{
	return (unsigned)__builtin_popcountll(a ^ b);
}
