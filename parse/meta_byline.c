#include "meta_byline.h"

#include "meta_title.h"
#include "utf8.h"

enum { NAME_MAX = 90, NAMES_MAX = 6 };

static uint32_t
cp_at(str s, size_t at)
{
	return at < s.n ? utf8_next(s, &at) : 0;
}

static bool
is_bracket(uint32_t cp)
{
	return cp == '(' || cp == ')' || cp == '[' || cp == ']' || cp == 0xFF08 || cp == 0xFF09 || cp == 0x3010 || cp == 0x3011 ||
	       cp == 0x3014 || cp == 0x3015 || cp == 0x300A || cp == 0x300B || cp == '<' || cp == '>' || cp == 0x300C || cp == 0x300D;
}

static bool
is_colon(uint32_t cp)
{
	return cp == ':' || cp == 0xFF1A;
}

/* What parts two names or ends a value. */
static bool
is_divider(uint32_t cp)
{
	return cp == '|' || cp == 0xFF5C || cp == 0x4E28 || cp == '/' || cp == 0xFF0F || cp == 0x3001 || cp == ',' || cp == 0xFF0C ||
	       cp == ';' || cp == 0xFF1B || cp == '&' || cp == 0x2022;
}

static size_t
skip_blank(str s, size_t at)
{
	while (at < s.n) {
		size_t next = at;
		if (!cp_is_space(utf8_next(s, &next)))
			break;
		at = next;
	}
	return at;
}

/* White space of two characters, or a wide one: a gap between two values. */
static bool
is_gap(str s, size_t at)
{
	size_t next = at;
	uint32_t cp = utf8_next(s, &next);
	if (cp == '\t' || cp == 0x3000 || cp == 0x2003)
		return true;
	return cp_is_space(cp) && next < s.n && cp_is_space(cp_at(s, next));
}

/* The bracket that ends s was opened inside it, and not by its first character: 第一财经日报(上海). */
static bool
closes_own(str s, uint32_t last)
{
	str open = last == ')' ? STR("(") : last == 0xFF09 ? STR("（") : STR_NULL;
	size_t at = open.n ? str_find(s, open) : SIZE_MAX;
	return at != SIZE_MAX && at > 0;
}

str
byline_tidy(arena *a, const meta_rules *r, str s)
{
	s = meta_tidy(a, s);
	for (bool again = true; again && s.n;) {
		again = false;
		size_t at = 0, end = s.n;
		uint32_t first = utf8_next(s, &at), last = utf8_prev(s, &end);
		if (is_bracket(first) || cp_is_space(first) || is_divider(first) || is_colon(first)) {
			s = str_skip(s, at);
			again = true;
		} else if ((is_bracket(last) && !closes_own(s, last)) || cp_is_space(last) || is_divider(last) || is_colon(last)) {
			s.n = end;
			again = true;
		}
	}
	const meta_word *label = s.n ? meta_starts(r, MK_label, s) : NULL;
	if (label && is_colon(cp_at(s, label->word.n))) /* 作者：选稿：... */
		return STR_NULL;
	if (!s.n || meta_exact(r, MK_stop, s))
		return STR_NULL;
	return s;
}

/* A label at s[at] with what binds it to its value: a colon, a slash, or blank space; *behind is the value's place. */
static const meta_word *
label_at(const meta_rules *r, str s, size_t at, size_t *behind)
{
	const meta_word *m = meta_starts(r, MK_label, str_skip(s, at));
	if (!m)
		return NULL;
	size_t i = at + m->word.n, j = skip_blank(s, i);
	uint32_t cp = cp_at(s, j);
	bool bound = meta_ends(r, MK_bind, m->word) != NULL;
	if (is_colon(cp) || cp == 0x4E28 || cp == '|' || cp == 0xFF5C || (cp == '/' && !bound)) {
		utf8_next(s, &j);
		*behind = skip_blank(s, j);
		return m;
	}
	*behind = j;
	if (bound || (j > i && j < s.n) || j == s.n)
		return m;
	return NULL;
}

static bool
starts_word(str s, size_t at)
{
	if (at == 0)
		return true;
	size_t i = at;
	uint32_t cp = utf8_prev(s, &i);
	return cp_is_space(cp) || is_bracket(cp) || is_divider(cp) || is_colon(cp) || (cp >= '0' && cp <= '9') || cp == 0x65E5;
}

/* Where the value that starts at `at` ends: a gap, a divider that is none of names, a label, a date, a stop word. */
static size_t
value_end(const meta_rules *r, str s, size_t at, enum meta_field field)
{
	size_t behind;
	int open = 0; /* brackets of the value's own: 第一财经日报(上海) */
	for (size_t i = at; i < s.n;) {
		uint32_t cp = cp_at(s, i);
		if (cp_is_space(cp)) {
			size_t j = skip_blank(s, i);
			bool digit = j < s.n && s.p[j] >= '0' && s.p[j] <= '9';
			if (is_gap(s, i) || digit || j >= s.n || meta_stops(r, str_skip(s, j)) || label_at(r, s, j, &behind))
				return i;
			if (field != MF_author)
				return i;
		}
		open += cp == '(' || cp == 0xFF08;
		if (cp == '|' || cp == 0xFF5C || cp == 0x4E28 || cp == 0x3011 || cp == 0x3015 || cp == ']')
			return i;
		if (cp == ')' || cp == 0xFF09) {
			if (open <= 0)
				return i;
			open--;
		}
		if (i > at && field != MF_author && (is_divider(cp) && cp != '/' && cp != 0x3001))
			return i;
		if (i > at && cp != ' ' && label_at(r, s, i, &behind) && behind < s.n && is_colon(cp_at(s, i + meta_starts(r, MK_label, str_skip(s, i))->word.n)))
			return i;
		utf8_next(s, &i);
	}
	return s.n;
}

/* Names parted by spaces and marks, joined by one space; ends at a token that is no name. */
static str
join_names(arena *a, const meta_rules *r, str s)
{
	str part[2 * NAMES_MAX];
	size_t n = 0, at = 0;
	while (at < s.n && n < 2 * NAMES_MAX - 1) {
		size_t from = at = skip_blank(s, at);
		while (at < s.n && !cp_is_space(cp_at(s, at)) && !is_divider(cp_at(s, at)) && !is_bracket(cp_at(s, at)))
			utf8_next(s, &at);
		str name = byline_tidy(a, r, str_from_to(s, from, at));
		if (at < s.n)
			utf8_next(s, &at);
		const meta_word *verb = name.p ? meta_ends(r, MK_verb, name) : NULL;
		const meta_word *who = name.p ? meta_starts(r, MK_reporter, name) : NULL;
		if (who)
			name = byline_tidy(a, r, str_skip(name, who->word.n));
		if (!name.p || (verb && utf8_count(name) > 4)) /* 北京报道 */
			continue;
		if (verb || meta_stops(r, name) || (name.p[0] >= '0' && name.p[0] <= '9'))
			break;
		if (n)
			part[n++] = STR(" ");
		part[n++] = name;
	}
	return n ? arena_cat(a, part, n) : STR_NULL;
}

static void
set_field(byline *b, arena *a, const meta_rules *r, enum meta_field f, str value)
{
	str *to = f == MF_publisher ? &b->publisher : f == MF_section ? &b->section : f == MF_url ? &b->url : NULL;
	if (f == MF_author && !b->author.p)
		b->author = join_names(a, r, value);
	if (f == MF_translator && !b->translator.p)
		b->translator = join_names(a, r, value);
	if (to && !to->p) {
		str tidy = byline_tidy(a, r, value);
		const meta_word *several = meta_starts(r, MK_several, tidy);
		if (several && tidy.n > several->word.n)
			tidy = str_skip(tidy, several->word.n);
		*to = tidy.n <= NAME_MAX || f == MF_url ? tidy : STR_NULL;
	}
}

/* A second kind of author on the same line: 记者 李明 通讯员 王芳. */
static void
add_author(byline *b, arena *a, const meta_rules *r, str value)
{
	str more = join_names(a, r, value), parts[] = {b->author, STR(" "), more};
	if (more.p && b->author.p && str_find(b->author, more) == SIZE_MAX)
		b->author = arena_cat(a, parts, 3);
}

/* 记者 李明 北京报道, 〔記者陳怡君／新竹報導〕, 中经记者 秦泉 */
static void
read_reporter(byline *b, arena *a, const meta_rules *r, str s)
{
	for (size_t i = 0; i < s.n && i < 60 && !b->author.p; utf8_next(s, &i)) {
		const meta_word *m = meta_starts(r, MK_reporter, str_skip(s, i));
		if (!m || i > 30)
			continue;
		str rest = str_skip(s, i + m->word.n);
		while (rest.n && (is_colon(utf8_first(rest)) || cp_is_space(utf8_first(rest)))) {
			size_t n = 0;
			utf8_next(rest, &n);
			rest = str_skip(rest, n);
		}
		size_t end = 0;
		while (end < rest.n && !is_bracket(cp_at(rest, end)) && !is_gap(rest, end))
			utf8_next(rest, &end);
		rest.n = end;
		if (utf8_count(rest) > 30)
			return;
		b->author = join_names(a, r, rest);
		str paper = str_from_to(s, 0, i);
		const meta_word *known = paper.n ? meta_ends(r, MK_paper, paper) : NULL;
		if (known && !b->publisher.p)
			b->publisher = known->value;
		return;
	}
}

/* The field of the label that stands right before s[at]. */
static enum meta_field
label_before(const meta_rules *r, str s, size_t at)
{
	size_t end = at;
	while (end > 0) {
		size_t i = end;
		uint32_t cp = utf8_prev(s, &i);
		if (!cp_is_space(cp) && !is_colon(cp) && !is_bracket(cp))
			break;
		end = i;
	}
	const meta_word *m = meta_ends(r, MK_label, str_from_to(s, 0, end));
	return m ? m->field : MF_other;
}

/* A paper's name that stands alone before the date or behind it. */
static void
read_paper(byline *b, arena *a, const meta_rules *r, str s, const when *w)
{
	size_t end = w->start, from, to = w->end;
	while (end > 0 && (cp_is_space(utf8_last(str_from_to(s, 0, end))) || is_divider(utf8_last(str_from_to(s, 0, end)))))
		utf8_prev(s, &end);
	for (from = end; from > 0;) {
		size_t i = from;
		uint32_t cp = utf8_prev(s, &i);
		if (cp_is_space(cp) || is_divider(cp))
			break;
		from = i;
	}
	size_t next = to = skip_blank(s, to);
	while (next < s.n && !cp_is_space(cp_at(s, next)) && !is_divider(cp_at(s, next)))
		utf8_next(s, &next);
	str side[] = {str_from_to(s, from, end), str_from_to(s, to, next)};
	for (int k = 0; k < 2 && !b->paper.p; k++) {
		str name = byline_tidy(a, r, side[k]);
		size_t n = utf8_count(name);
		if (n >= 3 && n <= 12 && meta_ends(r, MK_papername, name) && !meta_starts(r, MK_label, name) && str_find(name, STR("：")) == SIZE_MAX)
			b->paper = name;
	}
}

static void
read_dates(byline *b, arena *a, const meta_rules *r, const when_base *base, str s)
{
	when w;
	for (size_t at = 0; when_find(base, s, at, &w); at = w.end) {
		enum meta_field f = label_before(r, s, w.start);
		if (f == MF_nodate)
			continue;
		if (f == MF_modified) {
			if (!b->has_modified)
				b->modified = w;
			b->has_modified = true;
		} else if (!b->has_published || (f == MF_published && !b->has_labelled)) {
			b->published = w;
			b->has_published = true;
			b->has_labelled = f == MF_published;
			read_paper(b, a, r, s, &w);
		}
	}
}

/* A sentence that tells who published it and when: the name stands between a row's two halves, `word` at the line's start and
 * `value` right before a date. */
static void
read_frame(byline *b, arena *a, const meta_rules *r, const when_base *base, str s)
{
	const meta_word *m = meta_starts(r, MK_frame, s);
	when w;
	if (!m || b->publisher.p || !when_find(base, s, m->word.n, &w))
		return;
	str name = str_from_to(s, m->word.n, w.start);
	if (str_ends(name, m->value) && name.n > m->value.n)
		set_field(b, a, r, MF_publisher, str_from_to(name, 0, name.n - m->value.n));
}

void
byline_read(byline *b, arena *a, const meta_rules *r, const when_base *base, str s)
{
	if (b->waiting != MF_other) {
		enum meta_field f = b->waiting;
		size_t behind;
		b->waiting = MF_other;
		if (!label_at(r, s, 0, &behind))
			set_field(b, a, r, f, s);
	}
	read_dates(b, a, r, base, s);
	read_frame(b, a, r, base, s);
	unsigned names = b->author.p ? NAMES_MAX : 0;
	for (size_t i = 0; i < s.n;) {
		size_t behind;
		const meta_word *m = starts_word(s, i) ? label_at(r, s, i, &behind) : NULL;
		if (!m) {
			utf8_next(s, &i);
			continue;
		}
		if (behind >= s.n) {
			b->waiting = m->field;
			break;
		}
		size_t end = value_end(r, s, behind, m->field);
		if (m->field == MF_author && names > 0 && names < NAMES_MAX)
			add_author(b, a, r, str_from_to(s, behind, end));
		else
			set_field(b, a, r, m->field, str_from_to(s, behind, end));
		names += m->field == MF_author;
		i = end > i ? end : behind;
		if (i < s.n && i == end && (is_divider(cp_at(s, i)) || is_bracket(cp_at(s, i))))
			utf8_next(s, &i);
	}
	if (!b->author.p)
		read_reporter(b, a, r, s);
}

/* What stands in the first brackets of s, or its last, near the end that matters. */
static str
in_brackets(str s, bool first)
{
	enum { FAR = 60 };
	size_t from = SIZE_MAX, to = SIZE_MAX, chars = 0;
	for (size_t at = 0; at < s.n && (!first || chars < FAR);) {
		size_t here = at;
		uint32_t cp = utf8_next(s, &at);
		chars++;
		if (cp == '(' || cp == 0xFF08 || cp == 0x3010) {
			from = at;
			to = SIZE_MAX;
		} else if ((cp == ')' || cp == 0xFF09 || cp == 0x3011) && from != SIZE_MAX && to == SIZE_MAX) {
			to = here;
			if (first)
				break;
		}
	}
	bool last = first || (to != SIZE_MAX && s.n - to <= 6);
	return from != SIZE_MAX && to != SIZE_MAX && last ? str_from_to(s, from, to) : STR_NULL;
}

void
byline_in_text(byline *b, arena *a, const meta_rules *r, str text, bool first)
{
	str s = str_trim(in_brackets(str_trim(text), first));
	const meta_word *m = NULL;
	if (b->author.p || !s.n || utf8_count(s) > 40)
		return;
	for (size_t i = 0; i <= 30 && i < s.n && !m; utf8_next(s, &i))
		m = meta_starts(r, MK_reporter, str_skip(s, i));
	const meta_word *end = meta_ends(r, MK_label, s);
	if (!m || (end && end->field == MF_editor))
		return;
	when_base none = {.rules = r};
	byline found = {.waiting = MF_other};
	byline_read(&found, a, r, &none, s);
	b->author = found.author;
}

bool
byline_is(const meta_rules *r, const when_base *base, str s)
{
	when w;
	bool dated = when_find(base, s, 0, &w);
	if (utf8_count(s) > 60 || str_find(s, STR("\xE3\x80\x82")) != SIZE_MAX)
		return false;
	for (size_t i = 0; i < s.n; utf8_next(s, &i)) {
		size_t behind;
		const meta_word *m = starts_word(s, i) ? label_at(r, s, i, &behind) : NULL;
		if (!m || !is_colon(cp_at(s, skip_blank(s, i + m->word.n))))
			continue;
		if (m->field == MF_publisher || (dated && m->field != MF_other)) /* a name alone may be an interview */
			return true;
	}
	return false;
}
