#include "spam_scan.h"
#include "table.h"
#include "utf8.h"

#include <string.h>

static int
kind_of(str name)
{
	static const char *const names[] = {"", "brand", "game", "porn", "site", "soft", "trade", "class", "topic", "cta", "offer", "weak", "inner",
		"keep", "farm", "before", "after", "report", "contact", "noun", "host", "joint", "says", "county", "town"};
	return name.n ? str_index(name, names, sizeof names / sizeof *names) : -1;
}

spam_rules *
spam_load(arena *a, diag *d, const char *dicts, fold_map *map)
{
	table t;
	spam_rules *r = arena_new(a, spam_rules);
	r->fold = map;
	if (!pairs_load(a, d, dicts, &r->pairs) || table_load(&t, a, d, dicts, "spam"))
		return NULL;
	int term = table_need(&t, d, "term"), kind = table_need(&t, d, "kind");
	if (term < 0 || kind < 0)
		return NULL;
	r->kind = arena_array(a, uint8_t, t.nrow);
	r->line = arena_array(a, unsigned, t.nrow);
	bool bad = false;
	for (size_t i = 0; i < t.nrow; i++) {
		int k = kind_of(table_get(&t, i, kind));
		folded f = fold(a, r->fold, table_get(&t, i, term), FOLD_NO_SPACE);
		if (k < 0 || f.s.n == 0) {
			table_fault(&t, i, d, "expected a term and a kind that the head of the table names");
			bad = true;
			continue;
		}
		r->kind[i] = (uint8_t)k;
		r->line[i] = t.row[i].line;
		hans_dict_add(a, k >= SPAM_BEFORE ? &r->speech : &r->term, f.s, STR_NULL, (unsigned)i + 1);
	}
	hans_dict_sort(a, &r->term);
	hans_dict_sort(a, &r->speech);
	for (size_t i = 0; i < r->speech.n; i++)
		if (r->kind[r->speech.pair[i].weight - 1] >= SPAM_COUNTY)
			fold_mark(map, r->speech.pair[i].cp, FOLD_PLACE);
	fold_mark(map, SPAM_STROKE, FOLD_STROKE);
	fold_mark(map, SPAM_DOT, FOLD_STROKE);
	return bad ? NULL : r;
}

/* The row that says most in tokens [from, to), as the rule's name. */
static str
rule_of(arena *a, const spam_rules *r, const spam_scan *s, size_t from, size_t to)
{
	const spam_token *best = NULL;
	for (size_t i = from; i < to; i++) {
		const spam_token *t = &s->token[i];
		if ((spam_is_strong(t->kind) || t->kind == SPAM_FARM) && (!best || t->chars > best->chars))
			best = t;
	}
	return best ? arena_printf(a, "spam:%u", r->line[best->row]) : STR("spam-cluster");
}

size_t
spam_isolate(doc *d, size_t i, size_t from, size_t to)
{
	if (to < d->line[i].source.n)
		doc_cut(d, i, to);
	if (from > 0) {
		doc_cut(d, i, from);
		i++;
	}
	return i;
}

/* ---- whole lines and dense stretches */

/* Brands and nothing else of the kind: the owners of hotels and casinos. */
static bool
is_owners_news(const spam_scan *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (spam_is_term(&s->token[i]) && s->token[i].kind != SPAM_BRAND && s->token[i].kind != SPAM_TOPIC && s->token[i].kind != SPAM_CLASS)
			return false;
	return true;
}

/* One sentence with its stop, of brands alone or of what is done against such sites. */
static bool
is_news(const spam_rules *r, const spam_scan *s)
{
	return s->stops == 1 && s->n && spam_char_at(s, s->n - 1) == 0x3002 && (is_owners_news(s) || spam_reports_crime(r, s, 0));
}

static bool
whole_line(const spam_rules *r, const spam_scan *s)
{
	if (s->stops > 1 || s->chars == 0 || is_news(r, s))
		return false;
	if (s->strong >= 4 && s->distinct >= 3 && s->strong_chars * 10 >= s->chars * 3)
		return true;
	return s->strong >= 3 && s->distinct >= 2 && s->covered * 10 >= s->chars * 6;
}

/* Between keywords, and no end of a sentence. */
static bool
is_glue(const spam_scan *s, const spam_token *t)
{
	uint32_t cp = utf8_first(str_skip(s->f.s, t->from));
	return t->kind == SPAM_PLACE || (spam_is_separator(s, t) && cp != 0x3002 && cp != '.' && cp != ':');
}

/* Moves the ends of a stretch out to what parts it from the rest, so that no separator or county is left behind. */
static void
widen(const spam_scan *s, size_t *from, size_t *to)
{
	size_t i = *from;
	while (i > 0 && is_glue(s, &s->token[i - 1]))
		i--;
	*from = i;
	while (*to < s->n && (is_glue(s, &s->token[*to]) || (i == 0 && spam_is_separator(s, &s->token[*to]))))
		++*to;
	size_t left = 0;
	for (size_t k = *to; k < s->n; k++)
		left += !spam_is_separator(s, &s->token[k]);
	if (left <= 8 && s->separators >= 6)
		*to = s->n;
}

/* A farm's opening words take all that follows when terms follow. */
static size_t
farm_start(const spam_scan *s)
{
	for (size_t i = 0; i < s->n; i++) {
		if (s->token[i].kind != SPAM_FARM)
			continue;
		size_t strong = 0;
		for (size_t k = i; k < s->n; k++)
			strong += spam_is_strong(s->token[k].kind);
		return strong >= 3 ? i : SIZE_MAX;
	}
	return SIZE_MAX;
}

static bool
dense_stretch(const spam_scan *s, size_t *from, size_t *to)
{
	size_t farm = farm_start(s), strong = 0, distinct = 0;
	if (farm != SIZE_MAX) {
		*from = farm;
		*to = s->n;
		return true;
	}
	if (s->strong + s->trades >= 2 && spam_pieces(s, from, to)) {
		widen(s, from, to);
		return true;
	}
	if (s->distinct < 4 || spam_densest(s, from, to) < 150)
		return false;
	for (size_t i = *from; i < *to; i++) {
		strong += spam_is_strong(s->token[i].kind);
		distinct += spam_is_strong(s->token[i].kind) && (i == 0 || s->token[i].row != s->token[i - 1].row);
	}
	if (strong < 5 || distinct < 4)
		return false;
	widen(s, from, to);
	return true;
}

/* Six characters or more that are no spam stand in tokens [from, to): the end of a footer, a heading, a sentence. */
static bool
innocent(const spam_scan *s, size_t from, size_t to)
{
	size_t chars = 0, covered = 0;
	for (size_t i = from; i < to; i++) {
		chars += spam_is_separator(s, &s->token[i]) ? 0 : s->token[i].chars;
		covered += s->token[i].kind == SPAM_NONE || s->token[i].kind == SPAM_KEEP ? 0 : s->token[i].chars;
	}
	return chars >= 6 && covered * 2 < chars;
}

static bool
innocent_beside(const spam_scan *s)
{
	size_t from = 0, to = 0;
	return dense_stretch(s, &from, &to) && (innocent(s, 0, from) || (s->n - to >= 10 && innocent(s, to, s->n)));
}

/* What is left of a line beside a run goes with it when it is no more than a spam word. */
static void
take_ends(const spam_scan *s, size_t *from, size_t *to)
{
	size_t ends[2] = {0, 0}, strong[2] = {0, 0};
	for (size_t i = 0; i < s->n; i++) {
		if (i >= *from && i < *to)
			continue;
		ends[i >= *to] += s->token[i].chars;
		strong[i >= *to] += spam_is_strong(s->token[i].kind);
	}
	if (s->stops)
		return;
	if (strong[0] && ends[0] <= 20 && !innocent(s, 0, *from))
		*from = 0;
	if ((strong[1] || ends[1] <= 2) && ends[1] <= 20 && !innocent(s, *to, s->n))
		*to = s->n;
}

static bool
mark_phrases(doc *d, const spam_rules *r, size_t i, const spam_scan *s)
{
	enum { MOST = 64 };
	size_t from = 0, to = 0, done = 0, cut = 0;
	while (from = to, spam_phrase(r, s, &from, &to)) {
		size_t a = fold_source(&s->f, s->token[from].from) - done, b = fold_source(&s->f, s->token[to - 1].to) - done;
		if (b <= a || b > d->line[i].source.n)
			break;
		i = spam_isolate(d, i, a, b);
		doc_remove(&d->line[i], REMOVED_spam, rule_of(d->a, r, s, from, to));
		done += b;
		cut++;
		if (i + 1 >= d->nline || done >= fold_source(&s->f, s->f.s.n) || (cut >= MOST && s->f.s.n >= SPAM_LINE_MAX))
			break;
		i++;
	}
	if (cut)
		doc_warn(d, "spam-span-cut", cut);
	return cut > 0;
}

/* A heading keeps its headline whole: only the runs at its ends go. */
static bool
mark_heading(doc *d, const spam_rules *r, size_t i, const spam_scan *s)
{
	size_t head, tail;
	if (!d->line[i].heading || !spam_title_runs(d->a, s, &head, &tail))
		return false;
	if (tail < s->n) {
		doc_cut(d, i, spam_byte_at(s, tail));
		doc_remove(&d->line[i + 1], REMOVED_spam, rule_of(d->a, r, s, tail, s->n));
	}
	if (head) {
		doc_cut(d, i, spam_byte_at(s, head));
		doc_remove(&d->line[i], REMOVED_spam, rule_of(d->a, r, s, 0, head));
	}
	doc_warn(d, "spam-run-cut", 1);
	return true;
}

/* Returns whether the line is cut or gone: what is left of it comes by again. */
static bool
mark_line(doc *d, const spam_rules *r, size_t i, const spam_scan *s)
{
	size_t from, to;
	if (mark_heading(d, r, i, s))
		return true;
	if (whole_line(r, s) && !innocent_beside(s)) {
		doc_remove(&d->line[i], REMOVED_spam, rule_of(d->a, r, s, 0, s->n));
		return true;
	}
	if (dense_stretch(s, &from, &to)) {
		take_ends(s, &from, &to);
		i = spam_isolate(d, i, fold_source(&s->f, s->token[from].from), fold_source(&s->f, s->token[to - 1].to));
		doc_remove(&d->line[i], REMOVED_spam, rule_of(d->a, r, s, from, to));
		doc_warn(d, "spam-run-cut", 1);
		return true;
	}
	if (s->terms >= 2 && d->line[i].source.n < SPAM_LINE_MAX && spam_offer(r, s, &from, &to)) {
		i = spam_isolate(d, i, spam_byte_at(s, from), spam_byte_at(s, to));
		doc_remove(&d->line[i], REMOVED_spam, STR("spam-offer"));
		doc_warn(d, "spam-span-cut", 1);
		return true;
	}
	if (s->strong && d->line[i].source.n < SPAM_LINE_MAX && spam_contact(r, s, &from, &to)) {
		i = spam_isolate(d, i, spam_byte_at(s, from), spam_byte_at(s, to));
		doc_remove(&d->line[i], REMOVED_spam, STR("spam-contact"));
		doc_warn(d, "spam-span-cut", 1);
		return true;
	}
	return s->terms >= 2 && mark_phrases(d, r, i, s);
}

/* ---- junk: tags as text, tokens against copying */

/* Only tags and white space: `<cite id="x"></cite>`. */
static bool
only_tags(str s)
{
	size_t i = 0, tags = 0;
	while (i < s.n) {
		if (s.p[i] == '<') {
			size_t end = str_chr(str_skip(s, i), '>');
			if (end == SIZE_MAX)
				return false;
			i += end + 1;
			tags++;
		} else if (s.p[i] == ' ' || s.p[i] == '\t') {
			i++;
		} else {
			return false;
		}
	}
	return tags > 0;
}

/* ---- clusters: a link farm whose every link is a line */

typedef struct verdict {
	bool spammy, filler;       /* mostly terms; short, without a sentence */
} verdict;

static verdict
judge(const doc *d, const line *l, const spam_scan *s)
{
	verdict v = {false, false};
	v.spammy = spam_is_spammy(s) && (s->strong >= 2 || s->terms >= 2 || s->covered == s->chars);
	v.filler = l->fate == FATE_NONE && s->chars <= 16 && s->stops == 0 && s->separators <= 2;
	if (d->is_html && !(l->flags & LF_LINK) && s->chars > 6)
		v.filler = false;
	return v;
}

static void
close_cluster(doc *d, size_t from, size_t to, size_t hits)
{
	if (hits < 4 || hits * 10 < (to - from) * 3)
		return;
	for (size_t i = from; i < to; i++)
		if (d->line[i].fate == FATE_NONE)
			doc_remove(&d->line[i], REMOVED_spam, STR("spam-cluster"));
}

static bool
is_place_line(const spam_scan *s)
{
	return s->n == 1 && s->token[0].kind == SPAM_PLACE;
}

static void
mark_clusters(doc *d, const verdict *v, const bool *place, size_t n)
{
	enum { GAP = 8 };
	for (size_t i = 0; i < n; i++) {
		if (!v[i].spammy)
			continue;
		size_t last = i, hits = 1, from = i;
		for (size_t k = i + 1; k < n && k <= last + GAP; k++) {
			if (v[k].spammy) {
				last = k;
				hits++;
			} else if (!v[k].filler && d->line[k].fate == FATE_NONE) {
				break;
			}
		}
		size_t to = last + 1;
		while (from > 0 && place[from - 1])
			from--;
		while (to < n && place[to])
			to++;
		close_cluster(d, from, to, hits);
		i = to - 1;
	}
}

/* Porn or a gambling site by name: a lottery's own menu has neither. */
static bool
is_foul(const spam_scan *s)
{
	for (size_t i = 0; i < s->n; i++)
		if (s->token[i].kind == SPAM_PORN || s->token[i].kind == SPAM_BRAND)
			return true;
	return false;
}

static void
mark_lone(doc *d, const verdict *v, const spam_scan *s, size_t i)
{
	if (v[i].spammy && d->line[i].fate == FATE_NONE && s->covered == s->chars && s->terms >= 3 && (s->strong >= 2 || (s->strong && is_foul(s))))
		doc_remove(&d->line[i], REMOVED_spam, STR("spam-line"));
}

static void
mark_hidden(doc *d)
{
	for (size_t i = 0; i < d->nline; i++) {
		line *l = &d->line[i];
		if (l->fate != FATE_NONE)
			continue;
		if (l->flags & LF_HIDDEN)
			l->fate = FATE_HIDDEN;
		else if (only_tags(l->source))
			doc_remove(l, REMOVED_junk, STR("leftover-tags"));
	}
}

/* Keywords that no row knows, parted by marks that prose does not have: `_`, a stroke, a hyphen or the letter I. Names of a menu are shorter. */
static bool
is_keyword_run(str s, uint32_t mark)
{
	enum { PIECES = 6, SHORTEST = 2, LONGEST = 12, MEAN = 4 };
	size_t pieces = 0, all = 0, chars = 0;
	for (size_t at = 0; at <= s.n;) {
		uint32_t cp = at < s.n ? utf8_next(s, &at) : mark;
		if (cp != mark) {
			if (!cp_is_han(cp) && !(cp < 0x80 && cp_is_alnum(cp)))
				return false;
			all += cp_is_han(cp);
			if (++chars > LONGEST)
				return false;
			if (at < s.n)
				continue;
		}
		if (chars < SHORTEST)
			return false;
		pieces++;
		chars = 0;
		if (at >= s.n)
			break;
	}
	return pieces >= PIECES && all >= MEAN * pieces;
}

static void
mark_structure(doc *d)
{
	static const uint32_t marks[] = {'_', 0x4E28, 'I', '-', '|'};
	for (size_t i = 0; i < d->nline; i++) {
		line *l = &d->line[i];
		for (size_t k = 0; l->fate == FATE_NONE && l->chars >= 24 && l->chars <= 400 && k < sizeof marks / sizeof *marks; k++)
			if (is_keyword_run(l->source, marks[k]))
				doc_remove(l, REMOVED_spam, STR("keyword-run"));
	}
}

void
spam_mark(doc *d, const spam_rules *r)
{
	mark_hidden(d);
	spam_mark_spaced(d, r);
	spam_mark_foreign(d, r);
	enum { GIANTS = 16 };
	spam_adverts adverts = {0};
	size_t giant = 0;          /* times that a line came by that is no paragraph: each cut of it is one more */
	for (size_t i = doc_pass(d); doc_reach(d, i); i++) {
		if (d->line[i].fate != FATE_NONE)
			continue;
		if (!doc_may_cut(d) || (d->line[i].source.n >= SPAM_LINE_MAX && giant++ >= GIANTS))
			continue;
		const spam_scan *s = spam_look_line(d, r, i);
		bool cut = (s->strong || s->terms >= 2) && mark_line(d, r, i, s);
		if (cut && d->line[i].fate == FATE_NONE)
			i--; /* what stands before the cut once more */
		else if (!cut && s->terms)
			spam_collect_adverts(d->a, r, d->line[i].source, s, &adverts);
	}
	spam_take_adverts(d, &adverts);
	size_t n = d->nline;
	verdict *v = arena_array(d->a, verdict, n);
	bool *place = arena_array(d->a, bool, n);
	for (size_t i = 0; i < n; i++) {
		if (d->line[i].fate != FATE_NONE && d->line[i].cls != REMOVED_spam)
			continue;
		const spam_scan *s = spam_look_line(d, r, i);
		v[i] = judge(d, &d->line[i], s);
		place[i] = is_place_line(s) && d->line[i].fate == FATE_NONE;
		mark_lone(d, v, s, i);
	}
	mark_clusters(d, v, place, n);
	mark_structure(d);
	spam_mark_contacts(d, r);
	spam_take_rests(d, r);
	spam_mark_addresses(d, r);
	spam_mark_watermarks(d, r);
	spam_mark_anchors(d, r);
	spam_close_seams(d);
	spam_mark_junk(d);
	spam_mark_tails(d);
}
