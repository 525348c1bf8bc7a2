/*
 * crashat - loaded into the crawler with LD_PRELOAD: ends it, as kill -9 would, at the Nth thing that it does to a file.
 *
 * CRASH_AT=N      the Nth call of write, pwrite, fsync, fdatasync, ftruncate, rename or unlink on a regular file ends the process.
 *                 Of a write half of the bytes have arrived.
 * CRASH_POWER=1   the machine has lost its power: what is not synced yet of a file called *.open is lost as well. The state file keeps
 *                 all that was written to it: the worst that can be, for it must not speak of what is lost.
 * CRASH_COUNT=F   a process that ends by itself writes to F how many such calls it made.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

enum { FILES = 1024 };

static long at, calls;
static int power;
static off_t synced[FILES]; /* bytes of each descriptor's file that are on the disk */

ssize_t write(int fd, const void *bytes, size_t n);
ssize_t pwrite64(int fd, const void *bytes, size_t n, off64_t where);

static void *
next(const char *name)
{
	return dlsym(RTLD_NEXT, name);
}

__attribute__((constructor)) static void
begin(void)
{
	const char *n = getenv("CRASH_AT");
	at = n ? atol(n) : 0;
	power = getenv("CRASH_POWER") != NULL;
}

__attribute__((destructor)) static void
end(void)
{
	const char *name = getenv("CRASH_COUNT");
	FILE *f = name ? fopen(name, "w") : NULL;
	if (!f)
		return;
	fprintf(f, "%ld\n", calls);
	fclose(f);
}

static int
is_open_archive(int fd)
{
	char link[64], name[4096];
	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	ssize_t n = readlink(link, name, sizeof name);
	return n > 5 && memcmp(name + n - 5, ".open", 5) == 0;
}

static void
crash(void)
{
	for (int fd = 3; power && fd < FILES; fd++)
		if (is_open_archive(fd)) {
			int (*cut)(int, off_t) = (int (*)(int, off_t))next("ftruncate");
			cut(fd, synced[fd]);
		}
	kill(getpid(), SIGKILL);
	for (;;)
		pause();
}

/* Is this call the one? Files alone count: sockets and terminals do not. */
static int
its_turn(int fd)
{
	struct stat st;
	if (fd >= 0 && (fd <= 2 || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)))
		return 0;
	return ++calls == at;
}

static void
is_synced(int fd)
{
	struct stat st;
	if (fd >= 0 && fd < FILES && fstat(fd, &st) == 0)
		synced[fd] = st.st_size;
}

ssize_t
write(int fd, const void *bytes, size_t n)
{
	ssize_t (*real)(int, const void *, size_t) = (ssize_t(*)(int, const void *, size_t))next("write");
	if (!its_turn(fd))
		return real(fd, bytes, n);
	real(fd, bytes, n / 2);
	crash();
	return -1;
}

ssize_t
pwrite64(int fd, const void *bytes, size_t n, off64_t where)
{
	ssize_t (*real)(int, const void *, size_t, off64_t) =
	    (ssize_t(*)(int, const void *, size_t, off64_t))next("pwrite64");
	if (!its_turn(fd))
		return real(fd, bytes, n, where);
	real(fd, bytes, n / 2, where);
	crash();
	return -1;
}

#define ON_FILE(name)                                                                                        \
	int name(int fd)                                                                                     \
	{                                                                                                    \
		if (its_turn(fd))                                                                            \
			crash();                                                                             \
		int rc = ((int (*)(int))next(#name))(fd);                                                    \
		is_synced(fd);                                                                               \
		return rc;                                                                                   \
	}
ON_FILE(fsync)
ON_FILE(fdatasync)

#define ON_CUT(name, type)                                                                                   \
	int name(int fd, type size)                                                                          \
	{                                                                                                    \
		if (its_turn(fd))                                                                            \
			crash();                                                                             \
		return ((int (*)(int, type))next(#name))(fd, size);                                          \
	}
ON_CUT(ftruncate, off_t)
ON_CUT(ftruncate64, off64_t)

int
rename(const char *from, const char *to)
{
	if (its_turn(-1))
		crash();
	return ((int (*)(const char *, const char *))next("rename"))(from, to);
}

int
unlink(const char *path)
{
	if (its_turn(-1))
		crash();
	return ((int (*)(const char *))next("unlink"))(path);
}
