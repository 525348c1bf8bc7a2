/*
 * file.h - whole files in, whole files out. Every result is checked; a message is said where a diag is given.
 */
#ifndef XP_FILE_H
#define XP_FILE_H

#include "arena.h"
#include "err.h"

/* Reads a file (or stdin for "-") of at most `max` bytes into the arena. 0; -1 after a message. */
int file_read(arena *a, const char *path, size_t max, str *out, diag *d);
/* Reads what is left of an open descriptor into `b`. 0; -1 with errno; 1 when `max` bytes were read and more is there. */
int fd_read_all(int fd, buf *b, size_t max);
/* Writes all bytes. 0, or -1 with errno. */
int fd_write_all(int fd, str s);
/* Has the folder of a file that was made or renamed on the disk, as far as the system does that. */
void file_sync_folder(const char *path);

/* An output that appears whole or not at all: bytes go to PATH.tmp.PID, outfile_commit() flushes, fsyncs, renames and
 * fsyncs the directory; outfile_abort() removes. path NULL or "-" is stdout; it and devices are flushed and checked only. */
typedef struct outfile {
	int fd;
	buf pending;
	char *path;                /* NULL for stdout */
	char *tmp;                 /* NULL for stdout, devices and pipes */
	bool failed;               /* a write failed; errno is in `error` */
	int error;
} outfile;

int outfile_open(outfile *o, const char *path, diag *d);
int outfile_write(outfile *o, str s);            /* 0, or -1 once a write has failed */
int outfile_flush(outfile *o);
int outfile_commit(outfile *o, diag *d);         /* 0; -1 after a message */
void outfile_abort(outfile *o);
/* As messages name it. */
const char *outfile_name(const outfile *o);
/* Until it is committed or aborted, a signal that ends the program (SIGHUP, SIGINT, SIGPIPE, SIGTERM) removes what is written so far.
 * For one output of a program that catches none of these itself. */
void outfile_guard(const outfile *o);

#endif
