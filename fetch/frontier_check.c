/* Is the state file sound? To read all of it takes longer the longer it has grown, so that a clean end leaves a note beside
 * it, in the lock file: how the file was then, and when it was read through. What is as it was left is believed for a day. */
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "calendar.h"
#include "frontier_db.h"

#define BELIEVED_S ((int64_t)20 * 3600) /* a run every night reads it through */

/* What changes when somebody else writes to the file. */
static bool
looks(const frontier *f, long long look[4])
{
	struct stat st;
	if (stat(f->path, &st) != 0)
		return false;
	look[0] = (long long)st.st_ino;
	look[1] = (long long)st.st_size;
	look[2] = (long long)st.st_mtim.tv_sec;
	look[3] = (long long)st.st_mtim.tv_nsec;
	return true;
}

/* When was the file read through that is still as it was left? 0: not known. */
static int64_t
noted(const frontier *f)
{
	char text[160];
	long long was[4], is[4], at;
	buf name = {0};
	buf_addf(&name, "%s.lock%c", f->path, '\0');
	int fd = open(name.p, O_RDONLY | O_CLOEXEC);
	buf_free(&name);
	ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
	if (fd >= 0)
		close(fd);
	if (n <= 0 || !looks(f, is))
		return 0;
	text[n] = '\0';
	if (sscanf(text, "sound %lld inode %lld size %lld time %lld.%lld", &at, &was[0], &was[1], &was[2], &was[3]) != 5)
		return 0;
	return memcmp(was, is, sizeof is) == 0 ? at : 0;
}

static bool
is_whole(frontier *f)
{
	sqlite3_stmt *q = NULL;
	bool ok = sqlite3_prepare_v2(f->db, "PRAGMA quick_check(1)", -1, &q, NULL) == SQLITE_OK &&
		  sqlite3_step(q) == SQLITE_ROW && strcmp((const char *)sqlite3_column_text(q, 0), "ok") == 0;
	sqlite3_finalize(q);
	return ok;
}

bool
db_is_sound(frontier *f)
{
	int64_t now = calendar_now(), at = noted(f);
	if (at > 0 && at <= now && now - at < BELIEVED_S) {
		f->sound_at = at;
		return true;
	}
	f->sound_at = now;
	return is_whole(f);
}

void
db_note_sound(const frontier *f, bool sound)
{
	char text[160];
	long long look[4];
	if (ftruncate(f->lock, 0) != 0 || !sound || f->sound_at == 0 || !looks(f, look))
		return; /* without a note the next run reads the file through */
	int n = snprintf(text, sizeof text, "sound %lld inode %lld size %lld time %lld.%lld\n",
			 (long long)f->sound_at, look[0], look[1], look[2], look[3]);
	if (pwrite(f->lock, text, (size_t)n, 0) != n && ftruncate(f->lock, 0) != 0)
		return;
}
