/*
 * script_data.h - the strings of a script's object literals and JSON, each with its key and the object it stands in.
 *
 * A scanner for what sites write, no parser of JavaScript: it knows strings, comments, braces and keys, and takes anything else as it comes. A
 * string that holds JSON is read too (JSON.parse("...")). Linear time.
 */
#ifndef XP_SCRIPT_DATA_H
#define XP_SCRIPT_DATA_H

#include "arena.h"

typedef struct script_string {
	str key;                   /* empty for a member of an array */
	str value;                 /* decoded */
	uint32_t object;           /* index of the object it is a member of */
} script_string;

typedef struct script_object {
	str key;                   /* that its parent has it under */
	uint32_t parent;           /* object 0 is what stands round all */
} script_object;

typedef struct script_data {
	script_string *string;
	size_t nstring, string_cap;
	script_object *object;
	size_t nobject, object_cap;
} script_data;

/* Adds what the text of one script holds. Strings shorter than `least` bytes are left out. Memory from `a`. */
void script_data_read(script_data *s, arena *a, str text, size_t least);
/* Adds a string to object 0. */
void script_data_add(script_data *s, arena *a, str key, str value);

#endif
