/*
 * meta_rules.h - rows of dicts/meta.tsv by kind.
 */
#ifndef XP_META_RULES_H
#define XP_META_RULES_H

#include "doc.h"

#define META_KINDS(X) X(tag) X(ld) X(script) X(class) X(label) X(bind) X(several) X(crumb) X(frame) X(reporter) X(verb) X(stop) X(paper) X(sitename) \
	X(papername) X(ago) X(since) X(day) X(noon) X(month) X(zone) \
	X(numeral) X(era) X(yearmark) X(monthmark) X(daymark) X(hourmark) X(minutemark) X(secondmark) X(weekmark) \
	X(surname) X(place) X(picture) X(at) X(posted) X(from) X(follow) X(account) X(behind) X(crumbhead) X(crumbs) \
	X(hint) X(edition) X(reply) X(state)
#define META_FIELDS(X) X(other) X(title) X(author) X(publisher) X(section) X(url) X(site) X(published) \
	X(modified) X(editor) X(translator) X(producer) X(nodate)

enum meta_kind {
#define X(name) MK_##name,
	META_KINDS(X)
#undef X
	MK_COUNT
};

enum meta_field {
#define X(name) MF_##name,
	META_FIELDS(X)
#undef X
	MF_COUNT
};

typedef struct meta_word {
	str word, value;
	enum meta_field field;     /* MF_other when the value is no field */
	int number;                /* when the value is one */
	struct meta_word *next;    /* of the same first bytes */
} meta_word;

enum { META_SLOTS = 64, META_FIRSTS = 1024 };

typedef struct meta_words {
	meta_word *all;
	size_t n;
	meta_word *slot[META_SLOTS]; /* by utf8_start_hash() */
	uint8_t begins[META_FIRSTS / 8]; /* bit by the same: a word begins so */
} meta_words;

typedef struct meta_rules {
	meta_words kind[MK_COUNT];
	uint8_t date_first[0x2000]; /* bit by character: a word of a kind that a date may begin with begins with it */
} meta_rules;

meta_rules *meta_rules_load(arena *a, diag *d, const char *dicts);
/* The longest word of a kind that s starts with, or NULL. */
const meta_word *meta_starts(const meta_rules *r, enum meta_kind k, str s);
/* s starts with a word that is no part of a value: one character counts only when it stands alone. */
bool meta_stops(const meta_rules *r, str s);
/* The longest one that s ends with. */
const meta_word *meta_ends(const meta_rules *r, enum meta_kind k, str s);
/* The word that is s. */
const meta_word *meta_exact(const meta_rules *r, enum meta_kind k, str s);

#endif
