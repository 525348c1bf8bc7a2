/* The edges of a candidate: words that run across them, and whether it is one word of a phrase. */
#include "scene.h"

#include "utf8.h"

enum { LONG_NAME = 9 /* bytes: three Han characters */ };

bool
edges_in_phrase(str t, size_t start, size_t end)
{
	if (!str_is_ascii(str_from_to(t, start, end)) || str_has_upper(str_from_to(t, start, end)))
		return false;
	bool before = start > 1 && t.p[start - 1] == ' ' && ascii_is_lower(t.p[start - 2]);
	bool after = end + 1 < t.n && t.p[end] == ' ' && ascii_is_lower(t.p[end + 1]);
	return before || after;
}

static bool
is_word(const scene *s, uint32_t x, uint32_t y)
{
	return *word_set_at(&s->l->words, x, y) != 0;
}

/* Is the word that the characters on both sides of `at` make a common one? */
static bool
is_word_across(const scene *s, size_t at)
{
	size_t from = at, to = at;
	if (at == 0 || at >= s->text.n || (unsigned char)s->text.p[at] < 0x80 || (unsigned char)s->text.p[at - 1] < 0x80)
		return false;
	return is_word(s, utf8_prev(s->text, &from), utf8_next(s->text, &to));
}

/* Do the two characters before `at` make a common word? */
static bool
is_word_before(const scene *s, size_t at)
{
	uint32_t second = utf8_prev(s->text, &at);
	return at > 0 && is_word(s, utf8_prev(s->text, &at), second);
}

bool
edges_word_behind(const scene *s, const candidate *c)
{
	size_t at = c->end;
	uint32_t first = at < s->text.n ? utf8_next(s->text, &at) : 0;
	return at < s->text.n && is_word(s, first, utf8_next(s->text, &at));
}

/* A name of three characters or more is hardly an accident behind or before a whole word: in 采用|地平线 the word 用地 says nothing, and
 * 三日 nothing in 新华三|日前. */
bool
edges_across_start(const scene *s, const candidate *c)
{
	return is_word_across(s, c->start) && !(c->end - c->start >= LONG_NAME && is_word_before(s, c->start));
}

bool
edges_across_end(const scene *s, const candidate *c)
{
	return is_word_across(s, c->end) && !(c->end - c->start >= LONG_NAME && edges_word_behind(s, c));
}
