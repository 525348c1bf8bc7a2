/*
 * mention.h - what tag finds: spans of an article's text with what they stand for.
 *
 * Spans are byte offsets into the text while the stage works; emit turns them into code points (or what --offsets asks).
 * Strings are views of dictionaries or arena text; a key that does not apply is STR_NULL and is left out.
 */
#ifndef XP_MENTION_H
#define XP_MENTION_H

#include "arena.h"
#include "err.h"

typedef struct mention {
	size_t start, end;
	bool number;               /* else an entity */
	str type;                  /* "company", "chip" ... or "percent", "money" ... (xinpian-record(5)) */
	str id;                    /* entity */
	str value, lo, hi;         /* number: exact decimal or TIMEX3 */
	str unit, mod, per, qual;
	str base_value, base_unit; /* number: converted by units.tsv, exact, or null */
	bool elided;               /* a magnitude or unit was inherited from a neighbour */
} mention;

typedef struct mentions {
	mention *v;
	size_t n, cap;
} mentions;

/* A name in the text: kept for all of an article at once, so it is small. */
typedef struct entity_mention {
	uint32_t start, end;       /* bytes */
	str type, id;
} entity_mention;

typedef struct entity_mentions {
	entity_mention *v;
	size_t n, cap;
} entity_mentions;

/* What a text's numbers are read against. */
typedef struct text_context {
	str published;             /* ISO 8601 or null */
	str dateline;              /* YYYY-MM-DD the text itself gives, or null: numbers_scan finds it when null */
	bool taiwan;               /* Taiwanese text: 元 is TWD, 兆 is 10^12 */
} text_context;

/* Numbers (numbers.c). Rules are loaded once and read-only afterwards. */
typedef struct number_rules number_rules;
number_rules *numbers_load(arena *a, diag *d, const char *dicts);  /* NULL after messages */
void numbers_free(number_rules *r);
/* Appends the number mentions of `text` in order of start. `entities` (sorted, not overlapping) win over digits inside them. */
void numbers_scan(const number_rules *r, arena *a, str text, const text_context *c, const entity_mentions *entities, mentions *out);

/* The same step by step, for texts that are long: a scan lives in `a`, and each step goes on until the byte `until` or a little further
 * (to where no figure waits for the unit of one to come), appends what it found, in memory of its own arena, and returns where it
 * stopped, behind all of it. The text ends it. */
typedef struct number_scan number_scan;
number_scan *numbers_start(const number_rules *r, arena *a, str text, const text_context *c, const entity_mentions *entities);
size_t numbers_go_on(number_scan *s, arena *a, size_t until, mentions *out);

/* Is this Taiwanese text? By the host of its address, else by script and words (number-words.tsv, class context). */
bool numbers_taiwan(const number_rules *r, str url, str site, str script, str text);

/* Entities (entities.c). */
typedef struct lexicon lexicon;
lexicon *lexicon_load(arena *a, diag *d, const char *dicts);       /* NULL after messages */
void lexicon_free(lexicon *l);
/* Canonical name of an entity, or STR_NULL: an id that a pattern made has none. */
str lexicon_name(const lexicon *l, str type, str id);
/* Appends the entity mentions of one article in order of start; title (may be null) is evidence only. */
void entities_scan(const lexicon *l, arena *a, str title, str text, entity_mentions *out);

#endif
