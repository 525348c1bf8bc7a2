/*
 * boiler_rule.h - rows of dicts/boilerplate.tsv against one line.
 */
#ifndef XP_BOILER_RULE_H
#define XP_BOILER_RULE_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "boiler.h"
#include "fold.h"
#include "marks.h"
#include "needs.h"
#include "text_look.h"

enum boiler_match { MATCH_LINE, MATCH_START, MATCH_END, MATCH_HAS, MATCH_SPAN, MATCH_RE, MATCH_HINT, MATCH_LEAD, MATCH_INSET };
enum boiler_where { WHERE_ANY, WHERE_EDGE, WHERE_OUT, WHERE_HEAD, WHERE_AFTER };
enum boiler_scope { SCOPE_LINE, SCOPE_SECTION, SCOPE_CARD };
enum { CLASS_CAPTION = 100, CLASS_CAPTION_MORE };  /* beside enum removed_class */

typedef struct boiler_rule {
	int cls;
	enum boiler_match match;
	enum boiler_where where;
	enum boiler_scope scope;
	unsigned max, line;
	str text, name;            /* name: of the row, as records give it */
	pcre2_code *re;
	_Atomic int *jit;          /* see run_pattern() */
} boiler_rule;

struct boiler_rules {
	const fold_map *fold;
	const marks *marks;
	boiler_rule *rule;
	size_t n;
	hans_dict text;            /* line, start, end, has: weight is the rule + 1 */
	bool inside;               /* some row is an end or a has: others are where the line begins */
	hans_dict span, hint;
	size_t *re;                /* rules that are patterns, in order */
	size_t nre;
	size_t *lead;              /* rows that cut the head off a paragraph */
	size_t nlead;
	size_t *inset;             /* rows that are cut out of the middle of a paragraph */
	size_t ninset;
	needs *needs;              /* by place in re, behind the last of these by place in inset, then in lead */
};

/* Where a line stands to the article, for the rules' `where`. */
enum boiler_zone { ZONE_HEAD, ZONE_IN, ZONE_AFTER, ZONE_OUT };

/* A row found inside a line, at folded bytes [from, to); rule is NULL when there is none. */
typedef struct boiler_found {
	const boiler_rule *rule;
	size_t from, to;
} boiler_found;

typedef struct boiler_line {
	folded f;
	unsigned chars;            /* of the folded line */
	uint64_t *may;             /* the patterns that it may match (needs.h) */
	const boiler_rule *rule;   /* the row that knows the line wherever it stands, or NULL */
	boiler_found span;         /* the first `span` row inside the line */
} boiler_line;

boiler_line boiler_read(arena *a, const boiler_rules *r, str source);
/* The same for text of the page, worked out once; the line is good until the page is done. */
const boiler_line *boiler_look(doc *d, const boiler_rules *r, str source);
const boiler_line *boiler_look_line(doc *d, const boiler_rules *r, size_t i);      /* of line i's source */
/* False for most texts, without spaces, that no row's words begin: quickly told. */
bool boiler_may_begin(const boiler_rules *r, str s);
/* The first row that takes the line in that zone, or NULL. Exact rows come before patterns, earlier patterns before later ones. */
const boiler_rule *boiler_find(const boiler_rules *r, const boiler_line *l, enum boiler_zone zone);
bool boiler_allows(const boiler_rule *rule, enum boiler_zone zone);
/* A `lead` row that the line starts with: folded bytes [0, *to). */
const boiler_rule *boiler_lead(const boiler_rules *r, const boiler_line *l, size_t *to);
/* The first `inset` row at or behind folded byte `from`. It stands behind a mark, or ends the line. */
boiler_found boiler_inset(const boiler_rules *r, const boiler_line *l, size_t from);
/* The first one of line i's source, worked out once. */
const boiler_found *boiler_first_inset(doc *d, const boiler_rules *r, size_t i);
/* The class that a word of the hint names, or -1. */
int boiler_hint(const boiler_rules *r, str hint, const boiler_rule **rule);
/* The same for the hint of a line, worked out once for all lines that share it: the row, or NULL. */
const boiler_rule *boiler_line_hint(doc *d, const boiler_rules *r, const line *l);

/* boiler_fill.c: lines that the choice of content left out though they stand in the article, between its paragraphs or right below */
void boiler_fill(doc *d, const boiler_rules *r);
/* The first line of the group of pieces that line i is one of; *to is behind its last. */
size_t boiler_group(const doc *d, size_t i, size_t *to);

/* boiler_cut.c: line i where the class of its clauses, of its words changes; `lead` rows at the head of paragraphs */
void boiler_cut_mixed(doc *d, const boiler_rules *r, size_t i);
void boiler_cut_words(doc *d, const boiler_rules *r, size_t i);
void boiler_cut_insets(doc *d, const boiler_rules *r);
void boiler_cut_leads(doc *d, const boiler_rules *r);

/* boiler_caption.c: the line's own element says that it stands under a picture; a few words in the middle, right below one */
bool boiler_is_caption(const doc *d, const boiler_rules *r, const line *l);
bool boiler_is_under_picture(const line *l);

/* lines of a page that no rule knew, by the lines they stand among (boiler_rest.c) */
void boiler_rest(doc *d);
/* dumps: which lines are the article (boiler_dump.c), and the title among the lines before it */
void boiler_dump(doc *d, const boiler_rules *r);
bool boiler_is_paragraph(const doc *d, size_t i); /* running text that ends as a sentence does; pieces of a cut line count as one */
void boiler_apply(doc *d, size_t i, const boiler_rule *rule);

#endif
