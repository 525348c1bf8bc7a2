#include "meta_beside.h"

#include "meta_names.h"
#include "utf8.h"

enum { LEAST = 2, MOST = 14 };

struct beside {
	byline *b;
	arena *a;
	const meta_rules *r;
	str before, after;         /* of the line, ends trimmed of marks */
};

static bool
is_mark(uint32_t cp)
{
	return cp_is_space(cp) || names_divider(cp) || (names_bracket(cp) && cp != '<' && cp != '>');
}

static str
trim_end(str s)
{
	while (s.n && is_mark(utf8_last(s)))
		utf8_prev(s, &s.n);
	return s;
}

static str
trim_start(str s)
{
	size_t at = 0;
	while (at < s.n && is_mark(names_at(s, at)))
		utf8_next(s, &at);
	return str_skip(s, at);
}

static str
last_word(str s)
{
	size_t from = s.n;
	while (from > 0) {
		size_t i = from;
		if (is_mark(utf8_prev(s, &i)))
			break;
		from = i;
	}
	return str_skip(s, from);
}

/* Up to a mark, or to where what is no name begins: 腾讯财经[微博], 金羊网我要评论(0). */
static str
first_word(const meta_rules *r, str s)
{
	size_t at = 0;
	while (at < s.n && !is_mark(names_at(s, at))) {
		const meta_word *stop = at ? meta_starts(r, MK_stop, str_skip(s, at)) : NULL;
		if (stop && utf8_count(stop->word) >= 4)
			break;
		utf8_next(s, &at);
	}
	return str_from_to(s, 0, at);
}

/* A word that may be a name: none of a label's, with a letter in it. STR_NULL otherwise. */
static str
as_name(const struct beside *k, str word)
{
	str name = byline_tidy(k->a, k->r, word);
	if (!name.n)
		return STR_NULL;
	const meta_word *stop = meta_starts(k->r, MK_stop, name);
	if (stop && utf8_count(stop->word) == 2 && utf8_count(name) >= 5 && names_outlet(k->r, name)) /* 原创江湾财经 */
		name = str_skip(name, stop->word.n);
	size_t n = utf8_count(name), digits = 0;
	while (digits < name.n && ascii_is_digit(name.p[digits]))
		digits++;
	if (digits && meta_stops(k->r, str_skip(name, digits))) /* 0人参与评论 */
		return STR_NULL;
	if (n < LEAST || n > MOST || meta_starts(k->r, MK_label, name) || meta_starts(k->r, MK_crumbhead, name) ||
	    str_find(name, STR("：")) != SIZE_MAX || str_find(name, STR("://")) != SIZE_MAX || str_istarts(name, STR("www.")) ||
	    meta_exact(k->r, MK_place, name) || names_generic(k->r, name) || meta_ends(k->r, MK_verb, name) || meta_starts(k->r, MK_reporter, name))
		return STR_NULL;
	return name;
}

static void
set_paper(struct beside *k, str name)
{
	if (name.p && !k->b->paper.p)
		k->b->paper = name;
}

static void
set_author(struct beside *k, str name)
{
	if (name.p && !k->b->author.p)
		k->b->author = name;
}

/* 老木匠 发表于 DATE, A-老木匠 于 DATE 发布 */
static bool
read_poster(struct beside *k)
{
	const meta_word *at = meta_ends(k->r, MK_at, k->before);
	str left = at ? str_from_to(k->before, 0, k->before.n - at->word.n) : STR_NULL;
	if (!left.n || !cp_is_space(utf8_last(left)))
		return false;
	left = trim_start(trim_end(left));
	str name = as_name(k, last_word(left));
	if (!name.p || last_word(left).n != left.n)
		return false;
	if (names_outlet(k->r, name))
		set_paper(k, name);
	else
		set_author(k, name);
	return true;
}

/* DATE 发布于北京江湾日报官方账号 */
static bool
read_account(struct beside *k)
{
	const meta_word *at = meta_starts(k->r, MK_at, k->after);
	str word = at ? first_word(k->r, str_skip(k->after, at->word.n)) : STR_NULL;
	const meta_word *end = word.n ? meta_ends(k->r, MK_account, word) : NULL;
	if (!end)
		return false;
	word.n -= end->word.n;
	const meta_word *place = meta_starts(k->r, MK_place, word);
	if (place && utf8_count(word) > utf8_count(place->word) + 1)
		word = str_skip(word, place->word.n);
	set_paper(k, as_name(k, word));
	return true;
}

/* The first word of the line, where the account's button to follow it stands behind the date, or where it stands twice. */
static bool
read_followed(struct beside *k)
{
	str first = first_word(k->r, k->before), rest = trim_start(str_skip(k->before, first.n));
	const meta_word *original = meta_exact(k->r, MK_stop, first);
	if (original) {
		first = first_word(k->r, rest);
		rest = trim_start(str_skip(rest, first.n));
	}
	bool twice = first.n && str_starts(rest, first);
	if (!twice && !meta_starts(k->r, MK_follow, k->after))
		return false;
	set_paper(k, as_name(k, first));
	return k->b->paper.p != NULL;
}

/* 李青禾 DATE, 江湾晚报 李青禾 DATE, 即时快讯／李青禾 DATE, DATE 李青禾: nothing else on the line. */
static void
read_person(struct beside *k, str left, str right, bool alone)
{
	enum { DESK = 8 };
	str head = left.p ? str_from_to(k->before, 0, k->before.n - left.n) : STR_NULL, paper = trim_start(trim_end(head));
	bool outlet = paper.n && names_outlet(k->r, paper), desk = paper.n && names_slash(utf8_last(head)) && utf8_count(paper) <= DESK;
	if (left.p && names_person(k->r, left) && (!paper.n || outlet || desk)) {
		set_author(k, left);
		set_paper(k, outlet ? as_name(k, paper) : STR_NULL);
	} else if (right.p && alone && !k->before.n && names_person(k->r, right)) {
		set_author(k, right);
	}
}

/* 李青禾 江湾晚报 DATE, DATE 江湾晚报 李青禾: who wrote it, on the far side of the paper. */
static void
read_beyond(struct beside *k, str word)
{
	str name = as_name(k, word);
	if (name.p && k->b->paper.p && names_person(k->r, name) && utf8_count(name) <= 3)
		set_author(k, name);
}

/* A name that ends as papers' names do, before or behind the date. */
static void
read_outlet(struct beside *k, bool bracketed)
{
	str left = as_name(k, last_word(k->before)), right_word = first_word(k->r, k->after), right = as_name(k, right_word);
	str behind = trim_start(str_skip(k->after, right_word.n));
	bool from_place = right.p && meta_starts(k->r, MK_from, behind), counted = right.p && meta_stops(k->r, behind);
	if (left.p && (names_outlet(k->r, left) || (bracketed && left.n == k->before.n))) {
		set_paper(k, left);
		str head = trim_end(str_from_to(k->before, 0, k->before.n - last_word(k->before).n)), far = last_word(head);
		if (far.n == head.n || meta_exact(k->r, MK_stop, trim_end(str_from_to(head, 0, head.n - far.n)))) /* 原创 李青禾 江湾晚报 */
			read_beyond(k, far);
	} else if (right.p && (names_outlet(k->r, right) || from_place)) {
		set_paper(k, right);
		str far = first_word(k->r, behind), then = trim_start(str_skip(behind, far.n));
		if (!from_place && (!then.n || utf8_count(far) == 3))
			read_beyond(k, far);
	} else if (counted && meta_ends(k->r, MK_posted, k->before)) {
		set_author(k, right);
	} else {
		read_person(k, left, right, right_word.n == k->after.n);
	}
}

void
beside_read(byline *b, arena *a, const meta_rules *r, str s, const when *w, enum meta_field f)
{
	struct beside k = {b, a, r, trim_end(str_from_to(s, 0, w->start)), trim_start(str_skip(s, w->end))};
	bool bracketed = w->start > 0 && names_bracket(utf8_last(str_from_to(s, 0, w->start)));
	if (f == MF_nodate || meta_starts(r, MK_frame, k.before))
		return;
	if (!read_poster(&k) && !read_account(&k) && !read_followed(&k))
		read_outlet(&k, bracketed);
}
