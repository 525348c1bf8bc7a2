#include "html.h"

#include <string.h>

enum { ENDS_TAG_NAME = 1, ENDS_NAME = 2, CAPITAL = 4, BLANK = 8, ENDS = ENDS_TAG_NAME | ENDS_NAME }; /* ENDS_NAME: of an attribute */

static const unsigned char kinds[256] = {
	[' '] = ENDS | BLANK, ['\n'] = ENDS | BLANK, ['\t'] = ENDS | BLANK, ['\r'] = ENDS | BLANK, ['\f'] = ENDS | BLANK,
	['>'] = ENDS, ['/'] = ENDS, ['='] = ENDS_NAME, ['A' ... 'Z'] = CAPITAL,
};

static unsigned
kind_of(char c)
{
	return kinds[(unsigned char)c];
}

bool
html_is_raw(enum tag t)
{
	switch (t) {
	case TAG_script:
	case TAG_style:
	case TAG_title:
	case TAG_textarea:
	case TAG_noscript:
	case TAG_iframe:
	case TAG_noframes:
	case TAG_noembed:
	case TAG_xmp:
		return true;
	default:
		return false;
	}
}

static size_t
find_from(str s, size_t at, const char *what, size_t n)
{
	size_t hit = str_find(str_skip(s, at), str_of(what, n));
	return hit == SIZE_MAX ? s.n : at + hit;
}

/* The next c from s[at] on, or s.n. Mostly it is near: some bytes are looked at here, for less than a call of memchr() costs. */
static size_t
find_byte(str s, size_t at, char c)
{
	enum { NEAR = 3 };
	const uint64_t ones = 0x0101010101010101u, all = ones * (unsigned char)c;
	for (int k = 0; k < NEAR && at + 8 <= s.n; k++, at += 8) {
		uint64_t differ = str_load8(s.p + at) ^ all, hit = (differ - ones) & ~differ & ones * 0x80;
		if (hit)
			return at + (size_t)__builtin_ctzll(hit) / 8;
	}
	const char *hit = at < s.n ? memchr(s.p + at, c, s.n - at) : NULL;
	return hit ? (size_t)(hit - s.p) : s.n;
}

/* Behind `<!`, `<?` or `</` and no letter: a comment, or what a browser takes for one. A comment that never ends swallows no page:
 * what follows its `<!--` is read on. */
static size_t
skip_markup(html *h, size_t at)
{
	if (at + 4 > h->s.n || memcmp(h->s.p + at, "<!--", 4) != 0) {
		size_t end = find_byte(h->s, at, '>');
		return end < h->s.n ? end + 1 : h->s.n;
	}
	if (at + 4 < h->s.n && h->s.p[at + 4] == '>')
		return at + 5;
	size_t end = h->no_comment_end ? h->s.n : find_from(h->s, at + 4, "-->", 3);
	if (end < h->s.n)
		return end + 3;
	h->no_comment_end = true;
	return at + 4;
}

static void
read_value(str s, size_t *at, str *value)
{
	size_t i = *at;
	while (i < s.n && kind_of(s.p[i]) & BLANK)
		i++;
	if (i < s.n && (s.p[i] == '"' || s.p[i] == '\'')) {
		size_t end = find_byte(s, i + 1, s.p[i]);
		*value = str_from_to(s, i + 1, end);
		*at = end < s.n ? end + 1 : s.n;
		return;
	}
	size_t from = i;
	while (i < s.n && !(kind_of(s.p[i]) & BLANK) && s.p[i] != '>')
		i++;
	*value = str_from_to(s, from, i);
	*at = i;
}

static void
keep_attr(token *t, str name, str value, bool capital)
{
	if (t->nattr == DOM_MAX_ATTRS)
		return;
	t->capital[t->nattr] = capital;
	t->attr[t->nattr++] = (dom_attr){name, value};
}

/* Attributes up to and with the `>`; returns the place behind it. */
static size_t
read_attrs(str s, size_t i, token *t)
{
	while (i < s.n) {
		while (i < s.n && (kind_of(s.p[i]) & BLANK || s.p[i] == '/')) {
			t->self_closing = s.p[i] == '/';
			i++;
		}
		if (i >= s.n)
			break;
		if (s.p[i] == '>')
			return i + 1;
		t->self_closing = false;
		size_t from = i;
		unsigned seen = kind_of(s.p[i++]);
		for (unsigned k; i < s.n && !((k = kind_of(s.p[i])) & ENDS_NAME); i++)
			seen |= k;
		str name = str_from_to(s, from, i), value = STR("");
		size_t j = i;
		while (j < s.n && kind_of(s.p[j]) & BLANK)
			j++;
		if (j < s.n && s.p[j] == '=') {
			i = j + 1;
			read_value(s, &i, &value);
		}
		keep_attr(t, name, value, seen & CAPITAL);
	}
	return s.n;
}

/* Content of a raw text element that starts at h->at; moves behind its end tag. Without an end tag it is empty. */
static str
read_raw(html *h, str name, enum tag tag)
{
	size_t i = h->at;
	if (h->no_end[tag])
		return STR("");
	for (;;) {
		size_t hit = find_byte(h->s, i, '<'); /* scripts have many more strokes */
		if (hit >= h->s.n)
			break;
		str rest = str_skip(h->s, hit + 2);
		if (hit + 1 < h->s.n && h->s.p[hit + 1] == '/' && str_istarts(rest, name) &&
		    (rest.n == name.n || html_is_space(rest.p[name.n]) || rest.p[name.n] == '>' || rest.p[name.n] == '/')) {
			str content = str_from_to(h->s, h->at, hit);
			size_t end = find_byte(h->s, hit, '>');
			h->at = end < h->s.n ? end + 1 : h->s.n;
			return content;
		}
		i = hit + 1;
	}
	h->no_end[tag] = 1;
	return STR("");
}

/* dom_tag_of(). A page uses few names, each in one way of writing: they are remembered as the word that their bytes make. */
static enum tag
tag_of(html *h, str name)
{
	if (name.n == 0 || name.n > 8 || h->s.p + h->s.n - name.p < 8)
		return dom_tag_of(name);
	uint64_t word = str_load8(name.p) << (64 - 8 * name.n);
	struct html_name *known = &h->name[(word * 0x9E3779B97F4A7C15u) >> 58];
	if (known->word != word)
		*known = (struct html_name){word, dom_tag_of(name)};
	return known->tag;
}

static void
read_tag(html *h, token *t, bool close)
{
	size_t i = h->at + (close ? 2 : 1), from = i;
	while (i < h->s.n && !(kind_of(h->s.p[i]) & ENDS_TAG_NAME))
		i++;
	t->kind = close ? TOKEN_CLOSE : TOKEN_START;
	t->name = str_from_to(h->s, from, i);
	t->tag = tag_of(h, t->name);
	t->nattr = 0;
	t->self_closing = false;
	t->text = STR("");
	h->at = i < h->s.n && h->s.p[i] == '>' ? i + 1 : read_attrs(h->s, i, t);
	if (!close && html_is_raw(t->tag))
		t->text = read_raw(h, t->name, t->tag);
}

static inline bool
starts_markup(str s, size_t at)
{
	if (at + 1 >= s.n)
		return false;
	char c = s.p[at + 1];
	return ascii_is_letter(c) || c == '!' || c == '?' || (c == '/' && at + 2 < s.n);
}

void
html_next(html *h, token *t)
{
	str s = h->s;
	while (h->at < s.n) {
		if (s.p[h->at] != '<' || !starts_markup(s, h->at)) {
			size_t from = h->at, i = from + 1;
			while ((i = find_byte(s, i, '<')) < s.n && !starts_markup(s, i))
				i++;
			h->at = i;
			t->kind = TOKEN_TEXT;
			t->text = str_from_to(s, from, i);
			return;
		}
		char c = s.p[h->at + 1];
		if (ascii_is_letter(c)) {
			read_tag(h, t, false);
			return;
		}
		if (c == '/' && ascii_is_letter(s.p[h->at + 2])) {
			read_tag(h, t, true);
			return;
		}
		h->at = skip_markup(h, h->at);
	}
	t->kind = TOKEN_END;
}
