#include "boiler_rule.h"

#include <string.h>

#include "utf8.h"

enum { HEAD = 14 }; /* so many lines before the first paragraph may hold the headline */

/* A dump has no tags: which of its lines are the article is told by what they are and by their neighbours. */
typedef struct dump {
	doc *d;
	const boiler_rules *r;
	boiler_line *b;            /* by line */
	int *section;              /* class of the section a line stands in, or -1 */
	const boiler_rule **opened;
	size_t first, last;        /* paragraphs of the article; first > last: none */
} dump;

static bool
is_open(const dump *u, size_t i)
{
	return u->d->line[i].fate == FATE_NONE;
}

static uint32_t
last_char(str s)
{
	s = str_trim(s);
	return utf8_last(s);
}

static bool
ends_sentence(str s)
{
	return cp_ends_sentence(last_char(s));
}

/* A date or time, or "3小时前": what lists of stories carry. */
static bool
is_list_time(const dump *u, size_t i)
{
	if (i >= u->d->nline)
		return false;
	str s = u->b[i].f.s;
	size_t digits = 0;
	for (size_t k = 0; k < s.n; k++)
		digits += s.p[k] >= '0' && s.p[k] <= '9';
	return u->b[i].chars <= 24 && digits >= 6 && digits * 2 >= u->b[i].chars;
}

/* Running text long enough to end a list of stories. */
static bool
ends_section(const dump *u, size_t i)
{
	const line *l = &u->d->line[i];
	return boiler_is_paragraph(u->d, i) && l->chars >= 40 && str_find(l->source, STR("。")) != SIZE_MAX && !is_list_time(u, i + 1);
}

/* "发表于 2025-3-9 07:30" behind the opening post: a reply. */
static bool
is_reply(const dump *u, size_t i)
{
	return marks_inside(u->r->marks, MARK_post, u->b[i].f.s) && is_list_time(u, i);
}

/* The line before paragraph i is a heading of the article and no story of the list, when it is much shorter than they are. */
static void
give_back_heading(dump *u, size_t i)
{
	size_t chars = 0, n = 0;
	if (i < 3 || u->d->line[i - 1].chars > 14 || u->d->line[i - 1].punct || u->b[i - 1].rule)
		return;
	for (size_t k = i - 1; k-- > 0 && u->section[k] == REMOVED_related && !u->b[k].rule; n++)
		chars += u->d->line[k].chars;
	if (n >= 2 && u->d->line[i - 1].chars * 3 < 2 * (chars / n))
		u->section[i - 1] = -1;
}

static void
mark_sections(dump *u)
{
	int now = -1;
	const boiler_rule *by = NULL;
	bool article = false;
	for (size_t i = 0; i < u->d->nline; i++) {
		u->section[i] = -1;
		if (!is_open(u, i))
			continue;
		const boiler_rule *rule = u->b[i].rule;
		if (rule && rule->scope == SCOPE_SECTION && rule->cls < CLASS_CAPTION) {
			now = rule->cls;
			by = rule;
		} else if (article && is_reply(u, i)) {
			now = REMOVED_widget;
			by = NULL;
		} else if (!rule && ends_section(u, i) && !(now == REMOVED_widget && !by)) {
			if (now == REMOVED_related && article)
				give_back_heading(u, i);
			now = -1;
			article = true;
		} else if (rule && (rule->cls == REMOVED_copyright || rule->cls == REMOVED_disclaimer)) {
			now = -1;
		}
		article = article || (now < 0 && !rule && boiler_is_paragraph(u->d, i));
		u->section[i] = now;
		u->opened[i] = by;
	}
}

static void
find_article(dump *u)
{
	u->first = SIZE_MAX;
	u->last = 0;
	for (int pass = 0; pass < 2 && u->first == SIZE_MAX; pass++)
		for (size_t i = 0; i < u->d->nline; i++) {
			const line *l = &u->d->line[i];
			bool good = boiler_is_paragraph(u->d, i) || (pass && ends_sentence(l->source) && l->punct && l->chars >= 8);
			if (!is_open(u, i) || u->b[i].rule || u->section[i] >= 0 || !good)
				continue;
			u->first = u->first == SIZE_MAX ? i : u->first;
			u->last = i;
		}
}

/* A sentence ends in line i, above the first paragraph. */
static bool
is_told(const dump *u, size_t i)
{
	const line *l = &u->d->line[i];
	return is_open(u, i) && !u->b[i].rule && u->section[i] < 0 && l->punct && l->chars >= 8 && last_char(l->source) == 0x3002;
}

/* Line i is a piece of a sentence that a tool broke: no empty line parts it from the next, and right above it another sentence ends. */
static bool
is_fragment(const dump *u, size_t i)
{
	enum { LEAST = 16 };
	const line *l = &u->d->line[i];
	bool long_piece = l->chars >= LEAST && !(u->d->line[i + 1].flags & LF_BLANK_BEFORE) && !(l->flags & LF_BLANK_BEFORE);
	return i > 0 && long_piece && is_told(u, i - 1) && !(u->d->line[i - 1].flags & LF_BLANK_BEFORE);
}

/* Lines right before the first paragraph that are text too: "各有关单位：", a fragment that the next line goes on from. */
static void
extend_up(dump *u)
{
	while (u->first > 0 && u->first != SIZE_MAX) {
		size_t i = u->first - 1;
		const line *l = &u->d->line[i];
		uint32_t end = last_char(l->source);
		bool text = (end == 0x3002 || ((end == ':' || end == 0xFF1A) && l->chars >= 5)) && l->punct;
		if (!is_open(u, i) || u->b[i].rule || u->section[i] >= 0 || !(text || is_fragment(u, i)))
			break;
		u->first = i;
	}
}

/* A short line of an office and a date behind the last paragraph: the notice's signature. */
static bool
is_signature(const dump *u, size_t i)
{
	if (u->b[i].chars > 24 || i + 1 >= u->d->nline || !is_list_time(u, i + 1) || !marks_inside(u->r->marks, MARK_year, u->b[i + 1].f.s))
		return false;
	return marks_end(u->r->marks, MARK_office, u->b[i].f.s);
}

/* The number of a list's item: `2、`, `（2）`, `2.`, but not `2.5`. 0: none. */
static unsigned
item_number(str s)
{
	size_t at = 0;
	unsigned n = 0, digits = 0;
	uint32_t cp = s.n ? utf8_next(s, &at) : 0;
	if ((cp == '(' || cp == 0xFF08) && at < s.n)
		cp = utf8_next(s, &at);
	for (; ascii_is_digit(cp) && ++digits <= 2; cp = at < s.n ? utf8_next(s, &at) : 0)
		n = n * 10 + cp - '0';
	bool mark = cp == 0x3001 || cp == '.' || cp == 0xFF0E || cp == ')' || cp == 0xFF09;
	bool decimal = cp == '.' && at < s.n && ascii_is_digit((unsigned char)s.p[at]);
	return mark && digits <= 2 && !decimal ? n : 0;
}

/* Line i is the next item of the list that the article ends with so far: an item needs no stop. */
static bool
is_next_item(const dump *u, size_t i)
{
	unsigned n = item_number(u->d->line[u->last].source);
	return n && item_number(u->d->line[i].source) == n + 1;
}

static void
extend_down(dump *u)
{
	for (size_t i = u->last + 1; u->first != SIZE_MAX && i < u->d->nline; i++) {
		const line *l = &u->d->line[i];
		if (u->section[i] >= 0)
			break;
		if (is_open(u, i) && is_signature(u, i)) {
			u->last = i + 1;
			u->b[i + 1].rule = NULL;
			break;
		}
		if (!is_open(u, i))
			continue;
		bool known = u->b[i].rule != NULL;
		if (known && u->b[i].rule->cls >= CLASS_CAPTION)
			continue;
		uint32_t end = last_char(l->source);
		bool sentence = (end == 0x3002 || end == 0x201D || end == 0xFF01 || end == 0xFF1F || end == '!' || end == '?') && l->punct;
		if (known || !(sentence || is_next_item(u, i)))
			break;
		u->last = i;
	}
}

static bool
repeated(const dump *u, size_t i)
{
	for (size_t k = 0; k < u->d->nline; k++)
		if (k != i && u->b[k].f.s.n && str_eq(u->b[k].f.s, u->b[i].f.s))
			return true;
	return false;
}

/* The next line goes on from it: it begins with a mark. */
static bool
is_torn(const dump *u, size_t i)
{
	uint32_t first = i + 1 < u->d->nline ? utf8_first(u->d->line[i + 1].source) : 0;
	return first == 0xFF0C || first == 0x3002 || first == 0x3001 || first == 0xFF1B;
}

static bool
may_be_title(const dump *u, size_t i)
{
	const line *l = &u->d->line[i];
	uint32_t end = last_char(l->source);
	return is_open(u, i) && !u->b[i].rule && u->b[i].chars >= 4 && u->b[i].chars <= 60 && l->han >= 2 && end != 0x3002 && end != ':' && end != 0xFF1A &&
	       end != ',' && end != 0xFF0C && end != 0xFF1B && end != 0x3001 && !is_torn(u, i);
}

/* Does the line, without quotation marks and stop, stand inside a paragraph of the article? Then it is a deck. */
static bool
is_deck(const dump *u, size_t i)
{
	static const char *const outer[] = {"“", "”", "「", "」", "。", "！", "？"};
	str s = u->b[i].f.s;
	for (int turn = 0; turn < 3; turn++)
		for (size_t k = 0; k < sizeof outer / sizeof *outer; k++) {
			str mark = str_from(outer[k]);
			s = str_starts(s, mark) ? str_skip(s, mark.n) : s;
			s.n -= str_ends(s, mark) ? mark.n : 0;
		}
	for (size_t k = u->first; s.n >= 24 && k <= u->last && k < u->d->nline; k++)
		if (u->b[k].f.s.n > s.n + 3 && str_find(u->b[k].f.s, s) != SIZE_MAX)
			return true;
	return false;
}

/* The headline among the lines before the first paragraph: of the last few that may be one, the one that stands on the page twice, else the
 * nearest that is long enough and no sub-title. */
static size_t
find_title(const dump *u)
{
	enum { CANDIDATES = 4 };
	size_t cand[CANDIDATES], n = 0;
	for (size_t i = u->first; i-- > 0 && n < CANDIDATES && i + HEAD > u->first;) {
		if (u->section[i] >= 0)
			break;
		if (may_be_title(u, i) && !is_deck(u, i))
			cand[n++] = i;
	}
	for (size_t k = 0; k < n && k < 2; k++)
		if (cand[k] + 3 > cand[0] && repeated(u, cand[k]) && u->b[cand[k]].chars >= 8)
			return cand[k];
	for (unsigned least = 8; least >= 4; least -= 2)
		for (size_t k = 0; k < n; k++)
			if (u->b[cand[k]].chars >= least && !str_starts(u->d->line[cand[k]].source, STR("—")))
				return cand[k];
	return SIZE_MAX;
}

/* An account's card: its name once or twice, a motto, then "12文章数 34关注度". */
static void
mark_card(dump *u, size_t i)
{
	for (size_t back = 1; back <= 3 && back <= i; back++) {
		line *l = &u->d->line[i - back];
		if (is_list_time(u, i - back) || !l->source.n)
			break;
		if (l->fate == FATE_REMOVED && l->cls != REMOVED_related)
			continue;
		bool name = !ends_sentence(l->source) && l->chars <= 30;
		doc_remove(l, name ? REMOVED_byline : REMOVED_share, STR("account-card"));
	}
}

static void
outside_line(dump *u, size_t i, size_t title)
{
	line *l = &u->d->line[i];
	enum boiler_zone zone = i < u->first ? ZONE_HEAD : ZONE_AFTER;
	const boiler_rule *rule = boiler_find(u->r, &u->b[i], zone);
	bool near_title = title != SIZE_MAX && i + 2 >= title && i < u->first;
	if (rule && rule->cls >= CLASS_CAPTION && u->section[i] >= 0)
		rule = NULL;
	if (u->section[i] == REMOVED_related && rule && rule->cls == REMOVED_byline)
		rule = NULL; /* the times of a list of stories are nobody's */
	if (rule) {
		boiler_apply(u->d, i, rule);
		if (rule->scope == SCOPE_CARD)
			mark_card(u, i);
	} else if (u->section[i] >= 0) {
		bool word = u->section[i] == REMOVED_related && l->chars <= 3 && l->han == l->chars && i + 1 < u->d->nline &&
		            u->d->line[i + 1].chars <= 4 && u->d->line[i + 1].han == u->d->line[i + 1].chars;
		doc_remove(l, word ? REMOVED_nav : (enum removed_class)u->section[i],
		           u->opened[i] ? u->opened[i]->name : STR("reply"));
	} else if (i < u->first && i + HEAD > u->first && is_deck(u, i)) {
		doc_remove(l, REMOVED_duplicate, STR("repeated-sentence"));
	} else if (title != SIZE_MAX && i > title && i < u->first && l->chars <= 12 && l->punct == 0 && l->han) {
		doc_remove(l, REMOVED_byline, STR("poster"));
	} else if (near_title) {
		doc_remove(l, REMOVED_other, STR("kicker"));
	} else if (i < u->first && l->chars <= 8) {
		doc_remove(l, REMOVED_nav, STR("menu-word"));
	} else {
		doc_remove(l, i < u->first ? REMOVED_nav : REMOVED_other, STR("outside-article"));
	}
}

/* A bare count beside a line of sharing buttons is theirs. */
static void
mark_counters(dump *u)
{
	for (size_t i = 0; i < u->d->nline; i++) {
		line *l = &u->d->line[i];
		uint64_t n;
		bool beside = (i > 0 && u->d->line[i - 1].cls == REMOVED_share) || (i + 1 < u->d->nline && u->d->line[i + 1].cls == REMOVED_share);
		if (l->fate == FATE_REMOVED && l->chars <= 6 && str_u64(u->b[i].f.s, &n) && beside)
			doc_remove(l, REMOVED_share, STR("counter"));
	}
}

/* The replying user's name and rank stand before "发表于". */
static void
mark_reply_heads(dump *u)
{
	for (size_t i = u->last + 1; i < u->d->nline; i++) {
		if (!is_reply(u, i) || u->section[i] != REMOVED_widget)
			continue;
		for (size_t back = 1; back <= 2 && i - back > u->last; back++)
			if (is_open(u, i - back) && u->d->line[i - back].chars <= 12)
				u->section[i - back] = REMOVED_widget;
	}
}

/* Between paragraphs: a headline, a byline, and running text behind them are the start of another article. */
static bool
starts_article(const dump *u, size_t i)
{
	size_t k = i + 1;
	if (!may_be_title(u, i) || u->d->line[i].chars < 8 || i + 2 >= u->d->nline)
		return false;
	const boiler_rule *by = is_open(u, k) ? u->b[k].rule : NULL;
	if (!by || by->cls != REMOVED_byline || !boiler_allows(by, ZONE_HEAD))
		return false;
	for (k++; k < u->d->nline && k < i + 5; k++)
		if (is_open(u, k) && !u->b[k].rule && boiler_is_paragraph(u->d, k))
			return true;
	return false;
}

static void
inside_line(dump *u, size_t i)
{
	if (starts_article(u, i)) {
		u->d->line[i].fate = FATE_TITLE;
		boiler_apply(u->d, i + 1, u->b[i + 1].rule);
		return;
	}
	const boiler_rule *rule = boiler_find(u->r, &u->b[i], ZONE_IN);
	line *l = &u->d->line[i];
	if (rule && rule->cls == REMOVED_nav && l->chars <= 3)
		rule = NULL; /* a cell of a table */
	if (rule)
		boiler_apply(u->d, i, rule);
	else if (u->section[i] >= 0)
		doc_remove(l, (enum removed_class)u->section[i], u->opened[i] ? u->opened[i]->name : STR("section"));
	else
		l->fate = FATE_BODY;
}

void
boiler_dump(doc *d, const boiler_rules *r)
{
	dump u = {.d = d, .r = r, .b = arena_array(d->a, boiler_line, d->nline + 1)};
	u.section = arena_array(d->a, int, d->nline + 1);
	u.opened = arena_alloc(d->a, (d->nline + 1) * sizeof *u.opened);
	for (size_t i = 0; i < d->nline; i++)
		u.b[i] = *boiler_look_line(d, r, i);
	mark_sections(&u);
	find_article(&u);
	extend_up(&u);
	extend_down(&u);
	mark_reply_heads(&u);
	size_t title = u.first == SIZE_MAX ? SIZE_MAX : find_title(&u);
	for (size_t i = 0; i < d->nline; i++) {
		if (!is_open(&u, i))
			continue;
		if (i == title)
			d->line[i].fate = FATE_TITLE;
		else if (u.first != SIZE_MAX && i >= u.first && i <= u.last)
			inside_line(&u, i);
		else
			outside_line(&u, i, title);
	}
	mark_counters(&u);
	if (u.first == SIZE_MAX)
		d->no_article = "empty page";
}
