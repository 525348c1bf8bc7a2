/* Figures in lists and ranges share the unit of the last: 8192及15488张, 上百、上千亿参数. */
#include "scan.h"

#include "utf8.h"

static bool
shares(const mention *x, const mention *y)
{
	static const char *const types[] = {"count", "money", "quantity", "percent", "multiple"};
	if (!str_eq(x->type, STR("number")) || !(x->value.p || x->lo.p))
		return false;
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (str_eq(y->type, str_from(types[i])))
			return true;
	return str_eq(y->type, STR("number"));
}

/* 上百、上千亿: the magnitude that the next figure ends in is this one's too when their coefficients are of a size. */
static void
share_magnitude(scan *c, mention *x, const mention *y, bool slash, long *big)
{
	numeral p, q;
	size_t from = x->start;
	if (x->lo.p || !numeral_at(c->w, c->a, c->all, y->start, false, &q))
		return;
	if (!numeral_at(c->w, c->a, c->all, from, false, &p)) {
		utf8_next(c->all, &from);  /* a sign */
		if (!numeral_at(c->w, c->a, c->all, from, false, &p))
			return;
	}
	*big = !q.big ? *big : p.mag ? q.big : q.tail;
	if (p.big || p.hi.p || !*big || p.end != x->end || (!p.mag && q.bare)) {
		*big = 0;
		return;
	}
	/* 30、20和10亿元 are coefficients of 亿; 8192及1.5万张 are not. */
	if (!slash && dec_cmp(p.lo, dec_scale(c->a, !q.big ? q.lo : p.mag ? q.plain : q.coefficient, p.mag ? 0 : 1)) >= 0) {
		*big = 0;
		return;
	}
	x->value = dec_scale(c->a, x->value, *big);
	x->elided = true;
}

/* 8192及15488张, 上百、上千亿参数: a bare figure before a list word takes the unit and the magnitude of the next one. */
void
share_units(scan *c, size_t first)
{
	long big = 0;        /* the magnitude that the figures behind share */
	for (size_t i = c->out->n; i-- > first + 1;) {
		mention *x = &c->out->v[i - 1], *y = &c->out->v[i];
		word_hit h;
		size_t at = skip_space(c->all, x->end);
		bool slash = x->end < y->start && x->end + joint_at(c->all, x->end) == y->start;
		bool word = !slash && words_at(c->w, c->all, at, WM(list) | WM(range), &h) && skip_space(c->all, h.end) == y->start;
		if (!shares(x, y) || (!slash && !word)) {
			big = 0;
			continue;
		}
		if ((slash || h.r->cls == W_list) && y->unit.p)
			share_magnitude(c, x, y, slash, &big);
		if (!y->unit.p)
			continue;
		x->type = y->type;
		x->unit = y->unit;
		x->per = y->per;
		x->elided = true;
	}
}

bool
may_share(const scan *c, size_t at)
{
	word_hit h;
	size_t end = c->found_end;
	if (!end || end >= c->all.n)
		return false;
	if (joint_at(c->all, end))
		return at <= end + joint_at(c->all, end);
	return words_at(c->w, c->all, skip_space(c->all, end), WM(list) | WM(range), &h) && at <= skip_space(c->all, h.end);
}
