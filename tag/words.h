/*
 * words.h - the words that numbers are made of, in one trie.
 *
 * Every surface form of number-words.tsv, date-words.tsv, units.tsv, currencies.tsv and classifiers.tsv becomes one or more
 * readings: a class, a small number, a string, a row. A scanner asks for the longest word of some classes that starts at an
 * offset, or that ends at one. A word that begins or ends in an ASCII letter stops there only where no other letter or digit goes on.
 */
#ifndef XP_WORDS_H
#define XP_WORDS_H

#include "arena.h"
#include "table.h"

/* Classes of words, named as the tables name them. */
#define WORD_CLASSES(X) \
	X(digit) X(tens) X(mag) X(point) X(several) X(more) X(around) X(half) X(minus) X(below) X(atleast) \
	X(percentof) X(of) X(mixed) X(ordinal) X(fixed) X(pre) X(post) X(prenot) X(idbefore) X(range) X(list) X(every) \
	X(percent) X(times) X(fan) X(unit) X(money) X(moneypre) X(minor) X(classifier) X(noun) X(qual) X(context) \
	X(year) X(month) X(day) X(week) X(hour) X(minute) X(second) X(oclock) X(quarter) X(halfyear) X(fiscal) X(era) \
	X(relyear) X(relmonth) X(relday) X(part) X(edge) X(decade) X(century) X(relcentury) X(past) X(future) X(duration) X(durpre) \
	X(durpost) X(dateline) X(figure) X(fold) X(notunit)

enum word_class {
#define X(name) W_##name,
	WORD_CLASSES(X)
#undef X
	WORD_CLASS_COUNT
};

#define WM(name) ((uint64_t)1 << W_##name)

typedef struct reading {
	enum word_class cls;
	int num;                   /* digit, exponent, count: what the class says */
	str value;                 /* canonical symbol, mod, code ... */
	const void *row;           /* unit_row, money_row or class_row of unit.h, or NULL */
	str word;
	unsigned next;             /* index + 1 of the next reading of this word, 0: none */
} reading;

typedef struct words words;

words *words_new(arena *a);
/* Adds a reading; the strings must live as long as the words. */
void words_add(words *w, str word, reading r);
/* number-words.tsv and date-words.tsv: columns word (forms joined by `|`), class, num, value. 0, or -1 after messages. */
int words_load(words *w, diag *d, const char *dicts, const char *table);

typedef struct word_hit {
	size_t start, end;
	const reading *r;          /* the first reading of the word that is in the mask */
} word_hit;

/* The longest word of the classes in `mask` that starts at s[at]. */
bool words_at(const words *w, str s, size_t at, uint64_t mask, word_hit *h);
/* The longest one that ends at s[at] (exclusive). */
bool words_before(const words *w, str s, size_t at, uint64_t mask, word_hit *h);
/* The next reading of the same word, or NULL. */
const reading *words_next(const words *w, const reading *r);
/* May a word start with this code point? A test before words_at(). */
bool words_may_start(const words *w, uint32_t cp);
/* Classes of the words that start with code point cp (BMP). */
uint64_t words_first_mask(const words *w, uint32_t cp);

#endif
