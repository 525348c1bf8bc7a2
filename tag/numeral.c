#include "numeral_parse.h"
#include "unit.h"

#include <string.h>

#include "utf8.h"

static const char DIGITS[] = "0123456789";

static bool
push(struct parse *p, dec_term lo, dec_term hi)
{
	if (p->nterm == MAX_TERMS)
		return false;
	p->lo[p->nterm] = lo;
	p->hi[p->nterm++] = hi;
	return true;
}

bool
numeral_push(struct parse *p, const char *d, size_t n, long exp)
{
	return push(p, (dec_term){d, n, exp}, (dec_term){d, n, exp});
}

static bool
push_span(struct parse *p, int lo, int hi, long exp)
{
	p->differs |= lo != hi;
	return push(p, (dec_term){DIGITS + lo, 1, exp}, (dec_term){DIGITS + hi, 1, exp});
}

/* Words that a numeral counts: what must follow for an approximator to be inside it. */
#define FOLLOWERS (WM(unit) | WM(money) | WM(classifier) | WM(noun) | WM(duration) | WM(percent) | WM(times) | WM(year) | WM(month))

/* A Chinese word, a colon, a tab or a currency may stand before such a figure. */
static bool
may_lead_group(const struct parse *p, size_t at)
{
	word_hit h;
	if (at == 0)
		return false;
	if (words_before(p->w, p->s, at, WM(moneypre), &h))
		return true;
	uint32_t cp = utf8_prev(p->s, &at);
	return cp_is_han(cp) || cp == ':' || cp == 0xFF1A || cp == '\t';
}

/* 机身12，999元: one group behind a full-width comma, when the digits stand behind a Chinese word and before a counted
 * one. */
static bool
one_wide_group(const struct parse *p, size_t at)
{
	word_hit h;
	size_t group = group_comma(p->s, at, true), count = 0, before = p->at;
	if (!group || !str_starts(str_skip(p->s, at), STR("，")) || !group_follows(p->s, group) || !may_lead_group(p, before))
		return false;
	size_t end = digits_end(p->s, group, &count), dot = decimal_dot(p->s, end);
	if (dot)
		end = digits_end(p->s, dot, &count);
	if (words_before(p->w, p->s, p->at, WM(moneypre), &h)) /* $20，300美元 are two amounts */
		return !words_at(p->w, p->s, end, WM(money), &h);
	return !words_before(p->w, p->s, p->at, WM(ordinal) | WM(versus) | WM(front), &h) && words_at(p->w, p->s, end, WM(money) | WM(classifier), &h);
}

/* 1234, 1,234,567.89, １２．５ */
static bool
read_arabic(struct parse *p)
{
	str s = p->s;
	size_t from = p->at, count = 0, frac = 0, c, next;
	bool wide = (unsigned char)s.p[from] == 0xEF;
	size_t at = decimal_dot(s, from) ? from : digits_end(s, from, &count);
	bool groups = count >= 1 && count <= 3;
	wide |= groups && (wide_groups(s, at) || (p->nterm == 0 && one_wide_group(p, at)));
	while (groups && (c = group_comma(s, at, wide)) && group_follows(s, c)) {
		at = digits_end(s, c, &count);
		p->n->grouped = true;
	}
	p->n->ndigit = (unsigned)(count > 9999 ? 9999 : count);
	p->n->arabic |= p->nterm == 0;
	if ((c = decimal_dot(s, at)) && digit_at(s, c, &next) >= 0) {
		at = digits_end(s, c, &frac);
		p->n->decimal = true;
	}
	if (count + frac > NUMERAL_MAX_DIGITS) {
		p->n->end = at;
		return false;
	}
	const char *out = s.p + from;
	size_t n = count;
	if (frac || at - from != count) {
		char *copy = arena_alloc(p->a, count + frac);
		n = copy_digits(s, from, at, copy);
		out = copy;
	}
	p->at = at;
	p->last = frac ? L_FRACTION : L_ARABIC;
	return numeral_push(p, out, n, -(long)frac);
}

/* Han digits side by side, at most `max` of them. */
struct run {
	size_t start, end, n;
	char digit[24];
	bool zero;                 /* 零 stands first */
	bool more;                 /* it goes on beyond what `digit` holds */
};

static bool
mag_follows(const struct parse *p, size_t at)
{
	word_hit h;
	return words_at(p->w, p->s, skip_space(p->s, at), WM(mag), &h) && !str_eq(h.r->value, STR("latin")) && !str_eq(h.r->value, STR("said"));
}

static void
read_run(struct parse *p, size_t at, struct run *r)
{
	word_hit h, f;
	*r = (struct run){.start = at, .end = at};
	while (words_at(p->w, p->s, r->end, WM(digit), &h)) {
		bool few = r->n == 1 && r->digit[0] == '1' && p->last == L_NONE && words_at(p->w, p->s, h.end, FOLLOWERS, &f); /* 一两家 */
		if (str_eq(h.r->value, STR("two")) && (r->n || p->last != L_NONE) && !few && !mag_follows(p, h.end))
			break;       /* 三十两: the unit */
		r->end = h.end;
		if (r->n == sizeof r->digit)
			r->more = true;
		else
			r->digit[r->n++] = (char)('0' + h.r->num);
	}
	r->zero = r->n && r->digit[0] == '0';
}

static bool
is_pair(const struct run *r)
{
	return r->n == 2 && r->digit[0] != '0' && (r->digit[1] - r->digit[0] == 1 || (r->digit[0] == '3' && r->digit[1] == '5'));
}

static bool
small_follows(const struct parse *p, size_t at)
{
	word_hit h;
	return words_at(p->w, p->s, skip_space(p->s, at), WM(mag), &h) && h.r->num < 4 && !str_eq(h.r->value, STR("latin"));
}

/* 千克, 千米: the small magnitude at s[at] begins a unit. */
static bool
unit_of_small(const struct parse *p, size_t at)
{
	word_hit m, u;
	return words_at(p->w, p->s, at, WM(mag), &m) && words_at(p->w, p->s, at, WM(unit), &u) && u.end > m.end;
}

/* 一, 三四 (a pair), 二〇二五 or 零五; false leaves all as it was. */
static bool
read_han_digits(struct parse *p)
{
	struct run r;
	read_run(p, p->at, &r);
	if (r.more)
		p->n->end = r.end;
	if (r.n == 0 || r.more || p->last == L_DIGIT || p->last == L_ARABIC || p->last == L_FRACTION)
		return false;
	bool inside = p->last != L_NONE;
	const char *d = r.digit;
	size_t n = r.n;
	if ((inside || (n == 1 && small_follows(p, r.end))) && r.zero) {
		p->zero = true;        /* 一百零五; 零十 */
		while (n && *d == '0')
			d++, n--;
		if (n == 0) {
			p->at = r.end;
			p->last = L_ZERO;
			return true;
		}
	}
	if (inside && n > 2)
		return false;
	if (n == 2 && d == r.digit && is_pair(&r)) {
		p->n->pair = true;
		push_span(p, d[0] - '0', d[1] - '0', 0);
	} else if (inside && n == 2) {
		return false;
	} else {
		char *out = NULL;
		if (n > 1) {
			out = arena_alloc(p->a, n);
			memcpy(out, d, n);
		}
		if (!numeral_push(p, out ? out : DIGITS + (d[0] - '0'), n, 0))
			return false;
		if (!inside && r.n > 1) {
			p->n->positional = true;
			p->n->ndigit = (unsigned)r.n;
		}
	}
	p->at = r.end;
	p->last = L_DIGIT;
	return true;
}

/* 零点几秒; but 八点几分 */
static bool
read_some_tenths(struct parse *p, size_t at)
{
	word_hit h, u;
	if (!words_at(p->w, p->s, at, WM(several), &h) || words_at(p->w, p->s, h.end, WM(minute) | WM(mag), &u) || !push_span(p, 1, 9, -1))
		return false;
	p->n->vague = p->n->decimal = true;
	p->at = h.end;
	p->last = L_FRACTION;
	return true;
}

/* 三点一四, 一百点123: digits behind 点, unless 十 or 百 follow them (八点三十). */
static bool
read_point(struct parse *p, size_t at)
{
	size_t count = 0, end = digits_end(p->s, at, &count);
	struct run r = {0};
	if (count == 0)
		read_run(p, at, &r);
	size_t behind = count ? end : r.end;
	if (count + r.n == 0 && read_some_tenths(p, at))
		return true;
	if (count + r.n == 0 || r.more || count > NUMERAL_MAX_DIGITS || (small_follows(p, behind) && !unit_of_small(p, behind)))
		return false;
	size_t n = count ? count : r.n;
	char *out = arena_alloc(p->a, n);
	if (count)
		copy_digits(p->s, at, end, out);
	else
		memcpy(out, r.digit, n);
	if (!numeral_push(p, out, n, -(long)n))
		return false;
	p->n->decimal = true;
	p->at = count ? end : r.end;
	p->last = L_FRACTION;
	return true;
}

/* 几, 数 as a digit: 2 to 9, after 十 or another magnitude 1 to 9. */
static bool
read_several(struct parse *p)
{
	word_hit h;
	if (!words_at(p->w, p->s, p->at, WM(several), &h))
		return false;
	bool inside = p->last == L_SMALL || p->last == L_BIG || p->last == L_ZERO;
	if (p->last == L_ARABIC) {
		if (p->lo[p->nterm - 1].digit[p->lo[p->nterm - 1].n - 1] != '0')
			return false;
		push_span(p, 1, 9, 0);
		p->at = h.end;
		p->n->vague = true;
		return true;    /* 20几万: the digits still wait for their magnitude */
	}
	if ((p->last != L_NONE && !inside) || (p->last == L_NONE && h.r->num != 2))
		return false;
	push_span(p, inside ? 1 : 2, 9, 0);
	p->n->vague = true;
	p->zero = true;        /* no elision */
	p->at = h.end;
	p->last = L_DIGIT;
	return true;
}

static bool
round_so_far(const struct parse *p)
{
	if (p->last == L_SMALL || p->last == L_BIG)
		return true;
	const dec_term *t = &p->lo[p->nterm - 1];
	return p->last == L_ARABIC && t->n > 1 && t->digit[t->n - 1] == '0';
}

bool
more_ends(str s, size_t at)
{
	size_t next;
	uint32_t cp = at < s.n ? (unsigned char)s.p[at] : ' ';
	return digit_at(s, at, &next) < 0 && cp > ' ' && cp != '+' && !ascii_is_letter(cp);
}

/* 300多套, 三千多万, 十余座, 十来个. */
static bool
read_inner(struct parse *p)
{
	word_hit h, f;
	size_t at = skip_space(p->s, p->at);
	if (p->n->mod.p || p->last == L_NONE || !words_at(p->w, p->s, at, WM(more) | WM(around), &h))
		return false;
	bool plus = h.r->num == 2;
	if (h.r->cls == W_around && h.r->num == 1 && !(p->n->bare && p->nterm == 1 && p->at - p->n->start == 3))
		return false;      /* 千把块, but 十把刀 */
	if (plus ? !more_ends(p->s, h.end) && !words_at(p->w, p->s, h.end, WM(unit), &f) : !round_so_far(p))
		return false;
	size_t next = skip_space(p->s, h.end);
	bool follows = words_at(p->w, p->s, next, WM(mag) | FOLLOWERS, &f);
	if (!follows) {
		if (h.r->cls == W_around || words_at(p->w, p->s, at, WM(fixed), &f))
			return false;
	}
	p->n->mod = h.r->value;
	p->at = h.end;
	return true;
}

/* 一千二 is 1200: a digit right behind a magnitude and nothing behind it. */
static void
elide(struct parse *p)
{
	if ((p->last != L_DIGIT && p->last != L_ARABIC) || p->zero || p->nterm < 2 || p->last_exp < 2 || p->lo[p->nterm - 1].n != 1)
		return;
	numeral_shift(p, p->nterm - 1, p->last_exp - 1);
	p->n->elided = true;
}

/* 2 亿 3 千万: figures behind a blank go on a numeral where 千 or 百 follows them. */
static bool
more_behind_blank(const struct parse *p, size_t at)
{
	size_t next, count = 0;
	return at > p->at && p->last == L_BIG && !p->n->vague && digit_at(p->s, at, &next) >= 0 && small_follows(p, digits_end(p->s, at, &count)) && count == 1;
}

/* Can the numeral go on at its end, or at `at` behind a space? Most end here. */
static bool
goes_on(const struct parse *p, size_t at)
{
	size_t next;
	uint64_t here = words_first_mask(p->w, words_peek(p->s, p->at));
	if (here & GOES_ON || digit_at(p->s, p->at, &next) >= 0)
		return true;
	if (at > p->at && (words_first_mask(p->w, words_peek(p->s, at)) & GOES_ON_LATER || more_behind_blank(p, at)))
		return true;
	return p->last == L_NONE && decimal_dot(p->s, p->at);
}

static bool
step(struct parse *p)
{
	size_t next;
	word_hit h;
	bool inner = p->n->mod.p && p->last != L_NONE;
	size_t at = p->last == L_NONE ? p->at : skip_space(p->s, p->at);
	if (at >= p->s.n || !goes_on(p, at))
		return false;
	if (numeral_mag(p, at))
		return true;
	if (inner)
		return false;
	if (more_behind_blank(p, at))
		p->at = at;
	if (digit_at(p->s, p->at, &next) >= 0 || (p->last == L_NONE && decimal_dot(p->s, p->at) && digit_at(p->s, decimal_dot(p->s, p->at), &next) >= 0)) {
		bool alone = p->n->bare && p->nterm == 1;   /* 万2.5的佣金 */
		if (p->last == L_NONE || ((p->last == L_SMALL || p->last == L_BIG || p->last == L_ZERO) && !p->n->vague && !alone))
			return read_arabic(p);
		return false;
	}
	if (words_at(p->w, p->s, p->at, WM(digit), &h))
		return read_han_digits(p);
	if (read_several(p) || read_inner(p))
		return true;
	if (p->last != L_NONE && p->last != L_FRACTION && p->last != L_ZERO && words_at(p->w, p->s, p->at, WM(point), &h)) {
		dec_term kept = p->nterm ? p->lo[p->nterm - 1] : p->lo[0];
		elide(p);          /* 一千六点五 is 1600.5 */
		if (read_point(p, h.end))
			return true;
		p->lo[p->nterm - 1] = p->hi[p->nterm - 1] = kept;
		p->n->elided = false;
		return false;
	}
	bool hundreds = p->last == L_SMALL && p->small > 1;   /* 五百廿一 */
	if ((p->last == L_NONE || p->last == L_BIG || p->last == L_ZERO || hundreds) && words_at(p->w, p->s, p->at, WM(tens), &h)) {
		numeral_push(p, DIGITS + h.r->num, 1, 1);
		p->at = h.end;
		p->small = p->last_exp = 1;
		p->last = L_SMALL;
		p->n->mag = true;
		return true;
	}
	return false;
}

static void
finish(struct parse *p)
{
	numeral *n = p->n;
	n->end = p->at;
	n->chars = (unsigned)utf8_count(str_from_to(p->s, n->start, n->end));
	n->big = p->last == L_BIG ? p->last_exp : 0;
	n->lo = dec_sum(p->a, p->lo, p->nterm);
	n->hi = p->differs ? dec_sum(p->a, p->hi, p->nterm) : STR_NULL;
	n->plain = n->big ? dec_scale(p->a, n->lo, -n->big) : n->lo;
	n->tail = n->big && !n->bare && p->nterm == (n->decimal ? 2u : 1u) ? p->tail : n->big;
	if (p->last == L_SMALL && p->last_exp > 1 && !n->bare && p->nterm == (n->decimal ? 2u : 1u))
		n->tail = p->last_exp;  /* 三至五千元 */
	n->coefficient = n->tail == n->big ? n->plain : dec_scale(p->a, n->lo, -n->tail);
}

long
numeral_shared(const numeral *n, str x)
{
	if (n->tail && dec_cmp(x, n->coefficient) < 0)
		return n->tail;
	return n->big && dec_cmp(x, n->plain) < 0 ? n->big : 0;
}

/* 三万一平米, 五百一台: the 一 is the unit's, a price for each. */
static bool
one_of_unit(const struct parse *p, size_t from)
{
	word_hit d, u;
	return !p->zero && p->last_exp >= 2 && words_at(p->w, p->s, from, WM(digit), &d) && d.r->num == 1 && d.end == p->at &&
	       words_at(p->w, p->s, p->at, WM(unit) | WM(classifier) | WM(duration), &u) && !(u.r->cls == W_classifier && u.r->num == PLAIN) &&
	       !words_at(p->w, p->s, p->at, WM(money), &u);
}

/* Remembers where the reading was good, so that a digit whose magnitude does not fit is given back (二十三十). */
struct mark {
	size_t at, nterm;
	enum last last;
	bool zero, pair;
};

#define NUMERAL_STARTS (WM(digit) | WM(tens) | WM(mag) | WM(several) | WM(atleast))

/* A numeral of several parts, or of words. */
static bool
read_parts(const words *w, arena *a, str s, size_t at, bool mega, numeral *n)
{
	dec_term lo[MAX_TERMS], hi[MAX_TERMS];
	struct big big[MAX_BIG];
	struct parse p = {.w = w, .a = a, .s = s, .mega = mega, .n = n, .at = at, .small = 4, .lo = lo, .hi = hi, .big = big};
	word_hit h, no;
	if (words_at(w, s, at, WM(atleast), &h) && words_before(w, s, h.end, WM(prenot), &no) && no.start < at)
		return false;      /* 站上|万元 */
	if (words_at(w, s, at, WM(atleast), &h) && words_at(w, s, h.end, WM(mag), &h) && h.r->num > 1) {
		n->mod = STR("EQUAL_OR_MORE");
		p.at = h.start;
		if (!numeral_mag(&p, p.at))
			return false;
	}
	struct mark good = {p.at, p.nterm, p.last, false, false};
	while (p.nterm < MAX_TERMS - 2 && step(&p))
		if (p.last == L_SMALL || p.last == L_BIG)
			good = (struct mark){p.at, p.nterm, p.last, p.zero, n->pair};
	if (p.nterm >= MAX_TERMS - 2 || p.nterm == 0) {
		n->end = p.nterm ? p.at : n->end;
		return false;
	}
	if (good.nterm && p.last == L_ZERO) {
		p.at = good.at;
		p.last = good.last;
	}
	bool spare = good.nterm && p.last == L_DIGIT;
	if (spare && ((words_at(w, s, p.at, WM(mag), &h) && !numeral_unit_begins(&p, &h)) || one_of_unit(&p, good.at))) {
		p.at = good.at;
		p.nterm = good.nterm;
		p.last = good.last;
		n->pair = good.pair;
	}
	elide(&p);
	finish(&p);
	return true;
}

bool
numeral_at(const words *w, arena *a, str s, size_t at, bool mega, numeral *n)
{
	size_t next;
	if (plain_digits_at(w, s, at, n))
		return true;
	*n = (numeral){.start = at, .end = at};
	if (!(words_first_mask(w, words_peek(s, at)) & NUMERAL_STARTS) && digit_at(s, at, &next) < 0 && !decimal_dot(s, at))
		return false;
	return read_parts(w, a, s, at, mega, n);
}
