#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PENDING ((size_t)1 << 16)

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
	if (stat(path, &st) == 0 && !S_ISREG(st.st_mode)) { /* a device or a pipe cannot appear whole */
		o->fd = open(path, O_WRONLY | O_CLOEXEC);
		if (o->fd < 0)
			diag_error(d, path, "cannot open: %s", strerror(errno));
		return o->fd < 0 ? -1 : 0;
	}
	buf tmp = {0};
	buf_addf(&tmp, "%s.tmp.%ld%c", path, (long)getpid(), '\0');
	o->tmp = tmp.p;
	o->path = strdup(path);
	if (!o->path)
		mem_exhausted();
	o->fd = open(o->tmp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (o->fd >= 0)
		return 0;
	diag_error(d, o->tmp, "cannot create: %s", strerror(errno));
	outfile_abort(o);
	return -1;
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
	const char *name = o->path ? o->path : "output";
	outfile_flush(o);
	if (!o->failed && o->path && fsync(o->fd) != 0) {
		o->failed = true;
		o->error = errno;
	}
	if (close(o->fd) != 0 && !o->failed) {
		o->failed = true;
		o->error = errno;
	}
	o->fd = -1;
	if (!o->failed && o->path && rename(o->tmp, o->path) != 0) {
		o->failed = true;
		o->error = errno;
	}
	if (o->failed) {
		diag_error(d, name, "cannot write: %s", strerror(o->error));
		outfile_abort(o);
		return -1;
	}
	if (o->path)
		file_sync_folder(o->path);
	free(o->path);
	free(o->tmp);
	buf_free(&o->pending);
	*o = (outfile){.fd = -1};
	return 0;
}

void
outfile_abort(outfile *o)
{
	if (o->fd >= 0 && o->fd != STDOUT_FILENO)
		close(o->fd);
	if (o->tmp)
		unlink(o->tmp);
	free(o->path);
	free(o->tmp);
	buf_free(&o->pending);
	*o = (outfile){.fd = -1};
}
