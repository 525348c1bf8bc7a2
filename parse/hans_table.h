/*
 * hans_table.h - the dictionaries of the converter: by first character, longest key first.
 */
#ifndef XP_HANS_TABLE_H
#define XP_HANS_TABLE_H

#include "bits.h"
#include "hans.h"
#include "table.h"
#include "utf8.h"

typedef struct hans_pair {
	str key, value;
	unsigned weight;           /* of a region word; other tables keep a row or kind in it */
	uint32_t cp, next;         /* the key's first two characters, from hans_dict_sort() on; next is 0 when it has but one */
} hans_pair;

/* One dictionary. `one` maps single characters, `first` is where the phrases of a first character begin. */
enum { HANS_BLOCKS = 0x400 };      /* no character beyond U+3FFFF is in any table */

typedef struct hans_dict {
	uint32_t *one[HANS_BLOCKS];   /* cp >> 8 -> 256 code points, 0: none */
	uint32_t *first[HANS_BLOCKS]; /* cp >> 8 -> 256 indexes + 1 into pair, 0: none */
	uint8_t begins[0x2000];       /* bit by character: a phrase begins with it. Small enough to stay in the fastest memory */
	uint8_t goes_on[0x2000];      /* bit by hash of a phrase's first two characters */
	uint8_t lone[0x2000];         /* bit by character: it is a phrase */
	bool has_lone;
	hans_pair *pair;           /* by first character, then longest key first */
	size_t n, cap;
} hans_dict;

enum hans_chain { CHAIN_T2S, CHAIN_TW, CHAIN_HK, CHAIN_HANS, CHAIN_COUNT };
enum { CHAIN_DICTS = 3 };

/* What most characters need, at one look: see hans_fast.c. */
typedef struct hans_fast {
	uint32_t one[0x10000];     /* UTF-8 of what a character alone becomes: 3 bytes, length in the highest; 0: copy its bytes */
	uint8_t pair[0x2000];      /* bit by hash of two characters: some phrase may begin with them */
	uint8_t in_key[0x2000];    /* bit by character: it stands in some phrase, before or after the first step, or is in lone */
	uint8_t lone[0x2000];      /* bit by character: it is a whole key whose value is longer */
	uint8_t moved[0x2000];     /* bit by character: the first of two steps changes it */
	uint8_t second[0x2000];    /* bit by character: of two steps the second may take it into a phrase */
	_Atomic bool ready;        /* made when it is first asked for */
} hans_fast;

struct hans_tables {
	hans_dict ts_phrase, ts_char, tw_phrase, tw_variant_phrase, tw_variant, hk_variant_phrase, hk_variant;
	hans_dict mend[CHAIN_COUNT];
	hans_dict hans_char;               /* what is changed inside Simplified text: TSCharacters without what stays */
	hans_dict region[3];               /* words that tell mainland, Taiwan, Hong Kong text written in Traditional */
	hans_fast *fast[CHAIN_COUNT][2]; /* [chain][mends] */
	uint8_t kind[0x10000];             /* HANS_TRAD, HANS_SIMP or 0: found in one script only */
};

enum { HANS_TRAD = 1, HANS_SIMP = 2 };

/* The tables of OpenCC alone: no mends, no names, nothing indexed. NULL after messages. */
hans_tables *hans_load_chars(arena *a, diag *d, const char *dicts);
/* Gives h->fast its memory. */
void hans_fast_make(hans_tables *h, arena *a);
void hans_dict_add(arena *a, hans_dict *d, str key, str value, unsigned weight);
void hans_dict_sort(arena *a, hans_dict *d);             /* after the last add: the later of two equal keys wins */

static inline uint32_t
hans_look_up(uint32_t *const *blocks, uint32_t cp)
{
	const uint32_t *b = cp >> 8 < HANS_BLOCKS ? blocks[cp >> 8] : NULL;
	return b ? b[cp & 0xFF] : 0;
}

/* What a character alone becomes; 0: none. */
static inline uint32_t
hans_dict_one(const hans_dict *d, uint32_t cp)
{
	return hans_look_up(d->one, cp);
}

/* Where the phrases of a first character begin: d->pair[i - 1], longest first, while their cp is that character. 0: none. */
static inline uint32_t
hans_dict_first(const hans_dict *d, uint32_t cp)
{
	if (cp < 0x10000 && !bits_has(d->begins, cp))
		return 0;
	return hans_look_up(d->first, cp);
}

static inline bool
hans_dict_has_two(const hans_dict *d, uint32_t cp, uint32_t next)
{
	return bits_has(d->goes_on, cp_hash_two(cp, next));
}

static inline bool
hans_dict_has_lone(const hans_dict *d, uint32_t cp)
{
	return d->has_lone && (cp >= 0x10000 || bits_has(d->lone, cp));
}

/* False for nearly all pairs of characters that no phrase begins with. */
static inline bool
hans_dict_may_begin(const hans_dict *d, uint32_t cp, uint32_t next)
{
	return hans_dict_has_two(d, cp, next) || hans_dict_has_lone(d, cp);
}

/* The same as hans_dict_first(), but 0 for nearly all texts that no phrase begins. `rest` is what follows the character. */
static inline uint32_t
hans_dict_begin(const hans_dict *d, uint32_t cp, str rest)
{
	uint32_t first = hans_dict_first(d, cp);
	return first && hans_dict_may_begin(d, cp, utf8_first(rest)) ? first : 0;
}

const hans_pair *hans_dict_longest(const hans_dict *d, uint32_t first, str s);
/* The longest phrase that s begins with, or NULL. cp is s's first character, well-formed. */
static inline const hans_pair *
hans_dict_phrase(const hans_dict *d, uint32_t cp, str s)
{
	uint32_t first = hans_dict_begin(d, cp, str_skip(s, cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4));
	return first ? hans_dict_longest(d, first - 1, s) : NULL;
}

#endif
