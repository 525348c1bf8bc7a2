#include "repair_part.h"
#include "utf8.h"

#include <string.h>

/* Brackets that a site's keyword linker may use. 《》“”（） name and quote: they are never decoration. */
static const struct {
	uint32_t open, close;
} pairs[] = {{0x300E, 0x300F}, {0x300C, 0x300D}, {0x3010, 0x3011}, {0x3016, 0x3017}, {'[', ']'}, {0x3014, 0x3015}, {0xFF3B, 0xFF3D},
	{'{', '}'}, {0xFF5B, 0xFF5D}, {0xAB, 0xBB}, {0x2039, 0x203A}, {0x3008, 0x3009}, {'<', '>'}, {0xFF1C, 0xFF1E}, {'#', '#'}, {'*', '*'}};
enum { NPAIRS = sizeof pairs / sizeof *pairs, MAX_TERMS = 64, MAX_TERM = 12, FEW = 4 };

/* Letters, digits and Han, which no pair is made of. */
static bool
is_plain(uint32_t cp)
{
	return (cp >= 0x3020 && cp < 0xFF00) || ascii_is_alnum(cp);
}

typedef struct term {
	str text;
	size_t n;
} term;

typedef struct terms {
	term v[MAX_TERMS];
	size_t n, all;
	bool many;                 /* more than fit */
} terms;

/* The bracketed term at s (whose first character opens pair k): its inside, or null. A term is short and holds no punctuation. */
static str
term_at(str s, size_t k, size_t *end)
{
	size_t at = 0, chars = 0;
	utf8_next(s, &at);
	size_t from = at;
	while (at < s.n && chars <= MAX_TERM) {
		size_t here = at;
		uint32_t cp = utf8_next_good(s, &at);
		if (cp == pairs[k].close) {
			*end = at;
			return chars ? str_from_to(s, from, here) : STR_NULL;
		}
		if (cp_is_cjk_punct(cp) || cp == pairs[k].open || cp == '\t')
			return STR_NULL;
		chars++;
	}
	return STR_NULL;
}

static void
note(terms *t, str text)
{
	size_t i = 0;
	t->all++;
	while (i < t->n && !str_eq(t->v[i].text, text))
		i++;
	if (i == t->n) {
		if (t->n == MAX_TERMS) {
			t->many = true;
			return;
		}
		t->v[t->n++] = (term){text, 0};
	}
	t->v[i].n++;
}

static bool
is_kept(const line *l, unsigned part)
{
	return l->part == part && (l->fate == FATE_BODY || l->fate == FATE_CAPTION || l->fate == FATE_TITLE);
}

static void
collect(const doc *d, unsigned part, size_t k, terms *t)
{
	for (size_t i = 0; i < d->nline; i++) {
		str s = d->line[i].text, in;
		if (!is_kept(&d->line[i], part))
			continue;
		for (size_t at = 0, end; at < s.n;) {
			size_t from = at;
			if (utf8_next_good(s, &at) == pairs[k].open && (in = term_at(str_skip(s, from), k, &end)).n) {
				note(t, in);
				at = from + end;
			}
		}
	}
}

/* Every time that the article says the term it is bracketed, and text stands on both sides: nobody quotes so. */
static bool
always_inside(const doc *d, unsigned part, size_t k, const terms *t)
{
	size_t glued = 0;
	for (size_t x = 0; x < t->n; x++) {
		size_t said = 0;
		for (size_t i = 0; i < d->nline; i++) {
			str s = d->line[i].text;
			if (!s.p || !is_kept(&d->line[i], part) || d->line[i].fate != FATE_BODY)
				continue;
			for (size_t from = 0, at; (at = str_find(str_skip(s, from), t->v[x].text)) != SIZE_MAX;) {
				str left = str_from_to(s, 0, from + at), right = str_skip(s, from + at + t->v[x].text.n);
				size_t open = left.n, close = 0;
				bool in = utf8_prev(left, &open) == pairs[k].open && utf8_next(right, &close) == pairs[k].close;
				said++;
				glued += in && cp_is_han(utf8_last(str_from_to(left, 0, open))) && cp_is_han(utf8_first(str_skip(right, close)));
				from += at + t->v[x].text.n;
			}
		}
		if (said > t->v[x].n)
			return false;
	}
	return glued * 2 >= t->all && glued >= 2;
}

/* Keeps in t only the terms that are decorated: the same few, again and again. false when it is no decoration. */
static bool
few_again_and_again(terms *t)
{
	size_t top = 0, n = 0, most = 0;
	for (size_t i = 0; i < t->n; i++) { /* most frequent first; few terms, so the simplest sort */
		for (size_t j = i + 1; j < t->n; j++)
			if (t->v[j].n > t->v[i].n) {
				term x = t->v[i];
				t->v[i] = t->v[j];
				t->v[j] = x;
			}
		if (i < FEW)
			top += t->v[i].n;
	}
	most = t->n ? t->v[0].n : 0;
	if (t->many || most < 3 || t->all < 5)
		return false;
	if (t->n <= FEW)
		return t->all >= 2 * t->n;
	if (top * 10 < t->all * 9)
		return false;
	while (n < FEW && t->v[n].n >= 3)
		n++;
	t->n = n;
	return n > 0;
}

static bool
has_term(const terms *t, str s)
{
	for (size_t i = 0; i < t->n; i++)
		if (str_eq(t->v[i].text, s))
			return true;
	return false;
}

static size_t
strip(doc *d, str *text, size_t k, const terms *t)
{
	str s = *text, in;
	buf b = {0};
	size_t copied = 0, n = 0;
	for (size_t at = 0, end; at < s.n;) {
		size_t from = at;
		if (utf8_next_good(s, &at) != pairs[k].open || !(in = term_at(str_skip(s, from), k, &end)).n || !has_term(t, in))
			continue;
		buf_add(&b, str_from_to(s, copied, from));
		buf_add(&b, in);
		copied = at = from + end;
		n++;
	}
	if (n) {
		buf_add(&b, str_skip(s, copied));
		*text = arena_dup(d->a, buf_str(&b));
	}
	buf_free(&b);
	return n;
}

/* Bit k: pairs[k] opens somewhere in what is kept. */
static unsigned
pairs_seen(const doc *d, unsigned part)
{
	unsigned seen = 0;
	for (size_t i = 0; i < d->nline; i++) {
		str s = d->line[i].text;
		for (size_t at = 0; at < s.n && is_kept(&d->line[i], part);) {
			uint32_t cp = utf8_next_good(s, &at);
			for (size_t k = 0; !is_plain(cp) && k < NPAIRS; k++)
				seen |= (unsigned)(cp == pairs[k].open) << k;
		}
	}
	return seen;
}

void
repair_decoration(doc *d, unsigned part)
{
	size_t n = 0;
	unsigned seen = pairs_seen(d, part);
	for (size_t k = 0; k < NPAIRS; k++) {
		terms t = {.n = 0};
		if (!(seen >> k & 1))
			continue;
		collect(d, part, k, &t);
		bool quotes = pairs[k].open == 0x300C || (pairs[k].open == 0x300E && !str_eq(d->script, STR("zh-Hans"))); /* of Taiwan and Hong Kong */
		bool few = !quotes && !t.many && t.n <= FEW && t.all >= 3 && always_inside(d, part, k, &t);
		if (!few && !few_again_and_again(&t))
			continue;
		for (size_t i = 0; i < d->nline; i++)
			if (is_kept(&d->line[i], part))
				n += strip(d, &d->line[i].text, k, &t);
		if (d->meta && part < d->npart)
			n += strip(d, &d->meta[part].title, k, &t);
	}
	if (n)
		doc_warn(d, "decoration-stripped", n);
}
