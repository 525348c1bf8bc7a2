/*
 * utf8.h - UTF-8 (RFC 3629) and what the stages ask of a code point. Tables are utf8proc's.
 */
#ifndef XP_UTF8_H
#define XP_UTF8_H

#include "str.h"

#define UTF8_BAD 0xFFFDu

/* Decodes the code point at s[*at] and moves *at behind it. A malformed sequence gives U+FFFD and moves by the
 * maximal subpart (Unicode 15, 3.9, as WHATWG decoders do). *at must be < s.n. */
uint32_t utf8_next_any(str s, size_t *at);
/* 80 to BF: a byte that goes on with a character. As signed numbers they are the least. */
static inline bool
utf8_is_tail(unsigned char c)
{
	return (signed char)c < -0x40;
}
/* The character of the three bytes at p, which are known to be one. */
static inline uint32_t
utf8_of_three(const unsigned char *p)
{
	return ((uint32_t)p[0] << 12) + ((uint32_t)p[1] << 6) + p[2] - 0xE2080; /* the marks of all three bytes at once */
}
static inline uint32_t
utf8_next(str s, size_t *at)
{
	const unsigned char *p = (const unsigned char *)s.p + *at;
	if (p[0] < 0x80) {
		++*at;
		return p[0];
	}
	/* U+1000 to U+FFFF without U+D000 to U+DFFF, all of them well-formed: what Chinese text is made of */
	if (p[0] >= 0xE1 && p[0] <= 0xEF && p[0] != 0xED && s.n - *at >= 3 && utf8_is_tail(p[1]) && utf8_is_tail(p[2])) {
		*at += 3;
		return utf8_of_three(p);
	}
	return utf8_next_any(s, at); /* the same, for all bytes */
}
/* The same as utf8_next() for text that is known to be well-formed. */
static inline uint32_t
utf8_next_good(str s, size_t *at)
{
	const unsigned char *p = (const unsigned char *)s.p + *at;
	if (p[0] < 0x80) {
		++*at;
		return p[0];
	}
	if (p[0] >= 0xF0 || p[0] < 0xE0)
		return utf8_next_any(s, at);
	*at += 3;
	return utf8_of_three(p);
}
/* The code point that ends at s[*at] (*at > 0); moves *at to its start. */
uint32_t utf8_prev_any(str s, size_t *at);
static inline uint32_t
utf8_prev(str s, size_t *at)
{
	const unsigned char *p = (const unsigned char *)s.p + *at;
	if (p[-1] < 0x80) {
		--*at;
		return p[-1];
	}
	if (*at >= 3 && utf8_is_tail(p[-1]) && utf8_is_tail(p[-2]) && p[-3] >= 0xE1 && p[-3] <= 0xEF && p[-3] != 0xED) {
		*at -= 3;
		return utf8_of_three(p - 3);
	}
	return utf8_prev_any(s, at); /* the same, for all bytes */
}
/* First code point of s, or 0 when s is empty; last likewise. */
static inline uint32_t
utf8_first(str s)
{
	size_t at = 0;
	return s.n ? utf8_next(s, &at) : 0;
}
uint32_t utf8_last(str s);
/* A number for lists by first character, from s[0], or from all bytes of one of three and more; s is not empty. */
static inline uint32_t
utf8_start_hash(str s)
{
	uint32_t h = (unsigned char)s.p[0];
	return h >= 0xE0 && s.n >= 3 ? h * 31 + (unsigned char)s.p[1] * 7 + (unsigned char)s.p[2] : h;
}

/* 16 bits for sets of two characters side by side. */
static inline uint32_t
cp_hash_two(uint32_t first, uint32_t second)
{
	return (first * 0x9E3779B1u ^ second * 0x85EBCA6Bu) >> 16;
}

str utf8_trim(str s);                            /* without White_Space at both ends */
size_t utf8_put(char *out, uint32_t cp);         /* writes 1-4 bytes; surrogates and beyond U+10FFFF become U+FFFD */
/* Offset of the first byte that is no well-formed UTF-8, or s.n. */
size_t utf8_check(str s);
size_t utf8_count(str s);                        /* code points; a malformed byte counts as utf8_next() sees it */
/* Bytes that begin a character, and those that begin one beyond U+FFFF: of well-formed text the quicker ways to count. */
size_t utf8_starts(str s);
size_t utf8_long_starts(str s);

bool cp_is_rare_han(uint32_t cp);
/* CJK ideographs, compatibility forms and 〇 */
static inline bool
cp_is_han(uint32_t cp)
{
	return (cp >= 0x4E00 && cp <= 0x9FFF) || (cp >= 0x3005 && cp_is_rare_han(cp));
}

/* The end of the run of Han characters U+4E00 to U+9FFF that starts at s[at]: three bytes each. Many times faster than one by one. */
static inline size_t
utf8_han_run(str s, size_t at)
{
	const unsigned char *p = (const unsigned char *)s.p;
	while (s.n - at >= 3 && p[at] >= 0xE4 && p[at] <= 0xE9 && utf8_is_tail(p[at + 1]) && utf8_is_tail(p[at + 2]) &&
	       (p[at] > 0xE4 || p[at + 1] >= 0xB8))
		at += 3;
	return at;
}

/* The same for text that is known to be well-formed. */
static inline size_t
utf8_han_run_good(str s, size_t at)
{
	const unsigned char *p = (const unsigned char *)s.p;
	while (at < s.n && p[at] >= 0xE4 && p[at] <= 0xE9 && (p[at] > 0xE4 || p[at + 1] >= 0xB8))
		at += 3;
	return at;
}

bool cp_is_some_cjk_punct(uint32_t cp);
/* CJK and full-width punctuation, curly quotes, dashes, ellipsis */
static inline bool
cp_is_cjk_punct(uint32_t cp)
{
	return (cp >= 0x2010 || cp == 0xB7) && !(cp >= 0x3400 && cp < 0xF000) && cp_is_some_cjk_punct(cp);
}

bool cp_is_wide_space(uint32_t cp);
/* White_Space, with U+3000; zero-width ones are not */
static inline bool
cp_is_space(uint32_t cp)
{
	return cp < 0x80 ? ascii_is_space(cp) : cp <= 0x3000 && cp_is_wide_space(cp);
}

bool cp_is_some_alnum(uint32_t cp);
/* letters (not Han) and decimal digits of any script */
static inline bool
cp_is_alnum(uint32_t cp)
{
	return cp < 0x80 ? ascii_is_alnum(cp) : cp_is_some_alnum(cp);
}

bool cp_is_rare_invisible(uint32_t cp);
/* default-ignorable, controls (not TAB LF CR), private use, non-characters */
static inline bool
cp_is_invisible(uint32_t cp)
{
	if ((cp >= 0x2070 && cp < 0xE000 && cp != 0x3164 && cp != 0x2800) || (cp >= 0x20 && cp < 0x7F))
		return false;
	return cp_is_rare_invisible(cp);
}

extern const uint16_t cp_windows_1252[32];       /* code points of the bytes 0x80 to 0x9F in windows-1252 */
bool cp_ends_sentence(uint32_t cp);              /* a mark that a paragraph may end with */
bool cp_goes_on_sentence(uint32_t cp);           /* a mark that no paragraph begins with */
uint32_t cp_halfwidth(uint32_t cp);              /* full-width ASCII forms and U+3000 to ASCII; others as they are */

/* Columns that s takes in a fixed-width font: a Chinese character and its marks take two. */
unsigned utf8_columns(str s);
/* Behind the white space at s[at], `most` characters of it at most. */
size_t utf8_skip_space(str s, size_t at, size_t most);

#endif
