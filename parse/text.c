#include "text.h"

#include "utf8.h"

/* Length of the line end at s[at], or 0. */
static size_t
line_end(str s, size_t at)
{
	if (s.p[at] == '\n')
		return 1;
	if (s.p[at] == '\r')
		return at + 1 < s.n && s.p[at + 1] == '\n' ? 2 : 1;
	if ((unsigned char)s.p[at] == 0xE2 && at + 2 < s.n && (unsigned char)s.p[at + 1] == 0x80 &&
	    ((unsigned char)s.p[at + 2] & 0xFE) == 0xA8)
		return 3; /* U+2028, U+2029 */
	return 0;
}

typedef struct row {
	str text;
	bool blank_before;
	bool indented, open;       /* white space stands before it; it stops inside a sentence */
	unsigned width, chars;     /* columns: Han and full-width characters take two */
} row;

typedef struct rows {
	row *v;
	size_t n, cap;
} rows;

static unsigned
columns(str s)
{
	unsigned w = 0;
	for (size_t at = 0; at < s.n;) {
		uint32_t cp = utf8_next(s, &at);
		w += cp_is_han(cp) || cp_is_cjk_punct(cp) || cp >= 0xFF00 ? 2 : 1;
	}
	return w;
}

static void
read_rows(doc *d, rows *r)
{
	str s = d->utf8;
	bool blank = true;
	for (size_t from = 0; from < s.n;) {
		size_t to = from, end = 0;
		while (to < s.n && (end = line_end(s, to)) == 0)
			to++;
		str t = utf8_trim(str_from_to(s, from, to));
		if (t.n)
			*arena_push(d->a, r->v, r->n, r->cap) =
				(row){t, blank, t.p > s.p + from, !cp_ends_sentence(utf8_last(t)), columns(t), (unsigned)utf8_count(t)};
		blank = t.n == 0;
		from = to + end;
		if (end == 0)
			break;
	}
}

static bool
goes_on(const rows *r, size_t i)
{
	return i + 1 < r->n && !r->v[i + 1].blank_before;
}

static unsigned
measure(const row *r, bool by_columns)
{
	return by_columns ? r->width : r->chars;
}

/* The width at which the dump's lines were wrapped by a tool, or 0: most lines that stop inside a sentence, and that another follows
 * without a blank line, have that width or a little less (*lines: how many), and hardly any is longer. Tools count columns or characters. Paragraphs that happen to be
 * of one length end as sentences do. */
static unsigned
wrap_width(const rows *r, bool by_columns, size_t *lines)
{
	enum { NARROWEST = 24, WIDEST = 200, FEWEST = 5 };
	unsigned count[WIDEST + 1] = {0}, width = 0, slack = by_columns ? 4 : 2;
	size_t follow = 0, full = 0, longer = 0;
	for (size_t i = 0; i < r->n; i++)
		if (r->v[i].open && goes_on(r, i) && measure(&r->v[i], by_columns) <= WIDEST)
			count[measure(&r->v[i], by_columns)]++;
	for (unsigned w = NARROWEST; w <= WIDEST; w++)
		if (count[w] >= count[width ? width : NARROWEST] && count[w])
			width = w;
	for (size_t i = 0; width && i < r->n; i++) {
		unsigned w = measure(&r->v[i], by_columns);
		longer += w > width + width / 5;
		if (!r->v[i].open || !goes_on(r, i) || w * 2 < width)
			continue;
		follow++;
		full += w + slack >= width && w <= width * 14 / 10;
	}
	*lines = full;
	return full >= FEWEST && full * 10 >= follow * 6 && longer * 5 <= full ? width - slack : 0;
}

/* First lines of paragraphs are indented, others are not. */
static bool
indents_paragraphs(const rows *r)
{
	enum { LONG = 12, FEWEST = 2 };
	size_t n[2] = {0, 0};
	for (size_t i = 0; i < r->n; i++)
		n[r->v[i].indented] += r->v[i].chars >= LONG;
	return n[0] >= FEWEST && n[1] >= FEWEST;
}

void
text_lines(doc *d)
{
	rows r = {0};
	read_rows(d, &r);
	size_t columned = 0, counted = 0;
	unsigned by_width = wrap_width(&r, true, &columned), by_count = wrap_width(&r, false, &counted);
	bool by_columns = by_width && (!by_count || columned >= counted);
	unsigned wrap = by_columns ? by_width : by_count;
	size_t joined = 0;
	bool indents = indents_paragraphs(&r);
	for (size_t i = 0; i < r.n; i++) {
		bool blank = r.v[i].blank_before;
		buf b = {0};
		buf_add(&b, r.v[i].text);
		while (wrap && goes_on(&r, i) && measure(&r.v[i], by_columns) >= wrap && !(indents && r.v[i + 1].indented)) {
			i++;
			if (str_words_meet(buf_str(&b), r.v[i].text))
				buf_addc(&b, ' ');
			buf_add(&b, r.v[i].text);
			joined++;
		}
		bool whole = str_eq(buf_str(&b), r.v[i].text);
		line *l = doc_add(d, whole ? r.v[i].text : arena_dup(d->a, buf_str(&b)), LINE_P);
		l->flags |= blank ? LF_BLANK_BEFORE : LF_BR_BEFORE;
		buf_free(&b);
	}
	if (joined)
		doc_warn(d, "lines-joined", joined);
}
