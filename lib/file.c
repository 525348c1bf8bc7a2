#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PENDING ((size_t)1 << 16)

static const char *volatile guarded; /* the temporary file that a signal handler removes; NULL: none */

int
fd_read_all(int fd, buf *b, size_t max)
{
	for (;;) {
		size_t want = (size_t)1 << 16;
		if (b->n >= max)
			want = 1;
		buf_reserve(b, want);
		ssize_t got = read(fd, b->p + b->n, want);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -1;
		if (got == 0)
			return 0;
		if (b->n >= max)
			return 1;
		b->n += (size_t)got;
		if (b->n > max)
			b->n = max;
	}
}

/* Reads a file of known size straight into the arena. When it turns out to be otherwise, what was read so far goes to *rest and the
 * answer is false. */
static bool
read_sized(arena *a, int fd, size_t size, str *out, buf *rest)
{
	char *p = arena_alloc(a, size + 1);
	size_t n = 0;
	ssize_t got = 1;
	while (n <= size && got > 0) { /* one byte more than there should be */
		got = read(fd, p + n, size + 1 - n);
		n += got > 0 ? (size_t)got : 0;
	}
	if (got == 0 && n == size) {
		p[n] = '\0';
		*out = str_of(p, n);
		return true;
	}
	buf_add(rest, str_of(p, n));
	return false;
}

int
file_read(arena *a, const char *path, size_t max, str *out, diag *d)
{
	bool in = strcmp(path, "-") == 0;
	int fd = in ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0) {
		diag_error(d, path, "cannot open: %s", strerror(errno));
		return -1;
	}
	buf b = {0};
	struct stat st;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0 && (size_t)st.st_size <= max &&
	    read_sized(a, fd, (size_t)st.st_size, out, &b)) {
		if (!in)
			close(fd);
		return 0;
	}
	int got = fd_read_all(fd, &b, max);
	if (got < 0)
		diag_error(d, path, "cannot read: %s", strerror(errno));
	else if (got > 0)
		diag_error(d, path, "longer than the limit of %zu bytes", max);
	else
		*out = arena_dup(a, buf_str(&b));
	buf_free(&b);
	if (!in)
		close(fd);
	return got == 0 ? 0 : -1;
}

int
fd_write_all(int fd, str s)
{
	while (s.n) {
		ssize_t put = write(fd, s.p, s.n);
		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return -1;
		s = str_skip(s, (size_t)put);
	}
	return 0;
}

int
outfile_open(outfile *o, const char *path, diag *d)
{
	*o = (outfile){.fd = STDOUT_FILENO};
	if (!path || strcmp(path, "-") == 0)
		return 0;
	struct stat st;
	bool special = stat(path, &st) == 0 && !S_ISREG(st.st_mode); /* a device or a pipe cannot appear whole */
	o->path = strdup(path);
	if (!o->path)
		mem_exhausted();
	if (special) {
		o->fd = open(path, O_WRONLY | O_CLOEXEC);
	} else {
		buf tmp = {0};
		buf_addf(&tmp, "%s.tmp.%ld%c", path, (long)getpid(), '\0');
		o->tmp = tmp.p;
		o->fd = open(o->tmp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	}
	if (o->fd >= 0)
		return 0;
	diag_error(d, path, "cannot %s: %s", special ? "open" : "create", strerror(errno));
	outfile_abort(o);
	return -1;
}

const char *
outfile_name(const outfile *o)
{
	return o->path ? o->path : "standard output";
}

/* The signal's own action was restored when this was called: it ends the program. */
static void
remove_guarded(int sig)
{
	if (guarded)
		unlink(guarded);
	raise(sig);
}

void
outfile_guard(const outfile *o)
{
	static const int ends[] = {SIGHUP, SIGINT, SIGPIPE, SIGTERM};
	const struct sigaction act = {.sa_handler = remove_guarded, .sa_flags = SA_RESETHAND};
	struct sigaction was;
	guarded = o->tmp;
	for (size_t i = 0; o->tmp && i < sizeof ends / sizeof *ends; i++)
		if (sigaction(ends[i], NULL, &was) == 0 && was.sa_handler != SIG_IGN) /* as under nohup(1) */
			sigaction(ends[i], &act, NULL);
}

/* Forgets the output once it is whole or removed. */
static void
forget(outfile *o)
{
	if (guarded == o->tmp)
		guarded = NULL;
	free(o->path);
	free(o->tmp);
	buf_free(&o->pending);
	*o = (outfile){.fd = -1};
}

static int
put_out(outfile *o, str s)
{
	if (!o->failed && fd_write_all(o->fd, s) != 0) {
		o->failed = true;
		o->error = errno;
	}
	return o->failed ? -1 : 0;
}

int
outfile_flush(outfile *o)
{
	int rc = put_out(o, buf_str(&o->pending));
	buf_clear(&o->pending);
	return rc;
}

int
outfile_write(outfile *o, str s)
{
	if (o->failed)
		return -1;
	if (s.n >= PENDING) /* no copy of what is large */
		return outfile_flush(o) == 0 ? put_out(o, s) : -1;
	buf_add(&o->pending, s);
	return o->pending.n >= PENDING ? outfile_flush(o) : 0;
}

void
file_sync_folder(const char *path)
{
	buf dir = {0};
	const char *slash = strrchr(path, '/');
	buf_add(&dir, slash ? str_of(path, (size_t)(slash - path) + 1) : STR("."));
	buf_addc(&dir, '\0');
	int fd = open(dir.p, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0) {
		fsync(fd);
		close(fd);
	}
	buf_free(&dir);
}

int
outfile_commit(outfile *o, diag *d)
{
	outfile_flush(o);
	if (!o->failed && o->tmp && fsync(o->fd) != 0) {
		o->failed = true;
		o->error = errno;
	}
	if (close(o->fd) != 0 && !o->failed) {
		o->failed = true;
		o->error = errno;
	}
	o->fd = -1;
	if (!o->failed && o->tmp && rename(o->tmp, o->path) != 0) {
		o->failed = true;
		o->error = errno;
	}
	if (o->failed) {
		diag_error(d, outfile_name(o), "cannot write: %s", strerror(o->error));
		outfile_abort(o);
		return -1;
	}
	if (o->tmp)
		file_sync_folder(o->path);
	forget(o);
	return 0;
}

void
outfile_abort(outfile *o)
{
	if (o->fd >= 0 && o->fd != STDOUT_FILENO)
		close(o->fd);
	if (o->tmp)
		unlink(o->tmp);
	forget(o);
}
