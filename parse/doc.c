#include "doc.h"

#include <string.h>

#include "text_look.h"
#include "utf8.h"

static bool
is_sentence_punct(uint32_t cp, str s, size_t at)
{
	switch (cp) {
	case 0x3002: /* 。 */
	case 0x3001: /* 、 */
	case 0xFF0C: /* ， */
	case 0xFF01: /* ！ */
	case 0xFF1F: /* ？ */
	case 0xFF1B: /* ； */
	case 0xFF1A: /* ： */
	case 0x2026: /* … */
	case '!':
	case '?':
	case ';':
	case ',':
		return true;
	case '.': /* a stop, not a decimal point or a part of a name */
		return at >= s.n || s.p[at] == ' ';
	default:
		return false;
	}
}

static int
has_ascii(uint32_t cp)
{
	switch (cp) {
	case ' ':
		return HAS_GAP | HAS_PARTS;
	case '|':
		return HAS_PARTS;
	case '[':
		return HAS_BRACE | HAS_BRACKET;
	case '(':
		return HAS_BRACKET;
	case '{':
	case '<':
		return HAS_BRACE;
	case ',':
		return HAS_CLAUSE;
	case '?':
		return HAS_DAMAGE;
	default:
		return (ascii_is_space((char)cp) ? HAS_PARTS : 0) | (cp_is_invisible(cp) ? HAS_DAMAGE : 0);
	}
}

static int
has_wide(uint32_t cp)
{
	switch (cp) {
	case 0x3002:
		return HAS_STOP | HAS_CLAUSE;
	case 0xFF01:
	case 0xFF1F:
	case 0x201D:
		return HAS_STOP;
	case 0xFF0C:
		return HAS_CLAUSE;
	case 0x3010:
		return HAS_BRACE;
	case 0xFF1A:
		return 0;
	case 0xFF5C:
		return HAS_PARTS;
	default:
		break;
	}
	/* the full-width forms are letters or digits, but for a few */
	bool foreign = (cp >= 0x102 && cp < 0x2000) || (cp > 0x3040 && cp < 0x3200) || (cp >= 0xAC00 && cp < 0xD800);
	bool damage = (cp >= 0xFF10 && cp <= 0xFF5A) || cp_is_invisible(cp);
	return (cp == 0xA0 ? HAS_GAP : 0) | (cp_is_space(cp) ? HAS_PARTS : 0) | (damage ? HAS_DAMAGE : 0) | (foreign ? HAS_FOREIGN : 0);
}

/* ASCII characters in a row up to one, and those of them that are letters, digits or _ in a row. */
struct ascii_run {
	unsigned all, word;
	char last;
};

static int
has_in_run(struct ascii_run *run, char c)
{
	enum { LONG = 8, CODE = 6 };
	bool letter = ascii_is_letter(c), digit = ascii_is_digit(c);
	int has = (letter && run->last == '.' ? HAS_HOST : 0) | (digit ? HAS_DIGIT : 0);
	run->word = letter || digit || c == '_' ? run->word + 1 : 0;
	run->last = c;
	return has | (++run->all >= LONG ? HAS_LONG_ASCII : 0) | (run->word >= CODE ? HAS_CODE : 0);
}

/* The last mark, and how many letters, digits and Han characters stand behind it. */
struct mark_run {
	uint32_t mark;
	size_t since;
};

static int
has_spelt(struct mark_run *run, uint32_t cp)
{
	if (cp_is_han(cp) || ascii_is_alnum(cp)) {
		run->since++;
		return 0;
	}
	int has = cp == run->mark && run->since == 1 ? HAS_SPELT : 0;
	*run = (struct mark_run){cp, 0};
	return has;
}

void
line_count(line *l)
{
	struct ascii_run ascii = {0};
	struct mark_run marks = {0};
	l->han = l->chars = l->punct = 0;
	l->has = 0;
	for (size_t at = 0; at < l->source.n;) {
		size_t run = utf8_han_run_good(l->source, at);
		l->han += (unsigned)(run - at) / 3;
		l->chars += (unsigned)(run - at) / 3;
		if (run > at)
			ascii = (struct ascii_run){0};
		marks.since += (run - at) / 3;
		at = run;
		if (at == l->source.n)
			break;
		uint32_t cp = utf8_next_good(l->source, &at);
		if (cp < 0x80) {
			l->has |= has_ascii(cp) | has_in_run(&ascii, (char)cp);
		} else {
			l->has |= has_wide(cp);
			ascii = (struct ascii_run){0};
		}
		l->has |= has_spelt(&marks, cp);
		if (cp_is_space(cp))
			continue;
		l->chars++;
		if (cp_is_han(cp))
			l->han++;
		else if (is_sentence_punct(cp, l->source, at))
			l->punct++;
	}
}

line *
doc_add(doc *d, str source, enum line_type type)
{
	line *l = arena_push(d->a, d->line, d->nline, d->cap);
	*l = (line){.source = source, .text = source, .type = type, .cls = -1};
	text_count(d, l);
	return l;
}

size_t
doc_pass(doc *d)
{
	d->passing = true;
	return 0;
}

/* Takes the lines behind i out of the way of the cuts to come. */
static void
set_aside(doc *d, size_t i)
{
	enum { FEW = 32 };
	size_t n = d->nline - (i + 1);
	if (!d->passing || d->nrest || n < FEW)
		return;
	if (d->rest_cap < n) {
		d->rest = arena_array(d->a, line, n);
		d->rest_cap = n;
	}
	memcpy(d->rest, d->line + i + 1, n * sizeof *d->line);
	d->rest_at = 0;
	d->nrest = n;
	d->nline = i + 1;
}

bool
doc_reach(doc *d, size_t i)
{
	while (i >= d->nline && d->rest_at < d->nrest)
		*arena_push(d->a, d->line, d->nline, d->cap) = d->rest[d->rest_at++];
	if (i < d->nline)
		return true;
	d->passing = false;
	d->nrest = d->rest_at = 0;
	return false;
}

bool
doc_may_cut(doc *d)
{
	enum { EASY = 2 << 20, TIMES = 4 };
	bool may = d->cut_bytes < EASY + TIMES * d->utf8.n;
	if (!may)
		doc_warn(d, "cut-limit", 0);
	return may;
}

/* The counts of both halves of what l was. Only the shorter one is looked at: cutting piece by piece off a long line stays cheap. */
static void
count_halves(line *l, line *r)
{
	line all = *l;
	bool left = l->source.n <= r->source.n;
	line *one = left ? l : r, *other = left ? r : l;
	line_count(one);
	other->han = all.han - one->han;
	other->chars = all.chars - one->chars;
	other->punct = all.punct - one->punct;
	/* a point is a stop at the end of the left half, and was none before something else than a space */
	if (l->source.n && l->source.p[l->source.n - 1] == '.' && r->source.n && r->source.p[0] != ' ')
		other->punct++;
}

void
doc_cut(doc *d, size_t i, size_t at)
{
	d->cut_bytes += d->line[i].source.n;
	set_aside(d, i);
	(void)arena_push(d->a, d->line, d->nline, d->cap);
	memmove(d->line + i + 1, d->line + i, (d->nline - 1 - i) * sizeof *d->line);
	line *l = d->line + i, *r = l + 1;
	unsigned link = l->link_chars, all = l->chars;
	l->source = str_from_to(l->source, 0, at);
	r->source = str_skip(r->source, at);
	l->text = l->source;
	r->text = r->source;
	count_halves(l, r);
	l->link_chars = all ? (unsigned)((uint64_t)link * l->chars / all) : 0;
	r->link_chars = link - l->link_chars;
	r->flags &= ~(uint32_t)(LF_BLANK_BEFORE | LF_BR_BEFORE | LF_IMG);
}

void
doc_remove(line *l, enum removed_class cls, str rule)
{
	l->fate = FATE_REMOVED;
	l->cls = cls;
	l->rule = rule;
}

void
doc_warn(doc *d, const char *code, size_t n)
{
	str name = str_from(code);
	for (size_t i = 0; i < d->nwarning; i++) {
		str *w = &d->warning[i];
		uint64_t was = 0;
		if (str_eq(*w, name))
			return;
		if (!str_starts(*w, name) || w->p[name.n] != ':' || !str_u64(str_skip(*w, name.n + 1), &was))
			continue;
		*w = arena_printf(d->a, "%s:%llu", code, (unsigned long long)(was + n));
		return;
	}
	str *w = arena_push(d->a, d->warning, d->nwarning, d->warning_cap);
	*w = n ? arena_printf(d->a, "%s:%zu", code, n) : arena_dup(d->a, name);
}
