#include "meta_part.h"

#include "dom.h"
#include "meta_label.h"
#include "utf8.h"

enum { HEAD_LINES = 12, TAIL_LINES = 8, FOOT_LINES = 16, BYLINE_MAX = 120, TAIL_MAX = 60 };

void
meta_find_body(gather *g)
{
	const doc *d = g->d;
	g->body = d->nline;
	for (size_t i = 0; i < d->nline; i++) {
		if (d->line[i].fate != FATE_BODY)
			continue;
		if (g->body == d->nline)
			g->body = i;
		g->last = i;
	}
}

static bool
may_tell(const line *l, unsigned max)
{
	if (l->fate != FATE_REMOVED || l->chars > max || l->chars < 2)
		return false;
	if (l->cls == REMOVED_byline)
		return true;
	if (l->cls == REMOVED_spam || l->cls == REMOVED_related || l->cls == REMOVED_widget || l->cls == REMOVED_copyright)
		return false;
	return l->link_chars * 10 < l->chars * 9 || l->chars <= 14;
}

/* The class of the line's own element says that it holds a name. */
static bool
is_name_hint(const gather *g, const line *l)
{
	const meta_words *w = &g->r->kind[MK_hint];
	str words = dom_class(g->d->dom, l->node);
	for (size_t i = 0; i < w->n; i++)
		if (str_ifind(words, w->all[i].word) != SIZE_MAX)
			return true;
	return false;
}

/* No label, place, day or list of names, and no number. */
static bool
is_plain_name(const gather *g, str name)
{
	when w;
	for (size_t at = 0; at < name.n;)
		if (names_divider(utf8_next(name, &at)))
			return false;
	bool other = meta_starts(g->r, MK_label, name) || meta_stops(g->r, name) || meta_exact(g->r, MK_place, name) ||
		     meta_starts(g->r, MK_from, name) || meta_starts(g->r, MK_reporter, name) || when_find(&g->base, name, 0, &w);
	return !other && !byline_whole(g->d->a, g->r, &g->base, name) && !ascii_is_digit(name.p[0]);
}

/* Lin Yuan: two words or three, each with a capital letter. */
static bool
is_latin_person(str name)
{
	size_t words = 0;
	str one;
	while (name.n && str_cut(&name, ' ', &one)) {
		if (!one.n || !ascii_is_upper((unsigned char)one.p[0]) || one.n < 2 || !ascii_is_lower((unsigned char)one.p[one.n - 1]))
			return false;
		words++;
	}
	return words == 2 || words == 3;
}

/* A paper's name beside the day's line in the list that holds both. */
static bool
is_outlet_beside(const gather *g, const line *l, const line *date)
{
	const dom *t = g->d->dom;
	bool listed = l->node && date->node && t->node[l->node].parent == t->node[date->node].parent;
	return listed && t->node[l->node].tag != TAG_div && meta_ends(g->r, MK_papername, l->text) && !names_generic(g->r, l->text);
}

/* A person's name by itself between the headline and the day. Two characters may be a column's name: 高考, 金融. */
static bool
is_person_below(const gather *g, size_t i)
{
	const line *l = &g->d->line[i];
	bool below = g->title.first <= g->title.last && i == g->title.last + 1;
	return below && !l->nlink && l->chars >= (l->heading ? 2 : 3) && names_person(g->r, l->text);
}

/* The paper's link that alone stands between the headline and the day: it ends as papers' names do, or its button to follow it is behind the day. */
static bool
is_between(const gather *g, const line *l, size_t date, size_t last)
{
	const doc *d = g->d;
	bool alone = date >= 2 && g->title.first <= g->title.last && g->title.last + 2 == date && l->nlink == 1;
	bool followed = last + 1 < d->nline && meta_exact(g->r, MK_follow, utf8_trim(d->line[last + 1].text));
	return alone && !names_generic(g->r, l->text) && (followed || names_outlet(g->r, l->text));
}

/* The line before the date's (lines `date` to `last`) or behind it, when it is nothing but the name of who published it, or who wrote it. */
static void
read_name_line(gather *g, size_t date, size_t last)
{
	doc *d = g->d;
	bool followed = meta_starts(g->r, MK_follow, d->line[date].text) != NULL;
	for (size_t k = 0; k < 2; k++) {
		bool paper = g->line.paper.p || g->line.publisher.p;
		size_t i = k ? last + 1 : date - 1;
		const line *l = i < d->nline ? &d->line[i] : NULL;
		if ((paper && g->line.author.p) || !l || l->fate != FATE_REMOVED || l->chars < 2 || l->chars > 14 || l->punct)
			continue;
		bool told = is_name_hint(g, l) || (k == 0 && (followed || is_person_below(g, i) || is_between(g, l, date, last)));
		if (!told && !is_outlet_beside(g, l, &d->line[k ? last : date]))
			continue;
		str name = byline_tidy(d->a, g->r, l->text);
		if (!name.n || !is_plain_name(g, name))
			continue;
		bool person = names_person(g->r, name) || is_latin_person(name);
		if (person && !g->line.author.p)
			g->line.author = name;
		else if (!person && !paper)
			g->line.paper = name;
	}
}

/* 发表于 2025-3-9 07:30, below the article: of who replied. */
static bool
is_reply_head(const gather *g, size_t i)
{
	const meta_words *w = &g->r->kind[MK_reply];
	if (g->body >= g->d->nline || i <= g->last)
		return false;
	for (size_t k = 0; k < w->n; k++)
		if (str_find(g->d->line[i].text, w->all[k].word) != SIZE_MAX)
			return true;
	return false;
}

/* Lines that were cut because they hold several classes are one again: *i moves to the last piece. */
static str
whole_line(const gather *g, size_t *i)
{
	const doc *d = g->d;
	str text = d->line[*i].text;
	while (*i + 1 < d->nline) {
		const line *next = &d->line[*i + 1];
		bool piece = !(next->flags & (LF_BLANK_BEFORE | LF_BR_BEFORE)) && next->node == d->line[*i].node;
		if (!piece || next->fate != FATE_REMOVED || next->cls == REMOVED_spam || next->cls == REMOVED_junk || text.n > 4 * BYLINE_MAX)
			break;
		str parts[] = {text, STR(" "), next->text};
		text = arena_cat(d->a, parts, 3);
		++*i;
	}
	return text;
}

/* The texts of an element that is the line, parted by spaces where elements meet that a style sheet keeps apart; STR_NULL when it is
 * more or less than the line, or one text. */
static str
parted_text(const gather *g, const line *l)
{
	enum { MOST = 24 };
	const dom *t = g->d->dom;
	str part[2 * MOST];
	size_t n = 0;
	if (!l->node || t->node[l->node].end - l->node > 3 * MOST)
		return STR_NULL;
	for (uint32_t i = l->node + 1; i < t->node[l->node].end; i++) {
		str text = t->node[i].tag == TAG_NONE ? utf8_trim(t->node[i].text) : STR_NULL;
		if (!text.n)
			continue;
		if (n + 2 > sizeof part / sizeof *part)
			return STR_NULL;
		if (n)
			part[n++] = STR(" ");
		part[n++] = text;
	}
	str whole = n > 1 ? arena_cat(g->d->a, part, n) : STR_NULL;
	return whole.n && str_eq(meta_squeeze(g->d->a, whole), meta_squeeze(g->d->a, l->source)) ? whole : STR_NULL;
}

/* 新闻 江湾晚报: the section stands before the paper's name. */
static str
without_section(const gather *g, str s)
{
	size_t at = s.p ? str_find(s, STR(" ")) : SIZE_MAX;
	return at != SIZE_MAX && names_generic(g->r, str_from_to(s, 0, at)) ? str_skip(s, at + 1) : s;
}

/* Names that the line runs together with what stands beside them: 江湾观察周远2025-08-14 */
static void
read_parted(gather *g, const line *l)
{
	byline own = {.waiting = MF_other};
	str text = !g->line.author.p || (!g->line.publisher.p && !g->line.paper.p) ? parted_text(g, l) : STR_NULL;
	if (!text.n)
		return;
	byline_read(&own, g->d->a, g->r, &g->base, text);
	if (!g->line.author.p)
		g->line.author = own.author;
	if (!g->line.publisher.p && !g->line.paper.p)
		g->line.paper = own.publisher.p ? own.publisher : without_section(g, own.paper);
}

static void
read_lines(gather *g, size_t from, size_t to, unsigned max, bool only_byline)
{
	doc *d = g->d;
	for (size_t i = from; i < to && i < d->nline; i++) {
		line *l = &d->line[i];
		bool source = l->fate == FATE_REMOVED && l->cls == REMOVED_copyright && l->chars <= 40 && label_strong(g->r, l->text, 0);
		if (source) /* 来源：江湾网, by itself and round the article, is no phrase that a tool put in */
			doc_remove(l, REMOVED_byline, STR("byline-line"));
		bool wanted = g->line.waiting != MF_other && l->fate == FATE_REMOVED; /* the label stood on the line before */
		if (!may_tell(l, max) || (only_byline && l->cls != REMOVED_byline && !wanted) || is_reply_head(g, i))
			continue;
		bool had = g->line.has_published, knew = g->line.author.p || g->line.publisher.p;
		size_t first = i;
		str text = whole_line(g, &i);
		bool placed = g->line.section.p;
		byline_read(&g->line, d->a, g->r, &g->base, text);
		if (!placed && g->line.section.p && l->nlink > 2 && str_ends(utf8_trim(text), g->line.section)) /* 频道：城事财经天气, a menu without gaps */
			g->line.section = STR_NULL;
		if (l->cls == REMOVED_other && (had != g->line.has_published || (!knew && (g->line.author.p || g->line.publisher.p))))
			doc_remove(l, REMOVED_byline, STR("byline-line"));
		if (!had && g->line.has_published && d->is_html && i == first)
			read_parted(g, l);
		if (!had && g->line.has_published && d->is_html && first < g->body)
			read_name_line(g, first, i);
	}
}

/* 1楼 2025-09-18 08:30, right below a post: a day with its hour, and no link. */
static bool
read_signed_date(gather *g)
{
	doc *d = g->d;
	for (size_t i = g->last + 1; i < d->nline && i <= g->last + 2; i++) {
		const line *l = &d->line[i];
		byline own = {.waiting = MF_other};
		if (l->nlink || l->chars > 40 || !may_tell(l, TAIL_MAX) || is_reply_head(g, i))
			continue;
		byline_read(&own, d->a, g->r, &g->base, l->text);
		if (!own.has_published || own.published.hour < 0)
			continue;
		g->line.published = own.published;
		g->line.has_published = true;
		return true;
	}
	return false;
}

/* Bylines between the paragraphs of the article: a day that neither a label nor an hour marks is one of those it tells of. */
static void
read_between(gather *g)
{
	bool had = g->line.has_published;
	read_lines(g, g->body + 2, g->last + 1, BYLINE_MAX, true);
	if (!had && !g->line.has_labelled && g->line.published.hour < 0)
		g->line.has_published = false;
}

/* The head of the article first, then every byline, then its foot. */
void
meta_read_bylines(gather *g)
{
	doc *d = g->d;
	bool none = g->body >= d->nline, titled = g->title.first <= g->title.last;
	size_t top = none ? 0 : g->body;
	size_t from = top > HEAD_LINES ? top - HEAD_LINES : 0;
	if (titled && g->title.last < top && top - g->title.last < 40)
		from = g->title.last + 1;
	if (titled && g->title.last < d->nline && str_starts(d->line[g->title.last].source, g->title.text)) /* what a heading holds behind it */
		byline_read(&g->line, d->a, g->r, &g->base, str_skip(d->line[g->title.last].source, g->title.text.n));
	read_lines(g, from, top + 2, BYLINE_MAX, false);
	if (titled && g->title.first < top)
		read_lines(g, g->title.first > 4 ? g->title.first - 4 : 0, g->title.first, BYLINE_MAX, !d->is_html);
	read_lines(g, 0, none ? d->nline : top, BYLINE_MAX, true);
	if (none)
		return;
	read_between(g);
	read_lines(g, g->last + 1, g->last + 1 + FOOT_LINES, BYLINE_MAX, true);
	bool dated = g->line.has_published || read_signed_date(g);
	read_lines(g, g->last + 1, g->last + 1 + TAIL_LINES, TAIL_MAX, false);
	if (!dated && g->line.has_published && !g->line.has_labelled)
		g->line.has_published = false; /* a lone date below the article is another story's */
}

/* The row for one of an element's classes (all of it, or its end from a - or _ on), or its id. */
const meta_word *
meta_field_of_class(const gather *g, uint32_t node)
{
	str words = dom_class(g->d->dom, node), one;
	const meta_word *m = meta_exact(g->r, MK_class, dom_id(g->d->dom, node));
	for (int k = 0; k < 6 && !m && words.n && str_cut(&words, ' ', &one); k++) {
		const meta_word *part = meta_ends(g->r, MK_class, one);
		m = meta_exact(g->r, MK_class, one);
		m = m || !part || (part->word.p[0] != '-' && part->word.p[0] != '_') ? m : part;
	}
	return m;
}

/* 本报讯（记者 李明）, or （记者 李明） behind the last sentence. */
void
meta_read_text(gather *g)
{
	const doc *d = g->d;
	unsigned seen = 0;
	for (size_t i = g->body; i < d->nline && i <= g->last && seen < 2; i++) {
		if (d->line[i].fate != FATE_BODY)
			continue;
		byline_in_text(&g->line, d->a, g->r, d->line[i].source, true);
		seen++;
	}
	seen = 0;
	for (size_t i = g->last + 1; i-- > g->body && seen < 2;) {
		if (i >= d->nline || d->line[i].fate != FATE_BODY)
			continue;
		byline_in_text(&g->line, d->a, g->r, d->line[i].source, false);
		seen++;
	}
}

/* A time in an attribute, where the text only says how long ago it was: <span title="2025-09-18 08:30">. */
static str
time_of_attributes(const gather *g, uint32_t node)
{
	static const char *const names[] = {"title", "data-time", "data-timestamp", "data-date", "datetime"};
	for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
		str value = dom_attr_get(g->d->dom, node, names[k]);
		when w;
		if (value.n >= 8 && value.n <= 32 && when_value(&g->base, value, &w) && w.start == 0)
			return value;
	}
	return STR_NULL;
}

/* An element inside says it too. */
static bool
says_within(const gather *g, uint32_t node)
{
	const dom *t = g->d->dom;
	for (uint32_t i = node + 1; i < t->node[node].end; i++)
		if (t->node[i].nattr && meta_field_of_class(g, i))
			return true;
	return false;
}

/* 江湾证券报 微博: without the buttons behind the name. */
static str
without_buttons(const gather *g, str s)
{
	for (size_t at; (at = str_rfind(s, STR(" "))) != SIZE_MAX && meta_stops(g->r, str_skip(s, at + 1));)
		s.n = at;
	return s;
}

/* What an element holds whose class names a field. */
static void
read_class(gather *g, uint32_t node, const meta_word *m)
{
	arena *a = g->d->a;
	str text = dom_text(g->d->dom, node, a, 90);
	if (str_starts(text, STR("©"))) /* whose picture it is */
		return;
	text = without_buttons(g, byline_tidy(a, g->r, text));
	when w;
	size_t n = utf8_count(text);
	bool label = text.n && meta_starts(g->r, MK_label, text);
	if (str_find(text, STR("／")) != SIZE_MAX) /* 林芷晴／台北報導 */
		byline_read(&g->line, a, g->r, &g->base, text);
	if (n < 2 || n > 16 || label || str_find(text, STR("／")) != SIZE_MAX || when_find(&g->base, text, 0, &w))
		return;
	str *field = m->field == MF_author && !names_outlet(g->r, text) ? &g->line.author : &g->line.publisher;
	if (!field->p)
		*field = text;
}

/* Below a question the first answer is the article: its author stands between the two. */
static void
read_answerer(gather *g, uint32_t from)
{
	enum { FAR = 400 };
	const dom *t = g->d->dom;
	uint32_t end = g->d->line[g->last].node, to = end > from + FAR ? from + FAR : end;
	for (uint32_t i = from; i < to && !g->line.author.p; i++) {
		const meta_word *m = t->node[i].nattr ? meta_field_of_class(g, i) : NULL;
		if (m && m->field == MF_author && t->node[i].end - i <= 6)
			read_class(g, i, m);
	}
}

/* Elements near the headline whose class says what they hold. */
void
meta_read_classes(gather *g)
{
	const doc *d = g->d;
	const dom *t = d->dom;
	if (g->body >= d->nline)
		return;
	uint32_t to = d->line[g->body].node, from;
	if (g->title.first <= g->title.last && g->title.first < g->body)
		from = d->line[g->title.first].node;
	else
		from = to > 60 ? to - 60 : 1;
	for (uint32_t i = from; i < to; i++) {
		if (t->node[i].nattr && !g->head.time_element.p)
			g->head.time_element = time_of_attributes(g, i);
		const meta_word *m = t->node[i].nattr ? meta_field_of_class(g, i) : NULL;
		if (m && t->node[i].end - i <= 12 && !says_within(g, i))
			read_class(g, i, m);
	}
	if (!g->line.author.p && g->title.first <= g->title.last && utf8_last(g->title.text) == 0xFF1F)
		read_answerer(g, to);
}
