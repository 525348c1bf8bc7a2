/*
 * input.h - where pages come from: files, folders in sorted order, WARC files, MHTML, standard input.
 *
 * input_next() is the pipeline's source: it makes one item for each page and counts what it passes over.
 */
#ifndef XP_INPUT_H
#define XP_INPUT_H

#include "pipeline.h"

enum input_format { INPUT_AUTO, INPUT_HTML, INPUT_TEXT, INPUT_WARC, INPUT_MHTML };

#define PAGE_MAX ((size_t)64 << 20) /* bytes of one page; a longer file is an error, a longer WARC block is cut */

/* What an item's `extra` points to; it lives in the item's memory. */
typedef struct page {
	str url, fetched, charset;
	bool is_html;
	const char *no_article;    /* set by the worker */
} page;

typedef struct input input;

input *input_open(enum input_format format, diag *d);
void input_add(input *in, const char *path);                     /* a file, a folder or "-" */
/* --files-from: a path a line, or one before each NUL where there are NULs. 0, or -1 after a message. */
int input_add_list(input *in, const char *path);
int input_next(void *in, item *it);
bool input_repeats(const input *in);                             /* files and folders do; standard input and pipes do not */
void input_rewind(input *in);                                    /* to the first of what was added; counts are forgotten */
/* Counts one page that gave no record. */
void input_skipped(input *in, const char *what);
/* Says on stderr what was passed over and why, one line; nothing when there was nothing. */
void input_summary(const input *in);
void input_close(input *in);

#endif
