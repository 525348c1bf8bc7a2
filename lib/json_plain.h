/*
 * json_plain.h - where a string has a byte that JSON escapes: what reader and writer share. Private to json.c and json_write.c.
 */
#ifndef XP_JSON_PLAIN_H
#define XP_JSON_PLAIN_H

#include "str.h"

/* It stands in a string as it is: neither quote nor backslash nor control. */
static inline bool
json_is_plain(unsigned char c)
{
	return c >= 0x20 && c != '"' && c != '\\';
}

/* Of eight bytes (str_load8) the high bits of those that are not plain, and maybe of some behind the first one: a byte is zero after xor
 * with the one looked for, or borrows when 0x20 is taken away. */
static inline uint64_t
json_marked8(uint64_t w)
{
	const uint64_t ones = 0x0101010101010101u, high = 0x8080808080808080u;
	uint64_t quote = w ^ ones * '"', slash = w ^ ones * '\\';
	return (((quote - ones) & ~quote) | ((slash - ones) & ~slash) | ((w - ones * 0x20) & ~w)) & high;
}

/* The same as json_plain_end(), for long strings (json.c). */
size_t json_plain_end_far(str s, size_t at);

/* Offset of the first byte at or behind `at` that is not plain, or s.n. Most strings are keys, and short. */
static inline size_t
json_plain_end(str s, size_t at)
{
	if (at + 8 <= s.n) {
		uint64_t hit = json_marked8(str_load8(s.p + at));
		if (hit)
			return at + (size_t)__builtin_ctzll(hit) / 8;
		at += 8;
	}
	return json_plain_end_far(s, at);
}

#endif
