/*
 * err.h - messages to the person who runs the program: `prog: file:line: what was wrong`.
 *
 * A `diag` is made in main() and handed down; it counts, so that the exit status can tell. It may be used from
 * several threads. Bytes of a page that end up in a message are escaped: no control byte reaches a terminal.
 */
#ifndef XP_ERR_H
#define XP_ERR_H

#include <stdatomic.h>
#include <stdio.h>

#include "str.h"

enum { EXIT_OK = 0, EXIT_BAD_INPUT = 1, EXIT_CANNOT_RUN = 2 };

typedef struct diag {
	const char *prog;
	FILE *to;                  /* stderr, or where a test looks */
	atomic_ulong warnings, errors;
	bool quiet;                /* warnings are counted, not shown */
	bool mute;                 /* nothing is counted or shown: a first look at what is gone over again */
} diag;

void diag_init(diag *d, const char *prog, FILE *to);
/* `place` is a file name, file:line or file:offset; NULL leaves it out. diag_error() counts an error: status 1. */
void diag_error(diag *d, const char *place, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
void diag_warn(diag *d, const char *place, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
void diag_say(diag *d, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
int diag_status(const diag *d);                  /* EXIT_BAD_INPUT when errors were counted, else EXIT_OK */
/* Appends s with control bytes, DEL and malformed UTF-8 as \xHH, cut to `max` bytes with `...`. */
void diag_escape(buf *out, str s, size_t max);

#endif
