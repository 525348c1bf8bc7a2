/*
 * jsonl.h - a source of lines for the pipeline: JSON Lines or plain text from files or stdin, one item a line.
 */
#ifndef XP_JSONL_H
#define XP_JSONL_H

#include "pipeline.h"

typedef struct jsonl jsonl;

/* Reads `n` files in order ("-" is stdin; n 0 is stdin). A line longer than `max` bytes is said and skipped. */
jsonl *jsonl_open(char *const *path, size_t n, size_t max, diag *d);
/* pipeline's `next`: path, offset (1-based line number) and bytes (without the line end). Empty lines are passed over. */
int jsonl_next(void *source, item *it);
void jsonl_close(jsonl *j);

#endif
