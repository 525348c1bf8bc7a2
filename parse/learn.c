#include "learn.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file.h"
#include "site.h"
#include "table.h"
#include "utf8.h"

enum { LEAST_PAGES = 4, LEAST_OF = 8, SHARE = 4, SHORTEST = 4, LONGEST = 300, FRESH = 2000, NEAR_BYTES = 72 };

/* One line of one site; the line "" counts the site's pages. */
typedef struct entry {
	uint64_t key;
	uint32_t pages;
	char *text;                /* "SITE TAB LINE", or NULL: a free slot */
} entry;

struct learned {
	entry *slot;               /* open addressing */
	size_t cap, n;
	diag *diag;
	const char *path;
};

static size_t
find(const learned *k, uint64_t key)
{
	size_t i = (size_t)key & (k->cap - 1);
	while (k->slot[i].text && k->slot[i].key != key)
		i = (i + 1) & (k->cap - 1);
	return i;
}

static void
resize(learned *k, size_t cap, uint32_t least)
{
	entry *was = k->slot;
	size_t n = k->cap;
	k->slot = calloc(cap, sizeof *k->slot);
	if (!k->slot)
		mem_exhausted();
	k->cap = cap;
	k->n = 0;
	for (size_t i = 0; i < n; i++) {
		if (!was[i].text)
			continue;
		if (was[i].pages < least) {
			free(was[i].text);
			continue;
		}
		k->slot[find(k, was[i].key)] = was[i];
		k->n++;
	}
	free(was);
}

static void
add(learned *k, str text, uint32_t pages)
{
	uint64_t key = str_hash(text);
	for (uint32_t least = 2; k->n >= LEARN_LINES; least++)
		resize(k, k->cap, least);
	if (k->n * 2 >= k->cap)
		resize(k, k->cap * 2, 0);
	entry *e = &k->slot[find(k, key)];
	if (!e->text) {
		e->text = malloc(text.n + 1);
		if (!e->text)
			mem_exhausted();
		memcpy(e->text, text.p, text.n);
		e->text[text.n] = 0;
		e->key = key;
		k->n++;
	}
	e->pages += pages;
}

static uint32_t
pages_of(const learned *k, str text)
{
	const entry *e = &k->slot[find(k, str_hash(text))];
	return e->text ? e->pages : 0;
}

learned *
learn_open(const char *path, diag *d)
{
	learned *k = calloc(1, sizeof *k);
	arena a = {0};
	table t;
	str text;
	if (!k)
		mem_exhausted();
	k->diag = d;
	k->path = path;
	resize(k, 4096, 0);
	if (access(path, F_OK) != 0 && errno == ENOENT)
		return k;
	bool read = file_read(&a, path, (size_t)1 << 30, &text, d) == 0 && table_parse(&t, &a, d, path, text) == 0;
	int site = read ? table_need(&t, d, "site") : -1, pages = read ? table_need(&t, d, "pages") : -1;
	int text_col = read ? table_need(&t, d, "line") : -1;
	for (size_t i = 0; site >= 0 && pages >= 0 && text_col >= 0 && i < t.nrow; i++) {
		uint64_t n;
		str parts[] = {table_get(&t, i, site), STR("\t"), table_get(&t, i, text_col)};
		if (str_u64(table_get(&t, i, pages), &n) && n < UINT32_MAX / 2)
			add(k, arena_cat(&a, parts, 3), (uint32_t)n);
	}
	arena_free(&a);
	if (site >= 0 && pages >= 0 && text_col >= 0)
		return k;
	learn_close(k, false);
	return NULL;
}

/* ---- lines of a page */

/* Files of one folder are one site where they have no address. */
static str
site_or_folder(const doc *d)
{
	str site = site_of(d->url);
	size_t slash = str_rfind(d->path, STR("/"));
	if (site.n)
		return site;
	return slash == SIZE_MAX ? STR(".") : str_from_to(d->path, 0, slash);
}

/* "SITE TAB LINE": the line half width, without white space; in a short one each run of digits as one 0 (counters, dates). */
static str
key_text(arena *a, str site, str s)
{
	buf b = {0};
	bool digit = false, brief = s.n <= NEAR_BYTES;
	buf_add(&b, site);
	buf_addc(&b, '\t');
	for (size_t at = 0; at < s.n;) {
		uint32_t cp = cp_halfwidth(utf8_next(s, &at));
		if (cp_is_space(cp) || cp_is_invisible(cp))
			continue;
		bool is = brief && ascii_is_digit(cp);
		if (is && digit)
			continue;
		digit = is;
		buf_cp(&b, is ? '0' : cp);
	}
	str key = arena_dup(a, buf_str(&b));
	buf_free(&b);
	return key;
}

static bool
may_learn(const line *l)
{
	return (l->fate == FATE_BODY || l->fate == FATE_NONE) && l->chars >= SHORTEST && l->chars <= LONGEST;
}

void
learn_collect(doc *d, buf *out)
{
	str site = site_or_folder(d);
	buf_add(out, key_text(d->a, site, STR("")));
	buf_addc(out, '\n');
	for (size_t i = 0; i < d->nline; i++) {
		bool again = false;
		for (size_t k = i > 50 ? i - 50 : 0; k < i && !again; k++)
			again = str_eq(d->line[k].source, d->line[i].source);
		if (!may_learn(&d->line[i]) || again)
			continue;
		buf_add(out, key_text(d->a, site, d->line[i].source));
		buf_addc(out, '\n');
	}
}

void
learn_count(learned *k, buf *page)
{
	str rest = buf_str(page), key;
	while (str_line(&rest, &key))
		add(k, key, 1);
	buf_clear(page);
}

void
learn_apply(doc *d, const learned *k)
{
	str site = site_or_folder(d);
	uint32_t of = pages_of(k, key_text(d->a, site, STR("")));
	uint32_t *pages = arena_array(d->a, uint32_t, d->nline + 1);
	size_t known = 0, all = 0;
	for (size_t i = 0; of >= LEAST_OF && i < d->nline; i++) {
		if (!may_learn(&d->line[i]))
			continue;
		uint32_t n = pages_of(k, key_text(d->a, site, d->line[i].source));
		pages[i] = n >= LEAST_PAGES && (uint64_t)n * SHARE >= of ? n : 0;
		known += pages[i] ? d->line[i].chars : 0;
		all += d->line[i].chars;
	}
	if (known * 2 > all)
		return; /* the same article again and again is no boilerplate */
	for (size_t i = 0; i < d->nline; i++) {
		line *l = &d->line[i];
		uint32_t n = pages[i];
		if (!n)
			continue;
		enum removed_class cls = l->flags & LF_LINK ? REMOVED_nav : l->punct ? REMOVED_disclaimer : REMOVED_other;
		doc_remove(l, cls, arena_printf(d->a, "learned:%u/%u", n, of));
	}
}

/* ---- the table */

static int
save(const learned *k)
{
	outfile o;
	buf b = {0};
	arena a = {0};
	if (outfile_open(&o, k->path, k->diag) != 0)
		return -1;
	buf_addz(&b, "# Lines and on how many pages of a site they stood (an empty line: pages of the site). Written by xinpian-parse --learn.\n"
	             "site\tpages\tline\n");
	for (size_t i = 0; i < k->cap; i++) {
		const entry *e = &k->slot[i];
		str site, text = e->text ? str_from(e->text) : STR_NULL;
		if (!e->text || (e->pages < 2 && text.p[text.n - 1] != '\t') || !str_cut(&text, '\t', &site))
			continue;
		uint32_t of = pages_of(k, key_text(&a, site, STR("")));
		buf_add(&b, site);
		buf_addf(&b, "\t%u\t", of > FRESH ? (e->pages + 1) / 2 : e->pages);
		buf_add(&b, text);
		buf_addc(&b, '\n');
	}
	outfile_write(&o, buf_str(&b));
	arena_free(&a);
	buf_free(&b);
	return outfile_commit(&o, k->diag);
}

int
learn_close(learned *k, bool keep)
{
	int rc = keep ? save(k) : 0;
	for (size_t i = 0; i < k->cap; i++)
		free(k->slot[i].text);
	free(k->slot);
	free(k);
	return rc;
}
