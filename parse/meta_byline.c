#include "meta_byline.h"

#include "meta_beside.h"
#include "meta_label.h"
#include "meta_title.h"
#include "utf8.h"

enum { NAME_MAX = 90, NAMES_MAX = 6 };

/* Where the brackets that close the name begin, when they hold its Latin account: 江湾商业（ID：jiangwan）, 江湾商业（jiangwan）; else its end. */
static size_t
account_brackets(str s)
{
	size_t open = str_rfind(s, STR("（")), plain = str_rfind(s, STR("("));
	open = open == SIZE_MAX ? plain : open;
	if (open == SIZE_MAX || open == 0)
		return s.n;
	bool latin = true;
	for (size_t at = open; at < s.n && latin;)
		latin = !cp_is_han(utf8_next(s, &at));
	return latin ? open : s.n;
}

/* A publisher's name without what tells more of it: 江湾商业（ID：jiangwan）, 综合江湾日报 */
static str
publisher_of(arena *a, const meta_rules *r, str value)
{
	const meta_word *kind = meta_starts(r, MK_label, value);
	if (kind && kind->field == MF_publisher && names_open(names_at(value, kind->word.n))) /* 微信公众号“江湾发布” */
		value = str_skip(value, kind->word.n);
	value = str_from_to(value, 0, account_brackets(value));
	str tidy = byline_tidy(a, r, value);
	const meta_word *several = meta_starts(r, MK_several, tidy);
	if (several && tidy.n > several->word.n)
		tidy = byline_tidy(a, r, str_skip(tidy, several->word.n));
	return tidy.n <= NAME_MAX ? tidy : STR_NULL;
}

static void
add_editor(byline *b, arena *a, str value)
{
	str parts[] = {b->editors, STR(" "), value};
	if (b->editors.n < 4 * NAME_MAX && value.n < NAME_MAX)
		b->editors = arena_cat(a, parts, 3);
}

/* 正文, 下一篇: a step of the breadcrumbs or a button, no section. */
static str
section_of(arena *a, const meta_rules *r, str value)
{
	str tidy = byline_tidy(a, r, value);
	const meta_word *step = tidy.n ? meta_starts(r, MK_crumb, tidy) : NULL;
	return step && step->word.n == tidy.n ? STR_NULL : tidy;
}

static void
set_field(byline *b, arena *a, const meta_rules *r, enum meta_field f, str value)
{
	if (f == MF_author && !b->author.p)
		b->author = names_join(a, r, value);
	else if (f == MF_translator && !b->translator.p)
		b->translator = names_join(a, r, value);
	else if (f == MF_publisher && !b->publisher.p)
		b->publisher = publisher_of(a, r, value);
	else if (f == MF_producer && !b->producer.p)
		b->producer = publisher_of(a, r, value);
	else if (f == MF_section && !b->section.p)
		b->section = section_of(a, r, value);
	else if (f == MF_url && !b->url.p)
		b->url = byline_tidy(a, r, value);
	else if (f == MF_editor)
		add_editor(b, a, value);
}

/* A second kind of author on the same line: 记者 李明 通讯员 王芳. */
static void
add_author(byline *b, arena *a, const meta_rules *r, str value)
{
	str more = names_join(a, r, value), parts[] = {b->author, STR(" "), more};
	if (more.p && b->author.p && str_find(b->author, more) == SIZE_MAX)
		b->author = arena_cat(a, parts, 3);
}

/* 欣島傳媒╱記者..., 中经记者 ...: who sent the reporter. */
static void
read_sender(byline *b, arena *a, const meta_rules *r, str before)
{
	const meta_word *known = before.n ? meta_ends(r, MK_paper, before) : NULL;
	str name = byline_tidy(a, r, before);
	size_t n = name.p ? utf8_count(name) : 0;
	if (known && !b->publisher.p)
		b->publisher = known->value;
	else if (n >= 2 && n <= 10 && names_divider(utf8_last(before)) && !meta_starts(r, MK_label, name) && !b->paper.p && !names_skip_blank(before, 0))
		b->paper = name;
}

/* Where the names end: 周敏 实习生 田野 goes on behind the second office. */
static size_t
reporters_end(const meta_rules *r, str s)
{
	size_t end = label_value_end(r, s, 0, MF_author);
	for (size_t at; (at = names_skip_blank(s, end)) > end;) {
		const meta_word *office = meta_starts(r, MK_reporter, str_skip(s, at));
		if (!office || names_skip_blank(s, at + office->word.n) == at + office->word.n || label_strong(r, s, at))
			break;
		end = label_value_end(r, s, names_skip_blank(s, at + office->word.n), MF_author);
	}
	return end;
}

/* 试乘首班列车, right behind 记者: what reporters did, not who they are. */
static bool
is_clause(const meta_rules *r, str s)
{
	size_t n = 0, chars = 0;
	for (size_t at = 0; at < s.n && cp_is_han(utf8_next(s, &at)); chars++)
		n = at;
	s.n = n;
	return chars > 4 && !meta_starts(r, MK_surname, s);
}

/* 记者 李明 北京报道, 〔記者林芷晴／台中報導〕, 中经记者 秦泉 */
static void
read_reporter(byline *b, arena *a, const meta_rules *r, str s)
{
	const meta_word *m = NULL;
	size_t i = 0;
	for (; i < s.n && i <= 48; utf8_next(s, &i))
		if ((m = meta_starts(r, MK_reporter, str_skip(s, i))))
			break;
	if (!m || (i > 0 && s.p[i - 1] == '|')) /* a menu: 首页|记者视线|社会 */
		return;
	str rest = str_skip(s, i + m->word.n);
	while (rest.n && (names_colon(utf8_first(rest)) || cp_is_space(utf8_first(rest)) || names_bar(utf8_first(rest)))) {
		size_t n = 0;
		utf8_next(rest, &n);
		rest = str_skip(rest, n);
	}
	rest.n = reporters_end(r, rest);
	if (utf8_count(rest) > 30 || (rest.p == s.p + i + m->word.n && is_clause(r, rest)))
		return;
	b->author = names_join(a, r, rest);
	if (b->author.p)
		read_sender(b, a, r, str_from_to(s, 0, i));
}

/* The words round s[at], up to white space and brackets. */
static str
word_before(str s, size_t at)
{
	size_t from = at;
	while (from > 0) {
		size_t i = from;
		uint32_t cp = utf8_prev(s, &i);
		if (cp_is_space(cp) || names_bracket(cp))
			break;
		from = i;
	}
	return str_from_to(s, from, at);
}

static str
word_behind(str s, size_t at)
{
	size_t from = names_skip_blank(s, at), to = from;
	while (to < s.n && !cp_is_space(names_at(s, to)) && !names_bracket(names_at(s, to)))
		utf8_next(s, &to);
	return str_from_to(s, from, to);
}

/* 林芷晴、林志豪／綜合報導: names, a slash, a place and the verb. */
static void
read_correspondent(byline *b, arena *a, const meta_rules *r, str s)
{
	for (size_t at = 0; at < s.n && !b->author.p;) {
		size_t here = at;
		uint32_t cp = utf8_next(s, &at);
		if (!names_slash(cp))
			continue;
		str names = word_before(s, here), place = word_behind(s, at);
		size_t comma = str_find(names, STR("、"));
		const meta_word *office = meta_starts(r, MK_label, place);
		if (office && office->field == MF_editor && office->word.n == place.n && names_person(r, names)) /* 林芷晴／核稿編輯 */
			add_editor(b, a, names);
		if (meta_ends(r, MK_verb, place) && utf8_count(place) <= 8 && names_person(r, str_from_to(names, 0, comma)))
			b->author = names_join(a, r, names);
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
		if (!cp_is_space(cp) && !names_colon(cp) && !names_bracket(cp))
			break;
		end = i;
	}
	const meta_word *m = meta_ends(r, MK_label, str_from_to(s, 0, end));
	return m ? m->field : MF_other;
}

/* The field that a word right behind the date at s[at] says: 2025-09-18 08:30 更新. */
static enum meta_field
label_behind(const meta_rules *r, const when_base *base, str s, size_t at)
{
	str rest = str_skip(s, names_skip_blank(s, at));
	const meta_word *m = meta_starts(r, MK_behind, rest);
	when w;
	if (!m)
		return MF_other;
	rest = str_skip(rest, m->word.n);
	size_t gap = names_skip_blank(rest, 0);
	bool ends = !rest.n || gap || names_divider(utf8_first(rest)) || names_bracket(utf8_first(rest));
	return ends && !(when_find(base, rest, 0, &w) && w.start <= gap) ? m->field : MF_other;
}

static void
read_dates(byline *b, arena *a, const meta_rules *r, const when_base *base, str s)
{
	when w;
	for (size_t at = 0; when_find(base, s, at, &w); at = w.end) {
		enum meta_field f = label_before(r, s, w.start);
		if (f == MF_nodate)
			continue;
		if (f != MF_published && f != MF_modified && label_behind(r, base, s, w.end) == MF_modified)
			f = MF_modified;
		if (f == MF_modified) {
			if (!b->has_modified)
				b->modified = w;
			b->has_modified = true;
		} else if (!b->has_published || (f == MF_published && !b->has_labelled)) {
			b->published = w;
			b->has_published = true;
			b->has_labelled = f == MF_published;
			beside_read(b, a, r, s, &w, f);
		}
	}
	when_base any = *base;
	any.about = (when){.year = 2000, .month = 12, .day = 31};
	if (!base->known && !base->about.year && !b->has_published && when_find(&any, s, 0, &w)) /* 江湾日报 09-18 08:30: of no known year */
		beside_read(b, a, r, s, &w, MF_other);
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

/* One label's value. Its end. */
static size_t
read_value(byline *b, arena *a, const meta_rules *r, str s, const meta_word *m, size_t at, unsigned *names)
{
	while (m->field != MF_author && at < s.n && names_open(names_at(s, at)) && names_at(s, at) != '[')
		utf8_next(s, &at);
	at = names_skip_blank(s, at);
	size_t end = label_value_end(r, s, at, m->field);
	if (m->field == MF_author && !b->author.p && meta_exact(r, MK_reporter, m->word)) {
		read_reporter(b, a, r, s); /* 江湾日报记者 甲 通讯员 乙: from the first of them on */
		*names += b->author.p != NULL;
	}
	if (m->field == MF_author && *names > 0 && *names < NAMES_MAX)
		add_author(b, a, r, str_from_to(s, at, end));
	else
		set_field(b, a, r, m->field, str_from_to(s, at, end));
	*names += m->field == MF_author;
	return end > at ? end : at;
}

static void
read_labels(byline *b, arena *a, const meta_rules *r, str s)
{
	unsigned names = b->author.p ? NAMES_MAX : 0;
	size_t end = 0; /* of the last value: a label may stand right behind it */
	for (size_t i = 0; i < s.n;) {
		size_t behind;
		const meta_word *m = label_at(r, s, i, &behind);
		if (!m || !(i == end || label_may_start(r, s, i))) {
			utf8_next(s, &i);
			continue;
		}
		if (behind >= s.n) {
			if (i == 0 || names_colon(utf8_last(s))) /* not: 请关注江湾微信公众号 */
				b->waiting = m->field;
			break;
		}
		if (label_strong(r, s, behind)) { /* 作者：  来源：... */
			i = behind;
			continue;
		}
		i = end = read_value(b, a, r, s, m, behind, &names);
		if (i < s.n && (names_divider(names_at(s, i)) || names_bracket(names_at(s, i))))
			utf8_next(s, &i);
	}
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
	read_labels(b, a, r, s);
	if (!b->author.p)
		read_reporter(b, a, r, s);
	if (!b->author.p)
		read_correspondent(b, a, r, s);
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

/* 江湾9月18日电 (张道远), and a writer's name alone behind the last sentence: （李妍） */
static str
signed_name(arena *a, const meta_rules *r, str text, str inside, str s, bool first)
{
	size_t at = (size_t)(inside.p - text.p);
	str one = s, list = s, before = str_trim(str_from_to(text, 0, at));
	bool all = s.n > 0;
	while (all && list.n && str_cut(&list, ' ', &one))
		all = names_person(r, one);
	utf8_prev(before, &before.n); /* the bracket */
	before = str_trim(before);
	bool told = before.n && (first ? meta_ends(r, MK_verb, before) != NULL : utf8_last(before) == 0x3002);
	return all && told ? names_join(a, r, s) : STR_NULL;
}

void
byline_in_text(byline *b, arena *a, const meta_rules *r, str text, bool first)
{
	text = utf8_trim(text);
	size_t close = first && str_starts(text, STR("【")) ? str_find(text, STR("】")) : SIZE_MAX;
	if (close != SIZE_MAX && names_open(names_at(text, close + 3))) /* 【江湾网】（记者 ...） */
		text = str_skip(text, close + 3);
	str inside = in_brackets(text, first), s = meta_tidy(a, inside);
	const meta_word *m = NULL;
	if (b->author.p || !s.n || utf8_count(s) > 40)
		return;
	for (size_t i = 0; i <= 30 && i < s.n && !m; utf8_next(s, &i))
		m = meta_starts(r, MK_reporter, str_skip(s, i));
	if (!m)
		b->author = signed_name(a, r, text, inside, s, first);
	const meta_word *end = meta_ends(r, MK_label, s);
	bool picture = end && end->field == MF_editor && !names_divider(utf8_last(str_from_to(s, 0, s.n - end->word.n)));
	if (!m || picture)
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
	if (str_find(s, STR("。")) != SIZE_MAX || utf8_count(s) > 60)
		return false;
	bool dated = when_find(base, s, 0, &w);
	for (size_t i = 0; i < s.n; utf8_next(s, &i)) {
		size_t behind;
		const meta_word *m = label_at(r, s, i, &behind);
		if (!m || !names_colon(names_at(s, names_skip_blank(s, i + m->word.n))) || !label_may_start(r, s, i))
			continue;
		if (m->field == MF_publisher || (dated && m->field != MF_other)) /* a name alone may be an interview */
			return true;
	}
	return false;
}

/* Every one of the names is a person's, of two or three characters. */
static bool
all_people(const meta_rules *r, str names)
{
	str one;
	bool all = names.n > 0;
	while (all && names.n && str_cut(&names, ' ', &one))
		all = names_person(r, one) && utf8_count(one) <= 3;
	return all;
}

/* 3小时前, 昨天 08:30: a time that says nothing where the day of the fetch is not known. */
static bool
is_ago(const meta_rules *r, str s)
{
	bool digit = s.n && ascii_is_digit(s.p[0]), since = meta_exact(r, MK_since, s);
	return utf8_count(s) <= 12 && ((digit && meta_ends(r, MK_ago, s)) || since || (meta_starts(r, MK_day, s) && str_chr(s, ':') != SIZE_MAX));
}

/* 主题 36 积分 2100 */
static bool
only_counts(const meta_rules *r, str s)
{
	unsigned labels = 0, numbers = 0;
	for (size_t i = 0; i < s.n;) {
		const meta_word *m = meta_starts(r, MK_label, str_skip(s, i));
		uint32_t cp = names_at(s, i);
		if (m && m->field == MF_other) {
			labels++;
			i += m->word.n;
		} else if (cp_is_space(cp) || names_colon(cp) || ascii_is_digit(cp)) {
			numbers += ascii_is_digit(cp);
			utf8_next(s, &i);
		} else {
			return false;
		}
	}
	return labels > 0 && numbers > 0;
}

/* 江面新闻编辑 | 周桐: a label behind a paper's name, and a person. */
static bool
has_office(const meta_rules *r, str s)
{
	for (size_t i = 0; i < s.n; utf8_next(s, &i)) {
		size_t behind;
		const meta_word *m = label_at(r, s, i, &behind);
		if (m && (m->field == MF_editor || m->field == MF_author) && label_strong(r, s, i) && names_outlet(r, str_from_to(s, 0, i)))
			return names_person(r, str_trim(str_skip(s, behind)));
	}
	return false;
}

bool
byline_whole(arena *a, const meta_rules *r, const when_base *base, str s)
{
	byline b = {.waiting = MF_other};
	when_base any = *base;
	when w;
	size_t behind;
	any.about = (when){.year = 2000, .month = 12, .day = 31}; /* which year it is does not matter here */
	base = &any;
	s = meta_tidy(a, s);
	if (!s.n || utf8_count(s) > 60 || str_find(s, STR("。")) != SIZE_MAX)
		return false;
	if (is_ago(r, s) || only_counts(r, s))
		return true;
	byline_read(&b, a, r, base, s);
	bool named = b.author.p || b.publisher.p || b.editors.n || b.translator.p || b.producer.p;
	bool dated = when_find(base, s, 0, &w);
	if (label_at(r, s, 0, &behind) && (label_strong(r, s, 0) ? named || dated : named && dated))
		return true;
	if (dated && utf8_count(str_from_to(s, 0, w.start)) <= 5)
		return named || b.paper.p || utf8_count(str_skip(s, w.end)) <= 4;
	bool short_line = utf8_count(s) <= 30 && str_find(s, STR("，")) == SIZE_MAX;
	return short_line && (all_people(r, b.author) || (!b.author.p && all_people(r, str_trim(b.editors))) || has_office(r, s));
}
