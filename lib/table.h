/*
 * table.h - the only loader of dicts/FILE.tsv.
 *
 * A table is UTF-8 text: rows are lines, fields are separated by one TAB. Lines that are empty or start with `#` are
 * comments. The first other line is the header and names the columns. A row may leave out empty fields at its end.
 * Faults (a row with more fields than the header, bad UTF-8, a NUL, a missing column) are said as file:line.
 */
#ifndef XP_TABLE_H
#define XP_TABLE_H

#include "arena.h"
#include "err.h"

typedef struct table_row {
	unsigned line;             /* 1-based line in the file, the row's name in rule ids: FILE:LINE */
	str *field;                /* as many as the table has columns; empty where the row is short */
} table_row;

typedef struct table {
	str path, name;            /* name: file name without .tsv */
	str *column;
	size_t ncolumn;
	table_row *row;
	size_t nrow;
} table;

/* Reads DIR/NAME.tsv into `a`, which owns everything. 0, or -1 after a message (the file cannot be read, has no header,
 * or has a bad row: all bad rows are said). */
int table_load(table *t, arena *a, diag *d, const char *dir, const char *name);
/* The same from memory; `path` is used in messages. */
int table_parse(table *t, arena *a, diag *d, const char *path, str text);
/* Index of a column, or -1 (silent). */
int table_column(const table *t, const char *name);
/* Index of a column that must be there; -1 after a message. */
int table_need(const table *t, diag *d, const char *name);
/* The field, or an empty view when col is -1. */
str table_get(const table *t, size_t row, int col);
/* Says what is wrong with a row, as FILE:LINE. Counts as an error of `d`. */
void table_fault(const table *t, size_t row, diag *d, const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/* The directory of dictionaries: `given` when not NULL, else $XINPIAN_DICTS, else `dicts` in the folders of the program, where it was
 * built or installed, or in the working directory, else the place that was named when it was built. NULL after a message when it is no
 * directory. The string lives in `a`. */
const char *table_dir(arena *a, diag *d, const char *given, const char *argv0);

#endif
