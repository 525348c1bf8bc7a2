#include "lexicon.h"

#include <string.h>

#include "utf8.h"

enum { SHORT_NAME = 9 /* bytes: three characters */ };

static const char *const level_names[] = {"firm", "likely", "doubtful", "bare", "rare", "beside", "quoted", "never"};

static const char *
place(lexicon *l, const table *t, size_t row)
{
	return arena_printf(l->a, STR_FMT ":%u", STR_ARG(t->path), t->row[row].line).p;
}

static int
level_by_name(str s)
{
	for (int i = 0; i <= LEVEL_NEVER; i++)
		if (str_eq(s, str_from(level_names[i])))
			return i;
	return -1;
}

static uint32_t
add_judge(lexicon *l)
{
	*arena_push(l->a, l->judge, l->njudge, l->judge_cap) = (judge){0};
	return (uint32_t)l->njudge - 1;
}

static bool
is_against(str *word)
{
	if (!str_starts(*word, STR("!")))
		return false;
	*word = str_skip(*word, 1);
	return true;
}

static void
add_word(lexicon *l, wordings *to, str word)
{
	if (!word.n)
		return;
	*arena_push(l->a, to->v, to->n, to->cap) = word;
	if (word.n < 3) {
		memset(to->heads, 0xFF, sizeof to->heads);
		memset(to->tails, 0xFF, sizeof to->tails);
		return;
	}
	unsigned head = wordings_bit(word.p[1], word.p[2]), tail = wordings_bit(word.p[word.n - 2], word.p[word.n - 1]);
	to->heads[head / 64] |= (uint64_t)1 << (head % 64);
	to->tails[tail / 64] |= (uint64_t)1 << (tail % 64);
}

static void
add_words(lexicon *l, wordings *to, wordings *against, str list)
{
	str word;
	while (str_cut(&list, '|', &word)) {
		bool no = is_against(&word);
		add_word(l, no ? against : to, word);
	}
}

/* Words of the automaton of cues for judge j. */
static int
add_near(lexicon *l, uint32_t j, str list, const char *where)
{
	str word;
	while (str_cut(&list, '|', &word)) {
		bool against = is_against(&word);
		str key = automaton_fold(l->a, word);
		if (word.n == 0)
			continue;
		if (!key.n) {
			diag_error(l->diag, where, "\"" STR_FMT "\": a word that is looked for near has two characters or more",
				   STR_ARG(word));
			return -1;
		}
		uint32_t *head = keymap_at(l->by_near, l->a, key), next = *head;
		*head = (uint32_t)l->nnear;
		*arena_push(l->a, l->near, l->nnear, l->near_cap) = (near_word){j, against, next};
	}
	return 0;
}

void
lexicon_add_larger(lexicon *l, str list, str name)
{
	str word;
	uint32_t owner = (uint32_t)l->swallowed.n;
	add_word(l, &l->swallowed, automaton_fold(l->a, name));
	while (l->swallowed.n > owner && str_cut(&list, '|', &word)) {
		bool keep = is_against(&word);
		str key = automaton_fold(l->a, word);
		if (key.n)
			lexicon_add(l, key, (reading){.kind = keep ? READ_KEEP : READ_SWALLOW, .judge = NONE, .entity = owner});
	}
}

/* ---- senses.tsv: one doubtful name of one entity a row */

typedef struct sense_columns {
	int name, type, id, level, larger, before, after, near;
} sense_columns;

static int
find_sense_columns(lexicon *l, const table *t, sense_columns *c)
{
	c->name = table_need(t, l->diag, "name");
	c->type = table_need(t, l->diag, "type");
	c->id = table_need(t, l->diag, "id");
	c->level = table_need(t, l->diag, "level");
	c->larger = table_need(t, l->diag, "larger");
	c->before = table_need(t, l->diag, "before");
	c->after = table_need(t, l->diag, "after");
	c->near = table_need(t, l->diag, "near");
	bool all = c->name >= 0 && c->type >= 0 && c->id >= 0 && c->level >= 0 && c->larger >= 0 && c->before >= 0;
	return all && c->after >= 0 && c->near >= 0 ? 0 : -1;
}

/* The reading of `name` as that entity, or NONE after a message. */
static uint32_t
sense_reading(lexicon *l, const table *t, size_t row, const sense_columns *c)
{
	enum type type = type_of(table_get(t, row, c->type));
	str id = table_get(t, row, c->id), name = table_get(t, row, c->name);
	uint32_t e = type == TYPE_COUNT ? NONE : lexicon_entity(l, type, id);
	uint32_t i = e == NONE ? NONE : keymap_get(l->by_key, automaton_fold(l->a, name));
	for (; i != NONE; i = l->reading[i].next)
		if (l->reading[i].kind == READ_ENTITY && l->reading[i].entity == e)
			return i;
	diag_warn(l->diag, place(l, t, row), "no " STR_FMT " with id \"" STR_FMT "\" goes by the name \"" STR_FMT "\": the row is left out",
		  STR_ARG(table_get(t, row, c->type)), STR_ARG(id), STR_ARG(name));
	return NONE;
}

static int
load_sense(lexicon *l, const table *t, size_t row, const sense_columns *c)
{
	int level = level_by_name(table_get(t, row, c->level));
	if (level < 0) {
		diag_error(l->diag, place(l, t, row), "level: expected firm, likely, doubtful, bare, rare, beside, quoted or never");
		return -1;
	}
	lexicon_add_larger(l, table_get(t, row, c->larger), table_get(t, row, c->name));
	uint32_t r = sense_reading(l, t, row, c);
	if (r == NONE)
		return 0;
	uint32_t j = add_judge(l);
	l->reading[r].level = (enum level)level;
	l->reading[r].judge = j;
	add_words(l, &l->judge[j].before, &l->judge[j].not_before, table_get(t, row, c->before));
	add_words(l, &l->judge[j].after, &l->judge[j].not_after, table_get(t, row, c->after));
	return add_near(l, j, table_get(t, row, c->near), place(l, t, row));
}

static int
load_senses(lexicon *l)
{
	table t;
	sense_columns c;
	int rc = 0;
	if (table_load(&t, l->a, l->diag, l->dicts, "senses") != 0 || find_sense_columns(l, &t, &c) != 0)
		return -1;
	for (size_t i = 0; i < t.nrow; i++)
		if (load_sense(l, &t, i, &c) != 0)
			rc = -1;
	return rc;
}

/* ---- cues.tsv: words that speak for a type, and the engine's own words */

static int
load_cue(lexicon *l, const table *t, size_t row, str type, str where, str words)
{
	enum type of = type_of(type);
	bool before = str_eq(where, STR("before")), after = str_eq(where, STR("after")), near = str_eq(where, STR("near"));
	if (of != TYPE_COUNT && (before || after)) {
		judge *j = &l->judge[of];
		add_words(l, before ? &j->before : &j->after, before ? &j->not_before : &j->not_after, words);
		return 0;
	}
	if (of != TYPE_COUNT && str_eq(where, STR("proof"))) {
		add_words(l, &l->judge[of].proof, &l->judge[of].not_after, words);
		return 0;
	}
	if (of != TYPE_COUNT && str_eq(where, STR("shed"))) {
		add_words(l, &l->judge[of].shed, &l->judge[of].kept, words);
		return 0;
	}
	if (of != TYPE_COUNT && near)
		return add_near(l, of, words, place(l, t, row));
	const struct { const char *where; wordings *to; } own[] = {
		{"join", &l->join}, {"suffix", &l->suffix}, {"alias", &l->alias}, {"trade", &l->trade}, {"place", &l->place},
		{"glued", &l->glued}, {"dated", &l->dated}, {"measured", &l->measured},
	};
	wordings *to = NULL;
	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		if (str_eq(where, str_from(own[i].where)))
			to = own[i].to;
	if (!to) {
		diag_error(l->diag, place(l, t, row), "expected a type with before, after, proof, shed or near, or join, suffix, trade, place, alias, glued, dated or measured");
		return -1;
	}
	add_words(l, to, to, words);
	return 0;
}

static int
load_cues(lexicon *l)
{
	table t;
	int rc = 0;
	if (table_load(&t, l->a, l->diag, l->dicts, "cues") != 0)
		return -1;
	int type = table_need(&t, l->diag, "type"), where = table_need(&t, l->diag, "where");
	int words = table_need(&t, l->diag, "words");
	if (type < 0 || where < 0 || words < 0)
		return -1;
	for (size_t i = 0; i < t.nrow; i++)
		if (load_cue(l, &t, i, table_get(&t, i, type), table_get(&t, i, where), table_get(&t, i, words)) != 0)
			rc = -1;
	return rc;
}

/* ---- patterns.tsv */

static int
load_pattern(lexicon *l, const table *t, size_t row, str type, str prefix, str source, str id, str maker, str evidence)
{
	pattern p = {.type = type_of(type), .id = id, .maker = lexicon_entity(l, TYPE_COMPANY, maker)};
	const char *where = place(l, t, row);
	str key = automaton_fold(l->a, prefix);
	p.level = str_eq(evidence, STR("maker")) ? LEVEL_BARE : LEVEL_FIRM;
	if (p.type == TYPE_COUNT || !key.n) {
		diag_error(l->diag, where, p.type == TYPE_COUNT ? "no such type" : "the prefix is shorter than two characters");
		return -1;
	}
	if (pattern_compile(&p, source, where, l->diag) != 0)
		return -1;
	*arena_push(l->a, l->pattern, l->npattern, l->pattern_cap) = p;
	reading r = {.kind = READ_PATTERN, .level = p.level, .entity = (uint32_t)l->npattern - 1, .judge = NONE};
	lexicon_add(l, key, r);
	return 0;
}

static int
load_patterns(lexicon *l)
{
	static const char *const names[] = {"type", "prefix", "pattern", "id", "maker", "evidence"};
	enum { N = sizeof names / sizeof *names };
	table t;
	int c[N], rc = 0;
	if (table_load(&t, l->a, l->diag, l->dicts, "patterns") != 0)
		return -1;
	for (int i = 0; i < N; i++)
		if ((c[i] = table_need(&t, l->diag, names[i])) < 0)
			return -1;
	for (size_t i = 0; i < t.nrow; i++) {
		str f[N];
		for (int k = 0; k < N; k++)
			f[k] = table_get(&t, i, c[k]);
		if (load_pattern(l, &t, i, f[0], f[1], f[2], f[3], f[4], f[5]) != 0)
			rc = -1;
	}
	return rc;
}

/* ---- words.tsv */

static int
load_words(lexicon *l)
{
	table t;
	if (table_load(&t, l->a, l->diag, l->dicts, "words") != 0)
		return -1;
	int first = table_need(&t, l->diag, "first"), second = table_need(&t, l->diag, "second");
	if (first < 0 || second < 0)
		return -1;
	size_t n = 0, cap = 64;
	for (size_t i = 0; i < t.nrow; i++)
		n += utf8_count(table_get(&t, i, second));
	while (cap < 2 * n)
		cap *= 2;
	l->words = (word_set){arena_array(l->a, uint64_t, cap), cap};
	for (size_t i = 0; i < t.nrow; i++) {
		uint32_t x = utf8_first(table_get(&t, i, first));
		str rest = table_get(&t, i, second);
		for (size_t at = 0; at < rest.n;) {
			uint32_t y = utf8_next(rest, &at);
			*word_set_at(&l->words, x, y) = (uint64_t)x << 32 | y;
		}
	}
	return 0;
}

/* A short Chinese name with no row of its own gives way where common words run across its edges. */
static void
soften_short_names(lexicon *l)
{
	str key;
	uint32_t first;
	for (size_t at = 0; keymap_next(l->by_key, &at, &key, &first);) {
		bool han = key.n <= SHORT_NAME && (unsigned char)key.p[0] >= 0xE4;
		for (uint32_t i = first; han && i != NONE; i = l->reading[i].next)
			if (l->reading[i].kind == READ_ENTITY && l->reading[i].level == LEVEL_FIRM && l->reading[i].judge == NONE)
				l->reading[i].level = LEVEL_LIKELY;
	}
}

int
rules_load(lexicon *l)
{
	int rc = 0;
	for (int t = 0; t < TYPE_COUNT; t++)
		add_judge(l);
	if (load_cues(l) != 0)
		rc = -1;
	if (load_senses(l) != 0)
		rc = -1;
	if (load_patterns(l) != 0)
		rc = -1;
	if (load_words(l) != 0)
		rc = -1;
	soften_short_names(l);
	return rc;
}
