#include "meta_title.h"

#include "dom.h"
#include "meta_cut.h"
#include "meta_names.h"
#include "utf8.h"

enum { TITLE_MAX = 120, SECTION = 6 };

str
meta_squeeze(arena *a, str s)
{
	char *out = arena_alloc(a, s.n + 1);
	size_t n = 0;
	for (size_t at = 0; at < s.n;) {
		size_t from = at;
		at = utf8_han_run(s, at);
		if (at == from) {
			uint32_t cp = utf8_next(s, &at);
			if (cp_is_space(cp) || cp_is_invisible(cp))
				continue;
		}
		while (from < at)
			out[n++] = s.p[from++];
	}
	return str_of(out, n);
}

str
meta_tidy(arena *a, str s)
{
	char *out = arena_alloc(a, s.n + 1);
	size_t n = 0;
	bool space = false;
	for (size_t at = 0; at < s.n;) {
		size_t from = at;
		uint32_t cp = utf8_next(s, &at);
		if (cp_is_space(cp)) {
			space = n > 0;
			continue;
		}
		if (space)
			out[n++] = ' ';
		space = false;
		while (from < at)
			out[n++] = s.p[from++];
	}
	return n ? str_of(out, n) : STR_NULL;
}

static size_t
first_body(const doc *d)
{
	for (size_t i = 0; i < d->nline; i++)
		if (d->line[i].fate == FATE_BODY)
			return i;
	return d->nline;
}

/* Bytes that the two begin with in common, whole characters. */
static size_t
common_prefix(str a, str b)
{
	size_t n = 0;
	while (a.p && b.p && n < a.n && n < b.n && a.p[n] == b.p[n])
		n++;
	while (a.p && n && n < a.n && ((unsigned char)a.p[n] & 0xC0) == 0x80)
		n--;
	return n;
}

/* The part of s whose characters, white space aside, are its first n bytes. */
static str
prefix_of(str s, size_t n)
{
	size_t at = 0;
	while (at < s.n && n > 0) {
		size_t from = at;
		if (!cp_is_space(utf8_next(s, &at)))
			n -= at - from < n ? at - from : n;
	}
	return str_from_to(s, 0, at);
}

struct search {
	doc *d;
	const meta_rules *r;
	const meta_head *h;
	str whole, whole_sq, og_sq;
	size_t body;
};

/* 【快讯】, [出行] or 直播｜ before what <title> says: its bytes, 0 when there is none. */
static size_t
column_length(str sq)
{
	enum { BRACKET = 12, BAR = 6 };
	str end = str_starts(sq, STR("【")) ? STR("】") : str_starts(sq, STR("[")) ? STR("]") : STR_NULL;
	size_t close = end.n ? str_find(sq, end) : SIZE_MAX;
	if (close != SIZE_MAX && utf8_count(str_from_to(sq, 0, close)) <= BRACKET)
		return close + end.n;
	for (size_t at = 0, n = 0; at < sq.n && n <= BAR; n++)
		if (names_bar(utf8_next(sq, &at)))
			return at;
	return 0;
}

/* The n bytes at `at` are the last part of what <title> says, behind a joint and more than they are: the site's name. */
static bool
ends_title(str sq, size_t at, size_t n)
{
	bool strong, joined = false;
	size_t end = at + n, len;
	while (end < sq.n && (len = meta_joint(sq, end, &strong)))
		end += len;
	for (size_t i = at > 3 ? at - 3 : 0; i < at && !joined; i++)
		joined = i + meta_joint(sq, i, &strong) == at && strong;
	return end == sq.n && joined && at > 2 * n;
}

/* How well a line is the headline; *part gets what of it is. */
static double
rate_line(const struct search *s, const line *l, str *part)
{
	arena *a = s->d->a;
	str sq = meta_squeeze(a, l->source);
	double score = 0;
	*part = l->source;
	if (!sq.n)
		return 0;
	size_t at = s->whole_sq.n ? str_find(s->whole_sq, sq) : SIZE_MAX;
	bool strong;
	if (at != SIZE_MAX)
		score = (double)sq.n / (double)s->whole_sq.n + (at == 0 ? 0.3 : 0);
	if (at == 0 && l->heading == 1 && meta_joint(s->whole_sq, sq.n, &strong) && strong)
		score += 0.3;
	if (at != SIZE_MAX && at > 0 && (meta_is_site(s->r, s->h, a, l->source) || ends_title(s->whole_sq, at, sq.n)))
		return 0;
	if (s->og_sq.n && str_eq(sq, s->og_sq))
		score = score > 1.1 ? score : 1.1;
	if (score > 0 && score < 1 && s->og_sq.n > sq.n && str_starts(s->og_sq, sq))
		score -= 0.3;
	size_t column = sq.p && at == SIZE_MAX && l->heading ? column_length(sq) : 0;
	if (column && s->whole_sq.n && str_starts(s->whole_sq, str_skip(sq, column))) {
		score = 0.3 + (double)(sq.n - column + 3) / (double)s->whole_sq.n;
		if (str_starts(l->source, STR("["))) /* the kind of a forum's thread, a link of its own */
			*part = str_trim(str_skip(l->source, str_find(l->source, STR("]")) + 1));
	}
	size_t same = common_prefix(sq, s->whole_sq);
	bool whole_line = same == sq.n && l->heading && same >= 6;
	if (score == 0 && (whole_line || (same >= 18 && same * 2 > sq.n))) {
		bool ends = same == s->whole_sq.n || meta_joint(s->whole_sq, same, &strong) > 0;
		if (ends) {
			score = 0.2 + (double)same / (double)s->whole_sq.n;
			*part = prefix_of(s->whole, same);
		}
	}
	if (score == 0)
		return 0;
	score += l->flags & LF_H1 ? 0.3 : l->heading ? 0.15 : 0;
	score -= l->flags & LF_LINK ? 0.3 : 0;
	score -= l->fate == FATE_BODY ? 0.1 : 0;
	return score;
}

static bool
may_be_title(const line *l)
{
	unsigned least = l->heading ? 2 : META_TITLE_MIN;
	return !(l->flags & LF_HIDDEN) && l->fate != FATE_HIDDEN && l->chars >= least && l->chars <= TITLE_MAX &&
	       !(l->fate == FATE_REMOVED && (l->cls == REMOVED_spam || (l->cls == REMOVED_byline && !l->heading)));
}

/* A headline broken over several lines: those that go on where <title> goes on. */
static void
join_lines(const struct search *s, title_found *t)
{
	arena *a = s->d->a;
	str sq = meta_squeeze(a, t->text);
	size_t at = str_find(s->whole_sq, sq);
	if (at == SIZE_MAX)
		return;
	size_t end = at + sq.n;
	for (size_t i = t->last + 1; i < s->d->nline && i < t->last + 4; i++) {
		if (s->d->line[i].fate == FATE_REMOVED && s->d->line[i].cls == REMOVED_spam)
			continue; /* a run put into the headline */
		str next = meta_squeeze(a, s->d->line[i].source);
		bool subtitle = str_starts(next, STR("—")) || str_starts(next, STR("―")) || str_starts(next, STR("--"));
		if (next.n < 6 || subtitle || !str_starts(str_skip(s->whole_sq, end), next))
			return;
		str parts[] = {t->text, STR(" "), s->d->line[i].source};
		t->text = arena_cat(a, parts, 3);
		t->last = i;
		end += next.n;
	}
}

/* The line is the headline from somewhere on: what stands before is a line of its own. */
static void
cut_kind(doc *d, title_found *t)
{
	str source = d->line[t->first].source;
	if (t->text.p <= source.p || t->text.p >= source.p + source.n)
		return;
	doc_cut(d, t->first, (size_t)(t->text.p - source.p));
	doc_remove(&d->line[t->first], REMOVED_nav, STR("thread-kind"));
	t->first = ++t->last;
}

static bool
find_line(const struct search *s, title_found *t)
{
	double best = 0.45;
	bool found = false;
	for (size_t i = 0; i < s->d->nline; i++) {
		const line *l = &s->d->line[i];
		str part;
		if (!may_be_title(l) || (i > s->body + 5 && !l->heading))
			continue;
		double score = rate_line(s, l, &part);
		if (score <= best + 1e-9)
			continue;
		best = score;
		t->text = part;
		t->first = t->last = i;
		found = true;
	}
	if (found) {
		cut_kind(s->d, t);
		join_lines(s, t);
	}
	return found;
}

/* No line is in <title>: a heading right before the article. */
static bool
find_heading(const struct search *s, title_found *t)
{
	enum { SENTENCE = 30 };
	for (size_t i = s->body < s->d->nline ? s->body + 1 : 0; i-- > 0 && i + 25 > s->body;) {
		const line *l = &s->d->line[i];
		bool named = str_find(l->hint, STR("title")) != SIZE_MAX;
		if (l->chars > SENTENCE && str_find(l->source, STR("。")) != SIZE_MAX)
			continue;
		if (!may_be_title(l) || l->chars < 5 || l->flags & LF_LINK || !(l->heading == 1 || l->heading == 2 || named))
			continue;
		t->text = l->source;
		t->first = t->last = i;
		return true;
	}
	return false;
}

/* Neither <title> nor a heading says it: the line right above the byline, where pages without markup have the headline. */
static bool
find_above_byline(const struct search *s, title_found *t)
{
	const doc *d = s->d;
	for (size_t i = 1; i <= s->body + 1 && i < d->nline; i++) {
		const line *by = &d->line[i], *l = by - 1;
		if (by->fate != FATE_REMOVED || by->cls != REMOVED_byline || i + 6 < s->body)
			continue;
		bool first = l->fate == FATE_BODY && i - 1 == s->body;
		bool other = (l->fate == FATE_REMOVED ? l->cls == REMOVED_other || l->heading : l->heading > 0 || first) && !l->nlink;
		if (!other || !may_be_title(l) || l->chars < 6 || l->chars > 50 || str_find(l->source, STR("。")) != SIZE_MAX)
			return false;
		t->text = l->source;
		t->first = t->last = i - 1;
		return true;
	}
	return false;
}

/* A few words that are a menu's entry or the breadcrumbs' last step: the name of the section, as far as a page has a headline beside it. */
static bool
is_section_name(const doc *d, const title_found *t)
{
	if (utf8_count(t->text) > SECTION)
		return false;
	for (size_t i = 0; i < t->first; i++) {
		const line *l = &d->line[i];
		if (l->fate == FATE_REMOVED && l->nlink && (str_eq(l->source, t->text) || (l->chars <= 40 && str_ends(l->source, t->text))))
			return true;
	}
	return false;
}

/* What <title> and the line that it led to say is the section: the headline is what stands above the byline. */
static void
prefer_headline(const struct search *s, title_found *t)
{
	title_found above = *t;
	if (is_section_name(s->d, t) && find_above_byline(s, &above) && above.first > t->last && utf8_count(above.text) >= 10)
		*t = above;
}

static bool
stands_on_page(const doc *d, str sq)
{
	for (size_t i = 0; i < d->nline; i++)
		if (d->line[i].chars < TITLE_MAX && str_find(meta_squeeze(d->a, d->line[i].source), sq) != SIZE_MAX)
			return true;
	return false;
}

title_found
meta_title(doc *d, const meta_rules *r, const meta_head *h, str whole)
{
	arena *a = d->a;
	struct search s = {d, r, h, meta_tidy(a, whole), meta_squeeze(a, whole), {0}, first_body(d)};
	title_found t = {.first = 1, .last = 0};
	str said = meta_cut(r, h, a, s.whole.p ? s.whole : STR(""), &t.site, &t.section);
	str og = h->value[MF_title], ignore_site = STR_NULL, ignore_section = STR_NULL;
	if (og.n)
		og = meta_cut(r, h, a, meta_tidy(a, og), &ignore_site, &ignore_section);
	s.og_sq = meta_squeeze(a, og);
	if (find_line(&s, &t)) {
		prefer_headline(&s, &t);
	} else {
		bool named = utf8_count(said) >= META_TITLE_MIN && !meta_is_site(r, h, a, said);
		bool shown = named && stands_on_page(d, meta_squeeze(a, said));
		if (og.n && utf8_count(og) >= META_TITLE_MIN)
			t.text = og;
		else if (!shown && find_heading(&s, &t))
			;
		else if (shown && utf8_count(said) <= SECTION && find_above_byline(&s, &t))
			; /* 新闻动态, inside a longer line: a section */
		else if (named)
			t.text = said;
		else
			find_above_byline(&s, &t);
	}
	t.text = t.text.p ? meta_tidy(a, t.text) : STR_NULL;
	if (!t.site.p && s.whole.n)
		t.site = meta_site_beside(r, s.whole, t.text);
	return t;
}

/* A dump has no markup: boiler_dump() marked the headline where there is one. */
title_found
meta_title_of_dump(const doc *d)
{
	title_found t = {.first = 1, .last = 0};
	for (size_t i = 0; i < d->nline; i++) {
		if (d->line[i].fate != FATE_TITLE)
			continue;
		t.first = t.last = i;
		t.text = meta_tidy(d->a, d->line[i].text);
		break;
	}
	return t;
}
