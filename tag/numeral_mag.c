/* Magnitudes in a numeral: 十 百 千 behind their digits, 万 亿 兆 behind all that stands before them. */
#include "numeral_parse.h"

#include <string.h>

#include "unit.h"

void
numeral_shift(struct parse *p, size_t from, long exp)
{
	for (size_t i = from; i < p->nterm; i++) {
		p->lo[i].exp += exp;
		p->hi[i].exp += exp;
	}
}

/* 十 百 千 after digits, or alone (十, 百三). */
static bool
read_small(struct parse *p, long exp, size_t end)
{
	bool pending = p->last == L_DIGIT || p->last == L_ARABIC || (p->last == L_FRACTION && p->nterm <= 2);
	word_hit next;
	bool joined = p->last == L_SMALL && exp == 1 && p->small == 2 && (!p->n->bare || words_at(p->w, p->s, end, WM(digit) | WM(around) | WM(more) | WM(classifier) | WM(money), &next));
	if (!pending && p->last != L_NONE && p->last != L_ZERO && !joined)
		return false;
	if (exp >= p->small)
		return false;
	if (!pending) {
		if (p->last == L_NONE)
			p->n->bare = exp > 1;
		if (!numeral_push(p, "1", 1, 0))
			return false;
	}
	if (p->last == L_FRACTION)
		numeral_shift(p, 0, exp);
	else
		numeral_shift(p, p->nterm - 1, exp);
	p->tail = exp > 1 ? exp : 0;
	p->small = exp;
	p->last_exp = exp;
	p->last = L_SMALL;
	p->at = end;
	p->zero = false;
	return true;
}

/* 万 亿 兆 multiply what was read since the last larger one: 一万五千亿, 十二亿五千万. */
static bool
read_big(struct parse *p, long exp, size_t end)
{
	if (p->last == L_ZERO)
		return false;
	if (p->last == L_NONE) {
		p->n->bare = true;
		numeral_push(p, "1", 1, 0);
	}
	while (p->nbig && p->big[p->nbig - 1].exp <= exp)
		p->nbig--;
	size_t from = p->nbig ? p->big[p->nbig - 1].nterm : 0;
	if (from == p->nterm || p->nbig == MAX_BIG || p->lo[from].exp > 64)
		return false;
	numeral_shift(p, from, exp);
	p->big[p->nbig].exp = exp;
	p->big[p->nbig++].nterm = p->nterm;
	p->tail = (p->last == L_SMALL || p->last == L_BIG ? p->tail : 0) + exp;
	p->small = 4;
	p->last_exp = exp;
	p->last = L_BIG;
	p->at = end;
	p->zero = false;
	return true;
}

bool
numeral_unit_begins(const struct parse *p, const word_hit *mag)
{
	word_hit u;
	if (p->last == L_NONE && words_at(p->w, p->s, mag->end, WM(classifier), &u))
		return false;       /* 千卡 is a thousand cards */
	return words_at(p->w, p->s, mag->start, WM(unit) | WM(percent), &u) && u.end > mag->end;
}

/* 3个亿 is a figure, 一个亿元村 and 三个亿级市场 are not. */
static bool
inner_fits(const struct parse *p, size_t end)
{
	word_hit h;
	return p->last != L_NONE && p->last != L_BIG && p->last != L_ZERO && !words_at(p->w, p->s, end, WM(classifier) | WM(noun) | WM(money), &h);
}

enum { INTERNET_REACH = 30 };   /* bytes: ten Han characters */

static bool
is_price_word(const struct parse *p, size_t at)
{
	word_hit h;
	return words_before(p->w, p->s, at - (at > 0 && p->s.p[at - 1] == ' '), WM(figure), &h) && h.r->num == 2;
}

/* 10w+, 月薪3K-5K, 8k-1.2w, 3w人: letters for thousands and ten thousands, right behind digits of which more or a price is spoken. */
static bool
letter_fits(const struct parse *p, const word_hit *mag)
{
	word_hit h;
	size_t from = p->n->start;
	if (mag->r->num > 4)
		return false;
	if (mag->r->num == 4 && mag->end < p->s.n && p->s.p[mag->end] == '+' && (mag->end + 1 == p->s.n || more_ends(p->s, mag->end + 1)))
		return true;
	if (is_price_word(p, from) || (mag->r->num == 4 && spoken_of(p->w->aside, p->s, from, AM(internet), INTERNET_REACH)))
		return true;
	if (mag->r->num == 4 && words_at(p->w, p->s, mag->end, WM(noun) | WM(classifier), &h) &&
	    (h.r->cls == W_noun || str_eq(((const class_row *)h.r->row)->per, STR("person"))))
		return true;       /* 3.5w人, 10w粉丝 */
	if (!words_before(p->w, p->s, from, WM(range), &h))
		return false;
	from = h.start;
	bool letter = from > 0 && strchr("kKwW", p->s.p[from - 1]);
	while (from > 0 && (ascii_is_digit(p->s.p[from - 1]) || strchr("kKwW.", p->s.p[from - 1])))
		from--;
	return letter || is_price_word(p, from);
}

/* Does this Latin letter, a magnitude after some figures only, stand for one here? */
static bool
latin_fits(const struct parse *p, const word_hit *h)
{
	bool behind = h->start == p->at && (p->last == L_ARABIC || p->last == L_FRACTION);
	if (str_eq(h->r->value, STR("kilo")))
		return behind;
	return behind && letter_fits(p, h);
}

bool
numeral_mag(struct parse *p, size_t at)
{
	word_hit h;
	if (!words_at(p->w, p->s, at, WM(mag), &h) || numeral_unit_begins(p, &h))
		return false;
	bool letter = h.r->word.n <= 3 && (str_eq(h.r->value, STR("latin")) || str_eq(h.r->value, STR("kilo")) || str_eq(h.r->value, STR("said")));
	if (letter && !latin_fits(p, &h))
		return false;
	if (str_eq(h.r->value, STR("inner")) && !inner_fits(p, h.end))
		return false;
	long exp = h.r->num;
	if (str_eq(h.r->value, STR("mega"))) {
		p->n->mega = true;
		exp = p->mega ? 6 : 12;
	}
	bool ok = exp < 4 ? read_small(p, exp, h.end) : read_big(p, exp, h.end);
	p->n->mag |= ok;
	return ok;
}
