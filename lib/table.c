#include "table.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"
#include "utf8.h"

#ifndef XINPIAN_DATADIR
#define XINPIAN_DATADIR "/usr/local/share/xinpian"
#endif

static size_t
count_fields(str line)
{
	size_t n = 0;
	for (str field; str_cut(&line, '\t', &field);)
		n++;
	return n;
}

/* The first n fields, empty ones where there are fewer; NULL when there are more. */
static str *
split_fields(arena *a, str line, size_t n)
{
	str *field = arena_alloc(a, n * sizeof *field), rest = line;
	for (size_t i = 0; i < n; i++)
		if (!str_cut(&rest, '\t', &field[i]))
			field[i] = STR("");
	return rest.p ? NULL : field;
}

static bool
is_text(str s)
{
	return utf8_check(s) == s.n && str_chr(s, '\0') == SIZE_MAX;
}

static void
say_fault(diag *d, const char *path, unsigned at, str line, size_t ncolumn)
{
	char place[1200];
	snprintf(place, sizeof place, "%s:%u", path, at);
	if (utf8_check(line) != line.n)
		diag_error(d, place, "not valid UTF-8 at byte %zu of the line", utf8_check(line));
	else if (str_chr(line, '\0') != SIZE_MAX)
		diag_error(d, place, "NUL byte in a row");
	else
		diag_error(d, place, "%zu fields where the header names %zu", count_fields(line), ncolumn);
}

int
table_parse(table *t, arena *a, diag *d, const char *path, str text)
{
	str line;
	unsigned at = 0;
	size_t cap = 0;
	int status = 0;
	*t = (table){.path = arena_dup(a, str_from(path))};
	const char *base = strrchr(t->path.p, '/');
	t->name = str_from(base ? base + 1 : t->path.p);
	if (str_ends(t->name, STR(".tsv")))
		t->name.n -= 4;
	text = str_sans_bom(text);
	bool clean = is_text(text);
	while (str_line(&text, &line)) {
		at++;
		if (line.n == 0 || line.p[0] == '#')
			continue;
		bool good = clean || is_text(line);
		if (good && !t->ncolumn) {
			t->ncolumn = count_fields(line);
			t->column = split_fields(a, line, t->ncolumn);
			continue;
		}
		str *field = good ? split_fields(a, line, t->ncolumn) : NULL;
		if (field) {
			*arena_push(a, t->row, t->nrow, cap) = (table_row){at, field};
		} else {
			say_fault(d, path, at, line, t->ncolumn);
			status = -1;
		}
	}
	if (!t->ncolumn) {
		diag_error(d, path, "no header line that names the columns");
		return -1;
	}
	return status;
}

int
table_load(table *t, arena *a, diag *d, const char *dir, const char *name)
{
	str path = arena_printf(a, "%s/%s.tsv", dir, name);
	str text;
	if (file_read(a, path.p, (size_t)1 << 30, &text, d) != 0)
		return -1;
	return table_parse(t, a, d, path.p, text);
}

int
table_column(const table *t, const char *name)
{
	for (size_t i = 0; i < t->ncolumn; i++)
		if (str_eq(t->column[i], str_from(name)))
			return (int)i;
	return -1;
}

int
table_need(const table *t, diag *d, const char *name)
{
	int at = table_column(t, name);
	if (at < 0)
		diag_error(d, t->path.p, "no column \"%s\"", name);
	return at;
}

str
table_get(const table *t, size_t row, int col)
{
	return col < 0 ? STR("") : t->row[row].field[col];
}

static bool
is_dir(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

void
table_fault(const table *t, size_t row, diag *d, const char *fmt, ...)
{
	char place[1200], what[1200];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(what, sizeof what, fmt, ap);
	va_end(ap);
	snprintf(place, sizeof place, "%s:%u", t->path.p, t->row[row].line);
	diag_error(d, place, "%s", what);
}

static const char *
find_dir(arena *a, const char *given, const char *argv0)
{
	const char *env = getenv("XINPIAN_DICTS");
	if (given)
		return given;
	if (env && *env)
		return env;
	char exe[4096];
	ssize_t n = readlink("/proc/self/exe", exe, sizeof exe - 1);
	if (n > 0) {
		exe[n] = '\0';
		argv0 = exe;
	}
	const char *slash = argv0 ? strrchr(argv0, '/') : NULL;
	if (slash) {
		int len = (int)(slash - argv0);
		static const char *const beside[] = {"dicts", "../dicts", "../../dicts", "../share/xinpian/dicts"};
		for (size_t i = 0; i < sizeof beside / sizeof *beside; i++) {
			str path = arena_printf(a, "%.*s/%s", len, argv0, beside[i]);
			if (is_dir(path.p))
				return path.p;
		}
	}
	return is_dir("dicts") ? "dicts" : XINPIAN_DATADIR "/dicts";
}

const char *
table_dir(arena *a, diag *d, const char *given, const char *argv0)
{
	const char *dir = find_dir(a, given, argv0);
	if (is_dir(dir))
		return dir;
	diag_error(d, dir, "no such folder of dictionaries");
	return NULL;
}
