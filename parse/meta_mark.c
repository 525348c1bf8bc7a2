#include "meta_part.h"

#include "dom.h"
#include "meta_label.h"
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

/* 本文来自微信公众号“江湾财经”，作者：李青禾: the last line of what was taken for the article. */
static void
take_source_line(gather *g)
{
	doc *d = g->d;
	size_t i = d->nline, behind;
	while (i > 0 && d->line[i - 1].fate != FATE_BODY)
		i--;
	line *l = i ? &d->line[i - 1] : NULL;
	const meta_word *m = l && l->chars <= 80 ? label_at(g->r, l->source, 0, &behind) : NULL;
	size_t stop = m ? str_find(l->source, STR("。")) : 0;
	if (m && m->field == MF_publisher && utf8_count(m->word) >= 4 && (stop == SIZE_MAX || stop + 3 == l->source.n))
		doc_remove(l, REMOVED_byline, STR("source-line"));
}

/* Lines of dates and names that were taken for the article's first. */
void
meta_take_bylines(gather *g)
{
	doc *d = g->d;
	unsigned seen = 0;
	for (size_t i = 0; i < d->nline && seen < 3; i++) {
		line *l = &d->line[i];
		if (l->fate != FATE_BODY)
			continue;
		seen++;
		if (is_date_line(g, l))
			doc_remove(l, REMOVED_byline, STR("date-line"));
		else if (byline_is(g->r, &g->base, l->source))
			doc_remove(l, REMOVED_byline, STR("byline-line"));
		else if (is_names_line(g, l))
			doc_remove(l, REMOVED_byline, STR("byline-element"));
		else if (l->chars <= 24 && !l->heading && byline_whole(d->a, g->r, &g->base, l->source))
			doc_remove(l, REMOVED_byline, STR("byline-line"));
	}
	take_source_line(g);
}

static bool
may_be_dump_title(const line *l)
{
	bool other = l->fate == FATE_REMOVED && (l->cls == REMOVED_nav || l->cls == REMOVED_other);
	return other && l->chars >= 6 && l->chars <= 60 && l->han >= 2 && str_find(l->source, STR("。")) == SIZE_MAX;
}

/* The headline of a dump was found by its place: where a byline that no rule knows stands there, the line before it is meant. */
void
meta_mend_dump_title(gather *g)
{
	doc *d = g->d;
	for (size_t i = 1; i < d->nline && i < g->body; i++) {
		line *l = &d->line[i];
		if (l->fate != FATE_TITLE || l->part > 0 || !byline_whole(d->a, g->r, &g->base, l->source))
			continue;
		doc_remove(l, REMOVED_byline, STR("byline-line"));
		if (may_be_dump_title(l - 1))
			l[-1].fate = FATE_TITLE;
		else
			continue;
		i = i > 1 ? i - 2 : 0; /* that may be one too */
	}
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
	for (size_t i = 0; i < d->nline && i < g->body + 3; i++)
		if (d->line[i].fate == FATE_BODY && str_eq(meta_squeeze(d->a, d->line[i].source), sq))
			doc_remove(&d->line[i], REMOVED_duplicate, STR("title-repeated"));
}
