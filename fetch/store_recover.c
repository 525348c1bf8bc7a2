#include "store_recover.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "file.h"
#include "http.h"
#include "warc.h"

int
store_finish_file(cdxj *index, str open_path, str path, diag *d)
{
	arena a = {0};
	size_t stem = path.n - (str_ends(path, STR(".warc.gz")) ? 8 : 0);
	str cdx = arena_printf(&a, "%.*s.cdxj", (int)stem, path.p);
	int rc = cdxj_write(index, cdx.p, d);
	arena_free(&a);
	if (rc != 0)
		return -1;
	if (rename(open_path.p, path.p) != 0) {
		diag_error(d, open_path.p, "cannot rename to %s: %s", path.p, strerror(errno));
		return -1;
	}
	file_sync_folder(path.p);
	return 0;
}

/* Value of "name: value" in a warc-fields block. */
static str
fact(str block, const char *name)
{
	str line, key = str_from(name);
	while (str_line(&block, &line))
		if (line.n > key.n && line.p[key.n] == ':' && str_starts(line, key))
			return str_trim(str_skip(line, key.n + 1));
	return STR_NULL;
}

/* A response or revisit, remembered until the metadata record that completes its page. */
typedef struct pending {
	warc_record record;
	http_message message;
} pending;

static void
adopt(const pending *p, const warc_record *meta, int64_t warc, adopt_fn adopted, void *to)
{
	const http_message *m = &p->message;
	if (!p->record.type.p || !str_eq(fact(meta->block, "role"), STR("page")))
		return;
	uint64_t hops = 0;
	str_u64(fact(meta->block, "hopsFromSeed"), &hops);
	stored page = {.url = p->record.uri,
		       .target = fact(meta->block, "page"),
		       .source = fact(meta->block, "source"),
		       .via = fact(meta->block, "via"),
		       .hops = (int64_t)hops,
		       .final = true,
		       .warc = warc,
		       .offset = (int64_t)p->record.offset,
		       .length = (int64_t)p->record.length,
		       .record = p->record.id,
		       .refers_to = warc_get(&p->record, "WARC-Refers-To"),
		       .payload_digest = warc_get(&p->record, "WARC-Payload-Digest")};
	if (str_starts(page.refers_to, STR("<"))) /* as ids are kept in the state */
		page.refers_to = str_from_to(page.refers_to, 1, page.refers_to.n - 1);
	if (page.target.p && !p->record.truncated.p)
		adopted(to, &page, p->record.date, m->status, http_field(m, "ETag"),
			http_field(m, "Last-Modified"));
}

/* Walks the records behind `from`; returns where the last whole page ends, -1 when the file cannot be read. */
static int64_t
walk(const char *path, const warc_row *row, adopt_fn adopted, void *to, diag *d)
{
	int64_t end = (int64_t)row->size;
	warc_reader *w = warc_open_at(path, row->size, 1 << 20, d);
	if (!w)
		return -1;
	arena a = {0};
	pending p = {0};
	warc_record r;
	int got;
	while ((got = warc_next(w, &a, &r)) == 1 && !r.torn && !r.unended) {
		if (str_eq(r.type, STR("response")) || str_eq(r.type, STR("revisit"))) {
			p.record = r;
			http_parse(&a, r.block, &p.message);
		} else if (str_eq(r.type, STR("metadata"))) {
			adopt(&p, &r, row->id, adopted, to);
			end = (int64_t)(r.offset + r.length);
			p = (pending){0};
			arena_reset(&a);
		} else if (str_eq(r.type, STR("warcinfo"))) {
			end = (int64_t)(r.offset + r.length);
		}
	}
	arena_free(&a);
	warc_close(w);
	return got < 0 ? -1 : end;
}

static int
cut_to(const char *path, int64_t end, diag *d)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	off_t size = fd < 0 ? -1 : lseek(fd, 0, SEEK_END);
	int rc = size < 0 ? -1 : 0;
	if (size > end) {
		diag_warn(d, path,
			  "%lld bytes of a page that was not finished cut off (an earlier run was stopped "
			  "while it wrote)",
			  (long long)(size - end));
		rc = ftruncate(fd, end);
	}
	if (rc == 0) /* what was adopted is on the disk before the state says so */
		rc = fsync(fd);
	if (rc != 0)
		diag_error(d, path, "cannot mend: %s", strerror(errno));
	if (fd >= 0)
		close(fd);
	return rc;
}

/* A killed run may have renamed the file and not told the state. */
static str
present_name(arena *a, const warc_row *row, str *final)
{
	str suffix = STR(".open");
	*final = str_ends(row->path, suffix) ? arena_dup(a, str_of(row->path.p, row->path.n - suffix.n))
					     : row->path;
	if (access(row->path.p, F_OK) == 0)
		return row->path;
	return access(final->p, F_OK) == 0 ? *final : STR_NULL;
}

/* Is it still the file that an earlier run had written row->size bytes of records to? */
static bool
is_ours(const char *path, const warc_row *row)
{
	unsigned char magic[2] = {0, 0};
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	off_t size = fd < 0 ? -1 : lseek(fd, 0, SEEK_END);
	bool gzip = fd >= 0 && pread(fd, magic, 2, 0) == 2 && magic[0] == 0x1f && magic[1] == 0x8b;
	if (fd >= 0)
		close(fd);
	return row->size == 0 || fd < 0 || (gzip && (uint64_t)size >= row->size);
}

static int
recover_one(frontier *f, arena *a, const warc_row *row, adopt_fn adopted, void *to, diag *d)
{
	str final, path = present_name(a, row, &final);
	if (!path.p) {
		if (row->size > 0)
			diag_warn(d, row->path.p,
				  "gone, although an earlier run had written %llu bytes to it",
				  (unsigned long long)row->size);
		frontier_warc_close(f, row->id, final, row->size);
		return 0;
	}
	if (!is_ours(path.p, row)) {
		diag_error(d, path.p,
			   "not the WARC file of %llu bytes that an earlier run wrote; it is left as it is, "
			   "its pages are lost",
			   (unsigned long long)row->size);
		frontier_warc_close(f, row->id, path, row->size);
		return 0;
	}
	diag quiet = {.prog = d->prog,
		      .to = fopen("/dev/null", "w")}; /* what is torn is said once, when it is cut */
	int64_t end = quiet.to ? walk(path.p, row, adopted, to, &quiet) : -1;
	if (quiet.to)
		fclose(quiet.to);
	if (end < 0) {
		diag_error(d, path.p, "cannot be read to mend it");
		return -1;
	}
	if (cut_to(path.p, end, d) != 0)
		return -1;
	if (end == 0) { /* nothing was written: no file */
		unlink(path.p);
		frontier_warc_close(f, row->id, final, 0);
		return 0;
	}
	cdxj index = {0};
	const char *name = strrchr(final.p, '/');
	int rc = cdxj_scan(&index, path.p, str_from(name ? name + 1 : final.p), d);
	if (rc == 0)
		rc = store_finish_file(&index, path, final, d);
	cdxj_free(&index);
	if (rc == 0)
		frontier_warc_close(f, row->id, final, (uint64_t)end);
	return rc;
}

int
store_recover(frontier *f, adopt_fn adopted, void *to, diag *d)
{
	arena a = {0};
	warc_row *row;
	size_t n = frontier_open_warcs(f, &a, &row);
	int rc = 0;
	for (size_t i = 0; i < n && rc == 0; i++)
		rc = recover_one(f, &a, &row[i], adopted, to, d);
	arena_free(&a);
	return rc == 0 && n ? frontier_commit(f) : rc;
}
