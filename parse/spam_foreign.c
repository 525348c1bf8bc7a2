/* Keywords of another script in a Chinese page: `…48米，казино онлайн играть目前已经…`. An article gives a foreign name in brackets, quotation marks or
 * beside the word that introduces it, and one of a word or two; spam puts a run of words behind a mark, or on a line of its own without a stop. */
#include "spam_scan.h"

#include "utf8.h"

enum script { SCRIPT_NONE, SCRIPT_CYRILLIC, SCRIPT_THAI, SCRIPT_HANGUL, SCRIPT_KANA, SCRIPT_ARABIC, SCRIPT_VIET, SCRIPT_LATIN };

static enum script
script_of(uint32_t cp)
{
	if (cp < 0x102)
		return SCRIPT_NONE;
	if ((cp >= 0x400 && cp <= 0x52F))
		return SCRIPT_CYRILLIC;
	if (cp >= 0xE01 && cp <= 0xE5B)
		return SCRIPT_THAI;
	if ((cp >= 0xAC00 && cp <= 0xD7A3) || (cp >= 0x1100 && cp <= 0x11FF))
		return SCRIPT_HANGUL;
	if (cp >= 0x3041 && cp <= 0x30FF && cp != 0x30FB)
		return SCRIPT_KANA;
	if ((cp >= 0x590 && cp <= 0x6FF) || (cp >= 0x900 && cp <= 0x97F))
		return SCRIPT_ARABIC;
	bool viet = cp <= 0x103 || cp == 0x110 || cp == 0x111 || cp == 0x128 || cp == 0x129 || cp == 0x168 || cp == 0x169 || cp == 0x1A0 || cp == 0x1A1 ||
	            cp == 0x1AF || cp == 0x1B0 || (cp >= 0x1EA0 && cp <= 0x1EF9);
	return viet ? SCRIPT_VIET : SCRIPT_NONE;
}

/* Belongs to the words of a run, though not of its script. */
static bool
may_stand_in(uint32_t cp)
{
	return cp == ' ' || cp_is_alnum(cp) || (cp >= 0xC0 && cp <= 0x24F) || cp == '-' || cp == '\'' || cp == '%' || cp == '+' || cp == '/' || cp == '&';
}

typedef struct run {
	size_t from, to;           /* bytes of the source */
	size_t letters, words;     /* of its script */
	enum script script;
} run;

/* Kana keywords have Han characters among them: up to six, and more kana or a space beside them. */
static size_t
over_han(str s, size_t at)
{
	enum { MOST = 6 };
	size_t end = at;
	for (size_t n = 0; n <= MOST && end < s.n; n++) {
		size_t here = end;
		uint32_t cp = utf8_next(s, &end);
		if (!cp_is_han(cp))
			return n && (script_of(cp) == SCRIPT_KANA || cp == ' ') ? here : at;
	}
	return at;
}

/* The next run at or behind *from; false when there is none. */
static bool
next_run(str s, size_t from, run *x)
{
	size_t at = from;
	enum script k = SCRIPT_NONE;
	while (at < s.n && !k)
		k = script_of(utf8_next(s, &at));
	if (!k)
		return false;
	*x = (run){.script = k};
	utf8_prev(s, &at);
	for (x->from = at; x->from > from;) {
		size_t here = x->from;
		if (!may_stand_in(utf8_prev(s, &here)))
			break;
		x->from = here;
	}
	bool word = false;
	for (x->to = x->from; x->to < s.n;) {
		size_t here = x->to;
		uint32_t cp = utf8_next(s, &here);
		enum script c = script_of(cp);
		if (k == SCRIPT_KANA && cp_is_han(cp))
			here = over_han(s, x->to);
		else if (c != k && !may_stand_in(cp) && (!c || k == SCRIPT_KANA))
			break;
		if (here == x->to)
			break;
		bool letter = c == k || (k == SCRIPT_VIET && cp >= 0xC0);
		x->letters += letter;
		x->words += letter && !word;
		word = cp == ' ' ? false : word || letter;
		x->to = here;
	}
	while (x->to > x->from && s.p[x->to - 1] == ' ')
		x->to--;
	while (x->from < x->to && s.p[x->from] == ' ')
		x->from++;
	return true;
}

/* The next run of Latin words with a word of spam among them. */
static bool
next_latin(arena *a, const spam_rules *r, str s, size_t from, run *x)
{
	enum { WORDS = 2, LETTERS = 8 };
	for (size_t at = from; at < s.n;) {
		unsigned char c = (unsigned char)s.p[at];
		*x = (run){.from = at, .to = at, .script = SCRIPT_LATIN};
		for (; c < 0x80 && (may_stand_in(c)); c = at < s.n ? (unsigned char)s.p[at] : 0x80) {
			x->words += ascii_is_letter((char)c) && (at == x->from || s.p[at - 1] == ' ');
			x->letters += ascii_is_letter((char)c);
			at++;
			x->to = c == ' ' ? x->to : at;
		}
		if (x->words >= WORDS && x->letters >= LETTERS && spam_scan_line(a, r, str_from_to(s, x->from, x->to)).strong)
			return true;
		at += at == x->from;
	}
	return false;
}

/* More words than a name has. */
static bool
is_long(const run *x)
{
	switch (x->script) {
	case SCRIPT_THAI:
		return x->letters >= 12;
	case SCRIPT_KANA:
		return x->letters >= 7;
	case SCRIPT_HANGUL:
		return x->letters >= 6 && x->words >= 2;
	case SCRIPT_VIET:
		return x->letters >= 3 && x->words >= 3;
	default:
		return x->letters >= 10 && x->words >= 2;
	}
}

static bool
is_clause_mark(uint32_t cp)
{
	return cp == 0xFF0C || cp == 0x3002 || cp == 0xFF1B || cp == 0xFF01 || cp == 0xFF1F || cp == 0x3001 || cp == 0x201D;
}

/* Does it stand where no sentence has it: alone on its line without a stop, or behind a mark with the next clause glued to it, or at the end? */
static bool
is_put_in(str s, const run *x)
{
	uint32_t before = x->from ? utf8_last(str_from_to(s, 0, x->from)) : 0, after = x->to < s.n ? utf8_first(str_skip(s, x->to)) : 0;
	if (x->from && before == ' ') {
		str left = utf8_trim(str_from_to(s, 0, x->from));
		before = left.n ? utf8_last(left) : 0;
	}
	if (!before && !after)
		return true;
	if (x->script == SCRIPT_LATIN && !before && after == ' ')
		return false;
	return (!before || is_clause_mark(before)) && (!after || cp_is_han(after) || after == ' ') && (before || after);
}

/* How much of the page is Chinese, and how much of another script. */
static bool
is_chinese(const doc *d)
{
	size_t han = 0, letters = 0;
	for (size_t i = 0; i < d->nline; i++) {
		const line *l = &d->line[i];
		han += l->han;
		run x;
		for (size_t at = 0; l->has & HAS_FOREIGN && l->source.n < SPAM_LINE_MAX && next_run(l->source, at, &x); at = x.to > at ? x.to : l->source.n)
			letters += x.letters;
	}
	return han >= 100 && letters * 2 < han;
}

static bool
find_put_in(arena *a, const spam_rules *r, const line *l, size_t at, run *x)
{
	size_t from = at;
	if (l->fate != FATE_NONE || l->source.n >= SPAM_LINE_MAX)
		return false;
	for (; l->has & HAS_FOREIGN && next_run(l->source, at, x); at = x->to > at ? x->to : l->source.n)
		if (is_long(x) && is_put_in(l->source, x))
			return true;
	for (; l->has & HAS_LONG_ASCII && next_latin(a, r, l->source, from, x); from = x->to)
		if (is_put_in(l->source, x))
			return true;
	return false;
}

void
spam_mark_foreign(doc *d, const spam_rules *r)
{
	enum { SURE = 3 };
	size_t found = 0;
	run x;
	if (!is_chinese(d))
		return;
	for (size_t i = 0; i < d->nline; i++)
		for (size_t at = 0; find_put_in(d->a, r, &d->line[i], at, &x); at = x.to)
			found += x.words >= SURE || x.script == SCRIPT_THAI || x.letters >= 10 ? 2 : 1;
	if (found < 2)
		return;
	for (size_t i = doc_pass(d); doc_reach(d, i); i++) {
		if (!doc_may_cut(d) || !find_put_in(d->a, r, &d->line[i], 0, &x))
			continue;
		i = spam_isolate(d, i, x.from, x.to);
		doc_remove(&d->line[i], REMOVED_spam, STR("spam-foreign"));
		doc_warn(d, "spam-span-cut", 1);
	}
}
