#include "boiler_rule.h"

#include <stdatomic.h>
#include <string.h>

#include "table.h"
#include "utf8.h"

static int
one_of(str s, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(s, str_from(names[i])))
			return (int)i;
	return -1;
}

static int
class_named(str s)
{
	if (str_eq(s, STR("caption")))
		return CLASS_CAPTION;
	return str_eq(s, STR("caption-more")) ? CLASS_CAPTION_MORE : removed_class_of(s);
}

static bool
compile(boiler_rule *rule, arena *a, diag *d, const table *t)
{
	int error;
	PCRE2_SIZE at;
	rule->re = pcre2_compile((PCRE2_SPTR)rule->text.p, rule->text.n, PCRE2_UTF, &error, &at, NULL);
	if (rule->re) {
		rule->jit = arena_new(a, atomic_int);
		return true;
	}
	PCRE2_UCHAR why[120];
	pcre2_get_error_message(error, why, sizeof why);
	diag_error(d, arena_printf(a, STR_FMT ":%u", STR_ARG(t->path), rule->line).p, "pattern, at byte %zu: %s", (size_t)at, (const char *)why);
	return false;
}

static bool
read_row(boiler_rules *r, boiler_rule *rule, arena *a, diag *d, const table *t, size_t i, const int *col)
{
	static const char *const match[] = {"line", "start", "end", "has", "span", "re", "hint", "lead", "inset"};
	static const char *const where[] = {"any", "edge", "out", "head", "after"};
	static const char *const scope[] = {"line", "section", "card"};
	uint64_t max = 0;
	int c = class_named(table_get(t, i, col[0])), m = one_of(table_get(t, i, col[1]), match, 9);
	int w = one_of(table_get(t, i, col[2]), where, 5), s = one_of(table_get(t, i, col[4]), scope, 3);
	str text = table_get(t, i, col[5]), n = table_get(t, i, col[3]);
	if (c < 0 || m < 0 || w < 0 || s < 0 || text.n == 0 || (n.n && !str_u64(n, &max))) {
		table_fault(t, i, d, "expected class, match, where, max, scope and text as the file's head says");
		return false;
	}
	*rule = (boiler_rule){c, (enum boiler_match)m, (enum boiler_where)w, (enum boiler_scope)s, (unsigned)max, t->row[i].line, text,
		arena_printf(a, "boilerplate:%u", t->row[i].line), NULL, NULL};
	if (m == MATCH_RE || m == MATCH_LEAD || m == MATCH_INSET)
		return compile(rule, a, d, t);
	if (m != MATCH_HINT)
		rule->text = fold(a, r->fold, text, FOLD_NO_SPACE).s;
	if (!rule->max && (m == MATCH_START || m == MATCH_END || m == MATCH_HAS))
		rule->max = 40;
	return true;
}

boiler_rules *
boiler_load(arena *a, diag *d, const char *dicts, fold_map *map, const marks *m)
{
	static const char *const columns[] = {"class", "match", "where", "max", "scope", "text"};
	boiler_rules *r = arena_new(a, boiler_rules);
	table t;
	int col[6];
	bool bad = false;
	r->fold = map;
	r->marks = m;
	if (table_load(&t, a, d, dicts, "boilerplate"))
		return NULL;
	for (int i = 0; i < 6; i++)
		if ((col[i] = table_need(&t, d, columns[i])) < 0)
			return NULL;
	r->rule = arena_array(a, boiler_rule, t.nrow);
	r->re = arena_array(a, size_t, t.nrow);
	r->lead = arena_array(a, size_t, t.nrow);
	r->inset = arena_array(a, size_t, t.nrow);
	for (size_t i = 0; i < t.nrow; i++) {
		boiler_rule *rule = &r->rule[r->n];
		if (!read_row(r, rule, a, d, &t, i, col)) {
			bad = true;
			continue;
		}
		r->n++;
		unsigned id = (unsigned)r->n;
		r->inside = r->inside || rule->match == MATCH_END || rule->match == MATCH_HAS;
		if (rule->match == MATCH_RE)
			r->re[r->nre++] = id - 1;
		else if (rule->match == MATCH_LEAD)
			r->lead[r->nlead++] = id - 1;
		else if (rule->match == MATCH_INSET)
			r->inset[r->ninset++] = id - 1;
		else
			hans_dict_add(a, rule->match == MATCH_HINT ? &r->hint : rule->match == MATCH_SPAN ? &r->span : &r->text,
			              rule->text, STR_NULL, id);
	}
	size_t npattern = r->nre + r->ninset + r->nlead;
	if (npattern > NEEDS_PATTERNS) {
		diag_error(d, t.path.p, "more than %d patterns", NEEDS_PATTERNS);
		return NULL;
	}
	str *pattern = arena_array(a, str, npattern);
	for (size_t i = 0; i < r->nre; i++)
		pattern[i] = r->rule[r->re[i]].text;
	for (size_t i = 0; i < r->ninset; i++)
		pattern[r->nre + i] = r->rule[r->inset[i]].text;
	for (size_t i = 0; i < r->nlead; i++)
		pattern[r->nre + r->ninset + i] = r->rule[r->lead[i]].text;
	r->needs = needs_new(a, pattern, npattern);
	hans_dict_sort(a, &r->text);
	hans_dict_sort(a, &r->span);
	for (size_t i = 0; i < r->span.n; i++)
		fold_mark(map, r->span.pair[i].cp, FOLD_SPAN);
	hans_dict_sort(a, &r->hint);
	return bad ? NULL : r;
}

void
boiler_free(boiler_rules *r)
{
	for (size_t i = 0; i < r->n; i++)
		pcre2_code_free(r->rule[i].re);
}

bool
boiler_allows(const boiler_rule *rule, enum boiler_zone zone)
{
	switch (rule->where) {
	case WHERE_ANY:
		return true;
	case WHERE_EDGE:
		return zone != ZONE_IN;
	case WHERE_OUT:
		return zone == ZONE_OUT || zone == ZONE_AFTER || zone == ZONE_HEAD;
	case WHERE_HEAD:
		return zone == ZONE_HEAD;
	case WHERE_AFTER:
		return zone == ZONE_AFTER || zone == ZONE_OUT;
	}
	return false;
}

static bool
fits(const boiler_rule *rule, const boiler_line *l, size_t at)
{
	if (rule->max && l->chars > rule->max)
		return false;
	switch (rule->match) {
	case MATCH_LINE:
		return at == 0 && rule->text.n == l->f.s.n;
	case MATCH_START:
		return at == 0;
	case MATCH_END:
		return at + rule->text.n == l->f.s.n;
	default:
		return true;
	}
}

static const boiler_rule *
find_text(const boiler_rules *r, const boiler_line *l, enum boiler_zone zone, bool any_zone)
{
	str s = l->f.s;
	for (size_t at = 0; at < (r->inside ? s.n : s.n > 0);) {
		size_t from = at;
		uint32_t cp = utf8_next_good(s, &at);
		uint32_t i = hans_dict_begin(&r->text, cp, str_skip(s, at));
		for (; i && i <= r->text.n && r->text.pair[i - 1].cp == cp; i++) {
			const hans_pair *p = &r->text.pair[i - 1];
			const boiler_rule *rule = &r->rule[p->weight - 1];
			if (str_starts(str_skip(s, from), p->key) && fits(rule, l, from) && (any_zone || boiler_allows(rule, zone)))
				return rule;
		}
	}
	return NULL;
}

/* Matches, and compiles the pattern to machine code when it is first needed: most runs need few of them. Others go without meanwhile. */
static bool
run_pattern(const boiler_rule *rule, str s, size_t from, uint32_t options, pcre2_match_data *md)
{
	enum { NOT_YET, AT_WORK, DONE };
	int state = NOT_YET;
	if (atomic_load_explicit(rule->jit, memory_order_acquire) == NOT_YET && atomic_compare_exchange_strong(rule->jit, &state, AT_WORK)) {
		pcre2_jit_compile(rule->re, PCRE2_JIT_COMPLETE);
		atomic_store_explicit(rule->jit, DONE, memory_order_release);
	}
	if (atomic_load_explicit(rule->jit, memory_order_acquire) != DONE)
		options |= PCRE2_NO_JIT;
	return pcre2_match(rule->re, (PCRE2_SPTR)s.p, s.n, from, options | PCRE2_NO_UTF_CHECK, md, NULL) >= 0;
}

static bool
matches(const boiler_rule *rule, const boiler_line *l, pcre2_match_data *md)
{
	if (rule->max && l->chars > rule->max)
		return false;
	return run_pattern(rule, l->f.s, 0, 0, md);
}

/* The first pattern from `from` on, before `to`, that the line may match, or `to`. */
static size_t
next_pattern(const boiler_line *l, size_t from, size_t to)
{
	while (from < to) {
		uint64_t left = l->may[from / 64] >> from % 64;
		if (left) {
			from += (size_t)__builtin_ctzll(left);
			return from < to ? from : to;
		}
		from = (from / 64 + 1) * 64;
	}
	return to;
}

static const boiler_rule *
find_rule(const boiler_rules *r, const boiler_line *l, enum boiler_zone zone, bool any_zone)
{
	const boiler_rule *hit = l->chars <= 120 ? find_text(r, l, zone, any_zone) : NULL;
	if (hit || l->chars == 0 || l->chars > 500)
		return hit;
	pcre2_match_data *md = NULL;
	for (size_t i = next_pattern(l, 0, r->nre); i < r->nre && !hit; i = next_pattern(l, i + 1, r->nre)) {
		const boiler_rule *rule = &r->rule[r->re[i]];
		md = md ? md : pcre2_match_data_create(1, NULL);
		if ((any_zone || boiler_allows(rule, zone)) && matches(rule, l, md))
			hit = rule;
	}
	pcre2_match_data_free(md);
	return hit;
}

static boiler_found
find_span(const boiler_rules *r, const folded *f)
{
	for (size_t at = f->marks & FOLD_SPAN ? 0 : f->s.n; at < f->s.n;) {
		size_t here = at;
		uint32_t cp = utf8_next_good(f->s, &at);
		const hans_pair *p = hans_dict_phrase(&r->span, cp, str_skip(f->s, here));
		if (p)
			return (boiler_found){&r->rule[p->weight - 1], here, here + p->key.n};
	}
	return (boiler_found){0};
}

static boiler_line
read_folded(arena *a, const boiler_rules *r, folded f)
{
	uint64_t may[NEEDS_WORDS];
	size_t words = needs_find(r->needs, f.s, may);
	boiler_line l = {.f = f, .chars = f.chars, .may = arena_alloc(a, words * sizeof *may)};
	memcpy(l.may, may, words * sizeof *may);
	l.rule = find_rule(r, &l, ZONE_OUT, true);
	l.span = find_span(r, &f);
	return l;
}

boiler_line
boiler_read(arena *a, const boiler_rules *r, str source)
{
	return read_folded(a, r, fold(a, r->fold, source, FOLD_NO_SPACE));
}

static const boiler_line *
line_of(const boiler_rules *r, text_look *look)
{
	if (!look->boiler) {
		arena *a = look->a;
		boiler_line *l = arena_alloc(a, sizeof *l);
		const folded *f = text_folded(look, r->fold);
		*l = read_folded(a, r, f->marks & FOLD_SPACE ? fold_close(a, f) : *f);
		look->boiler = l;
	}
	return look->boiler;
}

const boiler_line *
boiler_look(doc *d, const boiler_rules *r, str source)
{
	return line_of(r, text_look_at(d, source));
}

const boiler_line *
boiler_look_line(doc *d, const boiler_rules *r, size_t i)
{
	return line_of(r, text_look_line(d, &d->line[i]));
}

bool
boiler_may_begin(const boiler_rules *r, str s)
{
	uint32_t cp[2] = {0};
	for (size_t at = 0, n = 0; at < s.n && n < 2;) {
		uint32_t raw = utf8_next(s, &at);
		if (bracket_close(raw))
			return true; /* it may go with what it has inside */
		cp[n] = fold_cp(r->fold, raw);
		n += cp[n] != 0;
	}
	return hans_dict_first(&r->text, cp[0]) && hans_dict_may_begin(&r->text, cp[0], cp[1]);
}

const boiler_rule *
boiler_find(const boiler_rules *r, const boiler_line *l, enum boiler_zone zone)
{
	if (!l->rule || boiler_allows(l->rule, zone))
		return l->rule;
	return find_rule(r, l, zone, false);
}

const boiler_rule *
boiler_lead(const boiler_rules *r, const boiler_line *l, size_t *to)
{
	const boiler_rule *hit = NULL;
	pcre2_match_data *md = NULL;
	size_t from = r->nre + r->ninset, end = from + r->nlead;
	for (size_t i = next_pattern(l, from, end); i < end && l->f.s.n; i = next_pattern(l, i + 1, end)) {
		const boiler_rule *rule = &r->rule[r->lead[i - from]];
		md = md ? md : pcre2_match_data_create(1, NULL);
		if (!run_pattern(rule, l->f.s, 0, PCRE2_ANCHORED, md))
			continue;
		*to = pcre2_get_ovector_pointer(md)[1];
		hit = rule;
		break;
	}
	pcre2_match_data_free(md);
	return hit;
}

static bool
ends_clause(uint32_t cp)
{
	return cp == 0x3002 || cp == 0x201D || cp == ',' || cp == '!' || cp == '?' || cp == ':' || cp == ';' || cp == ')' || cp == 0x300D;
}

/* More quotations end in s than begin: its writer opens them with the mark that ends them. */
static bool
is_opened_wrong(str s)
{
	int open = 0;
	for (size_t at = 0; at < s.n && open >= 0;) {
		uint32_t cp = utf8_next(s, &at);
		open += (cp == 0x201C) - (cp == 0x201D);
	}
	return open < 0;
}

/* Where a match may be cut out: behind a mark, at the head of a paragraph that goes on, or at its end. */
static bool
stands_apart(const boiler_line *l, size_t from, size_t to)
{
	size_t at = from;
	if (from == 0 || to == l->f.s.n)
		return to - from < l->f.s.n;
	uint32_t before = utf8_prev(l->f.s, &at), after = utf8_first(str_skip(l->f.s, to));
	if (before != 0x3002 && ends_clause(after)) /* a clause of its sentence */
		return false;
	return ends_clause(before) && !(before == 0x201D && is_opened_wrong(str_from_to(l->f.s, 0, from)));
}

boiler_found
boiler_inset(const boiler_rules *r, const boiler_line *l, size_t from)
{
	boiler_found best = {.from = l->f.s.n};
	pcre2_match_data *md = NULL;
	if (!r->ninset || l->chars < 4)
		return best;
	for (size_t i = next_pattern(l, r->nre, r->nre + r->ninset); i < r->nre + r->ninset; i = next_pattern(l, i + 1, r->nre + r->ninset)) {
		const boiler_rule *rule = &r->rule[r->inset[i - r->nre]];
		md = md ? md : pcre2_match_data_create(1, NULL);
		for (size_t at = from; at < best.from && run_pattern(rule, l->f.s, at, 0, md);) {
			const PCRE2_SIZE *o = pcre2_get_ovector_pointer(md);
			if (o[1] > o[0] && o[0] < best.from && (rule->cls == REMOVED_junk || rule->cls == REMOVED_spam || stands_apart(l, o[0], o[1])))
				best = (boiler_found){rule, o[0], o[1]};
			at = o[1] > at ? o[1] : l->f.s.n;
		}
	}
	pcre2_match_data_free(md);
	return best;
}

const boiler_found *
boiler_first_inset(doc *d, const boiler_rules *r, size_t i)
{
	const boiler_line *l = boiler_look_line(d, r, i);
	text_look *look = text_look_line(d, &d->line[i]);
	if (!look->inset) {
		boiler_found *found = arena_new(look->a, boiler_found);
		*found = boiler_inset(r, l, 0);
		look->inset = found;
	}
	return look->inset;
}

/* The key stands in the word as a part of its own: at its start or behind `-` or `_`, and no letter follows. */
static bool
has_part(str word, str key)
{
	for (size_t at = 0; at + key.n <= word.n; at++) {
		bool starts = at == 0 || word.p[at - 1] == '-' || word.p[at - 1] == '_';
		if (!starts || word.p[at] != key.p[0] || !str_starts(str_skip(word, at), key))
			continue;
		char next = at + key.n < word.n ? word.p[at + key.n] : '\0';
		return !((next | 32) >= 'a' && (next | 32) <= 'z');
	}
	return false;
}

/* The first row in order that a part of the word is, or r->hint.n. */
static size_t
hint_of_word(const boiler_rules *r, str word)
{
	size_t best = r->hint.n;
	for (size_t at = 0; at < word.n; at++) {
		if (at && word.p[at - 1] != '-' && word.p[at - 1] != '_')
			continue;
		size_t next = at;
		uint32_t cp = utf8_next(word, &next);
		size_t i = hans_dict_begin(&r->hint, cp, str_skip(word, next));
		for (; i && i - 1 < best && r->hint.pair[i - 1].cp == cp; i++)
			if (has_part(word, r->hint.pair[i - 1].key))
				best = i - 1;
	}
	return best;
}

int
boiler_hint(const boiler_rules *r, str hint, const boiler_rule **rule)
{
	str word;
	while (str_cut(&hint, ' ', &word)) {
		size_t i = word.n >= 2 ? hint_of_word(r, word) : r->hint.n;
		if (i == r->hint.n)
			continue;
		*rule = &r->rule[r->hint.pair[i].weight - 1];
		return (*rule)->cls;
	}
	return -1;
}

const boiler_rule *
boiler_line_hint(doc *d, const boiler_rules *r, const line *l)
{
	static const boiler_rule none;
	const boiler_rule *hit = NULL;
	text_store *s = text_store_of(d);
	void **at = memo_at(&s->boiler_hints, s->a, l->hint);
	if (!*at)
		*at = (void *)(uintptr_t)(boiler_hint(r, l->hint, &hit) >= 0 ? hit : &none);
	return *at == &none ? NULL : *at;
}
