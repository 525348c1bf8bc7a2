/* frontier_db.h - inside the frontier: statements, binding, columns. */
#ifndef XP_FETCH_FRONTIER_DB_H
#define XP_FETCH_FRONTIER_DB_H

#include <sqlite3.h>

#include "frontier.h"

enum statement {
	Q_FIND,
	Q_ROW,
	Q_ADD,
	Q_SAVE,
	Q_FORGET,
	Q_DUE,
	Q_ANY_DUE,
	Q_GUID,
	Q_SET_GUID,
	Q_DIGEST_NEW,
	Q_DIGEST_GET,
	Q_DIGEST_PUT,
	Q_HOST_GET,
	Q_HOST_ID,
	Q_HOST_ADD,
	Q_HOST_SAVE,
	Q_DUE_HOSTS,
	Q_RECALL,
	Q_WARC_OPEN,
	Q_WARC_SIZE,
	Q_WARC_CLOSE,
	Q_WARC_PATH,
	Q_WARCS,
	Q_RUN,
	Q_REPORT_DUE,
	Q_REPORT_STATES,
	Q_REPORT_HOSTS,
	Q_REPORT_SOURCES,
	Q_COUNT
};

struct frontier {
	sqlite3 *db;
	sqlite3_stmt *q[Q_COUNT];
	char *path;
	int lock;
	bool failed;
	buf last_host; /* the origin that was asked for last, and its id; 0: none */
	int64_t last_host_id;
	int64_t sound_at; /* when the file was read through, or made */
	diag *d;
};

/* The statement, reset and with its values bound: `types` has `t` (str), `b` (str as blob) or `i` (int64_t)
 * for each. Strings are not copied: they must live until the last row was taken. */
sqlite3_stmt *db_query(frontier *f, enum statement which, const char *types, ...);
bool db_row(frontier *f, sqlite3_stmt *q);          /* true: a row is there */
void db_run(frontier *f, sqlite3_stmt *q);          /* for statements without rows */
str db_text(arena *a, sqlite3_stmt *q, int column); /* STR_NULL for NULL */

/* Is the file whole? Read through where no note says that it is as a clean end left it, a short while ago
 * (frontier_check.c). */
bool db_is_sound(frontier *f);
/* Leaves that note when the file is closed, or takes it away. */
void db_note_sound(const frontier *f, bool sound);

#endif
