#include "sha1.h"

#include <string.h>

void
sha1_init(sha1 *s)
{
	*s = (sha1){.h = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0}};
}

static uint32_t
rotl(uint32_t x, int k)
{
	return x << k | x >> (32 - k);
}

static uint32_t
word_at(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

#define STEP(f, k)                                                                                                     \
	do {                                                                                                           \
		uint32_t t = rotl(a, 5) + (f) + e + (k) + w[i];                                                        \
		e = d, d = c, c = rotl(b, 30), b = a, a = t;                                                           \
	} while (0)

static void
mix(sha1 *s, const unsigned char *p)
{
	uint32_t w[80];
	for (int i = 0; i < 16; i++)
		w[i] = word_at(p + 4 * i);
	for (int i = 16; i < 80; i++)
		w[i] = rotl(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
	uint32_t a = s->h[0], b = s->h[1], c = s->h[2], d = s->h[3], e = s->h[4];
	for (int i = 0; i < 20; i++)
		STEP((b & c) | (~b & d), 0x5A827999);
	for (int i = 20; i < 40; i++)
		STEP(b ^ c ^ d, 0x6ED9EBA1);
	for (int i = 40; i < 60; i++)
		STEP((b & c) | (b & d) | (c & d), 0x8F1BBCDC);
	for (int i = 60; i < 80; i++)
		STEP(b ^ c ^ d, 0xCA62C1D6);
	s->h[0] += a, s->h[1] += b, s->h[2] += c, s->h[3] += d, s->h[4] += e;
}

void
sha1_add(sha1 *s, str bytes)
{
	size_t held = s->n % 64;
	s->n += bytes.n;
	if (held) {
		size_t take = bytes.n < 64 - held ? bytes.n : 64 - held;
		if (take)
			memcpy(s->block + held, bytes.p, take);
		bytes = str_skip(bytes, take);
		if (held + take < 64)
			return;
		mix(s, s->block);
	}
	for (; bytes.n >= 64; bytes = str_skip(bytes, 64))
		mix(s, (const unsigned char *)bytes.p);
	if (bytes.n)
		memcpy(s->block, bytes.p, bytes.n);
}

void
sha1_end(sha1 *s, unsigned char out[20])
{
	uint64_t bits = s->n * 8;
	char tail[72] = {(char)0x80};
	size_t pad = (s->n % 64 < 56 ? 56 : 120) - s->n % 64;
	for (int i = 0; i < 8; i++)
		tail[pad + (size_t)i] = (char)(bits >> (56 - 8 * i));
	sha1_add(s, str_of(tail, pad + 8));
	for (int i = 0; i < 20; i++)
		out[i] = (unsigned char)(s->h[i / 4] >> (24 - 8 * (i % 4)));
}

void
sha1_base32(const unsigned char in[20], char out[33])
{
	static const char letter[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	for (int i = 0; i < 32; i++) {
		int bit = i * 5, byte = bit / 8, shift = bit % 8;
		unsigned two = (unsigned)in[byte] << 8 | (byte + 1 < 20 ? in[byte + 1] : 0);
		out[i] = letter[two >> (11 - shift) & 31];
	}
	out[32] = '\0';
}
