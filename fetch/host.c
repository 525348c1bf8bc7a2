#include "host.h"

#include <stdlib.h>
#include <string.h>

static void *
zeroed(size_t n, size_t size)
{
	void *p = calloc(n, size);
	if (!p)
		mem_exhausted();
	return p;
}

static host **
find(const hosts *hs, str origin)
{
	size_t i = (size_t)str_hash(origin) & (hs->cap - 1);
	while (hs->slot[i] && !str_eq(hs->slot[i]->origin, origin))
		i = (i + 1) & (hs->cap - 1);
	return &hs->slot[i];
}

static void
grow(hosts *hs)
{
	host **old = hs->slot;
	size_t n = hs->cap;
	hs->cap = n ? n * 2 : 64;
	hs->slot = zeroed(hs->cap, sizeof *hs->slot);
	for (size_t i = 0; i < n; i++)
		if (old[i])
			*find(hs, old[i]->origin) = old[i];
	free(old);
}

host *
hosts_get(hosts *hs, str origin)
{
	if (hs->n * 2 >= hs->cap)
		grow(hs);
	host **at = find(hs, origin), *h = *at;
	if (h)
		return h;
	h = zeroed(1, sizeof *h);
	frontier_host(hs->f, &h->row_memory, origin, &h->row);
	h->origin = h->row.origin;
	h->rules.crawl_delay_ms = -1;
	*at = h;
	hs->n++;
	return h;
}

static void
put(hosts *hs, size_t at, host *h)
{
	hs->heap[at] = h;
	h->heap_at = at;
}

static void
sift(hosts *hs, size_t at)
{
	host *h = hs->heap[at];
	while (at > 1 && hs->heap[at / 2]->next_at > h->next_at) {
		put(hs, at, hs->heap[at / 2]);
		at /= 2;
	}
	for (;;) {
		size_t kid = at * 2;
		if (kid < hs->heap_n && hs->heap[kid + 1]->next_at < hs->heap[kid]->next_at)
			kid++;
		if (kid > hs->heap_n || hs->heap[kid]->next_at >= h->next_at)
			break;
		put(hs, at, hs->heap[kid]);
		at = kid;
	}
	put(hs, at, h);
}

void
hosts_push(hosts *hs, host *h)
{
	if (!h->heap_at) {
		if (hs->heap_n + 2 > hs->heap_cap) {
			hs->heap_cap = hs->heap_cap ? hs->heap_cap * 2 : 64;
			hs->heap = realloc(hs->heap, hs->heap_cap * sizeof(host *));
			if (!hs->heap)
				mem_exhausted();
		}
		put(hs, ++hs->heap_n, h);
	}
	sift(hs, h->heap_at);
}

host *
hosts_top(const hosts *hs)
{
	return hs->heap_n ? hs->heap[1] : NULL;
}

void
hosts_pop(hosts *hs)
{
	hs->heap[1]->heap_at = 0;
	host *last = hs->heap[hs->heap_n--];
	if (hs->heap_n == 0 || last->heap_at == 0)
		return;
	put(hs, 1, last);
	sift(hs, 1);
}

void
hosts_free(hosts *hs)
{
	for (size_t i = 0; i < hs->cap; i++) {
		host *h = hs->slot[i];
		if (!h)
			continue;
		host_drop_queue(h);
		arena_free(&h->row_memory);
		arena_free(&h->rules_memory);
		free(h);
	}
	free(hs->slot);
	free(hs->heap);
	*hs = (hosts){0};
}

job *
job_new(host *h, str href)
{
	job *j = zeroed(1, sizeof *j + href.n);
	char *text = (char *)(j + 1);
	if (href.n)
		memcpy(text, href.p, href.n);
	j->href = str_of(text, href.n);
	j->host = h;
	j->permanent = true;
	return j;
}

bool
job_load(job *j, frontier *f)
{
	const char *why;
	if (j->loaded)
		return true;
	j->loaded = url_parse(&j->memory, j->href, NULL, &j->at, &why) &&
		    (j->robots || frontier_row(f, &j->memory, j->t.id, &j->t));
	return j->loaded;
}

void
job_free(job *j)
{
	arena_free(&j->memory);
	free(j);
}

void
host_queue(host *h, job *j, bool front)
{
	j->host = h;
	j->next = front ? h->first : NULL;
	if (front)
		h->first = j;
	else if (h->last)
		h->last->next = j;
	else
		h->first = j;
	if (!front || !h->last)
		h->last = j;
	h->queued++;
}

job *
host_take(host *h)
{
	job *j = h->first;
	if (!j)
		return NULL;
	h->first = j->next;
	if (!h->first)
		h->last = NULL;
	h->queued--;
	j->next = NULL;
	return j;
}

void
host_drop_queue(host *h)
{
	for (job *j; (j = host_take(h));)
		job_free(j);
}
