#include "jsonl.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct jsonl {
	char *const *path;
	size_t n, at;              /* files, the next one to open */
	size_t max;
	diag *diag;
	int fd;                    /* -1: none open */
	const char *name;
	buf in;
	size_t from, seen;         /* unread bytes start at `from`; no LF before `seen` */
	uint64_t line;
	bool end, skipping;
};

jsonl *
jsonl_open(char *const *path, size_t n, size_t max, diag *d)
{
	static char stdin_name[] = "-";
	static char *const only_stdin[] = {stdin_name};
	jsonl *j = calloc(1, sizeof *j);
	if (!j)
		mem_exhausted();
	*j = (jsonl){.path = n ? path : only_stdin, .n = n ? n : 1, .max = max, .diag = d, .fd = -1};
	return j;
}

static bool
open_next(jsonl *j)
{
	while (j->at < j->n) {
		j->name = j->path[j->at++];
		j->line = 0;
		j->end = j->skipping = false;
		j->from = j->seen = 0;
		buf_clear(&j->in);
		j->fd = strcmp(j->name, "-") == 0 ? dup(STDIN_FILENO) : open(j->name, O_RDONLY | O_CLOEXEC);
		if (j->fd >= 0)
			return true;
		diag_error(j->diag, j->name, "cannot open: %s", strerror(errno));
	}
	return false;
}

/* More bytes behind what is unread; sets `end` at the end of the file. */
static void
fill(jsonl *j)
{
	if (j->from) {
		memmove(j->in.p, j->in.p + j->from, j->in.n - j->from);
		j->in.n -= j->from;
		j->seen -= j->from;
		j->from = 0;
	}
	buf_reserve(&j->in, (size_t)1 << 16);
	ssize_t got;
	do
		got = read(j->fd, j->in.p + j->in.n, j->in.cap - j->in.n);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		diag_error(j->diag, j->name, "cannot read: %s", strerror(errno));
	if (got <= 0)
		j->end = true;
	else
		j->in.n += (size_t)got;
}

static void
too_long(jsonl *j)
{
	char place[1200];
	snprintf(place, sizeof place, "%s:%llu", j->name, (unsigned long long)j->line + 1);
	if (!j->skipping)
		diag_error(j->diag, place, "line is longer than the limit of %zu bytes: skipped", j->max);
	j->skipping = true;
	j->from = j->seen = j->in.n;
}

/* The next line of the open file into *line. false at its end. */
static bool
next_line(jsonl *j, str *line)
{
	for (;;) {
		str rest = str_of(j->in.p ? j->in.p + j->seen : "", j->in.n - j->seen);
		size_t lf = str_chr(rest, '\n');
		if (lf == SIZE_MAX && !j->end) {
			j->seen = j->in.n;
			if (j->in.n - j->from > j->max)
				too_long(j);
			fill(j);
			continue;
		}
		size_t stop = lf == SIZE_MAX ? j->in.n : j->seen + lf;
		if (lf == SIZE_MAX && j->from == j->in.n)
			return false;
		*line = str_of(j->in.p + j->from, stop - j->from);
		j->from = j->seen = lf == SIZE_MAX ? stop : stop + 1;
		j->line++;
		bool skip = j->skipping;
		j->skipping = false;
		if (!skip)
			return true;
	}
}

int
jsonl_next(void *source, item *it)
{
	jsonl *j = source;
	str line;
	for (;;) {
		if (j->fd < 0 && !open_next(j))
			return 0;
		if (!next_line(j, &line)) {
			close(j->fd);
			j->fd = -1;
			continue;
		}
		if (j->line == 1)
			line = str_sans_bom(line);
		if (str_trim(line).n == 0)
			continue;
		it->path = str_from(j->name);
		it->offset = j->line;
		it->bytes = arena_dup(&it->memory, line);
		return 1;
	}
}

void
jsonl_close(jsonl *j)
{
	if (j->fd >= 0)
		close(j->fd);
	buf_free(&j->in);
	free(j);
}
