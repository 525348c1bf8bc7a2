/* Dates: absolute, partial and relative ones, and ranges of them. */
#include "when.h"

#include "utf8.h"

static bool
read_int(scan *c, size_t at, int *v, size_t *end, int *ndigit)
{
	size_t next = at;
	int d, n = 0, value = 0;
	while (n < 5 && (d = digit_at(c->s, at, &next)) >= 0) {
		value = value * 10 + d;
		at = next;
		n++;
	}
	if (n) {
		*v = value;
		*end = at;
		*ndigit = n;
		return n <= 4;
	}
	numeral m;
	word_hit h;
	size_t stop = at;
	for (int i = 0; i < 9 && words_at(c->w, c->s, stop, WM(digit) | WM(mag) | WM(tens), &h) && (unsigned char)h.r->word.p[0] >= 0x80; i++)
		stop = h.end;
	if (stop == at || !numeral_at(c->w, c->a, str_from_to(c->s, 0, stop), at, false, &m) || m.hi.p || m.decimal || m.mod.p || m.elided)
		return false;
	long small = dec_small(m.lo, 9999);
	*v = (int)small;
	*end = m.end;
	*ndigit = m.positional ? (int)m.ndigit : 0;
	return small >= 0;
}

bool
int_at(scan *c, size_t at, int *v, size_t *end, int *ndigit)
{
	if (!c->seen.known || c->seen.at != at) {
		c->seen.at = c->seen.end = at;
		c->seen.ok = read_int(c, at, &c->seen.value, &c->seen.end, &c->seen.ndigit);
		c->seen.known = true;
	}
	*v = c->seen.value;
	*end = c->seen.end;
	*ndigit = c->seen.ndigit;
	return c->seen.ok;
}

bool
word_at(const scan *c, size_t at, uint64_t mask, word_hit *h)
{
	return words_at(c->w, c->s, skip_space(c->s, at), mask, h);
}

/* No longer word (月薪, 初步) begins where the hit does. */
static bool
whole_word(const scan *c, const word_hit *h)
{
	word_hit no;
	return !words_at(c->w, c->s, h->start, WM(notunit), &no) || no.end <= h->end;
}

/* Is s[at] at the head of its line? There a figure and 、 enumerate. */
static bool
line_head(str s, size_t at)
{
	while (at > 0 && s.p[at - 1] == ' ')
		at--;
	return at == 0 || s.p[at - 1] == '\n';
}

/* A figure (from..at) without its unit before a range or list whose next figure has it: 1—6月, 第三、四季度. */
static bool
unit_after_range(scan *c, size_t from, size_t at, enum word_class cls)
{
	word_hit r, u;
	int v, n;
	size_t end;
	if (!word_at(c, at, WM(range) | WM(list), &r) || (r.r->cls == W_list && line_head(c->s, from)))
		return false;
	static const int most[WORD_CLASS_COUNT] = {[W_day] = 31, [W_month] = 12, [W_quarter] = 4, [W_year] = 2999};
	return int_at(c, skip_space(c->s, r.end), &v, &end, &n) && v <= most[cls] && word_at(c, end, (uint64_t)1 << cls, &u);
}

/* ---- parts of a date, read behind the year or alone */

bool
read_edge(scan *c, date *d)
{
	word_hit h;
	if (!words_at(c->w, c->s, d->end, WM(edge), &h) || !whole_word(c, &h))
		return false;
	uint32_t after = cp_at(c->s, h.end);
	if (h.r->num == 9 && after >= 0x4E00 && after <= 0x9FFF)
		return false;
	d->mod = h.r->value;
	d->end = h.end;
	return true;
}

bool
read_day(scan *c, size_t at, date *d)
{
	int v, n;
	size_t end;
	word_hit h;
	if (!int_at(c, skip_space(c->s, at), &v, &end, &n) || v < 1 || v > 31 || n > 2)
		return false;
	if (word_at(c, end, WM(day), &h)) {
		if (!whole_word(c, &h) && h.r->num == 1)
			return false;
		d->end = h.end;
	} else if (unit_after_range(c, at, end, W_day)) {
		d->end = end;
	} else {
		uint32_t after = cp_at(c->s, end);
		bool han = after >= 0x4E00 && after <= 0x9FFF;
		if (han || is_latin(after) || after == '.' || after == '%' || after == 0xFF05 || after == '-' || d->month == 0)
			return false;
		d->end = end;
	}
	d->day = v;
	d->grain = G_DAY;
	return date_exists(d->year, d->month, v);
}

static bool
read_month(scan *c, size_t at, date *d)
{
	int v, n;
	size_t end;
	word_hit h;
	if (!int_at(c, skip_space(c->s, at), &v, &end, &n) || v < 1 || v > 12 || n > 2)
		return false;
	if (word_at(c, end, WM(month), &h)) {
		if (!whole_word(c, &h))
			return false;
		d->end = h.end;
	} else if (unit_after_range(c, at, end, W_month)) {
		d->end = end;
	} else {
		return false;
	}
	d->month = v;
	d->grain = G_MONTH;
	date whole = *d;
	if (h.end == d->end && !read_day(c, d->end, d)) {
		*d = whole;
		read_edge(c, d);
	}
	return true;
}

/* 第三季度, 三季度, Q3, 前三季度, 第二财季 */
static bool
read_quarter(scan *c, size_t at, date *d, bool year)
{
	word_hit h, u;
	int v, n;
	size_t end, from = skip_space(c->s, at);
	bool front = words_at(c->w, c->s, from, WM(front), &h);
	if (front)
		from = h.end;
	if (str_starts(str_skip(c->s, from), STR("Q")) && int_at(c, from + 1, &v, &end, &n) && n == 1 && !is_latin(cp_at(c->s, end))) {
		u.end = end;
		u.r = NULL;
	} else {
		bool ordinal = words_at(c->w, c->s, from, WM(ordinal), &h);
		if (!int_at(c, ordinal ? h.end : from, &v, &end, &n))
			return false;
		if (word_at(c, end, WM(quarter), &u)) {
			if (u.r->num == 2 && (!(year || front || (ordinal && c->taiwan)) || !whole_word(c, &u)))
				return false;
			if (u.r->num == 3 && !front)
				return false;
		} else if (unit_after_range(c, at, end, W_quarter)) {
			u.end = end;
			u.r = NULL;
		} else {
			return false;
		}
	}
	if (v < 1 || v > 4)
		return false;
	d->grain = G_QUARTER;
	d->part = front ? 1 : v;
	d->part_hi = front && v > 1 ? v : 0;
	if (u.r && str_eq(u.r->value, STR("fiscal")))
		d->fiscal = true;
	d->end = u.end;
	if (!d->part_hi)
		read_edge(c, d);
	return true;
}

/* 前11个月, 前8月: from January on. */
static bool
read_first_months(scan *c, size_t at, date *d, bool year)
{
	int v, n;
	size_t end, from = skip_space(c->s, at);
	word_hit h;
	if (!words_at(c->w, c->s, from, WM(front), &h) || !int_at(c, h.end, &v, &end, &n) || v < 2 || v > 12)
		return false;
	bool counted = words_at(c->w, c->s, end, WM(duration), &h) && h.r->num == 1 && str_eq(h.r->value, STR("M"));
	if (!counted && !words_at(c->w, c->s, end, WM(month), &h))
		return false;
	if (counted && !year)
		return false;
	*d = (date){.start = d->start, .end = h.end, .grain = G_MONTH, .year = d->year, .month = 1, .part_hi = v,
	            .explicit_year = d->explicit_year, .relative = d->relative, .numeral = true};
	return true;
}

static bool
read_half_year(scan *c, size_t at, date *d)
{
	word_hit h;
	int v, n;
	size_t end, from = skip_space(c->s, at);
	if (from < c->s.n && c->s.p[from] == 'H' && int_at(c, from + 1, &v, &end, &n) && n == 1 && (v == 1 || v == 2) && !is_latin(cp_at(c->s, end))) {
		d->grain = G_HALF;
		d->part = v;
		d->end = end;
		return true;
	}
	if (!word_at(c, at, WM(halfyear), &h))
		return false;
	d->grain = G_HALF;
	d->part = h.r->num;
	d->fiscal |= str_eq(h.r->value, STR("fiscal"));
	d->end = h.end;
	read_edge(c, d);
	return true;
}

static bool
read_week(scan *c, size_t at, date *d)
{
	word_hit h, u;
	int v, n;
	size_t end;
	if (!word_at(c, at, WM(ordinal), &h) || !int_at(c, h.end, &v, &end, &n) || v < 1 || v > 53 ||
	    !words_at(c->w, c->s, end, WM(duration), &u) || !str_eq(u.r->value, STR("W")))
		return false;
	d->grain = G_WEEK;
	d->part = v;
	d->end = u.end;
	return true;
}

/* Everything finer than the year that d already has. */
void
read_rest(scan *c, date *d)
{
	size_t at = d->end;
	word_hit h;
	if (words_at(c->w, c->s, at, WM(particle), &h))
		at = h.end;
	if (read_month(c, at, d) || read_half_year(c, at, d) || read_quarter(c, at, d, true) || read_first_months(c, at, d, true) ||
	    read_week(c, at, d))
		return;
	read_edge(c, d);
}

/* ---- years */

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
	if (digit_at(c->s, d->end, &next) >= 0 || is_latin(after) || after == '%' || words_at(c->w, c->s, d->end, WM(year), &(word_hit){0}))
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

/* 20世纪, 20世纪90年代, 90年代, 2010年代 */
static bool
read_century(scan *c, int v, size_t end, date *d)
{
	word_hit h, k;
	int decade, n;
	if (words_at(c->w, c->s, end, WM(decade), &h)) {
		bool full = v >= 1000 && v % 10 == 0;
		if (!full && (v % 10 || v < 10 || v > 90))
			return false;
		d->grain = G_DECADE;
		d->part = full ? v / 10 : 190 + v / 10;
		d->end = h.end;
		read_edge(c, d);
		return true;
	}
	if (!words_at(c->w, c->s, end, WM(century), &h) || v < 1 || v > 30)
		return false;
	d->grain = G_CENTURY;
	d->part = v - 1;
	d->end = h.end;
	size_t next;
	if (int_at(c, h.end, &decade, &next, &n) && decade % 10 == 0 && decade < 100 && words_at(c->w, c->s, next, WM(decade), &k)) {
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
	char letter = end < c->s.n ? c->s.p[end] : 0;
	if ((letter == 'Q' || letter == 'H') && ndigit == 1 && v >= 1 && v <= (letter == 'Q' ? 4 : 2) && int_at(c, end + 1, &part, &next, &n) &&
	    (n == 2 || n == 4)) {
		int digit = v;      /* 3Q25 */
		v = part;
		part = digit;
		ndigit = n;
		d->end = next;
	} else if ((letter != 'Q' && letter != 'H') || (ndigit != 2 && ndigit != 4) || !int_at(c, end + 1, &part, &next, &n) || n != 1 ||
	    part < 1 || part > (letter == 'Q' ? 4 : 2) || is_latin(cp_at(c->s, next)))
		return false;
	if (is_latin(cp_at(c->s, next)))
		return false;
	d->year = ndigit == 2 ? full_year(c, v) : v;
	d->grain = letter == 'Q' ? G_QUARTER : G_HALF;
	d->part = part;
	d->explicit_year = true;
	d->end = next;
	return true;
}

static bool
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
	if (four && n == 4 && read_numeric(c, end, v, d))
		return true;
	bool unit = word_at(c, end, WM(year), &h);
	if (unit && (four || short_year_fits(c, v, h.end, n))) {
		d->year = four ? v : full_year(c, v);
		d->end = h.end;
		d->grain = G_YEAR;
		d->explicit_year = true;
		if (!h.r->value.n)
			read_rest(c, d);
		return true;
	}
	if (four && !unit && unit_after_range(c, at, end, W_year)) {
		d->year = v;
		d->end = end;
		d->grain = G_YEAR;
		d->explicit_year = true;
		return true;
	}
	return false;
}

/* 18日: a day of the month, unless it is a length of time (上市5日, 5日内). */
static bool
read_lone_day(scan *c, size_t at, date *d)
{
	int v, n;
	size_t end;
	word_hit h, k;
	if (!int_at(c, at, &v, &end, &n) || v < 1 || v > 31 || n > 2 || !words_at(c->w, c->s, end, WM(day), &h))
		return unit_after_range(c, at, end, W_day) && v >= 1 && v <= 31 ? read_day(c, at, d) : false;
	if (h.r->num == 1 || (n == 0 && v == 1) || !whole_word(c, &h))
		return false;
	if (words_before(c->w, c->s, at, WM(durpre), &k) || words_at(c->w, c->s, h.end, WM(durpost), &k))
		return false;
	d->day = v;
	d->grain = G_DAY;
	d->end = h.end;
	return true;
}

/* Words that may stand behind a date's first figure. */
#define AFTER_FIGURE \
	(WM(year) | WM(month) | WM(day) | WM(quarter) | WM(decade) | WM(century) | WM(fiscal) | WM(range) | WM(list) | WM(relcentury) | WM(halfyear))

/* A figure that no date can begin with is turned down by what stands behind it. */
static bool
figure_may_begin(scan *c, size_t at)
{
	int v, n;
	size_t end;
	if (!int_at(c, at, &v, &end, &n))
		return false;
	uint32_t next = words_peek(c->s, skip_space(c->s, end));
	return (words_first_mask(c->w, next) & AFTER_FIGURE) || next == '/' || next == '.' || next == 'Q' || next == 'H';
}

bool
date_at(scan *c, size_t at, date *d)
{
	static const struct { uint64_t mask; bool (*read)(scan *, size_t, date *); } start[] = {
		{WM(era), read_era}, {WM(relyear), read_relative_year}, {WM(relmonth), read_relative_month}, {WM(relday), read_relative_day},
		{WM(relcentury), read_relative_century}, {WM(part), read_part}, {WM(halfyear), read_half_year},
	};
	uint32_t cp = words_peek(c->s, at);
	uint64_t first = words_first_mask(c->w, cp);
	for (size_t i = 0; i < sizeof start / sizeof *start; i++) {
		if (!(first & start[i].mask))
			continue;
		*d = (date){.start = at, .year = -1, .numeral = start[i].mask == WM(halfyear)};
		if (start[i].read(c, at, d))
			return true;
	}
	*d = (date){.start = at, .year = -1, .numeral = true};
	size_t next;
	bool figure = digit_at(c->s, at, &next) >= 0 || (first & (WM(digit) | WM(mag) | WM(tens)));
	if (!figure)
		return (first & (WM(ordinal) | WM(front)) || cp == 'Q') &&
		       (read_quarter(c, at, d, false) || read_first_months(c, at, d, false));
	if (!figure_may_begin(c, at))
		return false;
	if (read_year(c, at, d))
		return true;
	*d = (date){.start = at, .year = -1, .numeral = true};
	return read_month(c, at, d) || read_quarter(c, at, d, false) || read_lone_day(c, at, d);
}
