/*
 * http.h - one HTTP/1.x message as bytes (RFC 9112, RFC 9110): what a WARC response record holds.
 */
#ifndef XP_HTTP_H
#define XP_HTTP_H

#include "arena.h"

typedef struct http_message {
	unsigned status;           /* 0 when the first line is no status line */
	str reason;
	str head;                  /* all header bytes with the blank line */
	str raw_body;              /* as on the wire */
	str body;                  /* after http_decode() */
	str content_type;          /* whole value, or null */
	str mime, charset;         /* lower-cased type/subtype; charset parameter as written, unquoted; null when absent */
	bool truncated;            /* the coding's end was missing: body holds what came */
	const char *fault;         /* what was wrong with the coding, NULL when nothing */
} http_message;

/* Splits head and body. false when there is no header end. LF line ends are accepted. */
bool http_parse(arena *a, str block, http_message *m);
str http_field(const http_message *m, const char *name);          /* first value, trimmed; STR_NULL when absent */
/* The nth one, from 0, of a head whose first line is the status line. A value that goes on in lines that
 * begin with a blank is all of them, line ends within. */
str http_field_n(str head, const char *name, unsigned n);
/* Undoes Transfer-Encoding: chunked and Content-Encoding (gzip, deflate, br, zstd, stacked up to 5) into m->body, at most `max`
 * decoded bytes (then truncated). A body whose coding is not what the label says is taken as it is (as archives hold decoded
 * bodies under their old headers) with `fault` set. */
void http_decode(arena *a, http_message *m, size_t max);
/* The same for a body whose transfer coding is undone already, whatever its header says. */
void http_decode_content(arena *a, http_message *m, size_t max);
/* "text/html; charset=x": splits a media type. */
void http_media_type(arena *a, str value, str *mime, str *charset);

#endif
