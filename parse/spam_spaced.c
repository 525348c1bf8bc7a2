/* Keywords whose characters a mark parts one by one, so that no filter reads them: `云.顶.棋.牌.下.载`, `云丨顶丨棋丨牌`. */
#include "spam_scan.h"

#include "utf8.h"

static bool
may_part(uint32_t cp)
{
	return cp == '.' || cp == '-' || cp == '*' || cp == '/' || cp == '|' || cp == ' ' || cp == '_' || cp == '+' || cp == '~' || cp == 0xB7 || cp == SPAM_STROKE ||
	       cp == 0x30FB || cp == 0x2022 || cp == SPAM_DOT || cp == '^' || cp == '=' || cp == '#' || cp == 0xFF0E || cp_is_ornament(cp);
}

static bool
is_one(uint32_t cp)
{
	return (cp_is_han(cp) && cp != SPAM_STROKE && cp != SPAM_DOT) || (cp < 0x80 && cp_is_alnum(cp));
}

/* The sequence of single characters that begins at s[at], parted by one mark: where it ends, and what it spells. 0: fewer than LEAST. */
static size_t
spelt(arena *a, str s, size_t at, str *word)
{
	enum { LEAST = 5, LETTERS = 24 };
	char *out = arena_alloc(a, 4 * LETTERS + 8);
	size_t n = 0, bytes = 0, end = at, han = 0;
	uint32_t part = 0;
	while (at < s.n && n < LETTERS) {
		uint32_t cp = utf8_next(s, &at);
		if (!is_one(cp))
			break;
		size_t next = at;
		uint32_t mark = at < s.n ? utf8_next(s, &next) : 0, then = next < s.n ? utf8_first(str_skip(s, next)) : 0;
		bool more = mark && may_part(mark) && (!part || mark == part) && is_one(then);
		if (n && !more && mark && cp < 0x80 && mark < 0x80 && cp_is_alnum(mark))
			break; /* a word of its own */
		n++;
		han += cp_is_han(cp);
		bytes += utf8_put(out + bytes, cp);
		end = at;
		if (!more)
			break;
		part = mark;
		at = next;
	}
	*word = str_of(out, bytes);
	return n >= LEAST && han >= 3 ? end : 0;
}

/* Is what it spells one that only spam writes so? */
static bool
is_spam(arena *a, const spam_rules *r, str word)
{
	spam_scan s = spam_scan_line(a, r, word);
	return s.strong || s.trades || (s.terms && s.covered * 2 >= s.chars);
}

static bool
next_spelt(arena *a, const spam_rules *r, str s, bool strokes, size_t *at, size_t *end)
{
	uint32_t last = 0;
	for (size_t i = *at; i < s.n;) {
		size_t from = i, run = strokes ? i : utf8_han_run_good(s, i); /* strokes are Han characters themselves */
		if (run > i) { /* its last character may begin one */
			from = run;
			utf8_prev(s, &from);
			i = run;
		} else {
			last = utf8_next(s, &i);
			if (!is_one(last))
				continue;
		}
		size_t next = i;
		str word;
		if (i >= s.n || !may_part(utf8_next(s, &next)) || next >= s.n || !is_one(utf8_first(str_skip(s, next))))
			continue;
		size_t to = spelt(a, s, from, &word);
		if (to && is_spam(a, r, word)) {
			*at = from;
			*end = to;
			return true;
		}
		i = to ? to : i;
	}
	return false;
}

void
spam_mark_spaced(doc *d, const spam_rules *r)
{
	for (size_t i = doc_pass(d); doc_reach(d, i); i++) {
		line *l = &d->line[i];
		size_t at = 0, end = 0;
		if (l->fate != FATE_NONE || l->chars < 9 || l->source.n >= SPAM_LINE_MAX || !doc_may_cut(d))
			continue;
		bool strokes = text_folded(text_look_line(d, l), r->fold)->marks & FOLD_STROKE;
		if ((!strokes && !(l->has & HAS_SPELT)) || !next_spelt(d->a, r, l->source, strokes, &at, &end))
			continue;
		i = spam_isolate(d, i, at, end);
		doc_remove(&d->line[i], REMOVED_spam, STR("spam-spaced"));
		doc_warn(d, "spam-span-cut", 1);
	}
}
