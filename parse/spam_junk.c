/* Tokens against copying: words that nobody wrote, at the end of paragraphs or alone. */
#include <string.h>

#include "spam_scan.h"
#include "utf8.h"

/* Start of a token such as [3fa9c1] at the end of s, or SIZE_MAX. */
static size_t
hex_token(str s)
{
	size_t n = 0, digits = 0, i;
	if (s.n < 6 || s.p[s.n - 1] != ']')
		return SIZE_MAX;
	for (i = s.n - 1; i > 0 && n <= 8; n++) {
		char c = s.p[i - 1];
		if (!(ascii_is_digit(c) || (c >= 'a' && c <= 'f')))
			break;
		digits += c <= '9';
		i--;
	}
	return i > 0 && s.p[i - 1] == '[' && n >= 4 && n <= 8 && digits > 0 && (digits < n || n == 6) ? i - 1 : SIZE_MAX;
}

/* Start of the gibberish behind the last sentence: no Han, no words, letters mixed with digits and signs. SIZE_MAX when there is none. */
static size_t
gibberish(str s)
{
	size_t end = s.n, signs = 0, letters = 0, digits = 0, spaces = 0;
	while (end > 0 && (unsigned char)s.p[end - 1] < 0x80) {
		char c = s.p[end - 1];
		letters += ascii_is_letter(c);
		digits += ascii_is_digit(c);
		signs += c != 0 && strchr("*&%$#@^~!|\\<>=+`,", c) != NULL;
		spaces += c == ' ';
		end--;
	}
	size_t n = s.n - end;
	if (n < 8 || n > 48 || end == 0 || signs < 2 || letters < 3 || spaces < 1 || digits < 1)
		return SIZE_MAX;
	size_t at = end;
	uint32_t before = utf8_prev(str_of(s.p, end), &at);
	return before == 0x3002 || before == 0x201D || before == 0xFF01 || before == 0xFF1F || before == 0xFF1A ? end : SIZE_MAX;
}

/* One word of letters of both cases and digits, mixed as no name mixes them. */
static bool
is_token(str s)
{
	enum { LEAST = 12, MOST = 64 };
	size_t lower = 0, upper = 0, digits = 0, changes = 0;
	int was = 0;
	s = str_trim(s);
	for (size_t i = 0; i < s.n && s.n <= MOST; i++) {
		char c = s.p[i];
		int kind = ascii_is_lower(c) ? 1 : ascii_is_upper(c) ? 2 : ascii_is_digit(c) ? 3 : 0;
		if (!kind)
			return false;
		lower += kind == 1;
		upper += kind == 2;
		digits += kind == 3;
		changes += was && was != kind;
		was = kind;
	}
	return s.n >= LEAST && s.n <= MOST && lower >= 2 && upper >= 2 && digits >= 2 && changes * 3 >= s.n;
}

/* ---- tokens that a page repeats: of one shape, each another one */

enum { SHAPES = 32 };

typedef struct shape {
	uint32_t open;             /* bracket, 0: a bare word, 1: gibberish, 2: a long number of hexadecimal digits */
	size_t len;
	unsigned least;            /* so many different ones make it sure */
	unsigned n;
	str last;
	bool sure;                 /* its characters are mixed as no word's; others of its shape need three such on the page */
} shape;

typedef struct shapes {
	shape at[SHAPES];
	size_t n;
	size_t sure;               /* different ones that are no word, whatever their shape */
} shapes;

static bool
is_mark(uint32_t cp)
{
	return cp == 0x3002 || cp == 0xFF0C || cp == 0x201D || cp == 0xFF01 || cp == 0xFF1F || cp == 0xFF1A || cp == 0xFF1B || cp == 0x3001;
}

/* `[3fa9c1]`, `{3fk9z1}`: hexadecimal digits, or digits among letters, in brackets at the start of s. */
static size_t
bracketed(str s, shape *x)
{
	size_t at = 0, n = 0, digits = 0, letters = 0, others = 0;
	uint32_t open = utf8_next(s, &at), close = open == '{' ? '}' : open == '<' ? '>' : open == '[' || open == 0x3010 ? bracket_close(open) : 0;
	if (!close)
		return 0;
	for (; at < s.n && n <= 10; n++) {
		char c = s.p[at];
		if (!(ascii_is_digit(c) || (c >= 'a' && c <= 'z')))
			break;
		digits += c <= '9';
		letters += c > '9';
		others += c > 'f';
		at++;
	}
	if (n < 4 || n > 10 || at >= s.n || utf8_next(s, &at) != close || (!(digits && letters) && n < 6) || (others && (!digits || n < 5)))
		return 0;
	*x = (shape){open, n, others ? 3 : 2, 0, str_from_to(s, 0, at), digits && letters};
	return at;
}

/* A bare word of letters of both cases and digits at the start of s. */
static size_t
mixed_word(str s, shape *x)
{
	size_t n = 0, kinds[4] = {0}, changes = 0, was = 0;
	for (; n < s.n; n++) {
		char c = s.p[n];
		size_t kind = ascii_is_lower(c) ? 1 : ascii_is_upper(c) ? 2 : ascii_is_digit(c) ? 3 : 0;
		if (!kind)
			break;
		kinds[kind]++;
		changes += was && was != kind;
		was = kind;
	}
	bool mixed = (kinds[1] > 0) + (kinds[2] > 0) + (kinds[3] > 0) >= 2 && changes >= 3;
	if (n < 8 || n > 20 || !mixed || (n < s.n && (unsigned char)s.p[n] < 0x80))
		return 0;
	*x = (shape){0, n, 3, 0, str_from_to(s, 0, n), kinds[3] && kinds[1]};
	return n;
}

/* 16 hexadecimal digits or more, letters among them, at the start of s: no name and no amount. */
static size_t
long_hex(str s, shape *x)
{
	size_t n = 0, digits = 0;
	for (; n < s.n && (ascii_is_digit(s.p[n]) || (s.p[n] >= 'a' && s.p[n] <= 'f')); n++)
		digits += s.p[n] <= '9';
	if (n < 16 || n > 64 || digits < 2 || digits + 2 > n || (n < s.n && (unsigned char)s.p[n] < 0x80))
		return 0;
	*x = (shape){2, 0, 2, 0, str_from_to(s, 0, n), true};
	return n;
}

/* Letters, digits and signs in a jumble at the start of s: no word longer than four letters. */
static size_t
jumble(str s, shape *x)
{
	size_t n = 0, signs = 0, letters = 0, digits = 0, spaces = 0, word = 0;
	char last = 0;
	for (; n < s.n && (unsigned char)s.p[n] < 0x80; n++) {
		char c = s.p[n];
		bool letter = ascii_is_letter(c);
		word = !letter ? 0 : word && (c & 32) == (last & 32) ? word + 1 : 1; /* letters of one case in a row */
		last = c;
		if (word > 4)
			return 0;
		letters += letter;
		digits += ascii_is_digit(c);
		signs += strchr("*&%$#@^~!|\\<>=+`;{}]_", c) != NULL;
		spaces += c == ' ';
	}
	if (n < 8 || n > 48 || signs < 2 || letters < 2 || (spaces < 1 && signs < 3) || (digits < 1 && signs < 4))
		return 0;
	*x = (shape){1, 0, 3, 0, str_from_to(s, 0, n), true};
	return n;
}

/* The next token of s from *at on that may be against copying: its length, *at its place. Bare ones stand behind a mark. */
static size_t
next_token(str s, size_t *at, shape *x)
{
	uint32_t last = 0;
	for (size_t i = *at; i < s.n;) {
		size_t from = i, n = 0, run = utf8_han_run(s, i);
		if (run > i) {
			i = run;
			last = 0;
			continue;
		}
		uint32_t cp = utf8_next(s, &i);
		str rest = str_skip(s, from);
		if (cp < 0x80 || cp == 0x3010)
			n = bracketed(rest, x);
		if (!n && cp < 0x80 && is_mark(last))
			n = long_hex(rest, x);
		if (!n && cp < 0x80 && is_mark(last))
			n = mixed_word(rest, x);
		if (!n && cp < 0x80 && is_mark(last))
			n = jumble(rest, x);
		if (n) {
			*at = from;
			return n;
		}
		last = cp;
	}
	return 0;
}

static shape *
shape_of(shapes *all, const shape *x)
{
	for (size_t i = 0; i < all->n; i++)
		if (all->at[i].open == x->open && all->at[i].len == x->len)
			return &all->at[i];
	if (all->n == SHAPES)
		return NULL;
	all->at[all->n] = *x;
	return &all->at[all->n++];
}

/* A bare token is eight ASCII characters or more, and others have their bracket. */
static bool
may_have_token(const line *l)
{
	return l->has & (HAS_LONG_ASCII | HAS_BRACE);
}

static void
count_shapes(const doc *d, shapes *all)
{
	for (size_t i = 0; i < d->nline; i++) {
		str s = d->line[i].source;
		shape x;
		if (d->line[i].fate != FATE_NONE || !may_have_token(&d->line[i]))
			continue;
		for (size_t at = 0, n; (n = next_token(s, &at, &x)) > 0; at += n) {
			shape *same = x.sure ? shape_of(all, &x) : NULL;
			if (same && (same->n == 0 || !str_eq(same->last, x.last))) {
				same->n++;
				same->last = x.last;
				all->sure += x.open <= 2;
			}
		}
	}
}

static bool
is_repeated(shapes *all, const shape *x)
{
	const shape *same = shape_of(all, x);
	return (same && same->n >= (x->sure ? x->least : 3)) || (x->sure && x->open <= 2 && all->sure >= 3);
}

static void
mark_repeated(doc *d)
{
	shapes all = {.n = 0};
	count_shapes(d, &all);
	if (all.n == 0)
		return;
	for (size_t i = doc_pass(d); doc_reach(d, i); i++) {
		shape x;
		size_t at = 0, n;
		if (d->line[i].fate != FATE_NONE || d->line[i].source.n >= SPAM_LINE_MAX || !doc_may_cut(d) || !may_have_token(&d->line[i]))
			continue;
		while ((n = next_token(d->line[i].source, &at, &x)) > 0 && !is_repeated(&all, &x))
			at += n;
		if (n) {
			i = spam_isolate(d, i, at, at + n);
			doc_remove(&d->line[i], REMOVED_junk, STR("anticopy-token"));
		}
	}
}

static bool
gibberish_is_repeated(const doc *d)
{
	size_t n = 0;
	for (size_t i = 0; i < d->nline; i++)
		n += d->line[i].fate == FATE_NONE && gibberish(d->line[i].source) != SIZE_MAX;
	return n >= 2;
}

void
spam_mark_junk(doc *d)
{
	mark_repeated(d);
	bool repeated = gibberish_is_repeated(d);
	for (size_t i = doc_pass(d); doc_reach(d, i); i++) {
		line *l = &d->line[i];
		if (l->fate != FATE_NONE)
			continue;
		size_t at = is_token(l->source) ? 0 : hex_token(l->source);
		if (at == SIZE_MAX && repeated)
			at = gibberish(l->source);
		if (at == SIZE_MAX)
			continue;
		if (at > 0) {
			doc_cut(d, i, at);
			i++;
		}
		doc_remove(&d->line[i], REMOVED_junk, STR("anticopy-token"));
	}
}
