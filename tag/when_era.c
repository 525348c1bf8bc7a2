/* Years of reigns and of the common era; lunar dates, which are no dates of this calendar and are stepped over. */
#include "when.h"

#include "utf8.h"

static bool
era_word(const scan *c, size_t at, const char *value, word_hit *h)
{
	return words_at(c->w, c->s, at, WM(era), h) && str_eq(h->r->value, str_from(value));
}

/* The year behind the reign: 38年, 三年, 元年. */
static bool
read_reign_year(scan *c, size_t at, int *v, size_t *end)
{
	word_hit u;
	int n;
	if (era_word(c, at, "first", &u))
		*v = 1;
	else if (!int_at(c, at, v, end, &n) || !word_at(c, *end, WM(year), &u) || *v < 1)
		return false;
	*end = u.end;
	return true;
}

/* 公元618年, 公元前221年: the date begins with the figure. */
static bool
read_common_era(scan *c, size_t at, bool before, date *d)
{
	word_hit u;
	int v, n;
	size_t end;
	if (!int_at(c, at, &v, &end, &n) || v < 1)
		return false;
	d->start = at;
	if (word_at(c, end, WM(century), &u) && v <= 30) {
		d->grain = G_CENTURY;
		d->part = v - 1;
		d->bc = before;
		d->numeral = true;
		d->end = u.end;
		read_edge(c, d);
		return true;
	}
	if (!word_at(c, end, WM(year), &u))
		return false;
	d->year = v;
	d->grain = G_YEAR;
	d->bc = before;
	d->explicit_year = d->numeral = true;
	d->end = u.end;
	read_rest(c, d);
	return true;
}

bool
read_era(scan *c, size_t at, date *d)
{
	enum { LAST_EMPERORS = 1900, LONGEST_REIGN = 61 };
	word_hit h;
	int v;
	if (!words_at(c->w, c->s, at, WM(era), &h))
		return false;
	size_t from = skip_space(c->s, h.end);
	if (str_eq(h.r->value, STR("ad")) || str_eq(h.r->value, STR("bc")))
		return read_common_era(c, from, str_eq(h.r->value, STR("bc")), d);
	if (h.r->num == 0 || !read_reign_year(c, from, &v, &d->end) || (h.r->num < LAST_EMPERORS && v > LONGEST_REIGN))
		return false;
	d->year = h.r->num + v;
	d->grain = G_YEAR;
	d->explicit_year = d->numeral = true;
	read_rest(c, d);
	return true;
}

/* 初八, 廿三; in a lunar month any figure up to 30. */
static bool
lunar_day(scan *c, size_t at, bool lunar, size_t *end)
{
	word_hit h;
	int v, n;
	if (era_word(c, at, "lunar day", &h)) {
		*end = h.end;
		/* 十月初一批新车, but 十月初一晚上 */
		return lunar || words_at(c->w, c->s, *end, WM(oclock), &h) || !words_at(c->w, c->s, *end, WM(classifier), &h);
	}
	if (!lunar || !int_at(c, at, &v, end, &n) || v < 1 || v > 30)
		return false;
	if (words_at(c->w, c->s, *end, WM(day), &h))
		*end = h.end;
	return true;
}

bool
lunar_at(scan *c, size_t at, size_t *end)
{
	word_hit h, u;
	int v, n;
	size_t next;
	bool named = era_word(c, at, "lunar", &h);
	if (named)
		at = skip_space(c->s, h.end);
	if (named && int_at(c, at, &v, &next, &n) && words_at(c->w, c->s, next, WM(year), &u))
		at = u.end;
	bool month = era_word(c, at, "lunar month", &h);
	if (month)
		next = h.end;
	else if (int_at(c, at, &v, &next, &n) && v <= 12 && (named || n == 0 || cp_is_han(utf8_first(str_skip(c->s, at)))) && words_at(c->w, c->s, next, WM(month), &h))
		next = h.end;
	else
		return false;
	*end = next;
	bool lunar = named || month, day = lunar_day(c, next, lunar, &next);
	if (day)
		*end = next;
	return lunar || day;
}
