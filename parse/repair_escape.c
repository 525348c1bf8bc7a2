/* Characters that a tool wrote as something else, put right before anything is judged: in the page's bytes single references escaped once too
 * often (`，&amp;nbsp;`), in its lines radicals for the characters they look like (`⼈` of a PDF). */
#include "dom.h"
#include "repair_part.h"
#include "table.h"
#include "utf8.h"

/* ---- references */

/* Bytes of a reference's name at the start of s, its semicolon with it, or 0. */
static size_t
name_length(str s)
{
	enum { MOST = 9 };
	size_t n = s.n && s.p[0] == '#';
	while (n < s.n && n < MOST && ascii_is_alnum(s.p[n]))
		n++;
	return n >= 2 && n < s.n && s.p[n] == ';' ? n + 1 : 0;
}

bool
repair_is_escaped(str s)
{
	return str_starts(s, STR("&amp;")) && name_length(str_skip(s, 5));
}

static bool
is_wide_at(str s, size_t at)
{
	return at < s.n && ((unsigned char)s.p[at] >= 0x80 || s.p[at] == '&' || s.p[at] == ';');
}

/* How many bytes from the `&` at s[at] on make a reference that a reader sees as such, beside Chinese: `&amp;nbsp;` in markup, `&nbsp;` in a
 * dump. 0: none. *name: the reference without its `&`. */
static size_t
seen_reference(const doc *d, str s, size_t at, str *name)
{
	size_t from = at + 1, n;
	while (str_starts(str_skip(s, from), STR("amp;")) && name_length(str_skip(s, from + 4)))
		from += 4;
	if ((d->is_html && from == at + 1) || (n = name_length(str_skip(s, from))) == 0)
		return 0;
	*name = str_from_to(s, from, from + n);
	bool number = name->p[0] == '#' && at > 0 && ascii_is_digit(s.p[at - 1]); /* `8&amp;#26376;29` */
	return number || (at > 0 && is_wide_at(s, at - 1)) || is_wide_at(s, from + n) ? from + n - at : 0;
}

/* What takes its place: one escape less, or the character itself; a space is a plain one. Null when nothing has that name. */
static str
meant(doc *d, str name)
{
	str parts[] = {STR("&"), name}, whole = arena_cat(d->a, parts, 2), c = html_decode(d->a, whole, false);
	if (str_eq(c, whole))
		return STR_NULL;
	return d->is_html ? whole : utf8_first(c) == 0xA0 || cp_is_space(utf8_first(c)) ? STR(" ") : c;
}

void
repair_escapes(doc *d)
{
	enum { FEWEST = 3 };
	buf out = {0};
	str s = d->utf8, name;
	size_t n = 0, copied = 0;
	for (size_t at = 0, hit, length; (hit = str_chr(str_skip(s, at), '&')) != SIZE_MAX; at += length ? length : 1) {
		at += hit;
		length = seen_reference(d, s, at, &name);
		str c = length ? meant(d, name) : STR_NULL;
		if (!c.n)
			continue;
		buf_add(&out, str_from_to(s, copied, at));
		buf_add(&out, c);
		copied = at + length;
		n++;
	}
	if (n >= FEWEST) {
		buf_add(&out, str_skip(s, copied));
		d->utf8 = arena_dup(d->a, buf_str(&out));
		doc_warn(d, "references-decoded", n);
	}
	buf_free(&out);
}

/* ---- radicals */

bool
radicals_load(repair_rules *r, arena *a, diag *d, const char *dicts)
{
	table t;
	if (table_load(&t, a, d, dicts, "radicals"))
		return false;
	int radical = table_need(&t, d, "radical"), character = table_need(&t, d, "character");
	if (radical < 0 || character < 0)
		return false;
	for (size_t i = 0; i < t.nrow; i++) {
		uint32_t cp = utf8_first(table_get(&t, i, radical));
		if (cp < RADICALS || cp >= RADICALS_END) {
			table_fault(&t, i, d, "expected a radical of U+2E80 to U+2FDF");
			return false;
		}
		r->radical[cp - RADICALS] = (uint16_t)utf8_first(table_get(&t, i, character));
	}
	return true;
}

/* The line's text with every radical replaced; the text itself when there is none. */
static str
without_radicals(doc *d, const repair_rules *r, str s, size_t *n)
{
	buf out = {0};
	size_t copied = 0, was = *n;
	for (size_t at = 0, hit; (hit = str_chr(str_skip(s, at), '\xE2')) != SIZE_MAX; at++) {
		at += hit;
		unsigned second = at + 2 < s.n ? (unsigned char)s.p[at + 1] : 0; /* 0xBA to 0xBF */
		uint32_t cp = second >= 0xBA ? utf8_first(str_skip(s, at)) : 0, to = cp >= RADICALS && cp < RADICALS_END ? r->radical[cp - RADICALS] : 0;
		if (!to)
			continue;
		buf_add(&out, str_from_to(s, copied, at));
		buf_cp(&out, to);
		copied = at + 3;
		++*n;
	}
	if (*n > was) {
		buf_add(&out, str_skip(s, copied));
		s = arena_dup(d->a, buf_str(&out));
	}
	buf_free(&out);
	return s;
}

void
repair_radicals(doc *d, const repair_rules *r)
{
	size_t n = 0;
	for (size_t i = 0; i < d->nline; i++) {
		line *l = &d->line[i];
		str s = without_radicals(d, r, l->source, &n);
		if (s.p == l->source.p)
			continue;
		l->source = l->text = s;
		line_count(l);
	}
	if (n)
		doc_warn(d, "radicals-replaced", n);
}
