/* The set of transfers: options, start, work, end. */
#include "slot.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>

#define STALL_BYTES      64L               /* bytes a second; below it for stall_ms a transfer is given up */
#define IDLE_CONNECTIONS 256U              /* kept open between the turns of their hosts */
#define OWN_FILES        24U               /* descriptors for the state, the archive, the lists */
#define COOKIES_MAX      1000              /* then the jar is emptied: a server may set new ones for ever */
#define HEAP_WORTH       ((size_t)1 << 20) /* buffers larger than this are given back after use */

static const char *const names[OUT_COUNT] = {
    "ok",
    "truncated: length",
    "truncated: time",
    "truncated: disconnect",
    "truncated: damaged coding",
    "timeout",
    "name not resolved",
    "no connection",
    "TLS",
    "certificate",
    "empty reply",
    "connection reset",
    "protocol",
    "headers too large",
    "content coding",
    "private address",
    "cancelled",
};

const char *
outcome_name(enum outcome o)
{
	return o < OUT_COUNT ? names[o] : "?";
}

static int64_t
now_us(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

int64_t
monotonic_ms(void)
{
	return now_us() / 1000;
}

static void
set_limits(CURL *e, const transfer_options *o)
{
	curl_easy_setopt(e, CURLOPT_CONNECTTIMEOUT_MS, o->connect_ms);
	curl_easy_setopt(e, CURLOPT_TIMEOUT_MS, o->total_ms);
	curl_easy_setopt(e, CURLOPT_LOW_SPEED_LIMIT, STALL_BYTES);
	curl_easy_setopt(e, CURLOPT_LOW_SPEED_TIME, (o->stall_ms + 999) / 1000);
	curl_easy_setopt(e, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(e, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(e, CURLOPT_QUICK_EXIT,
			 1L); /* a resolver that hangs must not hold the end of the run */
	curl_easy_setopt(e, CURLOPT_PATH_AS_IS, 1L);
	curl_easy_setopt(e, CURLOPT_HTTP_CONTENT_DECODING, 0L);
	curl_easy_setopt(e, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
	curl_easy_setopt(e, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
	curl_easy_setopt(e, CURLOPT_BUFFERSIZE, 131072L);
}

static CURL *
new_easy(transfers *t, slot *s)
{
	CURL *e = curl_easy_init();
	if (!e)
		mem_exhausted();
	set_limits(e, &t->o);
	curl_easy_setopt(e, CURLOPT_USERAGENT, t->o.agent);
	curl_easy_setopt(e, CURLOPT_SHARE, t->share);
	curl_easy_setopt(e, CURLOPT_COOKIEFILE, "");
	curl_easy_setopt(e, CURLOPT_PRIVATE, s);
	curl_easy_setopt(e, CURLOPT_ERRORBUFFER, s->error);
	curl_easy_setopt(e, CURLOPT_HEADERFUNCTION, slot_on_header);
	curl_easy_setopt(e, CURLOPT_HEADERDATA, s);
	curl_easy_setopt(e, CURLOPT_WRITEFUNCTION, slot_on_body);
	curl_easy_setopt(e, CURLOPT_WRITEDATA, s);
	curl_easy_setopt(e, CURLOPT_OPENSOCKETFUNCTION, slot_on_socket);
	curl_easy_setopt(e, CURLOPT_OPENSOCKETDATA, s);
	curl_easy_setopt(e, CURLOPT_CLOSESOCKETFUNCTION, slot_on_close);
	curl_easy_setopt(e, CURLOPT_CLOSESOCKETDATA, t);
	curl_easy_setopt(e, CURLOPT_VERBOSE, 1L);
	curl_easy_setopt(e, CURLOPT_DEBUGFUNCTION, slot_on_debug);
	curl_easy_setopt(e, CURLOPT_DEBUGDATA, s);
	curl_easy_setopt(e, CURLOPT_NOPROXY, "");
	if (t->o.ca_file)
		curl_easy_setopt(e, CURLOPT_CAINFO, t->o.ca_file);
	if (t->resolve)
		curl_easy_setopt(e, CURLOPT_RESOLVE, t->resolve);
	return e;
}

static struct curl_slist *
with_field(struct curl_slist *list, const char *name, str value)
{
	buf line = {0};
	if (!value.p)
		return list;
	buf_addf(&line, "%s: %.*s%c", name, STR_ARG(value), '\0');
	list = curl_slist_append(list, line.p);
	buf_free(&line);
	return list;
}

/* What every request says. */
static struct curl_slist *
common_fields(void)
{
	struct curl_slist *list = NULL;
	list = with_field(list, "Accept",
			  STR("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"));
	list = with_field(list, "Accept-Encoding", STR("gzip, deflate, br, zstd"));
	return with_field(list, "Accept-Language", STR("zh-CN,zh;q=0.9,zh-TW;q=0.8,en;q=0.5"));
}

/* What the limit on open files leaves room for: a transfer may hold three descriptors, while a name is looked
 * up and two addresses are tried. Returns how many connections may be kept open. */
static unsigned
fit_files(transfer_options *o, diag *d)
{
	struct rlimit files;
	rlim_t want = 3 * (rlim_t)o->connections + IDLE_CONNECTIONS + OWN_FILES;
	if (getrlimit(RLIMIT_NOFILE, &files) != 0)
		return IDLE_CONNECTIONS;
	if (files.rlim_cur < want) {
		files.rlim_cur = want < files.rlim_max ? want : files.rlim_max;
		setrlimit(RLIMIT_NOFILE, &files);
		getrlimit(RLIMIT_NOFILE, &files);
	}
	if (files.rlim_cur >= want)
		return IDLE_CONNECTIONS;
	rlim_t room = files.rlim_cur > OWN_FILES ? files.rlim_cur - OWN_FILES : 0, most = room / 4;
	if (o->connections > most) {
		o->connections = most ? (unsigned)most : 1;
		diag_warn(d, NULL, "transfers at once: %u, as the limit on open files (ulimit -n) is %llu",
			  o->connections, (unsigned long long)files.rlim_cur);
	}
	rlim_t idle = room > 3 * (rlim_t)o->connections ? room - 3 * (rlim_t)o->connections : 0;
	return idle < IDLE_CONNECTIONS ? (unsigned)idle : IDLE_CONNECTIONS;
}

transfers *
transfers_new(const transfer_options *o, diag *d)
{
	transfers *t = calloc(1, sizeof *t);
	if (!t)
		mem_exhausted();
	t->o = *o;
	t->d = d;
	unsigned idle = fit_files(&t->o, d);
	t->slot = calloc(t->o.connections, sizeof *t->slot);
	if (!t->slot)
		mem_exhausted();
	t->multi = curl_multi_init();
	t->share = curl_share_init();
	if (!t->multi || !t->share)
		mem_exhausted();
	curl_share_setopt(t->share, CURLSHOPT_SHARE, CURL_LOCK_DATA_COOKIE);
	curl_multi_setopt(t->multi, CURLMOPT_MAXCONNECTS, (long)t->o.connections + (long)idle);
	for (char **r = o->resolve; r && *r; r++)
		t->resolve = curl_slist_append(t->resolve, *r);
	t->fields = common_fields();
	return t;
}

void
transfers_free(transfers *t)
{
	for (unsigned i = 0; i < t->o.connections; i++) {
		slot *s = &t->slot[i];
		if (s->busy)
			curl_multi_remove_handle(t->multi, s->easy);
		curl_easy_cleanup(s->easy);
		curl_slist_free_all(s->fields);
		coding_close(s->coding);
		buf *const own[] = {&s->url, &s->head, &s->body, &s->sent, &s->prefix};
		for (size_t k = 0; k < sizeof own / sizeof *own; k++)
			buf_free(own[k]);
	}
	curl_multi_cleanup(t->multi);
	curl_share_cleanup(t->share);
	curl_slist_free_all(t->resolve);
	curl_slist_free_all(t->fields);
	free(t->opened);
	free(t->slot);
	free(t);
}

unsigned
transfers_active(const transfers *t)
{
	return t->active;
}

bool
transfers_full(const transfers *t)
{
	return t->active >= t->o.connections;
}

static slot *
free_slot(transfers *t)
{
	for (unsigned i = 0; i < t->o.connections; i++)
		if (!t->slot[i].busy)
			return &t->slot[i];
	return NULL;
}

static void
empty(buf *b)
{
	if (b->cap > HEAP_WORTH)
		buf_free(b);
	buf_clear(b);
}

static void
reset(slot *s, transfers *t, const request *r)
{
	s->x =
	    (exchange){.user = r->user, .conditional = r->etag.p || r->modified.p, .started_at = time(NULL)};
	s->of = t;
	buf *const own[] = {&s->url, &s->head, &s->body, &s->sent, &s->prefix};
	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		empty(own[i]);
	s->error[0] = '\0';
	s->busy = true;
	s->done = s->head_done = s->body_plain = s->body_damaged = false;
	s->left_intact = s->shut = s->going = false;
	s->head_seen = 0;
	s->interim = 0;
	s->fault = OUT_OK;
	s->why = NULL;
	s->by_proxy = r->proxy != NULL;
	s->max_body = r->max_body ? r->max_body : t->o.max_body;
	s->started = monotonic_ms();
}

/* What came since the last answer would be taken for the next one. The connection is ended, so that libcurl
 * finds it dead. */
static void
drop_talking(const transfers *t, kept_socket k)
{
	struct pollfd p = {.fd = k.fd, .events = POLLIN};
	if (k.opened && (size_t)k.fd < t->opened_cap && t->opened[k.fd] == k.opened && poll(&p, 1, 0) > 0)
		shutdown(k.fd, SHUT_RDWR);
}

void
transfers_start(transfers *t, const request *r)
{
	slot *s = free_slot(t);
	if (!s)
		return;
	drop_talking(t, r->kept);
	reset(s, t, r);
	/* A handle serves one transfer: libcurl 7.88 keeps a pointer to the last header of the one before,
	 * freed by then, and a first header line that begins with a space makes it write there. Connections,
	 * names and cookies are not the handle's. */
	curl_easy_cleanup(s->easy);
	s->easy = new_easy(t, s);
	buf_add(&s->url, r->url);
	buf_addc(&s->url, '\0');
	curl_slist_free_all(s->fields);
	s->fields = NULL;
	if (r->etag.p || r->modified.p)
		s->fields = with_field(with_field(common_fields(), "If-None-Match", r->etag),
				       "If-Modified-Since", r->modified);
	if (t->cookies > COOKIES_MAX) {
		curl_easy_setopt(s->easy, CURLOPT_COOKIELIST, "ALL");
		t->cookies = 0;
	}
	curl_easy_setopt(s->easy, CURLOPT_URL, s->url.p);
	curl_easy_setopt(s->easy, CURLOPT_PROXY,
			 r->proxy ? r->proxy : ""); /* "": the environment is not asked */
	curl_easy_setopt(s->easy, CURLOPT_HTTPHEADER, s->fields ? s->fields : t->fields);
	curl_easy_setopt(s->easy, CURLOPT_FRESH_CONNECT, r->fresh ? 1L : 0L);
	curl_easy_setopt(s->easy, CURLOPT_FORBID_REUSE, 0L);
	curl_easy_setopt(s->easy, CURLOPT_SSL_VERIFYPEER, r->insecure ? 0L : 1L);
	curl_easy_setopt(s->easy, CURLOPT_SSL_VERIFYHOST, r->insecure ? 0L : 2L);
	curl_multi_add_handle(t->multi, s->easy);
	t->active++;
}

static void
end_slot(transfers *t, slot *s, CURLcode rc)
{
	slot_finish(s, rc);
	s->x.ms = (long)(monotonic_ms() - s->started);
	curl_multi_remove_handle(t->multi, s->easy);
}

/* A deadline that libcurl does not know: until the head is there. */
static void
check_heads(transfers *t)
{
	int64_t now = monotonic_ms();
	for (unsigned i = 0; i < t->o.connections; i++) {
		slot *s = &t->slot[i];
		if (!s->busy || s->done || s->head_done || now - s->started < t->o.header_ms)
			continue;
		s->fault = OUT_TIMEOUT;
		s->why = "no complete head in time";
		end_slot(t, s, CURLE_OPERATION_TIMEDOUT);
	}
}

void
transfers_work(transfers *t, int wait_ms)
{
	int running, left;
	curl_multi_perform(t->multi, &running);
	if ((unsigned)running == t->active && wait_ms > 0) {
		int64_t from = now_us();
		curl_multi_poll(t->multi, NULL, 0, wait_ms, NULL);
		t->idle_us += now_us() - from;
		curl_multi_perform(t->multi, &running);
	}
	for (CURLMsg *m; (m = curl_multi_info_read(t->multi, &left));) {
		slot *s = NULL;
		if (m->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &s);
		end_slot(t, s, m->data.result);
	}
	check_heads(t);
}

int64_t
transfers_idle_ms(const transfers *t)
{
	return t->idle_us / 1000;
}

const exchange *
transfers_next(transfers *t)
{
	for (unsigned i = 0; i < t->o.connections; i++)
		if (t->slot[i].busy && t->slot[i].done)
			return &t->slot[i].x;
	return NULL;
}

void
transfers_release(transfers *t, const exchange *x)
{
	for (unsigned i = 0; i < t->o.connections; i++) {
		slot *s = &t->slot[i];
		if (&s->x != x || !s->busy)
			continue;
		s->busy = s->done = false;
		t->active--;
	}
}

void
transfers_cancel(transfers *t)
{
	for (unsigned i = 0; i < t->o.connections; i++) {
		slot *s = &t->slot[i];
		if (!s->busy || s->done)
			continue;
		s->fault = OUT_CANCELLED;
		s->why = "run stopped";
		end_slot(t, s, CURLE_OPERATION_TIMEDOUT);
	}
}
