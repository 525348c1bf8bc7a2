#include "lexicon.h"

#include <string.h>

/* What the shipped tables hold, roughly: the first size of the maps. */
enum { ENTITIES = 12000, NAMES = 24000, WORDS = 2000 };

static const char *const type_names[TYPE_COUNT] = {
	"company", "chip", "system", "model", "software", "architecture", "org",
};

/* Where each type's entities stand and which column names the firm behind them. */
static const struct source {
	const char *table, *maker;
	enum type type;
} sources[] = {
	{"companies", "parent", TYPE_COMPANY}, {"chips", "maker", TYPE_CHIP},
	{"systems", "maker", TYPE_SYSTEM},     {"models", "maker", TYPE_MODEL},
	{"software", "maker", TYPE_SOFTWARE},  {"architectures", "maker", TYPE_ARCHITECTURE},
	{"orgs", NULL, TYPE_ORG},
};

const char *
type_name(enum type t)
{
	return type_names[t];
}

enum type
type_of(str name)
{
	for (int t = 0; t < TYPE_COUNT; t++)
		if (str_eq(name, str_from(type_names[t])))
			return (enum type)t;
	return TYPE_COUNT;
}

static str
entity_key(arena *a, enum type t, str id)
{
	char type = (char)('A' + (int)t);
	return arena_cat(a, (str[]){str_of(&type, 1), id}, 2);
}

uint32_t
lexicon_entity(const lexicon *l, enum type t, str id)
{
	char key[256];
	if (id.n >= sizeof key)
		return NONE;
	key[0] = (char)('A' + (int)t);
	memcpy(key + 1, id.p, id.n);
	return keymap_get(l->by_id, str_of(key, id.n + 1));
}

str
lexicon_name(const lexicon *l, str type, str id)
{
	enum type t = type_of(type);
	uint32_t e = t == TYPE_COUNT ? NONE : lexicon_entity(l, t, id);
	return e == NONE ? STR_NULL : l->entity[e].name;
}

uint32_t
lexicon_add(lexicon *l, str key, reading r)
{
	uint32_t *head = keymap_at(l->by_key, l->a, key), last = NONE;
	for (uint32_t i = *head; i != NONE; i = l->reading[i].next) {
		if (l->reading[i].kind == r.kind && l->reading[i].entity == r.entity)
			return i;
		last = i;
	}
	uint32_t made = (uint32_t)l->nreading;
	r.next = NONE;
	*arena_push(l->a, l->reading, l->nreading, l->reading_cap) = r;
	if (last == NONE)
		*head = made;
	else
		l->reading[last].next = made;
	return made;
}

/* ---- what a note says: `ambiguous: NAME, NAME — why (larger word, larger word); ambiguous: ...` */

static const char ambiguous[] = "ambiguous:";

/* The next `ambiguous:` part of a note: its names and its reason. false when there is none left. */
static bool
next_doubt(str *note, str *names, str *why)
{
	size_t at = str_find(*note, str_from(ambiguous));
	if (at == SIZE_MAX)
		return false;
	*note = str_skip(*note, at + sizeof ambiguous - 1);
	size_t end = str_find(*note, str_from(ambiguous));
	str part = str_from_to(*note, 0, end < note->n ? end : note->n);
	size_t dash = str_find(part, STR("\xE2\x80\x94"));
	*names = dash == SIZE_MAX ? part : str_from_to(part, 0, dash);
	*why = dash == SIZE_MAX ? STR_NULL : str_skip(part, dash + 3);
	return true;
}

/* Is `name` one of the names in `list` (parted by spaces and punctuation)? */
static bool
names_it(str list, str name)
{
	while (name.n && list.n >= name.n) {
		size_t at = str_find(list, name);
		if (at == SIZE_MAX)
			return false;
		size_t end = at + name.n;
		bool left = at == 0 || strchr(" ,;/|(", list.p[at - 1]);
		bool right = end == list.n || strchr(" ,;/|)", list.p[end]);
		if (left && right)
			return true;
		list = str_skip(list, end);
	}
	return false;
}

/* Words of the reason that contain the name swallow it. */
static void
swallow_by(lexicon *l, str why, str name)
{
	for (size_t at = 0, from; at < why.n;) {
		from = at;
		while (at < why.n && (unsigned char)why.p[at] >= 0x80)
			at++;
		str word = str_from_to(why, from, at);
		if (word.n > name.n && str_find(word, name) != SIZE_MAX)
			lexicon_add_larger(l, word, name);
		at += at == from;
	}
}

static enum level
level_of(lexicon *l, str note, str name)
{
	str names, why;
	if (str_starts(note, STR("bare")) && str_is_ascii(name))
		return LEVEL_BARE;
	while (next_doubt(&note, &names, &why)) {
		if (!names_it(names, name))
			continue;
		swallow_by(l, why, name);
		why = str_trim(why);
		return str_starts(why, STR("across words")) || str_starts(why, STR("part of")) ? LEVEL_LIKELY : LEVEL_DOUBTFUL;
	}
	return LEVEL_FIRM;
}

/* ---- tables */

static void
add_name(lexicon *l, uint32_t e, str name, str note)
{
	str key = automaton_fold(l->a, name);
	reading r = {.kind = READ_ENTITY, .entity = e, .judge = NONE, .level = level_of(l, note, name), .upper = str_has_upper(name)};
	if (key.n)
		lexicon_add(l, key, r);
}

static void
add_row(lexicon *l, const struct source *s, const table *t, size_t row, int id, int name, int aliases, int note)
{
	str alias, rest = table_get(t, row, aliases), remark = table_get(t, row, note);
	entity e = {s->type, table_get(t, row, id), table_get(t, row, name), NONE};
	uint32_t *at = keymap_at(l->by_id, l->a, entity_key(l->a, e.type, e.id));
	if (*at != NONE) {
		diag_warn(l->diag, arena_printf(l->a, STR_FMT ":%u", STR_ARG(t->path), t->row[row].line).p, "id \"" STR_FMT
			  "\" stands here again: only its first row counts", STR_ARG(e.id));
		return;
	}
	uint32_t index = *at = (uint32_t)l->nentity;
	*arena_push(l->a, l->entity, l->nentity, l->entity_cap) = e;
	add_name(l, index, e.name, remark);
	while (str_cut(&rest, '|', &alias))
		add_name(l, index, alias, remark);
}

static int
load_source(lexicon *l, const struct source *s, table *t)
{
	if (table_load(t, l->a, l->diag, l->dicts, s->table) != 0)
		return -1;
	int id = table_need(t, l->diag, "id"), name = table_need(t, l->diag, "name"), aliases = table_need(t, l->diag, "aliases");
	if (id < 0 || name < 0 || aliases < 0)
		return -1;
	int note = table_column(t, "note");
	for (size_t i = 0; i < t->nrow; i++)
		add_row(l, s, t, i, id, name, aliases, note);
	return 0;
}

/* Firms are known only when all tables are in. */
static void
set_makers(lexicon *l, const struct source *s, const table *t)
{
	int id = table_column(t, "id"), maker = s->maker ? table_column(t, s->maker) : -1;
	for (size_t i = 0; maker >= 0 && i < t->nrow; i++) {
		uint32_t e = lexicon_entity(l, s->type, table_get(t, i, id));
		if (e != NONE && table_get(t, i, maker).n)
			l->entity[e].maker = lexicon_entity(l, TYPE_COMPANY, table_get(t, i, maker));
	}
}

static int
load_entities(lexicon *l)
{
	enum { N = sizeof sources / sizeof *sources };
	table t[N];
	int rc = 0;
	for (int i = 0; i < N; i++)
		if (load_source(l, &sources[i], &t[i]) != 0)
			rc = -1;
	for (int i = 0; rc == 0 && i < N; i++)
		set_makers(l, &sources[i], &t[i]);
	return rc;
}

/* ---- the two automata */

typedef struct key_list {
	automaton_key *v;
	size_t n, cap;
} key_list;

static automaton *
build(lexicon *l, const keymap *m)
{
	key_list k = {0};
	arena scratch = {0};
	str key;
	uint32_t value;
	for (size_t i = 0; keymap_next(m, &i, &key, &value);)
		*arena_push(&scratch, k.v, k.n, k.cap) = (automaton_key){key, value + 1};
	automaton *made = automaton_build(l->a, k.v, k.n);
	arena_free(&scratch);
	return made;
}

/* What a larger word swallows is the value of a name's key, known when all names are in. */
static void
set_swallowed(lexicon *l)
{
	for (size_t i = 0; i < l->nreading; i++)
		if (l->reading[i].kind == READ_SWALLOW)
			l->reading[i].entity = keymap_get(l->by_key, l->swallowed.v[l->reading[i].entity]) + 1;
}

lexicon *
lexicon_load(arena *a, diag *d, const char *dicts)
{
	lexicon *l = arena_new(a, lexicon);
	*l = (lexicon){.a = a, .diag = d, .dicts = dicts};
	l->by_id = keymap_new(a, ENTITIES);
	l->by_key = keymap_new(a, NAMES);
	l->by_near = keymap_new(a, WORDS);
	if (load_entities(l) != 0 || rules_load(l) != 0) {
		lexicon_free(l);
		return NULL;
	}
	set_swallowed(l);
	l->names = build(l, l->by_key);
	l->nears = build(l, l->by_near);
	return l;
}

void
lexicon_free(lexicon *l)
{
	for (size_t i = 0; l && i < l->npattern; i++)
		pattern_free(&l->pattern[i]);
}
