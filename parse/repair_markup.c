/* Markup that a tool left in the text: character references escaped once too often, tags of forums, of Markdown and of HTML
 * round a word. */
#include "repair_part.h"
#include "utf8.h"

/* ---- references */

/* `&#x4fe1;` at the start of s, behind any number of `amp;`: its length, its code point and how often it is escaped. 0: none. */
static size_t
reference(str s, uint32_t *cp, unsigned *escaped)
{
	size_t at = 1, digits = 0;
	*cp = *escaped = 0;
	if (!s.n || s.p[0] != '&')
		return 0;
	for (; str_starts(str_skip(s, at), STR("amp;")); at += 4)
		++*escaped;
	if (!str_starts(str_skip(s, at), STR("#")))
		return 0;
	bool hex = at + 1 < s.n && (s.p[at + 1] | 32) == 'x';
	for (at += hex ? 2 : 1; at < s.n && digits < 8; at++, digits++) {
		int v = str_hex_digit(s.p[at]);
		if (v < 0 || (!hex && v > 9))
			break;
		*cp = *cp * (hex ? 16 : 10) + (uint32_t)v;
	}
	return digits && at < s.n && s.p[at] == ';' && *cp >= ' ' && *cp <= 0x10FFFF ? at + 1 : 0;
}

/* The end of the run of references at the start of s; only one that is mostly Chinese is text. */
static size_t
reference_run(str s, unsigned least_escaped)
{
	enum { FEWEST = 4 };
	size_t end = 0, n = 0, han = 0, length;
	uint32_t cp;
	unsigned escaped;
	for (size_t at = 0; at < s.n && (length = reference(str_skip(s, at), &cp, &escaped)) > 0 && escaped >= least_escaped;) {
		at += length;
		end = at;
		n++;
		han += cp_is_han(cp);
	}
	return n >= FEWEST && han * 2 >= n ? end : 0;
}

static void
decode_run(str run, buf *out)
{
	for (size_t at = 0; at < run.n;) {
		uint32_t cp;
		unsigned escaped;
		size_t length = reference(str_skip(run, at), &cp, &escaped);
		if (cp == '<' || cp == '>' || cp == '&')
			buf_addf(out, "&#%u;", (unsigned)cp);
		else
			buf_cp(out, cp);
		at += length;
	}
}

bool
repair_references(doc *d)
{
	size_t escaped = 0;
	str s = d->utf8;
	buf out = {0};
	size_t n = 0, copied = 0;
	unsigned least = d->is_html ? 1 : 0;
	for (size_t at = 0, hit; (hit = str_chr(str_skip(s, at), '&')) != SIZE_MAX;) {
		at += hit;
		size_t length = reference_run(str_skip(s, at), least);
		escaped += !d->is_html || repair_is_escaped(str_skip(s, at));
		if (length) {
			buf_add(&out, str_from_to(s, copied, at));
			decode_run(str_from_to(s, at, at + length), &out);
			copied = at + length;
			n++;
		}
		at += length ? length : 1;
	}
	if (n) {
		buf_add(&out, str_skip(s, copied));
		d->utf8 = arena_dup(d->a, buf_str(&out));
		doc_warn(d, "references-decoded", n);
	}
	buf_free(&out);
	return escaped > 0;
}

/* ---- tags of forums, links of Markdown, addresses behind a word */

/* A tag such as `[url=http://a.example]`, `[/b]`, `[size=3]` at the start of s: its length, or 0. */
static size_t
forum_tag(str s)
{
	static const char *const names[] = {"url", "img", "b", "i", "u", "color", "size", "font", "align", "email", "quote", "center"};
	size_t close = s.n && s.p[0] == '[' ? str_chr(str_from_to(s, 0, 200), ']') : SIZE_MAX;
	if (close == SIZE_MAX)
		return 0;
	str in = str_from_to(s, 1, close), name;
	bool ends = str_starts(in, STR("/"));
	in = ends ? str_skip(in, 1) : in;
	bool plain = !str_cut(&in, '=', &name) || !in.p || in.n == 0;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_ieq(name, str_from(names[i])))
			return !ends && plain && name.n > 1 && i > 1 && i < 10 ? 0 : close + 1;
	return 0;
}

static bool
is_address(str s)
{
	return str_istarts(s, STR("http://")) || str_istarts(s, STR("https://")) || str_istarts(s, STR("www."));
}

/* `(http://so.example/s?wd=3)` at the start of s, all of it an address: its length, or 0. */
static size_t
bracketed_address(str s)
{
	size_t close = s.n && s.p[0] == '(' && is_address(str_skip(s, 1)) ? str_chr(str_from_to(s, 0, 300), ')') : SIZE_MAX;
	for (size_t i = 0; close != SIZE_MAX && i < close; i++)
		if ((unsigned char)s.p[i] <= ' ' || (unsigned char)s.p[i] >= 0x80)
			return 0;
	return close == SIZE_MAX ? 0 : close + 1;
}

/* `[词](http://a.example)` at the start of s: its length, and the word. */
static size_t
markdown_link(str s, str *word)
{
	size_t close = s.n && s.p[0] == '[' ? str_chr(str_from_to(s, 0, 100), ']') : SIZE_MAX;
	size_t address = close != SIZE_MAX && close > 1 ? bracketed_address(str_skip(s, close + 1)) : 0;
	if (address)
		*word = str_from_to(s, 1, close);
	return address ? close + 1 + address : 0;
}

/* A tag of HTML such as `<br/>`, `</span>`, `<p style="">` at the start of s that is no word of the sentence: its length, or 0. */
static size_t
html_tag(const marks *m, str s)
{
	static const char *const names[] = {"a", "b", "br", "center", "div", "em", "font", "h1", "h2", "h3", "i", "img", "li", "o:p", "p", "section", "span", "strong",
		"sub", "sup", "td", "tr", "u", "ul"};
	size_t close = s.n && s.p[0] == '<' ? str_chr(str_from_to(s, 0, 300), '>') : SIZE_MAX, n = 0;
	if (close == SIZE_MAX)
		return 0;
	str in = str_from_to(s, 1 + (s.p[1] == '/'), close), rest = str_skip(s, close + 1);
	while (n < in.n && (ascii_is_alnum(in.p[n]) || in.p[n] == ':'))
		n++;
	bool ends = n == in.n || in.p[n] == ' ' || in.p[n] == '/';
	if (!ends || utf8_first(rest) == 0x201D || marks_start(m, MARK_markup, rest))
		return 0;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_ieq(str_from_to(in, 0, n), str_from(names[i])))
			return close + 1;
	return 0;
}

/* The next piece of markup in s from *at on: its length, what stays of it, and its kind. */
static size_t
next_markup(const marks *m, str s, size_t *at, str *stays, size_t *kind)
{
	for (; s.p && *at < s.n; ++*at) {
		str rest = str_skip(s, *at);
		char c = rest.p[0];
		size_t n = 0;
		*stays = STR("");
		*kind = 0;
		if (c == '[' && (n = markdown_link(rest, stays)) == 0)
			n = forum_tag(rest);
		if (c == '(' && *at > 0 && cp_is_han(utf8_last(str_from_to(s, 0, *at)))) {
			n = bracketed_address(rest);
			*kind = 1;
		}
		if (c == '<') {
			n = html_tag(m, rest);
			*kind = 2;
		}
		if (n)
			return n;
	}
	return 0;
}

static bool
is_kept(const line *l)
{
	return l->fate == FATE_BODY || l->fate == FATE_CAPTION || l->fate == FATE_TITLE;
}

void
repair_markup(doc *d, const repair_rules *r)
{
	enum { FEWEST = 2 };
	size_t n[3] = {0}, kind, cut = 0;
	str stays;
	for (size_t i = 0; i < d->nline; i++) {
		const line *l = &d->line[i];
		bool may = is_kept(l) && line_text_has(l) & (HAS_BRACKET | HAS_BRACE);
		for (size_t at = 0, len; may && (len = next_markup(r->marks, l->text, &at, &stays, &kind)) > 0; at += len)
			n[kind]++;
	}
	for (size_t i = 0; i < d->nline && n[0] + n[1] + n[2] >= FEWEST; i++) {
		str s = d->line[i].text;
		size_t copied = 0, here = 0;
		buf b = {0};
		for (size_t at = 0, len; is_kept(&d->line[i]) && (len = next_markup(r->marks, s, &at, &stays, &kind)) > 0; at += len) {
			if (n[kind] < FEWEST)
				continue;
			buf_add(&b, str_from_to(s, copied, at));
			buf_add(&b, stays);
			copied = at + len;
			here++;
		}
		if (here) {
			buf_add(&b, str_skip(s, copied));
			d->line[i].text = arena_dup(d->a, buf_str(&b));
		}
		cut += here;
		buf_free(&b);
	}
	if (cut)
		doc_warn(d, "markup-dropped", cut);
}
