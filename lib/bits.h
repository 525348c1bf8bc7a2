/*
 * bits.h - sets of small numbers, a bit each, in an array of bytes.
 */
#ifndef XP_BITS_H
#define XP_BITS_H

#include <stdbool.h>
#include <stdint.h>

static inline void
bits_set(uint8_t *bits, uint32_t i)
{
	bits[i >> 3] |= (uint8_t)(1u << (i & 7));
}

static inline bool
bits_has(const uint8_t *bits, uint32_t i)
{
	return bits[i >> 3] >> (i & 7) & 1;
}

#endif
