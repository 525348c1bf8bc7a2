/* The ends of a name: the written suffix that belongs to a firm's, and words that are no part of a mention. */
#include "scene.h"

#include <string.h>

enum {
	EXTEND_MAX = 96, TRADE_WORDS = 8,
	LEGAL_SUFFIX = 12,         /* bytes of 有限公司: a name with so long a suffix may begin with its seat */
};

/* The last bytes of the words differ most. */
size_t
wordings_longest(const wordings *w, str at, bool behind)
{
	size_t best = 0;
	if (!wordings_may(w, at, behind))
		return 0;
	for (size_t i = 0; i < w->n; i++) {
		str word = w->v[i];
		if (word.n <= best || word.n > at.n)
			continue;
		const char *p = behind ? at.p : at.p + (at.n - word.n);
		if (p[word.n - 1] == word.p[word.n - 1] && memcmp(p, word.p, word.n) == 0)
			best = word.n;
	}
	return best;
}

/* Length of a bracketed place at the head of `at`: (上海), else 0. */
static size_t
bracketed_place(const lexicon *l, str at)
{
	static const char *const open[] = {"(", "\xEF\xBC\x88"}, *const close[] = {")", "\xEF\xBC\x89"};
	for (int i = 0; i < 2; i++) {
		if (!str_starts(at, str_from(open[i])))
			continue;
		size_t from = strlen(open[i]), place = wordings_longest(&l->place, str_skip(at, from), true);
		if (place && str_starts(str_skip(at, from + place), str_from(close[i])))
			return from + place + strlen(close[i]);
	}
	return 0;
}

/* Length of what belongs to a firm's name behind it: words of its trade and a place, then a suffix; 0 without a suffix. */
static size_t
suffix_length(const lexicon *l, str rest)
{
	size_t at = 0;
	for (int i = 0; i < TRADE_WORDS; i++) {
		str here = str_skip(rest, at);
		size_t suffix = wordings_longest(&l->suffix, here, true);
		if (suffix && here.p && !(ascii_is_letter(here.p[suffix - 1]) && automaton_in_word(here, suffix)))
			return at + suffix; /* 小米集团-W, but not 小米-SU7 */
		size_t step = wordings_longest(&l->trade, here, true);
		if (!step)
			step = bracketed_place(l, here);
		if (!step)
			return 0;
		at += step;
	}
	return 0;
}

void
scene_extend(scene *s)
{
	size_t limit_before = 0;
	for (size_t i = 0; i < s->chosen.n; i++) {
		candidate *c = &s->chosen.v[i];
		size_t limit = i + 1 < s->chosen.n ? s->chosen.v[i + 1].start : s->text.n;
		str rest = str_from_to(s->text, c->end, c->end + EXTEND_MAX < limit ? c->end + EXTEND_MAX : limit);
		bool firm = c->type == TYPE_COMPANY || c->type == TYPE_ORG;
		size_t n = firm ? suffix_length(s->l, rest) : 0;
		if (n && !scene_swallowed(&s->larger, c->end, c->end + (uint32_t)n, 0)) {
			c->end += (uint32_t)n;
			if (n >= LEGAL_SUFFIX)
				c->start -= (uint32_t)wordings_longest(&s->l->place, str_from_to(s->text, limit_before, c->start), false);
		}
		limit_before = c->end;
	}
}

size_t
scene_shed_end(const scene *s, const candidate *c)
{
	str name = str_from_to(s->text, c->start, c->end);
	const judge *type = &s->l->judge[c->type];
	size_t n = wordings_longest(&type->kept, name, false) ? 0 : wordings_longest(&type->shed, name, false);
	while (n && n < name.n && name.p[name.n - n - 1] == ' ')
		n++;
	return n < name.n ? c->end - n : c->end;
}
