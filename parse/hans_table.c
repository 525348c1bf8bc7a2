#include "hans_table.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "utf8.h"

static void
put(arena *a, uint32_t **block, uint32_t cp, uint32_t v)
{
	if (cp >> 8 >= HANS_BLOCKS)
		return;
	if (!block[cp >> 8])
		block[cp >> 8] = arena_array(a, uint32_t, 256);
	block[cp >> 8][cp & 0xFF] = v;
}

const hans_pair *
hans_dict_longest(const hans_dict *d, uint32_t first, str s)
{
	size_t at = 0;
	uint32_t cp = utf8_next(s, &at), next = utf8_first(str_skip(s, at));
	for (const hans_pair *p = d->pair + first; p < d->pair + d->n && p->cp == cp; p++)
		if ((p->next == next || !p->next) && str_starts(s, p->key))
			return p;
	return NULL;
}

static bool
single(str s, uint32_t *cp)
{
	size_t at = 0;
	if (s.n == 0)
		return false;
	*cp = utf8_next(s, &at);
	return at == s.n;
}

void
hans_dict_add(arena *a, hans_dict *d, str key, str value, unsigned weight)
{
	uint32_t from, to;
	if (single(key, &from) && single(value, &to) && weight == 0) {
		put(a, d->one, from, to);
		return;
	}
	if (key.n)
		*arena_push(a, d->pair, d->n, d->cap) = (hans_pair){.key = key, .value = value, .weight = weight};
}

static int
by_first_then_length(const void *x, const void *y)
{
	const hans_pair *p = x, *q = y;
	if (p->cp != q->cp)
		return p->cp < q->cp ? -1 : 1;
	if (p->key.n != q->key.n)
		return p->key.n > q->key.n ? -1 : 1;
	return str_cmp(p->key, q->key);
}

void
hans_dict_sort(arena *a, hans_dict *d)
{
	for (size_t i = 0; i < d->n; i++) {
		size_t at = 0;
		d->pair[i].cp = utf8_next(d->pair[i].key, &at);
		d->pair[i].next = utf8_first(str_skip(d->pair[i].key, at));
	}
	if (d->n)
		qsort(d->pair, d->n, sizeof *d->pair, by_first_then_length);
	for (size_t i = d->n; i-- > 0;) {
		uint32_t cp = d->pair[i].cp, next = d->pair[i].next;
		bits_set(d->goes_on, cp_hash_two(cp, next));
		d->has_lone = d->has_lone || !next;
		if (!next && cp < 0x10000)
			bits_set(d->lone, cp);
		put(a, d->first, cp, (uint32_t)i + 1);
		if (cp < 0x10000)
			bits_set(d->begins, cp);
	}
}

/* ---- OpenCC's lists */

static hans_dict *
list_named(hans_tables *h, str name)
{
	struct {
		const char *name;
		hans_dict *dict;
	} lists[] = {
		{"TSPhrases", &h->ts_phrase}, {"TSCharacters", &h->ts_char}, {"TWPhrasesRev", &h->tw_phrase},
		{"TWVariantsRevPhrases", &h->tw_variant_phrase}, {"TWVariantsRev", &h->tw_variant},
		{"HKVariantsRevPhrases", &h->hk_variant_phrase}, {"HKVariantsRev", &h->hk_variant},
	};
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		if (str_eq(name, str_from(lists[i].name)))
			return lists[i].dict;
	return NULL;
}

/* A Simplified character is one whose Traditional forms do not include itself. */
static void
note_simplified(hans_tables *h, str key, str values)
{
	uint32_t cp;
	str v;
	if (!single(key, &cp) || cp > 0xFFFF)
		return;
	while (str_cut(&values, ' ', &v))
		if (str_eq(v, key))
			return;
	h->kind[cp] = HANS_SIMP;
}

static int
load_opencc(hans_tables *h, arena *a, diag *d, const char *dir)
{
	table t;
	if (table_load(&t, a, d, dir, "opencc"))
		return -1;
	int list = table_need(&t, d, "list"), key = table_need(&t, d, "key"), value = table_need(&t, d, "value");
	if (list < 0 || key < 0 || value < 0)
		return -1;
	for (size_t i = 0; i < t.nrow; i++) {
		str k = table_get(&t, i, key), v = table_get(&t, i, value);
		hans_dict *to = list_named(h, table_get(&t, i, list));
		if (to)
			hans_dict_add(a, to, k, v, 0);
		else
			note_simplified(h, k, v);
	}
	return 0;
}

/* ---- mends, names, regions */

static int
load_mends(hans_tables *h, arena *a, diag *d, const char *dicts)
{
	static const char *const chain[CHAIN_COUNT] = {"t2s", "tw", "hk", "hans"};
	table t;
	if (table_load(&t, a, d, dicts, "t2s-mends"))
		return -1;
	int from = table_need(&t, d, "from"), to = table_need(&t, d, "to"), in = table_need(&t, d, "in");
	if (from < 0 || to < 0 || in < 0)
		return -1;
	for (size_t i = 0; i < t.nrow; i++) {
		str where = table_get(&t, i, in), w;
		bool all = str_eq(where, STR("all"));
		while (str_cut(&where, ' ', &w))
			for (int c = 0; c < CHAIN_COUNT; c++)
				if (str_eq(w, str_from(chain[c])) || (all && c != CHAIN_HANS))
					hans_dict_add(a, &h->mend[c], table_get(&t, i, from), table_get(&t, i, to), 0);
	}
	return 0;
}

/* The Traditional spelling of a Simplified name, character by character. */
static str
traditional_name(const hans_tables *h, arena *a, const hans_dict *st, str name)
{
	buf b = {0};
	for (size_t at = 0; at < name.n;) {
		uint32_t cp = utf8_next(name, &at), to = hans_dict_one(&h->ts_char, cp) ? 0 : hans_dict_one(st, cp);
		buf_cp(&b, to ? to : cp);
	}
	str s = arena_dup(a, buf_str(&b));
	buf_free(&b);
	return s;
}

static void
protect_name(hans_tables *h, arena *a, const hans_dict *st, str name)
{
	bool hurt = false;
	for (size_t at = 0; at < name.n && !hurt;) {
		uint32_t cp = utf8_next(name, &at), to = hans_dict_one(&h->ts_char, cp);
		hurt = to && to != cp;
	}
	if (!hurt || utf8_count(name) < 2)
		return;
	str trad = traditional_name(h, a, st, name);
	name = arena_dup(a, name);
	for (int c = 0; c < CHAIN_COUNT; c++) {
		hans_dict_add(a, &h->mend[c], name, name, 0);
		if (!str_eq(name, trad))
			hans_dict_add(a, &h->mend[c], trad, name, 0);
	}
}

/* Names of the tag dictionaries that the conversion would spoil (昇腾 would be 升腾) are kept, in both scripts. */
static void
protect_names(hans_tables *h, arena *a, diag *d, const char *dicts, const hans_dict *st)
{
	static const char *const file[] = {"companies", "chips", "systems", "orgs", "architectures", "software", "models"};
	arena scratch = {0};
	for (size_t f = 0; f < sizeof file / sizeof *file; f++) {
		table t;
		arena_reset(&scratch);
		str path = arena_printf(&scratch, "%s/%s.tsv", dicts, file[f]);
		if (access(path.p, R_OK) || table_load(&t, &scratch, d, dicts, file[f]))
			continue;
		int name = table_column(&t, "name"), aliases = table_column(&t, "aliases");
		for (size_t i = 0; i < t.nrow; i++) {
			str rest = table_get(&t, i, aliases), alias;
			protect_name(h, a, st, table_get(&t, i, name));
			while (str_cut(&rest, '|', &alias))
				protect_name(h, a, st, alias);
		}
	}
	arena_free(&scratch);
}

static int
load_regions(hans_tables *h, arena *a, diag *d, const char *dicts)
{
	static const char *const name[3] = {"mainland", "taiwan", "hongkong"};
	table t;
	if (table_load(&t, a, d, dicts, "hans-region"))
		return -1;
	int word = table_need(&t, d, "word"), region = table_need(&t, d, "region"), weight = table_need(&t, d, "weight");
	if (word < 0 || region < 0 || weight < 0)
		return -1;
	for (size_t i = 0; i < t.nrow; i++)
		for (int r = 0; r < 3; r++) {
			uint64_t w;
			if (str_eq(table_get(&t, i, region), str_from(name[r])) && str_u64(table_get(&t, i, weight), &w) && w)
				hans_dict_add(a, &h->region[r], table_get(&t, i, word), STR_NULL, (unsigned)w);
		}
	return 0;
}

/* ---- what follows from the lists */

static void
index_all(hans_tables *h, arena *a)
{
	hans_dict *all[] = {&h->ts_phrase, &h->ts_char, &h->tw_phrase, &h->tw_variant_phrase, &h->tw_variant,
		&h->hk_variant_phrase, &h->hk_variant, &h->hans_char, &h->region[0], &h->region[1], &h->region[2],
		&h->mend[0], &h->mend[1], &h->mend[2], &h->mend[3]};
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		hans_dict_sort(a, all[i]);
}

static void
mark_scripts(hans_tables *h, arena *a)
{
	for (uint32_t cp = 0; cp < HANS_BLOCKS << 8; cp++) {
		uint32_t to = hans_dict_one(&h->ts_char, cp);
		if (!h->ts_char.one[cp >> 8])
			cp |= 0xFF;
		if (!to || to == cp || hans_dict_one(&h->mend[CHAIN_HANS], cp) == cp)
			continue;
		put(a, h->hans_char.one, cp, to);
		if (cp < 0x10000)
			h->kind[cp] = HANS_TRAD;
	}
}

/* The generated table stands with the dictionaries when installed, else beside the program's folder in build/. */
static const char *
opencc_dir(arena *a, const char *dicts)
{
	char exe[4096];
	ssize_t n = readlink("/proc/self/exe", exe, sizeof exe - 1);
	str at = n > 0 ? str_of(exe, (size_t)n) : STR_NULL;
	if (access(arena_printf(a, "%s/opencc.tsv", dicts).p, R_OK) == 0)
		return dicts;
	for (int up = 0; up < 4 && at.n; up++) {
		size_t slash = str_rfind(at, STR("/"));
		at.n = slash == SIZE_MAX ? 0 : slash;
		str dir = arena_dup(a, at);
		if (at.n && access(arena_printf(a, STR_FMT "/opencc.tsv", STR_ARG(dir)).p, R_OK) == 0)
			return dir.p;
	}
	return access(XINPIAN_DATADIR "/dicts/opencc.tsv", R_OK) == 0 ? XINPIAN_DATADIR "/dicts" : dicts;
}

hans_tables *
hans_load_chars(arena *a, diag *d, const char *dicts)
{
	hans_tables *h = arena_new(a, hans_tables);
	return load_opencc(h, a, d, opencc_dir(a, dicts)) ? NULL : h;
}

hans_tables *
hans_load(arena *a, diag *d, const char *dicts, enum hans_mode mode)
{
	hans_tables *h = hans_load_chars(a, d, dicts);
	hans_dict st = {0};
	if (!h)
		return NULL;
	for (uint32_t cp = 0; cp < 0x10000; cp++) {
		uint32_t to = hans_dict_one(&h->ts_char, cp);
		if (to && to != cp && to < 0x10000 && h->kind[to] == HANS_SIMP && !hans_dict_one(&st, to))
			put(a, st.one, to, cp);
	}
	if (load_mends(h, a, d, dicts) || load_regions(h, a, d, dicts))
		return NULL;
	if (mode != HANS_OFF)
		protect_names(h, a, d, dicts, &st);
	mark_scripts(h, a);
	index_all(h, a);
	if (mode != HANS_OFF)
		hans_fast_make(h, a);
	return h;
}
