/*
 * hans_mixture.h - text to try a converter with, the same in every run: keys of OpenCC's dictionaries, whole and cut, beside each other and
 * beside what no dictionary holds.
 */
#ifndef XP_HANS_MIXTURE_H
#define XP_HANS_MIXTURE_H

#include "table.h"
#include "utf8.h"

typedef struct mixture {
	const table *opencc;       /* its second column is the keys */
	uint32_t x;                /* the generator's state */
} mixture;

static inline uint32_t
mixture_next(mixture *m)
{
	m->x ^= m->x << 13;
	m->x ^= m->x >> 17;
	m->x ^= m->x << 5;
	return m->x;
}

/* A character by itself: Han of the common block, of Extension A, of the four-byte Extension B and of the blocks behind it, Latin, marks, emoji. */
static inline uint32_t
mixture_cp(mixture *m)
{
	static const uint32_t block[][2] = {{0x4E00, 0x5200}, {0x4E00, 0x5200}, {0x4E00, 0x5200}, {0x3400, 0x19C0}, {0x20000, 0xA6E0}, {0x2A700, 0x1960}, {' ', 95},
		{0x3001, 2}, {0xFF01, 0x5E}, {0x1F300, 0x300}};
	const uint32_t *b = block[mixture_next(m) % (sizeof block / sizeof *block)];
	return b[0] + mixture_next(m) % b[1];
}

/* Adds a line of at least `bytes` bytes and a line feed. */
static inline void
mixture_line(mixture *m, size_t bytes, buf *out)
{
	for (size_t from = out->n; out->n - from < bytes;) {
		str key = table_get(m->opencc, mixture_next(m) % m->opencc->nrow, 1);
		size_t half = 0;
		switch (mixture_next(m) % 8) {
		case 0:
			buf_cp(out, mixture_cp(m));
			break;
		case 1:
			utf8_next(key, &half);
			buf_add(out, str_from_to(key, 0, half));
			break;
		case 2:
			utf8_next(key, &half);
			buf_add(out, str_skip(key, half));
			break;
		default:
			buf_add(out, key);
			break;
		}
	}
	buf_addc(out, '\n');
}

#endif
