/*
 * numeral.h - one numeral in any shape to an exact decimal: 28.81亿, ３，０００, 三千二百万, 一万五, 十几, 两三百, 壹佰零伍, 3千多万, 上千.
 */
#ifndef XP_NUMERAL_H
#define XP_NUMERAL_H

#include "decimal.h"
#include "words.h"

typedef struct numeral {
	size_t start, end;
	str lo, hi;                /* hi is null unless the numeral is vague (几, 数, 两三) */
	str mod;                   /* of an approximator inside (多, 余, 来, 上), or null */
	bool arabic;               /* begins with an Arabic digit */
	bool grouped;              /* 1,234 */
	bool decimal;              /* has a written fraction */
	bool mag;                  /* a magnitude (十 .. 兆) was read */
	bool bare;                 /* begins with a magnitude: 千亿, 万 */
	bool pair;                 /* its vagueness rests on two digits side by side: 两三 */
	bool vague;                /* 几, 数 */
	bool elided;               /* the last digit's magnitude was left out: 一千二 */
	bool positional;           /* 二〇二五 */
	bool mega;                 /* holds a 兆 that may be 10^6 */
	unsigned ndigit;           /* digits of an Arabic or positional integer part */
	unsigned chars;            /* code points */
	long big;                  /* power of ten that its last magnitudes add: 3 to 5亿 inherit 8 */
	str plain;                 /* lo before `big` was applied */
	long tail;                 /* likewise of all magnitudes behind its last digit: 12 of 4万亿, 10 of 五百亿; 0 when `big` is */
	str coefficient;           /* lo before `tail` was applied */
} numeral;

#define NUMERAL_MAX_DIGITS 4096

/* Reads the longest numeral at s[at]; mega: 兆 is 10^6, else 10^12. false when there is none; then n->end is behind what need
 * not be tried again (a run of digits that is too long) or `at`. */
bool numeral_at(const words *w, arena *a, str s, size_t at, bool mega, numeral *n);
/* The power of ten that x before n shares with it as the smaller coefficient (3 to 5亿, 3 to 4万亿), or 0. */
long numeral_shared(const numeral *n, str x);
/* Classes whose words go on a numeral, and those that do so behind a space. */
#define GOES_ON (WM(mag) | WM(digit) | WM(several) | WM(more) | WM(around) | WM(point) | WM(tens))
#define GOES_ON_LATER (WM(mag) | WM(more) | WM(around))
/* 2025, 42: a short run of ASCII digits that nothing goes on with, which most figures are; a short way to numeral_at(). */
bool plain_digits_at(const words *w, str s, size_t at, numeral *n);
/* ASCII or full-width digit at s[at]: its value, and *next; else -1. */
int digit_at(str s, size_t at, size_t *next);
/* The comma of 1,234 or １，２３４ at s[at] (`wide` as the digits are), the dot of 3.5: the offset behind it, 0 when there is none. */
size_t group_comma(str s, size_t at, bool wide);
size_t decimal_dot(str s, size_t at);
bool wide_groups(str s, size_t at);              /* ，814，929 stands there */
bool group_follows(str s, size_t at);            /* exactly three digits stand there */
size_t digits_end(str s, size_t at, size_t *count); /* adds their number to *count */
/* Copies the digits of s[from..to) as ASCII, whatever stands between them; how many. */
size_t copy_digits(str s, size_t from, size_t to, char *out);
/* Does what stands at s[at] leave a `+` before it a mark of more: no space, figure, letter or end? */
bool more_ends(str s, size_t at);
/* One space (ASCII, no-break or ideographic) is stepped over. */
size_t skip_space(str s, size_t at);

#endif
