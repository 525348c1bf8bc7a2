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
	struct seen *k = &c->seen[at % SEEN];
	if (!k->known || k->at != at) {
		*k = (struct seen){.at = at, .end = at, .known = true};
		k->ok = read_int(c, at, &k->value, &k->end, &k->ndigit);
	}
	*v = k->value;
	*end = k->end;
	*ndigit = k->ndigit;
	return k->ok;
}

bool
word_at(const scan *c, size_t at, uint64_t mask, word_hit *h)
{
	return words_at(c->w, c->s, skip_space(c->s, at), mask, h);
}

bool
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
bool
unit_after_range(scan *c, size_t from, size_t at, enum word_class cls)
{
	word_hit r, u;
	int v, n;
	size_t end;
	if (!word_at(c, at, WM(range) | WM(list), &r) || (r.r->cls == W_list && cls != W_year && line_head(c->s, from)))
		return false;
	static const int most[WORD_CLASS_COUNT] = {[W_day] = 31, [W_month] = 12, [W_quarter] = 4, [W_year] = 2999};
	/* 2023、2024、2025年: the unit may stand a few figures on */
	for (int i = 0; i < 6; i++) {
		size_t next = skip_space(c->s, r.end);
		if (cls == W_quarter && words_at(c->w, c->s, next, WM(ordinal), &u))
			next = u.end;  /* 第一、第二季度 */
		if (!int_at(c, next, &v, &end, &n) || v > most[cls])
			return false;

		if (word_at(c, end, (uint64_t)1 << cls, &u))
			return true;
		if (cls == W_day && r.r->cls == W_range && v <= 12 && word_at(c, end, WM(month), &u) && int_at(c, u.end, &v, &end, &n) && v >= 1 && v <= 31)
			return word_at(c, end, WM(day), &u);   /* 11月20-12月5日 */
		if (r.r->cls != W_list || !word_at(c, end, WM(list), &r))
			return false;
	}
	return false;
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
		if (han || ascii_is_letter(after) || after == '.' || after == '%' || after == 0xFF05 || after == '-' || d->month == 0)
			return false;
		d->end = end;
	}
	d->day = v;
	d->grain = G_DAY;
	if (date_exists(d->year, d->month, v))
		return true;
	c->impossible = d->end;
	return false;
}

/* 二三季度, 七八月间: two figures in a row before one unit, at most `most`. */
static bool
read_two_parts(scan *c, size_t at, uint64_t unit, int most, int *lo, int *hi, size_t *end)
{
	word_hit x, y, u;
	if (!words_at(c->w, c->s, at, WM(digit), &x) || !words_at(c->w, c->s, x.end, WM(digit), &y) || !words_at(c->w, c->s, y.end, unit, &u) ||
	    !whole_word(c, &u) || (u.r->cls == W_quarter && u.r->num > 1))
		return false;
	*lo = x.r->num;
	*hi = y.r->num;
	*end = u.end;
	return *lo >= 1 && *hi == *lo + 1 && *hi <= most;
}

static bool
read_month(scan *c, size_t at, date *d)
{
	int v, n;
	size_t end;
	word_hit h = {0};
	date before = *d;
	if (read_two_parts(c, skip_space(c->s, at), WM(month), 9, &v, &n, &end)) {
		d->month = v;
		d->part_hi = n;
		d->grain = G_MONTH;
		d->end = end;
		return true;
	}
	bool january = word_at(c, at, WM(era), &h) && str_eq(h.r->value, STR("january"));
	if (january)
		v = 1;
	else if (!int_at(c, skip_space(c->s, at), &v, &end, &n) || v < 1 || v > 12 || n > 2)
		return false;
	if (january) {
		d->end = h.end;
	} else if (word_at(c, end, WM(month), &h)) {
		if (!whole_word(c, &h))
			return false;
		d->end = h.end;
	} else if (unit_after_range(c, at, end, W_month)) {
		d->end = end;
	} else {
		return false;
	}
	size_t lunar;
	if (h.end == d->end && lunar_at(c, skip_space(c->s, at), &lunar) && lunar > d->end) {
		*d = before;
		return false;      /* 2015年十月初一 */
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

/* The year of Q3 2025, which ends at s[*end] without it. */
static void
read_year_behind(scan *c, date *d, size_t *end)
{
	int v, n;
	size_t next, at = skip_space(c->s, *end);
	word_hit h;
	if (at == *end || !int_at(c, at, &v, &next, &n) || n != 4 || v < 1990 || v > 2049 || digit_at(c->s, next, &(size_t){0}) >= 0)
		return;
	uint32_t after = cp_at(c->s, next);
	bool year = words_at(c->w, c->s, next, WM(year), &h) && whole_word(c, &h);
	if (!year && (ascii_is_letter(after) || after == '-' || after == '/' || after == '.' || after == '%' || after == ',' ||
	              words_at(c->w, c->s, skip_space(c->s, next), WM(mag) | WM(unit) | WM(money) | WM(classifier) | WM(percent), &h)))
		return;
	d->year = v;
	d->explicit_year = true;
	*end = year ? h.end : next;
}

/* 第三季度, 三季度, Q3, 前三季度, 第二财季 */
bool
read_quarter(scan *c, size_t at, date *d, bool year)
{
	word_hit h, u;
	int v, n;
	size_t end, from = skip_space(c->s, at);
	bool front = words_at(c->w, c->s, from, WM(front), &h);
	if (!front && read_two_parts(c, from, WM(quarter), 4, &v, &n, &end)) {
		d->grain = G_QUARTER;
		d->part = v;
		d->part_hi = n;
		d->end = end;
		return true;
	}
	if (front)
		from = skip_space(c->s, h.end);
	if (str_starts(str_skip(c->s, from), STR("Q")) && int_at(c, from + 1, &v, &end, &n) && n == 1 && !ascii_is_letter(cp_at(c->s, end))) {
		u.end = end;
		u.r = NULL;
	} else {
		bool ordinal = words_at(c->w, c->s, from, WM(ordinal), &h);
		if (!int_at(c, ordinal ? skip_space(c->s, h.end) : from, &v, &end, &n))
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
	date fy = *d;
	if (!front && !year && cp_at(c->s, from) == 'Q' && read_fy(c, skip_space(c->s, u.end), &fy) && fy.grain == G_YEAR) {
		*d = fy;
		u.end = fy.end;    /* Q3 FY2026 */
	}
	if (!front && !year && d->year < 0 && cp_at(c->s, from) == 'Q')
		read_year_behind(c, d, &u.end);
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

/* 2021年第三个月 */
static bool
read_nth_month(scan *c, size_t at, date *d)
{
	int v, n;
	size_t end;
	word_hit h, u;
	if (!word_at(c, at, WM(ordinal), &h) || !int_at(c, h.end, &v, &end, &n) || v < 1 || v > 12 ||
	    !words_at(c->w, c->s, end, WM(duration), &u) || u.r->num != 1 || !str_eq(u.r->value, STR("M")))
		return false;
	d->grain = G_MONTH;
	d->month = v;
	d->end = u.end;
	return true;
}

/* 前11个月, 前8月: from January on. */
static bool
read_first_months(scan *c, size_t at, date *d, bool year)
{
	int v, n;
	size_t end, from = skip_space(c->s, at);
	word_hit h;
	bool front = words_at(c->w, c->s, from, WM(front), &h);
	if (!front && !(year && words_at(c->w->aside, c->s, from, AM(first), &h)))
		return false;
	int least = front ? h.r->num : 2;
	if (!int_at(c, skip_space(c->s, h.end), &v, &end, &n) || v < least || v > 12)
		return false;
	bool counted = word_at(c, end, WM(duration), &h) && h.r->num == 1 && str_eq(h.r->value, STR("M"));
	if (!counted && !word_at(c, end, WM(month), &h))
		return false;
	if (counted && !year && n == 0)
		return false;      /* 前三个月 may be any three */
	*d = (date){.start = d->start, .end = h.end, .grain = G_MONTH, .year = d->year, .month = 1, .part_hi = v,
	            .explicit_year = d->explicit_year, .relative = d->relative, .numeral = true};
	return true;
}

bool
read_half_year(scan *c, size_t at, date *d)
{
	word_hit h;
	int v, n;
	size_t end, from = skip_space(c->s, at);
	if (from < c->s.n && c->s.p[from] == 'H' && int_at(c, from + 1, &v, &end, &n) && n == 1 && (v == 1 || v == 2) && !ascii_is_letter(cp_at(c->s, end))) {
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

/* The 1H and 3Q of 2025年1H, 2025年3Q. */
static bool
read_turned_part(scan *c, size_t at, date *d)
{
	int v, n;
	size_t end;
	if (!int_at(c, skip_space(c->s, at), &v, &end, &n) || n != 1 || v < 1 || end >= c->s.n || (c->s.p[end] != 'H' && c->s.p[end] != 'Q') ||
	    v > (c->s.p[end] == 'H' ? 2 : 4) || ascii_is_letter(cp_at(c->s, end + 1)) || digit_at(c->s, end + 1, &(size_t){0}) >= 0)
		return false;
	d->grain = c->s.p[end] == 'H' ? G_HALF : G_QUARTER;
	d->part = v;
	d->end = end + 1;
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
	if (read_month(c, at, d) || read_half_year(c, at, d) || read_turned_part(c, at, d) || read_quarter(c, at, d, true) || read_first_months(c, at, d, true) ||
	    read_week(c, at, d) || read_nth_month(c, at, d))
		return;
	read_edge(c, d);
}

bool
lasts_before(const scan *c, size_t at)
{
	word_hit h, no;
	return words_before(c->w, c->s, at, WM(durpre), &h) && !(words_before(c->w, c->s, at, WM(prenot), &no) && no.start < h.start);
}

/* 18日: a day of the month, unless it is a length of time (上市5日, 5日内). */
static bool
read_lone_day(scan *c, size_t at, date *d)
{
	int v, n;
	size_t end;
	word_hit h, k;
	if (!int_at(c, at, &v, &end, &n) || v < 1 || v > 31 || n > 2 || !word_at(c, end, WM(day), &h))
		return unit_after_range(c, at, end, W_day) && v >= 1 && v <= 31 ? read_day(c, at, d) : false;
	bool said = h.r->num == 1 && (words_at(c->w, c->s, h.end, WM(oclock), &k) || words_at(c->w, c->s, h.end, WM(range), &k) ||
	                                  date_comes_again(c, at));  /* 3号下午, 每月15号 */
	if ((h.r->num == 1 && !said) || (n == 0 && v == 1) || !whole_word(c, &h))
		return false;
	if (words_at(c->w, c->s, at, WM(digit), &k) && str_eq(k.r->value, STR("two")))
		return false;      /* 两日 */
	bool span = word_at(c, h.end, WM(durpost), &k) && !(k.r->num == 1 && (v > 10 || date_comes_again(c, at)));   /* 每月10日前 */
	if (span || lasts_before(c, at))
		return false;
	d->day = v;
	d->grain = G_DAY;
	d->end = h.end;
	return true;
}

/* The day behind the dot of 5.17日, 5.18-5.19日. */
static bool
read_dotted_day(scan *c, size_t at, date *d)
{
	int month, day, n, k;
	size_t dot, end, from;
	word_hit h;
	if (!int_at(c, at, &month, &dot, &n) || n < 1 || n > 2 || dot >= c->s.n || c->s.p[dot] != '.' || !int_at(c, dot + 1, &day, &end, &k) || k < 1 ||
	    k > 2 || month < 1 || month > 12 || !date_exists(-1, month, day))
		return false;
	d->month = month;
	d->day = day;
	d->grain = G_DAY;
	d->end = end;
	if (word_at(c, end, WM(day), &h)) {
		d->end = h.end;
		return whole_word(c, &h);
	}
	/* the unit may stand behind the other end of a range */
	if (!words_at(c->w, c->s, end, WM(range), &h) || !int_at(c, h.end, &day, &from, &n) || n < 1 || n > 2)
		return false;
	if (from < c->s.n && c->s.p[from] == '.' && (!int_at(c, from + 1, &day, &from, &n) || n < 1 || n > 2))
		return false;
	return day >= 1 && day <= 31 && words_at(c->w, c->s, from, WM(day), &h) && whole_word(c, &h);
}

/* 10/1/2017, and 25/12/2017 where there is no such month. */
static bool
read_slashed_date(scan *c, size_t at, date *d)
{
	int month, day, year, n;
	size_t end;
	if (!int_at(c, at, &month, &end, &n) || n < 1 || n > 2 || end >= c->s.n || c->s.p[end] != '/' || !int_at(c, end + 1, &day, &end, &n) || n < 1 ||
	    n > 2 || end >= c->s.n || c->s.p[end] != '/' || !int_at(c, end + 1, &year, &end, &n) || n != 4 || year < 1000)
		return false;
	uint32_t after = cp_at(c->s, end);
	bool turned = month > 12;
	date whole = {.start = at, .end = end, .grain = G_DAY, .year = year, .month = turned ? day : month, .day = turned ? month : day,
	              .explicit_year = true, .numeral = true};
	if (whole.month < 1 || whole.month > 12 || !date_exists(year, whole.month, whole.day) || after == '/' || ascii_is_letter(after))
		return false;
	*d = whole;
	return true;
}

/* 11/20, 11-20: a month and a day; *end is behind them. */
static bool
month_day_at(scan *c, size_t at, date *d)
{
	int n, k;
	size_t mark, end;
	if (!int_at(c, at, &d->month, &mark, &n) || n < 1 || n > 2 || mark >= c->s.n || (c->s.p[mark] != '/' && c->s.p[mark] != '-') ||
	    !int_at(c, mark + 1, &d->day, &end, &k) || k < 1 || k > 2 || d->month < 1 || d->month > 12 || !date_exists(-1, d->month, d->day))
		return false;
	bool both = n == 2 && k == 2;
	d->grain = G_DAY;
	d->end = end;
	return c->s.p[mark] == '/' || both;
}

/* 11-20 14:30, 11/20起, 11/20-11/25: a month and a day that no fraction and no range can be. */
static bool
read_month_day(scan *c, size_t at, date *d)
{
	word_hit h;
	int v, n;
	size_t end, next;
	if (!month_day_at(c, at, d))
		return false;
	if (d->end + 1 < c->s.n && c->s.p[d->end] == ' ' && int_at(c, d->end + 1, &v, &end, &n) && n == 2 && v < 24 && colon_at(c->s, end, &next) &&
	    digit_at(c->s, next, &next) >= 0 && digit_at(c->s, next, &next) >= 0)
		return true;
	if (str_chr(str_from_to(c->s, at, d->end), '/') == SIZE_MAX)
		return false;
	if (words_at(c->w, c->s, d->end, WM(post), &h) && h.r->num == 1 && str_eq(h.r->word, STR("\xE8\xB5\xB7")))
		return true;       /* 11/20起 */
	bool line = (at == 0 || c->s.p[at - 1] == '\n') && (d->end == c->all.n || c->all.p[d->end] == '\n');
	uint32_t left = cp_before(c->s, at), right = cp_at(c->all, d->end);
	bool free = !is_digit(left) && !is_digit(right) && right != '/' && right != '.' && right != '-' && left != '/' && left != '.' && left != '-' &&
	            !ascii_is_letter(left) && !ascii_is_letter(right);
	if (free && (line || c->taiwan) && (d->month >= d->day || (c->taiwan && d->day > 12)) && !words_at(c->w, c->s, skip_space(c->s, d->end), WM(unit), &h))
		return true;       /* 12/1; in Taiwan 11/20, too */
	date x = *d, y = *d;
	if (words_at(c->w, c->s, d->end, WM(range), &h)) {
		if (!month_day_at(c, h.end, &y))
			return false;
	} else {
		if (!words_before(c->w, c->s, at, WM(range), &h))
			return false;
		for (end = h.start; end > 0 && h.start - end < 6 && (ascii_is_digit(c->s.p[end - 1]) || c->s.p[end - 1] == '/'); end--)
			;
		if (!month_day_at(c, end, &x) || x.end != h.start)
			return false;
	}
	return y.month * 32 + y.day > x.month * 32 + x.day && (x.day > 12 || y.day > 12);
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
	date decades;
	word_hit x, y;
	if (!int_at(c, at, &v, &end, &n))
		return read_two_parts(c, at, WM(month) | WM(quarter), 9, &v, &n, &end) ||
		       (words_at(c->w, c->s, at, WM(digit), &x) && words_at(c->w, c->s, x.end, WM(digit), &y) && words_at(c->w, c->s, y.end, WM(mag), &x) &&
		        words_at(c->w, c->s, x.end, WM(decade), &y) && read_two_decades(c, at, 19, &decades));
	uint32_t next = words_peek(c->s, skip_space(c->s, end));
	return (words_first_mask(c->w, next) & (AFTER_FIGURE | WM(digit))) || next == '/' || next == '-' || next == '.' || next == 'Q' || next == 'H';
}

bool
date_at(scan *c, size_t at, date *d)
{
	static const struct { uint64_t mask; bool (*read)(scan *, size_t, date *); } start[] = {
		{WM(era), read_era}, {WM(relyear), read_relative_year}, {WM(relmonth), read_relative_month}, {WM(relday), read_relative_day},
		{WM(relcentury), read_relative_century}, {WM(part), read_part}, {WM(halfyear), read_half_year},
	};
	uint32_t cp = words_peek(c->s, at);
	uint64_t first = words_first_mask(c->w, cp), starts = classes_at(c, at);
	for (size_t i = 0; i < sizeof start / sizeof *start; i++) {
		if (!(starts & start[i].mask))
			continue;
		*d = (date){.start = at, .year = -1, .numeral = start[i].mask == WM(halfyear)};
		if (start[i].read(c, at, d))
			return true;
	}
	*d = (date){.start = at, .year = -1, .numeral = true};
	if (first & WM(era) && read_month(c, at, d))
		return true;       /* 元月6日 */
	int v, n;
	size_t next, end;
	bool figure = digit_at(c->s, at, &next) >= 0 || (first & (WM(digit) | WM(mag) | WM(tens)));
	if (!figure)
		return (cp == 'F' && read_fy(c, at, d)) ||
		       ((first & (WM(ordinal) | WM(front)) || cp == 'Q') && (read_quarter(c, at, d, false) || read_first_months(c, at, d, false)));
	if (!figure_may_begin(c, at))
		return false;
	if (read_year(c, at, d))
		return true;
	*d = (date){.start = at, .year = -1, .numeral = true};
	if (!int_at(c, at, &v, &end, &n) && read_two_decades(c, at, 19, d))
		return true;       /* 五六十年代 */
	if (read_slashed_date(c, at, d) || read_month_day(c, at, d))
		return true;
	*d = (date){.start = at, .year = -1, .numeral = true};
	return read_dotted_day(c, at, d) || read_month(c, at, d) || read_quarter(c, at, d, false) || read_lone_day(c, at, d);
}
