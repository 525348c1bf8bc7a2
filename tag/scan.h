/*
 * scan.h - the number scanner's state and its parts; numbers.c holds the loop, amount.c the figures, when.c dates, clock.c times.
 */
#ifndef XP_SCAN_H
#define XP_SCAN_H

#include "mention.h"
#include "unit.h"

/* A day, month or year that later partial dates count from; 0 where unknown. */
typedef struct anchor {
	int year, month, day;
	unsigned paragraph;
	size_t at;                 /* byte offset behind the words that gave it */
} anchor;

enum { SEEN = 8 };

typedef struct scan {
	const words *w;
	arena *a;
	str all;                   /* the text */
	str s;                     /* the text up to the next entity */
	size_t floor;              /* end of the entity before: nothing is looked at before it as part of a mention */
	bool taiwan;
	anchor published;          /* or the text's own dateline */
	anchor said;               /* the last explicit date with a month */
	anchor year_said;          /* the last explicit year */
	int year_topic;            /* the first explicit year of the last sentence that had one */
	anchor coming;             /* the last date after the day of publication: its month stays to come */
	anchor last;               /* the last date of any kind that had a month, resolved */
	unsigned paragraph;
	anchor open;               /* a date with 上旬 or the like before 至: what begins at `at` is not before it */
	size_t again;              /* what begins here is of every year or month, as what stands before it in a list */
	bool open_list;            /* it was a month before 、: a later month at `at` is of its year */
	int fiscal_year;           /* the last one said, 0 none */
	size_t impossible;         /* where the last day that no calendar has (2月30日) ends */
	struct seen {              /* integers read, by the last bits of their place: dates and times ask for the same ones many times */
		size_t at, end;
		int value, ndigit;
		bool known, ok;
	} seen[SEEN];
	struct {                   /* classes of the words at the place last asked for: every reader asks first */
		size_t at;
		uint64_t mask;
		bool known;
	} classes;
	size_t found_end;          /* where the last mention ends; 0: none yet */
	bool found_date;           /* it is a date */
	mentions *out;
} scan;

/* words_classes() at c->s[at]. */
static inline uint64_t
classes_at(scan *c, size_t at)
{
	uint64_t longer;
	if (!c->classes.known || c->classes.at != at) {
		c->classes.mask = words_classes(c->w, c->s, at, &longer);
		c->classes.at = at;
		c->classes.known = true;
	}
	return c->classes.mask;
}

/* Tries to read a mention that starts at `at` (or before it: signs and currency words are read forwards, so `at` is the start).
 * On success fills *m and returns true. On failure *skip is how far nothing need be tried again (at least at). */
bool amount_at(scan *c, size_t at, mention *m, size_t *skip);
/* Gives the figures of lists and ranges among the mentions from out->v[first] on the unit and the magnitude of the next one (share.c). */
void share_units(scan *c, size_t first);
/* May a figure at s[at] or behind share its unit with the last mention: is there a word of a list or range or a slash between? */
bool may_share(const scan *c, size_t at);
/* The slash, × or ± between two figures of a list at s[at]: its length, 0 when there is none. */
static inline size_t
joint_at(str s, size_t at)
{
	if (at < s.n && s.p[at] == '/')
		return 1;
	return at + 1 < s.n && ((s.p[at] == '\xC3' && s.p[at + 1] == '\x97') || (s.p[at] == '\xC2' && s.p[at + 1] == '\xB1')) ? 2 : 0;
}

/* May what stands at s[at], right behind a Han digit, go on a mention? Most Han digits are parts of words. */
bool figure_may_go_on(const scan *c, size_t at);
/* Is the Han digit right before s[at] a 一 that stands for "a" (一个), and nothing behind its classifier could make it more? */
bool is_article(const scan *c, size_t at);
bool when_at(scan *c, size_t at, mention *m);
bool clock_at(scan *c, size_t at, mention *m);
/* The colon of a time at s[at]; *next is behind it. */
bool colon_at(str s, size_t at, size_t *next);

/* A word at s[at] that may part the ends of a range: 至, or 和 where 间 follows soon; between_follows() says, of the end of the second,
 * whether it is one. */
bool range_word_at(const scan *c, size_t at, word_hit *sep);
bool between_follows(const scan *c, const word_hit *sep, size_t at);

/* mod of the words round a span; `first` is the mod inside, which wins. */
str mod_around(const scan *c, size_t start, size_t end, bool duration, bool magnitude);
/* The code point before s[at] or behind it; 0 at the ends. */
uint32_t cp_before(str s, size_t at);
uint32_t cp_at(str s, size_t at);
bool is_digit(uint32_t cp);                      /* ASCII or full width */

#endif
