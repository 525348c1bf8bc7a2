#include "content_second.h"

#include "ascii.h"
#include "dom.h"
#include "utf8.h"

bool
content_is_chosen(const doc *d, const content_view *v, const float *p, size_t i)
{
	return content_is_open(&d->line[i]) && p[i] > CONTENT_SURE && v->f[i][CF_t_end] == 0 && v->f[i][CF_t_legal] == 0;
}

size_t
content_chosen_chars(const doc *d, const content_view *v, const float *p)
{
	size_t chars = 0;
	for (size_t i = 0; i < d->nline; i++)
		chars += content_is_chosen(d, v, p, i) ? d->line[i].chars : 0;
	return chars;
}

/* A box with far more running text about as likely as the likeliest line `best` than that line's own has; 0 when there is none. */
static uint32_t
heaviest(const doc *d, const content_view *v, const float *p, size_t best)
{
	enum { TIMES = 2 };
	uint32_t *chars = arena_array(d->a, uint32_t, d->dom->nnode), most = 0;
	for (size_t i = 0; i < d->nline; i++)
		if (content_is_good(&d->line[i]) && p[i] >= p[best] * 3 / 4) {
			chars[v->box1[i]] += d->line[i].chars;
			most = chars[v->box1[i]] > chars[most] ? v->box1[i] : most;
		}
	return chars[most] > TIMES * chars[v->box1[best]] ? most : 0;
}

/* Lines like that one, each under a picture of its own: what there is to read in a gallery. */
static bool
is_gallery(const doc *d, const content_view *v, size_t best)
{
	enum { FEW = 3 };
	size_t under = 0, others = 0;
	for (size_t i = 0; i < d->nline; i++)
		if (v->kind[i] == v->kind[best] && content_is_open(&d->line[i])) {
			bool text = content_is_good(&d->line[i]) && d->line[i].flags & LF_IMG && !d->line[i].nlink;
			under += text;
			others += !text;
		}
	return v->title < best && under >= FEW && others == 0;
}

/* The likeliest line of running text, and the lines about as likely that stand in elements like its own, or in the fullest box of such lines. */
static void
take_likeliest(const doc *d, const content_view *v, float *p)
{
	static const float LEAST = 0.25f, PICTURED = 0.1f;
	enum { FEW = 30 };
	size_t best = d->nline, chars = 0;
	for (size_t i = 0; i < d->nline; i++)
		if (content_is_good(&d->line[i]) && (best == d->nline || p[i] > p[best]))
			best = i;
	bool gallery = best < d->nline && p[best] >= PICTURED && p[best] < LEAST && is_gallery(d, v, best);
	if (best == d->nline || (p[best] < LEAST && !gallery))
		return;
	float least = p[best] / 2;
	uint32_t full = heaviest(d, v, p, best);
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < d->nline; i++) {
			bool in = full && v->box1[i] == full, sentence = in && content_is_good(&d->line[i]) && v->f[i][CF_ends_stop] > 0;
			if (!content_is_open(&d->line[i]) || i == v->title || p[i] < (sentence ? least / 2 : least))
				continue;
			if (v->kind[i] != v->kind[best] && (gallery || (v->box1[i] != v->box1[best] && !in)))
				continue;
			chars += pass ? 0 : d->line[i].chars;
			if (pass && chars >= FEW && p[i] <= CONTENT_SURE)
				p[i] = CONTENT_SURE + 0.01f;
		}
}

static bool
in_named(const doc *d, const content_view *v, size_t i)
{
	return content_is_open(&d->line[i]) && content_distance(d->dom, d->line[i].node, v->body) == 0;
}

/* What the element whose class says that it is the article's text holds. */
struct named {
	size_t first;              /* line; the number of lines when it holds nothing of use */
	size_t chosen;             /* characters that were chosen */
};

static struct named
look_at_named(const doc *d, const content_view *v, const float *p)
{
	enum { LEAST = 8 };
	struct named o = {d->nline, 0};
	size_t chars = 0, links = 0;
	for (size_t i = v->title < d->nline ? v->title + 1 : 0; i < d->nline && v->body; i++) {
		if (!in_named(d, v, i))
			continue;
		o.first = o.first < i ? o.first : i;
		o.chosen += content_is_chosen(d, v, p, i) ? d->line[i].chars : 0;
		chars += d->line[i].chars;
		links += d->line[i].link_chars;
	}
	if (chars < LEAST || links * 4 > chars)
		o.first = d->nline;
	return o;
}

/* All lines of that element, unless they are links, and no others. */
static void
take_named(const doc *d, const content_view *v, size_t first, float *p)
{
	for (size_t i = 0; i < d->nline; i++) {
		bool in = i >= first && in_named(d, v, i) && !(d->line[i].flags & LF_LINK);
		p[i] = in ? CONTENT_SURE + 0.01f : 0;
	}
}

bool
content_is_plain(const doc *d, const content_view *v, size_t i)
{
	static const enum content_feature signs[] = {CF_t_end, CF_t_legal, CF_t_promo, CF_t_share, CF_t_more, CF_t_foot, CF_is_title, CF_like_title,
		CF_a_related, CF_c_share, CF_c_foot, CF_c_ad, CF_c_comment};
	for (size_t k = 0; k < sizeof signs / sizeof *signs; k++)
		if (v->f[i][signs[k]] > 0)
			return false;
	return content_is_open(&d->line[i]) && d->line[i].link_chars * 3 < d->line[i].chars;
}

bool
content_is_neutral(const doc *d, const content_view *v, size_t i)
{
	return v->f[i][CF_c_related] == 0 && content_is_plain(d, v, i);
}

/* Of that element less than half was chosen, though what was chosen is in it: the rest of it is as good, from the first such line on. */
static void
complete_named(const doc *d, const content_view *v, float *p)
{
	size_t in = 0, out = 0, text = 0, first = d->nline;
	for (size_t i = 0; i < d->nline && v->body; i++) {
		bool named = in_named(d, v, i), taken = content_is_chosen(d, v, p, i);
		text += named && content_is_neutral(d, v, i) && v->f[i][CF_t_byline] == 0 ? d->line[i].chars : 0;
		in += named && taken ? d->line[i].chars : 0;
		out += !named && taken ? d->line[i].chars : 0;
		first = named && taken && first == d->nline ? i : first;
	}
	if (in < out || in * 2 >= text)
		return;
	for (size_t i = first; i < d->nline; i++)
		if (in_named(d, v, i) && content_is_neutral(d, v, i) && v->f[i][CF_t_byline] == 0 && p[i] <= CONTENT_SURE)
			p[i] = CONTENT_SURE + 0.01f;
}

void
content_second_look(const doc *d, const content_view *v, float *p)
{
	enum { THIN = 60, SHORT = 200 };
	if (content_chosen_chars(d, v, p) < THIN)
		take_likeliest(d, v, p);
	complete_named(d, v, p);
	if (content_chosen_chars(d, v, p) >= SHORT)
		return;
	struct named o = look_at_named(d, v, p);
	size_t first = 0;
	while (first < d->nline && !content_is_chosen(d, v, p, first))
		first++;
	if (o.first < first && o.chosen == 0)
		take_named(d, v, o.first, p);
}

/* A short line with a day in it: the head of an article, as a rule. */
static bool
is_dated(const content_view *v, const doc *d, size_t i)
{
	enum { MAX = 60 };
	return content_is_open(&d->line[i]) && d->line[i].chars <= MAX && !(d->line[i].flags & LF_LINK) && v->f[i][CF_has_date] > 0;
}

/* In the lines [from, to) above an article: a headline that is not the page's, and a day below it. */
static bool
is_head(const content_view *v, const doc *d, size_t from, size_t to)
{
	enum { NEAR = 12, SHORT = 8, LONG = 60 };
	bool headline = false;
	for (size_t i = to > from + NEAR ? to - NEAR : from; i < to; i++) {
		const line *l = &d->line[i];
		if (headline && is_dated(v, d, i))
			return true;
		headline = headline || (content_is_open(l) && l->chars >= SHORT && l->chars <= LONG && !(l->flags & LF_LINK) && v->f[i][CF_has_date] == 0 &&
		                        v->f[i][CF_like_title] == 0);
	}
	return false;
}

void
content_drop_next(const doc *d, const content_view *v, float *p)
{
	enum { GAP = 6, NEAR = 12 };
	size_t last = d->nline, gap = 0;
	bool dated = false;
	for (size_t i = v->title < d->nline ? v->title + 1 : d->nline; i < d->nline; i++) {
		if (!content_is_open(&d->line[i]))
			continue;
		if (p[i] <= CONTENT_SURE) {
			dated = dated || (last == d->nline && is_dated(v, d, i));
			if (last == d->nline && gap > NEAR)
				return; /* the article is not near its headline: who knows which is whose */
			gap++;
			continue;
		}
		if (last != d->nline && dated && gap >= GAP && v->box1[i] != v->box1[last] && is_head(v, d, last + 1, i)) {
			for (; i < d->nline; i++)
				p[i] = 0;
			return;
		}
		last = i;
		gap = 0;
	}
}

uint32_t
content_round(const doc *d, size_t a, size_t b)
{
	uint32_t n = d->line[a].node;
	while (n && content_distance(d->dom, d->line[b].node, n) != 0)
		n = d->dom->node[n].parent;
	return n;
}

/* A short line over a card: a name, a time, a headline with a link. */
static bool
heads_card(const doc *d, const content_view *v, const float *p, size_t i)
{
	enum { SHORT = 40, HEADLINE = 60 };
	const line *l = &d->line[i];
	return content_is_open(l) && !content_is_taken(d, p, i) && l->chars <= (l->flags & LF_LINK ? HEADLINE : SHORT) &&
	       (l->nlink || v->f[i][CF_has_date] > 0 || v->f[i][CF_has_time] > 0);
}

/* The first line of the article near the headline: one that was taken, or else one of running text that may have been. */
static size_t
below_title(const doc *d, const content_view *v, const float *p)
{
	static const float LEAST = 0.3f;
	enum { NEAR = 8 };
	size_t may = d->nline, seen = 0;
	for (size_t i = v->title + 1; i < d->nline && seen <= NEAR; i++) {
		if (content_is_taken(d, p, i))
			return i;
		seen += content_is_open(&d->line[i]);
		if (may == d->nline && p[i] >= LEAST && content_is_good(&d->line[i]) && v->f[i][CF_ends_stop] > 0 && content_is_neutral(d, v, i))
			may = i;
	}
	return may;
}

/* Line i says what the headline says: half of the headline's pairs of characters stand in it. */
static bool
echoes_title(const doc *d, const content_view *v, size_t i)
{
	str title = d->line[v->title].source, text = d->line[i].source;
	size_t pairs = 0, found = 0, from = 0, last = 0;
	bool han = false;
	for (size_t at = 0; at < title.n;) {
		from = at;
		bool is = cp_is_han(utf8_next(title, &at));
		if (han && is) {
			pairs++;
			found += str_find(text, str_from_to(title, last, at)) != SIZE_MAX;
		}
		last = from;
		han = is;
	}
	return pairs >= 3 && found * 2 >= pairs;
}

void
content_drop_cards(const doc *d, const content_view *v, float *p)
{
	enum { LEAST = 20, FEW = 2, MANY = 3, HEADLINE = 6 };
	size_t first = below_title(d, v, p), text = 0, rest = 0, last = first, cards = 0, lines = 0;
	bool linked = true, headed = true; /* a headline with a link, a time and a headline stand over each card */
	if (first >= d->nline)
		return;
	bool taken = content_is_taken(d, p, first);
	text += taken ? 0 : d->line[first].chars;
	uint32_t own = content_round(d, v->title, first);
	for (size_t i = first; own && i < d->nline; i++)
		if (content_is_taken(d, p, i) && content_distance(d->dom, d->line[i].node, own) == 0) {
			text += d->line[i].chars;
			last = i;
		}
	if (text < LEAST || (v->body && content_distance(d->dom, v->body, own) != 0))
		return;
	for (size_t i = last + 1; i < d->nline; i++)
		if (content_is_taken(d, p, i)) {
			lines++;
			rest += d->line[i].chars;
			cards += heads_card(d, v, p, i - 1);
			linked = linked && d->line[i - 1].flags & LF_LINK;
			bool head = v->f[i - 1][CF_has_time] > 0 && d->line[i - 1].han >= HEADLINE;
			headed = headed && (head || content_is_taken(d, p, i - 1));
		}
	headed = (headed || linked) && taken && echoes_title(d, v, first);
	if (cards < (linked ? 1 : FEW) || (!taken && !linked) || cards * 3 < lines * 2)
		return;
	if (rest > MANY * text && !headed) /* below a lead of a line many items are the article */
		return;
	p[first] = taken ? p[first] : CONTENT_SURE + 0.01f;
	for (size_t i = last + 1; i < d->nline; i++)
		p[i] = 0;
}

void
content_keep_siblings(const doc *d, const content_view *v, float *p)
{
	static const float LEAST = 0.2f;
	enum { FEW = 2 };
	uint32_t *chars = arena_array(d->a, uint32_t, d->dom->nnode), *lines = arena_array(d->a, uint32_t, d->nline + 1);
	uint32_t most = 0; /* the box that holds most of what was chosen */
	for (size_t i = 0; i < d->nline; i++)
		if (content_is_chosen(d, v, p, i)) {
			chars[v->box1[i]] += d->line[i].chars;
			most = chars[v->box1[i]] > chars[most] ? v->box1[i] : most;
		}
	for (size_t i = 0; i < d->nline; i++)
		lines[v->kind[i]] += v->box1[i] == most && content_is_chosen(d, v, p, i);
	for (size_t i = 0; i < d->nline; i++)
		if (v->box1[i] == most && lines[v->kind[i]] >= FEW && p[i] >= LEAST && p[i] <= CONTENT_SURE && v->f[i][CF_ends_stop] > 0 &&
		    content_is_good(&d->line[i]) && content_is_neutral(d, v, i))
			p[i] = CONTENT_SURE + 0.01f;
}

bool
content_is_cards(const doc *d, const content_view *v)
{
	enum { FEW = 3 };
	size_t cards = 0, lines = 0;
	for (size_t i = 0; i < d->nline && v->title == d->nline; i++) {
		if (d->line[i].fate != FATE_BODY)
			continue;
		lines++;
		cards += i > 0 && d->line[i - 1].fate == FATE_REMOVED && d->line[i - 1].flags & LF_LINK;
	}
	return cards >= FEW && cards * 10 >= lines * 9;
}
