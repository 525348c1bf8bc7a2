/*
 * ascii.h - kinds of ASCII characters, in no locale. They take a byte or a code point; one that is not ASCII is of no kind here.
 */
#ifndef XP_ASCII_H
#define XP_ASCII_H

#include <stdbool.h>
#include <stdint.h>

static inline bool
ascii_is_digit(uint32_t c)
{
	return c - '0' < 10;
}

static inline bool
ascii_is_lower(uint32_t c)
{
	return c - 'a' < 26;
}

static inline bool
ascii_is_upper(uint32_t c)
{
	return c - 'A' < 26;
}

static inline bool
ascii_is_letter(uint32_t c)
{
	return ascii_is_lower(c | 32);
}

static inline bool
ascii_is_alnum(uint32_t c)
{
	return ascii_is_letter(c) || ascii_is_digit(c);
}

/* SPACE, TAB, LF, VT, FF, CR */
static inline bool
ascii_is_space(uint32_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static inline uint32_t
ascii_lower(uint32_t c)
{
	return ascii_is_upper(c) ? c + 32 : c;
}

#endif
