#include "marks.h"

#include "bits.h"
#include "utf8.h"

static int
kind_of(str name)
{
	static const char *const names[MARK_COUNT] = {
#define X(name) #name,
		MARK_KINDS(X)
#undef X
	};
	return str_index(name, names, MARK_COUNT);
}

marks *
marks_load(arena *a, diag *d, const char *dicts)
{
	marks *m = arena_new(a, marks);
	size_t cap[MARK_COUNT] = {0};
	bool bad = false;
	table t;
	if (table_load(&t, a, d, dicts, "line-marks") != 0)
		return NULL;
	int kind = table_need(&t, d, "kind"), word = table_need(&t, d, "word");
	for (size_t i = 0; i < t.nrow && kind >= 0 && word >= 0; i++) {
		int k = kind_of(table_get(&t, i, kind));
		str w = table_get(&t, i, word);
		if (k < 0 || w.n == 0) {
			table_fault(&t, i, d, "expected a kind that the head of the table names, and a word");
			bad = true;
			continue;
		}
		*arena_push(a, m->word[k], m->n[k], cap[k]) = w;
		bits_set(m->begins[k], utf8_start_hash(w) % MARK_FIRSTS);
	}
	return bad || kind < 0 || word < 0 ? NULL : m;
}

size_t
marks_start(const marks *m, enum mark_kind k, str s)
{
	for (size_t i = 0; i < m->n[k]; i++)
		if (str_starts(s, m->word[k][i]))
			return m->word[k][i].n;
	return 0;
}

bool
marks_end(const marks *m, enum mark_kind k, str s)
{
	for (size_t i = 0; i < m->n[k]; i++)
		if (str_ends(s, m->word[k][i]))
			return true;
	return false;
}

bool
marks_inside(const marks *m, enum mark_kind k, str s)
{
	for (size_t at = 0; at < s.n; at++) {
		str rest = str_skip(s, at);
		if (bits_has(m->begins[k], utf8_start_hash(rest) % MARK_FIRSTS) && marks_start(m, k, rest))
			return true;
		at += (unsigned char)s.p[at] >= 0xE0 ? 2 : 0; /* the rest of a character */
	}
	return false;
}
