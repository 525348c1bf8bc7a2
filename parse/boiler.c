#include "boiler_rule.h"

#include <string.h>

#include "dom.h"
#include "notes.h"
#include "utf8.h"

static bool
is_piece(const line *l)
{
	return !(l->flags & (LF_BLANK_BEFORE | LF_BR_BEFORE));
}

/* ...赶集。（完）: the sentence ends before the brackets that close the paragraph. */
static str
without_remark(str s)
{
	size_t open = str_ends(s, STR("）")) ? str_rfind(s, STR("（")) : str_ends(s, STR(")")) ? str_rfind(s, STR("(")) : SIZE_MAX;
	str before = open == SIZE_MAX ? STR_NULL : str_trim(str_from_to(s, 0, open));
	return before.n && s.n - open <= 72 && utf8_last(before) == 0x3002 ? before : s;
}

static bool
is_text(unsigned chars, unsigned punct, str s)
{
	if (chars < 25)
		return false;
	s = without_remark(notes_off(utf8_trim(s)));
	size_t at = s.n;
	uint32_t last = s.n ? utf8_prev(s, &at) : 0;
	while (at > 0 && (last == 0x201D || last == 0x300D || last == 0x300F || last == ')' || last == 0xFF09 || last == '"'))
		last = utf8_prev(s, &at);
	bool stop = last == 0x3002 || last == 0x2026 || (last == ';' || last == 0xFF1B);
	bool shout = last == '!' || last == '?' || last == 0xFF01 || last == 0xFF1F;
	if (stop)
		return punct >= 1;
	if (shout)
		return chars >= 45 && punct >= 2;
	return str_find(s, STR("。")) != SIZE_MAX && chars >= 50 && punct >= 3;
}

size_t
boiler_group(const doc *d, size_t i, size_t *to)
{
	size_t from = i;
	while (from > 0 && is_piece(&d->line[from]))
		from--;
	*to = i + 1;
	while (*to < d->nline && is_piece(&d->line[*to]))
		++*to;
	return from;
}

bool
boiler_is_paragraph(const doc *d, size_t i)
{
	size_t to, from = boiler_group(d, i, &to);
	unsigned chars = 0, punct = 0;
	str last = STR_NULL;
	if (d->line[i].flags & LF_LINK)
		return false;
	for (size_t k = from; k < to; k++) {
		const line *l = &d->line[k];
		if (l->fate == FATE_REMOVED && l->cls >= 0)
			continue;
		chars += l->chars;
		punct += l->punct;
		last = l->source;
	}
	return is_text(chars, punct, last);
}

static void
join_caption(doc *d, size_t i)
{
	size_t k = i;
	while (k > 0 && d->line[k - 1].fate == FATE_CAPTION && d->line[k - 1].text.n == 0)
		k--;
	line *l = &d->line[i];
	l->fate = FATE_CAPTION;
	if (k == 0 || d->line[k - 1].fate != FATE_CAPTION)
		return;
	line *to = &d->line[k - 1];
	str parts[] = {to->text, STR(" "), l->text};
	to->text = arena_cat(d->a, parts, 3);
	l->text = STR("");
}

void
boiler_apply(doc *d, size_t i, const boiler_rule *rule)
{
	line *l = &d->line[i];
	if (rule->cls == CLASS_CAPTION_MORE) {
		join_caption(d, i);
	} else if (rule->cls == CLASS_CAPTION) {
		l->fate = FATE_CAPTION;
	} else {
		doc_remove(l, (enum removed_class)rule->cls, rule->name);
	}
}

/* ---- HTML */

typedef struct walk {
	doc *d;
	const boiler_rules *r;
	size_t first, last;        /* first and last paragraph of the article */
	int section;               /* class of the section that a heading opened, or -1 */
	str rule;                  /* that heading's rule */
	str foot;                  /* the last hint of a foot, and whether it is one of many */
	bool cards;
	bool gallery;              /* all there is to read stands under pictures */
} walk;

static enum boiler_zone
zone_of(const walk *w, size_t i)
{
	if (w->first > w->last)
		return ZONE_OUT;
	return i < w->first ? ZONE_HEAD : i > w->last ? ZONE_AFTER : ZONE_IN;
}

static void
open_section(walk *w, const boiler_rule *rule)
{
	if (rule->scope == SCOPE_SECTION && rule->cls < CLASS_CAPTION) {
		w->section = rule->cls;
		w->rule = rule->name;
	} else if (rule->cls == REMOVED_copyright || rule->cls == REMOVED_disclaimer) {
		w->section = -1;
	}
}

/* A day alone under the name of an office, behind the last paragraph: the notice's signature. */
static bool
is_signed_day(const walk *w, size_t i)
{
	enum { NAME = 24, DAY = 14 };
	const doc *d = w->d;
	const line *l = &d->line[i];
	if (zone_of(w, i) != ZONE_AFTER || i < w->last + 2 || l->chars > DAY || !marks_inside(w->r->marks, MARK_year, l->source) ||
	    !marks_end(w->r->marks, MARK_day, str_trim(l->source)))
		return false;
	const line *name = &d->line[i - 1];
	return name->fate == FATE_BODY && name->chars >= 4 && name->chars <= NAME && name->punct == 0 && name->han == name->chars;
}

/* Paragraphs before line i have made an article so far. */
static bool
has_article_before(const walk *w, size_t i)
{
	enum { LEAST = 60 };
	unsigned chars = 0;
	for (size_t k = 0; k < i && chars < LEAST; k++)
		chars += w->d->line[k].fate == FATE_BODY && boiler_is_paragraph(w->d, k) ? w->d->line[k].chars : 0;
	return chars >= LEAST;
}

/* A heading inside the article with a reporter's line and running text behind it is the headline of another article. */
static bool
starts_article(const walk *w, size_t i)
{
	const doc *d = w->d;
	const line *l = &d->line[i];
	if (zone_of(w, i) != ZONE_IN || l->fate != FATE_BODY || !(l->heading || l->flags & LF_BOLD) || l->chars < 6 || l->chars > 60 ||
	    i + 2 >= d->nline)
		return false;
	const boiler_line *by = boiler_look_line(w->d, w->r, i + 1);
	if (!by->rule || by->rule->cls != REMOVED_byline || !boiler_allows(by->rule, ZONE_HEAD) || !marks_inside(w->r->marks, MARK_reporter, by->f.s))
		return false;
	return d->line[i + 2].fate == FATE_BODY && boiler_is_paragraph(d, i + 2) && has_article_before(w, i);
}

static void
body_line(walk *w, size_t i)
{
	if (starts_article(w, i)) {
		w->d->line[i].fate = FATE_TITLE;
		boiler_apply(w->d, i + 1, boiler_look_line(w->d, w->r, i + 1)->rule);
		return;
	}
	line *l = &w->d->line[i];
	const boiler_rule *rule = boiler_find(w->r, boiler_look_line(w->d, w->r, i), zone_of(w, i));
	bool paragraph = boiler_is_paragraph(w->d, i);
	if (is_signed_day(w, i) || (w->gallery && l->flags & LF_IMG && (!rule || rule->cls >= CLASS_CAPTION)))
		return;
	if (rule && !(paragraph && rule->cls == REMOVED_nav)) {
		boiler_apply(w->d, i, rule);
		open_section(w, rule);
	} else if (l->flags & LF_COMMENT && zone_of(w, i) != ZONE_IN) {
		doc_remove(l, REMOVED_widget, STR("comment-section"));
	} else if (boiler_is_caption(w->d, w->r, l) || boiler_is_under_picture(l)) {
		l->fate = FATE_CAPTION;
	} else if (paragraph || l->type == LINE_TABLE || (zone_of(w, i) == ZONE_IN && (l->heading || l->flags & LF_BOLD) && !(l->flags & LF_LINK))) {
		w->section = -1;
	} else if (w->section >= 0 && (l->flags & LF_LINK || l->punct == 0 || w->section != REMOVED_related || l->chars < 40)) {
		doc_remove(l, (enum removed_class)w->section, w->rule);
	}
}

/* Right before the article's first paragraph or behind its last, in an element like theirs. */
static bool
is_beside(const walk *w, size_t i)
{
	enum { NEAR = 3 };
	if (w->first == SIZE_MAX || i + NEAR < w->first || i > w->last + NEAR)
		return false;
	const line *l = &w->d->line[i], *p = &w->d->line[i < w->first ? w->first : w->last];
	return !(l->flags & LF_LINK) && l->depth == p->depth && str_eq(l->hint, p->hint);
}

/* A picture's line right round the article's paragraphs: the picture stands above the lead, below the last sentence. */
static bool
is_caption_beside(const walk *w, size_t i, const boiler_rule *rule)
{
	enum { NEAR = 4, PICTURE = 8 };
	const line *l = &w->d->line[i];
	bool shown = rule && rule->cls >= CLASS_CAPTION;
	size_t near = shown && l->flags & LF_IMG ? PICTURE : NEAR;
	if (w->first == SIZE_MAX || i + near < w->first || i > w->last + NEAR)
		return false;
	return shown ? l->flags & LF_IMG || is_beside(w, i) : boiler_is_caption(w->d, w->r, l);
}

/* What a byline's row takes of a list of stories: a story's link with its day, the day alone. */
static bool
is_of_list(const walk *w, const boiler_rule *rule, size_t i)
{
	enum { LINKED = 14, HAN = 12, DAY = 18 };
	const line *l = &w->d->line[i];
	if (rule->cls != REMOVED_byline)
		return false;
	bool linked = l->flags & LF_LINK && l->nlink == 1 && l->link_chars >= LINKED && l->han >= HAN && rule->where == WHERE_HEAD;
	bool day = l->chars <= DAY && l->han <= 3 && l->source.p[0] >= '0' && l->source.p[0] <= '9';
	return linked || (day && w->section == REMOVED_related && zone_of(w, i) == ZONE_AFTER);
}

/* Three elements or more at one depth have the class that says foot: each is of a card in a list, for a page has one foot. */
static bool
is_foot_of_cards(walk *w, const line *l)
{
	enum { UP = 4, CARDS = 3 };
	const dom *t = w->d->dom;
	const boiler_rule *rule;
	uint32_t n = l->node, at = 0;
	str class = STR_NULL;
	if (str_eq(l->hint, w->foot))
		return w->cards;
	for (int up = 0; up < UP && n && boiler_hint(w->r, class, &rule) != REMOVED_copyright; up++, n = t->node[n].parent)
		class = dom_attr_get(t, at = n, "class");
	unsigned same = 0;
	for (uint32_t i = 1; class.n && i < t->nnode && same < CARDS; i++)
		same += t->node[i].nattr && t->node[i].depth == t->node[at].depth && str_eq(dom_attr_get(t, i, "class"), class);
	w->foot = l->hint;
	w->cards = class.n && boiler_hint(w->r, class, &rule) == REMOVED_copyright && same >= CARDS;
	return w->cards;
}

static void
outer_line(walk *w, size_t i)
{
	enum { AGO = 6 };
	boiler_cut_mixed(w->d, w->r, i);
	line *l = &w->d->line[i];
	const boiler_line *b = boiler_look_line(w->d, w->r, i);
	enum boiler_zone zone = zone_of(w, i);
	const boiler_rule *rule = boiler_find(w->r, b, zone == ZONE_IN ? ZONE_OUT : zone);
	bool beside = zone != ZONE_IN && is_caption_beside(w, i, rule);
	if (rule && rule->cls >= CLASS_CAPTION && zone != ZONE_IN && !beside)
		rule = NULL;
	const boiler_rule *hint = rule ? NULL : boiler_line_hint(w->d, w->r, l);
	if (hint && hint->cls == REMOVED_copyright && is_foot_of_cards(w, l))
		hint = NULL;
	int cls = hint ? hint->cls : -1;
	if (rule && w->section == REMOVED_widget && rule->cls == REMOVED_related && rule->scope == SCOPE_LINE && b->chars <= AGO) { /* 3天前, of a comment */
		doc_remove(l, REMOVED_widget, w->rule);
	} else if (rule && is_of_list(w, rule, i)) {
		doc_remove(l, REMOVED_related, w->section == REMOVED_related ? w->rule : STR("link-list"));
	} else if (rule) {
		boiler_apply(w->d, i, rule);
		open_section(w, rule);
	} else if (l->flags & LF_COMMENT) {
		doc_remove(l, REMOVED_widget, STR("comment-section"));
	} else if (beside || (zone == ZONE_IN && boiler_is_caption(w->d, w->r, l))) {
		l->fate = FATE_CAPTION;
	} else if (cls == REMOVED_copyright && l->flags & LF_LINK && b->chars < 9 * l->nlink) {
		doc_remove(l, REMOVED_nav, STR("link-menu")); /* the menu of a footer */
	} else if (cls >= 0 && cls < REMOVED_CLASS_COUNT && cls != REMOVED_nav) {
		doc_remove(l, (enum removed_class)cls, hint->name);
	} else if (w->section >= 0) {
		doc_remove(l, (enum removed_class)w->section, w->rule);
	} else if (cls == REMOVED_nav) {
		doc_remove(l, REMOVED_nav, hint->name);
	} else if (l->flags & LF_LINK && b->chars >= 9 && b->chars >= 7 * l->nlink) { /* as folded: without a tool's pinyin */
		doc_remove(l, REMOVED_related, STR("link-list"));
	} else if (l->flags & (LF_LINK | LF_NAVTAG)) {
		doc_remove(l, REMOVED_nav, STR("link-menu"));
	} else {
		doc_remove(l, REMOVED_other, l->rule.n ? l->rule : STR("outside-article"));
	}
}

/* A paragraph of the body that no row knows as something else in that zone. */
static bool
is_article(const walk *w, size_t i, enum boiler_zone zone)
{
	const line *l = &w->d->line[i];
	return l->fate == FATE_BODY && boiler_is_paragraph(w->d, i) && !boiler_find(w->r, boiler_look_line(w->d, w->r, i), zone);
}

static void
find_article(walk *w)
{
	size_t end = w->d->nline;
	w->first = SIZE_MAX;
	w->last = 0;
	for (size_t i = 0; i < end && w->first == SIZE_MAX; i++)
		if (is_article(w, i, ZONE_IN))
			w->first = i;
	while (end > 0 && w->first != SIZE_MAX && !is_article(w, end - 1, ZONE_AFTER))
		end--;
	w->last = end > w->first ? end - 1 : w->first == SIZE_MAX ? 0 : w->first;
}

/* Two lines or more, each right behind a picture of its own; buttons between them do not count. */
static bool
is_gallery(doc *d, const boiler_rules *r)
{
	enum { FEW = 2, SHORT = 8 };
	size_t pictures = 0;
	for (size_t i = 0; i < d->nline; i++) {
		const line *l = &d->line[i];
		if (l->fate != FATE_BODY || l->chars < SHORT || l->heading == 1)
			continue;
		const boiler_rule *rule = l->flags & LF_IMG ? NULL : boiler_look_line(d, r, i)->rule;
		if (!(l->flags & LF_IMG) && !(rule && rule->cls < CLASS_CAPTION))
			return false;
		pictures += (l->flags & LF_IMG) != 0;
	}
	return pictures >= FEW;
}

/* "12楼", "3#". */
static bool
starts_floor(const walk *w, str s)
{
	size_t digits = 0;
	while (digits < s.n && s.p[digits] >= '0' && s.p[digits] <= '9')
		digits++;
	return digits > 0 && marks_start(w->r->marks, MARK_floor, str_skip(s, digits));
}

/* "发表于 2025-7-6 20:31", "3楼 2025-7-6 20:31": the head of a post or a reply. */
static bool
heads_post(const walk *w, size_t i)
{
	enum { MAX = 40, DIGITS = 6 };
	const line *l = &w->d->line[i];
	size_t digits = 0;
	if (l->chars > MAX || l->flags & LF_HIDDEN || !(l->has & (HAS_DIGIT | HAS_DAMAGE))) /* or a full-width one */
		return false;
	str s = boiler_look_line(w->d, w->r, i)->f.s;
	for (size_t k = 0; k < s.n; k++)
		digits += s.p[k] >= '0' && s.p[k] <= '9';
	return digits >= DIGITS && (marks_inside(w->r->marks, MARK_post, s) || starts_floor(w, s));
}

static bool
is_open_reply(const doc *d, size_t i)
{
	return d->line[i].fate == FATE_REMOVED && d->line[i].cls < 0;
}

/* The head of a reply, who wrote it above, and what it says, however short. */
static void
take_reply(walk *w, size_t head)
{
	enum { ABOVE = 2, NAME = 12 };
	doc *d = w->d;
	size_t from = head, to = head + 1;
	while (from > 0 && head - from < ABOVE && is_open_reply(d, from - 1) && d->line[from - 1].chars <= NAME)
		from--;
	while (to < d->nline && is_open_reply(d, to) && !d->line[to].nlink && !heads_post(w, to) && !boiler_look_line(d, w->r, to)->rule)
		to++;
	for (size_t i = from; i < to; i++)
		if (is_open_reply(d, i))
			doc_remove(&d->line[i], REMOVED_widget, STR("reply"));
}

/* On a forum's page the opening post is the article: from the head of the first reply on no running text is any of it. */
static void
mark_replies(walk *w)
{
	doc *d = w->d;
	size_t reply = SIZE_MAX, opening = 0, replies = 0;
	for (size_t i = 0; i < d->nline && w->first != SIZE_MAX; i++) {
		if (!heads_post(w, i))
			continue;
		if (i < w->first)
			opening++;
		else if (replies++ == 0)
			reply = i;
	}
	if (!replies || (!opening && replies < 2))
		return;
	while (reply > 0 && d->line[reply - 1].nlink && !boiler_is_paragraph(d, reply - 1)) /* who wrote it stands over the day */
		reply--;
	for (size_t i = reply; i < d->nline; i++)
		if (d->line[i].fate == FATE_BODY || (d->line[i].fate == FATE_REMOVED && d->line[i].cls < 0 && boiler_is_paragraph(d, i)))
			doc_remove(&d->line[i], REMOVED_widget, STR("reply"));
	for (size_t i = reply; i < d->nline; i++)
		if (heads_post(w, i))
			take_reply(w, i);
	find_article(w);
}

/* Cuts the lines whose words are of two classes: all of them in one pass, so that no cut moves the lines behind it. */
static void
cut_words(doc *d, const boiler_rules *r)
{
	for (size_t i = doc_pass(d); doc_reach(d, i); i++) {
		line *l = &d->line[i];
		if (l->fate == FATE_NONE)
			l->fate = FATE_BODY;
		const boiler_rule *whole = l->fate == FATE_BODY ? boiler_look_line(d, r, i)->rule : NULL;
		if (l->fate == FATE_BODY ? whole && whole->cls == REMOVED_byline : l->fate == FATE_REMOVED && l->cls < 0)
			boiler_cut_words(d, r, i);
	}
}

static void
classify_html(doc *d, const boiler_rules *r)
{
	walk w = {.d = d, .r = r, .section = -1};
	boiler_fill(d, r);
	find_article(&w);
	mark_replies(&w);
	cut_words(d, r);
	find_article(&w);
	w.gallery = is_gallery(d, r);
	bool begun = false;
	for (size_t i = 0; i < d->nline; i++) {
		const line *l = &d->line[i];
		if (l->fate == FATE_BODY) {
			w.section = begun ? w.section : -1; /* a section above the article ends where it begins */
			begun = true;
			body_line(&w, i);
		} else if (l->fate == FATE_REMOVED && l->cls < 0) {
			outer_line(&w, i);
		}
	}
}

/* The same caption again is a duplicate. */
static void
drop_repeated_captions(doc *d)
{
	for (size_t i = 0; i < d->nline; i++) {
		if (d->line[i].fate != FATE_CAPTION || d->line[i].chars < 6)
			continue;
		for (size_t k = i + 1; k < d->nline && k < i + 200; k++)
			if (d->line[k].fate == FATE_CAPTION && str_eq(d->line[i].source, d->line[k].source))
				doc_remove(&d->line[k], REMOVED_duplicate, STR("repeated-caption"));
	}
}

void
boiler_classify(doc *d, const boiler_rules *r)
{
	boiler_cut_insets(d, r);
	boiler_cut_leads(d, r);
	if (d->is_html) {
		classify_html(d, r);
		boiler_rest(d);
	} else {
		for (size_t i = doc_pass(d); doc_reach(d, i); i++)
			if (d->line[i].fate == FATE_NONE)
				boiler_cut_mixed(d, r, i);
		boiler_dump(d, r);
	}
	drop_repeated_captions(d);
}
