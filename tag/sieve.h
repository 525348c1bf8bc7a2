/*
 * sieve.h - turns away nearly all places of a text where no word of a set begins, without a branch: the first characters of the words by
 * hash, and for each of them, as 64 bits, which characters may follow. Private to the scanners of tag.
 */
#ifndef XP_SIEVE_H
#define XP_SIEVE_H

#include <endian.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* 32 KiB: it stays in a processor's first cache. */
enum { SIEVE_BITS = 12 };

typedef struct sieve {
	uint64_t second[1 << SIEVE_BITS];
} sieve;

/* Bytes that sieve_load() reads: a character, and one more. */
enum { SIEVE_READ = 4 };

static inline uint32_t
sieve_load(const unsigned char *p)
{
	uint32_t v;
	memcpy(&v, p, sizeof v);
	return le32toh(v);
}

/* Does a character of three bytes begin with this one? */
static inline bool
sieve_is_wide(unsigned char lead)
{
	return (lead & 0xF0) == 0xE0;
}

static inline uint32_t
sieve_hash_wide(uint32_t loaded)
{
	return (loaded & 0xFFFFFF) * 0x9E3779B1u;
}

static inline uint32_t
sieve_hash_other(uint32_t loaded)
{
	return (loaded & 0xFF) * 0x9E3779B1u;
}

/* A character of three bytes by all of them, any other one by its first. */
static inline uint32_t
sieve_hash(const unsigned char *p)
{
	return sieve_is_wide(p[0]) ? sieve_hash_wide(sieve_load(p)) : sieve_hash_other(p[0]);
}

/* May a word begin with the first of two characters, which stand side by side? 1 or 0. */
static inline unsigned
sieve_passes(const sieve *s, uint32_t first, uint32_t second)
{
	return (s->second[first >> (32 - SIEVE_BITS)] & (uint64_t)1 << (second >> 26)) != 0;
}

static inline void
sieve_add(sieve *s, uint32_t first, uint32_t second)
{
	s->second[first >> (32 - SIEVE_BITS)] |= (uint64_t)1 << (second >> 26);
}

/* The same, whatever stands behind the first character. */
static inline void
sieve_add_any(sieve *s, uint32_t first)
{
	s->second[first >> (32 - SIEVE_BITS)] = UINT64_MAX;
}

/* Is there room to look at the character of three bytes at `at`, and at what follows? */
static inline bool
sieve_reaches(size_t at, size_t end)
{
	return at + 3 + SIEVE_READ <= end;
}

/* Appends to place[*n..most) where a word may begin in the run of characters of three bytes at p[at], and returns where it ends, or where there is
 * no more room. sieve_reaches(at, end) must hold, and *n < most. Whether a place passes is no branch, for nobody could foretell it. */
static inline size_t
sieve_run(const sieve *s, const unsigned char *p, size_t at, size_t end, uint32_t *place, size_t *n, size_t most)
{
	size_t k = *n, last = at + 3 * (most - k);
	last = last < end - SIEVE_READ - 2 ? last : end - SIEVE_READ - 2;
	for (uint32_t here = sieve_hash_wide(sieve_load(p + at)), next; at < last; here = next) {
		uint32_t behind = sieve_load(p + at + 3);
		place[k] = (uint32_t)at;
		at += 3;
		if (!sieve_is_wide((unsigned char)behind)) {
			k += sieve_passes(s, here, sieve_hash_other(behind));
			break;
		}
		next = sieve_hash_wide(behind);
		k += sieve_passes(s, here, next);
	}
	*n = k;
	return at;
}

#endif
