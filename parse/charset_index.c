#include "charset_index.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "utf8.h"

/* The most pointers that any index of the standard has (gb18030, EUC-KR: 23,940). */
#define MAX_POINTERS 23940u

typedef struct loader {
	arena *a;
	diag *diag;
	const table *t;
	int name, first, text;
} loader;

static bool
bad_row(const loader *l, size_t row, const char *what)
{
	table_fault(l->t, row, l->diag, "%s", what);
	return false;
}

/* Finds the rows of one index and how long it is; the reading itself waits. NULL after a message. */
static charset_index *
find_index(const loader *l, str name)
{
	charset_index *x = arena_new(l->a, charset_index);
	x->name = name;
	for (size_t i = 0; i < l->t->nrow; i++) {
		uint64_t pointer;
		if (!str_eq(table_get(l->t, i, l->name), name))
			continue;
		if (!str_u64(table_get(l->t, i, l->first), &pointer)) {
			bad_row(l, i, "the first pointer is no number");
			return NULL;
		}
		size_t end = (size_t)pointer + utf8_starts(table_get(l->t, i, l->text));
		if (pointer > MAX_POINTERS || end > MAX_POINTERS) {
			bad_row(l, i, "more pointers than an index has");
			return NULL;
		}
		x->n = end > x->n ? end : x->n;
		x->from = x->to ? x->from : i;
		x->to = i + 1;
	}
	x->cp = arena_alloc(l->a, (x->n + 1) * sizeof *x->cp);
	return x;
}

static void
read_index(const charsets *c, charset_index *x)
{
	memset(x->cp, 0, (x->n + 1) * sizeof *x->cp);
	for (size_t i = x->from; i < x->to; i++) {
		uint64_t pointer;
		str text = table_get(&c->rows, i, c->text);
		if (!str_eq(table_get(&c->rows, i, c->index), x->name) || !str_u64(table_get(&c->rows, i, c->first), &pointer))
			continue;
		for (size_t at = 0; at < text.n; pointer++)
			x->cp[pointer] = utf8_next(text, &at);
	}
}

const uint32_t *
charset_index_of(const charsets *c, charset_index *x)
{
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	if (atomic_load_explicit(&x->ready, memory_order_acquire))
		return x->cp;
	pthread_mutex_lock(&lock);
	if (!atomic_load_explicit(&x->ready, memory_order_relaxed)) {
		read_index(c, x);
		atomic_store_explicit(&x->ready, true, memory_order_release);
	}
	pthread_mutex_unlock(&lock);
	return x->cp;
}

static bool
load_ranges(const loader *l, charsets *c)
{
	size_t cap = 0;
	for (size_t i = 0; i < l->t->nrow; i++) {
		uint64_t pointer;
		if (!str_eq(table_get(l->t, i, l->name), STR("gb18030-ranges")))
			continue;
		str hex = table_get(l->t, i, l->text);
		if (!str_u64(table_get(l->t, i, l->first), &pointer) || hex.n == 0 || hex.n > 6)
			return bad_row(l, i, "expected a pointer and a code point in hexadecimal");
		*arena_push(l->a, c->range, c->nrange, cap) =
			(gb_range){(uint32_t)pointer, (uint32_t)strtoul(arena_dup(l->a, hex).p, NULL, 16)};
	}
	return c->nrange > 0 || (diag_error(l->diag, l->t->path.p, "no rows of gb18030-ranges"), false);
}

static enum decoder
decoder_of(str name)
{
	static const struct {
		const char *name;
		enum decoder decoder;
	} known[] = {{"UTF-8", DECODE_UTF8},       {"UTF-16LE", DECODE_UTF16LE}, {"UTF-16BE", DECODE_UTF16BE},
		     {"GBK", DECODE_GB18030},      {"gb18030", DECODE_GB18030},  {"Big5", DECODE_BIG5},
		     {"EUC-KR", DECODE_EUC_KR},    {"Shift_JIS", DECODE_SHIFT_JIS}, {"EUC-JP", DECODE_EUC_JP},
		     {"ISO-2022-JP", DECODE_ISO_2022_JP}, {"replacement", DECODE_NONE}, {"x-user-defined", DECODE_NONE}};
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (str_eq(name, str_from(known[i].name)))
			return known[i].decoder;
	return DECODE_SINGLE;
}

static str
index_name(arena *a, const encoding *e)
{
	if (e->decoder == DECODE_GB18030)
		return STR("gb18030");
	if (e->decoder == DECODE_SHIFT_JIS || e->decoder == DECODE_EUC_JP || e->decoder == DECODE_ISO_2022_JP)
		return STR("jis0208");
	str name = arena_lower(a, e->name);
	return str_eq(name, STR("iso-8859-8-i")) ? STR("iso-8859-8") : name;
}

static uint32_t
encoding_row(charsets *c, arena *a, str name, size_t *cap)
{
	for (size_t i = 0; i < c->nencoding; i++)
		if (str_eq(c->encoding[i].name, name))
			return (uint32_t)i;
	*arena_push(a, c->encoding, c->nencoding, *cap) = (encoding){.name = name, .decoder = decoder_of(name)};
	return (uint32_t)c->nencoding - 1;
}

static int
by_first_field(const void *a, const void *b)
{
	const table_row *x = a, *y = b;
	return str_cmp(x->field[0], y->field[0]);
}

charsets *
charsets_load(arena *a, diag *d, const char *dicts)
{
	charsets *c = arena_new(a, charsets);
	size_t cap = 0;
	if (table_load(&c->label, a, d, dicts, "encodings") != 0 || table_load(&c->rows, a, d, dicts, "charset-index") != 0)
		return NULL;
	int label = table_need(&c->label, d, "label"), name = table_need(&c->label, d, "encoding");
	const table *t = &c->rows;
	loader l = {a, d, t, table_need(t, d, "index"), table_need(t, d, "first"), table_need(t, d, "characters")};
	if (label != 0 || name < 0 || l.name < 0 || l.first < 0 || l.text < 0)
		return NULL;
	c->index = l.name;
	c->first = l.first;
	c->text = l.text;
	qsort(c->label.row, c->label.nrow, sizeof *c->label.row, by_first_field);
	c->of_label = arena_array(a, uint32_t, c->label.nrow);
	for (size_t i = 0; i < c->label.nrow; i++)
		c->of_label[i] = encoding_row(c, a, table_get(&c->label, i, name), &cap);
	for (size_t i = 0; i < c->nencoding; i++) {
		encoding *e = &c->encoding[i];
		if (e->decoder < DECODE_SINGLE || e->decoder == DECODE_NONE)
			continue;
		if (!(e->index = find_index(&l, index_name(a, e))))
			return NULL;
	}
	c->jis0212 = find_index(&l, STR("jis0212"));
	return c->jis0212 && load_ranges(&l, c) ? c : NULL;
}

const encoding *
charset_of_label(const charsets *c, str label)
{
	char low[64];
	label = str_trim(label);
	if (label.n == 0 || label.n >= sizeof low)
		return NULL;
	for (size_t i = 0; i < label.n; i++)
		low[i] = (char)ascii_lower(label.p[i]);
	label.p = low;
	for (size_t lo = 0, hi = c->label.nrow; lo < hi;) {
		size_t mid = lo + (hi - lo) / 2;
		int d = str_cmp(label, c->label.row[mid].field[0]);
		if (d == 0)
			return &c->encoding[c->of_label[mid]];
		if (d < 0)
			hi = mid;
		else
			lo = mid + 1;
	}
	return NULL;
}
