#include "decimal.h"

#include <string.h>

static str
abs_of(str x)
{
	return x.n && x.p[0] == '-' ? str_skip(x, 1) : x;
}

static bool
is_neg(str x)
{
	return x.n && x.p[0] == '-';
}

/* Digits of |x| without the dot, as a term. */
static dec_term
term_of(arena *a, str x)
{
	x = abs_of(x);
	size_t dot = str_chr(x, '.');
	if (dot == SIZE_MAX)
		return (dec_term){x.p, x.n, 0};
	char *d = arena_alloc(a, x.n);
	memcpy(d, x.p, dot);
	memcpy(d + dot, x.p + dot + 1, x.n - dot - 1);
	return (dec_term){d, x.n - 1, -(long)(x.n - dot - 1)};
}

/* Text of digit values `v` of which the last `frac` stand behind the dot. */
static str
text_of(arena *a, const unsigned char *v, size_t n, size_t frac)
{
	char *out = arena_alloc(a, n + 3);
	size_t o = 0, i = 0, whole = n - frac;
	while (i + 1 < whole && v[i] == 0)
		i++;
	if (whole == 0)
		out[o++] = '0';
	for (; i < whole; i++)
		out[o++] = (char)('0' + v[i]);
	if (frac)
		out[o++] = '.';
	for (; i < n; i++)
		out[o++] = (char)('0' + v[i]);
	return str_of(out, o);
}

str
dec_sum(arena *a, const dec_term *t, size_t n)
{
	long low = 0, high = 1;
	if (n == 1 && t[0].exp == 0 && t[0].n && (t[0].digit[0] != '0' || t[0].n == 1))
		return str_of(t[0].digit, t[0].n);
	for (size_t i = 0; i < n; i++) {
		if (t[i].exp < low)
			low = t[i].exp;
		if ((long)t[i].n + t[i].exp > high)
			high = (long)t[i].n + t[i].exp;
	}
	size_t len = (size_t)(high - low) + 1;  /* one more for a carry */
	unsigned char *v = arena_zalloc(a, len);
	for (size_t i = 0; i < n; i++) {
		size_t end = len - (size_t)(t[i].exp - low);
		unsigned carry = 0;
		for (size_t k = 0; k < t[i].n || carry; k++) {
			size_t at = end - 1 - k;
			unsigned sum = v[at] + carry + (k < t[i].n ? (unsigned)(t[i].digit[t[i].n - 1 - k] - '0') : 0);
			v[at] = (unsigned char)(sum % 10);
			carry = sum / 10;
			if (at == 0)
				break;
		}
	}
	return text_of(a, v, len, (size_t)-low);
}

str
dec_neg(arena *a, str x)
{
	if (is_neg(x))
		return str_skip(x, 1);
	return arena_join(a, STR("-"), x);
}

str
dec_scale(arena *a, str x, long exp)
{
	if (exp == 0)
		return x;
	dec_term t = term_of(a, x);
	t.exp += exp;
	str r = dec_sum(a, &t, 1);
	return is_neg(x) ? dec_neg(a, r) : r;
}

static str
trim_fraction(str x)
{
	if (str_chr(x, '.') == SIZE_MAX)
		return x;
	while (x.p[x.n - 1] == '0')
		x.n--;
	if (x.p[x.n - 1] == '.')
		x.n--;
	return x;
}

str
dec_mul(arena *a, str x, str y)
{
	dec_term p = term_of(a, x), q = term_of(a, y);
	size_t n = p.n + q.n;
	size_t frac = (size_t)(-p.exp - q.exp);
	if (frac > n)
		n = frac;
	unsigned char *v = arena_zalloc(a, n + 1);
	for (size_t i = 0; i < q.n; i++) {
		unsigned carry = 0, d = (unsigned)(q.digit[q.n - 1 - i] - '0');
		for (size_t k = 0; k < p.n || carry; k++) {
			unsigned char *at = &v[n - i - k];
			unsigned sum = *at + carry + (k < p.n ? d * (unsigned)(p.digit[p.n - 1 - k] - '0') : 0);
			*at = (unsigned char)(sum % 10);
			carry = sum / 10;
		}
	}
	str r = trim_fraction(text_of(a, v, n + 1, frac));
	return is_neg(x) != is_neg(y) && !str_eq(r, STR("0")) ? dec_neg(a, r) : r;
}

str
dec_add(arena *a, str x, str y)
{
	dec_term t[2] = {term_of(a, x), term_of(a, y)};
	return dec_sum(a, t, 2);
}

static int
cmp_abs(str x, str y)
{
	size_t dx = str_chr(x, '.'), dy = str_chr(y, '.');
	size_t wx = dx == SIZE_MAX ? x.n : dx, wy = dy == SIZE_MAX ? y.n : dy;
	if (wx != wy)
		return wx < wy ? -1 : 1;
	int c = memcmp(x.p, y.p, wx);
	if (c)
		return c < 0 ? -1 : 1;
	for (size_t i = wx + 1; i < x.n || i < y.n; i++) {
		char p = i < x.n ? x.p[i] : '0', q = i < y.n ? y.p[i] : '0';
		if (p != q)
			return p < q ? -1 : 1;
	}
	return 0;
}

int
dec_cmp(str x, str y)
{
	if (is_neg(x) != is_neg(y))
		return is_neg(x) ? -1 : 1;
	int c = cmp_abs(abs_of(x), abs_of(y));
	return is_neg(x) ? -c : c;
}

bool
dec_is_integer(str x)
{
	return str_chr(x, '.') == SIZE_MAX;
}

long
dec_small(str x, long max)
{
	long v = 0;
	if (x.n == 0)
		return -1;
	for (size_t i = 0; i < x.n; i++) {
		if (!ascii_is_digit(x.p[i]))
			return -1;
		v = v * 10 + (x.p[i] - '0');
		if (v > max)
			return -1;
	}
	return v;
}

str
dec_pow2(arena *a, unsigned n)
{
	str r = STR("1");
	while (n--)
		r = dec_mul(a, r, STR("2"));
	return r;
}
