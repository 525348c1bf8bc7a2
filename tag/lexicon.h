/*
 * lexicon.h - the dictionaries in memory: entities, the names they go by, and what decides what a doubtful name means.
 *
 * Private to the entity part of tag. Everything is read-only after lexicon_load() and lives in the arena it was given, except
 * the compiled patterns, which lexicon_free() frees.
 */
#ifndef XP_LEXICON_H
#define XP_LEXICON_H

#include "automaton.h"
#include "mention.h"
#include "table.h"

#define NONE UINT32_MAX

/* How much a name needs to be taken for its entity, from nothing to much. */
enum level { LEVEL_FIRM, LEVEL_LIKELY, LEVEL_DOUBTFUL, LEVEL_BARE, LEVEL_RARE, LEVEL_BESIDE, LEVEL_QUOTED, LEVEL_NEVER };

/* The types, in the order in which one of two equal readings wins. */
enum type { TYPE_COMPANY, TYPE_CHIP, TYPE_SYSTEM, TYPE_MODEL, TYPE_SOFTWARE, TYPE_ARCHITECTURE, TYPE_ORG, TYPE_COUNT };

typedef struct entity {
	enum type type;
	str id, name;
	uint32_t maker;            /* index of the firm that makes or owns it, or NONE */
} entity;

/* A list of words. */
typedef struct wordings {
	str *v;
	size_t n, cap;
	uint64_t heads[4], tails[4]; /* by wordings_bit(): the second and third bytes of the words, and their last two; all, when a word is short */
} wordings;

/* Two bytes, ASCII letters in any case, as one of 256 bits. */
static inline unsigned
wordings_bit(char x, char y)
{
	return (((unsigned char)x | 32u) * 37 + ((unsigned char)y | 32u)) & 255;
}

/* May one of the words stand at the head of `at` (or at its tail, when not `behind`)? */
static inline bool
wordings_may(const wordings *w, str at, bool behind)
{
	if (at.n < 3)
		return w->n > 0;
	unsigned bit = behind ? wordings_bit(at.p[1], at.p[2]) : wordings_bit(at.p[at.n - 2], at.p[at.n - 1]);
	return (behind ? w->heads : w->tails)[bit / 64] >> (bit % 64) & 1;
}

/* Length of the longest of the words at the head of `at` (at its tail, when not `behind`); 0: there is none. */
size_t wordings_longest(const wordings *w, str at, bool behind);

/* What surrounds a mention of a type, or of one doubtful name. Words `near` are found by the automaton of cues. */
typedef struct judge {
	wordings before, after;    /* directly at the mention: these speak for it */
	wordings proof;            /* directly behind it: these prove it */
	wordings not_before, not_after; /* and these rule it out */
	wordings shed, kept;       /* ends of names in the tables that are no part of a mention (架构), and longer ones that are */
} judge;

/* Of the words of the automaton of cues: for whom they speak, as a chain. */
typedef struct near_word {
	uint32_t judge;
	bool against;
	uint32_t next;             /* index of the next one for the same word, or NONE */
} near_word;

enum reading_kind { READ_ENTITY, READ_PATTERN, READ_SWALLOW, READ_KEEP };

/* One thing that a key of the automaton may be. */
typedef struct reading {
	enum reading_kind kind;
	enum level level;
	uint32_t entity;           /* READ_ENTITY: index; READ_PATTERN: index of the pattern; READ_SWALLOW: value of the key swallowed */
	uint32_t judge;            /* of the sense row, or NONE */
	bool upper;                /* the name has a capital: an all-small spelling is no mention when it is doubtful */
	uint32_t next;             /* the next reading of the key, or NONE */
} reading;

typedef struct pattern {
	enum type type;
	void *code;                /* pcre2_code */
	str id;                    /* template */
	uint32_t maker;            /* as in entity */
	enum level level;
} pattern;

/* Maps byte strings to numbers; open addressing, in an arena. */
typedef struct keymap keymap;

/* Words of two characters, each as one number; open addressing. */
typedef struct word_set {
	uint64_t *v;               /* 0: free */
	size_t cap;                /* a power of two, twice the words at least */
} word_set;

/* The place of the word of characters x and y: it is there, or the place is free. */
static inline uint64_t *
word_set_at(const word_set *w, uint32_t x, uint32_t y)
{
	uint64_t word = (uint64_t)x << 32 | y;
	size_t i = (size_t)(word * 0x9E3779B97F4A7C15u >> 32) & (w->cap - 1);
	while (w->v[i] && w->v[i] != word)
		i = (i + 1) & (w->cap - 1);
	return &w->v[i];
}

struct lexicon {
	arena *a;
	diag *diag;
	const char *dicts;
	entity *entity;
	size_t nentity, entity_cap;
	reading *reading;
	size_t nreading, reading_cap;
	pattern *pattern;
	size_t npattern, pattern_cap;
	judge *judge;              /* the first TYPE_COUNT are the types' */
	size_t njudge, judge_cap;
	near_word *near;
	size_t nnear, near_cap;
	wordings swallowed;        /* keys of names that larger words swallow, while loading */
	wordings join;             /* what stands between members of a list */
	wordings suffix;           /* what belongs to a firm's name when it follows */
	wordings trade;            /* words between a firm's name and its suffix: 科技, 半导体 */
	wordings place;            /* seats that a legal name may begin with */
	wordings alias;            /* what introduces a short name */
	wordings glued;            /* Latin words that may follow a Latin name without a space: CEO */
	wordings dated;            /* words behind four digits that make them a year */
	wordings measured;         /* words behind digits that make them a figure: % */
	automaton *names, *nears;  /* values are index + 1 into reading, near */
	keymap *by_id, *by_key, *by_near;
	word_set words;            /* common words (words.tsv) */
};

const char *type_name(enum type t);
/* TYPE_COUNT when there is no such type. */
enum type type_of(str name);

/* Index of an entity, or NONE. */
uint32_t lexicon_entity(const lexicon *l, enum type t, str id);

/* ---- loading (lexicon.c, rules.c) */

keymap *keymap_new(arena *a, size_t expected);
/* The value's place, made with NONE when the key is new. The key is not copied. */
uint32_t *keymap_at(keymap *m, arena *a, str key);
uint32_t keymap_get(const keymap *m, str key); /* NONE when absent */
/* Walks over all keys: *at begins at 0. false at the end. */
bool keymap_next(const keymap *m, size_t *at, str *key, uint32_t *value);

/* Puts a reading on a key (an automaton_fold() of a name). Returns its index; the same entity twice is one reading. */
uint32_t lexicon_add(lexicon *l, str key, reading r);
/* Puts larger words that swallow `name`, joined by |, on their keys; `!word` is one to keep. */
void lexicon_add_larger(lexicon *l, str list, str name);
/* senses.tsv, cues.tsv, patterns.tsv, words.tsv. 0, or -1 after messages. */
int rules_load(lexicon *l);

/* ---- patterns (pattern.c) */

/* Compiles; 0, or -1 after a message at `place`. */
int pattern_compile(pattern *p, str source, const char *place, diag *d);
void pattern_free(pattern *p);
/* Matches at text[start]. The end of the match, or 0; *id is made in the arena. */
size_t pattern_match(const pattern *p, arena *a, str text, size_t start, str *id);

#endif
