/*
 * warc.h - WARC/1.1 (ISO 28500:2017) files: a reader that survives torn tails, a writer whose members stand alone.
 *
 * Reading: gzip with one member a record (or any other cut), plain, from a file or a pipe. Writing: one gzip member a record.
 * Digests are `sha1:` + Base32 as the field's tools write them.
 */
#ifndef XP_WARC_H
#define XP_WARC_H

#include "arena.h"
#include "err.h"

typedef struct warc_header {
	str name, value;
} warc_header;

typedef struct warc_record {
	str type;                  /* warcinfo, response, request, metadata, revisit, resource, conversion, continuation */
	str id, date, uri;         /* WARC-Record-ID, WARC-Date, WARC-Target-URI (angle brackets cut off) */
	str content_type;
	str truncated;             /* WARC-Truncated, or null */
	warc_header *header;       /* all headers in order */
	size_t nheader;
	str block;                 /* Content-Length bytes, fewer when `torn` */
	uint64_t offset, length;   /* of the record in the file; for gzip of its member(s) */
	bool torn;                 /* the file ended inside the record */
	bool unended;              /* the block is whole, the line ends (or the gzip trailer) behind it are not there */
	bool oversize;             /* the block was longer than the limit: its first bytes are here, the rest was skipped */
} warc_record;

str warc_get(const warc_record *r, const char *name);             /* a header's value, case-insensitive, or STR_NULL */

typedef struct warc_reader warc_reader;

/* `path` "-" is stdin. NULL after a message. Blocks over `max` bytes are cut (oversize). */
warc_reader *warc_open(const char *path, size_t max, diag *d);
/* The same from a byte offset where a record starts, as an index or a state file says. */
warc_reader *warc_open_at(const char *path, uint64_t offset, size_t max, diag *d);
/* The next record into *r, whose memory is the arena's. 1; 0 at the end; -1 when the file cannot be read on (message said).
 * A torn or garbled record is said with file and offset; the reader looks for the next record. */
int warc_next(warc_reader *w, arena *a, warc_record *r);
void warc_close(warc_reader *w);

typedef struct warc_writer warc_writer;

/* Opens for append (created when absent) and cuts a torn tail left by a crash, which is said as a warning with the number of bytes.
 * NULL after a message. */
warc_writer *warc_create(const char *path, bool gzip, diag *d);
/* Cuts what is behind the last whole record from byte `from` on (0: all of the file is read). Returns the file's length afterwards,
 * -1 after a message. *cut gets the number of bytes that went; they are said as a warning. */
int64_t warc_mend(const char *path, uint64_t from, uint64_t *cut, diag *d);
uint64_t warc_size(const warc_writer *w);                         /* bytes in the file */
/* How hard to pack the records that follow, 0 (not at all) to 12; 1 is what a new writer does. */
void warc_set_level(warc_writer *w, int level);
/* The blocks that follow are packed already (a body with a Content-Encoding): their members are stored as they are. */
void warc_hint_packed(warc_writer *w, bool packed);
/* Appends one record: headers beside the mandatory ones (Record-ID, Date and Length are made when not given, the block
 * digest when there is no payload digest), the block in two parts. Returns 0 and the
 * member's place; -1 after a message, with the file cut back to whole records that were written before: records are gathered, and what
 * warc_sync() has not said 0 to may be lost. */
int warc_write(warc_writer *w, const char *type, const warc_header *header, size_t nheader, str block_head, str block_body,
	       uint64_t *offset, uint64_t *length);
int warc_sync(warc_writer *w);                                    /* all that was given is on the disk; 0 or -1 after a message */
int warc_finish(warc_writer *w);                                  /* sync and close */
/* Closes without a word: for a file that cannot be written any more. */
void warc_drop(warc_writer *w);
/* sha1:BASE32 of the bytes, in the arena. */
str warc_digest(arena *a, str head, str body);
/* urn:uuid:... version 4, from the system's random source, in the arena. */
str warc_uuid(arena *a);

#endif
