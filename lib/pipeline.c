#include "pipeline.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum slot_state { SLOT_FREE, SLOT_READY, SLOT_BUSY, SLOT_DONE };

typedef struct slot {
	enum slot_state state;
	item it;
	buf out;
	int status;
} slot;

/* A ring of slots: the calling thread fills it at `fill` and writes results from `drain`; workers take at `take`. */
typedef struct ring {
	pipeline *p;
	pthread_mutex_t lock;
	pthread_cond_t ready, done;
	slot *slot;
	size_t nslot, fill, take, drain; /* counts since the start; the slot is count % nslot */
	bool closed;
} ring;

typedef struct meter {
	size_t items, bad;
	struct timespec last;
} meter;

static void
show_progress(const pipeline *p, meter *m, bool end)
{
	struct timespec now;
	if (!p->progress)
		return;
	clock_gettime(CLOCK_MONOTONIC, &now);
	if (!end && now.tv_sec - m->last.tv_sec < 1)
		return;
	m->last = now;
	if (end)
		fputs("\r\033[K", p->diag->to);
	else
		fprintf(p->diag->to, "\r%s: %zu done\033[K", p->diag->prog, m->items);
	fflush(p->diag->to);
}

/* Writes one finished item. 0; -1 when writing failed (outfile_commit says so); 1 to stop at a bad item. */
static int
deliver(pipeline *p, slot *s, meter *m)
{
	int rc = 0;
	if (p->ordered && p->ordered(p->shared, &s->it, &s->out) != 0)
		s->status = 1;
	if (outfile_write(p->out, buf_str(&s->out)) != 0)
		rc = -1;
	m->items++;
	if (s->status) {
		m->bad++;
		if (p->fail_fast && rc == 0)
			rc = 1;
	}
	buf_clear(&s->out);
	if (s->out.cap > ((size_t)4 << 20))
		buf_free(&s->out);
	arena_reset(&s->it.memory);
	show_progress(p, m, false);
	return rc;
}

static int
read_item(pipeline *p, item *it)
{
	arena keep = it->memory;
	*it = (item){.memory = keep};
	int got = p->next(p->source, it);
	return got > 0 && p->fail_fast && diag_status(p->diag) != EXIT_OK ? 0 : got; /* what came before this item could not be read */
}

static int
run_single(pipeline *p, meter *m)
{
	slot s = {0};
	arena scratch = {0};
	void *w = p->worker_new ? p->worker_new(p->shared) : p->shared;
	int rc = 0, got = 1;
	while (rc == 0 && (got = read_item(p, &s.it)) > 0) {
		s.status = p->work(w, &scratch, &s.it, &s.out);
		arena_reset(&scratch);
		rc = deliver(p, &s, m);
	}
	if (p->worker_free)
		p->worker_free(w);
	arena_free(&scratch);
	arena_free(&s.it.memory);
	buf_free(&s.out);
	return got < 0 || rc < 0 ? -1 : 0;
}

static void *
worker_main(void *arg)
{
	ring *r = arg;
	pipeline *p = r->p;
	arena scratch = {0};
	void *w = p->worker_new ? p->worker_new(p->shared) : p->shared;
	pthread_mutex_lock(&r->lock);
	for (;;) {
		while (r->take == r->fill && !r->closed)
			pthread_cond_wait(&r->ready, &r->lock);
		if (r->take == r->fill)
			break;
		slot *s = &r->slot[r->take++ % r->nslot];
		s->state = SLOT_BUSY;
		pthread_mutex_unlock(&r->lock);
		s->status = p->work(w, &scratch, &s->it, &s->out);
		arena_reset(&scratch);
		pthread_mutex_lock(&r->lock);
		s->state = SLOT_DONE;
		pthread_cond_signal(&r->done);
	}
	pthread_mutex_unlock(&r->lock);
	if (p->worker_free)
		p->worker_free(w);
	arena_free(&scratch);
	return NULL;
}

static void
hand_over(ring *r)
{
	pthread_mutex_lock(&r->lock);
	r->slot[r->fill % r->nslot].state = SLOT_READY;
	r->fill++;
	pthread_cond_signal(&r->ready);
	pthread_mutex_unlock(&r->lock);
}

/* Waits until the oldest item is done and delivers it. */
static int
deliver_oldest(ring *r, meter *m)
{
	slot *s = &r->slot[r->drain % r->nslot];
	pthread_mutex_lock(&r->lock);
	while (s->state != SLOT_DONE)
		pthread_cond_wait(&r->done, &r->lock);
	pthread_mutex_unlock(&r->lock);
	int rc = deliver(r->p, s, m);
	s->state = SLOT_FREE;
	r->drain++;
	return rc;
}

static int
feed_ring(ring *r, meter *m)
{
	int got, rc = 0;
	for (;;) {
		if (r->fill - r->drain == r->nslot && (rc = deliver_oldest(r, m)) != 0)
			break;
		got = read_item(r->p, &r->slot[r->fill % r->nslot].it);
		if (got <= 0) {
			rc = got;
			break;
		}
		hand_over(r);
	}
	while (r->drain < r->fill) {
		if (rc == 0)
			rc = deliver_oldest(r, m);
		else { /* stopped early: let the workers finish, drop what they made */
			pthread_mutex_lock(&r->lock);
			while (r->slot[r->drain % r->nslot].state != SLOT_DONE)
				pthread_cond_wait(&r->done, &r->lock);
			pthread_mutex_unlock(&r->lock);
			r->drain++;
		}
	}
	return rc;
}

static int
run_threads(pipeline *p, meter *m)
{
	ring r = {.p = p, .nslot = (size_t)p->jobs * 4};
	pthread_t *thread = calloc(p->jobs, sizeof *thread);
	r.slot = calloc(r.nslot, sizeof *r.slot);
	if (!thread || !r.slot)
		mem_exhausted();
	pthread_mutex_init(&r.lock, NULL);
	pthread_cond_init(&r.ready, NULL);
	pthread_cond_init(&r.done, NULL);
	unsigned started = 0;
	while (started < p->jobs && pthread_create(&thread[started], NULL, worker_main, &r) == 0)
		started++;
	int rc = -1;
	if (started)
		rc = feed_ring(&r, m);
	else
		diag_error(p->diag, NULL, "cannot start a thread");
	pthread_mutex_lock(&r.lock);
	r.closed = true;
	pthread_cond_broadcast(&r.ready);
	pthread_mutex_unlock(&r.lock);
	for (unsigned i = 0; i < started; i++)
		pthread_join(thread[i], NULL);
	for (size_t i = 0; i < r.nslot; i++) {
		arena_free(&r.slot[i].it.memory);
		buf_free(&r.slot[i].out);
	}
	pthread_mutex_destroy(&r.lock);
	pthread_cond_destroy(&r.ready);
	pthread_cond_destroy(&r.done);
	free(r.slot);
	free(thread);
	return rc < 0 ? -1 : 0;
}

int
pipeline_run(pipeline *p)
{
	meter m = {0};
	int rc = p->jobs > 1 ? run_threads(p, &m) : run_single(p, &m);
	show_progress(p, &m, true);
	if (p->out->failed && outfile_flush(p->out) != 0)
		diag_error(p->diag, outfile_name(p->out), "cannot write: %s", strerror(p->out->error));
	if (rc != 0 || p->out->failed)
		return EXIT_CANNOT_RUN;
	return m.bad ? EXIT_BAD_INPUT : diag_status(p->diag);
}
