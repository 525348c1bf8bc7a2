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
	bool stops;                /* ends with the mark of a sentence, no bracket */
	bool torn;                 /* begins with a mark that no line begins with: a tool broke it off the row before */
	bool feed;                 /* a form feed stands before it */
	bool page;                 /* the number of a page: no text */
	unsigned width, chars;     /* columns: Han and full-width characters take two */
	unsigned trail;            /* blanks behind it */
} row;

typedef struct rows {
	row *v;
	size_t n, cap;
} rows;

static bool
stops(uint32_t cp)
{
	return cp == 0x3002 || cp == 0xFF01 || cp == 0xFF1F || cp == 0x201D || cp == 0x300D || cp == 0x2026 || cp == '!' || cp == '?' || cp == '.';
}

static bool
is_torn(uint32_t first)
{
	return first == 0xFF0C || first == 0x3002 || first == 0x3001 || first == 0xFF1B || first == 0xFF1F || first == 0xFF01;
}

static row
row_of(str whole, str t, bool blank)
{
	size_t feed = str_rfind(str_of(whole.p, (size_t)(t.p - whole.p)), STR("\f"));
	const char *start = feed == SIZE_MAX ? whole.p : whole.p + feed + 1;
	uint32_t last = utf8_last(t);
	str placed = str_of(start, (size_t)(t.p + t.n - start)); /* a tool counts the indent too */
	return (row){.text = t, .blank_before = blank, .indented = t.p > start, .open = !cp_ends_sentence(last), .stops = stops(last),
		.torn = is_torn(utf8_first(t)), .feed = feed != SIZE_MAX, .width = utf8_columns(placed), .chars = (unsigned)utf8_count(placed),
		.trail = (unsigned)utf8_count(str_skip(whole, (size_t)(t.p + t.n - whole.p)))};
}

static void
read_rows(doc *d, rows *r)
{
	str s = d->utf8;
	bool blank = true, feed = false;
	for (size_t from = 0; from < s.n;) {
		size_t to = from, end = 0;
		while (to < s.n && (end = line_end(s, to)) == 0)
			to++;
		str whole = str_from_to(s, from, to), t = utf8_trim(whole);
		if (t.n) {
			row x = row_of(whole, t, blank);
			x.feed = x.feed || feed;
			*arena_push(d->a, r->v, r->n, r->cap) = x;
			feed = str_chr(str_skip(whole, (size_t)(t.p - whole.p) + t.n), '\f') != SIZE_MAX;
		} else {
			feed = feed || str_chr(whole, '\f') != SIZE_MAX;
		}
		blank = t.n == 0;
		from = to + end;
		if (end == 0)
			break;
	}
}

/* ---- pages */

/* The number in `- 12 -`, `第12页`, `12/30`, and, where it may stand alone, in `12`. 0: none. */
static unsigned
page_number(const marks *m, str s, bool alone)
{
	unsigned n = 0, digits = 0;
	bool framed = false, done = false;
	for (size_t at = 0; at < s.n;) {
		size_t from = at;
		uint32_t cp = utf8_next(s, &at);
		if (ascii_is_digit(cp)) {
			n = done ? n : n * 10 + cp - '0';
			if (++digits > 6)
				return 0;
			continue;
		}
		done = done || digits;
		framed = framed || cp != ' ';
		if (cp == ' ' || cp == '-' || cp == 0x2014 || cp == 0xB7 || cp == '/')
			continue;
		size_t word = marks_start(m, MARK_page, str_skip(s, from));
		if (!word)
			return 0;
		at = from + word;
	}
	return n < 1000 && (framed || alone) ? n : 0;
}

/* Rows that number the pages stand beside a form feed, or count up one by one. */
static void
mark_pages(rows *r, const marks *m)
{
	enum { LONGEST = 12, FEWEST = 3 };
	unsigned last = 0, run = 0;
	for (size_t i = 1; i < r->n; i++) {
		row *x = &r->v[i];
		unsigned n = x->chars <= LONGEST ? page_number(m, x->text, false) : 0;
		bool beside = x->feed || (i + 1 < r->n && r->v[i + 1].feed);
		x->page = beside && x->chars <= LONGEST && page_number(m, x->text, true);
		run += n && n == last + 1;
		last = n ? n : last;
	}
	for (size_t i = 1; i < r->n && run >= FEWEST; i++)
		r->v[i].page = r->v[i].page || (r->v[i].chars <= LONGEST && page_number(m, r->v[i].text, false));
}

/* The row that may go on from row i, r->n when none: without a blank line between, or, when the page was turned, inside a sentence. */
static size_t
next_row(const rows *r, size_t i)
{
	size_t k = i + 1;
	while (k < r->n && r->v[k].page)
		k++;
	bool turned = k < r->n && (k > i + 1 || r->v[k].feed);
	if (k == r->n || (turned ? r->v[i].stops || r->v[k].indented : r->v[k].blank_before))
		return r->n;
	return k;
}

static bool
goes_on(const rows *r, size_t i)
{
	return !r->v[i].page && next_row(r, i) < r->n;
}

static unsigned
measure(const row *r, bool by_columns)
{
	return by_columns ? r->width : r->chars;
}

/* Tools that keep a mark from a line's head leave so much room. */
static unsigned
slack_of(bool by_columns)
{
	return by_columns ? 4 : 2;
}

/* The width at which the dump's lines were wrapped by a tool, or 0: most lines that stop inside a sentence, and that another follows
 * without a blank line, have that width or a little less (*lines: how many), and hardly any is longer. Tools count columns or characters. Where indents tell
 * paragraphs, or a tool tore a mark off its line, two such lines are enough, and three where it left no such line shorter. Paragraphs that happen to be
 * of one length end as sentences do. */
static unsigned
wrap_width(const rows *r, bool by_columns, bool indents, size_t *lines)
{
	enum { NARROWEST = 24, FEWEST_CHARS = 10, WIDEST = 200 };
	unsigned count[WIDEST + 1] = {0}, width = 0, slack = slack_of(by_columns), narrowest = by_columns ? NARROWEST : FEWEST_CHARS;
	size_t follow = 0, full = 0, longer = 0, torn = 0, blank = 0;
	for (size_t i = 0; i < r->n; i++)
		if (r->v[i].open && goes_on(r, i) && measure(&r->v[i], by_columns) <= WIDEST)
			count[measure(&r->v[i], by_columns)]++;
	for (unsigned w = narrowest; w <= WIDEST; w++)
		if (count[w] >= count[width ? width : narrowest] && count[w])
			width = w;
	for (size_t i = 0; width && i < r->n; i++) {
		unsigned w = measure(&r->v[i], by_columns);
		longer += w > width + width / 5;
		blank += i > 0 && r->v[i].blank_before;
		if (!r->v[i].open || !goes_on(r, i) || w * 2 < width)
			continue;
		follow++;
		full += w + slack >= width && w <= width * 14 / 10;
		torn += r->v[next_row(r, i)].torn && w + slack >= width;
	}
	bool sure = indents || torn;
	size_t fewest = sure ? 2 : full == follow && blank >= 3 ? 3 : 5;
	*lines = full;
	return full >= fewest && full * 10 >= follow * (torn ? 3 : 6) && longer * 5 <= full ? width - slack : 0;
}

/* First lines of paragraphs are indented, others are not. */
static bool
indents_paragraphs(const rows *r)
{
	enum { LONG = 12, FEWEST = 2 };
	size_t n[2] = {0, 0}, inside = 0, hanging = 0;
	for (size_t i = 0; i < r->n; i++) {
		n[r->v[i].indented] += r->v[i].chars >= LONG;
		bool after = i > 0 && r->v[i - 1].open && r->v[i - 1].chars >= LONG && !r->v[i].blank_before;
		inside += after;
		hanging += after && r->v[i].indented;
	}
	return n[0] >= FEWEST && n[1] >= FEWEST && hanging * 3 <= inside;
}

/* How a tool broke the dump's lines. */
typedef struct wrap {
	unsigned width;            /* a line is full from here on; 0: it broke none */
	bool by_columns;
	bool indents;              /* first lines of paragraphs are indented */
	unsigned brim;             /* a line of this measure may end inside a word; 0: no word was cut */
	bool strict;               /* every line has so many characters: a mark may come to stand at a line's head */
	size_t head;               /* rows above the first that is indented */
	size_t full;               /* how many lines are */
} wrap;

/* The measure of a line that a tool filled to the brim when it spared no words, or 0: nearly all full lines (*lines) have it, or one column less where a
 * wide character had no room. */
static unsigned
brim(const rows *r, bool by_columns, unsigned width, size_t *lines)
{
	enum { FEWEST = 5 };
	unsigned most = 0, widest = width + slack_of(by_columns) + by_columns;
	size_t full = 0, same = 0;
	for (size_t i = 0; i < r->n; i++) {
		unsigned m = measure(&r->v[i], by_columns);
		most = r->v[i].open && goes_on(r, i) && m <= widest && m > most ? m : most;
	}
	for (size_t i = 0; i < r->n; i++) {
		unsigned m = measure(&r->v[i], by_columns);
		bool counts = r->v[i].open && goes_on(r, i) && m >= width;
		full += counts;
		same += counts && m <= most && m + by_columns >= most;
	}
	*lines = same;
	return width && full >= FEWEST && same * 10 >= full * 9 ? most : 0;
}

static wrap
find_wrap(const rows *r)
{
	size_t columned = 0, counted = 0;
	wrap w = {.indents = indents_paragraphs(r)};
	unsigned by_width = wrap_width(r, true, w.indents, &columned), by_count = wrap_width(r, false, w.indents, &counted);
	while (w.head < r->n && !r->v[w.head].indented)
		w.head++;
	size_t brims[2] = {0, 0};
	unsigned columns_brim = brim(r, true, by_width, &brims[1]), count_brim = brim(r, false, by_count, &brims[0]);
	if (columns_brim && count_brim)
		w.by_columns = brims[1] >= brims[0];
	else if (columns_brim || count_brim)
		w.by_columns = columns_brim;
	else
		w.by_columns = by_width && (!by_count || columned >= counted);
	w.width = w.by_columns ? by_width : by_count;
	w.full = w.by_columns ? columned : counted;
	w.brim = w.by_columns ? columns_brim : count_brim;
	for (size_t i = 1; i < r->n && w.brim && !w.by_columns && !w.strict; i++)
		w.strict = r->v[i].torn && !r->v[i].blank_before;
	return w;
}

/* No room was left in row i, before row `next`. A blank that a tool took from its end is between two words. */
static bool
is_full(const rows *r, const wrap *w, size_t i, size_t next)
{
	unsigned m = measure(&r->v[i], w->by_columns);
	if (!w->strict)
		return w->width && m >= w->width;
	return (m <= w->brim && m + r->v[i].trail >= w->brim) || (m < w->brim && m + 2 >= w->brim && str_words_meet(r->v[i].text, r->v[next].text));
}

/* Behind a full line that ends a sentence: a short row that ends none is a heading, a caption or a byline of its own. */
static bool
stands_alone(const rows *r, const wrap *w, size_t i, size_t next)
{
	const row *x = &r->v[next];
	return r->v[i].stops && !x->stops && measure(x, w->by_columns) < w->width;
}

/* Above the first paragraph of a dump that indents them: a name, a date or a label is no second line of the headline. */
static bool
is_byline(str s)
{
	unsigned chars = 0, digits = 0;
	for (size_t at = 0; at < s.n && chars < 8; chars++) {
		uint32_t cp = utf8_next(s, &at);
		digits += ascii_is_digit(cp);
		if (cp == 0xFF1A || (cp == ':' && chars))
			return true;
	}
	return digits >= 4 || chars <= 4;
}

/* Does the paragraph that row i ends so far go on in row `next`? */
static bool
joins(const rows *r, const wrap *w, size_t i, size_t next)
{
	if (next == r->n || (w->indents && r->v[next].indented))
		return false;
	if (w->indents && i < w->head && is_byline(r->v[next].text))
		return false;
	if (!r->v[i].stops && (next > i + 1 || r->v[next].feed))
		return !w->width || is_full(r, w, i, next);
	return is_full(r, w, i, next) && !stands_alone(r, w, i, next);
}

/* Row i was filled to the brim, and no blank stands where it was broken. */
static bool
inside_word(const rows *r, const wrap *w, size_t i, size_t next)
{
	return w->brim && measure(&r->v[i], w->by_columns) == w->brim && !r->v[next].indented;
}

/* A tool wrapped the lines and put an empty one behind each: where nearly all have one, and most are full without it, it parts nothing. */
static wrap
find_spaced_wrap(rows *r)
{
	enum { FEWEST = 8 };
	wrap w = find_wrap(r);
	size_t blank = 0;
	for (size_t i = 0; i < r->n; i++)
		blank += r->v[i].blank_before;
	if (w.width || r->n < FEWEST || blank * 20 < r->n * 19)
		return w;
	for (size_t i = 0; i < r->n; i++)
		r->v[i].blank_before = false;
	wrap spaced = find_wrap(r);
	if (spaced.brim || (spaced.width && spaced.full * 2 >= r->n)) {
		unsigned head = measure(&r->v[0], spaced.by_columns), most = spaced.brim ? spaced.brim : spaced.width + slack_of(spaced.by_columns);
		r->v[1].blank_before = head > most || head + spaced.by_columns < spaced.brim; /* a headline that was not wrapped */
		return spaced;
	}
	for (size_t i = 0; i < r->n; i++)
		r->v[i].blank_before = true;
	return w;
}

void
text_lines(doc *d, const marks *m)
{
	rows r = {0};
	read_rows(d, &r);
	mark_pages(&r, m);
	wrap w = find_spaced_wrap(&r);
	size_t joined = 0;
	for (size_t i = 0; i < r.n; i++) {
		size_t first = i, next;
		buf b = {0};
		buf_add(&b, r.v[i].text);
		while (!r.v[i].page && joins(&r, &w, i, next = next_row(&r, i))) {
			if (!inside_word(&r, &w, i, next) && str_break_is_space(buf_str(&b), r.v[next].text))
				buf_addc(&b, ' ');
			buf_add(&b, r.v[next].text);
			joined++;
			i = next;
		}
		line *l = doc_add(d, i == first ? r.v[i].text : arena_dup(d->a, buf_str(&b)), LINE_P);
		l->flags |= r.v[first].blank_before ? LF_BLANK_BEFORE : LF_BR_BEFORE;
		buf_free(&b);
		for (size_t k = first; k <= i; k++) {
			if (!r.v[k].page)
				continue;
			l = k == first ? l : doc_add(d, r.v[k].text, LINE_P);
			l->flags |= LF_BLANK_BEFORE;
			doc_remove(l, REMOVED_nav, STR("page-number"));
		}
	}
	if (joined)
		doc_warn(d, "lines-joined", joined);
}
