/* Lines that hold two classes, and spans inside lines that are none of the article. */
#include "boiler_rule.h"

#include "utf8.h"

/* Where the sentence that starts at s[from] ends, for a footer line: behind 。 or before an "if there is a question" clause. */
static size_t
clause_end(const boiler_rules *r, str s, size_t from)
{
	size_t at = from;
	while (at < s.n) {
		uint32_t cp = utf8_next_good(s, &at);
		if (cp == 0x3002)
			return at;
		str rest = str_skip(s, at);
		if ((cp == ',' || cp == 0xFF0C) && marks_start(r->marks, MARK_clause, rest))
			return at;
	}
	return s.n;
}

static const boiler_rule *
clause_rule(doc *d, const boiler_rules *r, str clause)
{
	return boiler_find(r, boiler_look(d, r, clause), ZONE_AFTER);
}

/* Cuts line i where the class of its clauses changes. */
void
boiler_cut_mixed(doc *d, const boiler_rules *r, size_t i)
{
	str s = d->line[i].source;
	size_t end = d->line[i].has & HAS_CLAUSE && d->line[i].chars <= 400 ? clause_end(r, s, 0) : s.n;
	if (end >= s.n)
		return;
	const boiler_rule *first = clause_rule(d, r, str_from_to(s, 0, end));
	while (end < s.n) {
		size_t next = clause_end(r, s, end);
		const boiler_rule *rule = clause_rule(d, r, str_from_to(s, end, next));
		if (rule && first && rule->cls != first->cls && rule->cls < CLASS_CAPTION && first->cls < CLASS_CAPTION) {
			doc_cut(d, i, end);
			return; /* the rest is a line of its own and comes next */
		}
		end = next;
	}
}

/* The end of the word at s[from]: white space or a stroke ends it; *next: where the next one begins. */
static size_t
word_end(str s, size_t from, size_t *next)
{
	size_t at = from, end = from;
	while (at < s.n) {
		uint32_t cp = utf8_next_good(s, &at);
		if (cp_is_space(cp) || cp == '|' || cp == 0xFF5C)
			break;
		end = at;
	}
	for (at = end; at < s.n;) {
		size_t here = at;
		uint32_t cp = utf8_next_good(s, &at);
		if (!cp_is_space(cp) && cp != '|' && cp != 0xFF5C) {
			*next = here;
			return end;
		}
	}
	*next = s.n;
	return end;
}

static bool
is_button(int cls)
{
	return cls == REMOVED_nav || cls == REMOVED_share || cls == REMOVED_widget;
}

/* The end of the word at s[from]. Links of a menu stand close together, `登录注册下载客户端`: the longest of two to four characters that a row
 * knows as a button is a word where links do (`glued`). */
static size_t
button_end(doc *d, const boiler_rules *r, bool glued, str s, size_t from, size_t *next)
{
	size_t end = word_end(s, from, next), best = 0;
	glued = glued && boiler_may_begin(r, str_from_to(s, from, end));
	for (size_t at = from, chars = 1; glued && at < end && chars <= 5; chars++) {
		if (chars > 2) {
			const boiler_rule *rule = boiler_find(r, boiler_look(d, r, str_from_to(s, from, at)), ZONE_OUT);
			best = rule && rule->match == MATCH_LINE && is_button(rule->cls) ? at : best;
		}
		utf8_next_good(s, &at);
	}
	if (!best)
		return end;
	*next = best;
	return best;
}

/* Is every word one that rows know as of that class? */
static bool
is_all_of(doc *d, const boiler_rules *r, bool glued, str s, int cls)
{
	for (size_t from = 0, next = 0; from < s.n; from = next) {
		size_t end = button_end(d, r, glued, s, from, &next);
		const boiler_rule *rule = boiler_find(r, boiler_look(d, r, str_from_to(s, from, end)), ZONE_OUT);
		if (!rule || rule->cls != cls)
			return false;
	}
	return true;
}

/* Cuts line i before its first button that rows know as of another class than the words before it: a date, then what to share it with. */
void
boiler_cut_words(doc *d, const boiler_rules *r, size_t i)
{
	enum { LONGEST = 160, MENU = 60 };
	str s = d->line[i].source;
	int cls = -1;
	bool glued = d->line[i].nlink >= 2 && d->line[i].chars <= MENU && d->line[i].fate != FATE_BODY;
	if (!glued && !(d->line[i].has & HAS_PARTS))
		return; /* one word */
	const boiler_rule *whole = boiler_look_line(d, r, i)->rule;
	if (d->line[i].chars > LONGEST || (whole && !is_button(whole->cls) && whole->cls != REMOVED_byline))
		return;
	for (size_t from = 0, next = 0; from < s.n; from = next) {
		size_t end = button_end(d, r, glued, s, from, &next);
		const boiler_rule *rule = boiler_find(r, boiler_look(d, r, str_from_to(s, from, end)), ZONE_OUT);
		if (!rule || rule->cls >= CLASS_CAPTION)
			continue;
		if (cls >= 0 && rule->cls != cls && is_button(rule->cls)) {
			doc_cut(d, i, from);
			if (is_all_of(d, r, glued, str_skip(s, from), rule->cls))
				boiler_apply(d, i + 1, rule);
			else if (d->line[i].fate == FATE_BODY)
				d->line[i + 1].fate = FATE_REMOVED; /* its class comes next */
			return;
		}
		cls = rule->cls;
	}
}

/* Cuts what was found in line *i out of it and removes it; *i is then its line. */
static void
take_out(doc *d, size_t *i, const boiler_line *b, const boiler_found *found)
{
	size_t from = fold_source(&b->f, found->from), to = fold_source(&b->f, found->to);
	if (to < d->line[*i].source.n)
		doc_cut(d, *i, to);
	if (from > 0) {
		doc_cut(d, *i, from);
		++*i;
	}
	doc_remove(&d->line[*i], (enum removed_class)found->rule->cls, found->rule->name);
}

static void
cut_spans(doc *d, const boiler_rules *r)
{
	if (r->span.n == 0)
		return;
	for (size_t i = doc_pass(d); doc_reach(d, i); i++) {
		line *l = &d->line[i];
		if (l->fate != FATE_NONE && l->fate != FATE_BODY && !(l->fate == FATE_REMOVED && l->cls < 0))
			continue;
		const boiler_line *b = boiler_look_line(d, r, i);
		if (b->span.rule && doc_may_cut(d))
			take_out(d, &i, b, &b->span);
	}
}

static bool
may_hold_inset(const line *l, unsigned least)
{
	return (l->fate == FATE_NONE || l->fate == FATE_BODY || (l->fate == FATE_REMOVED && l->cls < 0)) && l->chars >= least;
}

/* Is the line more than the inset, but no running text: 图片来源:海屿网, which says of something whence it is? */
static bool
is_label_of(const doc *d, size_t i, const boiler_line *b, size_t from, size_t to, unsigned least)
{
	str s = d->line[i].source;
	size_t rest = utf8_count(s) - utf8_count(str_from_to(s, fold_source(&b->f, from), fold_source(&b->f, to)));
	return rest > 0 && (rest < least / 2 || (b->rule && b->rule->cls >= CLASS_CAPTION));
}

/* In brackets of its own between two sentences or clauses. */
static bool
is_closed(const boiler_line *b, size_t from, size_t to)
{
	uint32_t open = utf8_first(str_skip(b->f.s, from)), close = utf8_last(str_from_to(b->f.s, from, to));
	return from > 0 && to < b->f.s.n && (open == '(' || open == '[' || open == 0x3010) && (close == ')' || close == ']' || close == 0x3011);
}

/* Cuts a line's first inset that is one of many, or that nobody writes. */
static void
cut_inset(doc *d, const boiler_rules *r, size_t *i, bool many, unsigned least)
{
	const boiler_line *b = boiler_look_line(d, r, *i);
	boiler_found x = *boiler_first_inset(d, r, *i);
	while (x.rule && !many && x.rule->cls != REMOVED_junk && x.rule->cls != REMOVED_spam && !is_closed(b, x.from, x.to))
		x = boiler_inset(r, b, x.to);
	if (!x.rule || is_label_of(d, *i, b, x.from, x.to, least))
		return;
	d->insets++;
	take_out(d, i, b, &x);
}

/* What a tool against copying puts between sentences again and again: in lines of `least` characters or more, half of them text. */
static void
cut_insets(doc *d, const boiler_rules *r, unsigned least)
{
	size_t n = d->insets;
	for (size_t i = 0; i < d->nline && n < 2; i++)
		n += may_hold_inset(&d->line[i], 12) && boiler_first_inset(d, r, i)->rule;
	if (n == 0)
		return;
	for (size_t i = doc_pass(d); doc_reach(d, i); i++)
		if (may_hold_inset(&d->line[i], least) && doc_may_cut(d))
			cut_inset(d, r, &i, n >= 2, least);
}

/* Does a sentence end at byte *end of s? Quotation marks may close behind its stop. Moves *end before the last character. */
static bool
sentence_ends(str s, size_t *end)
{
	unsigned char byte = (unsigned char)s.p[*end - 1];
	if (byte < 0x80) { /* none of those marks */
		--*end;
		return false;
	}
	uint32_t last = utf8_prev(s, end);
	size_t before = *end;
	if (last == 0x201D && before)
		last = utf8_prev(s, &before);
	return last == 0x3002 || last == 0xFF01 || last == 0xFF1F;
}

/* Where the words behind the last sentence of s begin, or its last sentence when nothing stands behind it (*whole); SIZE_MAX when there are none, too
 * many, or too little before them. */
static size_t
last_words(str s, bool *whole)
{
	enum { FEWEST = 5, MOST = 70, BEFORE = 36 };
	size_t end = s.n;
	*whole = s.n && sentence_ends(s, &end);
	end = s.n;
	for (size_t chars = 0; end > BEFORE && chars <= MOST; chars++) {
		size_t at = end;
		if (sentence_ends(s, &end) && chars > 1)
			return chars >= FEWEST ? at : SIZE_MAX;
	}
	return SIZE_MAX;
}

/* A class of words that sites put behind a paragraph for its readers. */
static bool
is_appended(const boiler_rule *rule)
{
	return rule && rule->match != MATCH_HINT && rule->scope == SCOPE_LINE &&
	       (rule->cls == REMOVED_share || rule->cls == REMOVED_copyright || rule->cls == REMOVED_disclaimer || rule->cls == REMOVED_reference);
}

/* `…降到四度。打开APP看高清大图`: what would be no article as a line of its own is none behind a paragraph's last sentence. A sentence with its stop
 * must be one that nobody writes between two paragraphs. */
static void
cut_tails(doc *d, const boiler_rules *r)
{
	for (size_t i = doc_pass(d); doc_reach(d, i); i++) {
		line *l = &d->line[i];
		bool whole;
		if (l->fate != FATE_NONE || !(l->has & HAS_STOP) || l->flags & LF_LINK || !doc_may_cut(d))
			continue;
		size_t at = last_words(l->source, &whole);
		const boiler_rule *rule = at == SIZE_MAX ? NULL : boiler_find(r, boiler_look(d, r, str_skip(l->source, at)), whole ? ZONE_IN : ZONE_AFTER);
		if (!is_appended(rule))
			continue;
		doc_cut(d, i, at);
		doc_remove(&d->line[i + 1], (enum removed_class)rule->cls, rule->name);
		i--; /* more may stand before it */
	}
}

void
boiler_cut_early(doc *d, const boiler_rules *r)
{
	cut_spans(d, r);
	cut_insets(d, r, 48);
	cut_tails(d, r);
}

void
boiler_cut_insets(doc *d, const boiler_rules *r)
{
	cut_insets(d, r, 12);
}

/* `〔記者X／台北報導〕` at the head of a paragraph. */
void
boiler_cut_leads(doc *d, const boiler_rules *r)
{
	for (size_t i = doc_pass(d); doc_reach(d, i); i++) {
		line *l = &d->line[i];
		if ((l->fate != FATE_NONE && l->fate != FATE_BODY) || l->chars < 20)
			continue;
		const boiler_line *b = boiler_look_line(d, r, i);
		size_t to;
		const boiler_rule *rule = boiler_lead(r, b, &to);
		if (!rule || fold_source(&b->f, to) >= l->source.n)
			continue;
		doc_cut(d, i, fold_source(&b->f, to));
		d->line[i + 1].flags |= d->line[i].flags & (LF_BLANK_BEFORE | LF_BR_BEFORE);
		doc_remove(&d->line[i], (enum removed_class)rule->cls, rule->name);
		i++;
	}
}
