/* Rows of the state file: URLs, hosts, digests, GUIDs, WARC files. */
#include "frontier_db.h"

static const char *const kinds[KIND_COUNT] = {"page", "feed", "sitemap", "index"};
static const char *const states[STATE_COUNT] = {"waiting", "done",       "gone",
						"dropped", "disallowed", "blocked"};

const char *
kind_name(enum kind k)
{
	return k < KIND_COUNT ? kinds[k] : "?";
}

int
kind_of(str name)
{
	return str_index(name, kinds, KIND_COUNT);
}

const char *
state_name(enum state s)
{
	return s < STATE_COUNT ? states[s] : "?";
}

static void
read_target(arena *a, sqlite3_stmt *q, target *t)
{
	int c = 0;
	*t = (target){0};
	t->id = sqlite3_column_int64(q, c++);
	t->url = db_text(a, q, c++);
	t->host = sqlite3_column_int64(q, c++);
	t->kind = (enum kind)sqlite3_column_int(q, c++);
	t->state = (enum state)sqlite3_column_int(q, c++);
	t->source = db_text(a, q, c++);
	t->via = db_text(a, q, c++);
	t->note = db_text(a, q, c++);
	int64_t *const number[] = {&t->depth, &t->tries,   &t->status, &t->added,
				   &t->due,   &t->fetched, &t->changed};
	for (size_t i = 0; i < sizeof number / sizeof *number; i++)
		*number[i] = sqlite3_column_int64(q, c++);
	t->etag = db_text(a, q, c++);
	t->modified = db_text(a, q, c++);
	t->digest = db_text(a, q, c++);
	t->record = db_text(a, q, c++);
	t->warc = sqlite3_column_int64(q, c++);
	t->offset = sqlite3_column_int64(q, c++);
	t->length = sqlite3_column_int64(q, c++);
	t->guid = db_text(a, q, c++);
	t->moved_to = db_text(a, q, c++);
	t->moved_n = sqlite3_column_int64(q, c++);
	t->interval = sqlite3_column_int64(q, c++);
	t->new_at = sqlite3_column_int64(q, c++);
	t->items = sqlite3_column_int64(q, c++);
}

static bool
one_target(frontier *f, sqlite3_stmt *q, arena *a, target *out)
{
	if (!db_row(f, q))
		return false;
	read_target(a, q, out);
	sqlite3_reset(q);
	return true;
}

bool
frontier_find(frontier *f, arena *a, str url, target *out)
{
	return one_target(f, db_query(f, Q_FIND, "t", url), a, out);
}

bool
frontier_row(frontier *f, arena *a, int64_t id, target *out)
{
	return one_target(f, db_query(f, Q_ROW, "i", id), a, out);
}

static int64_t
find_host_id(frontier *f, str origin)
{
	sqlite3_stmt *q = db_query(f, Q_HOST_ID, "t", origin);
	if (db_row(f, q)) {
		int64_t id = sqlite3_column_int64(q, 0);
		sqlite3_reset(q);
		return id;
	}
	db_run(f, db_query(f, Q_HOST_ADD, "t", origin));
	return sqlite3_last_insert_rowid(f->db);
}

/* Lists name one host many times. */
static int64_t
host_id(frontier *f, str origin)
{
	if (!f->last_host_id || !str_eq(buf_str(&f->last_host), origin)) {
		f->last_host_id = find_host_id(f, origin);
		buf_clear(&f->last_host);
		buf_add(&f->last_host, origin);
	}
	return f->last_host_id;
}

/* A due time of 0 is SQL NULL, so that the index of what is due stays small. */
static void
null_due(sqlite3_stmt *q, int column, int64_t due)
{
	if (q && due == 0)
		sqlite3_bind_null(q, column);
}

bool
frontier_add(frontier *f, str origin, target *t)
{
	if (!t->host)
		t->host = host_id(f, origin);
	sqlite3_stmt *q = db_query(f, Q_ADD, "tiiitttiiiiiiittttiiittiiii", t->url, t->host, (int64_t)t->kind,
				   (int64_t)t->state, t->source, t->via, t->note, t->depth, t->tries,
				   t->status, t->added, t->due, t->fetched, t->changed, t->etag, t->modified,
				   t->digest, t->record, t->warc, t->offset, t->length, t->guid, t->moved_to,
				   t->moved_n, t->interval, t->new_at, t->items);
	null_due(q, 12, t->due);
	db_run(f, q);
	bool added = sqlite3_changes(f->db) > 0;
	if (added)
		t->id = sqlite3_last_insert_rowid(f->db);
	return added && !f->failed;
}

void
frontier_save(frontier *f, const target *t)
{
	sqlite3_stmt *q =
	    db_query(f, Q_SAVE, "iiitttiiiiiiittttiiittiiiii", t->host, (int64_t)t->kind, (int64_t)t->state,
		     t->source, t->via, t->note, t->depth, t->tries, t->status, t->added, t->due, t->fetched,
		     t->changed, t->etag, t->modified, t->digest, t->record, t->warc, t->offset, t->length,
		     t->guid, t->moved_to, t->moved_n, t->interval, t->new_at, t->items, t->id);
	null_due(q, 11, t->due);
	db_run(f, q);
}

void
frontier_forget(frontier *f, int64_t id)
{
	db_run(f, db_query(f, Q_FORGET, "i", id));
}

size_t
frontier_due(frontier *f, arena *a, int64_t host, int64_t now, int64_t *due, int64_t *id, target *out,
	     size_t n)
{
	sqlite3_stmt *q = db_query(f, Q_DUE, "iiiii", host, now, *due, *id, (int64_t)n);
	size_t got = 0;
	while (got < n && db_row(f, q)) {
		out[got++] = (target){.id = sqlite3_column_int64(q, 0),
				      .url = db_text(a, q, 1),
				      .due = sqlite3_column_int64(q, 2)};
	}
	if (got) {
		*due = out[got - 1].due;
		*id = out[got - 1].id;
	}
	if (q)
		sqlite3_reset(q);
	return got;
}

bool
frontier_any_due(frontier *f, int64_t host, int64_t by)
{
	sqlite3_stmt *q = db_query(f, Q_ANY_DUE, "ii", host, by);
	bool any = db_row(f, q);
	if (any)
		sqlite3_reset(q);
	return any;
}

/* The first column of the first row, STR_NULL when there is none. */
static str
one_text(frontier *f, arena *a, sqlite3_stmt *q)
{
	if (!db_row(f, q))
		return STR_NULL;
	str text = db_text(a, q, 0);
	sqlite3_reset(q);
	return text;
}

str
frontier_guid(frontier *f, arena *a, str source, str guid)
{
	return one_text(f, a, db_query(f, Q_GUID, "tt", source, guid));
}

void
frontier_set_guid(frontier *f, str source, str guid, str url)
{
	db_run(f, db_query(f, Q_SET_GUID, "ttt", source, guid, url));
}

bool
frontier_claim_digest(frontier *f, arena *a, int64_t host, str digest, const digest_row *mine,
		      digest_row *out)
{
	*out = (digest_row){0};
	db_run(f, db_query(f, Q_DIGEST_NEW, "itttt", host, digest, mine->url, mine->record, mine->date));
	if (sqlite3_changes(f->db) > 0)
		return true;
	sqlite3_stmt *q = db_query(f, Q_DIGEST_GET, "it", host, digest);
	if (!db_row(f, q))
		return true;
	out->urls = sqlite3_column_int64(q, 0);
	out->url = db_text(a, q, 1);
	out->record = db_text(a, q, 2);
	out->date = db_text(a, q, 3);
	sqlite3_reset(q);
	return false;
}

void
frontier_add_digest(frontier *f, int64_t host, str digest, str url, str record, str date)
{
	db_run(f, db_query(f, Q_DIGEST_PUT, "itttt", host, digest, url, record, date));
}

void
frontier_host(frontier *f, arena *a, str origin, host_row *out)
{
	*out = (host_row){.origin = arena_dup(a, origin)};
	sqlite3_stmt *q = db_query(f, Q_HOST_GET, "t", origin);
	if (!db_row(f, q)) {
		db_run(f, db_query(f, Q_HOST_ADD, "t", origin));
		out->id = sqlite3_last_insert_rowid(f->db);
		return;
	}
	out->id = sqlite3_column_int64(q, 0);
	out->robots = db_text(a, q, 2);
	out->robots_etag = db_text(a, q, 3);
	int64_t *const number[] = {&out->robots_status, &out->robots_at, &out->robots_failing, &out->retry_at,
				   &out->refusals,      &out->errors,    &out->latency_ms,     &out->ok,
				   &out->failed,        &out->blocked};
	for (size_t i = 0; i < sizeof number / sizeof *number; i++)
		*number[i] = sqlite3_column_int64(q, (int)i + 4);
	sqlite3_reset(q);
}

void
frontier_save_host(frontier *f, const host_row *h)
{
	db_run(f, db_query(f, Q_HOST_SAVE, "btiiiiiiiiiii", h->robots, h->robots_etag, h->robots_status,
			   h->robots_at, h->robots_failing, h->retry_at, h->refusals, h->errors,
			   h->latency_ms, h->ok, h->failed, h->blocked, h->id));
}

void
frontier_due_hosts(frontier *f, int64_t now, host_fn fn, void *to)
{
	sqlite3_stmt *q = db_query(f, Q_DUE_HOSTS, "i", now);
	while (db_row(f, q)) {
		str origin =
		    str_of((const char *)sqlite3_column_text(q, 1), (size_t)sqlite3_column_bytes(q, 1));
		fn(to, sqlite3_column_int64(q, 0), origin, sqlite3_column_int64(q, 2),
		   sqlite3_column_int64(q, 3));
	}
}

void
frontier_recall(frontier *f, int64_t now, int64_t ahead)
{
	db_run(f, db_query(f, Q_RECALL, "ii", now, ahead));
}

int64_t
frontier_warc_open(frontier *f, str path)
{
	db_run(f, db_query(f, Q_WARC_OPEN, "t", path));
	return sqlite3_last_insert_rowid(f->db);
}

void
frontier_warc_size(frontier *f, int64_t id, uint64_t size)
{
	db_run(f, db_query(f, Q_WARC_SIZE, "ii", (int64_t)size, id));
}

void
frontier_warc_close(frontier *f, int64_t id, str path, uint64_t size)
{
	db_run(f, db_query(f, Q_WARC_CLOSE, "tii", path, (int64_t)size, id));
}

str
frontier_warc_path(frontier *f, arena *a, int64_t id)
{
	return one_text(f, a, db_query(f, Q_WARC_PATH, "i", id));
}

size_t
frontier_open_warcs(frontier *f, arena *a, warc_row **out)
{
	sqlite3_stmt *q = db_query(f, Q_WARCS, "");
	size_t n = 0, cap = 0;
	*out = NULL;
	while (db_row(f, q)) {
		warc_row *w = arena_push(a, *out, n, cap);
		*w = (warc_row){sqlite3_column_int64(q, 0), db_text(a, q, 1),
				(uint64_t)sqlite3_column_int64(q, 2)};
	}
	return n;
}

void
frontier_report(frontier *f, enum report_query which, int64_t now, row_fn fn, void *to)
{
	static const enum statement statement[] = {Q_REPORT_DUE, Q_REPORT_STATES, Q_REPORT_HOSTS,
						   Q_REPORT_SOURCES};
	sqlite3_stmt *q = db_query(f, statement[which], "i", now);
	while (db_row(f, q)) {
		arena a = {0};
		str column[16];
		size_t n = (size_t)sqlite3_column_count(q);
		for (size_t i = 0; i < n && i < 16; i++) {
			(void)sqlite3_column_text(q, (int)i); /* numbers become text */
			column[i] = db_text(&a, q, (int)i);
		}
		fn(to, column, n);
		arena_free(&a);
	}
}

void
frontier_add_run(frontier *f, int64_t started, int64_t finished, int status, str summary)
{
	db_run(f, db_query(f, Q_RUN, "iiit", started, finished, (int64_t)status, summary));
}
