#include "content_line.h"

#include <math.h>

#include "content_features.h"
#include "dom.h"
#include "notes.h"
#include "text_look.h"
#include "utf8.h"

struct line_chars {
	unsigned digits, separators, stops, letters; /* letters: ASCII ones */
	uint32_t first, last;
	bool indent;
	bool date, time;
};

/* Of ASCII. */
enum { DIGIT = 1, LETTER = 2, STOP = 4, SEPARATOR = 8, SPACE = 16 };
static const unsigned char kinds[128] = {
	['0' ... '9'] = DIGIT, ['a' ... 'z'] = LETTER, ['A' ... 'Z'] = LETTER, ['!'] = STOP, ['?'] = STOP, ['|'] = SEPARATOR,
	['>'] = SEPARATOR, ['_'] = SEPARATOR, ['/'] = SEPARATOR, [' '] = SPACE, ['\t' ... '\r'] = SPACE,
};

static bool
is_stop(uint32_t cp)
{
	return cp == 0x3002 || cp == 0xFF01 || cp == 0xFF1F || cp == '!' || cp == '?';
}

static bool
is_separator(uint32_t cp)
{
	return cp == 0xFF5C || cp == 0xB7 || cp == 0xBB || cp == 0x2502 || (cp < 0x80 && kinds[cp] & SEPARATOR);
}

/* 2012-01-17, 2012年1月17日, 01/17 10:22: looked for by shape alone. */
static void
find_dates(str s, const marks *m, struct line_chars *c)
{
	unsigned run = 0;
	for (size_t i = 0; i < s.n && i < 400; i++) {
		unsigned char ch = (unsigned char)s.p[i];
		bool digit = ascii_is_digit(ch);
		if (!digit && !run) {
			i += ch >= 0xE0 ? 2 : 0; /* the rest of a character */
			continue;
		}
		bool next = i + 1 < s.n && ascii_is_digit(s.p[i + 1]);
		if (!digit && run == 4 && (ch == '-' || ch == '/' || ch == '.') && next)
			c->date = true;
		if (!digit && run == 4 && marks_start(m, MARK_year, str_skip(s, i)))
			c->date = true;
		if (!digit && run == 2 && ch == ':' && next)
			c->time = true;
		run = digit ? run + 1 : 0;
	}
}

static struct line_chars
scan(str s, const marks *m)
{
	struct line_chars c = {0};
	for (size_t at = 0; at < s.n;) {
		size_t run = utf8_han_run_good(s, at);
		if (run > at) { /* Han is nothing of what follows */
			c.first = c.first ? c.first : utf8_next_good(s, &at);
			at = run - 3;
			c.last = utf8_next_good(s, &at);
			continue;
		}
		uint32_t cp = utf8_next_good(s, &at);
		if (cp < 0x80) {
			unsigned k = kinds[cp];
			if (k & SPACE)
				continue;
			c.digits += k & DIGIT;
			c.letters += k & LETTER;
			c.stops += k & STOP;
			c.separators += k / SEPARATOR;
		} else if (cp_is_space(cp)) {
			c.indent |= !c.first && cp == 0x3000;
			continue;
		} else {
			c.separators += is_separator(cp);
			c.stops += is_stop(cp);
		}
		if (!c.first)
			c.first = cp;
		c.last = cp;
	}
	if (c.digits)
		find_dates(s, m, &c);
	if (c.last == ']')
		c.last = utf8_last(notes_off(s));
	return c;
}

/* The same, once for a text. */
static struct line_chars
chars_of(const line *l, const marks *m)
{
	text_look *look = text_look_known(l);
	if (!look)
		return scan(l->source, m);
	if (!look->chars) {
		struct line_chars *c = arena_alloc(look->a, sizeof *c);
		*c = scan(l->source, m);
		look->chars = c;
	}
	return *look->chars;
}

static bool
is_open_bracket(uint32_t cp)
{
	return cp == '[' || cp == '(' || cp == 0x3010 || cp == 0xFF08 || cp == 0x3014 || cp == 0x300E;
}

static bool
is_bullet(uint32_t cp)
{
	return cp == 0x2022 || cp == 0xB7 || cp == 0x25A0 || cp == 0x25CF || cp == 0x25B2 || cp == 0xFF0E || cp == 0x30FB ||
	       cp == '-' || cp == '>' || cp == '*' || cp == 0x2605 || cp == 0x203B || cp == 0xBB || cp == 0x25BA;
}

static bool
is_close_quote(uint32_t cp)
{
	return cp == 0x201D || cp == 0x300D || cp == 0x300F || cp == '"' || cp == 0xFF09 || cp == ')';
}

void
content_line_features(const line *l, const marks *m, float *f)
{
	struct line_chars c = chars_of(l, m);
	float n = l->chars ? (float)l->chars : 1;
	f[CF_bias] = 1;
	f[CF_chars_lt6] = l->chars < 6;
	f[CF_chars_lt16] = l->chars >= 6 && l->chars < 16;
	f[CF_chars_lt40] = l->chars >= 16 && l->chars < 40;
	f[CF_chars_lt100] = l->chars >= 40 && l->chars < 100;
	f[CF_link_ratio] = (float)l->link_chars / n;
	f[CF_all_link] = l->link_chars * 10 >= l->chars * 9;
	f[CF_many_links] = l->nlink > 1 && l->link_chars * 3 > l->chars;
	f[CF_han_ratio] = (float)l->han / n;
	f[CF_punct_density] = fminf((float)l->punct / n * 10, 1.5f);
	f[CF_punct_0] = l->punct == 0;
	f[CF_punct_1] = l->punct == 1;
	f[CF_punct_2] = l->punct == 2;
	f[CF_stop] = c.stops > 0;
	f[CF_ends_stop] = is_stop(c.last) || (is_close_quote(c.last) && c.stops);
	f[CF_ends_colon] = c.last == ':' || c.last == 0xFF1A;
	f[CF_ends_ellipsis] = c.last == 0x2026 || c.last == '.';
	f[CF_starts_bracket] = is_open_bracket(c.first);
	f[CF_starts_indent] = c.indent;
	f[CF_starts_bullet] = is_bullet(c.first);
	f[CF_digit_ratio] = (float)c.digits / n;
	f[CF_has_date] = c.date;
	f[CF_has_time] = c.time;
	f[CF_has_url] = c.letters && (str_ifind(str_from_to(l->source, 0, 400), STR("www.")) != SIZE_MAX ||
			str_ifind(str_from_to(l->source, 0, 400), STR("http")) != SIZE_MAX);
	f[CF_separators] = fminf((float)c.separators / 3, 1);
}

static str
page_title(const doc *d)
{
	return d->dom->title ? str_trim(d->dom->node[d->dom->title].text) : STR("");
}

bool
content_like_title(const doc *d, const line *l)
{
	str t = page_title(d);
	return l->chars >= 6 && l->source.n <= t.n && str_find(t, str_trim(l->source)) != SIZE_MAX;
}

size_t
content_title_line(const doc *d)
{
	str t = page_title(d);
	size_t best = d->nline;
	double best_score = 0;
	for (size_t i = 0; i < d->nline; i++) {
		const line *l = &d->line[i];
		str s = str_trim(l->source);
		if (l->flags & LF_HIDDEN || l->chars < 4 || l->chars > 80)
			continue;
		double score = 0;
		size_t at = s.n <= t.n ? str_find(t, s) : SIZE_MAX;
		if (at != SIZE_MAX)
			score = (double)s.n / (double)t.n + (at == 0 ? 0.3 : 0);
		else if (!(l->flags & LF_H1))
			continue;
		score += l->flags & LF_H1 ? 0.5 : l->heading ? 0.25 : 0;
		score -= l->flags & LF_LINK ? 0.4 : 0;
		if (score > best_score + 1e-9) {
			best_score = score;
			best = i;
		}
	}
	return best_score > 0.35 ? best : d->nline;
}
