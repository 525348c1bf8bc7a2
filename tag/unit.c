#include "unit.h"

#include "utf8.h"

/* Bytes of 40 Chinese characters. */
#define NEAR 120

static size_t
distance(str before, str after, str word)
{
	size_t at = str_rfind(before, word);
	if (at != SIZE_MAX)
		return before.n - at;
	at = str_find(after, word);
	return at == SIZE_MAX ? SIZE_MAX : NEAR + at;
}

/* How far from s[from..to) the nearest of the words joined by `|` stands, at most 40 characters away on the same line; what stands
 * behind counts as farther than all that stands before. SIZE_MAX when there is none. */
static size_t
context_near(str s, size_t from, size_t to, str wanted)
{
	size_t lo = from > NEAR ? from - NEAR : 0, hi = to + NEAR < s.n ? to + NEAR : s.n, best = SIZE_MAX;
	for (size_t i = from; i > lo; i--)
		if (s.p[i - 1] == '\n')
			lo = i;
	for (size_t i = to; i < hi; i++)
		if (s.p[i] == '\n')
			hi = i;
	str before = str_from_to(s, lo, from), after = str_from_to(s, to, hi), word;
	size_t far = 0;
	for (str group; str_cut(&wanted, ';', &group); far += 2 * NEAR)
		while (str_cut(&group, '|', &word)) {
			size_t d = distance(before, after, word);
			if (d != SIZE_MAX && d + far < best)
				best = d + far;
		}
	return best;
}

bool
spoken_of(const words *w, str s, size_t at, uint64_t mask, size_t reach)
{
	word_hit h;
	size_t floor = at > reach ? at - reach : 0;
	for (; at > floor && s.p[at - 1] != '\n'; utf8_prev(s, &at))
		if (words_before(w, s, at, mask, &h))
			return true;
	return false;
}

/* `per` of a reading: a unit's symbol, a classifier's English name, a calendar unit. Null when it has none. */
static str
per_of(const words *w, arena *a, const reading *r, bool million)
{
	static const struct { const char *designator, *name; } calendar[] = {
		{"Y", "year"}, {"M", "month"}, {"W", "week"}, {"D", "day"}, {"TH", "hour"}, {"TM", "minute"}, {"TS", "second"},
	};
	str per = STR_NULL;
	if (!r)
		return per;
	for (const reading *q = r; q && r->cls == W_unit; q = words_next(w, q))
		if (q->cls == W_classifier && ((const class_row *)q->row)->per.n)
			r = q;     /* a barrel rather than bbl */
	if (r->cls == W_unit)
		per = r->value;
	else if (r->cls == W_month)
		per = STR("month");
	else if (r->cls == W_classifier || r->cls == W_noun)
		per = ((const class_row *)r->row)->per;
	else if (r->num == 1 || r->num == 2)
		for (size_t i = 0; i < sizeof calendar / sizeof *calendar; i++)
			if (str_eq(r->value, str_from(calendar[i].designator)))
				per = str_from(calendar[i].name);
	if (!per.n)
		return STR_NULL;
	return million ? arena_join(a, STR("million-"), per) : per;
}

#define PER_CLASSES (WM(unit) | WM(classifier) | WM(noun) | WM(duration) | WM(month))

/* 元/股, 美元每桶, 元/百万tokens, 万片/月. */
static void
read_per(const words *w, arena *a, str s, suffix *x)
{
	word_hit h;
	size_t at = x->end;
	if (at < s.n && s.p[at] == '/')
		at++;
	else if (x->kind != S_COUNT && words_at(w, s, at, WM(every), &h))
		at = h.end;        /* but 一家三口每月用水 */
	else
		return;
	bool million = !words_at(w, s, at, PER_CLASSES, &h) && words_at(w, s, at, WM(fold), &h) && h.r->num == 1;
	if (!words_at(w, s, skip_space(s, million ? h.end : at), PER_CLASSES, &h))
		return;
	str per = per_of(w, a, h.r, million);
	word_hit d;
	bool leads = s.p[x->end] != '/' && (digit_at(s, skip_space(s, h.end), &(size_t){0}) >= 0 || words_at(w, s, h.end, WM(digit) | WM(mag) | WM(pre), &d));
	if (!per.n || leads || str_eq(h.r->word, x->r->word))
		return;            /* 2nm每片3万美元, 加息3次每次25个基点 */
	x->per = per;
	x->end = h.end;
	size_t more = str_starts(str_skip(s, h.end), STR("/")) ? 1 : str_starts(str_skip(s, h.end), STR("·")) ? 2 : 0;
	if (!more || !words_at(w, s, h.end + more, WM(duration) | WM(month), &h) || !(per = per_of(w, a, h.r, false)).n)
		return;
	x->per = arena_join(a, x->per, STR("/"), per);  /* 元/平方米/天 */
	x->end = h.end;
}

void
per_behind(const words *w, arena *a, str s, size_t *end, str *per)
{
	suffix x = {.end = *end, .per = *per, .r = &(reading){0}};
	if (per->p || *end >= s.n || s.p[*end] != '/')
		return;
	read_per(w, a, s, &x);
	*per = x.per;
	*end = x.end;
}

str
per_before(const words *w, arena *a, str s, size_t at, bool money, size_t *from)
{
	word_hit h, e, k;
	*from = at;
	size_t end = at > 0 && s.p[at - 1] == ' ' ? at - 1 : at;
	if (!words_before(w, s, end, PER_CLASSES, &h) &&
	    !(money && words_before(w, s, end, WM(pre) | WM(figure), &k) &&
	      words_before(w, s, k.start - (k.start > 0 && s.p[k.start - 1] == ' '), PER_CLASSES, &h)))
		return STR_NULL;       /* 每桶约65美元 */
	bool million = words_before(w, s, h.start, WM(fold), &k) && k.r->num == 1;
	if (!words_before(w, s, million ? k.start : h.start, WM(every), &e))
		return STR_NULL;
	*from = e.start;
	return per_of(w, a, h.r, million);
}

/* The first reading of the word whose class is `cls` and that fits the figure and its surroundings. */
struct probe {
	const words *w;
	str s;
	const numeral *n;
	bool taiwan;
};

/* 成 and 折 stand behind small figures only. */
static bool
percent_fits(const struct probe *p, const reading *r)
{
	const numeral *n = p->n;
	if (r->num <= 0)
		return true;
	if (r->num == INTEREST)
		return spoken_of(p->w->aside, p->s, n->start, AM(interest) | AM(monthly), INTEREST_REACH);
	if (str_eq(n->lo, STR("0")))
		return false;       /* 拆零成一板 */
	if (r->num == 1)
		return n->pair || (n->vague && n->chars == 1) || dec_small(n->lo, 10) >= 0 || (n->decimal && n->lo.n <= 4);
	return n->lo.n <= 4 && !n->mag && dec_cmp(n->lo, STR("100")) < 0;
}

/* 百来号人, 几十号员工: 号 counts people. */
static bool
people_follow(const struct probe *p, size_t end)
{
	word_hit h;
	const numeral *n = p->n;
	if (!words_at(p->w, p->s, end, WM(classifier), &h))
		return false;
	const class_row *c = h.r->row;
	if (c->kind == PLAIN)
		return str_eq(c->per, STR("person")) && (n->mag || n->pair || n->vague || n->ndigit > 1);
	return c->kind == FEW && (n->pair || n->vague || n->mod.p);
}

/* 二三级风, 风力四五级 */
static bool
wind_near(const struct probe *p, size_t end)
{
	enum { REACH = 18 };       /* bytes: six Han characters */
	word_hit h;
	for (size_t at = end; at < p->s.n && at < end + REACH && cp_is_han(words_peek(p->s, at)); at += 3)
		if (words_at(p->w->aside, p->s, at, AM(wind), &h))
			return true;
	return spoken_of(p->w->aside, p->s, p->n->start, AM(wind), REACH);
}

static bool
count_fits(const numeral *n, const class_row *c)
{
	if (c->kind == SMALL)
		return n->chars == 1 || (n->arabic && n->chars == 2 && dec_small(n->lo, 20) >= 0);
	if (c->kind == WRITTEN)
		return !n->arabic;
	if (c->kind == FEW)
		return n->arabic || n->mag;
	if (!n->arabic && n->chars == 1 && str_eq(n->lo, STR("0")))
		return false;       /* 拆零服务 */
	if (c->kind == RANK)
		return n->arabic && !n->mag;
	if (c->kind == SKIP)
		return false;
	if (c->kind == WHOLE && n->decimal && !n->mag)
		return false;
	return !(c->kind == POINTS && !n->arabic && n->chars == 1 && dec_small(n->lo, 1) == 1);
}

static bool
unit_fits(const struct probe *p, size_t end, const reading *r)
{
	const unit_row *u = r->row;
	if (u->context.n && context_near(p->s, p->n->start, end, u->context) == SIZE_MAX)
		return false;
	word_hit two, of;
	if (words_at(p->w, p->s, p->n->end, WM(digit), &two) && two.end == end && words_at(p->w, p->s, end, WM(year) | WM(month), &of))
		return false;      /* 2024、2025两年 */
	/* 三度, 五里: a degree or a mile needs a figure of more than one Han digit */
	bool shy = str_eq(u->symbol, STR("°")) || (str_eq(u->symbol, STR("li")) && end - p->n->end == 3);
	return !(shy && !p->n->arabic && p->n->chars == 1);
}

/* 花300块, 卖4999起 */
static bool
price_before(const struct probe *p)
{
	word_hit h;
	return words_before(p->w, p->s, p->n->start, WM(figure), &h) && h.r->num == 2;
}

/* 售价…,顶配12.98万起: a price is spoken of near by. */
static bool
price_near(const struct probe *p)
{
	enum { REACH = 60, TWO_HAN = 6 };
	word_hit h;
	size_t at = p->n->start, floor = at > REACH ? at - REACH : 0;
	for (; at > floor && p->s.p[at - 1] != '\n'; utf8_prev(p->s, &at))
		if (words_before(p->w, p->s, at, WM(figure), &h) && h.r->num == 2 && h.end - h.start >= TWO_HAN)
			return true;
	return false;
}

static bool
in_region(const struct probe *p, const money_row *m)
{
	return !m->region.n || (p->taiwan && str_eq(m->region, STR("TW")));
}

/* €, $: no letter and no character of a word. */
static bool
is_sign(str word)
{
	size_t at = 0;
	uint32_t cp = utf8_next(word, &at);
	return !cp_is_han(cp) && !ascii_is_letter(cp);
}

static bool
money_fits(const struct probe *p, size_t end, const reading *r)
{
	const money_row *m = r->row;
	word_hit h;
	if (!in_region(p, m) || (digit_at(p->s, end, &(size_t){0}) >= 0 && is_sign(r->word)))
		return false;      /* ￥99￥79 */
	if (r->num != 1 || end >= p->s.n || words_at(p->w, p->s, end, WM(digit), &h) || price_before(p))
		return true;
	size_t at = end;
	return words_at(p->w, p->s, end, WM(more) | WM(post) | WM(range), &h) || !cp_is_han(utf8_next(p->s, &at));
}

/* 最后一个星期一, 第二个礼拜天: a day of the week, and no length; but 两个星期三次. */
static bool
weekday_at(const struct probe *p, size_t end)
{
	word_hit day, of, word;
	if (end - p->n->end < 6 || !words_at(p->w, p->s, end, WM(digit) | WM(day) | WM(duration), &day))
		return false;
	if (words_at(p->w, p->s, end, WM(notunit) | WM(fixed), &word) && word.end > day.end)
		return false;      /* 三个星期一共, 一个星期日均 */
	bool named = day.r->cls == W_digit ? day.r->num >= 1 && day.r->num <= 6 && !day.r->value.n : day.end - day.start == 3 && str_eq(day.r->value, STR("D"));
	return (named || day.r->cls == W_day) && !words_at(p->w, p->s, day.end, WM(classifier) | WM(digit) | WM(mag) | WM(duration), &of);
}

static bool
fits(const struct probe *p, size_t end, const reading *r)
{
	switch (r->cls) {
	case W_percent:
		return percent_fits(p, r);
	case W_unit:
		return unit_fits(p, end, r);
	case W_classifier:
		if (r->num == NUMBER)
			return people_follow(p, end);
		if (r->num == RANK && p->n->pair && p->n->chars == 2)
			return wind_near(p, end);
		return count_fits(p->n, r->row) && !(r->num == WHOLE && (price_before(p) || (p->n->mag && price_near(p))));
	case W_money:
		return money_fits(p, end, r);
	case W_minor:
		return r->num == 1 && in_region(p, r->row);
	case W_duration:
		if (str_eq(r->value, STR("W")) && weekday_at(p, end))
			return false;
		return r->num < 0 ? p->n->vague && p->n->chars == 1 : r->num != 2 || !p->n->bare;
	default:
		return true;
	}
}

static const enum suffix_kind kind_of_class[WORD_CLASS_COUNT] = {
	[W_percent] = S_PERCENT, [W_times] = S_TIMES, [W_money] = S_MONEY, [W_minor] = S_MONEY, [W_unit] = S_UNIT,
	[W_duration] = S_DURATION, [W_noun] = S_COUNT, [W_classifier] = S_COUNT,
};

/* How near the context that a reading needs is; one that needs none yields to one whose context is there. */
static size_t
nearness(const struct probe *p, size_t end, const reading *r)
{
	const unit_row *u = r->row;
	return u->context.n ? context_near(p->s, p->n->start, end, u->context) : 8 * NEAR;
}

/* ，八成为理工类; 有六成人不知: behind a digit at the head of its clause, or behind a word that a figure follows, 成为 is 成 and 为. */
static bool
tenths_become(const struct probe *p, size_t at, const suffix *x)
{
	enum { TENTH = 2, TENTH_BUT_TWO = 3 }; /* flags of such words */
	word_hit h;
	const numeral *n = p->n;
	if (x->r->cls != W_percent || x->r->num != 1 || n->arabic || n->chars != 1 || str_eq(n->lo, STR("1")))
		return false;
	if (!words_at(p->w, p->s, at, WM(notunit), &h) || h.r->num < TENTH || (h.r->num == TENTH_BUT_TWO && str_eq(n->lo, STR("2"))))
		return false;
	size_t before = n->start;
	return before == 0 || !cp_is_han(utf8_prev(p->s, &before)) || words_before(p->w, p->s, n->start, WM(pre) | WM(figure), &h);
}

/* 每两周一次: what looks like 周一 is a length of time and one of something. */
static bool
once(const struct probe *p, const suffix *x, size_t end)
{
	word_hit one, of;
	return x->kind == S_DURATION && words_at(p->w, p->s, x->end, WM(digit), &one) && one.r->num == 1 && one.end == end &&
	       words_at(p->w, p->s, end, WM(classifier), &of);
}

/* The longest fitting word behind the numeral; of two readings the earlier class in this list. */
static bool
longest(const struct probe *p, size_t at, suffix *x)
{
	static const enum word_class order[] = {W_percent, W_times, W_money, W_minor, W_unit, W_duration, W_noun, W_classifier};
	uint64_t longer, first = words_classes(p->w, p->s, at, &longer);
	x->end = at;
	for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
		word_hit h;
		if (!(first >> order[i] & 1) || !words_at(p->w, p->s, at, (uint64_t)1 << order[i], &h) || h.end <= x->end)
			continue;
		const reading *r = h.r;
		while (r && (r->cls != order[i] || !fits(p, h.end, r)))
			r = words_next(p->w, r);
		for (const reading *q = r; q && q->cls == W_unit; q = words_next(p->w, q))
			if (fits(p, h.end, q) && nearness(p, h.end, q) < nearness(p, h.end, r))
				r = q;
		for (const reading *q = r; q && q->cls == r->cls && (q->cls == W_money || q->cls == W_minor); q = words_next(p->w, q))
			if (((const money_row *)q->row)->region.n && fits(p, h.end, q))
				r = q;        /* the region's own reading */
		if (r)
			*x = (suffix){.kind = kind_of_class[r->cls], .start = at, .end = h.end, .r = r, .unit = r->value};
	}
	word_hit no;
	bool word = words_at(p->w, p->s, at, WM(notunit), &no) && no.end > x->end && (no.r->num != LARGE || p->n->big >= 4);
	return x->end > at && (!word || (x->kind == S_DURATION && no.r->num == BUT_LENGTH) || tenths_become(p, at, x) || once(p, x, no.end));
}

/* 两年半, 一倍半, 三斤半, 三个半; 两个半小时 (the classifier gives way to what follows 半). */
static void
read_half(const struct probe *p, suffix *x)
{
	word_hit h, f;
	if (p->n->hi.p || !words_at(p->w, p->s, x->end, WM(half), &h) || words_at(p->w, p->s, x->end, WM(fixed) | WM(notunit), &f))
		return;
	bool unit = words_at(p->w, p->s, h.end, WM(duration) | WM(unit), &f);
	if (x->kind == S_COUNT) {
		suffix y = {0};
		if (unit && longest(p, h.end, &y))
			*x = y;
		else
			x->end = h.end;
		x->half = true;
	} else if (!unit && x->kind != S_MONEY) {
		x->end = h.end;
		x->half = true;
	}
}

static bool
one_of(str list, str wanted)
{
	str word;
	while (str_cut(&list, '|', &word))
		if (str_eq(word, wanted))
			return true;
	return false;
}

/* Marks that end the clause a precision speaks for. */
static bool
clause_ends(uint32_t cp)
{
	static const uint32_t marks[] = {',', ';', '\n', '\t', '!', '?', 0x3001, 0x3002, 0xFF0C, 0xFF1B, 0xFF01, 0xFF1F};
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (cp == marks[i])
			return true;
	return false;
}

/* FP16算力达800TFLOPS: the nearest precision before s[at] in its clause, if no other figure and no second precision stands there. */
static str
qual_before(const words *w, str s, size_t at, str base)
{
	word_hit h, other;
	str loose = STR_NULL;
	size_t floor = at > NEAR ? at - NEAR : 0;
	while (at > floor) {
		if (words_before(w->aside, s, at, AM(qual), &h) && one_of(h.r->value, base)) {
			bool listed = h.start > 0 && (s.p[h.start - 1] == '/' || words_before(w, s, h.start, WM(list), &other));
			if (listed)
				return STR_NULL;
			if (h.r->num == 0)
				return h.r->word;
			loose = loose.p ? loose : h.r->word;
			at = h.start;
			continue;
		}
		uint32_t cp = utf8_prev(s, &at);
		if (clause_ends(cp) || ascii_is_digit(cp))
			break;
	}
	return loose;
}

/* 128 TFLOPS FP16; not where the precision begins what comes next (FP16 128TFLOPS FP8 256TFLOPS). */
static str
qual_behind(const words *w, str s, size_t at, str base)
{
	word_hit h;
	size_t next;
	at = skip_space(s, at);
	if (!words_at(w->aside, s, at, AM(qual), &h) || !one_of(h.r->value, base) || digit_at(s, skip_space(s, h.end), &next) >= 0)
		return STR_NULL;
	return h.r->word;
}

/* 256TOPS(INT8), 1000TFLOPS@FP16: true when it was in brackets or behind @, and then part of the span. */
static bool
read_qual(const words *w, str s, suffix *x)
{
	word_hit h;
	size_t at = skip_space(s, x->end);
	str rest = str_skip(s, at);
	size_t open = str_starts(rest, STR("(")) || str_starts(rest, STR("@")) ? 1 : str_starts(rest, STR("（")) ? 3 : 0;
	if (!open || !words_at(w->aside, s, at + open, AM(qual), &h))
		return false;
	str tail = str_skip(s, h.end);
	size_t close = str_starts(rest, STR("@")) ? 0 : str_starts(tail, STR(")")) ? 1 : str_starts(tail, STR("）")) ? 3 : SIZE_MAX;
	if (close == SIZE_MAX)
		return false;
	x->qual = h.r->word;
	x->end = h.end + close;
	return true;
}

bool
suffix_at(const words *w, arena *a, str s, size_t at, const numeral *n, bool taiwan, suffix *x)
{
	struct probe p = {w, s, n, taiwan};
	*x = (suffix){0};
	if (!longest(&p, skip_space(s, at), x)) {
		*x = (suffix){0};
		return false;
	}
	read_half(&p, x);
	char mark = x->kind == S_DURATION && x->unit.n ? x->unit.p[x->unit.n - 1] : 0;
	if (mark == '+')
		x->mod = STR("MORE_THAN");
	x->half |= mark == '*';
	x->unit.n -= mark == '+' || mark == '*';
	if (x->kind == S_MONEY || x->kind == S_UNIT || x->kind == S_COUNT)
		read_per(w, a, s, x);
	if (x->kind == S_UNIT && !read_qual(w, s, x)) {
		str base = ((const unit_row *)x->r->row)->base;
		x->qual = qual_behind(w, s, x->end, base);
		if (!x->qual.p)
			x->qual = qual_before(w, s, n->start, base);
	}
	return true;
}
