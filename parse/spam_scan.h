/*
 * spam_scan.h - a line cut into spam terms and other characters, and how dense they stand.
 */
#ifndef XP_SPAM_SCAN_H
#define XP_SPAM_SCAN_H

#include "fold.h"
#include "spam.h"

enum spam_kind { SPAM_NONE, SPAM_BRAND, SPAM_GAME, SPAM_PORN, SPAM_SITE, SPAM_SOFT, SPAM_TOPIC, SPAM_CTA, SPAM_WEAK, SPAM_INNER, SPAM_KEEP, SPAM_FARM, SPAM_PLACE };

typedef struct spam_token {
	enum spam_kind kind;
	uint32_t from, to;         /* bytes of the folded line */
	uint32_t chars;
	uint32_t row;              /* of dicts/spam.tsv */
} spam_token;

struct spam_rules {
	const fold_map *fold;
	hans_dict term;            /* pair.weight: row + 1 */
	uint8_t *kind;             /* by row */
	unsigned *line;            /* by row: line in the file */
};

typedef struct spam_scan {
	folded f;
	spam_token *token;         /* every character of f.s lies in exactly one token; SPAM_NONE ones are single characters */
	size_t n;
	size_t chars, covered, strong_chars;   /* characters that are no separator; in terms; in brand, game, porn terms */
	size_t strong, distinct, terms, separators, stops;
} spam_scan;

/* Allocates in `a`. */
spam_scan spam_scan_line(arena *a, const spam_rules *r, str source);
/* The same for text of the page, worked out once; good until the page is done. */
const spam_scan *spam_look(doc *d, const spam_rules *r, str source);
bool spam_is_separator(const spam_scan *s, const spam_token *t);
bool spam_is_strong(enum spam_kind k);
/* What a token adds to a phrase. Long terms say more than short ones. */
int spam_points(const spam_token *t);
/* The densest stretch of terms: tokens [*from, *to). Its score, 0 when there is none. */
int spam_densest(const spam_scan *s, size_t *from, size_t *to);
/* The next phrase made of terms alone that only an advertisement makes, from token *from on: tokens [*from, *to). */
bool spam_phrase(const spam_scan *s, size_t *from, size_t *to);
/* A run of short pieces parted by one kind of separator, a third of them spam: tokens [*from, *to). */
bool spam_pieces(const spam_scan *s, size_t *from, size_t *to);
/* Runs of pieces injected before and behind a headline: tokens [0, *head) and [*tail, n). False when there is none. */
bool spam_title_runs(arena *a, const spam_scan *s, size_t *head, size_t *tail);
/* Most of a short line is spam terms. */
bool spam_is_spammy(const spam_scan *s);

/* Tokens against copying become junk. */
void spam_mark_junk(doc *d);

#endif
