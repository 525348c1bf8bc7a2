/* The state file: opening, locking, the schema, transactions, statements. */
#include "frontier_db.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "calendar.h"

#define APPLICATION_ID 0x78706673 /* "xpfs" */
#define SCHEMA_VERSION 1

static const char schema[] =
    "CREATE TABLE host(id INTEGER PRIMARY KEY, origin TEXT NOT NULL UNIQUE, robots BLOB, robots_etag TEXT,"
    " robots_status INTEGER NOT NULL DEFAULT 0, robots_at INTEGER NOT NULL DEFAULT 0,"
    " robots_failing INTEGER NOT NULL DEFAULT 0, retry_at INTEGER NOT NULL DEFAULT 0,"
    " refusals INTEGER NOT NULL DEFAULT 0, errors INTEGER NOT NULL DEFAULT 0, latency_ms INTEGER NOT NULL "
    "DEFAULT 0,"
    " ok INTEGER NOT NULL DEFAULT 0, failed INTEGER NOT NULL DEFAULT 0, blocked INTEGER NOT NULL DEFAULT 0);"
    "CREATE TABLE url(id INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE, host INTEGER NOT NULL, kind INTEGER "
    "NOT NULL,"
    " state INTEGER NOT NULL, source TEXT, via TEXT, note TEXT, depth INTEGER NOT NULL, tries INTEGER NOT "
    "NULL,"
    " status INTEGER NOT NULL, added INTEGER NOT NULL, due INTEGER, fetched INTEGER NOT NULL, changed "
    "INTEGER NOT NULL,"
    " etag TEXT, modified TEXT, digest TEXT, record TEXT, warc INTEGER NOT NULL, offset INTEGER NOT NULL,"
    " length INTEGER NOT NULL, guid TEXT, moved_to TEXT, moved_n INTEGER NOT NULL, interval INTEGER NOT NULL,"
    " new_at INTEGER NOT NULL, items INTEGER NOT NULL);"
    "CREATE INDEX url_due ON url(host, due) WHERE due IS NOT NULL;"
    "CREATE TABLE guid(source TEXT NOT NULL, guid TEXT NOT NULL, url TEXT NOT NULL, PRIMARY KEY(source, "
    "guid)) WITHOUT ROWID;"
    "CREATE TABLE digest(host INTEGER NOT NULL, digest TEXT NOT NULL, urls INTEGER NOT NULL, url TEXT NOT "
    "NULL,"
    " record TEXT NOT NULL, date TEXT NOT NULL, PRIMARY KEY(host, digest)) WITHOUT ROWID;"
    "CREATE TABLE warc(id INTEGER PRIMARY KEY, path TEXT NOT NULL, size INTEGER NOT NULL, open INTEGER NOT "
    "NULL);"
    "CREATE TABLE run(id INTEGER PRIMARY KEY, started INTEGER NOT NULL, finished INTEGER NOT NULL,"
    " status INTEGER NOT NULL, summary TEXT NOT NULL);";

#define URL_COLUMNS                                                                                          \
	"id, url, host, kind, state, source, via, note, depth, tries, status, added, due, fetched, "         \
	"changed, etag, modified,"                                                                           \
	" digest, record, warc, offset, length, guid, moved_to, moved_n, interval, new_at, items"

static const char *const sql[Q_COUNT] = {
    [Q_FIND] = "SELECT " URL_COLUMNS " FROM url WHERE url = ?",
    [Q_ROW] = "SELECT " URL_COLUMNS " FROM url WHERE id = ?",
    [Q_ADD] = "INSERT OR IGNORE INTO url(" URL_COLUMNS
	      ") VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
	      " ?, ?, ?, ?, ?, ?, ?, ?)",
    [Q_SAVE] =
	"UPDATE url SET host = ?, kind = ?, state = ?, source = ?, via = ?, note = ?, depth = ?, tries = ?, "
	"status = ?,"
	" added = ?, due = ?, fetched = ?, changed = ?, etag = ?, modified = ?, digest = ?, record = ?, warc "
	"= ?,"
	" offset = ?, length = ?, guid = ?, moved_to = ?, moved_n = ?, interval = ?, new_at = ?, items = ?"
	" WHERE id = ?",
    [Q_FORGET] = "DELETE FROM url WHERE id = ?",
    [Q_DUE] = "SELECT id, url, due"
	      " FROM url WHERE host = ? AND due <= ? AND (due, id) > (?, ?) ORDER BY due, id LIMIT ?",
    [Q_ANY_DUE] = "SELECT 1 FROM url WHERE host = ? AND due <= ? LIMIT 1",
    [Q_GUID] = "SELECT url FROM guid WHERE source = ? AND guid = ?",
    [Q_SET_GUID] = "INSERT OR REPLACE INTO guid VALUES (?, ?, ?)",
    [Q_DIGEST_NEW] = "INSERT OR IGNORE INTO digest VALUES (?, ?, 1, ?, ?, ?)",
    [Q_DIGEST_GET] = "SELECT urls, url, record, date FROM digest WHERE host = ? AND digest = ?",
    [Q_DIGEST_PUT] = "INSERT INTO digest VALUES (?, ?, 1, ?, ?, ?)"
		     " ON CONFLICT(host, digest) DO UPDATE SET urls = urls + (excluded.url <> url)",
    [Q_HOST_GET] = "SELECT id, origin, robots, robots_etag, robots_status, robots_at, robots_failing, "
		   "retry_at, refusals,"
		   " errors, latency_ms, ok, failed, blocked FROM host WHERE origin = ?",
    [Q_HOST_ID] = "SELECT id FROM host WHERE origin = ?",
    [Q_HOST_ADD] = "INSERT OR IGNORE INTO host(origin) VALUES (?)",
    [Q_HOST_SAVE] =
	"UPDATE host SET robots = ?, robots_etag = ?, robots_status = ?, robots_at = ?, robots_failing = ?,"
	" retry_at = ?, refusals = ?, errors = ?, latency_ms = ?, ok = ?, failed = ?, blocked = ? WHERE id = "
	"?",
    [Q_DUE_HOSTS] =
	"SELECT host.id, host.origin, min(url.due), host.retry_at FROM url JOIN host ON host.id = url.host"
	" WHERE url.due <= ? GROUP BY host.id ORDER BY min(url.due)",
    [Q_RECALL] = "UPDATE url INDEXED BY url_due SET due = ?1 WHERE due > ?1 + ?2 AND kind = 0"
		 " AND interval = 0",
    [Q_WARC_OPEN] = "INSERT INTO warc(path, size, open) VALUES (?, 0, 1)",
    [Q_WARC_SIZE] = "UPDATE warc SET size = ? WHERE id = ?",
    [Q_WARC_CLOSE] = "UPDATE warc SET path = ?, size = ?, open = 0 WHERE id = ?",
    [Q_WARC_PATH] = "SELECT path FROM warc WHERE id = ?",
    [Q_WARCS] = "SELECT id, path, size FROM warc WHERE open ORDER BY id",
    [Q_RUN] = "INSERT INTO run(started, finished, status, summary) VALUES (?, ?, ?, ?)",
    [Q_REPORT_DUE] =
	"SELECT url.due, url.kind, url.state, url.tries, url.source, url.note, url.url, host.retry_at FROM "
	"url JOIN"
	" host ON host.id = url.host WHERE due IS NOT NULL AND due <= ? ORDER BY kind = 0, due, url.id",
    [Q_REPORT_STATES] =
	"SELECT kind, state, count(*) FROM url WHERE ? GROUP BY kind, state ORDER BY kind, state",
    [Q_REPORT_HOSTS] = "SELECT origin, ok, failed, blocked, refusals, errors, latency_ms, retry_at FROM host"
		       " WHERE ? ORDER BY failed + blocked DESC, origin",
    [Q_REPORT_SOURCES] = "SELECT source, kind, url, tries, note, fetched, new_at, items, due FROM url"
			 " WHERE (kind > 0 OR interval > 0) AND depth = 0 AND ? ORDER BY source, url",
};

static void
db_fail(frontier *f, const char *doing)
{
	if (!f->failed)
		diag_error(f->d, f->path, "cannot %s: %s", doing, sqlite3_errmsg(f->db));
	f->failed = true;
}

static bool
exec(frontier *f, const char *text, const char *doing)
{
	if (sqlite3_exec(f->db, text, NULL, NULL, NULL) == SQLITE_OK)
		return true;
	db_fail(f, doing);
	return false;
}

sqlite3_stmt *
db_query(frontier *f, enum statement which, const char *types, ...)
{
	va_list ap;
	if (!f->q[which] && sqlite3_prepare_v3(f->db, sql[which], -1, SQLITE_PREPARE_PERSISTENT, &f->q[which],
					       NULL) != SQLITE_OK) {
		db_fail(f, "read the state");
		return NULL;
	}
	sqlite3_stmt *q = f->q[which];
	sqlite3_reset(q);
	va_start(ap, types);
	for (int i = 0; types[i]; i++) {
		if (types[i] == 'i') {
			sqlite3_bind_int64(q, i + 1, va_arg(ap, int64_t));
			continue;
		}
		str s = va_arg(ap, str);
		if (!s.p)
			sqlite3_bind_null(q, i + 1);
		else if (types[i] == 'b')
			sqlite3_bind_blob(q, i + 1, s.p, (int)s.n, SQLITE_STATIC);
		else
			sqlite3_bind_text(q, i + 1, s.p, (int)s.n, SQLITE_STATIC);
	}
	va_end(ap);
	return q;
}

bool
db_row(frontier *f, sqlite3_stmt *q)
{
	int rc = q ? sqlite3_step(q) : SQLITE_ERROR;
	if (rc == SQLITE_ROW)
		return true;
	if (rc != SQLITE_DONE)
		db_fail(f, "use the state");
	if (q)
		sqlite3_reset(q);
	return false;
}

void
db_run(frontier *f, sqlite3_stmt *q)
{
	if (db_row(f, q))
		sqlite3_reset(q);
}

str
db_text(arena *a, sqlite3_stmt *q, int column)
{
	if (sqlite3_column_type(q, column) == SQLITE_NULL)
		return STR_NULL;
	const void *p = sqlite3_column_blob(q, column);
	return arena_dup(a, str_of(p ? p : "", (size_t)sqlite3_column_bytes(q, column)));
}

static bool
take_lock(frontier *f, bool *busy)
{
	buf name = {0};
	buf_addf(&name, "%s.lock%c", f->path, '\0');
	f->lock = open(name.p, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	*busy = false;
	if (f->lock < 0)
		diag_error(f->d, name.p, "cannot open: %s", strerror(errno));
	else if (flock(f->lock, LOCK_EX | LOCK_NB) != 0)
		*busy = errno == EWOULDBLOCK;
	else
		*busy = false;
	bool ok = f->lock >= 0 && !*busy;
	buf_free(&name);
	return ok;
}

static int64_t
pragma(frontier *f, const char *text)
{
	sqlite3_stmt *q = NULL;
	int64_t v = -1;
	if (sqlite3_prepare_v2(f->db, text, -1, &q, NULL) == SQLITE_OK && sqlite3_step(q) == SQLITE_ROW)
		v = sqlite3_column_int64(q, 0);
	sqlite3_finalize(q);
	return v;
}

/* Is it a state file of ours, whole, and of a version that we know? An empty one gets the schema. */
static bool
check_version(frontier *f, bool fresh)
{
	int64_t app = pragma(f, "PRAGMA application_id"), version = pragma(f, "PRAGMA user_version");
	/* a run that was killed while it made the state leaves a database without a table: nothing to lose */
	fresh |= app == 0 && version == 0 && pragma(f, "SELECT count(*) FROM sqlite_master") == 0;
	int code = sqlite3_errcode(f->db);
	if (app < 0 && code != SQLITE_NOTADB && code != SQLITE_CORRUPT) {
		db_fail(f, "read the state");
		return false;
	}
	if (app < 0 || (!fresh && !db_is_sound(f))) {
		diag_error(f->d, f->path,
			   "damaged, or no SQLite database; it is left as it is. Restore it from a backup, "
			   "or move it away to "
			   "start from nothing");
		return false;
	}
	if (fresh) {
		char text[128];
		f->sound_at = calendar_now();
		snprintf(text, sizeof text, "PRAGMA application_id = %d; PRAGMA user_version = %d",
			 APPLICATION_ID, SCHEMA_VERSION);
		return exec(f, "BEGIN", "begin") && exec(f, schema, "create the state") &&
		       exec(f, text, "create the state") && exec(f, "COMMIT", "create the state");
	}
	if (app != APPLICATION_ID)
		diag_error(f->d, f->path, "an SQLite database, but no state file of this program");
	else if (version > SCHEMA_VERSION)
		diag_error(f->d, f->path,
			   "made by a newer version (schema %lld, this program knows %d); update the program",
			   (long long)version, SCHEMA_VERSION);
	else
		return true;
	return false;
}

static bool
begin(frontier *f, bool fresh)
{
	sqlite3_config(
	    SQLITE_CONFIG_SINGLETHREAD); /* one connection, one thread: no locks round every call */
	if (sqlite3_open_v2(f->path, &f->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) != SQLITE_OK) {
		db_fail(f, "open the state");
		return false;
	}
	sqlite3_busy_timeout(f->db, 5000);
	if (!check_version(f, fresh))
		return false;
	return exec(f, "PRAGMA journal_mode = WAL", "open the state") &&
	       exec(f, "PRAGMA synchronous = FULL", "open the state") &&
	       exec(f, "PRAGMA cache_size = -16000", "open the state") && exec(f, "BEGIN", "open the state");
}

enum frontier_result
frontier_open(const char *path, bool readonly, frontier **out, diag *d)
{
	struct stat st;
	bool busy, fresh = stat(path, &st) != 0 || st.st_size == 0;
	*out = NULL;
	if (readonly && fresh && strcmp(path, ":memory:") != 0) {
		diag_error(d, path, "no state file there");
		return FRONTIER_BAD;
	}
	frontier *f = calloc(1, sizeof *f);
	if (!f || !(f->path = strdup(path)))
		mem_exhausted();
	f->d = d;
	f->lock = -1;
	if (!readonly && !take_lock(f, &busy)) {
		frontier_abandon(f);
		return busy ? FRONTIER_BUSY : FRONTIER_BAD;
	}
	if (!begin(f, fresh)) {
		frontier_abandon(f);
		return FRONTIER_BAD;
	}
	*out = f;
	return FRONTIER_OK;
}

bool
frontier_failed(const frontier *f)
{
	return f->failed;
}

int
frontier_commit(frontier *f)
{
	if (!f->failed && exec(f, "COMMIT", "write the state"))
		exec(f, "BEGIN", "write the state");
	return f->failed ? -1 : 0;
}

void
frontier_rollback(frontier *f)
{
	f->last_host_id = 0;
	if (!f->failed && exec(f, "ROLLBACK", "write the state"))
		exec(f, "BEGIN", "write the state");
}

static void
end(frontier *f, bool clean)
{
	for (int i = 0; i < Q_COUNT; i++)
		sqlite3_finalize(f->q[i]);
	bool closed = sqlite3_close(f->db) == SQLITE_OK; /* an open transaction is rolled back */
	if (f->lock >= 0 && (clean || f->failed))
		db_note_sound(f, clean && closed);
	if (f->lock >= 0)
		close(f->lock);
	buf_free(&f->last_host);
	free(f->path);
	free(f);
}

void
frontier_abandon(frontier *f)
{
	end(f, false);
}

int
frontier_close(frontier *f)
{
	bool failed = f->failed || !exec(f, "COMMIT", "write the state");
	end(f, !failed);
	return failed ? -1 : 0;
}
