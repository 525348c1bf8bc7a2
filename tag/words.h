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
	X(percentof) X(of) X(mixed) X(ordinal) X(fixed) X(pre) X(post) X(prenot) X(range) X(list) X(every) \
	X(percent) X(times) X(fan) X(unit) X(money) X(moneypre) X(minor) X(classifier) X(noun) X(context) \
	X(year) X(month) X(day) X(particle) X(hour) X(minute) X(second) X(oclock) X(quarter) X(halfyear) X(fiscal) X(era) \
	X(relyear) X(relmonth) X(relday) X(part) X(edge) X(decade) X(century) X(relcentury) X(front) X(future) X(duration) X(durpre) \
	X(durpost) X(figure) X(fold) X(notunit) X(versus)

enum word_class {
#define X(name) W_##name,
	WORD_CLASSES(X)
#undef X
	WORD_CLASS_COUNT
};

_Static_assert(WORD_CLASS_COUNT <= 64, "a set of classes is 64 bits");

#define WM(name) ((uint64_t)1 << W_##name)

/* Classes that are asked for one at a time and seldom. Their words have tries of their own, words.aside, so that the sets of the others
 * stay 64 bits. */
#define ASIDE_CLASSES(X) \
	X(idbefore) X(qual) X(dateline) X(until) X(ratio) X(interest) X(monthly) X(internet) X(sentence) X(inblocks) X(valued) X(inside) X(between) X(wind) X(first)

enum aside_class {
#define X(name) A_##name,
	ASIDE_CLASSES(X)
#undef X
	ASIDE_CLASS_COUNT
};

/* In words.aside the bits of W_unit and behind are no class: words.c lets words of that one run on. */
_Static_assert((int)ASIDE_CLASS_COUNT <= (int)W_unit, "no aside class is taken for a unit");

#define AM(name) ((uint64_t)1 << A_##name)

typedef struct reading {
	enum word_class cls;       /* of words.aside an enum aside_class */
	int num;                   /* digit, exponent, count: what the class says */
	str value;                 /* canonical symbol, mod, code ... */
	const void *row;           /* unit_row, money_row or class_row of unit.h, or NULL */
	str word;
	unsigned next;             /* index + 1 of the next reading of this word, 0: none */
} reading;

struct words_index;

/* Sets of classes, by number: few differ, so that the tables below stay small enough for a processor's cache. */
typedef uint16_t class_set;

/* Of the words that begin with a code point: all, those of it alone, those of more; and of the words that end with it. */
typedef struct word_edge {
	class_set first, one, longer, last;
} word_edge;

typedef struct words {
	uint64_t *set;             /* set[0] is empty */
	size_t nset, set_cap;
	word_edge *edge;           /* by code point of the BMP */
	class_set *two, *more;     /* of words of two code points and of more, by hash: most walks of the trie end before they begin */
	class_set *ending;         /* of words of two code points and of more, by hash of the last two */
	struct words_index *index; /* words.c's own */
	struct words *aside;       /* those of ASIDE_CLASSES, whose masks are made by AM() */
} words;

words *words_new(arena *a);
/* Adds a reading; the strings must live as long as the words. A word with a code point beyond the BMP is left out. */
void words_add(words *w, str word, reading r);
/* number-words.tsv and date-words.tsv: columns word (forms joined by `|`), class, num, value. 0, or -1 after messages. */
int words_load(words *w, diag *d, const char *dicts, const char *table);

typedef struct word_hit {
	size_t start, end;
	const reading *r;          /* the first reading of the word that is in the mask */
} word_hit;

/* The code point at s[*at] without much checking, and *at behind it: well-formed text is decoded right, anything else gives some value
 * of the BMP. At the end 0. */
static inline uint32_t
words_peek_next(str s, size_t *at)
{
	if (*at >= s.n)
		return 0;
	const unsigned char *p = (const unsigned char *)s.p + *at;
	size_t left = s.n - *at;
	if (p[0] >= 0xE0 && p[0] < 0xF0 && left >= 3) {
		*at += 3;
		return ((p[0] & 15u) << 12 | (p[1] & 63u) << 6 | (p[2] & 63u)) & 0xFFFF;
	}
	if (p[0] >= 0xC0 && p[0] < 0xE0 && left >= 2) {
		*at += 2;
		return (p[0] & 31u) << 6 | (p[1] & 63u);
	}
	++*at;
	return p[0] < 0x80 ? p[0] : 0;
}

static inline uint32_t
words_peek(str s, size_t at)
{
	return words_peek_next(s, &at);
}

/* The code point that ends at s[at], likewise. */
static inline uint32_t
words_peek_before(str s, size_t at)
{
	if (at == 0)
		return 0;
	unsigned char b = (unsigned char)s.p[at - 1];
	if (b < 0x80)
		return b;
	if (at >= 3 && ((unsigned char)s.p[at - 3] & 0xF0) == 0xE0)
		return words_peek(s, at - 3);
	if (at >= 2 && ((unsigned char)s.p[at - 2] & 0xE0) == 0xC0)
		return words_peek(s, at - 2);
	return 0;
}

/* Slots of `two` and `more`. */
enum { WORDS_SLOTS = 1 << 15 };

static inline size_t
words_slot(uint32_t first, uint32_t second, uint32_t third)
{
	return (first * 0x9E3779B1u ^ second * 0x85EBCA6Bu ^ third * 0xC2B2AE35u) >> 17;
}

/* Classes of the words that may start at s[at], in *longer of those of two code points or more: a word is there only if its class is. */
static inline uint64_t
words_classes(const words *w, str s, size_t at, uint64_t *longer)
{
	uint32_t x = words_peek_next(s, &at), y = words_peek_next(s, &at), z = words_peek_next(s, &at);
	*longer = w->set[w->two[words_slot(x, y, 0)]] | w->set[w->more[words_slot(x, y, z)]];
	return w->set[w->edge[x].one] | *longer;
}

bool words_longest(const words *w, str s, size_t at, uint64_t mask, word_hit *h);
bool words_longest_before(const words *w, str s, size_t at, uint64_t mask, word_hit *h);

/* The longest word of the classes in `mask` that starts at s[at]. Words of the tables begin in the BMP. */
static inline bool
words_at(const words *w, str s, size_t at, uint64_t mask, word_hit *h)
{
	return (w->set[w->edge[words_peek(s, at)].first] & mask) && words_longest(w, s, at, mask, h);
}

/* The longest one that ends at s[at] (exclusive). */
static inline bool
words_before(const words *w, str s, size_t at, uint64_t mask, word_hit *h)
{
	return (w->set[w->edge[words_peek_before(s, at)].last] & mask) && words_longest_before(w, s, at, mask, h);
}

/* The next reading of the same word, or NULL. */
const reading *words_next(const words *w, const reading *r);
/* Calls f(to, word, class) for every reading. */
void words_each(const words *w, void (*f)(void *to, str word, enum word_class cls), void *to);
/* Classes of the words that start with code point cp. */
static inline uint64_t
words_first_mask(const words *w, uint32_t cp)
{
	return cp < 0x10000 ? w->set[w->edge[cp].first] : 0;
}

#endif
