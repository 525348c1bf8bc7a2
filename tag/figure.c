/* One figure: sign, currency sign or 百分之, numeral, suffix, and the value they make. */
#include "amount.h"

#include "utf8.h"

enum { PLUS = 2 };             /* the number of a sign of class minus that changes nothing */

uint32_t
cp_before(str s, size_t at)
{
	return at > 0 ? utf8_prev(s, &at) : 0;
}

uint32_t
cp_at(str s, size_t at)
{
	return at < s.n ? utf8_next(s, &at) : 0;
}

bool
is_digit(uint32_t cp)
{
	return ascii_is_digit(cp) || (cp >= 0xFF10 && cp <= 0xFF19);
}

/* 3月1日, 2025年: a hyphen before it is a dash. */
static bool
is_month_or_year(const scan *c, size_t at)
{
	word_hit h;
	for (size_t next = at; is_digit(cp_at(c->s, next)); at = next)
		utf8_next(c->s, &next);
	return words_at(c->w, c->s, at, WM(month) | WM(year), &h);
}

/* A hyphen is a sign only where no word or figure ends before it, and no date follows. */
bool
sign_at(const scan *c, size_t at, size_t *end)
{
	word_hit h;
	if (!words_at(c->w, c->s, at, WM(minus), &h))
		return false;
	uint32_t before = cp_before(c->s, at), after = cp_at(c->s, h.end);
	if (h.r->num == PLUS || before == 0x6B63) /* 正负3个百分点 */
		return false;
	if (h.r->num == 1 && (ascii_is_letter(before) || is_digit(before) || before == ')' || before == 0xFF09 || before == '.' || before == '%' || before == '-'))
		return false;
	if (h.r->num == 1 && !is_digit(after) && after != '.' && after != '$' && after != 0xA5 && after != 0xFFE5)
		return false;
	if (h.r->num == 1 && is_month_or_year(c, h.end))
		return false;
	*end = h.end;
	word_hit p;
	if (h.r->num != 1 && words_at(c->w, c->s, h.end, WM(particle), &p))
		*end = p.end;
	if (h.end - h.start == 3 && cp_at(c->s, h.start) >= 0x4E00)
		*end = skip_space(c->s, *end);   /* 负 15 度 */
	return true;
}

/* +4.16%: a plus joins two things where a word, a figure or a bracket ends before it. */
static bool
plus_at(const scan *c, size_t at, size_t *end)
{
	word_hit h;
	if (!words_at(c->w, c->s, at, WM(minus), &h) || h.r->num != PLUS)
		return false;
	uint32_t before = cp_before(c->s, at), after = cp_at(c->s, h.end);
	if (!is_digit(after) || ascii_is_letter(before) || is_digit(before) || before == '+' || before == '%' || before == ')' || before == 0xFF09)
		return false;
	*end = h.end;
	return true;
}

static str
times_half(arena *a, str v)
{
	return dec_add(a, v, STR("0.5"));
}

static str
percent_value(const scan *c, const amount *f, str v, const reading *r)
{
	arena *a = c->a;
	if (!v.p)
		return v;
	if (r->num == FOLD)
		return dec_scale(a, v, str_chr(v, '.') != SIZE_MAX || v.n == 1 ? 1 : 0);
	if (r->num == INTEREST)
		return dec_scale(a, v, spoken_of(c->w->aside, c->s, f->start, AM(monthly), INTEREST_REACH) ? -1 : 0);
	return dec_scale(a, v, r->num);
}

/* 三成五, 八成半 */
static void
read_tenths(scan *c, amount *f)
{
	word_hit h;
	if (f->x.half) {
		f->lo = dec_add(c->a, f->lo, STR("5"));
		return;
	}
	size_t next;
	int d = f->n.arabic ? digit_at(c->s, f->end, &next) : -1;
	if (!f->hi.p && d > 0 && !f->n.decimal && digit_at(c->s, next, &(size_t){0}) < 0 && cp_at(c->s, next) != '.' &&
	    (!words_at(c->w, c->s, next, WM(mag) | WM(classifier) | WM(unit) | WM(money) | WM(duration) | WM(percent), &h) ||
	     (h.r->cls == W_classifier && h.r->num == FEW))) {
		f->lo = dec_add(c->a, f->lo, arena_printf(c->a, "%d", d));
		f->end = next;     /* 3成3 */
		return;
	}
	if (f->hi.p || !words_at(c->w, c->s, f->end, WM(digit), &h) || h.r->num == 0)
		return;
	word_hit more;
	if (words_at(c->w, c->s, h.end, WM(digit) | WM(mag) | WM(classifier) | WM(unit) | WM(money) | WM(duration) | WM(percent), &more) &&
	    !(more.r->cls == W_classifier && more.r->num == PLAIN))   /* 四成六人 */
		return;
	f->lo = dec_add(c->a, f->lo, arena_printf(c->a, "%d", h.r->num));
	f->end = h.end;
}

/* 2048块 before a name and behind 集成电路产量 is a count of it, not money. */
static void
loose_money(const scan *c, size_t from, suffix *x)
{
	word_hit h;
	if (x->kind != S_MONEY || x->r->cls != W_money || x->r->num != 1 || !words_at(c->w, c->s, x->start, WM(classifier), &h) || h.end != x->end)
		return;
	word_hit price;
	size_t at = skip_space(c->s, x->end);
	bool priced = words_before(c->w, c->s, from, WM(figure), &price) && price.r->num == 2;
	bool name = (at == c->s.n && at < c->all.n) || ascii_is_letter(cp_at(c->s, at));
	if (name || (!priced && spoken_of(c->w->aside, c->s, from, AM(inblocks), 60)))
		*x = (suffix){.kind = S_COUNT, .start = x->start, .end = x->end, .r = h.r, .unit = h.r->value};
}

/* Works the suffix into the value. */
static void
apply_suffix(scan *c, amount *f)
{
	loose_money(c, f->n.start, &f->x);
	const reading *r = f->x.r;
	f->kind = f->x.kind;
	f->end = f->x.end;
	f->unit = f->x.unit;
	if (f->x.half && f->kind != S_PERCENT)
		f->lo = times_half(c->a, f->lo);
	if (f->x.mod.p && !f->mod.p)
		f->mod = f->x.mod;
	switch (f->kind) {
	case S_PERCENT:
		f->lo = percent_value(c, f, f->lo, r);
		f->hi = percent_value(c, f, f->hi, r);
		if (r->num == 1)
			read_tenths(c, f);
		break;
	case S_MONEY:
		if (r->cls == W_minor) {
			f->unit = ((const money_row *)r->row)->code;
			f->lo = dec_mul(c->a, f->lo, r->value);
			f->hi = f->hi.p ? dec_mul(c->a, f->hi, r->value) : f->hi;
			if (!f->hi.p)
				read_smaller_minor(c, f, r);
		} else {
			f->unit = r->value;
			read_minors(c, f);
		}
		break;
	case S_DURATION:
		f->lo = duration_value(c->a, f->lo, r, f->x.unit);
		f->hi = duration_value(c->a, f->hi, r, f->x.unit);
		read_compound(c, f);
		f->unit = STR_NULL;
		break;
	case S_UNIT:
		f->row = r->row;
		if (!read_arc(c, f) && !read_smaller_unit(c, f))
			read_loose_decimals(c, f);
		break;
	case S_COUNT:
		read_minute_second(c, f);
		break;
	default:
		break;
	}
}

/* 新台币3674亿元 …… 3.13兆元: a 兆 of money in a line that spoke of Taiwan is Taiwan's. */
static bool
taiwan_said(const scan *c, const numeral *n)
{
	word_hit h;
	if (!words_at(c->w, c->s, skip_space(c->s, n->end), WM(money), &h))
		return false;
	return spoken_of(c->w, c->s, n->start, WM(context), 600);
}

/* 兆 is 10^12 with these currencies and in Taiwanese text, else mega. */
static bool
is_mega(const scan *c, const numeral *n)
{
	word_hit h;
	if (!n->mega || c->taiwan)
		return false;
	size_t at = skip_space(c->s, n->end);
	if (words_at(c->w, c->s, at, WM(money), &h))
		return !(str_eq(h.r->value, STR("TWD")) || str_eq(h.r->value, STR("JPY")) || str_eq(h.r->value, STR("KRW")));
	return true;
}

/* The same figure with 兆 as mega: a unit of its own where its context says so (100兆宽带), else 10^6. */
static bool
read_mega(scan *c, size_t at, amount *f)
{
	word_hit h;
	numeral whole = f->n;
	if (words_before(c->w, c->s, whole.end, WM(mag), &h) && str_eq(h.r->value, STR("mega")) &&
	    numeral_at(c->w, c->a, str_from_to(c->s, 0, h.start), at, false, &f->n) && skip_space(c->s, f->n.end) == h.start &&
	    suffix_at(c->w, c->a, c->s, h.start, &f->n, c->taiwan, &f->x) && f->x.kind == S_UNIT) {
		f->lo = f->n.lo;
		f->hi = f->n.hi;
		f->mod = f->n.mod;
		apply_suffix(c, f);
		return true;
	}
	f->x = (suffix){0};
	return numeral_at(c->w, c->a, c->s, at, true, &f->n);
}

/* A word of class fold with this power within 40 characters, or NULL. */
static const reading *
fold_near(const scan *c, size_t from, size_t to, int power)
{
	word_hit h;
	size_t at = from > 120 ? from - 120 : 0, end = to + 120 < c->all.n ? to + 120 : c->all.n;
	for (; at < end && c->all.p[at] != '\n'; at++)
		if (words_at(c->w, c->all, at, WM(fold), &h) && h.end - h.start >= 6)
			for (const reading *r = h.r; r; r = words_next(c->w, r))
				if (r->cls == W_fold && r->num == power)
					return r;
	return NULL;
}

/* 总参数1T, 参数量为1.8T */
static const reading *
parameters_before(const scan *c, size_t at)
{
	word_hit h;
	at -= at > 0 && c->s.p[at - 1] == ' ';
	if (!words_before(c->w, c->s, at, WM(fold), &h) && words_before(c->w, c->s, at, WM(pre) | WM(figure), &h))
		at = h.start;
	return words_before(c->w, c->s, at, WM(fold), &h) && h.r->num == 9 ? h.r : NULL;
}

/* 20K, -2.5 M: all that a line or a cell of a table has. */
static bool
alone_in_line(const scan *c, size_t from, size_t to)
{
	return (from == 0 || c->all.p[from - 1] == '\n' || c->all.p[from - 1] == '\t') &&
	       (to == c->all.n || c->all.p[to] == '\n' || c->all.p[to] == '\t');
}

/* B and K of parameters and tokens: 671B参数, 128K tokens, 7B模型. */
static bool
read_latin_magnitude(scan *c, amount *f)
{
	word_hit m, h;
	numeral *n = &f->n;
	size_t at = skip_space(c->s, n->end);
	if (!n->arabic || n->hi.p || !words_at(c->w, c->s, at, WM(mag), &m) || !str_eq(m.r->value, STR("latin")))
		return false;
	size_t next = skip_space(c->s, m.end);
	bool figure = m.start > n->end || n->decimal || n->ndigit > 2 || f->start < n->start ||
	              m.end - f->start == c->all.n;   /* but 3M, 4K in a line of a longer text */
	if (m.r->num <= 6 && figure && alone_in_line(c, f->start, m.end)) {
		f->lo = dec_scale(c->a, n->lo, m.r->num);
		f->mod = n->mod;
		f->end = m.end;
		n->mag = true;
		return true;
	}
	bool noun = words_at(c->w, c->s, next, WM(noun), &h);
	if (!noun && !(words_at(c->w, c->s, next, WM(fold), &h) && (h.r->num == m.r->num || (h.r->num == 3 && m.r->num == 6 && h.end - h.start >= 6)))) {
		h.r = m.start != n->end ? NULL : m.r->num == 12 ? parameters_before(c, f->start) : fold_near(c, f->start, m.end, m.r->num);
		if (!h.r)
			return false;
	}
	f->lo = dec_scale(c->a, n->lo, m.r->num);
	f->kind = S_COUNT;
	f->unit = h.r->value;
	f->end = noun ? h.end : m.end;
	n->mag = true;
	return true;
}

/* 30x is a multiple in PE为30x, a part of a name in 荣耀9X and 4x4. */
static bool
loose_times(const scan *c, suffix *x, const numeral *n)
{
	if (x->kind != S_TIMES || x->r->num != 1)
		return false;
	size_t next;
	if (n->arabic && digit_at(c->s, x->end, &next) < 0 && spoken_of(c->w->aside, c->s, n->start, AM(valued), 60))
		return false;
	*x = (suffix){0};
	return true;
}

/* 128k上下文: the k was read as a magnitude, and what it counts stands near. */
static void
read_small_k(const scan *c, amount *f)
{
	bool small = f->n.end > f->n.start && c->s.p[f->n.end - 1] == 'k' && !f->hi.p;
	const reading *r = small ? fold_near(c, f->start, f->end, 3) : NULL;
	if (r) {
		f->kind = S_COUNT;
		f->unit = r->value;
	}
}

static void
negate(scan *c, amount *f)
{
	str lo = f->lo;
	f->lo = dec_neg(c->a, f->hi.p ? f->hi : lo);
	if (f->hi.p)
		f->hi = dec_neg(c->a, lo);
}

/* 百分之三十, 千分之五 */
static bool
read_percent_of(scan *c, size_t at, amount *f)
{
	word_hit h;
	if (!words_at(c->w, c->s, at, WM(percentof), &h))
		return false;
	word_hit d;
	bool bare = str_eq(h.r->value, STR("bare"));
	if (bare && !words_at(c->w, c->s, h.end, WM(digit) | WM(mag), &d))
		return false;
	size_t from = skip_space(c->s, h.end), end;
	bool minus = sign_at(c, from, &end);
	if (!numeral_at(c->w, c->a, c->s, minus ? end : from, false, &f->n))
		return false;
	if (bare && !f->n.decimal && words_at(c->w, c->s, f->n.end, WM(point), &d))
		return false;
	f->lo = dec_scale(c->a, f->n.lo, h.r->num);
	f->hi = f->n.hi.p ? dec_scale(c->a, f->n.hi, h.r->num) : STR_NULL;
	f->mod = f->n.mod;
	f->kind = S_PERCENT;
	f->unit = STR("%");
	f->end = f->n.end;
	f->prefixed = true;
	if (minus)
		negate(c, f);
	return true;
}

static bool
read_half_of(scan *c, size_t at, amount *f)
{
	word_hit h, d;
	if (!words_at(c->w, c->s, at, WM(half), &h) || words_at(c->w, c->s, at, WM(fixed), &d))
		return false;
	f->n = (numeral){.start = at, .end = h.end, .lo = STR("0.5"), .chars = 1, .decimal = true};
	f->lo = f->n.lo;
	if (!suffix_at(c->w, c->a, c->s, h.end, &f->n, c->taiwan, &f->x))
		return false;
	if (f->x.kind == S_PERCENT) {
		f->lo = f->x.r->num == 0 ? f->lo : f->x.r->num == 1 ? STR("5") : STR("50");
		f->kind = S_PERCENT;
		f->unit = f->x.unit;
		f->end = f->x.end;
		return true;
	}
	if (f->x.kind != S_DURATION && f->x.kind != S_UNIT && !(f->x.kind == S_COUNT && f->x.r->cls == W_classifier && (f->x.r->num == GENERAL || f->x.r->num == AGE)))
		return false;
	if (f->x.kind == S_UNIT && f->x.end - h.end < 3)
		return false;
	apply_suffix(c, f);
	return true;
}

/* $3.5B, US$500M: behind a sign and a figure a letter is a magnitude; not the T of ￥99T恤. */
static void
read_letter_of_money(scan *c, size_t sign, amount *f)
{
	word_hit m;
	const numeral *n = &f->n;
	if (!n->arabic || n->mag || n->hi.p || f->end != n->end || (unsigned char)c->s.p[sign] >= 0xE3 || !words_at(c->w, c->s, n->end, WM(mag), &m) ||
	    !str_eq(m.r->value, STR("latin")) || (m.r->num == 12 && cp_is_han(cp_at(c->all, m.end))))
		return;
	f->lo = dec_scale(c->a, n->lo, m.r->num);
	f->n.mag = true;
	f->end = m.end;
}

/* The numeral and what follows it, without sign. */
static bool
read_plain(scan *c, size_t at, amount *f, size_t *skip)
{
	word_hit pre = {0};
	uint64_t first = classes_at(c, at);
	bool money = first & WM(moneypre) && words_at(c->w, c->s, at, WM(moneypre), &pre);
	size_t from = money ? skip_space(c->s, pre.end) : at;
	if (money && from == pre.end + 1)
		from = skip_space(c->s, from);
	if ((first & WM(percentof) && read_percent_of(c, at, f)) || (first & WM(half) && read_half_of(c, at, f)))
		return true;
	numeral *n = &f->n;
	if (!numeral_at(c->w, c->a, c->s, from, false, n)) {
		if (!money && n->end > *skip)
			*skip = n->end;
		return false;
	}
	size_t minute;
	if (money && colon_at(c->s, n->end, &minute) && digit_at(c->s, minute, &(size_t){0}) >= 0)
		return false;      /* 兑美元16:30报7.12 */
	c->taiwan |= n->mega && taiwan_said(c, n);
	if (is_mega(c, n) && !read_mega(c, from, f))
		return false;
	if (f->kind == S_UNIT)
		return true;
	read_power(c, f);
	f->lo = n->lo;
	f->hi = n->hi;
	f->mod = n->mod;
	f->end = n->end;
	bool follows = money && suffix_at(c->w, c->a, c->s, n->end, n, c->taiwan, &f->x);
	if (follows && f->x.kind != S_MONEY) {
		if (cp_at(c->s, pre.start) >= 0x4E00 && cp_at(c->s, pre.start) <= 0x9FFF)
			return false;  /* 人民币一个月, but ￥99起 */
		follows = false;
	}
	if (money) {
		f->prefixed = true;
		f->kind = S_MONEY;
		f->unit = pre.r->value;
		const money_row *row = pre.r->row;
		if (follows && f->x.r->cls == W_money &&
		    (f->x.r->row == row || f->x.r->num == 2)) {
			read_minors(c, f);
			f->end = f->x.end > f->end ? f->x.end : f->end;
		} else {
			f->x = (suffix){0};
		}
		if (!follows)
			read_letter_of_money(c, pre.start, f);
		per_behind(c->w, c->a, c->s, &f->end, &f->x.per);   /* $20/月 */
		return true;
	}
	if (read_fraction(c, f) || read_slash(c, f, at > 0 && c->s.p[at - 1] == '-') || read_mixed_slash(c, f) || read_latin_magnitude(c, f))
		return true;
	if (suffix_at(c->w, c->a, c->s, n->end, n, c->taiwan, &f->x) && !loose_times(c, &f->x, n))
		apply_suffix(c, f);
	else
		read_small_k(c, f);
	if (f->kind == S_NONE && n->mag)
		per_behind(c->w, c->a, c->s, &f->end, &f->x.per);   /* 5.2万/㎡ */
	return true;
}

bool
figure_at(scan *c, size_t at, amount *f, size_t *skip)
{
	size_t from = at;
	*f = (amount){.start = at};
	word_hit h;
	uint64_t first = classes_at(c, at);
	bool minus = first & WM(minus) && sign_at(c, at, &from), plus = !minus && first & WM(minus) && plus_at(c, at, &from);
	bool below = !minus && first & WM(below) && words_at(c->w, c->s, at, WM(below), &h);
	if (below)
		from = skip_space(c->s, h.end);
	bool region = c->taiwan, read = read_plain(c, from, f, skip);
	c->taiwan = region;
	if (!read || (minus && f->kind == S_DURATION) || (plus && f->kind != S_PERCENT && f->kind != S_NONE))
		return false;
	if (below && f->kind == S_UNIT && str_eq(f->unit, STR("°")))
		f->unit = STR("°C");
	if (minus || below)
		negate(c, f);
	return true;
}
