#include "hidden.h"

#include <stdlib.h>

/* The number at the start of a CSS value; false when it does not start with one. */
static bool
css_number(str v, double *n)
{
	char z[24];
	size_t len = v.n < sizeof z - 1 ? v.n : sizeof z - 1;
	for (size_t i = 0; i < len; i++)
		z[i] = v.p[i];
	z[len] = '\0';
	char *end;
	*n = strtod(z, &end);
	return end != z;
}

static bool
is_zero(str v)
{
	double n;
	return css_number(v, &n) && n == 0;
}

struct box {
	bool zero_w, zero_h, clipped, away, placed;
	str color, background;
};

static bool
far_out(str v)
{
	double n;
	return css_number(v, &n) && n <= -500;
}

static unsigned
one_declaration(str name, str value, struct box *box)
{
	if (str_ieq(name, STR("display")))
		return str_istarts(value, STR("none")) ? HIDDEN_HARD : 0;
	if (str_ieq(name, STR("visibility")))
		return str_istarts(value, STR("hidden")) || str_istarts(value, STR("collapse")) ? HIDDEN_SOFT : 0;
	if (str_ieq(name, STR("opacity")))
		return is_zero(value) ? HIDDEN_SOFT : 0;
	if (str_ieq(name, STR("text-indent")))
		return far_out(value) ? HIDDEN_HARD : 0;
	if (str_ieq(name, STR("width")) || str_ieq(name, STR("max-width")))
		box->zero_w |= is_zero(value);
	else if (str_ieq(name, STR("height")) || str_ieq(name, STR("max-height")))
		box->zero_h |= is_zero(value);
	else if (str_istarts(name, STR("overflow")))
		box->clipped |= str_istarts(value, STR("hidden"));
	else if (str_ieq(name, STR("position")))
		box->placed |= str_istarts(value, STR("absolute")) || str_istarts(value, STR("fixed"));
	else if (str_ieq(name, STR("left")) || str_ieq(name, STR("top")) || str_istarts(name, STR("margin-")))
		box->away |= far_out(value);
	else if (str_ieq(name, STR("color")))
		box->color = value;
	else if (str_ieq(name, STR("background")) || str_ieq(name, STR("background-color")))
		box->background = value;
	return 0;
}

unsigned
hidden_by_style(str style)
{
	unsigned how = 0;
	struct box box = {0};
	str one, name;
	if (style.n > 4096)
		style.n = 4096;
	while (str_cut(&style, ';', &one)) {
		str value = one;
		if (!str_cut(&value, ':', &name) || !value.p)
			continue;
		how |= one_declaration(str_trim(name), str_trim(value), &box);
	}
	if ((box.placed && box.away) || (box.clipped && (box.zero_w || box.zero_h)))
		how |= HIDDEN_HARD;
	if (box.color.n && str_ieq(box.color, box.background))
		how |= HIDDEN_HARD;
	return how & HIDDEN_HARD ? HIDDEN_HARD : how;
}

/* Names of classes (`.x`) and ids (`#x`) that a style sheet of the page hides. */
struct sheet {
	str *name;
	size_t n, cap;
	arena *a;
};

#define SHEET_MAX 256

static bool
is_name(str s)
{
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (!((c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '-' || c == '_'))
			return false;
	}
	return s.n > 0;
}

static void
read_rule(struct sheet *sh, str selectors, str block)
{
	str one;
	if (hidden_by_style(block) != HIDDEN_HARD)
		return;
	while (str_cut(&selectors, ',', &one) && sh->n < SHEET_MAX) {
		one = str_trim(one);
		if (one.n > 1 && (one.p[0] == '.' || one.p[0] == '#') && is_name(str_skip(one, 1)))
			*arena_push(sh->a, sh->name, sh->n, sh->cap) = one;
	}
}

/* Top-level rules only: what stands inside @media or @supports may not apply. */
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
		size_t i = open + 1, depth = 1;
		for (; i < css.n && depth; i++)
			depth += (size_t)(css.p[i] == '{') - (size_t)(css.p[i] == '}');
		size_t comment = str_rfind(selectors, STR("*/"));
		if (comment != SIZE_MAX)
			selectors = str_trim(str_skip(selectors, comment + 2));
		if (selectors.n && selectors.p[0] != '@')
			read_rule(sh, selectors, str_from_to(css, open + 1, i ? i - 1 : i));
		start = i;
	}
}

static bool
sheet_has(const struct sheet *sh, char kind, str name)
{
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

static unsigned
hidden_element(const dom *d, const struct sheet *sh, uint32_t i)
{
	const dom_node *n = &d->node[i];
	str style = STR_NULL, classes = STR_NULL, id = STR_NULL;
	if (n->tag == TAG_html || n->tag == TAG_body)
		return 0;
	for (size_t k = 0; k < n->nattr; k++) {
		const dom_attr *x = &d->attr[n->attr + k];
		if (str_eq(x->name, STR("style")))
			style = x->value;
		else if (str_eq(x->name, STR("class")))
			classes = x->value;
		else if (str_eq(x->name, STR("id")))
			id = x->value;
		else if (str_eq(x->name, STR("hidden")) && !str_ieq(x->value, STR("false")))
			return HIDDEN_HARD;
	}
	unsigned how = style.n ? hidden_by_style(style) : 0;
	/* an inline style beats the sheet */
	if (how != HIDDEN_HARD && str_ifind(style, STR("display")) == SIZE_MAX && hidden_by_sheet(sh, classes, id))
		how = HIDDEN_HARD;
	return how;
}

uint8_t *
hidden_nodes(const dom *d, arena *a)
{
	struct sheet sh = {.a = a};
	uint8_t *h = arena_zalloc_n(a, d->nnode, 1);
	for (uint32_t i = 0; i < d->nnode; i++)
		if (d->node[i].tag == TAG_style)
			read_sheet(&sh, d->node[i].text);
	for (uint32_t i = 1; i < d->nnode; i++) {
		h[i] = h[d->node[i].parent];
		if (d->node[i].tag != TAG_NONE && d->node[i].nattr)
			h[i] |= (uint8_t)hidden_element(d, &sh, i);
	}
	return h;
}
