/*
 * scene.h - one article while its entities are sought: what may be a mention, and what speaks for it. Private to entities.
 */
#ifndef XP_SCENE_H
#define XP_SCENE_H

#include "lexicon.h"

/* A place that may be a mention of one entity. */
typedef struct candidate {
	uint32_t start, end;
	uint32_t reading;          /* index; NONE for an alias that the article introduced */
	uint32_t key;              /* the automaton's value: candidates of one key are the same name */
	enum type type;
	str id;
	uint32_t entity;           /* index, or NONE (made by a pattern, not in the dictionary) */
	uint32_t maker;            /* entity index or NONE */
	enum level level;
	uint32_t judge;
	int score;
	bool accepted;
	/* What the surroundings say, which no other mention changes; found once. */
	bool looked;
	int around;                /* score of the words at it and near it, without those that count to NEAR_MAX */
	int near;                  /* words of its type in the sentence */
	bool across;               /* a common word runs across its start */
	bool rival;                /* another firm than its maker brings it out */
	uint32_t from, to;         /* the sentence */
} candidate;

typedef struct candidates {
	candidate *v;
	size_t n, cap;
} candidates;

/* Which entities are in the article: how often each was chosen. */
typedef struct attendance {
	uint32_t entity;           /* index + 1; 0: free */
	uint32_t present;          /* chosen mentions */
	uint32_t named;            /* those by a name that needs no evidence, the title's too */
	uint32_t made;             /* chosen mentions of what the firm makes or owns */
} attendance;

typedef struct roster {
	attendance *v;             /* open addressing */
	size_t cap;                /* a power of two, more than is ever put in */
} roster;

typedef struct scene {
	const lexicon *l;
	arena *a;
	str text;
	candidates all;            /* in order of start, then end */
	candidates chosen;         /* of the last choice: in order, not overlapping */
	size_t mates;              /* how many of them end before the candidate that is judged */
	roster *roster;
	automaton_hits larger;     /* words that swallow the names in them, in order of start */
	automaton_hits near;       /* cue words of the stretch that was looked at last */
	size_t near_from, near_to; /* the stretch */
	size_t sentence_from, sentence_to; /* the one that was looked at last */
} scene;

/* The attendance of an entity; all zero when it is not there (or NONE). */
attendance attendance_of(const scene *s, uint32_t who);
/* Chooses among the accepted candidates: leftmost, and longer ones before those they overlap (entities.c). */
void scene_choose(scene *s);
/* Adds a candidate unless a larger word swallows it (entities.c). */
void scene_add(scene *s, candidate c);
/* Is start..end inside a longer word of `larger` (sorted by start) that swallows the name `key`, or any name when that is 0 (entities.c)? */
bool scene_swallowed(const automaton_hits *larger, uint32_t start, uint32_t end, uint32_t key);
/* Takes what belongs to the chosen firms' names and stands behind them into the mentions: words of the trade, a suffix (suffix.c). */
void scene_extend(scene *s);
/* Where the mention ends: 达芬奇架构 is found as a whole, so that it wins over a painter, but the mention is 达芬奇 (suffix.c). */
size_t scene_shed_end(const scene *s, const candidate *c);
/* Is this a name that needs no evidence, with nothing at its edges that speaks against it? */
bool sense_plain(const scene *s, const candidate *c);

/* ---- edges of a name (edges.c) */

/* Is a Latin name in small letters one word of a phrase of such words (apple pie, target price)? */
bool edges_in_phrase(str text, size_t start, size_t end);
/* Does a common word run across the start, or the end? And do the two characters behind the name make one? */
bool edges_across_start(const scene *s, const candidate *c);
bool edges_across_end(const scene *s, const candidate *c);
bool edges_word_behind(const scene *s, const candidate *c);

/* ---- sense, choice, aliases */

/* Scores all candidates that need evidence and accepts those that have it (sense.c). */
void sense_judge(scene *s);
/* Adds the short names that the article introduces as accepted candidates (alias.c). */
void alias_find(scene *s);

#endif
