/* faultsrv.h - one connection of the server that misbehaves. */
#ifndef FAULTSRV_H
#define FAULTSRV_H

#include <stdbool.h>
#include <stddef.h>

typedef struct conn {
	int fd, number;
	bool keep; /* set by a behaviour: another request may come */
	char request[16384], path[9000], host[256], validator[256], cookie[256];
} conn;

bool put(conn *c, const void *bytes, size_t n);
bool putf(conn *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* A whole answer with Content-Length; `headers` are lines with CRLF. The connection is kept. */
void page(conn *c, int status, const char *headers, const char *body);
void pause_ms(long ms);
void reset(conn *c);

/* behaviours.c */
void make_bodies(void); /* once, before any request */
void behave(conn *c);

/* An answer that is the same bytes each time. */
typedef struct answer {
	const char *name, *bytes;
	size_t n;
} answer;
#define SAY(name, bytes)                                                                                     \
	{                                                                                                    \
		name, bytes, sizeof(bytes) - 1                                                               \
	}
bool say(conn *c, const answer *from, size_t many, const char *name,
	 size_t n); /* false when none has that name */

/* variants.c: false when it has no such name */
bool vary(conn *c, const char *name, size_t n);
/* answers.c, charsets.c: likewise */
bool misspell(conn *c, const char *name, size_t n);
/* robots.c: false when the host has none of its own */
bool robots_of(conn *c, int row, int variant);
bool charset(conn *c, const char *name);

#endif
