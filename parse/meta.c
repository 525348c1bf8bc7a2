#include "meta.h"

#include "dom.h"
#include "meta_byline.h"
#include "meta_head.h"
#include "meta_section.h"
#include "meta_title.h"
#include "meta_url.h"
#include "utf8.h"

meta_rules *
meta_load(arena *a, diag *d, const char *dicts)
{
	return meta_rules_load(a, d, dicts);
}

enum { HEAD_LINES = 12, TAIL_LINES = 8, BYLINE_MAX = 120, TAIL_MAX = 60 };

/* What is known while the page's metadata is put together. */
struct gather {
	doc *d;
	const meta_rules *r;
	when_base base;
	meta_head head;
	title_found title;
	byline line;
	size_t body, last;         /* first and last line of the article */
};

static void
find_body(struct gather *g)
{
	const doc *d = g->d;
	g->body = d->nline;
	for (size_t i = 0; i < d->nline; i++) {
		if (d->line[i].fate != FATE_BODY)
			continue;
		if (g->body == d->nline)
			g->body = i;
		g->last = i;
	}
}

static bool
may_tell(const line *l, unsigned max)
{
	if (l->fate != FATE_REMOVED || l->chars > max || l->chars < 2)
		return false;
	if (l->cls == REMOVED_byline)
		return true;
	if (l->cls == REMOVED_spam || l->cls == REMOVED_related || l->cls == REMOVED_widget || l->cls == REMOVED_copyright)
		return false;
	return l->link_chars * 10 < l->chars * 9 || l->chars <= 14;
}

static void
read_lines(struct gather *g, size_t from, size_t to, unsigned max, bool only_byline)
{
	doc *d = g->d;
	for (size_t i = from; i < to && i < d->nline; i++) {
		const line *l = &d->line[i];
		bool wanted = g->line.waiting != MF_other && l->fate == FATE_REMOVED; /* the label stood on the line before */
		if (!may_tell(l, max) || (only_byline && l->cls != REMOVED_byline && !wanted))
			continue;
		byline_read(&g->line, d->a, g->r, &g->base, l->text);
	}
}

/* Bylines between the paragraphs of the article: a day that neither a label nor an hour marks is one of those it tells of. */
static void
read_between(struct gather *g)
{
	bool had = g->line.has_published;
	read_lines(g, g->body + 2, g->last + 1, BYLINE_MAX, true);
	if (!had && !g->line.has_labelled && g->line.published.hour < 0)
		g->line.has_published = false;
}

/* The head of the article first, then every byline, then its foot. */
static void
read_bylines(struct gather *g)
{
	doc *d = g->d;
	bool none = g->body >= d->nline, titled = g->title.first <= g->title.last;
	size_t top = none ? 0 : g->body;
	size_t from = top > HEAD_LINES ? top - HEAD_LINES : 0;
	if (titled && g->title.last < top && top - g->title.last < 40)
		from = g->title.last + 1;
	if (titled && g->title.last < d->nline && str_starts(d->line[g->title.last].source, g->title.text)) /* what a heading holds behind it */
		byline_read(&g->line, d->a, g->r, &g->base, str_skip(d->line[g->title.last].source, g->title.text.n));
	read_lines(g, from, top + 2, BYLINE_MAX, false);
	if (titled && g->title.first < top)
		read_lines(g, g->title.first > 4 ? g->title.first - 4 : 0, g->title.first, BYLINE_MAX, !d->is_html);
	read_lines(g, 0, none ? d->nline : top, BYLINE_MAX, true);
	if (none)
		return;
	read_between(g);
	read_lines(g, g->last + 1, g->last + 1 + TAIL_LINES, BYLINE_MAX, true);
	bool dated = g->line.has_published;
	read_lines(g, g->last + 1, g->last + 1 + TAIL_LINES, TAIL_MAX, false);
	if (!dated && g->line.has_published && !g->line.has_labelled)
		g->line.has_published = false; /* a lone date below the article is another story's */
}

/* The row for one of an element's classes (all of it, or its end from a - or _ on), or its id. */
static const meta_word *
field_of_class(const struct gather *g, uint32_t node)
{
	str words = dom_attr_get(g->d->dom, node, "class"), one;
	const meta_word *m = meta_exact(g->r, MK_class, dom_attr_get(g->d->dom, node, "id"));
	for (int k = 0; k < 6 && !m && words.n && str_cut(&words, ' ', &one); k++) {
		const meta_word *part = meta_ends(g->r, MK_class, one);
		m = meta_exact(g->r, MK_class, one);
		m = m || !part || (part->word.p[0] != '-' && part->word.p[0] != '_') ? m : part;
	}
	return m;
}

/* 本报讯（记者 李明）, or （记者 李明） behind the last sentence. */
static void
read_text(struct gather *g)
{
	const doc *d = g->d;
	unsigned seen = 0;
	for (size_t i = g->body; i < d->nline && i <= g->last && seen < 2; i++) {
		if (d->line[i].fate != FATE_BODY)
			continue;
		byline_in_text(&g->line, d->a, g->r, d->line[i].source, true);
		seen++;
	}
	seen = 0;
	for (size_t i = g->last + 1; i-- > g->body && seen < 2;) {
		if (i >= d->nline || d->line[i].fate != FATE_BODY)
			continue;
		byline_in_text(&g->line, d->a, g->r, d->line[i].source, false);
		seen++;
	}
}

/* Elements near the headline whose class says what they hold. */
static void
read_classes(struct gather *g)
{
	const doc *d = g->d;
	const dom *t = d->dom;
	if (g->body >= d->nline)
		return;
	uint32_t to = d->line[g->body].node, from;
	if (g->title.first <= g->title.last && g->title.first < g->body)
		from = d->line[g->title.first].node;
	else
		from = to > 60 ? to - 60 : 1;
	for (uint32_t i = from; i < to; i++) {
		const meta_word *m = t->node[i].nattr ? field_of_class(g, i) : NULL;
		if (m && t->node[i].end - i <= 12) {
			str text = byline_tidy(d->a, g->r, dom_text(t, i, d->a, 90));
			when w;
			size_t n = utf8_count(text);
			bool label = text.n && meta_starts(g->r, MK_label, text);
			if (n < 2 || n > 16 || label || when_find(&g->base, text, 0, &w))
				continue;
			str *field = m->field == MF_author ? &g->line.author : &g->line.publisher;
			if (!field->p)
				*field = text;
		}
	}
}

static str
expand_paper(struct gather *g, str name)
{
	const meta_word *m = name.n ? meta_exact(g->r, MK_paper, name) : NULL;
	for (size_t i = 0; m && i < g->d->nline; i++)
		if (str_find(g->d->line[i].source, m->value) != SIZE_MAX)
			return m->value;
	return name;
}

static bool
take_value(struct gather *g, str value, when *w)
{
	return value.n && when_value(&g->base, value, w);
}

static void
put_dates(struct gather *g, meta *m)
{
	arena *a = g->d->a;
	when said, shown = g->line.published;
	bool has = take_value(g, g->head.value[MF_published], &said), vis = g->line.has_published;
	if (has && vis && shown.hour >= 0 && when_same_day(&said, &shown) && said.hour < 0)
		said = shown;
	if (!has && vis) {
		when element;
		said = shown;
		has = true;
		if (shown.hour < 0 && g->d->is_html && take_value(g, g->head.time_element, &element) && when_same_day(&element, &shown))
			said = element;
	}
	if (!has && g->d->is_html)
		has = (g->title.first <= g->title.last && take_value(g, g->head.time_element, &said));
	bool only_modified = !has && g->line.has_modified;
	if (!has && !only_modified && g->d->is_html)
		has = meta_script_time(g->d, g->r, &g->base, &said) || meta_url_day(&g->base, m->url.p ? m->url : g->d->url, &said);
	if (has)
		m->published = when_iso(a, &said);
	when changed;
	if (g->line.has_modified)
		m->modified = when_iso(a, &g->line.modified);
	else if (take_value(g, g->head.value[MF_modified], &changed))
		m->modified = when_iso(a, &changed);
}

static void
put_url(struct gather *g, meta *m)
{
	doc *d = g->d;
	str base = g->head.base.n ? g->head.base : d->url;
	str url = g->head.canonical.n ? meta_resolve(d->a, base, g->head.canonical) : STR_NULL;
	if (!url.p && g->line.url.n && str_istarts(g->line.url, STR("http")))
		url = g->line.url;
	bool home = meta_is_home(url);
	m->url = url.p && !(home && d->url.p) ? url : d->url;
}

static str
first_of(str a, str b)
{
	return a.n ? a : b;
}

/* The account whose card stands on the page, or who posted it (boiler_dump.c), in the shortest form it has there. */
static str
account_of(const doc *d, str rule)
{
	str best = STR_NULL;
	for (size_t i = 0; i < d->nline; i++) {
		const line *l = &d->line[i];
		if (l->fate == FATE_REMOVED && l->cls == REMOVED_byline && str_eq(l->rule, rule) && (!best.p || l->text.n < best.n))
			best = l->text;
	}
	return best;
}

/* Made of nothing but words for sites and sections (社会新闻): the name of none. */
static bool
is_generic(const meta_rules *r, str s)
{
	while (s.n) {
		const meta_word *m = meta_starts(r, MK_sitename, s);
		if (!m)
			return false;
		s = str_skip(s, m->word.n);
	}
	return true;
}

/* What `<meta name=author>` holds when no person is meant: a number, an address, the site, the editor. */
static bool
is_no_person(const struct gather *g, str author, str site)
{
	size_t digits = 0, n = utf8_count(author);
	for (size_t i = 0; i < author.n; i++)
		digits += author.p[i] >= '0' && author.p[i] <= '9';
	str title = g->d->is_html && g->d->dom->title ? str_trim(g->d->dom->node[g->d->dom->title].text) : STR("");
	size_t tail = title.n > author.n + 12 ? title.n - author.n - 12 : 0;
	return digits == author.n || n > 40 || str_ifind(author, STR("http")) != SIZE_MAX || str_ifind(author, STR("www.")) != SIZE_MAX ||
	       str_chr(author, '@') != SIZE_MAX || str_chr(author, '_') != SIZE_MAX || str_eq(author, site) || str_eq(author, g->title.text) ||
	       (n >= 2 && site.n && str_starts(site, author)) || (tail && str_find(str_skip(title, tail), author) != SIZE_MAX);
}

/* 青网新闻张毅, where the page says 责任编辑：张毅 */
static bool
is_editor(const struct gather *g, str author)
{
	str all = g->line.editors, one;
	while (all.n && str_cut(&all, ' ', &one))
		if (utf8_count(one) >= 2 && str_ends(author, one))
			return true;
	return false;
}

/* A name that the head gives, without a label of its own: 来源：江湾网 原创稿 */
static str
head_name(struct gather *g, enum meta_field f)
{
	byline own = {.waiting = MF_other};
	str value = g->head.value[f];
	const meta_word *label = value.n ? meta_starts(g->r, MK_label, value) : NULL;
	if (!label || label->field != f || label->word.n == value.n)
		return value;
	byline_read(&own, g->d->a, g->r, &g->base, value);
	str name = f == MF_author ? own.author : own.publisher;
	return name.n ? name : value;
}

/* The author of the head; what is no person there may be the source: *outlet. */
static str
author_of_head(struct gather *g, str site, str *outlet)
{
	str author = head_name(g, MF_author);
	if (!author.n || is_no_person(g, author, site))
		return STR_NULL;
	author = byline_tidy(g->d->a, g->r, author);
	if (author.n && names_outlet(g->r, author)) {
		*outlet = author;
		return STR_NULL;
	}
	return author.n && is_editor(g, author) ? STR_NULL : author;
}

static str
null_if_empty(str s)
{
	return s.n ? s : STR_NULL;
}

static str
publisher_of_page(struct gather *g, str outlet, str site)
{
	arena *a = g->d->a;
	bool said = g->head.value[MF_publisher].n && !str_eq(g->head.value[MF_publisher], g->head.value[MF_site]);
	str of_head = byline_tidy(a, g->r, head_name(g, MF_publisher)), name = first_of(g->line.publisher, g->line.paper);
	name = first_of(name, said ? of_head : STR_NULL);
	name = first_of(first_of(name, outlet), first_of(of_head, byline_tidy(a, g->r, site)));
	name = first_of(name, first_of(account_of(g->d, STR("account-card")), g->line.producer));
	return null_if_empty(expand_paper(g, name));
}

static void
put_names(struct gather *g, meta *m)
{
	str site = first_of(g->head.value[MF_site], g->title.site), outlet = STR_NULL;
	if (site.n && is_generic(g->r, site))
		site = STR_NULL;
	str author = author_of_head(g, site, &outlet);
	if (!g->line.author.n && !author.n)
		read_text(g);
	m->publisher = publisher_of_page(g, outlet, site);
	author = first_of(g->line.author, author);
	if (author.n && m->publisher.n && str_ieq(author, m->publisher))
		author = STR_NULL;
	m->author = null_if_empty(first_of(author, first_of(account_of(g->d, STR("poster")), g->line.translator)));
	m->site = site;
	m->section = null_if_empty(first_of(byline_tidy(g->d->a, g->r, g->head.value[MF_section]),
					    first_of(meta_section(g->d, g->r, &g->title, g->body), g->line.section)));
}

/* ——柳湾见闻之三, right below the headline */
static void
mark_subtitle(struct gather *g, size_t i)
{
	line *l = i < g->d->nline ? &g->d->line[i] : NULL;
	bool dash = l && (str_starts(l->source, STR("——")) || str_starts(l->source, STR("――")) || str_starts(l->source, STR("--")));
	if (dash && l->fate == FATE_BODY && l->chars <= 40 && str_find(l->source, STR("。")) == SIZE_MAX)
		doc_remove(l, REMOVED_other, STR("sub-title"));
}

/* The headline's lines; where it stands again outside the article it is a repetition of no interest to the classes. */
static void
mark_title(struct gather *g)
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

/* The places that the site's rule names. */
static void
put_site(struct gather *g, meta *m, const site_rule *site)
{
	arena *a = g->d->a;
	str title = meta_tidy(a, sites_title(g->d, site)), author = byline_tidy(a, g->r, sites_author(g->d, site));
	str publisher = byline_tidy(a, g->r, sites_publisher(g->d, site)), date = sites_date(g->d, site);
	when w;
	if (title.n)
		m->title = title;
	if (author.n)
		m->author = author;
	if (publisher.n)
		m->publisher = publisher;
	if (date.n && when_find(&g->base, date, 0, &w))
		m->published = when_iso(a, &w);
}

/* Nothing but a date, with a weekday or a mark round it. */
static bool
is_date_line(const struct gather *g, const line *l)
{
	when w;
	str s = str_trim(l->source);
	if (l->chars > 40 || !when_find(&g->base, s, 0, &w) || (w.no_year && w.hour < 0))
		return false;
	return utf8_count(str_from_to(s, 0, w.start)) <= 5 && utf8_count(str_trim(str_skip(s, w.end))) <= 4;
}

/* Nothing but names that elements of such a class hold. */
static bool
is_names_line(const struct gather *g, const line *l)
{
	const dom *t = g->d->dom;
	if (!g->d->is_html || !l->node || l->chars > 40 || l->punct || l->heading || t->node[l->node].end - l->node > 24)
		return false;
	for (uint32_t i = l->node + 1; i < t->node[l->node].end; i++)
		if (t->node[i].nattr && field_of_class(g, i) && utf8_count(str_trim(dom_text(t, i, g->d->a, 90))) >= 2)
			return true;
	return false;
}

/* Lines of dates and names that were taken for the article's first. */
static void
take_date_lines(struct gather *g)
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
	}
}

/* A day that the head names tells the year of one that the page shows without it. */
static void
find_about(struct gather *g)
{
	when w;
	if (take_value(g, g->head.value[MF_modified], &w) || take_value(g, g->head.value[MF_published], &w) ||
	    meta_url_day(&g->base, g->d->url, &w))
		g->base.about = w;
}

void
meta_find(doc *d, const meta_rules *r, const spam_rules *spam, const site_rule *site)
{
	struct gather g = {.d = d, .r = r, .base = when_base_of(r, d->fetched)};
	meta *m = &d->meta[0];
	take_date_lines(&g);
	find_body(&g);
	if (d->is_html) {
		str whole = d->dom->title ? d->dom->node[d->dom->title].text : STR("");
		meta_head_read(d, r, &g.head);
		find_about(&g);
		if (g.head.value[MF_title].n)
			g.head.value[MF_title] = spam_clean_title(d->a, spam, g.head.value[MF_title], NULL);
		g.title = meta_title(d, r, &g.head, spam_clean_title(d->a, spam, whole, NULL));
	} else {
		g.title = meta_title_of_dump(d);
	}
	mark_title(&g);
	find_body(&g);
	read_bylines(&g);
	if (d->is_html)
		read_classes(&g);
	m->title = g.title.text;
	put_url(&g, m);
	put_names(&g, m);
	put_dates(&g, m);
	if (site)
		put_site(&g, m, site);
}

void
meta_find_part(doc *d, const meta_rules *r, unsigned part)
{
	struct gather g = {.d = d, .r = r, .base = when_base_of(r, d->fetched), .title = {.first = 1, .last = 0}};
	meta *m = &d->meta[part];
	for (size_t i = 0; i < d->nline; i++) {
		const line *l = &d->line[i];
		if (l->part == part && l->fate == FATE_REMOVED && l->cls == REMOVED_byline)
			byline_read(&g.line, d->a, r, &g.base, l->text);
	}
	m->author = g.line.author;
	m->publisher = expand_paper(&g, g.line.publisher);
	if (g.line.has_published)
		m->published = when_iso(d->a, &g.line.published);
	if (g.line.has_modified)
		m->modified = when_iso(d->a, &g.line.modified);
	/* What a page says once, it says of all its articles: its day and its paper. */
	if (!m->published.p && !m->modified.p)
		m->published = d->meta[0].published;
	if (!m->publisher.p)
		m->publisher = d->meta[0].publisher;
}
