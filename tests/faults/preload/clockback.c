/* clockback.so - for LD_PRELOAD: a second after the program has begun, its wall clock is set back by a day.
 */
#include <dlfcn.h>
#include <time.h>

static int
real(clockid_t which, struct timespec *t)
{
	static int (*of_libc)(clockid_t, struct timespec *);
	if (!of_libc)
		*(void **)&of_libc = dlsym(RTLD_NEXT, "clock_gettime");
	return of_libc(which, t);
}

int
clock_gettime(clockid_t which, struct timespec *t)
{
	static time_t began;
	struct timespec now;
	if (real(CLOCK_MONOTONIC, &now) == 0 && !began)
		began = now.tv_sec;
	int rc = real(which, t);
	if (which == CLOCK_REALTIME && now.tv_sec > began + 1)
		t->tv_sec -= 86400;
	return rc;
}

time_t
time(time_t *to)
{
	struct timespec t;
	clock_gettime(CLOCK_REALTIME, &t);
	if (to)
		*to = t.tv_sec;
	return t.tv_sec;
}
