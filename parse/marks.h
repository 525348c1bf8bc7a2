/*
 * marks.h - rows of dicts/line-marks.tsv: words that tell what kind of line one is, where a class is no answer yet.
 */
#ifndef XP_MARKS_H
#define XP_MARKS_H

#include "table.h"

#define MARK_KINDS(X) X(office) X(clause) X(post) X(floor) X(reporter) X(item) X(year) X(day) X(page) X(deck) X(live) X(ask) \
	X(markup) X(reply)

enum mark_kind {
#define X(name) MARK_##name,
	MARK_KINDS(X)
#undef X
	MARK_COUNT
};

enum { MARK_FIRSTS = 256 };

typedef struct marks {
	str *word[MARK_COUNT];
	size_t n[MARK_COUNT];
	uint8_t begins[MARK_COUNT][MARK_FIRSTS / 8]; /* bit by utf8_start_hash(): a word begins so */
} marks;

marks *marks_load(arena *a, diag *d, const char *dicts); /* NULL after messages */
size_t marks_start(const marks *m, enum mark_kind k, str s); /* bytes of the word that s begins with, 0: none */
bool marks_end(const marks *m, enum mark_kind k, str s);
bool marks_inside(const marks *m, enum mark_kind k, str s);

#endif
