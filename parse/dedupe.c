#include "dedupe.h"

#include <sqlite3.h>
#include <stdlib.h>

#include "fingerprint.h"
#include "json.h"
#include "utf8.h"

enum { SHORTEST = 60 }; /* characters: shorter texts share their phrases by chance */

typedef struct seen {
	uint64_t fingerprint, id;
	uint64_t original;         /* id of the article that this one repeats, or 0 */
} seen;

struct dedupe {
	sqlite3 *db;
	diag *diag;
	const char *path;
	seen *v;
	size_t n, cap, stored;     /* [stored, n) is new */
	arena scratch;
};

static int
fail(dedupe *q, const char *what)
{
	diag_error(q->diag, q->path, "%s: %s", what, q->db ? sqlite3_errmsg(q->db) : "out of memory");
	return -1;
}

static void
push(dedupe *q, seen s)
{
	if (q->n == q->cap) {
		q->cap = q->cap ? q->cap * 2 : 4096;
		seen *v = realloc(q->v, q->cap * sizeof *v);
		if (!v)
			mem_exhausted();
		q->v = v;
	}
	q->v[q->n++] = s;
}

static int
load(dedupe *q)
{
	static const char schema[] =
		"CREATE TABLE IF NOT EXISTS article (id INTEGER PRIMARY KEY, fingerprint INTEGER NOT NULL, original INTEGER NOT NULL, "
		"n INTEGER NOT NULL)";
	sqlite3_stmt *st = NULL;
	if (sqlite3_exec(q->db, schema, NULL, NULL, NULL) != SQLITE_OK)
		return fail(q, "cannot make the table");
	if (sqlite3_prepare_v2(q->db, "SELECT fingerprint, id, original FROM article ORDER BY n", -1, &st, NULL) != SQLITE_OK)
		return fail(q, "no state of --dedupe");
	int rc;
	while ((rc = sqlite3_step(st)) == SQLITE_ROW)
		push(q, (seen){(uint64_t)sqlite3_column_int64(st, 0), (uint64_t)sqlite3_column_int64(st, 1), (uint64_t)sqlite3_column_int64(st, 2)});
	sqlite3_finalize(st);
	q->stored = q->n;
	return rc == SQLITE_DONE ? 0 : fail(q, "cannot read");
}

dedupe *
dedupe_open(const char *path, diag *d)
{
	dedupe *q = calloc(1, sizeof *q);
	if (!q)
		mem_exhausted();
	q->diag = d;
	q->path = path;
	if (sqlite3_open(path, &q->db) != SQLITE_OK) {
		fail(q, "cannot open");
	} else {
		sqlite3_busy_timeout(q->db, 10000);
		if (load(q) == 0)
			return q;
	}
	dedupe_close(q, false);
	return NULL;
}

static bool
hex64(str s, uint64_t *out)
{
	uint64_t v = 0;
	if (s.n != 16)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		int digit = str_hex_digit(s.p[i]);
		if (digit < 0)
			return false;
		v = v << 4 | (uint64_t)digit;
	}
	*out = v;
	return true;
}

/* The article that this one repeats, or 0; it is noted when it is new. */
static uint64_t
look(dedupe *q, uint64_t id, uint64_t print)
{
	const seen *first = NULL;
	for (size_t i = 0; i < q->n; i++) {
		const seen *s = &q->v[i];
		if (s->id == id)
			return s->original;
		if (!first && fingerprint_distance(s->fingerprint, print) <= FINGERPRINT_NEAR)
			first = s;
	}
	uint64_t original = first ? first->original ? first->original : first->id : 0;
	push(q, (seen){print, id, original});
	return original;
}

static void
mark(dedupe *q, str line, buf *out)
{
	size_t at;
	const char *why;
	uint64_t id, print;
	arena_reset(&q->scratch);
	const json *r = json_parse(&q->scratch, line, &at, &why);
	bool known = r && hex64(json_str(json_get(r, "id")), &id) && hex64(json_str(json_get(r, "fingerprint")), &print);
	uint64_t original = known && print && utf8_count(json_str(json_get(r, "text"))) >= SHORTEST ? look(q, id, print) : 0;
	if (!original || line.n == 0 || line.p[line.n - 1] != '}') {
		buf_add(out, line);
	} else {
		buf_add(out, str_from_to(line, 0, line.n - 1));
		buf_addf(out, ",\"duplicate_of\":\"%016llx\"}", (unsigned long long)original);
	}
	buf_addc(out, '\n');
}

int
dedupe_records(dedupe *q, buf *out)
{
	buf marked = {0};
	str rest = buf_str(out), line;
	while (str_line(&rest, &line))
		mark(q, line, &marked);
	buf_clear(out);
	buf_add(out, buf_str(&marked));
	buf_free(&marked);
	return 0;
}

static int
store(dedupe *q)
{
	sqlite3_stmt *st = NULL;
	int rc = sqlite3_exec(q->db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_prepare_v2(q->db, "INSERT OR IGNORE INTO article (id, fingerprint, original, n) VALUES (?, ?, ?, ?)", -1, &st, NULL);
	for (size_t i = q->stored; rc == SQLITE_OK && i < q->n; i++) {
		sqlite3_bind_int64(st, 1, (sqlite3_int64)q->v[i].id);
		sqlite3_bind_int64(st, 2, (sqlite3_int64)q->v[i].fingerprint);
		sqlite3_bind_int64(st, 3, (sqlite3_int64)q->v[i].original);
		sqlite3_bind_int64(st, 4, (sqlite3_int64)i);
		rc = sqlite3_step(st) == SQLITE_DONE ? sqlite3_reset(st) : SQLITE_ERROR;
	}
	sqlite3_finalize(st);
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(q->db, "COMMIT", NULL, NULL, NULL);
	return rc == SQLITE_OK ? 0 : fail(q, "cannot write");
}

int
dedupe_close(dedupe *q, bool keep)
{
	int rc = keep && q->n > q->stored ? store(q) : 0;
	sqlite3_close(q->db);
	arena_free(&q->scratch);
	free(q->v);
	free(q);
	return rc;
}
