#include "hidden.h"

#include "css.h"
#include "hidden_style.h"
#include "text_look.h"

/* Text and ground that a style sheet of the page gives a class or an id. */
struct colors {
	str name;
	uint32_t color, ground;
	bool grounded;             /* it has a ground, be it a picture */
};

/* Names of classes (`.x`) and ids (`#x`) that a style sheet of the page hides. */
struct sheet {
	str *name;
	size_t n, cap;
	uint64_t ends;             /* bit by length and last character of the names: no other need be looked for */
	struct colors *colors;
	size_t ncolors, colors_cap;
	arena *a;
	text_store *store;
	uint32_t ground;           /* background of the page, CSS_NO_COLOR when the sheet does not say */
	bool whole;                /* no other sheet: what this one does not say of a class, nobody says */
};

#define SHEET_MAX 256

static bool
is_name(str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (!(ascii_is_alnum(c) || c == '-' || c == '_'))
			return false;
	}
	return s.n > 0;
}

/* `.x` and `#x` of a selector that hides: also behind `body ` or a tag. A null string when it is more than that. */
static str
plain_selector(str s)
{
	s = str_trim(s);
	if (str_istarts(s, STR("body ")))
		s = str_trim(str_skip(s, 5));
	while (s.n && ascii_is_letter(s.p[0]))
		s = str_skip(s, 1);
	return s.n > 1 && (s.p[0] == '.' || s.p[0] == '#') && is_name(str_skip(s, 1)) ? s : STR_NULL;
}

/* What the block says of colours, for a class or an id. */
static bool
paints(str block, struct colors *out)
{
	style_box box;
	bool ground = str_ifind(block, STR("background")) != SIZE_MAX;
	if (!ground && str_ifind(block, STR("color")) == SIZE_MAX)
		return false;
	style_read(block, &box);
	*out = (struct colors){STR_NULL, box.color, box.background, ground};
	return ground || box.color != CSS_NO_COLOR;
}

static uint64_t
end_of_name(str name)
{
	return (uint64_t)1 << ((name.n * 7 + (unsigned char)name.p[name.n - 1]) & 63);
}

static void
hide_name(struct sheet *sh, str name)
{
	*arena_push(sh->a, sh->name, sh->n, sh->cap) = name;
	sh->ends |= end_of_name(str_skip(name, 1));
}

static void
read_rule(struct sheet *sh, str selectors, str block)
{
	str one;
	style_box box;
	struct colors colors;
	if (str_ieq(selectors, STR("body")) || str_ieq(selectors, STR("html"))) {
		style_read(block, &box);
		sh->ground = box.background != CSS_NO_COLOR ? box.background : sh->ground;
		return;
	}
	bool hides = false, read = false, painted = sh->whole && paints(block, &colors);
	while (str_cut(&selectors, ',', &one) && sh->n < SHEET_MAX) {
		one = plain_selector(one);
		sh->whole = sh->whole && sh->ncolors < SHEET_MAX && (one.n || !painted || !colors.grounded);
		if (!one.n)
			continue;
		if (painted && sh->whole) {
			colors.name = one;
			*arena_push(sh->a, sh->colors, sh->ncolors, sh->colors_cap) = colors;
		}
		hides = read ? hides : hidden_by_style(block) == HIDDEN_HARD; /* read where a name is: few rules of a sheet have one */
		read = true;
		if (hides)
			hide_name(sh, one);
		else if (!painted)
			return;
	}
}

/* Behind the brace that closes the block whose inside starts at css[i], or the sheet's end. */
static size_t
block_end(str css, size_t i)
{
	for (size_t depth = 1; depth; depth--) {
		size_t close = str_chr(str_skip(css, i), '}');
		if (close == SIZE_MAX)
			return css.n;
		str part = str_from_to(css, i, i + close);
		for (size_t open; (open = str_chr(part, '{')) != SIZE_MAX; depth++)
			part = str_skip(part, open + 1);
		i += close + 1;
	}
	return i;
}

/* A block that every screen reads. */
static bool
is_for_screens(str selectors)
{
	if (!str_istarts(selectors, STR("@media")))
		return false;
	str query = str_trim(str_skip(selectors, 6));
	return str_ieq(query, STR("screen")) || str_ieq(query, STR("all")) || str_ieq(query, STR("only screen"));
}

/* Top-level rules only: what stands inside another @media or @supports may not apply. */
static void
read_sheet(struct sheet *sh, str css)
{
	size_t start = 0;
	while (start < css.n) {
		size_t open = str_chr(str_skip(css, start), '{');
		if (open == SIZE_MAX)
			return;
		open += start;
		str selectors = str_trim(str_from_to(css, start, open));
		size_t i = block_end(css, open + 1);
		size_t comment = str_rfind(selectors, STR("*/"));
		if (comment != SIZE_MAX)
			selectors = str_trim(str_skip(selectors, comment + 2));
		while (str_starts(selectors, STR("}"))) /* of @media */
			selectors = str_trim(str_skip(selectors, 1));
		if (selectors.n && selectors.p[0] != '@')
			read_rule(sh, selectors, str_from_to(css, open + 1, i ? i - 1 : i));
		start = is_for_screens(selectors) ? open + 1 : i;
	}
}

static bool
sheet_has(const struct sheet *sh, char kind, str name)
{
	if (!(sh->ends & end_of_name(name)))
		return false;
	for (size_t i = 0; i < sh->n; i++)
		if (sh->name[i].p[0] == kind && str_eq(str_skip(sh->name[i], 1), name))
			return true;
	return false;
}

static bool
hidden_by_sheet(const struct sheet *sh, str classes, str id)
{
	str one;
	if (!sh->n)
		return false;
	if (id.n && sheet_has(sh, '#', id))
		return true;
	for (int i = 0; i < 16 && str_cut(&classes, ' ', &one); i++)
		if (one.n && sheet_has(sh, '.', one))
			return true;
	return false;
}

/* Text in the colour of what it stands on. A class may give another ground: then nothing is known. */
struct paint {
	uint32_t color, ground;
};

static void
paint_one(const struct sheet *sh, char kind, str name, struct paint *p)
{
	for (size_t i = 0; i < sh->ncolors; i++) {
		const struct colors *c = &sh->colors[i];
		if (c->name.p[0] != kind || !str_eq(str_skip(c->name, 1), name))
			continue;
		p->color = c->color != CSS_NO_COLOR ? c->color : p->color;
		p->ground = c->grounded ? c->ground : p->ground;
	}
}

/* What the page's own sheet gives the element's classes and id. */
static void
paint_by_sheet(const struct sheet *sh, str classes, str id, struct paint *p)
{
	str one;
	for (int i = 0; sh->ncolors && i < 16 && str_cut(&classes, ' ', &one); i++)
		paint_one(sh, '.', one, p);
	if (sh->ncolors && id.n)
		paint_one(sh, '#', id, p);
}

/* What one element says of itself. */
struct look {
	unsigned how;
	style_box box;
	bool classed;
	str classes, id;
};

/* style_read() of a style attribute: pages use few, again and again. */
static unsigned
read_style(text_store *s, str style, style_box *box)
{
	enum { BRIEF = 200 };
	struct {
		unsigned how;
		style_box box;
	} *known;
	if (style.n > BRIEF)
		return style_read(style, box);
	void **at = memo_text(&s->styles, s->a, &style);
	if (!*at) {
		*at = known = arena_alloc(s->a, sizeof *known);
		known->how = style_read(style, &known->box);
	}
	known = *at;
	*box = known->box;
	return known->how;
}

/* A side of a marquee that shows nothing of its text. */
static bool
is_slit(str v)
{
	double n;
	return css_number(v, &n) && n >= 0 && n <= 5 && str_chr(v, '%') == SIZE_MAX;
}

static struct look
look_at(const dom *d, const struct sheet *sh, uint32_t i)
{
	const dom_node *n = &d->node[i];
	str style = dom_style(d, i), classes = dom_class(d, i), id = dom_id(d, i), ground = STR_NULL;
	struct look l = {.box = {.color = CSS_NO_COLOR, .background = CSS_NO_COLOR}, .classed = classes.n > 0, .classes = classes, .id = id};
	if (!style.p && !dom_has_others(d, i)) { /* as most elements are */
		l.how = hidden_by_sheet(sh, classes, id) ? HIDDEN_HARD : 0;
		return l;
	}
	for (size_t k = 0; k < n->nattr && dom_has_others(d, i); k++) {
		const dom_attr *x = &d->attr[n->attr + k];
		if (str_eq(x->name, STR("bgcolor")))
			ground = ground.p ? ground : x->value;
		else if (str_eq(x->name, STR("hidden")) && !str_ieq(x->value, STR("false")))
			l.how = HIDDEN_HARD;
	}
	if (style.n)
		l.how |= read_style(sh->store, style, &l.box);
	if (l.box.background == CSS_NO_COLOR && ground.n)
		l.box.background = css_color(ground);
	if (l.box.color == CSS_NO_COLOR && n->tag == TAG_font)
		l.box.color = css_color(dom_attr_get(d, i, "color"));
	/* an inline style beats the sheet */
	if (!(l.how & HIDDEN_HARD) && hidden_by_sheet(sh, classes, id) && str_ifind(style, STR("display")) == SIZE_MAX)
		l.how = HIDDEN_HARD;
	if (n->tag == TAG_marquee && (is_slit(dom_attr_get(d, i, "height")) || is_slit(dom_attr_get(d, i, "width"))))
		l.how = HIDDEN_HARD;
	return l;
}

static void
look_at_all(const dom *d, const struct sheet *sh, uint8_t *h, struct paint *paint)
{
	for (uint32_t i = 1; i < d->nnode; i++) {
		const dom_node *n = &d->node[i];
		h[i] = h[n->parent];
		paint[i] = paint[n->parent];
		if (n->tag == TAG_NONE) {
			bool unseen = h[i] & (HIDDEN_TINY | HIDDEN_HARD) || style_same_color(paint[i].color, paint[i].ground);
			h[i] = unseen ? HIDDEN_HARD : h[i] & HIDDEN_SOFT;
			continue;
		}
		if (!n->nattr)
			continue;
		struct look l = look_at(d, sh, i);
		if (n->tag != TAG_html && n->tag != TAG_body)
			h[i] |= (uint8_t)l.how;
		if (l.box.sized || l.classed)
			h[i] &= (uint8_t)~HIDDEN_TINY;
		if (l.box.tiny)
			h[i] |= HIDDEN_TINY;
		if (sh->whole)
			paint_by_sheet(sh, l.classes, l.id, &paint[i]);
		else if (l.classed)
			paint[i] = (struct paint){CSS_NO_COLOR, n->tag == TAG_body ? paint[i].ground : CSS_NO_COLOR};
		if (l.box.color != CSS_NO_COLOR)
			paint[i].color = l.box.color;
		if (l.box.background != CSS_NO_COLOR)
			paint[i].ground = l.box.background;
	}
}

/* A script that does nothing but hide one element: `document.getElementById("x").style.display="none"`. */
static void
read_script(struct sheet *sh, str js)
{
	enum { SHORT = 200 };
	str head = STR("document.getElementById("), tail = STR(").style.display");
	js = str_trim(js);
	size_t end = js.n <= SHORT && str_starts(js, head) ? str_find(js, tail) : SIZE_MAX;
	if (end == SIZE_MAX || end < head.n + 3 || sh->n == SHEET_MAX || str_find(str_skip(js, end), STR("none")) == SIZE_MAX)
		return;
	str id[] = {STR("#"), str_from_to(js, head.n + 1, end - 1)};
	if (is_name(id[1]))
		hide_name(sh, arena_cat(sh->a, id, 2));
}

/* The name of the element that a script opens with `document.write("<div style='display:none'>")` and leaves open, when its style hides. */
static str
opens_hidden(str js)
{
	enum { SHORT = 400 };
	style_box box;
	size_t at = js.n <= SHORT ? str_find(js, STR("document.write")) : SIZE_MAX, tag = at == SIZE_MAX ? at : str_chr(str_skip(js, at), '<');
	if (tag == SIZE_MAX || str_find(js, STR("</")) != SIZE_MAX)
		return STR_NULL;
	js = str_skip(js, at + tag + 1);
	size_t n = 0, style = str_ifind(js, STR("style"));
	while (n < js.n && ascii_is_letter(js.p[n]))
		n++;
	if (!n || style == SIZE_MAX)
		return STR_NULL;
	str rest = str_skip(js, style + 5);
	while (rest.n && (rest.p[0] == '=' || rest.p[0] == ' ' || rest.p[0] == '\\' || rest.p[0] == '"' || rest.p[0] == '\''))
		rest = str_skip(rest, 1);
	size_t end = 0;
	while (end < rest.n && rest.p[end] != '"' && rest.p[end] != '\'' && rest.p[end] != '>' && rest.p[end] != '\\')
		end++;
	return style_read(str_from_to(rest, 0, end), &box) & (HIDDEN_HARD | HIDDEN_SOFT) || box.tiny ? str_from_to(js, 0, n) : STR_NULL;
}

/* Does the script write the end of that element? */
static bool
closes(str js, str name)
{
	size_t at = str_find(js, STR("document.write")), end = at == SIZE_MAX ? at : str_find(str_skip(js, at), STR("</"));
	return end != SIZE_MAX && str_istarts(str_skip(js, at + end + 2), name);
}

/* What stands between two scripts that write the start and the end of a hidden element. */
static void
hide_between_scripts(const dom *d, uint8_t *h)
{
	enum { PAIRS = 64 };
	size_t pairs = 0;
	for (size_t k = 0; k < d->napart && pairs < PAIRS; k++) {
		const dom_node *n = &d->node[d->apart[k]];
		str name = n->tag == TAG_script ? opens_hidden(n->text) : STR_NULL;
		if (!name.n)
			continue;
		pairs++;
		for (size_t j = k + 1; j < d->napart && d->apart[j] < d->node[n->parent].end; j++) {
			const dom_node *m = &d->node[d->apart[j]];
			if (m->tag != TAG_script || m->parent != n->parent || !closes(m->text, name))
				continue;
			for (uint32_t i = d->apart[k]; i < d->apart[j]; i++)
				h[i] |= HIDDEN_HARD;
			k = j;
			break;
		}
	}
}

uint8_t *
hidden_nodes(doc *d)
{
	const dom *t = d->dom;
	struct sheet sh = {.a = d->a, .store = text_store_of(d), .ground = CSS_NO_COLOR, .whole = true};
	uint8_t *h = arena_zalloc_n(d->a, t->nnode, 1);
	for (size_t k = 0; k < t->napart && sh.whole; k++) {
		const dom_node *n = &t->node[t->apart[k]];
		sh.whole = !(n->tag == TAG_link && str_ifind(dom_attr_get(t, t->apart[k], "rel"), STR("stylesheet")) != SIZE_MAX) &&
		           !(n->tag == TAG_style && str_ifind(n->text, STR("@import")) != SIZE_MAX);
	}
	for (size_t k = 0; k < t->napart; k++) {
		const dom_node *n = &t->node[t->apart[k]];
		if (n->tag == TAG_style)
			read_sheet(&sh, n->text);
		else if (n->tag == TAG_script)
			read_script(&sh, n->text);
	}
	struct paint *paint = arena_array(d->a, struct paint, t->nnode);
	paint[0] = (struct paint){CSS_NO_COLOR, sh.ground};
	look_at_all(t, &sh, h, paint);
	hide_between_scripts(t, h);
	return h;
}
