/*
 * fold.h - characters of a text as the matcher sees them: Latin in small letters and half width, with their class. Private to the
 * automaton and fold.c. Texts are valid UTF-8; offsets are bytes.
 */
#ifndef XP_FOLD_H
#define XP_FOLD_H

#include <stdbool.h>
#include <stddef.h>

#include "ascii.h"

/* In a key: a place where the text may have one space or hyphen between characters of the same class. */
#define MARK 1

enum cls { CLS_OTHER, CLS_HAN, CLS_LETTER, CLS_DIGIT };

typedef struct folded {
	unsigned char c;           /* folded byte, or the lead byte of a longer character */
	unsigned len;              /* bytes of the text */
	bool ascii;
	enum cls cls;
} folded;

static inline enum cls
class_of(unsigned c)
{
	return c >= 0xC3 ? CLS_HAN : ascii_is_letter(c) ? CLS_LETTER : ascii_is_digit(c) ? CLS_DIGIT : CLS_OTHER;
}

/* Length of a character by its lead byte, in valid UTF-8. */
static inline unsigned
char_len(unsigned char c)
{
	return c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
}

/* The character at text[at], at < n, folded. */
static inline folded
read_char(const unsigned char *p, size_t n, size_t at)
{
	unsigned char c = p[at];
	if (c < 0x80)
		return (folded){(unsigned char)ascii_lower(c), 1, true, class_of(c)};
	if (c == 0xEF && n - at >= 3 && (p[at + 1] == 0xBC || p[at + 1] == 0xBD)) {
		unsigned w = (p[at + 1] - 0xBCu) * 64 + (p[at + 2] & 0x3Fu); /* U+FF00 + w */
		if (w >= 1 && w <= 0x5E)
			return (folded){(unsigned char)ascii_lower(w + 0x20), 3, true, class_of(w + 0x20)};
	}
	unsigned len = char_len(c);
	return (folded){c, len <= n - at ? len : (unsigned)(n - at), false, CLS_HAN};
}

/* Length of a single space or hyphen at text[at], else 0. */
static inline unsigned
separator(const unsigned char *p, size_t n, size_t at)
{
	if (at >= n)
		return 0;
	if (p[at] == ' ' || p[at] == '-')
		return 1;
	if (p[at] == 0xC2 && n - at >= 2 && p[at + 1] == 0xA0)
		return 2;
	if (p[at] == 0xE2 && n - at >= 3 && p[at + 1] == 0x80 && (p[at + 2] == 0x90 || p[at + 2] == 0x91))
		return 3;
	return 0;
}

/* Class of the character that ends before `at`. */
static inline enum cls
class_before(const unsigned char *p, size_t at)
{
	if (at == 0)
		return CLS_OTHER;
	if (p[at - 1] < 0x80)
		return class_of(p[at - 1]);
	folded r = at >= 3 ? read_char(p, at, at - 3) : (folded){.len = 3, .cls = CLS_HAN};
	return r.len == 3 ? r.cls : CLS_HAN; /* full width, or no letter */
}

#endif
