#include "meta_label.h"

#include "meta_names.h"
#include "utf8.h"

/* 来源江湾网 between two |: so short a piece that begins with a label needs nothing between the label and its value. */
static bool
is_piece(str s, size_t at, size_t behind)
{
	size_t before = at, to = behind;
	uint32_t cp = '|';
	while (before > 0 && cp_is_space(cp = utf8_prev(s, &before)))
		;
	while (to < s.n && names_at(s, to) != '|' && !names_gap(s, to))
		utf8_next(s, &to);
	size_t n = utf8_count(str_from_to(s, behind, to));
	return cp == '|' && str_chr(s, '|') != SIZE_MAX && n >= 2 && n <= 8 && (cp_is_han(names_at(s, behind)) || cp_is_alnum(names_at(s, behind)));
}

const meta_word *
label_at(const meta_rules *r, str s, size_t at, size_t *behind)
{
	const meta_word *m = meta_starts(r, MK_label, str_skip(s, at));
	if (!m)
		return NULL;
	size_t i = at + m->word.n, j = names_skip_blank(s, i);
	uint32_t cp = names_at(s, j);
	bool bound = meta_ends(r, MK_bind, m->word) != NULL;
	if (names_colon(cp) || names_bar(cp) || ((cp == '/' || cp == 0xFF0F) && !bound)) {
		utf8_next(s, &j);
		*behind = names_skip_blank(s, j);
		return m;
	}
	size_t before = at;
	if ((cp == 0x3011 || cp == ']') && at > 0 && names_open(utf8_prev(s, &before))) { /* 【作者】 */
		utf8_next(s, &j);
		*behind = names_skip_blank(s, j);
		return m;
	}
	*behind = j;
	if (bound || (j > i && j < s.n) || j == s.n || (m->field == MF_publisher && names_open(cp)))
		return m;
	return (m->field == MF_publisher || m->field == MF_author) && is_piece(s, at, i) ? m : NULL;
}

bool
label_strong(const meta_rules *r, str s, size_t at)
{
	size_t behind;
	const meta_word *m = label_at(r, s, at, &behind);
	uint32_t cp = m ? names_at(s, names_skip_blank(s, at + m->word.n)) : 0;
	return names_colon(cp) || cp == 0xFF0F || cp == '/' || names_bar(cp);
}

bool
label_may_start(const meta_rules *r, str s, size_t at)
{
	if (at == 0)
		return true;
	size_t i = at;
	uint32_t cp = utf8_prev(s, &i);
	if (cp_is_space(cp) || names_bracket(cp) || names_divider(cp) || names_colon(cp) || ascii_is_digit(cp))
		return true;
	return cp_is_han(cp) && meta_ends(r, MK_daymark, str_from_to(s, i, at)); /* 9月18日作者 */
}

/* A single space at s[i], between Latin words: The Paper. */
static bool
is_latin_space(str s, size_t i)
{
	size_t before = i, behind = names_skip_blank(s, i);
	uint32_t left = i ? utf8_prev(s, &before) : 0, right = names_at(s, behind);
	return ascii_is_alnum(left) && ascii_is_letter(right);
}

/* White space at s[i] ends the value. */
static bool
space_ends(const meta_rules *r, str s, size_t i, enum meta_field field)
{
	size_t behind, j = names_skip_blank(s, i);
	bool digit = j < s.n && ascii_is_digit(s.p[j]);
	if (names_gap(s, i) || digit || j >= s.n || meta_stops(r, str_skip(s, j)) || label_at(r, s, j, &behind))
		return true;
	return field != MF_author && !is_latin_space(s, i);
}

/* The mark cp at s[i] ends the value, whose own brackets *open counts: 第一财经日报(上海). */
static bool
mark_ends(uint32_t cp, int *open, enum meta_field field, bool first)
{
	bool closes = cp == ')' || cp == ']' || cp == 0x3011 || cp == 0x3015 || cp == 0xFF09 || cp == 0x201D || cp == 0x300B || cp == 0x300D || cp == 0x300F;
	if (names_bar(cp) || (cp == 0x3010 && !first)) /* 【作者】李青禾 【来源】... */
		return true;
	if (closes && *open <= 0)
		return true;
	*open += closes ? -1 : names_open(cp);
	return !first && field != MF_author && names_divider(cp) && cp != '/' && cp != 0x3001;
}

/* 2025-09-18 and 2025年 right behind a name. */
static bool
day_starts(str s, size_t i)
{
	str year = str_from_to(s, i, i + 4);
	for (size_t k = 0; k < 4; k++)
		if (k >= year.n || !ascii_is_digit(year.p[k]))
			return false;
	uint32_t cp = names_at(s, i + 4);
	return (str_starts(year, STR("20")) || str_starts(year, STR("19"))) && (cp == '-' || cp == '/' || cp == '.' || cp >= 0x4E00);
}

size_t
label_value_end(const meta_rules *r, str s, size_t at, enum meta_field field)
{
	int open = 0;
	for (size_t i = at; i < s.n;) {
		uint32_t cp = names_at(s, i);
		if (cp_is_space(cp) ? space_ends(r, s, i, field) : mark_ends(cp, &open, field, i == at))
			return i;
		if (i > at && ((cp != ' ' && label_strong(r, s, i)) || day_starts(s, i)))
			return i;
		utf8_next(s, &i);
	}
	return s.n;
}
