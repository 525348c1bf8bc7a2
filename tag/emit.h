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

typedef struct tagged {
	str line;                  /* as read */
	const json *record;        /* its members */
	str id, title, text;
	const mention *mention;    /* in order of start */
	const span *span;          /* as many */
	size_t n;
	const entity_row *row;     /* in order of first mention */
	size_t nrow;
} tagged;

/* Is this mention asked for? */
bool emit_wants(const emit_options *o, const mention *m);
/* False when `types` names something that is no type; *bad is it. */
bool emit_check_types(str types, str *bad);
/* What comes before the first and behind the last article. */
void emit_head(const emit_options *o, buf *out);
void emit_tail(const emit_options *o, buf *out);
void emit_article(const emit_options *o, const tagged *t, buf *out);
/* Spans of mentions in units of `u`, in the arena. */
span *emit_spans(arena *a, enum emit_offsets u, str text, const mention *m, size_t n);

/* The page (emit_html.c). */
void html_head(buf *out);
void html_article(const tagged *t, buf *out);
void html_tail(buf *out);

#endif
