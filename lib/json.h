/*
 * json.h - one reader, one writer (RFC 8259).
 *
 * The reader makes a tree in an arena whose every value keeps a view of its own source bytes (`raw`), so that a stage that
 * adds keys to a record copies what it does not know byte for byte. Numbers stay text: nothing here is a float.
 * The writer appends to a buf; it writes valid UTF-8 only (malformed bytes become U+FFFD) and escapes no more than it must.
 */
#ifndef XP_JSON_H
#define XP_JSON_H

#include "arena.h"

enum json_type { JSON_NULL, JSON_FALSE, JSON_TRUE, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT };

typedef struct json {
	enum json_type type;
	str raw;                   /* the value's bytes in the source */
	str s;                     /* string: decoded text (a view of the source when nothing was escaped) */
	str key;                   /* member of an object: its decoded key */
	struct json *first, *next; /* children in order; the next sibling */
	size_t n;                  /* how many children */
} json;

#define JSON_MAX_DEPTH 256

/* Parses all of `text` (one value, white space round it). NULL on a fault: *at is its byte offset, *why says what was
 * expected (a static string). `text` must outlive the tree. Lone surrogates decode to U+FFFD. */
json *json_parse(arena *a, str text, size_t *at, const char **why);
/* The same, but only the value and its children are kept: deeper ones are checked and show in `raw` and `n` alone. */
json *json_parse_members(arena *a, str text, size_t *at, const char **why);
const json *json_get(const json *object, const char *key);       /* NULL when absent or no object; the last of repeated keys */
str json_str(const json *v);                                      /* decoded text of a string, else STR_NULL (also for NULL) */
bool json_int(const json *v, int64_t *out);                       /* an integer number that fits */

/* Writing. The caller puts commas by json_key()/json_sep(): they look at the byte before. */
void json_string(buf *b, str s);                                  /* "..." */
void json_opt_string(buf *b, str s);                              /* null when s.p is NULL */
void json_sep(buf *b);                                            /* `,` unless at the start of an array or object */
void json_key(buf *b, const char *key);                           /* separator, "key": */
void json_member(buf *b, const char *key, str s);                 /* key and json_opt_string() */
void json_member_number(buf *b, const char *key, uint64_t n);

#endif
