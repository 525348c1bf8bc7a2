/*
 * emit.h - how tagged articles are written: JSON Lines, a table, brat standoff, a page to look at.
 */
#ifndef XP_EMIT_H
#define XP_EMIT_H

#include "json.h"
#include "mention.h"

enum emit_format { FORMAT_JSONL, FORMAT_TSV, FORMAT_BRAT, FORMAT_HTML };
enum emit_offsets { OFFSETS_CP, OFFSETS_BYTES, OFFSETS_UTF16 };

typedef struct emit_options {
	enum emit_format format;
	enum emit_offsets offsets;
	str types;                 /* comma-separated types, `entity`, `number`; null: all */
} emit_options;

/* One row of a record's `entities`. */
typedef struct entity_row {
	str id, name, type;
	size_t count, first;       /* first: start of the first mention, in the unit asked for */
} entity_row;

/* A mention's place in the unit asked for. */
typedef struct span {
	size_t start, end;
} span;

/* Counts a text's units as places farther and farther on are asked for. */
typedef struct ruler {
	str text;
	enum emit_offsets unit;
	size_t byte, at;           /* text[byte] is unit number `at` */
} ruler;

typedef struct tagged {
	str line;                  /* as read */
	const json *record;        /* its members */
	str id, title, text;
	const entity_row *row;     /* in order of first mention */
	size_t nrow;
	size_t before;             /* mentions that were written already */
	const mention *mention;    /* those that come next, in order of start */
	const span *span;          /* as many */
	size_t n;
} tagged;

/* Is this mention asked for? */
bool emit_wants(const emit_options *o, str type, bool number);
/* False when `types` names something that is no type; *bad is it. */
bool emit_check_types(str types, str *bad);
/* What comes before the first and behind the last article. */
void emit_head(const emit_options *o, buf *out);
void emit_tail(const emit_options *o, buf *out);
/* An article: its head, its mentions in as many parts as one likes, its tail. A page (HTML) takes them all at once, in emit_close(). */
void emit_open(const emit_options *o, const tagged *t, buf *out);
void emit_mentions(const emit_options *o, const tagged *t, buf *out);
void emit_close(const emit_options *o, const tagged *t, buf *out);
/* Where text[byte] is, in the ruler's unit; places come in order. */
size_t emit_offset(ruler *r, size_t byte);
/* Spans of mentions, in the arena. */
span *emit_spans(arena *a, ruler *r, const mention *m, size_t n);

/* The page (emit_html.c). */
void html_head(buf *out);
void html_article(const tagged *t, buf *out);
void html_tail(buf *out);

#endif
