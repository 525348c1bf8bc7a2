/*
 * dedupe.h - near-duplicate articles, within a run and across runs: a story that twenty sites carry is one story and nineteen pointers.
 *
 * The state is an SQLite file with the id and the fingerprint of every article seen. It is read whole at the start (24 bytes an article),
 * and a new article is compared with all of them: two whose fingerprints differ in at most FINGERPRINT_NEAR bits are one story.
 */
#ifndef XP_DEDUPE_H
#define XP_DEDUPE_H

#include "arena.h"
#include "err.h"

typedef struct dedupe dedupe;

/* Opens or makes the state file. NULL after a message. */
dedupe *dedupe_open(const char *path, diag *d);
/* `out` holds records, a line each, in the order of the input: those that repeat an earlier article get `duplicate_of`, its id. An article that was
 * seen before under its own id is no duplicate of itself. 0, or -1 after a message. */
int dedupe_records(dedupe *q, buf *out);
/* Writes what is new, when `keep`, in one transaction, and frees. 0, or -1 after a message. */
int dedupe_close(dedupe *q, bool keep);

#endif
