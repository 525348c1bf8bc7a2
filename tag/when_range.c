/* Dates to mentions: ranges of two dates, anchors, the dateline. */
#include "when.h"

/* What the second date of a range leaves out stands in the first: 9月18日至20日, 2025年1月至6月. */
static void
inherit(const date *x, date *y)
{
	if (y->year < 0 && !y->fiscal)
		y->year = x->year;
	if (y->grain == G_DAY && !y->month)
		y->month = x->month;
	if (x->fiscal)
		y->fiscal = true;
}

static int
order_of(const date *d)
{
	int month = d->month ? d->month : d->grain == G_QUARTER ? d->part * 3 - 2 : d->grain == G_HALF ? d->part * 6 - 5 : 1;
	return (d->year * 12 + month) * 32 + d->day;
}

/* 13号到16号: behind a day 号 makes a day too. */
static bool
read_named_day(scan *c, const date *x, size_t at, date *y)
{
	*y = (date){.start = at, .year = -1, .numeral = true};
	return x->grain == G_DAY && read_day(c, at, y);
}

/* What stands behind a range counts for its first date, too. */
static void
resolve_first(const scan *c, date *x, const date *y)
{
	size_t end = x->end;
	int hi = x->part_hi;
	x->end = y->end;
	if (x->grain == G_MONTH && y->grain == G_MONTH)
		x->part_hi = y->month;
	date_resolve(c, x);
	x->end = end;
	x->part_hi = hi;
}

/* The 11.25 of 2025.11.20—11.25: month and day as the first date parts them. */
static bool
read_numeric_end(scan *c, const date *x, size_t at, date *y)
{
	int n, k;
	size_t mark, end, next;
	if (x->grain != G_DAY || x->end < x->start + 8 || digit_at(c->s, x->end - 1, &next) < 0 || digit_at(c->s, x->start + 4, &next) >= 0)
		return false;
	char sep = c->s.p[x->start + 4];
	*y = (date){.start = at, .year = -1, .numeral = true, .grain = G_DAY};
	if (!int_at(c, at, &y->month, &mark, &n) || n < 1 || n > 2 || mark >= c->s.n || c->s.p[mark] != sep || !int_at(c, mark + 1, &y->day, &end, &k) ||
	    k < 1 || k > 2 || y->month < 1 || y->month > 12 || !date_exists(x->year, y->month, y->day))
		return false;
	y->end = end;
	return digit_at(c->s, end, &next) < 0 && (end >= c->s.n || c->s.p[end] != sep);
}

static bool
read_range(scan *c, date *x, date *y)
{
	word_hit r;
	size_t at = skip_space(c->s, x->end);
	if (x->part_hi || x->mod.p || !range_word_at(c, at, &r))
		return false;
	size_t from = skip_space(c->s, r.end);
	if ((!date_at(c, from, y) && !read_named_day(c, x, from, y) && !read_numeric_end(c, x, from, y)) || y->part_hi || y->grain < x->grain || x->grain < G_YEAR) {
		/* 2023-24年 */
		int v, n;
		size_t end;
		word_hit u;
		if (x->grain != G_YEAR || x->fiscal || !int_at(c, from, &v, &end, &n))
			return false;
		bool bare = n == 4 && x->bare;
		if (!bare && (n != 2 || !words_at(c->w, c->s, end, WM(year), &u)))
			return false;
		*y = (date){.start = from, .end = bare ? end : u.end, .grain = G_YEAR, .year = bare ? v : x->year / 100 * 100 + v, .explicit_year = true};
	}
	if ((x->grain == G_YEAR && y->grain != G_YEAR) || !between_follows(c, &r, y->end))
		return false;
	resolve_first(c, x, y);
	inherit(x, y);
	if (x->grain == G_DAY && !x->month && y->month)
		x->month = y->month, x->year = y->year;
	if (y->year >= 0 && x->year >= 0 && order_of(y) <= order_of(x)) {
		if (y->explicit_year || y->grain == G_YEAR)
			return false;
		y->year++;     /* 11月至次年2月 */
	}
	return true;
}

/* 新华社北京9月3日电: the text's own date is what later dates count from. */
static void
take_dateline(scan *c, const date *d)
{
	word_hit h;
	if (d->grain != G_DAY || d->year <= 0 || !d->month || d->end > 600 || c->paragraph > 2)
		return;
	if (words_at(c->w->aside, c->s, d->end, AM(dateline), &h))
		c->published = (anchor){.year = d->year, .month = d->month, .day = d->day};
}

bool
date_is_full(const date *d)
{
	return (d->explicit_year && !d->bare) || (d->month && d->day);
}

static bool
part_of_name(const scan *c, const date *d)
{
	uint32_t before = cp_before(c->s, d->start);
	size_t next;
	if (d->start == c->floor)
		return false;      /* AMD|Q3 */
	if ((ascii_is_letter(before) || before == '_') && (unsigned char)c->s.p[d->start] < 0x80)
		return before == '_' || !date_is_full(d);       /* but ASML三季度, AMD2025年 */
	return (before == '.' || before == '-' || before == '/') && d->start > 1 && digit_at(c->s, d->start - 2, &next) >= 0;
}

bool
when_at(scan *c, size_t at, mention *m)
{
	date x, y;
	if (!date_at(c, at, &x) || part_of_name(c, &x))
		return false;
	bool range = read_range(c, &x, &y);
	if (x.bare && !range)
		return false;
	date_resolve(c, &x);
	*m = (mention){.start = x.start, .end = range ? y.end : x.end, .number = true, .type = STR("date"), .mod = x.mod};
	word_hit post;
	if (!x.mod.p && !range && words_at(c->w, c->s, x.end, WM(post), &post) && str_eq(post.r->value, STR("APPROX")))
		m->mod = post.r->value;
	if (range) {
		m->lo = date_value(c->a, &x, 0);
		m->hi = date_value(c->a, &y, 0);
		m->mod = y.mod;
	} else if (x.part_hi) {
		m->lo = date_value(c->a, &x, 0);
		m->hi = date_value(c->a, &x, 1);
	} else {
		m->value = date_value(c->a, &x, 0);
	}
	if (!range && (x.mod.p || x.grain == G_MONTH || (x.grain == G_DAY && x.month)) && words_at(c->w, c->s, skip_space(c->s, x.end), x.mod.p ? WM(range) : WM(list), &post)) {
		c->open = (anchor){x.year, x.month, x.day, c->paragraph, skip_space(c->s, post.end)};
		c->open_list = !x.mod.p;
	} else if (!range && x.grain == G_DAY && words_at(c->w, c->s, x.end, WM(future), &post) && post.r->num == NOTICE) {
		c->open = (anchor){x.year, x.month, x.day, c->paragraph, post.end};   /* 11月20日起至12月20日 */
		c->open_list = false;
	}
	bool listed = x.year < 0 && words_at(c->w, c->s, skip_space(c->s, m->end), WM(list), &post);
	c->again = listed && ((c->again && c->again == at) || date_comes_again(c, at)) ? skip_space(c->s, post.end) : 0;
	if (!range)
		take_dateline(c, &x);
	date_remember(c, range ? &y : &x);
	return true;
}
