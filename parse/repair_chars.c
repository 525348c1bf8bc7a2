#include "repair_part.h"
#include "utf8.h"

static bool
is_wide_alnum(uint32_t cp)
{
	return (cp >= 0xFF10 && cp <= 0xFF19) || (cp >= 0xFF21 && cp <= 0xFF3A) || (cp >= 0xFF41 && cp <= 0xFF5A);
}

static bool
is_punct(uint32_t cp)
{
	switch (cp) {
	case 0x3002: case 0xFF0C: case 0xFF01: case 0xFF1F: case 0xFF1B: case 0xFF1A: case 0x3001: case ',': case '.': case ';': case ':':
	case '!': case '?': case 0x2026: case 0x201D: case 0x300B: case 0x300D: case 0xFF09: case ')': case 0x2014:
		return true;
	default:
		return false;
	}
}

/* What a spam tool may put before punctuation: no letter, no digit, nothing that text uses. */
static bool
is_odd(uint32_t cp)
{
	if (cp >= 0x3400 && cp < 0xA000) /* Han */
		return false;
	if (cp_is_ornament(cp))
		return true;
	if (cp < 0x80)
		return cp == '^' || cp == '~' || cp == '*' || cp == '#' || cp == '@' || cp == '_' || cp == '|' || cp == '\\' || cp == '`';
	if (cp_is_han(cp) || cp_is_space(cp) || cp_is_cjk_punct(cp) || is_wide_alnum(cp) || cp_is_invisible(cp))
		return false;
	if (cp == 0x203B || cp == 0x2042 || cp == 0x2020 || cp == 0x2021 || (cp >= 0x24B6 && cp <= 0x24E9))
		return true; /* reference marks, circled letters */
	if (cp < 0x250 || (cp >= 0x370 && cp < 0x530) || (cp >= 0x2000 && cp < 0x2190))
		return false;
	if (cp >= 0x3040 && cp < 0xA000) /* kana and enclosed characters, no Han */
		return cp < 0x3100 || (cp >= 0x3200 && cp < 0x3400);
	return !(cp >= 0x2460 && cp <= 0x24FF) && !(cp >= 0x2776 && cp <= 0x2793) && !(cp >= 0x3000 && cp < 0x3040) &&
	       !(cp >= 0xAC00 && cp < 0xE000) && !(cp >= 0xFF00 && cp < 0xFFF0) && cp < 0x20000;
}

static bool
may_be_odd(uint32_t cp)
{
	return cp == '(' || is_odd(cp);
}

/* The run of odd characters at s: its length in bytes; *ascii: it has only ASCII ones. A face made of them stands in brackets and has ASCII marks. */
static size_t
odd_run(str s, bool *ascii)
{
	size_t at = 0, end = 0, odd = 0;
	bool face = s.n && s.p[0] == '(';
	*ascii = true;
	while (at < s.n) {
		uint32_t cp = utf8_next(s, &at);
		if (face && cp == ')' && odd >= 2)
			return at;
		if (is_odd(cp))
			odd++;
		else if (!face || cp >= 0x80 || cp_is_alnum(cp) || at > 24)
			break;
		*ascii = *ascii && cp < 0x80;
		end = at;
	}
	return face ? 0 : end;
}

enum { MAX_RUNS = 64, MAX_RUN_BYTES = 48, SPACED_LINE = 8 };

typedef struct run {
	str text;
	unsigned before_punct, all;
} run;

static void
note_run(run *runs, size_t *n, str text, bool before_punct)
{
	size_t i = 0;
	while (i < *n && !str_eq(runs[i].text, text))
		i++;
	if (i == *n) {
		if (*n == MAX_RUNS)
			return;
		runs[(*n)++] = (run){text, 0, 0};
	}
	runs[i].all++;
	runs[i].before_punct += before_punct;
}

/* A bracketed syllable behind a character: with a tone mark, or a reading of that character without one. */
static bool
is_syllable(const repair_rules *r, uint32_t last, str s)
{
	str syllable;
	if (pinyin_bracket(s, false, NULL))
		return true;
	return pinyin_bracket(s, true, &syllable) && cp_is_han(last) && reads_plainly(r, last, syllable);
}

/* Is the clause before the `?` at s[at] a question by its words? */
static bool
asks(const repair_rules *r, str s, size_t at)
{
	enum { MOST = 20 };
	size_t from = at;
	for (size_t n = 0; from > 0 && n < MOST; n++) {
		size_t k = from;
		uint32_t cp = utf8_prev(s, &k);
		if (cp_is_cjk_punct(cp) || cp == '?')
			break;
		from = k;
	}
	return marks_inside(r->marks, MARK_ask, str_from_to(s, from, at));
}

static void
measure_line(const repair_rules *r, str s, page_damage *p, run *runs, size_t *n)
{
	uint32_t last = 0;
	for (size_t at = 0; at < s.n;) {
		size_t from = at, len, han = utf8_han_run_good(s, at);
		bool ascii;
		if (han > at) {
			at = han - 3;
			last = utf8_next_good(s, &at);
			continue;
		}
		uint32_t cp = utf8_next_good(s, &at);
		if (ascii_is_alnum(cp)) {
			last = cp;
			continue;
		}
		if (cp == 0xFF0C)
			p->wide_comma++;
		else if (cp == ',' && cp_is_han(last))
			p->narrow_comma++;
		else if (cp == '?' && (at == s.n || asks(r, s, from)))
			p->asked++;
		else if (bracket_close(cp) && (cp_is_han(last) || ascii_is_alnum(last)) && is_syllable(r, last, str_skip(s, from))) {
			p->pinyin++;
			p->capitals += at < s.n && ascii_is_upper(s.p[at]);
		}
		if (may_be_odd(cp) && (len = odd_run(str_skip(s, from), &ascii)) <= MAX_RUN_BYTES && len && !(ascii && len < 2)) {
			at = from + len;
			note_run(runs, n, str_from_to(s, from, at), at < s.n && is_punct(utf8_first(str_skip(s, at))));
		}
		last = cp == ' ' ? last : cp;
	}
}

static void
measure(const doc *d, const repair_rules *r, page_damage *p)
{
	run runs[MAX_RUNS];
	size_t n = 0;
	*p = (page_damage){0};
	for (size_t i = 0; i < d->nline; i++) {
		if (d->line[i].fate == FATE_HIDDEN)
			continue;
		measure_line(r, d->line[i].source, p, runs, &n);
		p->spaced = p->spaced || (d->line[i].has & HAS_GAP && spacing_is_wide(d->line[i].source, SPACED_LINE));
	}
	size_t before = 0, all = 0;
	for (size_t i = 0; i < n; i++) {
		bool wide = (unsigned char)runs[i].text.p[0] >= 0x80 || runs[i].text.p[0] == '(';
		before += wide ? runs[i].before_punct : 0;
		all += wide ? runs[i].all : 0;
	}
	p->any_ornament = before >= 8 && before * 10 >= all * 8; /* a different one each time */
	for (size_t i = 0; i < n && p->nornament < 8; i++)
		if (runs[i].before_punct >= 3 && runs[i].before_punct * 10 >= runs[i].all * 7)
			p->ornament[p->nornament++] = runs[i].text;
}

void
page_measure(doc *d, const repair_rules *r, page_damage *p)
{
	if (!d->damage || d->damage_lines != d->nline) {
		d->damage = arena_new(d->a, page_damage);
		d->damage_lines = d->nline;
		measure(d, r, d->damage);
	}
	*p = *d->damage;
}

static size_t
ornament_at(const page_damage *p, str s)
{
	bool ascii;
	size_t len = p->nornament || p->any_ornament ? odd_run(s, &ascii) : 0;
	if (len && p->any_ornament && !ascii && len < s.n && is_punct(utf8_first(str_skip(s, len))))
		return len;
	for (size_t i = 0; len && i < p->nornament; i++)
		if (str_eq(p->ornament[i], str_from_to(s, 0, len)))
			return len;
	return 0;
}

/* An ASCII `?` inside running text that writes full-width punctuation is a space or a dot that some encoding lost, unless the page
 * ends its questions with it. */
static bool
is_lost_mark(const page_damage *p, uint32_t last, str rest)
{
	if (p->asked || p->wide_comma < 3 || p->wide_comma <= 3 * p->narrow_comma || rest.n == 0)
		return false;
	uint32_t next = utf8_first(rest);
	return (cp_is_han(last) || cp_is_alnum(last)) && (cp_is_han(next) || cp_is_alnum(next)) && !(last < 0x80 && next < 0x80);
}

/* Nothing that repair_chars() looks for stands in s: nearly every line is so. */
bool
repair_needs_none(const page_damage *p, str s, int has)
{
	bool ornaments = p->nornament || p->any_ornament;
	if (!ornaments && !(has & HAS_DAMAGE))
		return true;
	for (size_t at = 0; (at = utf8_han_run_good(s, at)) < s.n;) {
		uint32_t cp = utf8_next_good(s, &at);
		if (cp_is_invisible(cp) || cp == '?' || is_wide_alnum(cp) || (ornaments && may_be_odd(cp)))
			return false;
	}
	return true;
}

void
repair_chars(page_damage *p, str s, buf *out)
{
	uint32_t last = 0;
	for (size_t at = 0; at < s.n;) {
		size_t from = at, len;
		uint32_t cp = utf8_next_good(s, &at);
		if (cp_is_invisible(cp)) {
			p->dropped++;
		} else if ((len = may_be_odd(cp) ? ornament_at(p, str_skip(s, from)) : 0)) {
			at = from + len;
			p->symbols++;
		} else if (cp == '?' && is_lost_mark(p, last, str_skip(s, at))) {
			p->questions++;
		} else if (is_wide_alnum(cp)) {
			buf_cp(out, cp_halfwidth(cp));
			p->folded++;
			last = cp;
		} else {
			buf_add(out, str_from_to(s, from, at));
			last = cp;
		}
	}
}
