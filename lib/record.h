/*
 * record.h - the article record, "xinpian/article/1": xinpian-record(5) is its manual, record.schema.json its schema.
 *
 * `parse` makes one and writes it; `tag` reads a line, keeps it byte for byte and appends its own keys. All memory is the arena's.
 * Strings that the page does not give are STR_NULL and become null.
 */
#ifndef XP_RECORD_H
#define XP_RECORD_H

#include "arena.h"
#include "json.h"

#define RECORD_SCHEMA "xinpian/article/1"

/* Classes of removed blocks (xinpian-record(5)), in the order they are written. */
#define REMOVED_CLASSES(X) \
	X(spam) X(junk) X(nav) X(share) X(related) X(byline) X(disclaimer) X(copyright) X(duplicate) X(reference) X(widget) X(other)

enum removed_class {
#define X(name) REMOVED_##name,
	REMOVED_CLASSES(X)
#undef X
	REMOVED_CLASS_COUNT
};

const char *removed_class_name(enum removed_class c);
int removed_class_of(str name);                  /* -1 when no such class */

typedef struct record_block {
	const char *type;          /* "p", "heading", "li", "quote", "table" */
	size_t start, end;         /* code points of text, end exclusive */
} record_block;

typedef struct record_removed {
	enum removed_class cls;
	str rule;                  /* FILE:LINE or row id of a table, or the name of a heuristic */
	str text;                  /* as in the source */
} record_removed;

typedef struct record {
	str id, url, site;
	str path, member;
	uint64_t offset;
	unsigned part;
	str title, author, publisher, section;
	str published, modified, fetched;
	str script, encoding, text;
	record_block *block;
	size_t nblock;
	str *caption;
	size_t ncaption;
	record_removed *removed;
	size_t nremoved;
	uint64_t fingerprint;
	str *warning;
	size_t nwarning;
	str align;                 /* raw JSON object of --align, or null: not written */
	str duplicate_of;          /* id, or null: not written */
} record;

/* Appends one JSON line. With `explain` the removed blocks are listed too. */
void record_write(buf *out, const record *r, bool explain);
/* A stable id: 16 hex digits over what identifies the source (url or path, member, offset, part). */
str record_id(arena *a, str source, str member, uint64_t offset, unsigned part);

#endif
