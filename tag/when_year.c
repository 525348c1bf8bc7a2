/* Years: 2025年, 25年Q3, 2025-09-18, 2026财年, FY25Q3, 20世纪90年代. */
#include "when.h"

/* 25年Q3, 25年底, 08年, 25年9月: two digits are a year only where a date goes on. */
static bool
short_year_fits(scan *c, int v, size_t end, int ndigit)
{
	date probe = {.end = end, .year = -1};
	if (ndigit != 2)
		return false;
	if (v < 10)
		return true;
	read_rest(c, &probe);
	word_hit h;
	return probe.grain != G_NONE || (probe.mod.p && words_at(c->w, c->s, end, WM(edge), &h) && h.r->num != 9);
}

static int
full_year(const scan *c, int v)
{
	int now = c->published.year ? c->published.year % 100 : 30;
	return v <= now + 10 ? 2000 + v : 1900 + v;
}

/* 2025-09-18, 2025/9/18, 2025.9.18, 2025-09. */
static bool
read_numeric(scan *c, size_t at, int year, date *d)
{
	if (at >= c->s.n || (c->s.p[at] != '-' && c->s.p[at] != '/' && c->s.p[at] != '.'))
		return false;
	char sep = c->s.p[at];
	int month, day, n;
	size_t end, next;
	if (!int_at(c, at + 1, &month, &end, &n) || n > 2 || month < 1 || month > 12)
		return false;
	*d = (date){.start = d->start, .end = end, .grain = G_MONTH, .year = year, .month = month, .explicit_year = true, .numeral = true};
	size_t second;
	if (end < c->s.n && c->s.p[end] == sep && int_at(c, end + 1, &day, &second, &n) && n <= 2 && date_exists(year, month, day)) {
		d->day = day;
		d->grain = G_DAY;
		d->end = second;
	} else if (n != 2 || sep == '.') {
		return false;
	}
	uint32_t after = cp_at(c->s, d->end);
	bool timed = after == 'T' && d->day && digit_at(c->s, d->end + 1, &next) >= 0;   /* 2025-09-18T09:30 */
	if (digit_at(c->s, d->end, &next) >= 0 || (ascii_is_letter(after) && !timed) || after == '%' || words_at(c->w, c->s, d->end, WM(year), &(word_hit){0}))
		return false;
	return !((after == '.' || after == (uint32_t)sep) && digit_at(c->s, d->end + 1, &next) >= 0);
}

static bool
read_fiscal(scan *c, int v, int ndigit, size_t end, date *d)
{
	word_hit h;
	if (!word_at(c, end, WM(fiscal), &h) || (ndigit != 4 && ndigit != 2))
		return false;
	d->year = ndigit == 2 ? full_year(c, v) : v;
	d->grain = G_YEAR;
	d->fiscal = d->explicit_year = true;
	d->end = h.end;
	if (!read_quarter(c, h.end, d, true))
		read_half_year(c, h.end, d);
	d->fiscal = true;
	return true;
}

bool
read_two_decades(scan *c, size_t at, int century, date *d)
{
	numeral n;
	word_hit h;
	if (!numeral_at(c->w, c->a, c->s, at, false, &n) || !n.pair || !n.hi.p || !words_at(c->w, c->s, n.end, WM(decade), &h))
		return false;
	long lo = dec_small(n.lo, 90), hi = dec_small(n.hi, 90);
	if (lo < 10 || hi < lo || lo % 10 || hi % 10)
		return false;
	d->grain = G_DECADE;
	d->part = century * 10 + (int)lo / 10;
	d->part_hi = century * 10 + (int)hi / 10;
	d->end = h.end;
	return true;
}

/* 20世纪, 20世纪90年代, 90年代, 2010年代 */
static bool
read_century(scan *c, int v, size_t end, date *d)
{
	word_hit h, k;
	int decade, n;
	if (word_at(c, end, WM(decade), &h)) {
		bool full = v >= 1000 && v % 10 == 0;
		if (!full && (v % 10 || v < 10 || v > 90))
			return false;
		d->grain = G_DECADE;
		d->part = full ? v / 10 : 190 + v / 10;
		d->end = h.end;
		read_edge(c, d);
		return true;
	}
	if (!word_at(c, end, WM(century), &h) || v < 1 || v > 30)
		return false;
	d->grain = G_CENTURY;
	d->part = v - 1;
	d->end = h.end;
	size_t next;
	if (read_two_decades(c, h.end, v - 1, d))
		return true;
	if (int_at(c, skip_space(c->s, h.end), &decade, &next, &n) && decade % 10 == 0 && decade < 100 && word_at(c, next, WM(decade), &k)) {
		d->grain = G_DECADE;
		d->part = (v - 1) * 10 + decade / 10;
		d->end = k.end;
	}
	read_edge(c, d);
	return true;
}

/* 2025Q3, 25Q3, 2025H1 */
static bool
read_joined(scan *c, int v, int ndigit, size_t end, date *d)
{
	int part, n;
	size_t next;
	if (ndigit == 4)
		end = skip_space(c->s, end);   /* 2025 Q4 */
	char letter = end < c->s.n ? c->s.p[end] : 0;
	if ((letter == 'Q' || letter == 'H') && ndigit == 1 && v >= 1 && v <= (letter == 'Q' ? 4 : 2) && int_at(c, end + 1, &part, &next, &n) &&
	    (n == 2 || n == 4)) {
		int digit = v;      /* 3Q25 */
		v = part;
		part = digit;
		ndigit = n;
		d->end = next;
	} else if ((letter != 'Q' && letter != 'H') || (ndigit != 2 && ndigit != 4) || !int_at(c, end + 1, &part, &next, &n) || n != 1 ||
	    part < 1 || part > (letter == 'Q' ? 4 : 2) || ascii_is_letter(cp_at(c->s, next)))
		return false;
	if (ascii_is_letter(cp_at(c->s, next)))
		return false;
	d->year = ndigit == 2 ? full_year(c, v) : v;
	d->grain = letter == 'Q' ? G_QUARTER : G_HALF;
	d->part = part;
	d->explicit_year = true;
	d->end = next;
	return true;
}

/* 2023/24年度, 2024/25财年: a year that begins in one and ends in the next. */
static bool
read_split_year(scan *c, int v, size_t end, date *d)
{
	int last, n;
	size_t next;
	word_hit h;
	if (end >= c->s.n || c->s.p[end] != '/' || !int_at(c, end + 1, &last, &next, &n) || (n != 2 && n != 4) || last % 100 != (v + 1) % 100)
		return false;
	if (word_at(c, next, WM(fiscal), &h)) {
		d->year = v + 1;
		d->fiscal = true;
	} else if (word_at(c, next, WM(year), &h)) {
		d->year = v;
		d->part_hi = v + 1;
	} else {
		return false;
	}
	d->grain = G_YEAR;
	d->explicit_year = true;
	d->end = h.end;
	return true;
}

/* (2009—2011): two years of this century or the last alone in brackets. */
static bool
bare_years(scan *c, size_t at, size_t end)
{
	word_hit r;
	int v, n;
	size_t next;
	uint32_t before = cp_before(c->s, at);
	if ((before != '(' && before != 0xFF08) || !words_at(c->w, c->s, end, WM(range), &r) || !int_at(c, r.end, &v, &next, &n) || n != 4 ||
	    v < 1900 || v > 2099)
		return false;
	uint32_t after = cp_at(c->s, next);
	return after == ')' || after == 0xFF09;
}

/* 2024、2025两年, 2023-2025三年间: is the figure that ends at s[end] one of some years whose number follows? */
static bool
counted_years(scan *c, size_t at, size_t end)
{
	enum { YEARS_MAX = 8 };
	word_hit r;
	int v, n;
	size_t next;
	bool listed = words_before(c->w, c->s, at, WM(list) | WM(range), &r) && is_digit(cp_before(c->s, r.start));
	for (int i = 0; i < YEARS_MAX && words_at(c->w, c->s, end, WM(list) | WM(range), &r) && int_at(c, r.end, &v, &next, &n) && n == 4 && v >= 1900 && v < 2100; i++) {
		listed = true;
		end = next;
	}
	return listed && digit_at(c->s, end, &next) < 0 && int_at(c, end, &v, &next, &n) && v >= 2 && v <= 20 && words_at(c->w, c->s, next, WM(year), &r);
}

/* 97年 by itself: of late, and no length of time. */
static bool
is_late_republic(const scan *c, int v, int ndigit, const word_hit *unit, size_t at)
{
	enum { LEAST = 80, AHEAD = 10 };
	word_hit h;
	int now = c->published.year ? c->published.year : 2030;
	return ndigit >= 2 && v >= LEAST && 1911 + v <= now + AHEAD && !words_at(c->w, c->s, unit->end, WM(durpost), &h) && !lasts_before(c, at);
}

/* 九十六年九月, 114年底, 112年度 in Taiwanese text: the year of the Republic, where a date goes on or no length of time can be meant. */
static bool
read_republic_year(scan *c, int v, const word_hit *unit, bool late, date *d)
{
	date whole = *d;
	whole.year = 1911 + v;
	whole.end = unit->end;
	whole.grain = G_YEAR;
	whole.explicit_year = true;
	if (!unit->r->value.n)
		read_rest(c, &whole);
	if (whole.grain == G_YEAR && !whole.mod.p && !unit->r->value.n && !late)
		return false;
	*d = whole;
	return true;
}

bool
read_year(scan *c, size_t at, date *d)
{
	int v, n;
	size_t end;
	word_hit h;
	if (!int_at(c, at, &v, &end, &n))
		return false;
	d->numeral = true;
	if (read_fiscal(c, v, n, end, d) || read_century(c, v, end, d) || read_joined(c, v, n, end, d))
		return true;
	bool four = (n == 4 || (n == 0 && v >= 1900)) && v >= 1000 && v <= 2999;
	if (four && n == 4 && read_split_year(c, v, end, d))
		return true;
	if (four && n == 4 && read_numeric(c, end, v, d))
		return true;
	if (n == 4 && four && words_at(c->w, c->s, end, WM(halfyear), &h)) {
		d->year = v;       /* 2025上半年 */
		d->explicit_year = true;
		return read_half_year(c, end, d);
	}
	bool unit = word_at(c, end, WM(year), &h);
	if (unit && c->taiwan && v >= 50 && v <= 150 && read_republic_year(c, v, &h, is_late_republic(c, v, n, &h, at), d))
		return true;
	bool spelt = n == 2 && unit && whole_word(c, &h) && digit_at(c->s, at, &(size_t){0}) < 0;   /* 九八年: no length of time is read digit by digit */
	if (unit && (four || spelt || short_year_fits(c, v, h.end, n))) {
		d->year = four ? v : full_year(c, v);
		d->end = h.end;
		d->grain = G_YEAR;
		d->explicit_year = true;
		if (!h.r->value.n)
			read_rest(c, d);
		return true;
	}
	if (n == 4 && !unit && bare_years(c, at, end)) {
		d->year = v;
		d->end = end;
		d->grain = G_YEAR;
		d->explicit_year = d->bare = true;
		return true;
	}
	if (four && !unit && (unit_after_range(c, at, end, W_year) || (n == 4 && counted_years(c, at, end)))) {
		d->year = v;
		d->end = end;
		d->grain = G_YEAR;
		d->explicit_year = true;
		return true;
	}
	return false;
}

/* FY2025, FY25Q3 */
bool
read_fy(scan *c, size_t at, date *d)
{
	int v, n, part, k;
	size_t end, next;
	if (!str_starts(str_skip(c->s, at), STR("FY")) || !int_at(c, at + 2, &v, &end, &n) || (n != 2 && n != 4))
		return false;
	d->year = n == 2 ? full_year(c, v) : v;
	d->grain = G_YEAR;
	d->fiscal = d->explicit_year = true;
	d->end = end;
	end = skip_space(c->s, end);   /* FY2025 Q2 */
	char letter = end < c->s.n ? c->s.p[end] : 0;
	if ((letter == 'Q' || letter == 'H') && int_at(c, end + 1, &part, &next, &k) && k == 1 && part >= 1 && part <= (letter == 'Q' ? 4 : 2) &&
	    (d->end == end || !ascii_is_letter(cp_at(c->s, next)))) {
		d->grain = letter == 'Q' ? G_QUARTER : G_HALF;
		d->part = part;
		d->end = next;
	}
	return !ascii_is_letter(cp_at(c->s, d->end));
}
