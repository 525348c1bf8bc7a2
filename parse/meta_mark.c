#include "meta_part.h"

#include "dom.h"
#include "meta_label.h"
#include "meta_names.h"
#include "utf8.h"

/* Nothing but a date, with a weekday or a mark round it. */
static bool
is_date_line(const gather *g, const line *l)
{
	when w;
	str s = str_trim(l->source);
	if (l->chars > 40 || !when_find(&g->base, s, 0, &w) || (w.no_year && w.hour < 0))
		return false;
	return utf8_count(str_from_to(s, 0, w.start)) <= 5 && utf8_count(str_trim(str_skip(s, w.end))) <= 4;
}

/* Nothing but names that elements of such a class hold. */
static bool
is_names_line(const gather *g, const line *l)
{
	const dom *t = g->d->dom;
	if (!g->d->is_html || !l->node || l->chars > 40 || l->punct || l->heading || t->node[l->node].end - l->node > 24)
		return false;
	for (uint32_t i = l->node + 1; i < t->node[l->node].end; i++)
		if (t->node[i].nattr && meta_field_of_class(g, i) && utf8_count(str_trim(dom_text(t, i, g->d->a, 90))) >= 2)
			return true;
	return false;
}

/* A few characters between the headline and a line of the day: who published it. */
static bool
is_between(const gather *g, size_t i)
{
	enum { TITLE = 8 };
	const line *l = g->d->line;
	if (i == 0 || i + 1 >= g->d->nline || l[i].chars > 14 || l[i].punct || l[i].heading)
		return false;
	str whole = g->d->is_html && g->d->dom->title ? g->d->dom->node[g->d->dom->title].text : STR_NULL;
	bool named = l[i - 1].chars >= TITLE && whole.n && str_starts(str_trim(whole), str_trim(l[i - 1].source));
	bool below = l[i - 1].fate == FATE_TITLE || l[i - 1].heading == 1 || named;
	return below && l[i + 1].fate == FATE_REMOVED && l[i + 1].cls == REMOVED_byline && is_date_line(g, &l[i + 1]);
}

/* The next item of the list that the day stands in. */
static bool
is_beside(const gather *g, size_t i)
{
	const line *l = g->d->line;
	const dom *t = g->d->dom;
	if (!g->d->is_html || i == 0 || l[i].chars > 14 || l[i].punct || l[i].heading || !l[i].node || !l[i - 1].node)
		return false;
	bool listed = t->node[l[i].node].tag == TAG_li && t->node[l[i].node].parent == t->node[l[i - 1].node].parent;
	return listed && l[i - 1].fate == FATE_REMOVED && l[i - 1].cls == REMOVED_byline;
}

/* A person's name in a list, right before the item that says for whom he reports. */
static bool
is_person_above(const gather *g, size_t i)
{
	const line *l = g->d->line;
	if (!g->d->is_html || i + 1 >= g->d->nline || l[i].type != LINE_LI || l[i + 1].type != LINE_LI || l[i].nlink ||
	    !names_person(g->r, str_trim(l[i].source)))
		return false;
	const dom *t = g->d->dom;
	bool listed = t->node[l[i].node].parent == t->node[l[i + 1].node].parent;
	return listed && l[i + 1].fate == FATE_REMOVED && l[i + 1].cls == REMOVED_byline;
}

/* 本文来自微信公众号“江湾财经”，作者：李青禾 */
static bool
is_source_line(const gather *g, const line *l)
{
	size_t behind;
	const meta_word *m = l->chars <= 80 ? label_at(g->r, l->source, 0, &behind) : NULL;
	size_t stop = m ? str_find(l->source, STR("。")) : 0;
	return m && m->field == MF_publisher && utf8_count(m->word) >= 4 && (stop == SIZE_MAX || stop + 3 == l->source.n);
}

/* The last line of what was taken for the article. */
static void
take_source_line(gather *g)
{
	doc *d = g->d;
	size_t i = d->nline;
	while (i > 0 && d->line[i - 1].fate != FATE_BODY)
		i--;
	if (i && is_source_line(g, &d->line[i - 1]))
		doc_remove(&d->line[i - 1], REMOVED_byline, STR("source-line"));
}

/* Lines of dates and names that were taken for the article's first. */
void
meta_take_bylines(gather *g)
{
	doc *d = g->d;
	unsigned seen = 0;
	for (size_t i = 0; i < d->nline && seen < 3; i++) {
		line *l = &d->line[i];
		bool other = !seen && l->fate == FATE_REMOVED && l->cls == REMOVED_other;
		if ((other || l->fate == FATE_BODY) && is_between(g, i)) {
			doc_remove(l, REMOVED_byline, STR("above-date"));
		} else if ((other || l->fate == FATE_BODY) && is_person_above(g, i)) {
			g->line.author = g->line.author.p ? g->line.author : str_trim(l->text);
			doc_remove(l, REMOVED_byline, STR("person-in-list"));
		} else if ((other || l->fate == FATE_BODY) && is_beside(g, i)) {
			doc_remove(l, REMOVED_byline, STR("beside-date"));
		}
		if (l->fate != FATE_BODY)
			continue;
		seen++;
		uint32_t end = utf8_last(l->source);
		if (end == 0xFF0C || end == 0xFF1F)
			continue; /* a sentence goes on behind what was cut out of it; 记者：...？ asks */
		if (is_date_line(g, l))
			doc_remove(l, REMOVED_byline, STR("date-line"));
		else if (byline_is(g->r, &g->base, l->source))
			doc_remove(l, REMOVED_byline, STR("byline-line"));
		else if (is_names_line(g, l))
			doc_remove(l, REMOVED_byline, STR("byline-element"));
		else if (is_source_line(g, l))
			doc_remove(l, REMOVED_byline, STR("source-line"));
		else if (l->chars <= 24 && !l->heading && byline_whole(d->a, g->r, &g->base, l->source))
			doc_remove(l, REMOVED_byline, STR("byline-line"));
	}
	take_source_line(g);
}

static bool
may_be_dump_title(const line *l)
{
	bool other = l->fate == FATE_REMOVED && (l->cls == REMOVED_nav || l->cls == REMOVED_other);
	bool crumbs = str_chr(l->source, '>') != SIZE_MAX || str_find(l->source, STR("›")) != SIZE_MAX;
	return other && !crumbs && l->chars >= 6 && l->chars <= 60 && l->han >= 4 && str_find(l->source, STR("。")) == SIZE_MAX;
}

/* The headline above line i, past a few bylines and names; the lines between are of who posted it. */
static size_t
title_above(gather *g, size_t i)
{
	enum { FAR = 6 };
	doc *d = g->d;
	for (size_t k = i; k-- > 0 && k + FAR >= i;) {
		line *l = &d->line[k];
		if (l->fate == FATE_TITLE || (may_be_dump_title(l) && !byline_whole(d->a, g->r, &g->base, l->source))) {
			for (size_t m = k + 1; m < i; m++)
				if (may_be_dump_title(&d->line[m]) || (d->line[m].fate == FATE_REMOVED && d->line[m].cls != REMOVED_byline && d->line[m].chars <= 12))
					doc_remove(&d->line[m], REMOVED_byline, STR("poster"));
			return k;
		}
		if (l->fate != FATE_REMOVED || (l->cls != REMOVED_byline && l->chars > 12))
			break;
	}
	return SIZE_MAX;
}

/* The title at line i is what stands below the byline, or right below a longer line: a deck. Where the longer one is; else i. */
static size_t
above_deck(const gather *g, size_t i)
{
	const line *l = g->d->line;
	size_t by = i;
	while (by > 0 && l[by - 1].fate == FATE_REMOVED && l[by - 1].cls == REMOVED_byline && i - by < 3)
		by--;
	bool longer = by > 0 && may_be_dump_title(&l[by - 1]) && l[by - 1].chars >= l[i].chars + 4 && l[by - 1].chars >= 10;
	return longer ? by - 1 : i;
}

/* The headline of a dump was found by its place: where a byline that no rule knows stands there, or a deck, a line above it is meant. */
void
meta_mend_dump_title(gather *g)
{
	doc *d = g->d;
	size_t i = 0;
	while (i < d->nline && i < g->body && (d->line[i].fate != FATE_TITLE || d->line[i].part > 0))
		i++;
	if (i >= d->nline || i >= g->body)
		return;
	if (byline_whole(d->a, g->r, &g->base, d->line[i].source)) {
		doc_remove(&d->line[i], REMOVED_byline, STR("byline-line"));
		i = title_above(g, i);
	}
	size_t head = i == SIZE_MAX ? i : above_deck(g, i);
	if (head != i)
		doc_remove(&d->line[i], REMOVED_other, STR("sub-title"));
	if (head != SIZE_MAX)
		d->line[head].fate = FATE_TITLE;
}

/* ——柳湾见闻之三, right below the headline */
static void
mark_subtitle(gather *g, size_t i)
{
	line *l = i < g->d->nline ? &g->d->line[i] : NULL;
	bool dash = l && (str_starts(l->source, STR("——")) || str_starts(l->source, STR("――")) || str_starts(l->source, STR("--")));
	if (dash && l->fate == FATE_BODY && l->chars <= 40 && str_find(l->source, STR("。")) == SIZE_MAX)
		doc_remove(l, REMOVED_other, STR("sub-title"));
}

/* A few words above the headline, where an article stands below it: of a box that the page opens. */
static void
drop_above_title(gather *g)
{
	enum { FEW = 60, ARTICLE = 300 };
	doc *d = g->d;
	const line *title = &d->line[g->title.first];
	size_t above = 0, below = 0, punct = 0;
	for (size_t i = 0; i < d->nline; i++) {
		bool body = d->line[i].fate == FATE_BODY;
		above += body && i < g->title.first ? d->line[i].chars : 0;
		below += body && i > g->title.last ? d->line[i].chars : 0;
		punct += body && i < g->title.first && utf8_last(str_trim(d->line[i].source)) == 0x3002;
	}
	if (title->heading != 1 || !above || above > FEW || punct || below < ARTICLE)
		return;
	for (size_t i = 0; i < g->title.first; i++)
		if (d->line[i].fate == FATE_BODY)
			doc_remove(&d->line[i], REMOVED_other, STR("above-title"));
}

/* The headline's lines; where it stands again outside the article it is a repetition of no interest to the classes. */
void
meta_mark_title(gather *g)
{
	doc *d = g->d;
	if (g->title.first > g->title.last)
		return;
	str sq = meta_squeeze(d->a, g->title.text);
	for (size_t i = g->title.first; i <= g->title.last; i++)
		d->line[i].fate = FATE_TITLE;
	mark_subtitle(g, g->title.last + 1);
	if (d->is_html)
		drop_above_title(g);
	for (size_t i = 0; i < d->nline && i < g->body + 3; i++)
		if (d->line[i].fate == FATE_BODY && str_eq(meta_squeeze(d->a, d->line[i].source), sq))
			doc_remove(&d->line[i], REMOVED_duplicate, STR("title-repeated"));
}
