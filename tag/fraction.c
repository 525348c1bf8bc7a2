/* Fractions, powers and exponents: N分之M, 3/4, 1 4/3, 2e5, 6.02×10^23; decimals behind their unit: 1米75. */
#include "amount.h"

#include <string.h>

/* N分之M, 三又二分之一, 3/4. The value is "M/N". */
bool
read_fraction(scan *c, amount *f)
{
	word_hit h;
	numeral d, m;
	str whole = STR_NULL;
	size_t at = f->n.end;
	bool minus = false;
	d = f->n;
	at = skip_space(c->s, at);
	if (words_at(c->w, c->s, at, WM(mixed), &h)) {
		whole = f->n.lo;
		if (!numeral_at(c->w, c->a, c->s, skip_space(c->s, h.end), false, &d))
			return false;
		at = skip_space(c->s, d.end);
	}
	if (!words_at(c->w, c->s, at, WM(of), &h))
		return false;
	size_t top_at = skip_space(c->s, h.end);
	minus = sign_at(c, top_at, &top_at);
	if (!numeral_at(c->w, c->a, c->s, top_at, false, &m) || d.hi.p || d.decimal)
		return false;
	f->fraction = true;
	f->end = m.end;
	str top = m.lo;
	if (whole.p && dec_is_integer(top))
		top = dec_add(c->a, dec_mul(c->a, whole, d.lo), top);
	if (minus)
		top = dec_neg(c->a, top);
	f->lo = arena_join(c->a, top, STR("/"), d.lo);
	f->hi = m.hi.p && !whole.p && !minus ? arena_join(c->a, m.hi, STR("/"), d.lo) : STR_NULL;   /* 十分之几 */
	return true;
}

/* The a/b of 1 4/3. */
bool
read_mixed_slash(scan *c, amount *f)
{
	amount part = {0};
	size_t at = skip_space(c->s, f->n.end), next;
	if (at == f->n.end || f->n.mag || f->n.decimal || f->n.ndigit > 3 || !f->n.arabic || digit_at(c->s, at, &next) < 0)
		return false;
	part.start = at;
	if (!numeral_at(c->w, c->a, c->s, at, false, &part.n) || !read_slash(c, &part, true))
		return false;
	size_t slash = str_chr(part.lo, '/');
	str top = str_from_to(part.lo, 0, slash), under = str_skip(part.lo, slash + 1);
	top = dec_add(c->a, dec_mul(c->a, f->n.lo, under), top);
	f->lo = arena_join(c->a, top, STR("/"), under);
	f->fraction = true;
	f->end = part.end;
	return true;
}

/* The 1000 of 1/1000. */
static bool
is_power_of_ten(str v)
{
	for (size_t i = 1; i < v.n; i++)
		if (v.p[i] != '0')
			return false;
	return v.n && v.p[0] == '1' && v.n <= 7;
}

bool
read_slash(scan *c, amount *f, bool improper)
{
	numeral d;
	size_t at = f->n.end, next, slash = 0;
	if (at < c->s.n && c->s.p[at] == '/')
		slash = 1;
	else if (str_starts(str_skip(c->s, at), STR("／")))
		slash = 3;
	if (!slash || !f->n.arabic || f->n.mag || f->n.decimal || f->n.ndigit > 3 || digit_at(c->s, at + slash, &next) < 0 ||
	    !numeral_at(c->w, c->a, c->s, at + slash, false, &d) || d.mag || d.decimal || (d.ndigit > 3 && !is_power_of_ten(d.lo)))
		return false;
	uint32_t after = cp_at(c->s, d.end), before = cp_before(c->s, f->start);
	if (after == '/' || ascii_is_letter(after) || before == '/' || (!improper && dec_cmp(f->n.lo, d.lo) >= 0) || dec_small(d.lo, 9999999) < 2)
		return false;
	f->fraction = true;
	f->end = d.end;
	f->lo = arena_join(c->a, f->n.lo, STR("/"), d.lo);
	return true;
}

/* A power of ten or a power behind an Arabic figure: 2e5, 1.5E-3, 6.02×10^23, 2^10. *exp and the end; false when none. */
static bool
exponent_at(scan *c, size_t at, long *exp, size_t *end)
{
	size_t next = at;
	bool minus = false;
	int d, n = 0;
	str rest = str_skip(c->s, at);
	if (str_starts(rest, STR("+")) || str_starts(rest, STR("-"))) {
		minus = c->s.p[at] == '-';
		at++;
	} else if (str_starts(rest, STR("－")) || str_starts(rest, STR("−"))) {
		minus = true;
		at += 3;
	}
	for (*exp = 0; n < 4 && (d = digit_at(c->s, at, &next)) >= 0; n++, at = next)
		*exp = *exp * 10 + d;
	word_hit u;
	if (n == 0 || n > 3 || (ascii_is_letter(cp_at(c->all, at)) && !words_at(c->w, c->s, at, WM(unit), &u)))
		return false;
	if (minus)
		*exp = -*exp;
	*end = at;
	return true;
}

/* The exponent of 10⁶ at s[at], likewise. */
static bool
superscript_at(const scan *c, size_t at, long *exp, size_t *end)
{
	static const char *const digit[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
	bool minus = str_starts(str_skip(c->s, at), STR("⁻"));
	int n = 0;
	*exp = 0;
	for (*end = at + (minus ? 3 : 0); n < 3; n++) {
		int d = 0;
		while (d < 10 && !str_starts(str_skip(c->s, *end), str_from(digit[d])))
			d++;
		if (d == 10)
			break;
		*exp = *exp * 10 + d;
		*end += str_from(digit[d]).n;
	}
	*exp = minus ? -*exp : *exp;
	return n > 0;
}

/* 1/x when that has an end (x holds no other primes than 2 and 5), else null. */
static str
inverse(arena *a, str x)
{
	size_t dot = str_chr(x, '.');
	long scale = dot == SIZE_MAX ? 0 : (long)(x.n - dot - 1), power = 0;
	long n = dec_small(dec_scale(a, x, scale), 1000000);
	if (n <= 0)
		return STR_NULL;
	long long ten = 1;
	while (power < 18 && ten % n) {
		ten *= 10;
		power++;
	}
	return ten % n ? STR_NULL : dec_scale(a, arena_printf(a, "%lld", ten / n), scale - power);
}

bool
read_power(scan *c, amount *f)
{
	long exp;
	size_t end, at = f->n.end;
	str rest = str_skip(c->s, at);
	static const char *const tens[] = {"×10^", "x10^", "*10^"};
	if (!f->n.arabic || f->n.mag || f->n.lo.n > 40 || !rest.n || !memchr("\xC3\xC2\xE2x*eE^", rest.p[0], 8))
		return false;
	for (size_t i = 0; i < sizeof tens / sizeof *tens; i++)
		if (str_starts(rest, str_from(tens[i])) && exponent_at(c, at + str_from(tens[i]).n, &exp, &end)) {
			f->n.lo = dec_scale(c->a, f->n.lo, exp);
			f->n.end = end;
			f->n.decimal = false;
			return true;
		}
	bool ten = str_eq(f->n.lo, STR("10")) && superscript_at(c, at, &exp, &end);
	if (ten || (str_starts(rest, STR("×10")) && superscript_at(c, at + 4, &exp, &end))) {
		f->n.lo = dec_scale(c->a, ten ? STR("1") : f->n.lo, exp);
		f->n.end = end;
		f->n.decimal = false;
		return true;
	}
	if ((str_starts(rest, STR("e")) || str_starts(rest, STR("E"))) && exponent_at(c, at + 1, &exp, &end)) {
		f->n.lo = dec_scale(c->a, f->n.lo, exp);
	} else if (str_starts(rest, STR("^")) && exponent_at(c, at + 1, &exp, &end) && exp >= -64 && exp <= 64) {
		str base = exp < 0 ? inverse(c->a, f->n.lo) : f->n.lo;
		if (!base.p)
			return false;
		exp = exp < 0 ? -exp : exp;
		f->n.lo = STR("1");
		while (exp--)
			f->n.lo = dec_mul(c->a, f->n.lo, base);
	} else {
		return false;
	}
	f->n.end = end;
	return true;
}

/* What follows digits that count something of their own. */
#define COUNTED \
	(WM(digit) | WM(tens) | WM(mag) | WM(point) | WM(classifier) | WM(noun) | WM(unit) | WM(money) | WM(percent) | WM(times) | WM(duration) | WM(year) | \
	 WM(month) | WM(day) | WM(hour) | WM(several) | WM(more) | WM(range) | WM(of))

/* Digits, Arabic or Han, at s[at], at most 2; *end is behind them. 0 when there are none or more. */
static size_t
loose_digits(const scan *c, size_t at, char digit[2], size_t *end)
{
	size_t n = 0, next;
	word_hit h;
	for (*end = at;; *end = next) {
		int d = digit_at(c->s, *end, &next);
		if (d < 0 && words_at(c->w, c->s, *end, WM(digit), &h)) {
			d = h.r->num;
			next = h.end;
		}
		if (d < 0)
			return n;
		if (n == 2)
			return 0;
		digit[n++] = (char)('0' + d);
	}
}

void
read_loose_decimals(scan *c, amount *f)
{
	char digit[2];
	size_t end, n;
	word_hit h;
	bool metre = str_eq(f->unit, STR("m")) || str_eq(f->unit, STR("chi")), degree = str_eq(f->unit, STR("°C"));
	long whole = f->hi.p || f->n.decimal || f->x.half || f->x.per.p ? -1 : dec_small(f->lo, 99);
	if (!(metre && whole >= 1) && !(degree && whole >= 30 && whole < 45))
		return;
	if (ascii_is_letter(cp_before(c->s, f->end)) || cp_before(c->s, f->end) == 0x2103)
		return;            /* 5m3, 38℃5 */
	n = loose_digits(c, skip_space(c->s, f->end), digit, &end);
	uint32_t after = cp_at(c->all, end);
	if (n == 0 || (degree && n > 1) || (metre && whole >= 10 && n != 2))
		return;
	if (ascii_is_letter(after) || after == '.' || after == '%' || after == '-' || words_at(c->w, c->s, skip_space(c->s, end), COUNTED, &h))
		return;
	str tail = arena_dup(c->a, (str){digit, n});
	f->lo = dec_add(c->a, f->lo, dec_scale(c->a, tail, -(long)n));
	f->end = end;
}

/* How many powers of ten the one factor is more than the other; 0 when there is no such whole number up to 6. */
static long
tens_between(arena *a, str more, str less)
{
	for (long k = 1; more.n && less.n && k <= 6; k++)
		if (dec_cmp(dec_scale(a, less, k), more) == 0)
			return k;
	return 0;
}

bool
read_smaller_unit(scan *c, amount *f)
{
	numeral n;
	suffix x;
	const unit_row *larger = f->row, *smaller;
	if (f->hi.p || f->x.half || f->x.per.p || f->mod.p || f->n.decimal || !larger->factor.n || !figure_may_go_on(c, f->end) ||
	    !numeral_at(c->w, c->a, c->s, f->end, false, &n) || n.hi.p || n.mod.p || n.arabic != f->n.arabic ||
	    !suffix_at(c->w, c->a, c->s, n.end, &n, c->taiwan, &x) || x.kind != S_UNIT || x.per.p || x.half)
		return false;
	smaller = x.r->row;
	long tens = str_eq(smaller->base, larger->base) ? tens_between(c->a, larger->factor, smaller->factor) : 0;
	if (!tens || dec_cmp(n.lo, dec_scale(c->a, STR("1"), tens)) >= 0)
		return false;
	while (n.lo.n > 1 && n.lo.p[n.lo.n - 1] == '0' && !n.decimal) {
		n.lo.n--;          /* 3公里500米 is 3.5 */
		tens--;
	}
	f->lo = dec_add(c->a, f->lo, dec_scale(c->a, n.lo, -tens));
	f->end = x.end;
	return true;
}

/* The 10′ of 39°10′ at s[at], the 20″ of 10′20″: a figure below 60 and one of the marks. */
static bool
sixtieth_at(scan *c, size_t at, const char *const mark[4], str *v, size_t *end)
{
	size_t count = 0, to = digits_end(c->s, at, &count);
	*v = str_from_to(c->s, at, to);
	if (count < 1 || count > 2 || dec_small(*v, 59) < 0)
		return false;
	word_hit h;
	for (int i = 0; i < 4; i++)
		if (str_starts(str_skip(c->s, to), str_from(mark[i])) && !(words_at(c->w, c->s, to, WM(duration), &h) && h.end > to + str_from(mark[i]).n)) {
			*end = to + str_from(mark[i]).n;
			return true;
		}
	return false;
}

bool
read_arc(scan *c, amount *f)
{
	static const char *const minute[4] = {"′", "'", "’", "分"}, *const second[4] = {"″", "\"", "”", "秒"};
	str v;
	size_t end;
	if (f->hi.p || f->n.decimal || !str_eq(f->unit, STR("°")) || !sixtieth_at(c, f->end, minute, &v, &end))
		return false;
	f->lo = dec_add(c->a, dec_mul(c->a, f->lo, STR("60")), v);
	f->unit = STR("′");
	f->end = end;
	if (sixtieth_at(c, end, second, &v, &end)) {
		f->lo = dec_add(c->a, dec_mul(c->a, f->lo, STR("60")), v);
		f->unit = STR("″");
		f->end = end;
	}
	f->row = NULL;
	return true;
}
