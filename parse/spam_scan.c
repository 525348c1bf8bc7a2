#include "spam_scan.h"

#include <string.h>

#include "utf8.h"

bool
spam_is_strong(enum spam_kind k)
{
	return k == SPAM_BRAND || k == SPAM_GAME || k == SPAM_PORN || k == SPAM_SOFT || k == SPAM_SITE;
}

static uint32_t
char_at(const spam_scan *s, const spam_token *t)
{
	return utf8_first(str_skip(s->f.s, t->from));
}

static bool
separator(uint32_t cp)
{
	if (cp > 0x3002)
		return false;
	return cp == ' ' || cp == '_' || cp == '|' || cp == ',' || cp == '-' || cp == 0x3001 || cp == '/' || cp == ';' || cp == 0x2014 ||
	       cp == 0xB7 || cp == '\t' || cp == '>' || cp == 0x2013 || cp == 0x3002 || cp == '.' || cp == ':' || cp == '~';
}

bool
spam_is_separator(const spam_scan *s, const spam_token *t)
{
	return t->kind == SPAM_NONE && separator(char_at(s, t));
}

static bool
stop(uint32_t cp)
{
	return cp <= 0x3002 && (cp == 0x3002 || cp == '!' || cp == ';' || cp == 0x201C || cp == 0x201D);
}

/* A county or town between separators, or at the end of a run: filler of link farms. 2 to 4 characters with a county's end, or 2 to 3 with a
 * town's and no Chinese character behind it. */
static uint32_t
place_at(const spam_rules *r, str s, uint32_t from, uint32_t *chars)
{
	size_t at = from;
	for (uint32_t n = 1; n <= 4 && at < s.n; n++) {
		size_t before = at;
		uint32_t cp = utf8_next_good(s, &at);
		if (!cp_is_han(cp))
			return 0;
		const hans_pair *p = n >= 2 ? hans_dict_phrase(&r->speech, cp, str_skip(s, before)) : NULL;
		int kind = p ? r->kind[p->weight - 1] : SPAM_NONE;
		if (kind == SPAM_COUNTY || (kind == SPAM_TOWN && n <= 3 && !cp_is_han(at < s.n ? utf8_first(str_skip(s, at)) : 0))) {
			*chars = n;
			return (uint32_t)at;
		}
	}
	return 0;
}

/* Bytes a and b of s, neighbours, are in one Latin word or one number: a term must not begin or end between them. */
static bool
goes_on(str s, size_t a, size_t b)
{
	unsigned char x = a < s.n ? (unsigned char)s.p[a] : 0, y = b < s.n ? (unsigned char)s.p[b] : 0;
	bool letters = (x | 32) >= 'a' && (x | 32) <= 'z' && (y | 32) >= 'a' && (y | 32) <= 'z';
	return letters || (x >= '0' && x <= '9' && y >= '0' && y <= '9');
}

/* `138XXXX1234`, `0571-8800XXXX`: a letter again and again beside digits, in the place of digits that are kept back. */
static bool
is_mask(str s, size_t from, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (s.p[from + i] != s.p[from])
			return false;
	return (from > 0 && ascii_is_digit(s.p[from - 1])) || (from + n < s.n && ascii_is_digit(s.p[from + n]));
}

/* Where a term or a place may begin. */
static spam_token
longer_token(const spam_rules *r, str s, uint32_t from, uint32_t to, uint32_t cp, bool edge)
{
	uint32_t chars = 0;
	const hans_pair *p = hans_dict_phrase(&r->term, cp, str_skip(s, from));
	if (p && cp < 0x80 && (goes_on(s, from, from - 1) || goes_on(s, from + p->key.n - 1, from + p->key.n) || is_mask(s, from, p->key.n)))
		p = NULL;
	if (p)
		return (spam_token){(enum spam_kind)r->kind[p->weight - 1], from, from + (uint32_t)p->key.n, (uint32_t)utf8_count(p->key), p->weight - 1};
	uint32_t end = edge ? place_at(r, s, from, &chars) : 0;
	if (end)
		return (spam_token){SPAM_PLACE, from, end, chars, 0};
	return (spam_token){SPAM_NONE, from, to, 1, 0};
}

/* *first: the token's first character. */
static inline spam_token
token_at(const spam_rules *r, const folded *f, uint32_t from, bool edge, uint32_t *first)
{
	str s = f->s;
	size_t at = from;
	uint32_t cp = *first = utf8_next_good(s, &at);
	edge &= (f->marks & FOLD_PLACE) != 0;
	if (!edge && !hans_dict_begin(&r->term, cp, str_skip(s, at)))
		return (spam_token){SPAM_NONE, from, (uint32_t)at, 1, 0};
	return longer_token(r, s, from, (uint32_t)at, cp, edge);
}

/* Tokens of that kind are terms, which say that a line is spam. */
static bool
is_counted(enum spam_kind k)
{
	return k != SPAM_NONE && k != SPAM_KEEP && k != SPAM_INNER;
}

static void
count_term(spam_scan *s, const spam_token *t)
{
	s->covered += t->chars;
	s->terms++;
	s->trades += t->kind == SPAM_TRADE;
	if (!spam_is_strong(t->kind))
		return;
	s->strong++;
	s->strong_chars += t->chars;
	for (size_t i = 0; i < s->n && s->distinct < 8; i++)
		if (s->token[i].row == t->row && s->token[i].kind == t->kind)
			return;
	s->distinct++;
}

/* cp: the token's first character. */
static inline void
count(spam_scan *s, const spam_token *t, uint32_t cp)
{
	if (t->kind == SPAM_NONE) {
		bool parts = separator(cp);
		s->separators += parts;
		s->chars += !parts;
		s->stops += stop(cp);
		return;
	}
	s->chars += t->chars;
	if (is_counted(t->kind))
		count_term(s, t);
}

/* Counts a line in which no term stands, as most are. False when there is one. Goes character by character with the next one in view: whether
 * a term may begin is then told from both, and hardly ever guessed wrong by the machine. */
static bool
scan_plain(const spam_rules *r, spam_scan *s)
{
	str text = s->f.s;
	bool places = (s->f.marks & FOLD_PLACE) != 0, edge = true;
	size_t behind = 0;
	uint32_t next = text.n ? utf8_next_good(text, &behind) : 0;
	for (size_t at = 0; at < text.n;) {
		size_t to = behind;
		uint32_t cp = next;
		next = to < text.n ? utf8_next_good(text, &behind) : 0;
		spam_token t = {SPAM_NONE, (uint32_t)at, (uint32_t)to, 1, 0};
		if ((edge && places) || hans_dict_may_begin(&r->term, cp, next))
			t = longer_token(r, text, t.from, t.to, cp, edge && places);
		if (is_counted(t.kind))
			return false;
		count(s, &t, cp);
		edge = t.kind != SPAM_NONE || separator(cp);
		at = t.to;
		if (at != to && at < text.n) {
			behind = at;
			next = utf8_next_good(text, &behind);
		}
	}
	return true;
}

static spam_scan
scan_folded(arena *a, const spam_rules *r, folded f)
{
	spam_scan s = {.f = f};
	if (scan_plain(r, &s))
		return s;
	s = (spam_scan){.f = f};
	size_t room = (s.f.s.n + 1) * sizeof *s.token;
	s.token = arena_alloc(a, room);
	bool edge = true;
	for (uint32_t at = 0; at < s.f.s.n;) {
		uint32_t cp;
		spam_token t = token_at(r, &s.f, at, edge, &cp);
		count(&s, &t, cp);
		s.token[s.n++] = t;
		at = t.to;
		edge = t.kind != SPAM_NONE || separator(cp);
	}
	arena_trim(a, s.token, room, s.n * sizeof *s.token);
	return s;
}

spam_scan
spam_scan_line(arena *a, const spam_rules *r, str source)
{
	return scan_folded(a, r, fold(a, r->fold, source, 0));
}

static const spam_scan *
scan_of(const spam_rules *r, text_look *look)
{
	if (!look->spam) {
		spam_scan *s = arena_alloc(look->a, sizeof *s);
		*s = scan_folded(look->a, r, *text_folded(look, r->fold));
		look->spam = s;
	}
	return look->spam;
}

const spam_scan *
spam_look(doc *d, const spam_rules *r, str source)
{
	return scan_of(r, text_look_at(d, source));
}

const spam_scan *
spam_look_line(doc *d, const spam_rules *r, size_t i)
{
	return scan_of(r, text_look_line(d, &d->line[i]));
}

bool
spam_is_spammy(const spam_scan *s)
{
	return s->chars && s->chars <= 24 && s->strong && s->stops == 0 && s->covered * 10 >= s->chars * 8;
}

/* What one token says for or against a stretch being spam, in tenths of a character. */
static int
score_of(const spam_scan *s, const spam_token *t, bool pieces)
{
	int n = (int)t->chars;
	switch (t->kind) {
	case SPAM_BRAND:
	case SPAM_GAME:
	case SPAM_PORN:
	case SPAM_SITE:
	case SPAM_SOFT:
		return 10 * n;
	case SPAM_FARM:
		return 20 * n;
	case SPAM_TRADE:
	case SPAM_CLASS:
	case SPAM_TOPIC:
	case SPAM_CTA:
	case SPAM_OFFER:
		return pieces ? 5 * n : 2 * n;
	case SPAM_WEAK:
	case SPAM_INNER:
	case SPAM_PLACE:
		return pieces ? 3 * n : 0;
	case SPAM_KEEP:
		return -10 * n;
	default:
		if (stop(char_at(s, t)))
			return -60;
		if (separator(char_at(s, t)))
			return pieces ? 0 : -5;
		return pieces ? -4 : -9;
	}
}

/* A sentence's comma parts no keywords: a line is in pieces when it is cut often and its pieces are short. */
static bool
in_pieces(const spam_scan *s)
{
	return s->separators >= 3 && s->chars <= s->separators * 12;
}

int
spam_densest(const spam_scan *s, size_t *from, size_t *to)
{
	bool pieces = in_pieces(s);
	int best = 0, sum = 0;
	size_t start = 0;
	for (size_t i = 0; i < s->n; i++) {
		if (sum <= 0) {
			sum = 0;
			start = i;
		}
		sum += score_of(s, &s->token[i], pieces);
		if (sum > best) {
			best = sum;
			*from = start;
			*to = i + 1;
		}
	}
	return best;
}

/* ---- runs of pieces */

typedef struct piece_run {
	size_t from, to;           /* tokens */
	size_t pieces, spam, strong;
	size_t chars, covered;     /* of its pieces; of them in terms */
	uint32_t row;              /* of the first strong term */
	bool varied;               /* strong terms of two rows or more */
} piece_run;

bool
spam_is_trade_piece(const spam_scan *s, size_t from, size_t to)
{
	size_t chars = 0, covered = 0, terms = 0, trade = 0;
	for (size_t k = from; k < to; k++) {
		const spam_token *t = &s->token[k];
		bool term = t->kind != SPAM_NONE && t->kind < SPAM_KEEP;
		chars += t->chars;
		covered += term ? t->chars : 0;
		terms += term;
		trade += t->kind == SPAM_TRADE;
	}
	return trade && terms >= 2 && covered * 4 >= chars * 3;
}

/* Ends a piece that began at token `from`: does it look like a keyword? Then the run goes on. */
static bool
take_piece(const spam_scan *s, piece_run *r, size_t from, size_t to)
{
	size_t chars = 0, covered = 0, terms = 0, strong = 0;
	bool trade = spam_is_trade_piece(s, from, to);
	for (size_t k = from; k < to; k++) {
		const spam_token *t = &s->token[k];
		chars += t->chars;
		if (t->kind == SPAM_NONE || t->kind >= SPAM_KEEP)
			continue;
		covered += t->chars;
		terms++;
		bool counts = spam_is_strong(t->kind) || (trade && t->kind == SPAM_TRADE);
		strong += counts;
		if (counts && chars <= 14) {
			r->varied = r->varied || (r->row && r->row != t->row + 1);
			r->row = t->row + 1;
		}
	}
	if (chars < 2 || chars > 14)
		return false;
	if (r->pieces == 0)
		r->from = from;
	r->pieces++;
	r->to = to;
	r->chars += chars;
	r->covered += covered;
	r->spam += strong || (terms >= 2 && covered == chars);
	r->strong += strong > 0;
	return true;
}

/* Where the terms of a piece end, when text goes on right behind them: `…_棋牌大厅需要警惕的是`. Else `to`. */
static size_t
without_sentence(const spam_scan *s, size_t from, size_t to)
{
	enum { LEAST = 3 };
	size_t end = from;
	while (end < to && !spam_is_term(&s->token[end]))
		end++;
	end = end - from <= 4 && end < to ? spam_run_end(s, end) : to;
	size_t han = 0;
	for (size_t k = end; k < to; k++)
		han += cp_is_han(spam_char_at(s, k));
	return to - end >= LEAST && han ? end : to;
}

/* Prose parts its clauses with commas and lists with `、`: there a run must stand at an end of the line, or be long. */
static bool
is_spam_run(const spam_scan *s, const piece_run *r, uint32_t mark)
{
	bool at_end = r->from == 0 || r->to == s->n;
	if (r->pieces < 4 || r->strong < 2 || !r->varied || r->spam * 3 < r->pieces)
		return false;
	if ((mark == ',' || mark == 0x3001) && r->covered * 2 < r->chars)
		return false; /* clauses that speak of such things */
	if (mark == 0x3001)
		return at_end && r->pieces >= 6;
	return mark != ',' || at_end || r->pieces >= 6;
}

static bool
ends_piece(uint32_t cp)
{
	return cp == ' ' || separator(cp) || stop(cp) || cp_is_cjk_punct(cp) || cp == '?' || cp == ')' || cp == '(' || cp == '"';
}

/* The space of ` | `. */
static bool
beside_mark(const spam_scan *s, size_t k, uint32_t mark)
{
	return (k > 0 && spam_char_at(s, k - 1) == mark) || (k + 1 < s->n && spam_char_at(s, k + 1) == mark);
}

bool
spam_pieces(const spam_scan *s, size_t *from, size_t *to)
{
	static const uint32_t marks[] = {'_', '|', ',', 0x3001, '-', 'i', '/', ' ', ';', '>', '~', 0xB7, 0x2014, 0x3011};
	for (size_t m = 0; m < sizeof marks / sizeof *marks; m++) {
		piece_run r = {0};
		size_t start = 0;
		for (size_t k = 0; k <= s->n; k++) {
			uint32_t cp = k < s->n && s->token[k].kind == SPAM_NONE ? spam_char_at(s, k) : 0;
			cp = cp == 0x3010 ? 0x3011 : cp; /* `】【` parts too */
			bool mark = cp == marks[m], ends = k == s->n || mark || (cp && ends_piece(cp));
			if (cp == ' ' && !mark && beside_mark(s, k, marks[m])) {
				start += k == start;
				continue;
			}
			if (!ends)
				continue;
			size_t piece = mark || r.pieces < 3 ? k : without_sentence(s, start, k);
			bool empty = k == start && r.pieces > 0, kept = k > start && take_piece(s, &r, start, piece);
			start = k + 1;
			if (mark && (kept || empty))
				continue;
			if (is_spam_run(s, &r, marks[m])) {
				*from = r.from;
				*to = r.to;
				return true;
			}
			r = (piece_run){0};
		}
	}
	return false;
}
