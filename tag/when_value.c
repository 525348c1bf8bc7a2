/* What a date means: the unknown fields from the anchors, and the TIMEX3 value. */
#include "when.h"

#include "calendar.h"

void
date_add_days(int *year, int *month, int *day, int days)
{
	calendar_date(calendar_days(*year, *month, *day) + days, year, month, day);
}

bool
date_exists(int year, int month, int day)
{
	int known = year < 0 ? 2000 : year; /* any year: a leap year has all days */
	return day >= 1 && month >= 0 && month <= 12 && day <= (month ? calendar_month_days(known, month) : 31);
}

/* The first month and day of what d names, for comparing it with the anchor. */
static void
start_of(const date *d, int *month, int *day)
{
	*month = d->month;
	*day = d->day ? d->day : 1;
	if (d->grain == G_QUARTER)
		*month = 3 * ((d->part_hi ? d->part_hi : d->part) - 1) + 1;
	else if (d->grain == G_HALF)
		*month = d->part == 2 ? 7 : 1;
	else if (d->grain == G_WEEK)
		*month = 1;
}

/* The latest such date not after the anchor, or with `future` the next one not before it. */
static int
nearest_year(const anchor *a, const date *d, bool future)
{
	int month, day;
	start_of(d, &month, &day);
	int am = a->month, ad = d->day ? a->day : 1;
	bool after = month > am || (month == am && day > ad);
	if (future)
		return a->year + (month < am || (month == am && day < ad));
	return a->year - after;
}

static bool
future_before(const scan *c, size_t at)
{
	word_hit h;
	return words_before(c->w, c->s, at - (at > 0 && c->s.p[at - 1] == ' '), WM(future), &h) && h.r->num == 0;
}

/* Steps over a clock time (9月27日上午10点开售). */
static size_t
clock_end(const scan *c, size_t at)
{
	word_hit h;
	for (size_t next;;) {
		if (digit_at(c->s, at, &next) >= 0 || colon_at(c->s, at, &next))
			at = next;
		else if (words_at(c->w, c->s, at, WM(oclock) | WM(hour) | WM(minute), &h))
			at = h.end;
		else
			return at;
	}
}

/* 据预报,11月1日; 面试时间：12月5日; 自1月19日起 */
static bool
hinted_before(const scan *c, const date *d)
{
	const str mark[] = {STR(","), STR("，"), STR(":"), STR("：")};
	word_hit h, from;
	size_t before = d->start;
	for (size_t i = 0; i < sizeof mark / sizeof *mark; i++)
		if (str_ends(str_from_to(c->s, 0, d->start), mark[i]))
			before -= mark[i].n;
	if (!words_before(c->w, c->s, before, WM(future), &h))
		return false;
	if (h.r->num == SINCE)
		return d->grain == G_DAY && words_at(c->w, c->s, d->end, WM(post), &from) && from.r->num == 1;
	return h.r->num == NOTICE || (h.r->num == 0 && before != d->start);
}

/* 11月1日起将施行, 据预报,11月1日: a hint that counts where the next such day is nearer than the last. */
static bool
future_hinted(const scan *c, const date *d)
{
	const str comma[] = {STR(","), STR("，")};
	word_hit h;
	size_t behind = d->end;
	if (hinted_before(c, d))
		return true;
	if (words_at(c->w, c->s, behind, WM(post) | WM(durpost), &h))
		behind = h.end;
	behind = clock_end(c, behind);
	for (int i = 0; i < 2; i++)
		if (str_starts(str_skip(c->s, behind), comma[i]))
			behind += comma[i].n;
	return words_at(c->w, c->s, behind, WM(future), &h) && h.r->num < RESULT;
}

/* 3月27日客场出战,比赛将于…: does what follows in the sentence speak of what is to come? */
static bool
to_come_behind(const scan *c, size_t at)
{
	enum { REACH = 120 };
	word_hit h;
	for (size_t end = at + REACH; at < end && at < c->s.n && c->s.p[at] != '\n';) {
		if (words_at(c->w, c->s, at, WM(future), &h) && (h.r->num == 0 || h.r->num == TO_COME))
			return true;
		uint32_t cp = words_peek_next(c->s, &at);
		if (cp == 0x3002)
			return false;
	}
	return false;
}

/* 预计三季度净利润增长, said in October: results of a period that has just ended. */
static bool
of_results(const scan *c, const date *d, int ago)
{
	word_hit h;
	int months = d->grain == G_QUARTER ? 3 : d->grain == G_HALF ? 6 : d->grain == G_MONTH && d->part_hi ? d->part_hi - d->month + 1 : 1;
	return ago > 0 && ago <= months + 1 && words_at(c->w, c->s, d->end, WM(future), &h) && h.r->num == RESULT;
}

/* 12月期货, 2031年7月到期: the month of a contract. */
static bool
of_contract(const scan *c, const date *d)
{
	word_hit h;
	return d->grain == G_MONTH && words_at(c->w, c->s, d->end, WM(future), &h) && h.r->num == 1;
}

/* 11月22日（周六）: is that day of the year one of the week that is said behind it? 1 it is, 0 nothing is said, -1 it is not. */
static int
weekday_fits(const scan *c, const date *d, int year)
{
	enum { THURSDAY = 4 }; /* the first day that calendar_days() counts */
	word_hit w, n;
	size_t at = d->end;
	uint32_t open = cp_at(c->s, at);
	if (d->grain != G_DAY || !d->month || !date_exists(year, d->month, d->day))
		return 0;
	if (open == '(' || open == 0xFF08)
		at += open == '(' ? 1 : 3;
	if (!words_at(c->w, c->s, at, WM(duration), &w) || !str_eq(w.r->value, STR("W")) || !words_at(c->w, c->s, w.end, WM(digit) | WM(day), &n))
		return 0;
	int said = n.r->cls == W_day ? 7 : n.r->num;
	int week = (int)((calendar_days(year, d->month, d->day) + THURSDAY - 1) % 7 + 7) % 7 + 1;
	return week == said ? 1 : -1;
}

/* 11月30日24时前, 12月1日起: what ends or begins there, said a little before. */
static bool
is_deadline(const scan *c, const date *d)
{
	word_hit h, no;
	size_t at = clock_end(c, d->end);
	if (!words_at(c->w, c->s, at, WM(durpost) | WM(post), &h) || h.r->num != 1)
		return false;
	return !(words_at(c->w, c->s, at, WM(notunit) | WM(fixed), &no) && no.end > h.end);
}

static int
likely_year(const scan *c, const date *d)
{
	const anchor *a = &c->published;
	int past = nearest_year(a, d, false), next = nearest_year(a, d, true), month, day;
	start_of(d, &month, &day);
	int now = a->year * 12 + a->month, ahead = next * 12 + month - now, ago = now - past * 12 - month;
	if (future_before(c, d->start))
		return (ahead >= 11 && ago <= 1) || of_results(c, d, ago) ? past : next;  /* 重组计划1月1日生效, said on 12 January */
	if (next != past && weekday_fits(c, d, next) > 0 && weekday_fits(c, d, past) < 0)
		return next;
	bool soon = d->grain == G_DAY && ahead <= 1 && ago >= 10;
	return ahead < ago && (future_hinted(c, d) || (soon && (is_deadline(c, d) || to_come_behind(c, d->end)))) ? next : past;
}

bool
same_sentence(const scan *c, size_t from, size_t to)
{
	str between = str_from_to(c->s, from, to);
	return between.n < 600 && str_find(between, STR("。")) == SIZE_MAX && str_chr(between, '\n') == SIZE_MAX;
}

static void
resolve_day(const scan *c, date *d)
{
	bool recent = c->last.month == c->published.month && c->last.year == c->published.year;
	const anchor *a = c->last.month && (c->last.paragraph == c->paragraph || !c->published.month || recent) ? &c->last : &c->published;
	if (!a->month)
		return;
	bool fresh = c->published.day >= d->day && c->published.day - d->day <= 1;
	if (a == &c->last && !a->day && c->published.month && fresh)
		a = &c->published; /* 6月营收创新高,17日股价上涨, said on 17 July */
	d->month = a->month;
	d->year = a->year ? a->year : -1;
	bool ahead = future_before(c, d->start), back = a == &c->published && d->day > a->day && !ahead;
	if (ahead && d->day < a->day) {
		d->year += d->month == 12 && d->year > 0;
		d->month = d->month % 12 + 1;
	}
	for (int i = 0; i < 3 && (back || !date_exists(d->year, d->month, d->day)); i++, back = false) {
		d->year -= d->month == 1;
		d->month = d->month == 1 ? 12 : d->month - 1;
	}
}

bool
date_comes_again(const scan *c, size_t at)
{
	word_hit h, e;
	if (words_before(c->w, c->s, at, WM(particle), &h))
		at = h.start;      /* 每年的9月 */
	return words_before(c->w, c->s, at, WM(year) | WM(month), &h) && words_before(c->w, c->s, h.start, WM(every), &e);
}

void
date_resolve(const scan *c, date *d)
{
	if (d->year < 0 && d->fiscal && !d->relative && c->fiscal_year)
		d->year = c->fiscal_year;  /* 2026财年第三财季 ... 第四财季 */
	if (d->year >= 0 || d->relative || d->fiscal || d->grain <= G_YEAR || (c->again && c->again == d->start) || date_comes_again(c, d->start))
		return;
	if (c->open.at == d->start && c->open.year > 0 && c->open.month && d->month &&
	    (!c->open_list || d->month > c->open.month || (c->open.day && d->month == c->open.month && d->day > c->open.day))) {
		d->year = c->open.year + (d->month < c->open.month);
		return;
	}
	if (d->grain == G_DAY && !d->month) {
		word_hit h;
		if (!words_before(c->w, c->s, d->start, WM(month), &h))  /* 季末月25日 */
			resolve_day(c, d);
		return;
	}
	if (c->year_said.year && !c->year_said.month && same_sentence(c, c->year_said.at, d->start))
		d->year = c->year_said.year;
	else if (!c->published.year && c->year_said.year && !c->year_said.month && c->year_said.paragraph == c->paragraph)
		d->year = c->year_said.year;
	else if (c->said.year && (c->said.paragraph == c->paragraph || !c->published.year))
		d->year = c->said.year;
	else if (c->published.year && d->month && d->month == c->coming.month)
		d->year = c->coming.year;
	else if (c->published.year)
		d->year = likely_year(c, d);
	for (int i = 0; i < 8 && d->day && d->year > 0 && !date_exists(d->year, d->month, d->day); i++)
		d->year--;
}

/* Appends v as `width` digits. */
static void
put_digits(buf *b, int v, int width)
{
	for (int at = width; at-- > 0; v /= 10)
		b->p[b->n + (size_t)at] = (char)('0' + v % 10);
	b->n += (size_t)width;
}

static void
put_letter(buf *b, const char *z)
{
	while (*z)
		b->p[b->n++] = *z++;
}

/* Every value is shorter than FYXXXX-MM-DD or BCXXXX-MM-DD and a NUL. */
enum { VALUE_MAX = 16 };

str
date_value(arena *a, const date *d, int which)
{
	int part = which && d->part_hi ? d->part_hi : d->part;
	buf b = {.p = arena_alloc(a, VALUE_MAX), .cap = VALUE_MAX};
	if (d->grain == G_CENTURY || d->grain == G_DECADE) {
		put_letter(&b, d->bc ? "BC" : "");
		put_digits(&b, part, d->grain == G_CENTURY ? 2 : 3);
		return buf_str(&b);
	}
	put_letter(&b, d->fiscal ? "FY" : d->bc ? "BC" : "");
	if (d->year < 0)
		put_letter(&b, "XXXX");
	else
		put_digits(&b, d->grain == G_YEAR && which && d->part_hi ? d->part_hi : d->year, 4);
	if (d->grain == G_HALF || d->grain == G_QUARTER || d->grain == G_WEEK) {
		put_letter(&b, d->grain == G_HALF ? "-H" : d->grain == G_QUARTER ? "-Q" : "-W");
		put_digits(&b, part, d->grain == G_WEEK ? 2 : 1);
	}
	if (d->grain == G_MONTH || d->grain == G_DAY) {
		put_letter(&b, "-");
		if (d->month)
			put_digits(&b, which && d->part_hi ? d->part_hi : d->month, 2);
		else
			put_letter(&b, "XX");
	}
	if (d->grain == G_DAY) {
		put_letter(&b, "-");
		put_digits(&b, d->day, 2);
	}
	return buf_str(&b);
}

void
date_remember(scan *c, const date *d)
{
	anchor a = {d->year > 0 ? d->year : 0, d->month, d->day, c->paragraph, d->end};
	if (d->fiscal && d->year > 0)
		c->fiscal_year = d->year;
	if (d->fiscal || d->bc || d->grain <= G_DECADE)
		return;
	const anchor *p = &c->published;
	int later = a.year != p->year ? a.year - p->year : d->month != p->month ? d->month - p->month : d->day - p->day;
	if (later > 0 && p->year && of_contract(c, d))
		return;
	if (d->month)
		c->last = a;
	if (d->month && a.year && later > 0)
		c->coming = a;
	if (!a.year || d->relative)
		return;
	if (d->explicit_year || d->grain == G_YEAR) {
		if (!c->year_said.year || !same_sentence(c, c->year_said.at, d->start))
			c->year_topic = a.year;
		c->year_said = a;
	}
	if (d->explicit_year && d->month)
		c->said = a;
}
