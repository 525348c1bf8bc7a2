#include "repair_part.h"
#include "utf8.h"

#include <string.h>

/* ---- paragraphs, decks and pull-quotes that stand there twice */

static bool
ends_sentence(str s)
{
	uint32_t c = utf8_last(s);
	return c == 0x3002 || c == 0xFF01 || c == 0xFF1F || c == '!' || c == '?' || c == 0x201D || c == 0x2026;
}

/* s without the quotation marks round it and the stop at its end: a pull-quote may drop them. */
static str
core(str s)
{
	size_t at;
	while (s.n) {
		at = s.n;
		uint32_t c = utf8_prev(s, &at);
		if (!(c == 0x3002 || c == 0x201D || c == 0x300D || c == '"' || c == 0xFF01 || c == '!'))
			break;
		s.n = at;
	}
	while (s.n) {
		at = 0;
		uint32_t c = utf8_next(s, &at);
		if (!(c == 0x201C || c == 0x300C || c == '"'))
			break;
		s = str_skip(s, at);
	}
	return s;
}

/* A sentence of `in`, or its end: what stands before it in the paragraph ends with punctuation, and a stop follows. */
static bool
is_sentence_of(str s, str in)
{
	size_t at = str_find(in, s);
	if (at == SIZE_MAX)
		return false;
	size_t k = at;
	uint32_t before = at ? utf8_prev(in, &k) : 0x3002, after = at + s.n < in.n ? utf8_first(str_skip(in, at + s.n)) : 0x3002;
	bool left = at == 0 || cp_is_cjk_punct(before) || before == ',' || before == ':' || before == ' ' || cp_is_han(before);
	bool right = after == 0x3002 || after == 0xFF01 || after == 0xFF1F || after == '!' || after == '?' || after == 0x201D || after == 0x300D ||
	             after == ',' || after == 0xFF0C || after == 0xFF1B || after == ';' || after == 0x2026;
	return left && right;
}

static bool
repeats_earlier(const doc *d, unsigned part, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (line_is_body(&d->line[k], part) && str_eq(d->line[k].text, d->line[i].text))
			return true;
	return false;
}

/* What an abstract says behind the headline in brackets, without a last （江湾日报）; the whole of a line that does not begin so. */
static str
unheaded(str title, str s)
{
	const str open = STR("【"), close = STR("】"), bracket = STR("（");
	enum { LONG = 60 };
	str rest = str_starts(s, open) ? str_skip(s, open.n) : STR_NULL;
	if (!title.n || !str_starts(rest, title) || !str_starts(str_skip(rest, title.n), close))
		return s;
	rest = str_trim(str_skip(rest, title.n + close.n));
	size_t source = str_ends(rest, STR("）")) ? str_rfind(rest, bracket) : SIZE_MAX;
	return source != SIZE_MAX && rest.n - source <= LONG ? str_trim(str_from_to(rest, 0, source)) : rest;
}

/* What an abstract says behind its label (核心提示：...); the whole of a line without one. */
static str
unlabelled(const repair_rules *r, str title, str s)
{
	const size_t longest = 24;
	s = unheaded(title, s);
	if (!marks_start(r->marks, MARK_deck, s))
		return s;
	for (size_t at = 0; at < s.n && at < longest;) {
		uint32_t c = utf8_next(s, &at);
		if (c == ':' || c == 0xFF1A || c == 0x3011)
			return str_trim(str_skip(s, at));
	}
	return s;
}

/* Which characters a text has, by hash: where one is missing, no text with it stands. */
typedef struct charbits {
	uint64_t w[4];
} charbits;

static charbits
charbits_of(str s)
{
	charbits c = {{0}};
	for (size_t at = 0; at < s.n;) {
		uint32_t h = utf8_next_good(s, &at) * 0x9E3779B1u >> 24;
		c.w[h / 64] |= (uint64_t)1 << h % 64;
	}
	return c;
}

static bool
has_all(const charbits *c, const charbits *of)
{
	return !((of->w[0] & ~c->w[0]) | (of->w[1] & ~c->w[1]) | (of->w[2] & ~c->w[2]) | (of->w[3] & ~c->w[3]));
}

/* No paragraph stands between lines i and k. */
static bool
are_neighbours(const doc *d, unsigned part, size_t i, size_t k)
{
	for (size_t at = i < k ? i + 1 : k + 1; at < i || at < k; at++)
		if (line_is_body(&d->line[at], part))
			return false;
	return true;
}

/*
 * Is line i a sentence of a longer paragraph? An abstract with a label goes rather than the paragraph that it repeats.
 * A caption may quote a sentence of the body: only beside it, or without a stop, is that sentence the caption once more.
 */
static bool
repeats_sentence(const doc *d, const repair_rules *r, unsigned part, const charbits *bits, size_t i)
{
	const line *l = &d->line[i];
	str title = d->meta[part].title, text = unlabelled(r, title, l->text), s = core(text);
	size_t n = utf8_starts(s);
	bool deck = text.n < l->text.n;
	if (str_find(text, STR("”")) != SIZE_MAX && str_find(text, STR("“")) == SIZE_MAX)
		return false; /* the end of a quotation that the line above began */
	if (n < 12 || n > 120 || !(ends_sentence(l->text) || n >= 20))
		return false;
	charbits own = charbits_of(s);
	for (size_t k = 0; k < d->nline; k++) {
		const line *o = &d->line[k];
		if (k == i || !has_all(&bits[k], &own) || o->part != part || o->text.n < text.n || !(o->fate == FATE_BODY || o->fate == FATE_CAPTION))
			continue;
		if (unlabelled(r, title, o->text).n < o->text.n || (!deck && o->text.n == l->text.n && o->fate == FATE_BODY))
			continue; /* the same paragraph: the later one goes, above */
		if (o->fate == FATE_CAPTION && ends_sentence(l->text) && !are_neighbours(d, part, i, k))
			continue;
		if (is_sentence_of(s, o->text))
			return true;
	}
	return false;
}

/* A heading or an item beside a paragraph that stood there twice, and itself standing there twice, is of the same repeated block. `step` 1: behind
 * it, -1: before it. */
static size_t
repeat_beside(doc *d, unsigned part, int step)
{
	size_t n = 0;
	bool beside = false;
	for (size_t k = 0; k < d->nline; k++) {
		size_t i = step > 0 ? k : d->nline - 1 - k;
		line *l = &d->line[i];
		if (l->part != part || (l->fate != FATE_BODY && l->cls != REMOVED_duplicate))
			continue;
		if (line_is_body(l, part) && beside && l->han && l->type != LINE_TABLE && repeats_earlier(d, part, i)) {
			doc_remove(l, REMOVED_duplicate, STR("repeated-block"));
			n++;
		}
		beside = l->cls == REMOVED_duplicate && !str_eq(l->rule, STR("repeated-sentence"));
	}
	return n;
}

void
repair_repeats(doc *d, const repair_rules *r, unsigned part)
{
	enum { MAX_WORK = 100 << 20 }; /* the search is quadratic in the paragraphs: bytes to look through; no article comes near */
	size_t n = 0, lines = 0, bytes = 0;
	for (size_t i = 0; i < d->nline; i++) {
		lines += line_is_body(&d->line[i], part);
		bytes += line_is_body(&d->line[i], part) ? d->line[i].text.n : 0;
	}
	if (lines && bytes > MAX_WORK / lines)
		return;
	charbits *bits = arena_array(d->a, charbits, d->nline);
	for (size_t i = 0; i < d->nline; i++)
		if (d->line[i].part == part && (d->line[i].fate == FATE_BODY || d->line[i].fate == FATE_CAPTION))
			bits[i] = charbits_of(d->line[i].text);
	for (size_t i = 0; i < d->nline; i++) {
		line *l = &d->line[i];
		if (!line_is_body(l, part) || l->type == LINE_TABLE || l->type == LINE_LI)
			continue;
		if (!l->han && !ends_sentence(l->text)) /* code says the same thing twice */
			continue;
		str rule = STR_NULL;
		size_t chars = utf8_starts(l->text);
		if ((chars >= 40 || (chars >= 15 && ends_sentence(l->text))) && repeats_earlier(d, part, i))
			rule = STR("repeated-paragraph");
		else if (repeats_sentence(d, r, part, bits, i))
			rule = STR("repeated-sentence");
		if (!rule.p)
			continue;
		doc_remove(l, REMOVED_duplicate, rule);
		n++;
	}
	if (n)
		n += repeat_beside(d, part, 1) + repeat_beside(d, part, -1);
	if (n)
		doc_warn(d, "repeats-dropped", n);
}

/* ---- hyphens that only broke a word */

enum { MAX_TRIES = 300 }; /* each looks through the article */

/* Does the word stand in the article, as a word of its own? */
static bool
stands_elsewhere(const doc *d, unsigned part, str word)
{
	for (size_t i = 0; i < d->nline; i++) {
		str s = d->line[i].text;
		if (!line_is_body(&d->line[i], part))
			continue;
		for (size_t from = 0, at; (at = str_find(str_skip(s, from), word)) != SIZE_MAX; from += at + 1) {
			size_t a = from + at, b = a + word.n;
			bool left = a == 0 || !(ascii_is_letter(s.p[a - 1]) || s.p[a - 1] == '-');
			bool right = b == s.n || !(ascii_is_letter(s.p[b]) || s.p[b] == '-');
			if (left && right)
				return true;
		}
	}
	return false;
}

/* The hyphenated word stands only here. */
static bool
stands_once(const doc *d, unsigned part, str word)
{
	size_t n = 0;
	for (size_t i = 0; i < d->nline; i++) {
		str s = d->line[i].text;
		for (size_t at; line_is_body(&d->line[i], part) && (at = str_find(s, word)) != SIZE_MAX; s = str_skip(s, at + word.n))
			n++;
	}
	return n == 1;
}

static bool
is_spelling(const repair_rules *r, str word)
{
	for (size_t i = 0; i < r->nhyphen; i++)
		if (str_ieq(r->hyphen[i], word))
			return true;
	return false;
}

static bool
join_hyphen(doc *d, const repair_rules *r, unsigned part, line *l, size_t *tries)
{
	str s = l->text;
	for (size_t i = 1; i + 1 < s.n; i++) {
		size_t a = i, b = i + 1;
		if (s.p[i] != '-' || !ascii_is_letter(s.p[i - 1]) || !ascii_is_letter(s.p[i + 1]))
			continue;
		while (a > 0 && ascii_is_letter(s.p[a - 1]))
			a--;
		while (b < s.n && ascii_is_letter(s.p[b]))
			b++;
		if ((a > 0 && s.p[a - 1] == '-') || (b < s.n && s.p[b] == '-'))
			continue;
		if (++*tries > MAX_TRIES)
			return false;
		str parts[] = {str_from_to(s, a, i), str_from_to(s, i + 1, b)};
		str joined = arena_cat(d->a, parts, 2);
		/* GP-GPU is a spelling of its own: its second half is a word of the article */
		str whole = str_from_to(s, a, b);
		if (is_spelling(r, whole) || !stands_elsewhere(d, part, joined) || stands_elsewhere(d, part, parts[1]) || !stands_once(d, part, whole))
			continue;
		str all[] = {str_from_to(s, 0, i), str_skip(s, i + 1)};
		l->text = arena_cat(d->a, all, 2);
		return true;
	}
	return false;
}

void
repair_hyphens(doc *d, const repair_rules *r, unsigned part)
{
	size_t n = 0, tries = 0;
	for (size_t i = 0; i < d->nline && tries <= MAX_TRIES; i++)
		while (line_is_body(&d->line[i], part) && join_hyphen(d, r, part, &d->line[i], &tries))
			n++;
	if (n)
		doc_warn(d, "hyphens-joined", n);
}

/* ---- headings of a dump, bold lines of HTML: short lines before longer ones, that end without a stop */

/* The two lines before it end without a stop as well: it is the last of a list. */
static bool
ends_list(const doc *d, unsigned part, size_t i)
{
	unsigned n = 0;
	while (n < 2 && i-- > 0) {
		if (!line_is_body(&d->line[i], part))
			continue;
		if (d->is_html || ends_sentence(d->line[i].text) || utf8_last(d->line[i].text) == 0xFF1A)
			return false;
		n++;
	}
	return n == 2;
}

static bool
is_heading(const doc *d, unsigned part, size_t i)
{
	enum { PARAGRAPH = 30, MARKED = 14 };
	const line *l = &d->line[i];
	uint32_t end = utf8_last(l->text);
	size_t chars = utf8_starts(l->text), least = d->is_html && chars < MARKED ? MARKED : PARAGRAPH, k = i + 1;
	if (chars < 2 || chars > 40 || str_find(l->text, STR("。")) != SIZE_MAX || end == ':' || end == 0xFF1A || end == ',' || end == 0xFF0C ||
	    end == ';' || end == 0xFF1B || end == 0x3001)
		return false;
	if (least == MARKED && (utf8_first(l->text) == 0x2014 || (end == 0x201D && ends_sentence(l->text)))) /* ——陆游; a quotation's end */
		return false;
	if ((end == 0xFF1F || end == '?' || end == 0xFF01 || end == '!') && chars > 24)
		return false;
	while (k < d->nline && !line_is_body(&d->line[k], part))
		k++;
	if (k == d->nline || ends_list(d, part, i))
		return false;
	str next = d->line[k].text;
	return utf8_starts(next) >= least && (ends_sentence(next) || utf8_last(next) == 0xFF1A);
}

void
repair_headings(doc *d, unsigned part)
{
	enum { LONGEST = 50 };
	for (size_t i = 0; i < d->nline; i++) {
		line *l = &d->line[i];
		if (line_is_body(l, part) && l->type == LINE_HEADING && utf8_starts(l->text) > LONGEST && ends_sentence(l->text))
			l->type = LINE_P; /* a paragraph that a page sets as a heading */
		if (!line_is_body(l, part) || l->type != LINE_P)
			continue;
		if ((!d->is_html || l->flags & LF_BOLD) && is_heading(d, part, i))
			l->type = LINE_HEADING;
	}
}
