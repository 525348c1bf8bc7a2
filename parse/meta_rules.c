#include "meta_rules.h"

#include <stdlib.h>
#include <string.h>

#include "bits.h"
#include "table.h"
#include "utf8.h"

static const char *const kind_name[MK_COUNT] = {
#define X(name) #name,
	META_KINDS(X)
#undef X
};

static const char *const field_name[MF_COUNT] = {
#define X(name) #name,
	META_FIELDS(X)
#undef X
};

static void
add(meta_words *w, str word, str value)
{
	meta_word *m = &w->all[w->n++];
	char number[16] = "";
	int field = str_index(value, field_name, MF_COUNT);
	if (value.n < sizeof number)
		memcpy(number, value.p, value.n);
	*m = (meta_word){word, value, field < 0 ? MF_other : (enum meta_field)field, atoi(number), w->slot[utf8_start_hash(word) % META_SLOTS]};
	w->slot[utf8_start_hash(word) % META_SLOTS] = m;
	bits_set(w->begins, utf8_start_hash(word) % META_FIRSTS);
}

meta_rules *
meta_rules_load(arena *a, diag *d, const char *dicts)
{
	table t;
	meta_rules *r = arena_new(a, meta_rules);
	if (table_load(&t, a, d, dicts, "meta") != 0)
		return NULL;
	int kind = table_need(&t, d, "kind"), word = table_need(&t, d, "word"), value = table_need(&t, d, "value");
	if (kind < 0 || word < 0 || value < 0)
		return NULL;
	for (int k = 0; k < MK_COUNT; k++)
		r->kind[k].all = arena_alloc(a, t.nrow * sizeof(meta_word)); /* room for all; what is not used stays untouched */
	for (size_t i = 0; i < t.nrow; i++) {
		int k = str_index(table_get(&t, i, kind), kind_name, MK_COUNT);
		if (k < 0 || !table_get(&t, i, word).n) {
			table_fault(&t, i, d, "unknown kind, or no word");
			return NULL;
		}
		add(&r->kind[k], table_get(&t, i, word), table_get(&t, i, value));
		uint32_t cp = utf8_first(table_get(&t, i, word));
		if ((k == MK_numeral || k == MK_era || k == MK_day || k == MK_since) && cp < 0x10000)
			bits_set(r->date_first, cp);
	}
	return r;
}

/* The words that begin as s does, and others. */
static const meta_word *
words_like(const meta_words *w, str s)
{
	uint32_t hash = s.n ? utf8_start_hash(s) : 0;
	return s.n && bits_has(w->begins, hash % META_FIRSTS) ? w->slot[hash % META_SLOTS] : NULL;
}

const meta_word *
meta_starts(const meta_rules *r, enum meta_kind k, str s)
{
	const meta_word *best = NULL;
	for (const meta_word *m = words_like(&r->kind[k], s); m; m = m->next)
		if (str_starts(s, m->word) && (!best || m->word.n > best->word.n))
			best = m;
	return best;
}

bool
meta_stops(const meta_rules *r, str s)
{
	const meta_word *m = meta_starts(r, MK_stop, s);
	if (!m || m->word.n > 3)
		return m != NULL;
	size_t at = m->word.n;
	return at >= s.n || cp_is_space(utf8_next(s, &at));
}

const meta_word *
meta_ends(const meta_rules *r, enum meta_kind k, str s)
{
	const meta_word *best = NULL;
	for (size_t i = 0; i < r->kind[k].n; i++)
		if (str_ends(s, r->kind[k].all[i].word) && (!best || r->kind[k].all[i].word.n > best->word.n))
			best = &r->kind[k].all[i];
	return best;
}

const meta_word *
meta_exact(const meta_rules *r, enum meta_kind k, str s)
{
	for (const meta_word *m = words_like(&r->kind[k], s); m; m = m->next)
		if (str_eq(s, m->word))
			return m;
	return NULL;
}
