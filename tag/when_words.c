/* Dates that words give: 今年, 上月, 昨天, 年底, 上世纪. */
#include "when.h"

bool
read_relative_year(scan *c, size_t at, date *d)
{
	word_hit h;
	if (!words_at(c->w, c->s, at, WM(relyear), &h))
		return false;
	bool same = str_eq(h.r->value, STR("same"));
	/* 2018年增长21.5%,比上年回落: the year before the one spoken of */
	bool said = str_eq(h.r->value, STR("said")) && c->year_said.year && !c->year_said.month && same_sentence(c, c->year_said.at, at);
	int base = same ? c->year_said.year : said ? c->year_topic : c->published.year;
	d->year = base ? base + h.r->num : -1;
	d->relative = true;
	d->grain = G_YEAR;
	d->end = h.end;
	read_rest(c, d);
	d->numeral = d->grain > G_HALF;
	return d->grain != G_YEAR || d->mod.p || (!same && c->published.year);
}

/* 一次月全食 */
static bool
counted(const scan *c, size_t at, const word_hit *h)
{
	word_hit d;
	return str_eq(h->r->value, STR("same")) && words_before(c->w, c->s, at, WM(digit) | WM(mag) | WM(several), &d);
}

bool
read_relative_month(scan *c, size_t at, date *d)
{
	word_hit h;
	if (!words_at(c->w, c->s, at, WM(relmonth), &h) || counted(c, at, &h))
		return false;
	const anchor *base = str_eq(h.r->value, STR("same")) ? &c->last : &c->published;
	d->relative = true;
	d->grain = G_MONTH;
	d->year = -1;
	d->end = h.end;
	if (base->year && base->month) {
		int index = base->year * 12 + base->month - 1 + h.r->num;
		d->year = index / 12;
		d->month = index % 12 + 1;
	}
	if (read_day(c, d->end, d))
		d->numeral = true;
	else
		read_edge(c, d);
	return d->numeral || d->month;
}

/* The day of 今（17）日, behind its open bracket. */
static bool
read_bracketed_day(scan *c, size_t at, date *d)
{
	word_hit h;
	int v, n;
	size_t end;
	if (!int_at(c, at, &v, &end, &n) || v < 1 || v > 31)
		return false;
	str rest = str_skip(c->s, end);
	size_t close = str_starts(rest, STR(")")) ? 1 : str_starts(rest, STR("）")) ? 3 : 0;
	if (!close || !words_at(c->w, c->s, end + close, WM(day), &h))
		return false;
	d->day = v;
	d->grain = G_DAY;
	d->numeral = true;
	d->end = h.end;
	return true;
}

bool
read_relative_day(scan *c, size_t at, date *d)
{
	word_hit h;
	if (!words_at(c->w, c->s, at, WM(relday), &h) || counted(c, at, &h))
		return false;
	if (str_eq(h.r->value, STR("open")))
		return read_bracketed_day(c, h.end, d);
	const anchor *base = str_eq(h.r->value, STR("same")) ? &c->last : &c->published;
	if (!base->year || !base->month || !base->day)
		return false;
	d->year = base->year;
	d->month = base->month;
	d->day = base->day;
	date_add_days(&d->year, &d->month, &d->day, h.r->num);
	d->relative = true;
	d->grain = G_DAY;
	d->end = h.end;
	return true;
}

/* 年底, 月初 alone */
bool
read_part(scan *c, size_t at, date *d)
{
	word_hit h;
	if (!words_at(c->w, c->s, at, WM(part), &h) || !c->published.year || !whole_word(c, &h))
		return false;
	d->year = c->published.year;
	d->month = h.r->num ? c->published.month : 0;
	d->grain = h.r->num ? G_MONTH : G_YEAR;
	d->relative = true;
	d->mod = h.r->value;
	d->end = h.end;
	return true;
}

bool
read_relative_century(scan *c, size_t at, date *d)
{
	word_hit h, k;
	int v, n;
	size_t end;
	if (!words_at(c->w, c->s, at, WM(relcentury), &h))
		return false;
	d->grain = G_CENTURY;
	d->part = h.r->num;
	d->end = h.end;
	if (read_two_decades(c, h.end, h.r->num, d)) {
		d->numeral = true;
		return true;
	}
	if (int_at(c, skip_space(c->s, h.end), &v, &end, &n) && v % 10 == 0 && v < 100 && word_at(c, end, WM(decade), &k)) {
		d->grain = G_DECADE;
		d->part = h.r->num * 10 + v / 10;
		d->end = k.end;
		d->numeral = true;
	}
	read_edge(c, d);
	return true;
}
