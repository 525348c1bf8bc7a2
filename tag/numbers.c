/* The scanner's loop: skip what cannot start a number, step over entities, identifiers and fixed words, try the parts. */
#include "when.h"

#include <stdlib.h>
#include <string.h>

#include "blanks.h"
#include "sieve.h"
#include "site.h"
#include "utf8.h"

/* Bytes of more Han digits than a figure has. */
enum { DIGITS_MAX = 72 };

/* A list of more figures than this is no text: it may be cut in two. */
enum { SHARE_MAX = 1 << 15 };

/* So many places are found at a time. */
enum { PLACES = 64 };

struct number_rules {
	words *w;
	unsigned char act[0x10000]; /* what may happen at a code point of the BMP */
	sieve wide;                 /* where something may happen at a character of three bytes: for most, when the next one makes a word of it */
	sieve context;              /* where a word of class context may begin at such a character */
};

/* PAIR: a word of two code points or more may start here; WORD: one of one; FIGURE: a mention may start with it, whatever follows. */
enum { ACT_PAIR = 1, ACT_WORD = 2, ACT_FIGURE = 4, ACT_LATIN = 8 };

/* Classes whose words lead a figure, those that are one and want something behind them, and all that a mention may begin with. */
#define LEADERS (WM(minus) | WM(below) | WM(atleast) | WM(ordinal) | WM(moneypre) | WM(fan) | WM(oclock) | WM(front))
#define FIGURES (WM(digit) | WM(mag) | WM(several) | WM(half))
#define STARTERS \
	(LEADERS | FIGURES | WM(tens) | WM(percentof) | WM(era) | WM(relyear) | WM(relmonth) | WM(relday) | WM(part) | WM(relcentury) | WM(halfyear))

static void
note_word(void *to, str word, enum word_class cls)
{
	number_rules *r = to;
	unsigned char p[8 + SIEVE_READ] = {0};
	size_t at = 0;
	uint32_t x = words_peek_next(word, &at);
	bool pair = at < word.n && (STARTERS | WM(fixed)) >> cls & 1;
	memcpy(p, word.p, word.n < 8 ? word.n : 8);
	if (pair)
		r->act[x] |= ACT_PAIR;
	if (pair && sieve_is_wide(p[0]))
		sieve_add(&r->wide, sieve_hash(p), sieve_hash(p + at));
	if (cls == W_context && at < word.n)
		sieve_add(&r->context, sieve_hash(p), sieve_hash(p + at));
	else if (cls == W_context)
		sieve_add_any(&r->context, sieve_hash(p));
}

static void
fill_actions(number_rules *r)
{
	for (uint32_t cp = 0; cp < 0x10000; cp++) {
		if (ascii_is_letter(cp))
			r->act[cp] = ACT_LATIN;
		else if (r->w->set[r->w->edge[cp].one] & STARTERS)
			r->act[cp] = ACT_WORD;
		if (is_digit(cp) || cp == 'Q' || cp == 'F' || cp == '.')
			r->act[cp] |= ACT_FIGURE;
	}
	words_each(r->w, note_word, r);
	for (uint32_t cp = 0x800; cp < 0x10000; cp++) {
		char p[SIEVE_READ] = {0};
		utf8_put(p, cp);
		if (r->act[cp] & ~ACT_PAIR)
			sieve_add_any(&r->wide, sieve_hash((const unsigned char *)p));
	}
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

/* FP8/2PFLOPS, 4K/240fps: behind a short name and a slash a figure with its unit, to the token's end. 0 when there is none. */
static size_t
measured_tail(const scan *c, size_t at, size_t end)
{
	word_hit h;
	size_t figure = at, to, count = 0;
	while (figure < end && alnum((unsigned char)c->s.p[figure]))
		figure++;
	if (figure - at > 6 || figure + 1 >= end || c->s.p[figure] != '/')
		return 0;
	to = digits_end(c->s, ++figure, &count);
	if (count && decimal_dot(c->s, to))
		to = digits_end(c->s, decimal_dot(c->s, to), &count);
	return count && words_at(c->w, c->s, to, WM(unit), &h) && h.end == end ? figure : 0;
}

/* AMD2025年, IPO6月1日: does a date that is one beyond doubt begin there? */
static bool
date_begins(scan *c, size_t at, size_t figure_end)
{
	word_hit h;
	date d;
	return words_at(c->w, c->s, figure_end, WM(year) | WM(month), &h) && date_at(c, at, &d) && date_is_full(&d);
}

/* GDP318758亿元, GDP3.32%: behind a name of letters alone a figure with a magnitude or a percent sign begins anew, and so does a date. */
static size_t
name_end(scan *c, size_t at)
{
	size_t end = token_end(c->s, at), figure = at, to;
	word_hit h;
	while (figure < end && !(c->s.p[figure] >= '0' && c->s.p[figure] <= '9') && alnum((unsigned char)c->s.p[figure]))
		figure++;
	for (to = figure; to < end && ((c->s.p[to] >= '0' && c->s.p[to] <= '9') || c->s.p[to] == '.'); to++)
		;
	size_t tail = measured_tail(c, at, end);
	if (tail)
		return tail;
	if (figure - at < 2 || to == figure || to != end)
		return end;
	bool anew = figure - at >= 3 && words_at(c->w, c->s, to, WM(mag) | WM(percent), &h);
	return anew || date_begins(c, figure, to) ? figure : end;
}

/* 4K144Hz, 1080P60Hz: behind the name of a resolution a figure begins; 0 when none does. */
static size_t
behind_resolution(str s, size_t at)
{
	size_t end = at;
	while (end < s.n && ascii_is_digit(s.p[end]))
		end++;
	bool letter = end > at && end + 1 < s.n && strchr("KkPp", s.p[end]) && ascii_is_digit(s.p[end + 1]);
	return letter ? end + 1 : 0;
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
	c->found_end = m->end;
	c->found_date = str_eq(m->type, STR("date"));
}

/* 四周 is a length of time in 过去四周 and 四周后, else the surroundings. */
static bool
is_span_of_time(const scan *c, const mention *m)
{
	word_hit h;
	return str_eq(m->type, STR("duration")) &&
	       (lasts_before(c, m->start) || words_at(c->w, c->s, m->end, WM(durpost), &h));
}

/* Where to go on behind a place where nothing was found; `skip` is how far a reader came. */
static size_t
pass_over(scan *c, size_t at, unsigned act, size_t skip)
{
	if (act & ACT_LATIN)
		return name_end(c, at);
	if (alnum((unsigned char)c->s.p[at])) {
		size_t behind = behind_resolution(c->s, at);
		return behind > skip ? behind : run_end(c->s, skip > at ? skip : at);
	}
	size_t next = at;
	words_peek_next(c->s, &next);
	return skip > next ? skip : next;
}

/* One candidate place. Returns where to go on. */
static size_t
try_at(scan *c, size_t at, unsigned act, size_t fixed)
{
	mention m;
	size_t skip = at, lunar;
	c->impossible = 0;
	/* 昨晚9点: the time takes the word */
	bool clock = words_first_mask(c->w, words_peek(c->s, at)) & WM(oclock);
	bool found = (clock && clock_at(c, at, &m)) || when_at(c, at, &m) || clock_at(c, at, &m) || amount_at(c, at, &m, &skip);
	if (c->impossible > at && (!found || m.end < c->impossible) && fixed < c->impossible)
		return c->impossible;
	if (found && (m.end > fixed || (m.end == fixed && is_span_of_time(c, &m)))) {
		emit(c, &m);
		return m.end;
	}
	if (!found && lunar_at(c, at, &lunar))
		return lunar;
	if (!found && skip > at + DIGITS_MAX)
		return skip;       /* too many digits for a figure */
	return fixed > at ? fixed : pass_over(c, at, act, found ? at : skip);
}

/* Words of one code point start most candidates, and what stands behind them turns most of them away: 上海, 一些, 前者. */
static bool
may_go_on(const scan *c, uint64_t one, size_t at)
{
	uint32_t cp = words_peek(c->s, at);
	if (one & STARTERS & ~(LEADERS | FIGURES))
		return true;
	if (at >= c->s.n || (one & FIGURES && figure_may_go_on(c, at)))
		return (one & STARTERS) != WM(digit) || !is_article(c, at);
	bool space = cp == ' ' || cp == 0xA0 || cp == 0x3000, figure = is_digit(cp) || cp == '.' || cp == 0xFF0E || cp == 'Q';
	return one & LEADERS && (space || figure || words_first_mask(c->w, cp) & (STARTERS | WM(particle)));
}

/* 每年数十万: behind 每 the 数 of 年数 leads a figure. */
static bool
counts_on(const scan *c, const word_hit *fixed)
{
	word_hit s, m, e;
	return words_before(c->w, c->s, fixed->end, WM(several), &s) && words_at(c->w, c->s, fixed->end, WM(mag), &m) &&
	       words_before(c->w, c->s, fixed->start, WM(every), &e);
}

/* A place where a word or a figure may start. Returns where to go on. */
static size_t
try_words(scan *c, size_t at, unsigned act)
{
	if (act & ACT_LATIN && c->found_end == at && c->found_date && c->s.p[at] == 'T')
		return at + 1;     /* 2025-09-18T09:30 */
	if (act == ACT_LATIN)
		return name_end(c, at);
	uint64_t longer, one = words_classes(c->w, c->s, at, &longer) & ~longer;
	size_t next = at;
	word_hit h = {.end = at};
	words_peek_next(c->s, &next);
	if (act & ACT_LATIN)
		one = 0;           /* a letter alone starts nothing */
	if (longer & WM(fixed) && (!words_at(c->w, c->s, at, WM(fixed), &h) || counts_on(c, &h)))
		h.end = at;
	if (act & ACT_FIGURE || longer & STARTERS || (one & STARTERS && may_go_on(c, one, next)))
		return try_at(c, at, act, h.end);
	return h.end > at ? h.end : pass_over(c, at, act, at);
}

/* Places of the text where something may start, and line ends, found some at a time. */
struct places {
	uint32_t at[PLACES];
	size_t n, next;
	size_t sought;             /* none is missing before it */
};

struct number_scan {
	scan c;
	const number_rules *rules;
	const entity_mentions *entities;
	size_t next;               /* the entity that ends the stretch */
	size_t at;
	bool open;                 /* inside a stretch */
	const blanks *blanks;      /* the text is read without these; NULL: there are none */
	struct places places;
};

/* Finds the places behind those that are used up. */
static void
find_places(const number_rules *r, str s, struct places *q)
{
	const unsigned char *p = (const unsigned char *)s.p;
	size_t at = q->sought, n = 0;
	while (at < s.n && n < PLACES) {
		if (sieve_is_wide(p[at]) && sieve_reaches(at, s.n)) {
			at = sieve_run(&r->wide, p, at, s.n, q->at, &n, PLACES);
		} else {
			q->at[n] = (uint32_t)at;
			uint32_t x = words_peek_next(s, &at);
			n += r->act[x] || x == '\n';
		}
	}
	q->n = n;
	q->next = 0;
	q->sought = at;
}

/* The next place at or behind `at` where something may start, or the end; lines passed are counted. */
static size_t
next_place(number_scan *s, size_t at)
{
	struct places *q = &s->places;
	scan *c = &s->c;
	for (;;) {
		while (q->next < q->n && q->at[q->next] < at)
			q->next++;
		if (q->next == q->n) {
			q->sought = q->sought > at ? q->sought : at;
			if (q->sought >= c->s.n)
				return c->s.n;
			find_places(s->rules, c->all, q);
			continue;
		}
		at = q->at[q->next];
		if (at >= c->s.n)
			return c->s.n;
		if (c->s.p[at] != '\n')
			return at;
		c->paragraph++;
		q->next++;
	}
}

/* Reads the stretch from `at` on, until a place at or behind `until`; where it stopped. */
static size_t
scan_stretch(number_scan *s, size_t at, size_t until)
{
	scan *c = &s->c;
	while (at < until && (at = next_place(s, at)) < c->s.n) {
		size_t next = try_words(c, at, s->rules->act[words_peek(c->s, at)]);
		if (next <= at) {
			next = at;
			words_peek_next(c->s, &next);
		}
		at = next;
	}
	return at;
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

number_scan *
numbers_start(const number_rules *r, arena *a, str text, const text_context *x, const entity_mentions *entities)
{
	number_scan *s = arena_new(a, number_scan);
	s->rules = r;
	s->blanks = blanks_of(r->w, a, text);
	if (s->blanks) {
		text = blanks_text(s->blanks);
		entities = blanks_names_inside(s->blanks, a, entities);
	}
	s->entities = entities;
	s->c = (scan){.w = r->w, .all = text, .s = text};
	if (x) {
		s->c.taiwan = x->taiwan;
		if (!read_date(x->dateline, &s->c.published) && !read_date(x->published, &s->c.published))
			s->c.published = (anchor){0};
	}
	return s;
}

/* The text from s->at up to the next entity. */
static void
open_stretch(number_scan *s)
{
	scan *c = &s->c;
	const entity_mentions *e = s->entities;
	c->s = str_from_to(c->all, 0, e && s->next < e->n ? e->v[s->next].start : c->all.n);
	c->floor = s->at;
	memset(c->seen, 0, sizeof c->seen);
	c->classes.known = false;
	s->open = true;
}

/* Steps over the entity behind a stretch; false at the end of the text. */
static bool
close_stretch(number_scan *s)
{
	const entity_mentions *e = s->entities;
	s->open = false;
	if (!e || s->next >= e->n)
		return false;
	s->at = e->v[s->next].end > s->c.floor ? e->v[s->next].end : s->c.floor;
	s->next++;
	return true;
}

size_t
numbers_go_on(number_scan *s, arena *a, size_t until, mentions *out)
{
	size_t first = out->n;
	scan *c = &s->c;
	c->a = a;
	c->out = out;
	if (s->blanks && until != SIZE_MAX)
		until = blanks_inside(s->blanks, until);
	for (;;) {
		if (!s->open)
			open_stretch(s);
		s->at = scan_stretch(s, s->at, until);
		if (s->at >= c->s.n) {
			if (!close_stretch(s))
				break;
		} else if (may_share(c, s->at) && out->n - first < SHARE_MAX) {
			until = s->at + 1;
		} else {
			break;
		}
	}
	share_units(c, first);
	if (!s->blanks)
		return s->at;
	blanks_mentions_outside(s->blanks, first, out);
	return s->at < c->all.n ? blanks_outside(s->blanks, s->at) : c->all.n + blanks_number(s->blanks);
}

void
numbers_scan(const number_rules *r, arena *a, str text, const text_context *x, const entity_mentions *entities, mentions *out)
{
	numbers_go_on(numbers_start(r, a, text, x, entities), a, SIZE_MAX, out);
}

/* Does a word that only Taiwanese text has begin at s[at]? */
static bool
is_taiwanese_at(const number_rules *r, str s, size_t at)
{
	word_hit h;
	return words_at(r->w, s, at, WM(context), &h) && h.r->num == 0;
}

static bool
has_taiwanese(const number_rules *r, str s)
{
	uint32_t place[PLACES] = {0};
	for (size_t at = 0; at < s.n;) {
		if (!sieve_is_wide((unsigned char)s.p[at]) || !sieve_reaches(at, s.n)) {
			if (is_taiwanese_at(r, s, at))
				return true;
			words_peek_next(s, &at);
			continue;
		}
		size_t n = 0;
		at = sieve_run(&r->context, (const unsigned char *)s.p, at, s.n, place, &n, PLACES);
		for (size_t i = 0; i < n; i++)
			if (is_taiwanese_at(r, s, place[i]))
				return true;
	}
	return false;
}

bool
numbers_taiwan(const number_rules *r, str url, str site, str script, str text)
{
	if (str_ends(site_of(url), STR(".tw")) || str_ends(site, STR(".tw")))
		return true;
	return r && str_eq(script, STR("zh-Hant")) && has_taiwanese(r, text);
}
