#include "meta_names.h"

#include "meta_title.h"
#include "utf8.h"

enum { NAMES_MAX = 6 };

uint32_t
names_at(str s, size_t at)
{
	return at < s.n ? utf8_next(s, &at) : 0;
}

/* Opening and closing ones by turns. */
static const uint32_t brackets[] = {'(', ')', '[', ']', '<', '>', 0xFF08, 0xFF09, 0x3010, 0x3011, 0x3014, 0x3015, 0x300A, 0x300B, 0x300C, 0x300D};
static const uint32_t quotes[] = {0x201C, 0x201D, 0x300E, 0x300F};

static bool
is_one_of(const uint32_t *set, size_t n, uint32_t cp)
{
	for (size_t i = 0; i < n; i++)
		if (set[i] == cp)
			return true;
	return false;
}

bool
names_bracket(uint32_t cp)
{
	return is_one_of(brackets, sizeof brackets / sizeof *brackets, cp);
}

bool
names_open(uint32_t cp)
{
	for (size_t i = 0; i < sizeof brackets / sizeof *brackets; i += 2)
		if (brackets[i] == cp)
			return true;
	return cp == quotes[0] || cp == quotes[2];
}

static bool
is_quote(uint32_t cp)
{
	return is_one_of(quotes, sizeof quotes / sizeof *quotes, cp);
}

bool
names_colon(uint32_t cp)
{
	return cp == ':' || cp == 0xFF1A;
}

bool
names_bar(uint32_t cp)
{
	return cp == '|' || cp == 0xFF5C || cp == 0x4E28 || cp == 0xFE31 || cp == 0x2223;
}

bool
names_slash(uint32_t cp)
{
	return cp == '/' || cp == 0xFF0F || cp == 0x2571;
}

bool
names_divider(uint32_t cp)
{
	static const uint32_t set[] = {0x3001, ',', 0xFF0C, ';', 0xFF1B, '&', 0x2022, 0x25CF};
	return names_bar(cp) || names_slash(cp) || is_one_of(set, sizeof set / sizeof *set, cp);
}

size_t
names_skip_blank(str s, size_t at)
{
	return utf8_skip_space(s, at, SIZE_MAX);
}

bool
names_gap(str s, size_t at)
{
	size_t next = at;
	uint32_t cp = utf8_next(s, &next);
	if (cp == '\t' || cp == 0x3000 || cp == 0x2003)
		return true;
	return cp_is_space(cp) && next < s.n && cp_is_space(names_at(s, next));
}

/* The bracket that ends s was opened inside it, and not by its first character: 第一财经日报(上海). */
static bool
closes_own(str s, uint32_t last)
{
	str open = last == ')' ? STR("(") : last == 0xFF09 ? STR("（") : STR_NULL;
	size_t at = open.n ? str_find(s, open) : SIZE_MAX;
	return at != SIZE_MAX && at > 0;
}

static bool
is_edge(uint32_t cp)
{
	return names_bracket(cp) || is_quote(cp) || cp_is_space(cp) || names_divider(cp) || names_colon(cp);
}

str
byline_tidy(arena *a, const meta_rules *r, str s)
{
	s = meta_tidy(a, s);
	for (bool again = true; again && s.n;) {
		again = false;
		size_t at = 0, end = s.n;
		uint32_t first = utf8_next(s, &at), last = utf8_prev(s, &end);
		if (is_edge(first)) {
			s = str_skip(s, at);
			again = true;
		} else if (is_edge(last) && !closes_own(s, last)) {
			s.n = end;
			again = true;
		}
	}
	const meta_word *label = s.n ? meta_starts(r, MK_label, s) : NULL;
	if (label && names_colon(names_at(s, label->word.n))) /* 作者：选稿：... */
		return STR_NULL;
	if (!s.n || meta_exact(r, MK_stop, s))
		return STR_NULL;
	return s;
}

bool
names_person(const meta_rules *r, str s)
{
	size_t n = 0;
	for (size_t at = 0; at < s.n; n++)
		if (!cp_is_han(utf8_next(s, &at)))
			return false;
	const meta_word *surname = n >= 2 && n <= 4 ? meta_starts(r, MK_surname, s) : NULL;
	bool fits = surname && (n < 4 || utf8_count(surname->word) == 2);
	return fits && !meta_exact(r, MK_place, s) && !meta_ends(r, MK_papername, s);
}

bool
names_outlet(const meta_rules *r, str s)
{
	const meta_word *site = s.n ? meta_ends(r, MK_sitename, s) : NULL;
	return s.n && (meta_ends(r, MK_papername, s) || (site && site->word.n < s.n));
}

bool
names_generic(const meta_rules *r, str s)
{
	while (s.n) {
		const meta_word *m = meta_starts(r, MK_sitename, s);
		if (!m)
			return false;
		s = str_skip(s, m->word.n);
	}
	return true;
}

/* 南投3日, 台北, 華盛頓18日綜合外: what stands between a reporter's name and the verb; s without it. */
static str
cut_place(const meta_rules *r, str s)
{
	for (bool again = true; again && s.n;) {
		const meta_word *day = meta_ends(r, MK_daymark, s), *place = meta_ends(r, MK_place, s);
		again = false;
		if (day) {
			str left = str_from_to(s, 0, s.n - day->word.n);
			while (left.n && ascii_is_digit(left.p[left.n - 1]))
				left.n--;
			again = left.n + day->word.n < s.n;
			s = again ? left : s;
		} else if (place) {
			s.n -= place->word.n;
			again = true;
		}
	}
	return s;
}

/* 潘姿羽台北報導: the name before the place and the verb. STR_NULL when there is none. */
static str
before_place(const meta_rules *r, str token, size_t verb)
{
	str whole = str_from_to(token, 0, token.n - verb), left = cut_place(r, whole);
	size_t n = utf8_count(left), three = 9;
	if ((n < 3 && left.n == whole.n) || !names_person(r, str_from_to(left, 0, three)))
		return STR_NULL;
	if (n > 3) /* a place that is in no row: names have three characters where this form is in use */
		left = str_from_to(left, 0, three);
	return left;
}

struct join {
	arena *a;
	const meta_rules *r;
	str part[2 * NAMES_MAX];
	size_t n;
};

static void
add(struct join *j, str name)
{
	if (j->n >= 2 * NAMES_MAX - 1)
		return;
	if (j->n)
		j->part[j->n++] = STR(" ");
	j->part[j->n++] = name;
}

/* 華瑩實習生楊金運, 扬子晚报记者, 记者李明: the name that an office in the middle of a token leaves behind it; before it stands a name only
 * where others were found before. */
static str
behind_office(struct join *j, str name)
{
	for (size_t i = 0; i < name.n; utf8_next(name, &i)) {
		const meta_word *who = meta_starts(j->r, MK_reporter, str_skip(name, i));
		if (!who)
			continue;
		str left = byline_tidy(j->a, j->r, str_from_to(name, 0, i));
		if (j->n && left.p && utf8_count(left) <= 4 && !names_outlet(j->r, left))
			add(j, left);
		return behind_office(j, str_skip(name, i + who->word.n));
	}
	return byline_tidy(j->a, j->r, name);
}

/* One word of the list. false: the names end here. */
static bool
take_token(struct join *j, str token)
{
	const meta_word *verb;
	str name = byline_tidy(j->a, j->r, token);
	if (token.n && meta_exact(j->r, MK_picture, token)) {
		j->n = j->n > 2 ? j->n - 2 : 0; /* 李明/图: the one before took the picture */
		return true;
	}
	name = name.p ? behind_office(j, name) : name;
	verb = name.p ? meta_ends(j->r, MK_verb, name) : NULL;
	if (verb) {
		str person = before_place(j->r, name, verb->word.n);
		if (person.p)
			add(j, person);
		return !person.p && utf8_count(name) > 4; /* 北京报道 */
	}
	if (!name.p)
		return true;
	if (meta_stops(j->r, name) || ascii_is_digit(name.p[0]) || utf8_last(name) == 0x3002)
		return false;
	if (utf8_count(name) > 1)
		add(j, name);
	return true;
}

/* Behind the bracket that closes what was opened at s[at]. */
static size_t
behind_brackets(str s, size_t at)
{
	size_t end = at;
	utf8_next(s, &end);
	while (end < s.n && !(names_bracket(names_at(s, end)) && !names_open(names_at(s, end))))
		utf8_next(s, &end);
	if (end < s.n)
		utf8_next(s, &end);
	return end;
}

str
names_join(arena *a, const meta_rules *r, str s)
{
	struct join j = {.a = a, .r = r};
	for (size_t at = 0; at < s.n && j.n < 2 * NAMES_MAX - 1;) {
		size_t from = at = names_skip_blank(s, at);
		while (at < s.n && !cp_is_space(names_at(s, at)) && !names_divider(names_at(s, at)) && !names_bracket(names_at(s, at)))
			utf8_next(s, &at);
		bool go_on = take_token(&j, str_from_to(s, from, at));
		uint32_t cp = names_at(s, at);
		if (!go_on)
			break;
		if (cp == 0x300A || (j.n && names_bracket(cp) && names_open(cp))) /* 《财经》, and what the one before is: 李明（副教授） */
			at = behind_brackets(s, at);
		else if (at < s.n)
			utf8_next(s, &at);
	}
	return j.n ? arena_cat(a, j.part, j.n) : STR_NULL;
}
