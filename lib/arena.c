#include "arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CHUNK (((size_t)1 << 16) - 256) /* what is larger when it is freed makes malloc tidy up all it has   \
					 */
#define ALIGN ((size_t)16)
#define KEEP  ((size_t)8 << 20) /* a reset keeps the largest chunk, unless a giant page made it */

struct arena_chunk {
	struct arena_chunk *next;
	size_t used, cap;
	_Alignas(16) char data[];
};

_Noreturn void
mem_exhausted(void)
{
	static const char text[] = "xinpian: out of memory\n";
	ssize_t n = write(STDERR_FILENO, text, sizeof text - 1);
	(void)n;
	_exit(2);
}

static struct arena_chunk *
chunk_new(size_t cap)
{
	struct arena_chunk *c = malloc(sizeof *c + cap);
	if (!c)
		mem_exhausted();
	c->next = NULL;
	c->used = 0;
	c->cap = cap;
	return c;
}

static void
add_chunk(arena *a, size_t size)
{
	size_t cap = a->cur ? a->cur->cap * 8 : CHUNK; /* in few steps: the system hands out every page of a new chunk anew */
	if (cap > (size_t)16 << 20)
		cap = (size_t)16 << 20;
	if (cap < size)
		cap = size;
	struct arena_chunk *c = chunk_new(cap);
	if (a->cur)
		a->cur->next = c;
	else
		a->first = c;
	a->cur = c;
}

void *
arena_alloc(arena *a, size_t size)
{
	if (size > SIZE_MAX / 4)
		mem_exhausted();
	size = (size + ALIGN - 1) & ~(ALIGN - 1);
	if (!a->cur || a->cur->cap - a->cur->used < size)
		add_chunk(a, size);
	void *p = a->cur->data + a->cur->used;
	a->cur->used += size;
	a->total += size;
	return p;
}

void *
arena_zalloc(arena *a, size_t size)
{
	void *p = arena_alloc(a, size);
	memset(p, 0, size);
	return p;
}

void *
arena_zalloc_n(arena *a, size_t n, size_t size)
{
	if (size && n > SIZE_MAX / 4 / size)
		mem_exhausted();
	return arena_zalloc(a, n * size);
}

void
arena_trim(arena *a, const void *p, size_t size, size_t used)
{
	struct arena_chunk *c = a->cur;
	size_t was = (size + ALIGN - 1) & ~(ALIGN - 1), now = (used + ALIGN - 1) & ~(ALIGN - 1);
	if (now >= was || (const char *)p + was != c->data + c->used)
		return;
	c->used -= was - now;
	a->total -= was - now;
}

void *
arena_grow(arena *a, void *old, size_t oldsize, size_t newsize)
{
	size_t was = (oldsize + ALIGN - 1) & ~(ALIGN - 1), want = (newsize + ALIGN - 1) & ~(ALIGN - 1);
	struct arena_chunk *c = a->cur;
	if (old && c && want >= was && (char *)old + was == c->data + c->used && c->cap - c->used >= want - was) {
		c->used += want - was;
		a->total += want - was;
		return old;
	}
	void *p = arena_alloc(a, newsize);
	if (old)
		memcpy(p, old, oldsize < newsize ? oldsize : newsize);
	return p;
}

void *
arena_more(arena *a, void *v, size_t *cap, size_t size)
{
	size_t was = *cap, want = was ? was * 2 : 16;
	void *p = arena_grow(a, v, was * size, want * size);
	memset((char *)p + was * size, 0, (want - was) * size);
	*cap = want;
	return p;
}

str
arena_dup(arena *a, str s)
{
	char *p = arena_alloc(a, s.n + 1);
	if (s.n)
		memcpy(p, s.p, s.n);
	p[s.n] = '\0';
	return (str){p, s.n};
}

str
arena_cat(arena *a, const str *parts, size_t n)
{
	size_t len = 0;
	for (size_t i = 0; i < n; i++)
		len += parts[i].n;
	char *p = arena_alloc(a, len + 1), *q = p;
	for (size_t i = 0; i < n; i++) {
		if (parts[i].n)
			memcpy(q, parts[i].p, parts[i].n);
		q += parts[i].n;
	}
	*q = '\0';
	return (str){p, len};
}

str
arena_lower(arena *a, str s)
{
	str out = arena_dup(a, s);
	char *p = (char *)(uintptr_t)out.p;
	for (size_t i = 0; i < out.n; i++)
		p[i] = (char)ascii_lower(p[i]);
	return out;
}

str
arena_printf(arena *a, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	int n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0)
		return STR_NULL;
	char *p = arena_alloc(a, (size_t)n + 1);
	va_start(ap, fmt);
	vsnprintf(p, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return (str){p, (size_t)n};
}

void
arena_reset(arena *a)
{
	struct arena_chunk *kept = NULL, *next;
	for (struct arena_chunk *c = a->first; c; c = next) {
		bool larger = c->cap <= KEEP && (!kept || c->cap > kept->cap);
		struct arena_chunk *less = larger ? kept : c;
		next = c->next;
		kept = larger ? c : kept;
		free(less);
	}
	if (kept) {
		kept->next = NULL;
		kept->used = 0;
	}
	*a = (arena){.first = kept, .cur = kept};
}

void
arena_free(arena *a)
{
	struct arena_chunk *c = a->first;
	while (c) {
		struct arena_chunk *next = c->next;
		free(c);
		c = next;
	}
	*a = (arena){0};
}
