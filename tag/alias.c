#include "scene.h"

#include <string.h>

#include "utf8.h"

/* An article that introduces more short names than this is no article. */
enum { ALIASES_MAX = 16, BRACKET_MAX = 120, ALIAS_MIN = 2, ALIAS_MAX = 16 /* code points */, ALIAS_SCORE = 100, LATIN_WORD_MIN = 3 };

/* Quotes and brackets, as pairs of an opening and a closing one. */
static const char *const quotes[][2] = {
	{"\xE2\x80\x9C", "\xE2\x80\x9D"}, {"\"", "\""}, {"\xE3\x80\x8C", "\xE3\x80\x8D"}, {"\xE2\x80\x98", "\xE2\x80\x99"},
	{"\xE3\x80\x8E", "\xE3\x80\x8F"}, {"'", "'"},
};

static bool
take(str *s, const char *z)
{
	if (!str_starts(*s, str_from(z)))
		return false;
	*s = str_skip(*s, strlen(z));
	return true;
}

/* A quoted name at the head of *s, moving behind the closing quote; STR_NULL when there is none. */
static str
quoted(str *s)
{
	for (size_t i = 0; i < sizeof quotes / sizeof *quotes; i++) {
		str rest = *s;
		if (!take(&rest, quotes[i][0]))
			continue;
		size_t end = str_find(str_from_to(rest, 0, 64), str_from(quotes[i][1]));
		if (end == SIZE_MAX)
			return STR_NULL;
		*s = str_skip(rest, end + strlen(quotes[i][1]));
		return str_from_to(rest, 0, end);
	}
	return STR_NULL;
}

/* An unquoted name: all up to the closing bracket. */
static str
bracketed(str s)
{
	str window = str_from_to(s, 0, 64);
	size_t wide = str_find(window, STR("\xEF\xBC\x89")), narrow = str_chr(window, ')');
	size_t end = wide < narrow ? wide : narrow;
	return end == SIZE_MAX ? STR_NULL : str_from_to(s, 0, end);
}

static bool
good_name(const scene *s, str name)
{
	size_t n = utf8_count(name);
	if (n < ALIAS_MIN || n > ALIAS_MAX)
		return false;
	for (size_t at = 0; at < name.n;) {
		uint32_t cp = utf8_next(name, &at);
		if (!cp_is_han(cp) && !cp_is_alnum(cp) && cp != ' ' && cp != '-')
			return false;
	}
	for (size_t i = 0; i < s->l->suffix.n; i++)
		if (str_eq(name, s->l->suffix.v[i]))
			return false;
	return true;
}

/* All mentions of a short name from `from` on. */
static void
add_mentions(scene *s, const candidate *of, str name, size_t from)
{
	for (;;) {
		size_t at = str_find(str_skip(s->text, from), name);
		if (at == SIZE_MAX)
			return;
		size_t start = from + at, end = start + name.n;
		from = end;
		if (automaton_in_word(s->text, start) || automaton_in_word(s->text, end))
			continue;
		candidate c = *of;
		c.start = (uint32_t)start;
		c.end = (uint32_t)end;
		c.reading = NONE;
		c.level = LEVEL_FIRM;
		c.score = ALIAS_SCORE;
		c.accepted = true;
		scene_add(s, c);
	}
}

/* Does `name` stand for `full` by its own letters: is each of its characters in it, in order? */
static bool
shortens(str full, str name)
{
	size_t at = 0;
	for (size_t i = 0; i < name.n;) {
		size_t from = i;
		utf8_next(name, &i);
		size_t hit = str_find(str_skip(full, at), str_from_to(name, from, i));
		if (hit == SIZE_MAX)
			return false;
		at += hit + (i - from);
	}
	return name.n < full.n;
}

/* Takes the longest of the words off the head of *rest. */
static bool
take_word(const wordings *w, str *rest)
{
	size_t best = 0;
	for (size_t i = 0; i < w->n; i++)
		if (w->v[i].n > best && str_starts(*rest, w->v[i]))
			best = w->v[i].n;
	*rest = str_skip(*rest, best);
	return best > 0;
}

/* An introduction further on in the bracket: (01810.HK，下称“X”). Moves *rest behind it. */
static bool
take_later_intro(const scene *s, str *rest)
{
	static const char *const stop[] = {",", ";", "\xEF\xBC\x8C", "\xEF\xBC\x9B", "\xE3\x80\x81"};
	static const char *const close[] = {")", "\xEF\xBC\x89", "\n"};
	for (size_t at = 0; at < rest->n && at < BRACKET_MAX; at++) {
		str here = str_skip(*rest, at);
		for (size_t i = 0; i < sizeof close / sizeof *close; i++)
			if (str_starts(here, str_from(close[i])))
				return false;
		for (size_t i = 0; i < sizeof stop / sizeof *stop; i++)
			if (take(&here, stop[i]) && take_word(&s->l->alias, &here)) {
				*rest = here;
				return true;
			}
	}
	return false;
}

/* The Latin name that stands alone in the bracket behind a firm's: 某某科技(Foobar Labs), but not (GPU) nor (Model Y). */
static str
latin_name(str rest)
{
	str name = bracketed(rest);
	size_t word = 0;
	bool lower = false;
	for (size_t i = 0; i < name.n; i++) {
		bool letter = ascii_is_letter(name.p[i]);
		if (!letter && (name.p[i] != ' ' || word < LATIN_WORD_MIN))
			return STR_NULL;
		word = letter ? word + 1 : 0;
		lower |= ascii_is_lower(name.p[i]);
	}
	return lower && word >= LATIN_WORD_MIN && ascii_is_upper(name.p[0]) ? name : STR_NULL;
}

static bool
is_chosen(const scene *s, size_t start)
{
	for (size_t i = 0; i < s->chosen.n && s->chosen.v[i].start <= start; i++)
		if (s->chosen.v[i].start == start)
			return true;
	return false;
}

/* The short names found so far. */
typedef struct aliases {
	str name[ALIASES_MAX];
	size_t n;
} aliases;

static bool
is_new(const aliases *known, str name)
{
	for (size_t i = 0; i < known->n; i++)
		if (str_eq(known->name[i], name))
			return false;
	return known->n < ALIASES_MAX;
}

/* Short names introduced directly behind a mention: (下称“X”), （以下简称X）, (“X”). */
static void
find_at(scene *s, const candidate *c, aliases *known)
{
	str rest = str_skip(s->text, c->end);
	bool open = take(&rest, "(") || take(&rest, "\xEF\xBC\x88");
	if (!open && !take(&rest, "\xEF\xBC\x8C") && !take(&rest, ","))
		return;
	bool intro = take_word(&s->l->alias, &rest) || (open && take_later_intro(s, &rest));
	if (!intro && !open)
		return;
	str latin = open && !intro && c->type == TYPE_COMPANY ? latin_name(rest) : STR_NULL;
	if (latin.p && is_new(known, latin) && !is_chosen(s, (size_t)(latin.p - s->text.p))) {
		add_mentions(s, c, latin, (size_t)(latin.p - s->text.p));
		known->name[known->n++] = latin;
		return;
	}
	str name = quoted(&rest);
	if (!name.p && intro && open)
		name = bracketed(rest);
	for (int i = 0; name.p && i < ALIASES_MAX; i++) {
		bool ours = intro || shortens(str_from_to(s->text, c->start, c->end), name);
		if (ours && good_name(s, name) && is_new(known, name)) {
			add_mentions(s, c, name, (size_t)(name.p - s->text.p));
			known->name[known->n++] = name;
		}
		if (!take_word(&s->l->join, &rest))
			return;
		name = quoted(&rest);
	}
}

void
alias_find(scene *s)
{
	aliases known = {.n = 0};
	for (size_t i = 0; i < s->chosen.n && known.n < ALIASES_MAX; i++) {
		candidate c = s->chosen.v[i];
		if (c.type == TYPE_COMPANY || c.type == TYPE_ORG)
			find_at(s, &c, &known);
	}
}
