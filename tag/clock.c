/* Clock times: 20:16, 上午9点30分, 晚8时, 8:00-10:00. */
#include "when.h"

struct clock {
	size_t start, end;
	int hour, minute, second;  /* -1: not said */
	int shift;                 /* of the part of day: 12 afternoon, 1 noon, 0 morning, 24 hours before it, -1 none */
	bool behind;               /* which stood behind the hour */
	bool late;                 /* its first hours are those behind midnight */
	bool night;                /* its 12 is the end of the day */
};

bool
colon_at(str s, size_t at, size_t *next)
{
	if (at < s.n && s.p[at] == ':')
		*next = at + 1;
	else if (str_starts(str_skip(s, at), STR("：")))
		*next = at + 3;
	else
		return false;
	return true;
}

static bool
two_digits(scan *c, size_t at, int max, int *v, size_t *end)
{
	int n;
	return int_at(c, at, v, end, &n) && n == 2 && *v <= max;
}

/* Digits:digits that end at s[at]; *start is before them, *minutes how many stand behind the colon. */
static bool
pair_before(str s, size_t at, size_t *start, size_t *minutes)
{
	size_t from = at;
	while (from > 0 && ascii_is_digit(s.p[from - 1]))
		from--;
	*minutes = at - from;
	if (!*minutes || from < 2 || s.p[from - 1] != ':')
		return false;
	for (from--; from > 0 && ascii_is_digit(s.p[from - 1]); from--)
		;
	*start = from;
	return true;
}

/* 11:9、10:12、12:10: what stands in a list behind a score is a score, no time. */
static bool
in_scores(const scan *c, size_t at)
{
	const str comma = STR("、");
	size_t minutes;
	for (int i = 0; i < 8 && str_ends(str_from_to(c->s, 0, at), comma) && pair_before(c->s, at - comma.n, &at, &minutes); i++)
		if (minutes == 1)
			return true;
	return false;
}

/* 1:10的比例 */
static bool
ratio_behind(const scan *c, size_t at)
{
	word_hit of, h;
	return words_at(c->w, c->s, at, WM(particle), &of) && words_at(c->w->aside, c->s, of.end, AM(ratio), &h);
}

/* 20:16[:30] */
static bool
read_colons(scan *c, size_t at, struct clock *k)
{
	int n;
	size_t next, end;
	uint32_t before = cp_before(c->s, at);
	bool iso = before == 'T' && c->found_date && c->found_end + 1 == at;
	if (digit_at(c->s, at, &next) < 0 || before == ':' || before == '.' || before == '+' || (ascii_is_letter(before) && !iso))
		return false;
	if (!int_at(c, at, &k->hour, &end, &n) || n > 2 || k->hour > 24 || !colon_at(c->s, end, &next) || !two_digits(c, next, 59, &k->minute, &end))
		return false;
	k->end = end;
	if (colon_at(c->s, end, &next) && two_digits(c, next, 59, &k->second, &end))
		k->end = end;
	else
		k->second = -1;
	uint32_t after = cp_at(c->s, k->end);
	word_hit ratio;
	if (in_scores(c, at) || words_before(c->w->aside, c->s, at, AM(ratio), &ratio) || ratio_behind(c, k->end))
		return false;
	return digit_at(c->s, k->end, &next) < 0 && (after != '.' || iso) && after != '%' && !(colon_at(c->s, k->end, &next) && digit_at(c->s, next, &next) >= 0);
}

/* Does a figure that ends at s[at] go on: 2点45.5, 2点45%? */
static bool
goes_on(const scan *c, size_t at)
{
	uint32_t after = cp_at(c->all, at);
	return ascii_is_letter(after) || after == '.' || after == '%' || after == '-' || after == ':' || after == '/';
}

/* 分 and 秒 behind the hour, or 半, 整, 钟, 一刻. */
static bool
read_minutes(scan *c, struct clock *k)
{
	int v, n;
	size_t end, from = k->end;
	word_hit h, z;
	if (words_at(c->w, c->s, from, WM(minute), &h) && h.r->value.n) {
		k->minute = h.r->num;
		k->end = h.end;
		return true;
	}
	if (words_at(c->w, c->s, from, WM(digit), &z) && z.r->num == 0)
		from = z.end;
	if (!int_at(c, skip_space(c->s, from), &v, &end, &n) || v > 59)
		return false;
	if (word_at(c, end, WM(minute), &h) && !h.r->value.n) {
		k->minute = v;
		k->end = h.end;
		if (int_at(c, skip_space(c->s, h.end), &v, &end, &n) && v < 60 && word_at(c, end, WM(second), &h)) {
			k->second = v;
			k->end = h.end;
		}
		return true;
	}
	bool fits = n == 0 || (n == 2 && digit_at(c->s, end - 1, &(size_t){0}) >= 0 && !goes_on(c, end));
	bool bare = fits && v >= 10 &&
		    !words_at(c->w, c->s, end, WM(classifier) | WM(unit) | WM(money) | WM(mag) | WM(noun) | WM(percent), &h);
	if (!bare && !(from != k->end && k->shift >= 0 && v < 10 && !words_at(c->w, c->s, end, WM(digit) | WM(mag) | WM(unit) | WM(money), &h)))
		return false;
	k->minute = v;
	k->end = end;
	return true;
}

/* 9点 without more is a time only where the words round it say so. */
static bool
hour_alone_fits(const scan *c, const struct clock *k, const word_hit *h)
{
	word_hit x;
	if (h->r->num == 1 || k->shift >= 0)
		return true;
	if (c->found_date && c->found_end == k->start)
		return true;
	uint32_t after = cp_at(c->s, k->end);
	if (after == ':' || after == 0xFF1A)
		return false;      /* 想说八点: */
	if (words_before(c->w->aside, c->s, k->start, AM(until), &x))
		return true;
	bool noun = after >= 0x4E00 && after <= 0x9FFF && !words_at(c->w, c->s, k->end, WM(durpost) | WM(post) | WM(range), &x);
	return !noun && !(words_before(c->w, c->s, k->start, WM(figure), &x) && x.r->num == 1);
}

static bool
read_words(scan *c, size_t at, bool sure, struct clock *k)
{
	int n;
	size_t end;
	word_hit h, no;
	if (!int_at(c, at, &k->hour, &end, &n) || n > 2 || k->hour > 24 || !words_at(c->w, c->s, skip_space(c->s, end), WM(hour), &h))
		return false;
	if (words_at(c->w, c->s, h.start, WM(notunit), &no) && no.end > h.end)
		return false;
	k->end = h.end;
	k->minute = k->second = -1;
	return read_minutes(c, k) || sure || hour_alone_fits(c, k, &h);
}

static bool
word_behind(const scan *c, size_t at, word_hit *h)
{
	return words_at(c->w, c->s, at, WM(oclock), h) && str_eq(h->r->value, STR("behind"));
}

/* The part of day before the hour; of the words of its class only those that may lead it. */
static bool
read_part_of_day(const scan *c, size_t at, struct clock *k, size_t *from)
{
	word_hit h;
	if (!words_at(c->w, c->s, at, WM(oclock), &h) || str_eq(h.r->value, STR("lack")))
		return false;
	k->shift = h.r->num;
	k->late = str_eq(h.r->value, STR("late"));
	k->night = k->late || str_eq(h.r->value, STR("night"));
	*from = skip_space(c->s, h.end);
	return true;
}

/* 2:00pm, 8:30 a.m. */
static void
read_half_of_day(const scan *c, struct clock *k)
{
	word_hit h;
	if (k->shift < 0 && k->hour <= 12 && word_behind(c, skip_space(c->s, k->end), &h)) {
		k->shift = h.r->num;
		k->behind = true;
		k->end = h.end;
	}
}

/* 3pm, 10 AM */
static bool
read_latin_hour(scan *c, size_t at, struct clock *k)
{
	word_hit h;
	int n;
	size_t end;
	k->minute = k->second = -1;
	if (!int_at(c, at, &k->hour, &end, &n) || n < 1 || n > 2 || k->hour < 1 || k->hour > 12 || k->shift >= 0 || !word_behind(c, skip_space(c->s, end), &h) ||
	    is_digit(cp_at(c->all, h.end)))    /* 3 PM2.5 */
		return false;
	k->end = end;
	return true;
}

/* `sure`: what stands before has said that a time follows. */
static bool
clock_read(scan *c, size_t at, bool sure, struct clock *k)
{
	size_t from = at, end;
	int v, n;
	uint64_t first = classes_at(c, at);
	if (!(first & WM(oclock))) {
		if (digit_at(c->s, at, &end) < 0 && !(first & (WM(digit) | WM(mag) | WM(tens))))
			return false;
		if (!int_at(c, at, &v, &end, &n))
			return false;
		uint32_t next = words_peek(c->s, skip_space(c->s, end));
		if (next != ':' && next != 0xFF1A && !(words_first_mask(c->w, next) & (next < 0x80 ? WM(oclock) | WM(hour) : WM(hour))))
			return false;
	}
	*k = (struct clock){.start = at, .minute = -1, .second = -1, .shift = -1};
	if (first & WM(oclock))
		read_part_of_day(c, at, k, &from);
	size_t next;
	word_hit d;
	if (digit_at(c->s, from, &next) < 0 && !words_at(c->w, c->s, from, WM(digit) | WM(mag) | WM(tens), &d))
		return false;
	if (!read_colons(c, from, k) && !read_words(c, from, sure, k) && !read_latin_hour(c, from, k))
		return false;
	read_half_of_day(c, k);
	bool small_hours = k->late && k->hour >= 1 && k->hour < 5;  /* 夜里两点 */
	if ((k->shift == 12 && k->hour < 12 && !small_hours) || (k->shift == 1 && k->hour < 6) || (k->night && k->hour == 12))
		k->hour += 12;
	if (k->shift == 24 && k->hour == 12)
		k->hour = 0;       /* 凌晨12点, 12:30 AM */
	return true;
}

static str
clock_value(arena *a, const struct clock *k)
{
	const int part[] = {k->hour, k->minute < 0 ? 0 : k->minute, k->second};
	char *v = arena_alloc(a, 9);
	size_t n = 0;
	for (int i = 0; i < 3 && part[i] >= 0; i++) {
		v[n++] = i ? ':' : 'T';
		v[n++] = (char)('0' + part[i] / 10);
		v[n++] = (char)('0' + part[i] % 10);
	}
	return str_of(v, n);
}

/* 差5分8点 */
static bool
read_lack(scan *c, size_t at, struct clock *k)
{
	word_hit h, u;
	int v, n;
	size_t end;
	if (!words_at(c->w, c->s, at, WM(oclock), &h) || !str_eq(h.r->value, STR("lack")))
		return false;
	if (words_at(c->w, c->s, h.end, WM(minute), &u) && u.r->value.n && u.r->num > 0 && u.r->num < 30)
		v = u.r->num;      /* 差一刻八点 */
	else if (!int_at(c, skip_space(c->s, h.end), &v, &end, &n) || v < 1 || v > 29 || !word_at(c, end, WM(minute), &u) || u.r->value.n)
		return false;
	if (!clock_read(c, skip_space(c->s, u.end), true, k) || k->minute >= 0 || k->hour < 1)
		return false;
	k->hour--;
	k->minute = 60 - v;
	k->start = at;
	return true;
}

/* 早上五到六点: the first hour leaves its 点 to the second. */
static bool
read_shared_hour(scan *c, size_t at, struct clock *x)
{
	int n;
	size_t end, from = at;
	word_hit r;
	struct clock y;
	*x = (struct clock){.start = at, .minute = -1, .second = -1, .shift = -1};
	if (!read_part_of_day(c, at, x, &from) || !int_at(c, from, &x->hour, &end, &n) || n > 2 || x->hour > 12 ||
	    !words_at(c->w, c->s, end, WM(range), &r) || !clock_read(c, r.end, true, &y) || y.shift >= 0 || y.hour <= x->hour)
		return false;
	if ((x->shift == 12 && x->hour < 12) || (x->shift == 1 && x->hour < 6))
		x->hour += 12;
	x->end = end;
	return true;
}

bool
clock_at(scan *c, size_t at, mention *m)
{
	struct clock x, y;
	word_hit r;
	uint64_t first = classes_at(c, at);
	if (!(first & WM(oclock) && (read_lack(c, at, &x) || read_shared_hour(c, at, &x))) && !clock_read(c, at, false, &x))
		return false;
	*m = (mention){.start = at, .end = x.end, .number = true, .type = STR("time")};
	if (range_word_at(c, skip_space(c->s, x.end), &r) && clock_read(c, skip_space(c->s, r.end), true, &y) && between_follows(c, &r, y.end)) {
		if (y.shift < 0 && x.shift == 12 && y.hour < 12)
			y.hour += 12;
		if (x.shift < 0 && y.shift == 12 && y.behind && x.hour < 12 && x.hour + 12 < y.hour)
			x.hour += 12;      /* 2:00-3:00pm */
		m->lo = clock_value(c->a, &x);
		m->hi = clock_value(c->a, &y);
		m->end = y.end;
	} else {
		m->value = clock_value(c->a, &x);
		m->mod = mod_around(c, at, x.end, true, false);
		if (str_eq(m->mod, STR("EQUAL_OR_MORE")))
			m->mod = STR_NULL;  /* 5时起售票 */
	}
	return true;
}
