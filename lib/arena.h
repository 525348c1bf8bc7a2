/*
 * arena.h - memory that lives as long as one record (or one dictionary) and is freed at once.
 *
 * Allocation bumps a pointer inside chunks; arena_reset() makes all of it free again and keeps the largest
 * chunk, so that a worker that does page after page stops asking the system for memory. Not thread-safe:
 * one arena, one thread. Blocks are aligned for any type and are NOT zeroed unless the name says so.
 */
#ifndef XP_ARENA_H
#define XP_ARENA_H

#include "str.h"

struct arena_chunk;

typedef struct arena {
	struct arena_chunk *first, *cur;
	size_t total; /* bytes handed out since the last reset */
} arena;

void *arena_alloc(arena *a, size_t size);                    /* never NULL: memory out ends the program, status 2 */
void *arena_zalloc(arena *a, size_t size);
void *arena_grow(arena *a, void *old, size_t oldsize, size_t newsize); /* in place when old is the last block */
/* Gives back what was not used of the last `size` bytes that were allocated; of others nothing. */
void arena_trim(arena *a, const void *p, size_t size, size_t used);
str arena_dup(arena *a, str s);                              /* copy, with a NUL behind it that is not counted */
str arena_lower(arena *a, str s);                            /* copy with ASCII letters in lower case */
str arena_printf(arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
str arena_cat(arena *a, const str *parts, size_t n);
#define arena_join(a, ...) arena_cat((a), (const str[]){__VA_ARGS__}, sizeof((const str[]){__VA_ARGS__}) / sizeof(str))
void arena_reset(arena *a);
void arena_free(arena *a);

#define arena_new(a, type)       ((type *)arena_zalloc((a), sizeof(type)))
#define arena_array(a, type, n)  ((type *)arena_zalloc_n((a), (n), sizeof(type)))
void *arena_zalloc_n(arena *a, size_t n, size_t size);       /* checks n * size for overflow */

/* A growing array in an arena: `type *v; size_t n, cap;` in the caller's struct. */
#define arena_push(a, v, n, cap) \
	((n) == (cap) ? (void)((v) = arena_more((a), (v), &(cap), sizeof *(v))) : (void)0, &(v)[(n)++])
void *arena_more(arena *a, void *v, size_t *cap, size_t size);

/* Ends the program: "out of memory" on stderr, exit status 2. */
_Noreturn void mem_exhausted(void);

#endif
