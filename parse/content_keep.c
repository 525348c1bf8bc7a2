#include "content_keep.h"

#include "ascii.h"
#include "content_second.h"
#include "dom.h"

void
content_keep_lead(const doc *d, const content_view *v, float *p)
{
	static const float LEAST = 0.2f, LIKELY = 0.3f;
	enum { NEAR = 3, CHARS = 20, FEW = 12 };
	size_t first = v->title + 1;
	while (first < d->nline && !content_is_taken(d, p, first))
		first++;
	for (size_t i = first; first < d->nline && i-- > v->title + 1 && first - i <= NEAR;)
		if (content_is_good(&d->line[i]) && d->line[i].chars >= (p[i] >= LIKELY ? FEW : CHARS) && p[i] >= LEAST &&
		    v->f[i][CF_ends_stop] > 0 && v->f[i][CF_like_title] == 0)
			p[i] = CONTENT_SURE + 0.01f;
}

/* A line that ends with a colon, and right behind it an item of the article's list. */
static bool
announces(const doc *d, const content_view *v, const float *p, size_t i)
{
	static const float LEAST = 0.15f;
	enum { CHARS = 12 };
	const line *l = &d->line[i];
	if (i + 1 >= d->nline || p[i] < LEAST || v->f[i][CF_ends_colon] == 0 || l->chars < CHARS || l->nlink || !content_is_good(l))
		return false;
	bool item = d->line[i + 1].type == LINE_LI && content_is_taken(d, p, i + 1);
	return item && content_distance(d->dom, d->line[i + 1].node, v->box1[i]) == 0;
}

/* The last line that was taken before line i: right before it, or before one more line, a heading, that is taken with it. */
static size_t
taken_before(const doc *d, const content_view *v, const float *p, size_t i)
{
	if (i > 0 && content_is_taken(d, p, i - 1))
		return i - 1;
	bool heading = i > 1 && d->line[i - 1].heading && !d->line[i - 1].nlink && content_is_neutral(d, v, i - 1);
	return heading && content_is_taken(d, p, i - 2) ? i - 2 : d->nline;
}

void
content_keep_next(const doc *d, const content_view *v, float *p)
{
	static const float LEAST = 0.25f;
	for (size_t i = 1; i < d->nline; i++) {
		if (p[i] <= CONTENT_SURE && announces(d, v, p, i))
			p[i] = CONTENT_SURE + 0.01f;
		if (p[i] < LEAST || p[i] > CONTENT_SURE || v->f[i][CF_ends_stop] == 0 || !content_is_good(&d->line[i]) || !content_is_neutral(d, v, i))
			continue;
		for (size_t k = taken_before(d, v, p, i); k < i;)
			p[++k] = CONTENT_SURE + 0.01f;
	}
}

/* An office's name alone: Chinese characters and nothing else. */
static bool
is_name(const line *l)
{
	enum { SHORT = 4, LONG = 30 };
	return content_is_open(l) && l->chars >= SHORT && l->chars <= LONG && l->han == l->chars && !l->nlink;
}

void
content_keep_signature(const doc *d, const content_view *v, float *p)
{
	enum { DAY = 14, NAMES = 3 };
	for (size_t i = 2; i < d->nline; i++) {
		const line *l = &d->line[i];
		if (!content_is_open(l) || l->chars > DAY || l->nlink || v->f[i][CF_has_date] == 0 || !marks_end(v->marks, MARK_day, str_trim(l->source)))
			continue;
		size_t k = i;
		while (k > 0 && i - k < NAMES && is_name(&d->line[k - 1]) && !content_is_taken(d, p, k - 1))
			k--;
		if (k == 0 || (k == i && !is_name(&d->line[k - 1])) || !content_is_taken(d, p, k - 1))
			continue;
		if (v->box1[k - 1] != v->box1[i] && content_distance(d->dom, d->line[i].node, v->box1[k - 1]) != 0)
			continue;
		for (; k <= i; k++)
			p[k] = CONTENT_SURE + 0.01f;
	}
}

/* 10:12 by itself, over an entry of a live report; where the headline tells one also 05-18 10:12 主持人. */
static bool
is_clock(const doc *d, const content_view *v, size_t i, bool live)
{
	enum { LONG = 8, NAMED = 20 };
	const line *l = &d->line[i];
	bool named = live && l->chars <= NAMED && ascii_is_digit(l->source.p[0]) && v->f[i][CF_ends_stop] == 0;
	return content_is_open(l) && v->f[i][CF_has_time] > 0 && ((l->chars <= LONG && l->han == 0) || named);
}

static bool
in_entry(const doc *d, const content_view *v, size_t clock, size_t i)
{
	return content_is_open(&d->line[i]) && content_distance(d->dom, d->line[i].node, v->box1[clock]) == 0;
}

/* Behind the lines of the entry that starts at line i with its time; i itself when it is none. */
static size_t
entry_end(const doc *d, const content_view *v, size_t i, bool live)
{
	enum { MOST = 6 };
	size_t k = i + 1;
	unsigned punct = 0;
	if (!is_clock(d, v, i, live))
		return i;
	for (; k < d->nline && k <= i + MOST && !is_clock(d, v, k, live) && (live ? in_entry(d, v, i, k) : content_is_plain(d, v, k)) && !d->line[k].nlink; k++)
		punct += d->line[k].punct;
	return punct ? k : i;
}

/* The headline says that the page reports as things happen. */
static bool
is_live(const doc *d, const content_view *v)
{
	str head = v->title < d->nline ? d->line[v->title].source : STR_NULL;
	str whole = d->dom->title ? d->dom->node[d->dom->title].text : STR_NULL;
	return marks_inside(v->marks, MARK_live, head) || marks_inside(v->marks, MARK_live, whole);
}

void
content_keep_entries(const doc *d, const content_view *v, float *p)
{
	enum { FEW = 3 };
	size_t all = content_chosen_chars(d, v, p);
	bool live = is_live(d, v);
	for (size_t i = 0; i < d->nline; i++) {
		size_t entries = 0, to = i, chars = 0, taken = 0, end;
		for (; to < d->nline && (end = entry_end(d, v, to, live)) > to; to = end)
			entries++;
		for (size_t k = i; k < to; k++) {
			chars += d->line[k].chars;
			taken += content_is_chosen(d, v, p, k) ? d->line[k].chars : 0;
		}
		if (entries < FEW || (taken * 3 < chars && (!live || chars < all - taken)))
			continue;
		for (size_t k = i; k < to; k++)
			p[k] = p[k] > CONTENT_SURE ? p[k] : CONTENT_SURE + 0.01f;
		i = to - 1;
	}
}

/* Hardly a line of the article ends with a stop: that is its style. */
static bool
leaves_stops_out(const doc *d, const content_view *v, const float *p)
{
	enum { FEW = 4 };
	size_t lines = 0, stops = 0;
	for (size_t i = 0; i < d->nline; i++) {
		lines += content_is_taken(d, p, i);
		stops += content_is_taken(d, p, i) && v->f[i][CF_ends_stop] > 0;
	}
	return lines >= FEW && stops * 4 < lines;
}

/* The article's list or verse goes on with line i: an item that is a sentence, or that a colon or another item stands before, or, where none
 * ends with a stop, a line of the same element. */
static bool
goes_on(const doc *d, const content_view *v, size_t last, size_t i, bool verse)
{
	enum { LEAST = 12, ITEM = 4, NEAR = 2 };
	const line *l = &d->line[i], *before = &d->line[last];
	bool item = l->type == LINE_LI, told = item && (v->f[last][CF_ends_colon] > 0 || before->type == LINE_LI); /* as follows: */
	if (i - last > NEAR || l->chars < (told ? ITEM : LEAST) || l->nlink || l->flags & LF_NAVTAG || !content_is_neutral(d, v, i))
		return false;
	if (item && (told || v->f[i][CF_ends_stop] > 0))
		return content_distance(d->dom, l->node, v->box1[last]) == 0 || (told && v->kind[i] == v->kind[last]);
	bool figures = v->f[i][CF_digit_ratio] > 0 && v->f[last][CF_digit_ratio] == 0;
	bool beside = v->kind[i] == v->kind[last] && d->dom->node[l->node].parent == d->dom->node[d->line[last].node].parent;
	return verse && i - last == 1 && beside && !figures;
}

/* Behind the rows of the table that starts with line i, rows of several cells without a link; i when there are not two, or the first holds
 * headlines. */
static size_t
table_end(const doc *d, const content_view *v, size_t i)
{
	enum { WORDS = 7 };
	size_t k = i, cells = 1 + str_count(d->line[i].source, '\t');
	if (d->line[i].chars > cells * WORDS)
		return i;
	while (k < d->nline && d->line[k].flags & LF_CELL && v->kind[k] == v->kind[i] && !d->line[k].nlink && content_is_neutral(d, v, k))
		k++;
	return k >= i + 2 ? k : i;
}

void
content_keep_announced(const doc *d, const content_view *v, float *p)
{
	size_t last = d->nline, rows = 0; /* the line before, when it was taken; behind the table that is being taken */
	uint32_t list = 0;                /* round a line that ends with a colon, while what it announces goes on */
	for (size_t i = 0; i < d->nline; i++) {
		const line *l = &d->line[i];
		if (!content_is_open(l))
			continue;
		if (content_is_taken(d, p, i)) {
			list = v->f[i][CF_ends_colon] > 0 ? v->box1[i] : v->f[i][CF_ends_stop] > 0 ? 0 : list;
			last = i;
			continue;
		}
		if (last == i - 1 && i > 0 && content_distance(d->dom, l->node, v->box1[last]) == 0 && table_end(d, v, i) > i)
			rows = table_end(d, v, i);
		bool going = list && content_distance(d->dom, l->node, list) == 0 && !l->nlink && !(l->flags & LF_NAVTAG) && content_is_neutral(d, v, i) &&
			       v->f[i][CF_t_byline] == 0;
		if (!going && i >= rows) {
			list = 0;
			continue;
		}
		p[i] = CONTENT_SURE + 0.01f;
		last = i;
	}
}

void
content_keep_items(const doc *d, const content_view *v, float *p)
{
	size_t last = d->nline;
	bool verse = leaves_stops_out(d, v, p);
	for (size_t i = 0; i < d->nline; i++) {
		bool taken = content_is_taken(d, p, i);
		if (!taken && (last == d->nline || !goes_on(d, v, last, i, verse)))
			continue;
		if (!taken)
			p[i] = CONTENT_SURE + 0.01f;
		last = i;
	}
}
