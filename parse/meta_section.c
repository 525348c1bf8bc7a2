#include "meta_section.h"

#include "meta_names.h"
#include "utf8.h"

enum { CRUMBS_MAX = 8, PLACE_MAX = 12 };

struct crumbs {
	str place[CRUMBS_MAX];
	size_t n;
	bool closed;               /* the line ends with what stands for this page */
};

/* How a line says that it is a path: not at all, by its first step, by a label. */
enum sign { NO_SIGN, STARTS_HOME, LABELLED };

/* Length of what parts two places at s[at]; - and / count only on a line that says that it is a path, | only behind a label. */
static size_t
joint(str s, size_t at, enum sign sign)
{
	static const str known[] = {{"->", 2}, {">>", 2}, {">", 1}, {"»", 2}, {"›", 3}, {"＞", 3}, {"→", 3}};
	static const str weak[] = {{"-", 1}, {"/", 1}, {"—", 3}, {"_", 1}, {"|", 1}};
	str rest = str_skip(s, at);
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (str_starts(rest, known[i]))
			return known[i].n;
	for (size_t i = 0; sign != NO_SIGN && i < sizeof weak / sizeof *weak; i++)
		if (str_starts(rest, weak[i]) && (weak[i].p[0] != '|' || sign == LABELLED))
			return weak[i].n;
	return 0;
}

/* Behind 当前位置： */
static str
skip_label(const meta_rules *r, str s, enum sign *sign)
{
	const meta_word *m;
	s = str_skip(s, names_skip_blank(s, 0));
	*sign = NO_SIGN;
	while (s.n && (m = meta_starts(r, MK_crumbhead, s))) {
		str rest = str_skip(s, m->word.n);
		size_t at = names_skip_blank(rest, 0);
		*sign = *sign == LABELLED ? LABELLED : STARTS_HOME;
		if (!names_colon(names_at(rest, at)))
			break;
		*sign = LABELLED;
		utf8_next(rest, &at);
		s = str_skip(rest, names_skip_blank(rest, at));
	}
	return s;
}

static void
add_place(const doc *d, const meta_rules *r, struct crumbs *c, str one)
{
	str tidy = meta_tidy(d->a, one);
	for (size_t i = 1; i < tidy.n; i++) /* 生活 2025年1月12日 */
		if (ascii_is_digit(tidy.p[i]) && tidy.p[i - 1] == ' ')
			tidy.n = i - 1;
	size_t label = str_find(tidy, STR("\xEF\xBC\x9A")), blank = label == SIZE_MAX ? label : str_rfind(str_from_to(tidy, 0, label), STR(" "));
	if (blank != SIZE_MAX) /* 政策 字号：大 中 小 */
		tidy.n = blank;
	const meta_word *here = tidy.n ? meta_ends(r, MK_crumb, tidy) : NULL;
	c->closed = c->closed || here;
	if (here)
		tidy = str_trim(str_from_to(tidy, 0, tidy.n - here->word.n));
	if (tidy.n && utf8_count(tidy) > PLACE_MAX && str_find(tidy, STR("，")) != SIZE_MAX) /* a sentence */
		return;
	if (tidy.n && meta_starts(r, MK_crumb, tidy)) {
		c->closed = true;
		tidy = STR_NULL; /* and what stands behind it on the line */
	}
	if (tidy.n && c->n < CRUMBS_MAX && !(c->n > 0 && utf8_count(tidy) > PLACE_MAX)) /* the headline itself may close the line */
		c->place[c->n++] = tidy;
}

static bool
may_be_crumbs(const line *l)
{
	return l->fate == FATE_REMOVED && l->cls != REMOVED_junk && l->cls != REMOVED_spam && l->chars <= 60;
}

/* The places of a line 首页 > 科技 > 正文. */
static struct crumbs
read_crumbs(const doc *d, const meta_rules *r, const line *l)
{
	struct crumbs c = {.n = 0};
	enum sign sign;
	str s = skip_label(r, l->text, &sign);
	size_t from = 0, parts = 0;
	if (!may_be_crumbs(l))
		return c;
	for (size_t at = 0; at < s.n;) {
		size_t n = joint(s, at, sign);
		if (!n) {
			utf8_next(s, &at);
			continue;
		}
		add_place(d, r, &c, str_from_to(s, from, at));
		parts++;
		at += n;
		from = at;
	}
	if (parts)
		add_place(d, r, &c, str_skip(s, from));
	if (!parts || parts >= CRUMBS_MAX - 2) /* no path, or a menu */
		c.n = 0;
	return c;
}

static bool
is_home(const meta_rules *r, str place)
{
	const meta_word *site = meta_ends(r, MK_sitename, place);
	return site && site->number == 2;
}

static bool
is_head(const meta_rules *r, str place)
{
	const meta_word *m = meta_starts(r, MK_crumbhead, place);
	return m && m->word.n == place.n;
}

/* The last place that is neither the site nor its front page nor the headline. */
static str
last_place(const meta_rules *r, struct crumbs *c, str title)
{
	if (c->n > 1 && str_eq(c->place[c->n - 1], title)) {
		c->closed = true;
		c->n--;
	}
	if (c->n < 2 && !(c->n == 1 && c->closed))
		return STR_NULL;
	str last = c->place[c->n - 1];
	if (is_home(r, last))
		return c->n > 2 ? c->place[c->n - 2] : STR_NULL;
	return is_head(r, last) ? STR_NULL : last;
}

/* A link above the article of this very name, as menus have it. */
static bool
is_in_menu(const doc *d, str name, size_t body)
{
	for (size_t i = 0; i < body && i < d->nline; i++) {
		size_t at = str_find(d->line[i].source, name);
		if (at != SIZE_MAX && d->line[i].fate != FATE_TITLE && (d->line[i].nlink || str_eq(d->line[i].source, name)))
			return true;
	}
	return false;
}

static bool
has_crumbs_class(const meta_rules *r, str hint)
{
	const meta_words *w = &r->kind[MK_crumbs];
	for (size_t i = 0; i < w->n; i++)
		if (str_find(hint, w->all[i].word) != SIZE_MAX)
			return true;
	return false;
}

/* Breadcrumbs whose steps stand on lines of their own, as the items of a list do: the last of them. */
static str
listed_place(const doc *d, const meta_rules *r, str title, size_t body)
{
	struct crumbs c = {.n = 0};
	str hint = STR_NULL;
	bool told = false;
	for (size_t i = 0; i < body && i < d->nline; i++) {
		const line *l = &d->line[i];
		if (!may_be_crumbs(l))
			continue;
		if (!str_eq(l->hint, hint))
			told = has_crumbs_class(r, hint = l->hint);
		if (told && c.n < CRUMBS_MAX)
			add_place(d, r, &c, l->text);
	}
	return c.n >= 2 && c.n < CRUMBS_MAX ? last_place(r, &c, title) : STR_NULL;
}

str
meta_section(const doc *d, const meta_rules *r, const title_found *title, size_t body)
{
	str last = STR_NULL, said = str_eq(title->section, title->site) ? STR_NULL : title->section;
	for (size_t i = 0; i < body && i < d->nline; i++) {
		struct crumbs c = read_crumbs(d, r, &d->line[i]);
		for (size_t k = 0; k < c.n; k++)
			if (said.n && str_eq(c.place[k], said) && (k > 0 || c.n != 2 || !c.closed))
				return said;
		str place = last_place(r, &c, title->text);
		last = place.n && !last.n ? place : last;
	}
	if (!last.n && !said.n)
		return listed_place(d, r, title->text, body);
	if (last.n || !said.n)
		return last;
	bool before_site = title->site.n && meta_ends(r, MK_sitename, title->site) && utf8_count(said) <= 6;
	return before_site || meta_ends(r, MK_sitename, said) || is_in_menu(d, said, body) ? said : STR_NULL;
}
