/*
 * sha1.h - SHA-1 (FIPS 180-4) and Base32 (RFC 4648), for the digests that WARC and CDXJ tools expect. Not for secrets.
 */
#ifndef XP_SHA1_H
#define XP_SHA1_H

#include "str.h"

typedef struct sha1 {
	uint32_t h[5];
	uint64_t n;                /* bytes seen */
	unsigned char block[64];
	bool fast;                 /* the processor has SHA instructions */
} sha1;

void sha1_init(sha1 *s);
void sha1_add(sha1 *s, str bytes);
void sha1_end(sha1 *s, unsigned char out[20]);
/* Writes 32 upper-case letters and a NUL. */
void sha1_base32(const unsigned char in[20], char out[33]);

#endif
