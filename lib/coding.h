/*
 * coding.h - undoes HTTP content codings as bytes arrive (RFC 9110 8.4): gzip, deflate, br, zstd, stacked up to 5.
 *
 * The caller counts what comes out and stops by returning false from its sink: a bomb never grows past the caller's limit.
 */
#ifndef XP_CODING_H
#define XP_CODING_H

#include "arena.h"

#define CODING_MAX 5

enum coding_result {
	CODING_OK,                 /* all input taken */
	CODING_STOPPED,            /* the sink said false */
	CODING_BAD                 /* not what the label says, or damaged: coding_why() */
};

typedef struct coding coding;
/* Gets decoded bytes; false stops. */
typedef bool (*coding_sink)(void *to, str bytes);

/* `value` is a Content-Encoding field: names in the order they were applied, "identity" allowed. NULL when a name is unknown
 * or there are more than CODING_MAX; *why then says which (static). Freed by coding_close(). */
coding *coding_open(str value, const char **why);
/* Number of codings to undo; 0 means bytes pass as they are. */
size_t coding_depth(const coding *c);
enum coding_result coding_feed(coding *c, str bytes, coding_sink sink, void *to);
/* Appends what comes out to `out` until that holds `max` bytes: CODING_STOPPED when there was more. */
enum coding_result coding_feed_buf(coding *c, str bytes, buf *out, size_t max);
/* Every coding has seen its own end (true also when there is none to undo). False after the last byte means a cut stream. */
bool coding_complete(const coding *c);
const char *coding_why(const coding *c); /* what was wrong, static, or NULL */
void coding_close(coding *c);
bool coding_is_gzip(str bytes); /* by its first two bytes */
/* A gzip file that is served without a label: what comes out before a fault or the limit, in the arena. Other bytes are
 * handed back. */
str coding_gunzip(arena *a, str body, size_t max);

#endif
