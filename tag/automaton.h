/*
 * automaton.h - finds all keys of a dictionary in a text in one pass over its bytes.
 *
 * A trie over folded bytes with filters in front of it, by the first three or two characters of Han keys and the first two of
 * others: they turn away nearly every place of a text where no key begins by a load or two, so that the trie is walked where one is
 * likely. Folding makes the search tolerant: Latin case and full width are one, and a single space or hyphen may stand, or may
 * be missing, where a key's character class changes (Han, letter, digit), where the key itself has a space or a hyphen, and
 * where it changes from lower to upper case (DeepSeek, Deep Seek). A key that begins with a letter or a digit is looked for at
 * the start of a Latin word only. Read-only after building: any number of threads may scan.
 */
#ifndef XP_AUTOMATON_H
#define XP_AUTOMATON_H

#include "arena.h"

typedef struct automaton automaton;

typedef struct automaton_key {
	str key;                   /* from automaton_fold(); two characters or more */
	uint32_t value;            /* not 0; of equal keys one wins: give each key once */
} automaton_key;

typedef struct automaton_hit {
	uint32_t start, end;       /* bytes of the text, end exclusive */
	uint32_t value;
} automaton_hit;

typedef struct automaton_hits {
	automaton_hit *v;
	size_t n, cap;
} automaton_hits;

#define AUTOMATON_KEY_MAX 240  /* bytes of a folded key */

/* The key of a name, in the arena; an empty view when the name folds to less than two characters or more than
 * AUTOMATON_KEY_MAX bytes. */
str automaton_fold(arena *a, str name);
/* Builds from `n` keys, which it sorts; all memory is the arena's. */
automaton *automaton_build(arena *a, automaton_key *key, size_t n);
/* Appends every key found in `text` (valid UTF-8, under 4 GiB), in order of start, then of length. What stands behind a key is not
 * looked at. Time is linear in the text for a given dictionary. */
void automaton_scan(const automaton *m, arena *a, str text, automaton_hits *out);
/* The same for the keys that begin at `at` alone, where a Latin word may go on. */
void automaton_scan_at(const automaton *m, arena *a, str text, size_t at, automaton_hits *out);
/* True when a Latin word goes on at text[at]: the byte before and the (folded) character at `at` are letters or digits. */
bool automaton_in_word(str text, size_t at);

#endif
