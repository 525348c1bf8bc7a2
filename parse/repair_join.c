/*
 * Joins what was one paragraph: pieces that a cut of spam left, and the fragments of a newspaper page, whose columns part a sentence from
 * its end by other columns' text.
 *
 * A fragment that ends without a stop (a tail) is matched to a later fragment that goes on from it (a head), by the characters that
 * would meet, by quotation marks that are open, by nearness and by what stands between. Text that a join jumps over belongs to another
 * column: the columns are then read one after the other.
 */
#include <stdlib.h>
#include <string.h>

#include "repair_part.h"
#include "utf8.h"

static void
append(doc *d, line *to, line *from, bool space)
{
	str parts[] = {to->text, space ? STR(" ") : STR(""), from->text};
	to->text = arena_cat(d->a, parts, 3);
	from->text = STR("");
}

/* ---- pieces of one line: what stood between was cut out */

static void
join_pieces(doc *d, unsigned part)
{
	line *open = NULL;
	for (size_t i = 0; i < d->nline; i++) {
		line *l = &d->line[i];
		bool piece = !(l->flags & (LF_BLANK_BEFORE | LF_BR_BEFORE)) && i > 0;
		bool behind_hidden = i > 0 && d->line[i - 1].fate == FATE_HIDDEN && l->flags & LF_BR_BEFORE && open && open->node == l->node;
		if (l->fate == FATE_HIDDEN)
			continue;
		if (!piece && !behind_hidden)
			open = NULL;
		if (l->part != part || (l->fate != FATE_BODY && l->fate != FATE_CAPTION))
			continue;
		if (open && open->fate == l->fate && l->type != LINE_TABLE) {
			append(d, open, l, str_words_meet(open->text, l->text));
		} else {
			open = l;
		}
	}
}

static bool
is_stop(uint32_t c)
{
	return cp_ends_sentence(c) || c == 0x3011 || c == 0x300B || c == '"' || c == ']' || c == '.';
}

/* ---- columns */

enum { WINDOW = 14, NO_LINK = -1, MAX_WORK = 12 << 20 };

typedef struct fragment {
	line *l;
	str text;
	size_t chars;
	bool tail;                 /* ends inside a sentence */
	bool sure;                 /* long running text: no heading */
	bool starts_segment;       /* a tail, a caption or something else stands before it */
	bool heading;              /* marked so by the page */
	int next, from;            /* links, by index */
} fragment;

typedef struct page {
	fragment *f;
	size_t n;
	const repair_rules *r;
} page;

static bool
ends_open(str s)
{
	uint32_t c = utf8_last(s);
	return !is_stop(c);
}

/* Opening quotation marks less closing ones. */
static int
open_quotes(str s)
{
	int n = 0;
	for (size_t at = 0; at < s.n;) {
		uint32_t c = utf8_next(s, &at);
		n += c == 0x201C || c == 0x300C || c == 0x300A || c == 0xFF08;
		n -= c == 0x201D || c == 0x300D || c == 0x300B || c == 0xFF09;
	}
	return n;
}

/* +1 when the first quotation mark of s closes, -1 when it opens, 0 when there is none. */
static int
first_quote(str s)
{
	for (size_t at = 0; at < s.n;) {
		uint32_t c = utf8_next(s, &at);
		if (c == 0x201D || c == 0x300D)
			return 1;
		if (c == 0x201C || c == 0x300C)
			return -1;
	}
	return 0;
}

static size_t
occurrences(const page *p, str needle)
{
	size_t n = 0;
	for (size_t i = 0; i < p->n; i++) {
		str s = p->f[i].text;
		for (size_t at; n < 50 && (at = str_find(s, needle)) != SIZE_MAX; s = str_skip(s, at + needle.n))
			n++;
	}
	return n;
}

/* Do the characters that would meet stand together elsewhere in the article, and do they stand together in words? Tenths. */
static int
meeting(const page *p, str a, str b)
{
	char c[24];
	size_t at = a.n;
	utf8_prev(a, &at);
	str last = str_skip(a, at);
	size_t end = 0, wide = at;
	uint32_t y = utf8_next(b, &end);
	if (!cp_is_han(y) && !ascii_is_alnum(y))
		return 0;
	memcpy(c, last.p, last.n);
	memcpy(c + last.n, b.p, end);
	size_t both = occurrences(p, str_of(c, last.n + end)), one = both ? occurrences(p, last) : 0;
	int score = both ? 20 + (int)(40 * both / (one ? one : 1)) : 0;
	if (both && wide > 0) { /* one more character before */
		utf8_prev(a, &wide);
		str three[] = {str_skip(a, wide), str_from_to(b, 0, end)};
		char w[24];
		if (three[0].n + three[1].n < sizeof w) {
			memcpy(w, three[0].p, three[0].n);
			memcpy(w + three[0].n, three[1].p, three[1].n);
			score += occurrences(p, str_of(w, three[0].n + three[1].n)) ? 25 : 0;
		}
	}
	int meet = pairs_meet(&p->r->word_pair, last, b);
	return score + (meet ? 10 + 10 * meet : 0);
}

static bool
has_inner_stop(str s)
{
	return str_find(s, STR("。")) != SIZE_MAX || str_find(s, STR("；")) != SIZE_MAX;
}

static bool
has_comma(str s)
{
	return str_find(s, STR(",")) != SIZE_MAX || str_find(s, STR("，")) != SIZE_MAX;
}

/* `一、`, `（一）`, `●` of dicts/line-marks.tsv, or `1.`: an item of a list goes on from nothing. */
static bool
is_item(const repair_rules *r, str s)
{
	size_t digits = 0;
	if (marks_start(r->marks, MARK_item, s))
		return true;
	while (digits < s.n && digits < 3 && ascii_is_digit(s.p[digits]))
		digits++;
	str rest = str_skip(s, digits);
	return digits && (str_starts(rest, STR("、")) || str_starts(rest, STR("．")) || str_starts(rest, STR(". ")) || str_starts(rest, STR(")")) ||
	                  str_starts(rest, STR("）")));
}

/* How well fragment j goes on from tail i, in tenths. */
static int
link_score(const page *p, size_t i, size_t j, bool broken_page)
{
	const fragment *t = &p->f[i], *h = &p->f[j];
	int open = open_quotes(t->text), quote = first_quote(h->text);
	int score = meeting(p, t->text, h->text);
	if (cp_goes_on_sentence(utf8_first(h->text)))
		score += 50;
	if (j == i + 1)
		score += 30;
	else
		score += (h->starts_segment ? 25 : 0) - 2 * (int)(j - i);
	if (open > 0)
		score += quote > 0 ? 20 : quote < 0 ? -20 : 0;
	else if (quote > 0)
		score -= 20;
	if (has_inner_stop(t->text) || t->chars > 60)
		score += 25;
	else if (has_comma(t->text))
		score += broken_page ? 10 : 0;
	else
		score -= 20;
	if (is_item(p->r, h->text))
		score -= 40;
	if (h->heading || (h->chars <= 20 && ends_open(h->text) && !has_comma(h->text)))
		score -= 50;
	return score;
}

static void
collect(const doc *d, unsigned part, page *p, arena *a)
{
	size_t cap = 0;
	bool other = false;
	for (size_t i = 0; i < d->nline; i++) {
		line *l = &d->line[i];
		if (l->part != part)
			continue;
		if (!line_is_body(l, part)) {
			other = other || l->fate == FATE_CAPTION || (l->fate == FATE_REMOVED && l->source.n);
			continue;
		}
		fragment *f = arena_push(a, p->f, p->n, cap);
		*f = (fragment){.l = l, .text = l->text, .chars = utf8_starts(l->text), .next = NO_LINK, .from = NO_LINK};
		f->heading = l->type == LINE_HEADING || (d->is_html && l->flags & LF_BOLD);
		f->tail = ends_open(l->text) && !f->heading && l->type == LINE_P && f->chars >= 6 && !(l->flags & LF_LINK);
		f->sure = f->tail && f->chars >= 40 && (has_inner_stop(l->text) || has_comma(l->text));
		f->starts_segment = other || (p->n >= 2 && p->f[p->n - 2].tail);
		other = false;
	}
}

typedef struct link {
	int score;
	size_t i, j;
} link;

static int
by_score(const void *x, const void *y)
{
	const link *a = x, *b = y;
	if (a->score != b->score)
		return a->score > b->score ? -1 : 1;
	return a->i != b->i ? (a->i < b->i ? -1 : 1) : a->j < b->j ? -1 : a->j > b->j;
}

/* Best pairs first; a tail has one head, a head one tail. */
static size_t
link_fragments(page *p, arena *a, bool broken_page)
{
	link *v = NULL;
	size_t n = 0, cap = 0, made = 0;
	for (size_t i = 0; i < p->n; i++)
		for (size_t j = i + 1; p->f[i].tail && j < p->n && j <= i + (broken_page ? WINDOW : 1); j++) {
			int s = link_score(p, i, j, broken_page);
			if (s >= (broken_page ? 35 : 60))
				*arena_push(a, v, n, cap) = (link){s, i, j};
		}
	if (n)
		qsort(v, n, sizeof *v, by_score);
	for (size_t k = 0; k < n; k++) {
		fragment *t = &p->f[v[k].i], *h = &p->f[v[k].j];
		if (t->next != NO_LINK || h->from != NO_LINK)
			continue;
		t->next = (int)v[k].j;
		h->from = (int)v[k].i;
		made++;
	}
	return made;
}

/* Which column every fragment stands in. A head that goes on from another column interrupts the one before it; when its paragraph is done, and
 * nothing of the interrupted column is open, that column goes on. */
static size_t
assign_columns(const page *p, size_t *column, size_t *under, arena *a)
{
	size_t n = 0, now = 0;
	size_t *last = arena_array(a, size_t, p->n + 1); /* last fragment of each column */
	for (size_t k = 0; k < p->n; k++) {
		const fragment *f = &p->f[k], *before = k ? &p->f[k - 1] : NULL;
		if (f->from != NO_LINK) {
			size_t s = column[f->from];
			if (s != now)
				under[s] = now;
			now = s;
		} else if (!before) {
			now = n++;
		} else if (before->next != NO_LINK && (size_t)before->next != k) {
			under[n] = now;
			now = n++;
		} else if (before->from != NO_LINK && before->from != (int)k - 2 && under[now] != now &&
		           p->f[last[under[now]]].next == NO_LINK) {
			now = under[now];
		}
		column[k] = now;
		last[now] = k;
	}
	return n;
}

/* Puts the lines into reading order, each with its source; the pieces of a paragraph come together in its first line. */
static void
write_order(doc *d, const page *p, const size_t *order, arena *a)
{
	line *was = arena_alloc(a, (p->n + 1) * sizeof *was);
	line *to = NULL;
	for (size_t k = 0; k < p->n; k++)
		was[k] = *p->f[k].l;
	for (size_t k = 0; k < p->n; k++) {
		size_t x = order[k];
		line *slot = p->f[k].l;
		*slot = was[x];
		if (to && p->f[x].from == (int)order[k - 1])
			append(d, to, slot, str_words_meet(to->text, slot->text));
		else
			to = slot;
	}
}

/* Columns broke the page: some of its paragraphs end inside a sentence, and not most of them, as where the style is to leave the stop out.
 * Markup knows its paragraphs: there it takes more. */
static bool
is_broken(const page *p, bool is_html)
{
	size_t sure = 0, tails = 0, paragraphs = 0;
	for (size_t i = 0; i < p->n; i++) {
		sure += p->f[i].sure;
		tails += p->f[i].tail && (p->f[i].chars >= 40 || has_comma(p->f[i].text));
		paragraphs += p->f[i].chars >= 30;
	}
	if (is_html)
		return sure >= 4 && sure * 2 >= paragraphs;
	return sure >= 2 && tails >= 3 && sure * 10 >= paragraphs && sure * 3 <= 2 * paragraphs;
}

static void
join_columns(doc *d, unsigned part, const repair_rules *r, size_t *joined, size_t *moved)
{
	page p = {.r = r};
	collect(d, part, &p, d->a);
	size_t tails = 0, bytes = 0;
	for (size_t i = 0; i < p.n; i++) {
		tails += p.f[i].tail;
		bytes += p.f[i].text.n;
	}
	if (p.n < 2 || tails == 0 || bytes > MAX_WORK / tails) /* each tail looks through the article */
		return;
	*joined = link_fragments(&p, d->a, is_broken(&p, d->is_html));
	if (!*joined)
		return;
	size_t *column = arena_array(d->a, size_t, p.n + 1), *under = arena_array(d->a, size_t, p.n + 1);
	size_t *order = arena_array(d->a, size_t, p.n + 1), n = 0;
	for (size_t k = 0; k <= p.n; k++)
		under[k] = k;
	size_t columns = assign_columns(&p, column, under, d->a);
	for (size_t c = 0; c < columns; c++)
		for (size_t k = 0; k < p.n; k++)
			if (column[k] == c)
				order[n++] = k;
	for (size_t k = 0; k < p.n; k++)
		*moved += order[k] != k;
	write_order(d, &p, order, d->a);
}

void
repair_joins(doc *d, const repair_rules *r, unsigned part)
{
	size_t joined = 0, moved = 0;
	join_pieces(d, part);
	join_columns(d, part, r, &joined, &moved);
	if (joined)
		doc_warn(d, "paragraphs-joined", joined);
	if (moved)
		doc_warn(d, "columns-reordered", moved);
}
