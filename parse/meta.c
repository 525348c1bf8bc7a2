#include "meta.h"

#include "dom.h"
#include "meta_part.h"
#include "meta_section.h"
#include "meta_url.h"
#include "utf8.h"

meta_rules *
meta_load(arena *a, diag *d, const char *dicts)
{
	return meta_rules_load(a, d, dicts);
}

static str
expand_paper(gather *g, str name)
{
	const meta_word *m = name.n ? meta_exact(g->r, MK_paper, name) : NULL;
	for (size_t i = 0; m && i < g->d->nline; i++)
		if (str_find(g->d->line[i].source, m->value) != SIZE_MAX)
			return m->value;
	return name;
}

static bool
take_value(gather *g, str value, when *w)
{
	return value.n && when_value(&g->base, value, w);
}

static bool
is_before(const when *a, const when *b)
{
	int x[] = {a->year, a->month, a->day, a->hour, a->minute, a->second}, y[] = {b->year, b->month, b->day, b->hour, b->minute, b->second};
	for (int i = 0; i < 6; i++)
		if (x[i] != y[i] && !(i == 3 && (x[i] < 0 || y[i] < 0)))
			return x[i] < y[i];
	return false;
}

/* a agrees with b as far as b goes, and says more: the hour of the day, the seconds of the minute. */
static bool
is_finer(const when *a, const when *b)
{
	bool minute = a->hour == b->hour && a->minute == b->minute && a->offset == b->offset;
	return when_same_day(a, b) && a->hour >= 0 && (b->hour < 0 || (minute && a->second > 0 && b->second == 0));
}

/* What a script or the address says, where nothing else does: not later than the day of the last change. */
static bool
weak_date(gather *g, const meta *m, const when *changed, when *said)
{
	if (!meta_script_time(g->d, g->r, &g->base, said) && !meta_url_day(&g->base, m->url.p ? m->url : g->d->url, said))
		return false;
	return !changed || !is_before(changed, said) || (meta_url_day(&g->base, g->d->url, said) && !is_before(changed, said));
}

static void
put_dates(gather *g, meta *m)
{
	arena *a = g->d->a;
	when said, shown = g->line.published, changed = g->line.modified;
	bool has = take_value(g, g->head.value[MF_published], &said), vis = g->line.has_published;
	bool has_changed = g->line.has_modified || take_value(g, g->head.value[MF_modified], &changed);
	if (has && vis && g->line.has_modified && is_before(&shown, &said) && !is_before(&said, &changed) && !is_before(&changed, &said))
		said = shown; /* the head means the last change */
	if (has && vis && is_finer(&shown, &said))
		said = shown;
	if (!has && vis) {
		when element;
		said = shown;
		has = true;
		if (g->d->is_html && take_value(g, g->head.time_element, &element) && is_finer(&element, &shown))
			said = element;
	}
	if (!has && g->d->is_html)
		has = (g->title.first <= g->title.last && take_value(g, g->head.time_element, &said));
	bool only_modified = !has && g->line.has_modified;
	if (!has && !only_modified && g->d->is_html)
		has = weak_date(g, m, has_changed ? &changed : NULL, &said);
	if (has)
		m->published = when_iso(a, &said);
	if (has_changed)
		m->modified = when_iso(a, &changed);
}

/* What the page says its address is; a front page's is no article's where another is known. */
static void
put_url(gather *g, meta *m)
{
	doc *d = g->d;
	str base = g->head.base.n ? meta_resolve(d->a, d->url, g->head.base) : d->url, home = STR_NULL;
	str said[] = {g->head.canonical, g->head.value[MF_url], g->line.url};
	for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
		str url = said[i].n ? meta_resolve(d->a, base.p ? base : d->url, said[i]) : STR_NULL;
		size_t mark = str_chr(url, '#');
		if (mark != SIZE_MAX && !str_starts(str_skip(url, mark), STR("#!")) && !str_starts(str_skip(url, mark), STR("#/")))
			url.n = mark;
		if (url.n && !meta_is_home(url)) {
			m->url = url;
			return;
		}
		home = home.p ? home : url;
	}
	m->url = d->url.p ? d->url : home;
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

/* What `<meta name=author>` holds when no person is meant: a number, an address, the site, the editor. */
static bool
is_no_person(const gather *g, str author, str site)
{
	size_t digits = 0, n = utf8_count(author);
	for (size_t i = 0; i < author.n; i++)
		digits += ascii_is_digit(author.p[i]);
	str title = g->d->is_html && g->d->dom->title ? str_trim(g->d->dom->node[g->d->dom->title].text) : STR("");
	size_t tail = title.n > author.n + 12 ? title.n - author.n - 12 : 0;
	return digits == author.n || n > 40 || str_ifind(author, STR("http")) != SIZE_MAX || str_ifind(author, STR("www.")) != SIZE_MAX ||
	       str_chr(author, '@') != SIZE_MAX || str_chr(author, '_') != SIZE_MAX || str_eq(author, site) || str_eq(author, g->title.text) ||
	       str_eq(author, g->head.value[MF_publisher]) ||
	       (n >= 2 && site.n && str_starts(site, author)) || (tail && str_find(str_skip(title, tail), author) != SIZE_MAX);
}

/* 青网新闻张毅, where the page says 责任编辑：张毅 */
static bool
is_editor(const gather *g, str author)
{
	str all = g->line.editors, one;
	while (all.n && str_cut(&all, ' ', &one))
		if (utf8_count(one) >= 2 && str_ends(author, one))
			return true;
	return false;
}

/* A name that the head gives, without a label of its own: 来源：江湾网 原创稿 */
static str
head_name(gather *g, enum meta_field f)
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
author_of_head(gather *g, str site, str *outlet)
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
publisher_of_page(gather *g, str outlet, str site)
{
	arena *a = g->d->a;
	bool said = g->head.value[MF_publisher].n && !str_eq(g->head.value[MF_publisher], g->head.value[MF_site]);
	str of_head = byline_tidy(a, g->r, head_name(g, MF_publisher)), name = first_of(g->line.publisher, g->line.paper);
	name = first_of(name, said ? of_head : STR_NULL);
	name = first_of(first_of(name, outlet), first_of(of_head, byline_tidy(a, g->r, site)));
	name = first_of(name, first_of(account_of(g->d, STR("account-card")), g->line.producer));
	return null_if_empty(expand_paper(g, name));
}

/* Who posted a dump's article: a line by itself, and none that tells when. */
static str
poster_of(gather *g)
{
	str name = account_of(g->d, STR("poster"));
	bool han = true;
	for (size_t at = 0; at < name.n && han;)
		han = cp_is_han(utf8_next(name, &at));
	bool deck = han && utf8_count(name) > 6; /* 重开背后的账本 */
	return !name.n || deck || byline_whole(g->d->a, g->r, &g->base, name) ? STR_NULL : name;
}

/* 文｜江湾周刊 李青禾: the paper before the name of who wrote it. */
static str
without_outlet(const meta_rules *r, str author)
{
	size_t at = author.n ? str_find(author, STR(" ")) : SIZE_MAX;
	bool paper = at != SIZE_MAX && names_outlet(r, str_from_to(author, 0, at)) && names_person(r, str_skip(author, at + 1));
	return paper ? str_skip(author, at + 1) : author;
}

static void
put_names(gather *g, meta *m)
{
	str site = first_of(g->head.value[MF_site], g->title.site), outlet = STR_NULL;
	if (site.n && names_generic(g->r, site))
		site = STR_NULL;
	const meta_word *edition = site.n ? meta_ends(g->r, MK_edition, site) : NULL;
	if (edition && edition->word.n < site.n)
		site = str_trim(str_from_to(site, 0, site.n - edition->word.n)); /* 江湾日报数字报 */
	str author = author_of_head(g, site, &outlet);
	if (!g->line.author.n && !author.n)
		meta_read_text(g);
	str poster = poster_of(g);
	m->publisher = publisher_of_page(g, outlet, site);
	if (poster.n && names_outlet(g->r, poster)) {
		m->publisher = m->publisher.p ? m->publisher : poster;
		poster = STR_NULL;
	}
	author = without_outlet(g->r, first_of(g->line.author, author));
	if (author.n && m->publisher.n && str_ieq(author, m->publisher))
		author = STR_NULL;
	m->author = null_if_empty(first_of(author, first_of(poster, g->line.translator)));
	m->site = site;
	m->section = null_if_empty(first_of(byline_tidy(g->d->a, g->r, g->head.value[MF_section]),
					    first_of(meta_section(g->d, g->r, &g->title, g->body), g->line.section)));
}

/* The places that the site's rule names. */
static void
put_site(gather *g, meta *m, const site_rule *site)
{
	arena *a = g->d->a;
	str title = meta_tidy(a, sites_text(g->d, site, SITE_TITLE)), author = byline_tidy(a, g->r, sites_text(g->d, site, SITE_AUTHOR));
	str publisher = byline_tidy(a, g->r, sites_text(g->d, site, SITE_PUBLISHER)), date = sites_text(g->d, site, SITE_DATE);
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

/* A day that the head names tells the year of one that the page shows without it. */
static void
find_about(gather *g)
{
	when w;
	if (take_value(g, g->head.value[MF_modified], &w) || take_value(g, g->head.value[MF_published], &w) ||
	    meta_url_day(&g->base, g->d->url, &w))
		g->base.about = w;
}

void
meta_find(doc *d, const meta_rules *r, const spam_rules *spam, const site_rule *site)
{
	gather g = {.d = d, .r = r, .base = when_base_of(r, d->fetched)};
	meta *m = &d->meta[0];
	meta_take_bylines(&g);
	meta_find_body(&g);
	if (d->is_html) {
		str whole = d->dom->title ? d->dom->node[d->dom->title].text : STR("");
		meta_head_read(d, r, &g.head);
		find_about(&g);
		if (g.head.value[MF_title].n)
			g.head.value[MF_title] = spam_clean_title(d->a, spam, g.head.value[MF_title], NULL);
		g.title = meta_title(d, r, &g.head, spam_clean_title(d->a, spam, whole, NULL));
	} else {
		meta_mend_dump_title(&g);
		g.title = meta_title_of_dump(d);
	}
	meta_mark_title(&g);
	meta_find_body(&g);
	meta_read_bylines(&g);
	if (d->is_html)
		meta_read_classes(&g);
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
	gather g = {.d = d, .r = r, .base = when_base_of(r, d->fetched), .title = {.first = 1, .last = 0}};
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
