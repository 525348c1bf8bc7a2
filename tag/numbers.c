/* The scanner's loop: skip what cannot start a number, step over entities, identifiers and fixed words, try the parts. */
#include "scan.h"

#include <stdlib.h>
#include <string.h>

#include "utf8.h"

struct number_rules {
	words *w;
	/* What may happen at a code point of the BMP: see `enum` below. */
	unsigned char act[0x10000];
};

enum { ACT_FIXED = 1, ACT_NUMBER = 2, ACT_LATIN = 4 };

/* Classes whose words a mention may begin with. */
#define STARTERS \
	(WM(digit) | WM(tens) | WM(mag) | WM(several) | WM(half) | WM(minus) | WM(below) | WM(atleast) | WM(percentof) | WM(ordinal) | \
	 WM(moneypre) | WM(fan) | WM(era) | WM(relyear) | WM(relmonth) | WM(relday) | WM(part) | WM(relcentury) | WM(halfyear) | WM(oclock))

static void
fill_actions(number_rules *r)
{
	for (uint32_t cp = 0; cp < 0x10000; cp++) {
		uint64_t mask = words_first_mask(r->w, cp);
		if (mask & WM(fixed))
			r->act[cp] |= ACT_FIXED;
		if (mask & STARTERS)
			r->act[cp] |= ACT_NUMBER;
		if ((cp >= '0' && cp <= '9') || (cp >= 0xFF10 && cp <= 0xFF19))
			r->act[cp] |= ACT_NUMBER;
		if (is_latin(cp))
			r->act[cp] |= ACT_LATIN;
	}
	r->act[utf8_first(STR("前"))] |= ACT_NUMBER;
	r->act['Q'] |= ACT_NUMBER;
	r->act['.'] |= ACT_NUMBER;
}

number_rules *
numbers_load(arena *a, diag *d, const char *dicts)
{
	number_rules *r = arena_new(a, number_rules);
	r->w = words_new(a);
	int status = words_load(r->w, d, dicts, "number-words");
	status |= words_load(r->w, d, dicts, "date-words");
	status |= units_load(r->w, a, d, dicts);
	if (status)
		return NULL;
	fill_actions(r);
	return r;
}

void
numbers_free(number_rules *r)
{
	(void)r;  /* all of it lives in the arena it was loaded into */
}

static bool
alnum(unsigned char c)
{
	return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

/* The end of a Latin token with the digits and joints that belong to it: DeepSeek-V3.1, https://a.b/c?d=1, a@b.cn. */
static size_t
token_end(str s, size_t at)
{
	while (at < s.n) {
		unsigned char c = (unsigned char)s.p[at];
		if (alnum(c))
			at++;
		else if (c < 0x80 && memchr("-_./+:@#&%~?=", c, 13) && at + 1 < s.n && (alnum((unsigned char)s.p[at + 1]) || s.p[at + 1] == '/'))
			at++;
		else
			break;
	}
	return at;
}

/* What is left of a run that begins with digits and is no figure: 5G, 3.0.1, 010-66551234, 3:1. */
static size_t
run_end(str s, size_t at)
{
	size_t end = at;
	while (end < s.n) {
		unsigned char c = (unsigned char)s.p[end];
		if (alnum(c) || ((c == '.' || c == '-' || c == ':' || c == '/') && end + 1 < s.n && alnum((unsigned char)s.p[end + 1])))
			end++;
		else
			break;
	}
	return end;
}

static void
emit(scan *c, const mention *m)
{
	*arena_push(c->a, c->out->v, c->out->n, c->out->cap) = *m;
}

/* One candidate place. Returns where to go on. */
static size_t
try_at(scan *c, size_t at, unsigned act)
{
	word_hit fixed = {.end = at};
	mention m;
	size_t skip = at;
	if (act & ACT_FIXED && !words_at(c->w, c->s, at, WM(fixed), &fixed))
		fixed.end = at;
	bool found = false;
	if (act & ACT_NUMBER)
		found = when_at(c, at, &m) || clock_at(c, at, &m) || amount_at(c, at, &m, &skip);
	if (found && m.end > fixed.end) {
		emit(c, &m);
		return m.end;
	}
	if (fixed.end > at)
		return fixed.end;
	if (act & ACT_LATIN)
		return token_end(c->s, at);
	if (alnum((unsigned char)c->s.p[at]))
		return run_end(c->s, skip > at ? skip : at);
	size_t next = at;
	utf8_next(c->s, &next);
	return skip > next && !found ? skip : next;
}

static void
scan_stretch(const number_rules *r, scan *c, size_t at)
{
	const unsigned char *p = (const unsigned char *)c->s.p;
	size_t n = c->s.n;
	c->seen.known = false;
	while (at < n) {
		unsigned char b = p[at];
		uint32_t cp = b;
		size_t len = 1;
		if (b >= 0xE0 && b < 0xF0 && n - at >= 3) {
			cp = (b & 15u) << 12 | (p[at + 1] & 63u) << 6 | (p[at + 2] & 63u);
			len = 3;
		} else if (b >= 0xC0 && b < 0xE0 && n - at >= 2) {
			cp = (b & 31u) << 6 | (p[at + 1] & 63u);
			len = 2;
		} else if (b == '\n') {
			c->paragraph++;
		}
		unsigned act = r->act[cp];
		if (!act) {
			at += len;
			continue;
		}
		size_t next = try_at(c, at, act);
		at = next > at ? next : at + len;
	}
}

static bool
shares(const mention *x, const mention *y)
{
	static const char *const types[] = {"count", "money", "quantity", "percent", "multiple"};
	if (!str_eq(x->type, STR("number")) || !(x->value.p || x->lo.p))
		return false;
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (str_eq(y->type, str_from(types[i])))
			return true;
	return str_eq(y->type, STR("number"));
}

/* 上百、上千亿: the magnitude that the next figure ends in is this one's too when its coefficient is the smaller. */
static void
share_magnitude(scan *c, mention *x, const mention *y)
{
	numeral p, q;
	if (x->lo.p || !numeral_at(c->w, c->a, c->s, x->start, false, &p) || !numeral_at(c->w, c->a, c->s, y->start, false, &q))
		return;
	if (p.big || p.hi.p || !q.big || p.end != x->end || dec_cmp(p.lo, q.plain) >= 0 || (!p.mag && q.bare))
		return;
	x->value = dec_scale(c->a, x->value, q.big);
	x->elided = true;
}

/* 8192及15488张, 上百、上千亿参数: a bare figure before a list word takes the unit and the magnitude of the next one. */
static void
share_units(scan *c, size_t first)
{
	for (size_t i = c->out->n; i-- > first + 1;) {
		mention *x = &c->out->v[i - 1], *y = &c->out->v[i];
		word_hit h;
		size_t at = skip_space(c->s, x->end);
		if (!shares(x, y) || !words_at(c->w, c->s, at, WM(list) | WM(range), &h) || skip_space(c->s, h.end) != y->start)
			continue;
		bool list = h.r->cls == W_list;
		if (list && y->unit.p)
			share_magnitude(c, x, y);
		if (!y->unit.p)
			continue;
		x->type = y->type;
		x->unit = y->unit;
		x->per = y->per;
		x->elided = true;
	}
}

static bool
read_date(str v, anchor *to)
{
	if (v.n < 10 || v.p[4] != '-' || v.p[7] != '-')
		return false;
	int f[3] = {0};
	for (size_t i = 0, k = 0; i < 10; i++) {
		if (i == 4 || i == 7)
			k++;
		else if (v.p[i] >= '0' && v.p[i] <= '9')
			f[k] = f[k] * 10 + (v.p[i] - '0');
		else
			return false;
	}
	*to = (anchor){.year = f[0], .month = f[1], .day = f[2]};
	return f[1] >= 1 && f[1] <= 12;
}

void
numbers_scan(const number_rules *r, arena *a, str text, const text_context *x, const mentions *entities, mentions *out)
{
	scan c = {.w = r->w, .a = a, .all = text, .s = text, .out = out};
	size_t first = out->n, at = 0;
	if (x) {
		c.taiwan = x->taiwan;
		if (!read_date(x->dateline, &c.published) && !read_date(x->published, &c.published))
			c.published = (anchor){0};
	}
	for (size_t i = 0; entities && i <= entities->n; i++) {
		size_t end = i < entities->n ? entities->v[i].start : text.n;
		if (end > text.n)
			end = text.n;
		c.s = str_from_to(text, 0, end);
		c.floor = at;
		if (end > at)
			scan_stretch(r, &c, at);
		if (i < entities->n && entities->v[i].end > at)
			at = entities->v[i].end;
	}
	if (!entities)
		scan_stretch(r, &c, 0);
	c.s = text;
	share_units(&c, first);
}

static bool
taiwan_host(str address)
{
	size_t at = str_find(address, STR("://"));
	str host = at == SIZE_MAX ? address : str_skip(address, at + 3);
	for (size_t i = 0; i < host.n; i++)
		if (host.p[i] == '/' || host.p[i] == ':' || host.p[i] == '?')
			host.n = i;
	return str_ends(host, STR(".tw"));
}

bool
numbers_taiwan(const number_rules *r, str url, str site, str script, str text)
{
	word_hit h;
	if (taiwan_host(url) || taiwan_host(site))
		return true;
	if (!r || !str_eq(script, STR("zh-Hant")))
		return false;
	for (size_t at = 0; at < text.n;) {
		size_t start = at;
		uint32_t cp = utf8_next(text, &at);
		if (words_first_mask(r->w, cp) & WM(context) && words_at(r->w, text, start, WM(context), &h))
			return true;
	}
	return false;
}
