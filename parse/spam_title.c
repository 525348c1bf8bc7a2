/* Titles: what was injected before the headline, behind it, or into it. */
#include "spam_scan.h"

#include "utf8.h"

typedef struct piece {
	size_t from, to;           /* tokens */
	size_t chars, covered, strong;
	size_t hard;               /* strong ones that nobody plays for fun, and offers */
	int points;
	bool spam;
} piece;

static piece
piece_of(const spam_scan *s, size_t from, size_t to)
{
	piece p = {.from = from, .to = to};
	for (size_t k = from; k < to; k++) {
		const spam_token *t = &s->token[k];
		p.chars += t->chars;
		p.covered += t->kind != SPAM_NONE && t->kind != SPAM_KEEP ? t->chars : 0;
		p.strong += spam_is_strong(t->kind);
		p.hard += (spam_is_strong(t->kind) && t->kind != SPAM_SOFT) || t->kind == SPAM_OFFER;
		p.points += spam_points(t);
	}
	bool trade = spam_is_trade_piece(s, from, to);
	p.strong += trade;
	p.hard += trade;
	p.spam = p.strong && p.chars <= 20 && (p.covered * 10 >= p.chars * 7 || (p.points >= 5 && p.covered * 2 >= p.chars));
	return p;
}

static bool
is_han(const spam_scan *s, size_t i)
{
	return cp_is_han(utf8_first(str_skip(s->f.s, s->token[i].from)));
}

/* A separator, or the letter I that stands for one between characters. */
static bool
parts(const spam_scan *s, size_t k)
{
	bool stroke = s->token[k].kind == SPAM_NONE && s->f.s.p[s->token[k].from] == 'i' && k > 0 && k + 1 < s->n;
	return spam_is_separator(s, &s->token[k]) || (stroke && is_han(s, k - 1) && is_han(s, k + 1));
}

static size_t
cut_pieces(arena *a, const spam_scan *s, piece **out)
{
	size_t n = 0, cap = 0;
	piece *p = NULL;
	for (size_t i = 0; i < s->n;) {
		size_t k = i;
		while (k < s->n && !parts(s, k))
			k++;
		if (k > i)
			*arena_push(a, p, n, cap) = piece_of(s, i, k);
		i = k + 1;
	}
	*out = p;
	return n;
}

/* Between these n pieces stand marks that no headline has: `_`, `|`, `-`. */
static bool
is_parted(const spam_scan *s, const piece *p, size_t n)
{
	for (size_t i = 0; i + 1 < n; i++) {
		char c = s->f.s.p[s->token[p[i].to].from];
		if (c != '_' && c != '|' && c != '-' && c != '/' && c != 'i')
			return false;
	}
	return true;
}

/* Are these n pieces at an end of a title injected? One alone must be an advertisement; more need terms of their own that cover half of them. A list of
 * names alone, with the commas of prose, is news of the casinos' owners. */
static bool
is_run(const spam_scan *s, const piece *p, size_t n)
{
	size_t chars = 0, covered = 0, strong = 0, spam = 0, each = 0, hard = 0;
	bool names = true;
	for (size_t i = 0; i < n; i++) {
		if (p[i].chars >= 7 && p[i].covered * 3 < p[i].chars)
			return false; /* the headline itself */
		chars += p[i].chars;
		covered += p[i].covered;
		strong += p[i].strong;
		each += (p[i].strong || p[i].hard) && p[i].chars <= 14;
		hard += p[i].hard > 0;
		spam += p[i].spam;
		for (size_t k = p[i].from; k < p[i].to; k++)
			names = names && s->token[k].kind != SPAM_GAME && s->token[k].kind != SPAM_PORN && s->token[k].kind != SPAM_CTA;
	}
	if (names && str_chr(s->f.s, '_') == SIZE_MAX && str_chr(s->f.s, '|') == SIZE_MAX)
		return false;
	if (n == 1)
		return p[0].spam && (p[0].points >= 6 || str_chr(s->f.s, '_') != SIZE_MAX || (p[0].strong >= 2 && p[0].covered == p[0].chars));
	if (each == n && (n >= 4 || (n >= 2 && hard == n && is_parted(s, p, n))))
		return true;
	if (each == n && n >= 3 && (str_chr(s->f.s, '_') != SIZE_MAX || str_chr(s->f.s, '|') != SIZE_MAX || (p[0].to < s->n && s->f.s.p[s->token[p[0].to].from] == 'i')))
		return true;
	return strong >= 2 && spam * 2 >= n && covered * 2 >= chars;
}

enum { MOST = 256 }; /* pieces of a run: each length is looked at */

/* How many pieces at the head, and how many at the tail, are an injected run that ends with spam where it meets the headline. */
static size_t
run_at_head(const spam_scan *s, const piece *p, size_t n)
{
	size_t best = 0;
	for (size_t k = 1; k < n && k <= MOST; k++)
		if ((p[k - 1].spam || p[k - 1].hard) && is_run(s, p, k))
			best = k;
	return best;
}

static size_t
run_at_tail(const spam_scan *s, const piece *p, size_t n)
{
	size_t best = 0;
	for (size_t k = 1; k < n && k <= MOST; k++)
		if ((p[n - k].spam || p[n - k].hard) && is_run(s, p + n - k, k))
			best = k;
	return best;
}

static str
without(arena *a, str title, size_t from, size_t to, str *removed)
{
	str parts[] = {str_trim(str_from_to(title, 0, from)), str_trim(str_skip(title, to))};
	if (parts[0].n + parts[1].n == 0)
		return title;
	if (removed)
		*removed = str_from_to(title, from, to);
	return parts[0].n && parts[1].n ? arena_cat(a, parts, 2) : parts[0].n ? parts[0] : parts[1];
}

bool
spam_title_runs(arena *a, const spam_scan *s, size_t *head, size_t *tail)
{
	piece *p = NULL;
	size_t n = s->strong + s->trades ? cut_pieces(a, s, &p) : 0;
	size_t first = n ? run_at_head(s, p, n) : 0, last = n ? run_at_tail(s, p + first, n - first) : 0;
	*head = first ? p[first].from : 0;
	*tail = last ? p[n - last - 1].to : s->n;
	return first || last;
}

str
spam_clean_title(arena *a, const spam_rules *r, str title, str *removed)
{
	size_t head, tail, x = 0, y = 0;
	if (removed)
		*removed = STR_NULL;
	spam_scan s = spam_scan_line(a, r, title);
	if (spam_title_runs(a, &s, &head, &tail)) {
		if (tail < s.n)
			title = without(a, title, spam_byte_at(&s, tail), title.n, removed);
		if (head)
			title = without(a, title, 0, spam_byte_at(&s, head), removed);
	} else if (s.strong + s.trades && spam_phrase(r, &s, &x, &y)) {
		title = without(a, title, spam_byte_at(&s, x), spam_byte_at(&s, y), removed);
	}
	return title;
}
