/* Writing: one file at a time, closed when it is large enough. */
#include "store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "calendar.h"
#include "cdxj.h"
#include "file.h"
#include "http.h"
#include "store_recover.h"
#include "warc.h"

#define OPEN_SUFFIX ".open"
#define INDEX_LINES ((size_t)20000) /* a file is closed before its index takes much memory */

/* Level 1 packs 110 MB of Chinese pages a second and core, level 6 half of that into a tenth less. */
enum { LEVEL_NONE = 0, LEVEL_SOME = 1, LEVEL_WELL = 6 };

struct store {
	store_options o;
	frontier *f;
	diag *d;
	warc_writer *warc; /* NULL: no file is open */
	int64_t id;
	str path;            /* final name */
	str open_path, info; /* name while open; record id of its warcinfo */
	arena names;
	cdxj index;
	unsigned serial;
	int level;
	uint64_t bytes;
	int64_t dated; /* second of `date` */
	char date[32];
	str *file;
	size_t nfile, file_cap;
};

/* The WARC-Date of a second; that of the page before is often the same. */
static str
date_of(store *s, arena *a, int64_t t)
{
	if (t != s->dated || !s->date[0]) {
		str text = calendar_utc(a, t, CALENDAR_ISO);
		snprintf(s->date, sizeof s->date, "%.*s", STR_ARG(text));
		s->dated = t;
	}
	return arena_dup(a, str_from(s->date));
}

store *
store_open(const store_options *o, frontier *f, adopt_fn adopted, void *to, diag *d)
{
	store *s = calloc(1, sizeof *s);
	if (!s)
		mem_exhausted();
	s->o = *o;
	s->f = f;
	s->d = d;
	s->level = o->gzip_level >= 0 ? o->gzip_level : LEVEL_SOME;
	if (store_recover(f, adopted, to, d) == 0)
		return s;
	store_abandon(s);
	return NULL;
}

static str
bracketed(arena *a, str id)
{
	const str part[] = {STR("<"), id, STR(">")};
	return arena_cat(a, part, 3);
}

static int
write_info(store *s, arena *a)
{
	str id = bracketed(a, warc_uuid(a));
	s->info = arena_dup(&s->names, id);
	const char *name = strrchr(s->path.p, '/');
	const warc_header h[] = {{STR("WARC-Record-ID"), id},
				 {STR("WARC-Filename"), str_from(name ? name + 1 : s->path.p)},
				 {STR("Content-Type"), STR("application/warc-fields")}};
	str block = arena_printf(
	    a,
	    "software: %s\r\nformat: WARC File Format 1.1\r\n"
	    "conformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n"
	    "robots: obey (RFC 9309)\r\nhttp-header-user-agent: %s\r\n%s%s%s",
	    s->o.software, s->o.agent, s->o.contact ? "operator: " : "", s->o.contact ? s->o.contact : "",
	    s->o.contact ? "\r\n" : "");
	return warc_write(s->warc, "warcinfo", h, 3, block, STR(""), NULL, NULL);
}

/* A name that nobody has, of a file that is being written or of one that is whole: other crawlers, with
 * states of their own, may write to the folder. */
static void
choose_name(store *s, arena *a)
{
	str time_text = calendar_utc(a, calendar_now(), "%Y%m%d%H%M%S");
	do {
		s->path = arena_printf(&s->names, "%s/%s-%s-%05u.warc.gz", s->o.dir, s->o.prefix, time_text.p,
				       s->serial++);
		s->open_path = arena_printf(&s->names, "%s" OPEN_SUFFIX, s->path.p);
	} while (access(s->path.p, F_OK) == 0 || access(s->open_path.p, F_OK) == 0);
}

/* The state knows of the file before it is there. */
static int
begin_file(store *s, arena *a)
{
	int fd;
	do {
		choose_name(s, a);
		s->id = frontier_warc_open(s->f, s->open_path);
		if (frontier_commit(s->f) != 0)
			return -1;
		fd = open(s->open_path.p, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
		if (fd < 0 && errno == EEXIST) /* another was quicker: it is not ours to mend */
			frontier_warc_close(s->f, s->id, s->path, 0);
	} while (fd < 0 && errno == EEXIST);
	if (fd >= 0)
		close(fd);
	s->warc = warc_create(s->open_path.p, true, s->d);
	if (!s->warc)
		return -1;
	file_sync_folder(s->open_path.p);
	warc_set_level(s->warc, s->level);
	return write_info(s, a);
}

static int
end_file(store *s)
{
	if (store_sync(s) != 0)
		return -1;
	uint64_t size = warc_size(s->warc);
	warc_writer *w = s->warc;
	s->warc = NULL;
	if (warc_finish(w) != 0 || store_finish_file(&s->index, s->open_path, s->path, s->d) != 0)
		return -1;
	cdxj_free(&s->index);
	frontier_warc_close(s->f, s->id, s->path, size);
	*arena_push(&s->names, s->file, s->nfile, s->file_cap) = s->path;
	return frontier_commit(s->f);
}

/* The head as it is kept: HTTP/2 gets the status line that archive tools read, and transfer coding, which is
 * undone, another name. */
static str
stored_head(arena *a, const exchange *x)
{
	buf b = {0};
	str rest = x->head, line;
	bool first = true;
	while (str_line(&rest, &line)) {
		if (first && x->http2) {
			str code = line, version;
			str_cut(&code, ' ', &version);
			buf_addf(&b, "HTTP/1.1 %.*s", STR_ARG(code));
		} else if (str_istarts(line, STR("Transfer-Encoding:"))) {
			buf_addz(&b, "X-Archive-Orig-");
			buf_add(&b, line);
		} else {
			buf_add(&b, line);
		}
		buf_addz(&b, "\r\n");
		first = false;
	}
	str out = arena_dup(a, buf_str(&b));
	buf_free(&b);
	return out;
}

static str
reason_of(enum outcome o)
{
	switch (o) {
	case OUT_TRUNC_LENGTH:
		return STR("length");
	case OUT_TRUNC_TIME:
		return STR("time");
	case OUT_TRUNC_DISCONNECT:
		return STR("disconnect");
	default:
		return STR("unspecified");
	}
}

static int
put_response(store *s, arena *a, const exchange *x, stored *p, str head, str body)
{
	warc_header h[16];
	size_t n = 0;
	bool revisit = p->profile != NULL;
#define ADD(name, value) (h[n++] = (warc_header){STR(name), (value)})
	ADD("WARC-Record-ID", bracketed(a, p->record));
	ADD("WARC-Date", p->date);
	ADD("WARC-Target-URI", p->url);
	ADD("WARC-Warcinfo-ID", s->info);
	if (x->ip[0])
		ADD("WARC-IP-Address", str_from(x->ip));
	ADD("WARC-Protocol", x->http2 ? STR("h2") : STR("http/1.1"));
	ADD("WARC-Payload-Digest", p->payload_digest);
	if (revisit) {
		ADD("WARC-Profile",
		    arena_printf(a, "http://netpreserve.org/warc/1.1/revisit/%s", p->profile));
		if (p->refers_to.n)
			ADD("WARC-Refers-To", bracketed(a, p->refers_to));
		if (p->refers_url.n)
			ADD("WARC-Refers-To-Target-URI", p->refers_url);
		if (p->refers_date.n)
			ADD("WARC-Refers-To-Date", p->refers_date);
	} else if (x->outcome != OUT_OK) {
		ADD("WARC-Truncated", reason_of(x->outcome));
	}
	ADD("Content-Type", STR("application/http; msgtype=response"));
	uint64_t offset, length;
	warc_hint_packed(s->warc, x->coded && body.n > 0);
	int rc = warc_write(s->warc, revisit ? "revisit" : "response", h, n, head, body, &offset, &length);
	warc_hint_packed(s->warc, false);
	if (rc != 0)
		return -1;
	p->offset = (int64_t)offset;
	p->length = (int64_t)length;
	http_message m;
	const char *name = strrchr(s->path.p, '/');
	bool parsed = http_parse(a, head, &m);
	cdxj_add(&s->index,
		 &(cdxj_entry){p->url, p->date, parsed ? m.mime : STR_NULL, p->payload_digest, x->status,
			       revisit, offset, length},
		 str_from(name ? name + 1 : s->path.p));
	return 0;
}

static int
put_request(store *s, arena *a, const exchange *x, const stored *p)
{
	str head = x->request_head;
	if (!s->o.requests || head.n == 0)
		return 0;
	size_t version = str_find(head, STR(" HTTP/2\r\n"));
	if (version != SIZE_MAX) {
		const str part[] = {str_of(head.p, version), STR(" HTTP/1.1\r\n"),
				    str_skip(head, version + 9)};
		head = arena_cat(a, part, 3);
	}
	const warc_header h[] = {{STR("WARC-Date"), p->date},
				 {STR("WARC-Target-URI"), p->url},
				 {STR("WARC-Concurrent-To"), bracketed(a, p->record)},
				 {STR("WARC-Warcinfo-ID"), s->info},
				 {STR("Content-Type"), STR("application/http; msgtype=request")}};
	return warc_write(s->warc, "request", h, 5, head, STR(""), NULL, NULL);
}

static void
fact(buf *b, const char *name, str value)
{
	if (!value.n)
		return;
	buf_addz(b, name);
	buf_addz(b, ": ");
	size_t from = b->n;
	buf_add(b, value);
	for (size_t i = from; i < b->n; i++)
		if ((unsigned char)b->p[i] < 0x20)
			b->p[i] = ' ';
	buf_addz(b, "\r\n");
}

static void
count(buf *b, const char *name, uint64_t value)
{
	buf_addz(b, name);
	buf_addz(b, ": ");
	buf_addu(b, value);
	buf_addz(b, "\r\n");
}

static int
put_metadata(store *s, arena *a, const exchange *x, const stored *p)
{
	buf b = {0};
	fact(&b, "via", p->via);
	count(&b, "hopsFromSeed", (uint64_t)p->hops);
	count(&b, "fetchTimeMs", (uint64_t)x->ms);
	fact(&b, "source", p->source);
	fact(&b, "section", p->section);
	fact(&b, "page", p->target);
	fact(&b, "role", p->final ? STR("page") : STR("redirect"));
	fact(&b, "flaw", str_from(x->flaw));
	if (x->outcome == OUT_TRUNC_LENGTH)
		fact(&b, "ratio",
		     arena_printf(a, "%llu decoded of %zu bytes", (unsigned long long)x->decoded, x->body.n));
	fact(&b, "certificate",
	     p->insecure ? STR("not verified, as the operator asked for this host") : STR_NULL);
	const warc_header h[] = {{STR("WARC-Date"), p->date},
				 {STR("WARC-Target-URI"), p->url},
				 {STR("WARC-Concurrent-To"), bracketed(a, p->record)},
				 {STR("WARC-Warcinfo-ID"), s->info},
				 {STR("Content-Type"), STR("application/warc-fields")}};
	int rc = warc_write(s->warc, "metadata", h, 5, buf_str(&b), STR(""), NULL, NULL);
	buf_free(&b);
	return rc;
}

void
store_name(store *s, arena *a, const exchange *x, stored *p)
{
	p->record = warc_uuid(a);
	p->date = date_of(s, a, x->started_at);
	p->payload_digest = p->digest.n ? p->digest : warc_digest(a, x->body, STR(""));
}

/* A full file is ended before the next page and not behind the last one: the commit that closes it in the
 * state must hold the rows of all its pages, for a closed file is not searched for pages again. */
static bool
is_full(const store *s)
{
	return s->warc && (warc_size(s->warc) >= s->o.max_size || s->index.n >= INDEX_LINES);
}

int
store_put(store *s, arena *a, const exchange *x, stored *p)
{
	if (is_full(s) && end_file(s) != 0)
		return -1;
	if (!s->warc && begin_file(s, a) != 0)
		return -1;
	uint64_t before = warc_size(s->warc);
	p->warc = s->id;
	if (!p->record.n)
		store_name(s, a, x, p);
	str body = p->profile ? STR("") : x->body;
	if (put_response(s, a, x, p, stored_head(a, x), body) != 0 || put_request(s, a, x, p) != 0 ||
	    put_metadata(s, a, x, p) != 0)
		return -1;
	s->bytes += warc_size(s->warc) - before;
	return 0;
}

int
store_sync(store *s)
{
	if (!s->warc)
		return 0;
	if (warc_sync(s->warc) != 0)
		return -1;
	frontier_warc_size(s->f, s->id, warc_size(s->warc));
	return 0;
}

void
store_pace(store *s, unsigned idle)
{
	if (s->o.gzip_level >= 0)
		return;
	s->level = idle >= 60 ? LEVEL_WELL : idle >= 30 ? LEVEL_SOME : LEVEL_NONE;
	if (s->warc)
		warc_set_level(s->warc, s->level);
}

uint64_t
store_bytes(const store *s)
{
	return s->bytes;
}

size_t
store_files(const store *s, const str **path)
{
	*path = s->file;
	return s->nfile;
}

void
store_abandon(store *s)
{
	warc_drop(s->warc);
	cdxj_free(&s->index);
	arena_free(&s->names);
	free(s);
}

int
store_close(store *s)
{
	return s->warc ? end_file(s) : 0;
}
