/*
 * parse.h - one page in, article records out: the function that main(), the tests and the fuzzers call.
 */
#ifndef XP_PARSE_H
#define XP_PARSE_H

#include "doc.h"

enum hans_mode { HANS_AUTO, HANS_OFF, HANS_T2S, HANS_TW, HANS_HK };
enum out_format { FORMAT_JSONL, FORMAT_TEXT, FORMAT_MARKDOWN, FORMAT_HTML };

typedef struct parse_options {
	enum hans_mode hans;
	enum out_format format;
	bool explain, keep_all, align;
	bool check;                /* test that no step lost or made text; a fault is an error */
	bool learn_only;           /* the learning pass: the page's lines for learn_count() instead of records */
	const struct learned *learned; /* what was learned, or NULL */
	unsigned min_chars;
	str since;                 /* YYYY-MM-DD or null: older articles are left out */
} parse_options;

/* All dictionaries and compiled rules of the stage; made once, read-only afterwards, shared by all workers. */
typedef struct rules rules;

/* For parse_page() with this mode of conversion, or with none. NULL after messages. */
rules *rules_load(arena *a, diag *d, const char *dicts, enum hans_mode hans);
void rules_free(rules *r);

/* d: a, diag, place, path, member, offset, url, fetched, header_charset, bytes and is_html are set by the caller. Appends the records
 * of the page to *out (none when it is no article: d->no_article says why). 0, or 1 when the page was bad and a message was said. */
int parse_page(doc *d, const rules *r, const parse_options *o, buf *out);

#endif
