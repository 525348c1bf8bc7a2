#include "scene.h"

/* What evidence is worth. */
enum {
	SCORE_AGAINST = -8,        /* a word directly at the mention that rules the reading out */
	SCORE_OWN = 3,             /* a word of the name's own row */
	SCORE_BESIDE = 3,          /* a word of the type, directly at the mention */
	SCORE_PROOF = 4,           /* a word directly behind it that nothing but such a thing has or does: 回应, 股价 */
	SCORE_NEAR = 1,            /* a word of the type in the same sentence */
	SCORE_LISTED = 3,          /* in one list with a mention of the same type */
	SCORE_LISTED_MAYBE = 2,    /* with a name that may be one */
	SCORE_NAMED = 4,           /* the entity goes by another name in the article */
	SCORE_MADE = 2,            /* the firm's products, or the product's firm, are in the article */
	SCORE_MADE_OFTEN = 3,      /* two of them or more */
	SCORE_MAKER_AT_IT = 3,     /* its maker's name stands directly before it */
	SCORE_OTHER_MAKER = -2,    /* the last firm named in the sentence is another one, and the maker is not in it */
	SCORE_AGAIN = 2,           /* the same name was taken elsewhere in the article */
	NEAR_MAX = 2,              /* words and other mentions of the type in the sentence count so often */
	SCORE_ACROSS_START = -4,   /* a common word runs across the name's start: 提高|通 */
	SCORE_ACROSS_END = -3,     /* or its end, which happens to true names too: 高通|过滤 */
	SCORE_ACROSS_SOFT = -1,    /* and says little where a word begins there as well: 高通|过去 */
	SENTENCE_MAX = 360,        /* bytes looked at on either side */
	MATES_MAX = 12,            /* neighbours that are looked at on either side */
	NEAR_BLOCK = 1024,         /* bytes */
	LINK_MAX = 12,             /* bytes between members of a list */
	LIST_REACH = 40,           /* bytes between the starts of two neighbours */
};

static int
threshold(enum level v)
{
	switch (v) {
	case LEVEL_FIRM:
	case LEVEL_LIKELY:
		return 0;
	case LEVEL_BARE:
	case LEVEL_BESIDE:
	case LEVEL_QUOTED:
		return 2;
	case LEVEL_DOUBTFUL:
		return 3;
	case LEVEL_RARE:
		return 4;
	case LEVEL_NEVER:
		break;
	}
	return 1 << 20;
}

/* ---- surroundings */

/* Does a sentence end with the character at `at`: a line end, the full-width full stop, exclamation or question mark, or ! ? */
static inline bool
ends_sentence(str t, size_t at)
{
	const unsigned char *p = (const unsigned char *)t.p + at;
	if (p[0] < 0x80)
		return p[0] == '\n' || p[0] == '!' || p[0] == '?';
	if (t.n - at < 3)
		return false;
	return (p[0] == 0xE3 && p[1] == 0x80 && p[2] == 0x82) || (p[0] == 0xEF && p[1] == 0xBC && (p[2] == 0x81 || p[2] == 0x9F));
}

/* The stretch round a mention, from the end of the last sentence to the end of its own. */
typedef struct stretch {
	size_t from, to;
} stretch;

/* Candidates come in order, so that the text is gone over once. */
static stretch
sentence_of(scene *s, size_t start, size_t end)
{
	static const bool may_end[256] = {['\n'] = true, ['!'] = true, ['?'] = true, [0xE3] = true, [0xEF] = true};
	str t = s->text;
	if (s->sentence_to + SENTENCE_MAX + 4 < start) /* what lies further back counts as one sentence */
		s->sentence_from = s->sentence_to = start - SENTENCE_MAX - 4;
	while (s->sentence_to <= start && s->sentence_to < t.n) {
		s->sentence_from = s->sentence_to;
		size_t at = s->sentence_to;
		for (unsigned char c; at < t.n; at += c >= 0xE4 && c <= 0xE9 ? 3 : 1) { /* a Han character ends none */
			c = (unsigned char)t.p[at];
			if (may_end[c] && ends_sentence(t, at))
				break;
		}
		s->sentence_to = at < t.n ? at + 1 : t.n;
	}
	size_t lo = start > SENTENCE_MAX ? start - SENTENCE_MAX : 0, hi = t.n - end > SENTENCE_MAX ? end + SENTENCE_MAX : t.n;
	size_t from = s->sentence_from <= start ? s->sentence_from : lo, to = s->sentence_to > end ? s->sentence_to : end;
	return (stretch){from > lo ? from : lo, to < hi ? to : hi};
}

/* The cue words of a stretch and round it, with places in the text. A stretch that ends at no sentence is widened to even blocks, so
 * that many names in one endless sentence do not read the same words again and again. */
static void
find_near(scene *s, stretch in)
{
	if (in.from > s->sentence_from || in.to < s->sentence_to) {
		in.from -= in.from % NEAR_BLOCK;
		in.to += NEAR_BLOCK - in.to % NEAR_BLOCK;
	}
	if (s->near_from == in.from && s->near_to == in.to)
		return;
	s->near_from = in.from;
	s->near_to = in.to;
	s->near.n = 0;
	automaton_scan(s->l->nears, s->a, str_from_to(s->text, in.from, in.to), &s->near);
	for (size_t i = 0; i < s->near.n; i++) {
		s->near.v[i].start += (uint32_t)in.from;
		s->near.v[i].end += (uint32_t)in.from;
	}
}

typedef struct tally {
	int own, own_against, type, type_against;
} tally;

static void
tally_word(const scene *s, const candidate *c, uint32_t value, tally *t)
{
	for (uint32_t i = value - 1; i != NONE; i = s->l->near[i].next) {
		const near_word *w = &s->l->near[i];
		if (w->judge == c->judge)
			*(w->against ? &t->own_against : &t->own) += 1;
		else if (w->judge == (uint32_t)c->type)
			*(w->against ? &t->type_against : &t->type) += 1;
	}
}

/* Candidates come in order: moves s->mates on to the one that starts at `at`. */
static void
pass_mates(scene *s, size_t at)
{
	while (s->mates < s->chosen.n && s->chosen.v[s->mates].end <= at)
		s->mates++;
}

/* The chosen mention that ends nearest before the candidate that is judged; SIZE_MAX when there is none. */
static size_t
chosen_before(const scene *s)
{
	return s->mates - 1;
}

/* Chosen mentions of the type in from..to, those of the entity itself left out; counts to NEAR_MAX. */
static int
score_company(const scene *s, const candidate *c, size_t from, size_t to)
{
	int n = 0;
	size_t i = chosen_before(s);
	for (size_t k = i, seen = 0; k < s->chosen.n && s->chosen.v[k].start >= from && n < NEAR_MAX && seen++ < MATES_MAX; k--)
		n += s->chosen.v[k].type == c->type && s->chosen.v[k].entity != c->entity;
	for (size_t k = i + 1, seen = 0; k < s->chosen.n && s->chosen.v[k].start < to && n < NEAR_MAX && seen++ < MATES_MAX; k++)
		n += s->chosen.v[k].type == c->type && s->chosen.v[k].entity != c->entity;
	return n;
}

/* Words in the sentence: sets what does not change. */
static int
look_near(scene *s, candidate *c)
{
	tally t = {0};
	stretch in = sentence_of(s, c->start, c->end);
	find_near(s, in);
	for (size_t i = 0; i < s->near.n; i++) {
		const automaton_hit *h = &s->near.v[i];
		bool inside = h->start >= in.from && h->start < in.to;
		if (inside && (h->end <= c->start || h->start >= c->end))
			tally_word(s, c, h->value, &t);
	}
	c->from = (uint32_t)in.from;
	c->to = (uint32_t)in.to;
	c->near = t.type;
	int score = t.own ? SCORE_OWN : 0;
	score -= t.own_against ? SCORE_OWN : 0;
	score -= t.type_against ? 2 * SCORE_NEAR : 0;
	return score;
}

static int
score_near(const scene *s, const candidate *c)
{
	int n = c->near < NEAR_MAX ? c->near + score_company(s, c, c->from, c->to) : NEAR_MAX;
	return (n < NEAR_MAX ? n : NEAR_MAX) * SCORE_NEAR;
}

/* ---- directly at the mention */

static inline bool
fits(str at, str word, bool behind)
{
	if (at.n < word.n || ((at.p[behind ? 0 : at.n - word.n] ^ word.p[0]) & ~32))
		return false;
	return behind ? str_istarts(at, word) : at.n >= word.n && str_ieq(str_skip(at, at.n - word.n), word);
}

/* Steps over one space or closing quote behind a mention (an opening one before it). */
static str
past_quote(str s, bool behind)
{
	static const str close[] = {{"\xE2\x80\x9D", 3}, {"\xE3\x80\x8D", 3}, {"\xE3\x80\x8B", 3}, {" ", 1}, {"\"", 1}};
	static const str open[] = {{"\xE2\x80\x9C", 3}, {"\xE3\x80\x8C", 3}, {"\xE3\x80\x8A", 3}, {" ", 1}, {"\"", 1}};
	unsigned char edge = s.n ? (unsigned char)s.p[behind ? 0 : s.n - 1] : 0;
	if ((edge & 0xC0) == 0x80 ? behind : ascii_is_alnum(edge) || (edge >= 0xE4 && edge <= 0xE9))
		return s;
	for (size_t i = 0; i < sizeof close / sizeof *close; i++) {
		if (behind && str_starts(s, close[i]))
			return str_skip(s, close[i].n);
		if (!behind && str_ends(s, open[i]))
			return str_from_to(s, 0, s.n - open[i].n);
	}
	return s;
}

static bool
any_fits(const wordings *w, str at, bool behind)
{
	if (!w || !wordings_may(w, at, behind))
		return false;
	for (size_t i = 0; i < w->n; i++)
		if (fits(at, w->v[i], behind))
			return true;
	return false;
}

/* SCORE_AGAINST when a word on this side rules the reading out and none of its own row asks for it. `weigh`: the type's words count. */
static int
score_side(const scene *s, const candidate *c, bool weigh, bool behind)
{
	str at = behind ? str_skip(s->text, c->end) : str_from_to(s->text, 0, c->start);
	str past = past_quote(at, behind);
	const judge *type = &s->l->judge[c->type], *own = c->judge == NONE ? NULL : &s->l->judge[c->judge];
	if (own && any_fits(behind ? &own->not_after : &own->not_before, past, behind))
		return SCORE_AGAINST;
	int score = own && any_fits(behind ? &own->after : &own->before, past, behind) ? SCORE_OWN : 0;
	if (c->level == LEVEL_BESIDE)
		return score;
	if (score == 0 && any_fits(behind ? &type->not_after : &type->not_before, past, behind))
		return SCORE_AGAINST;
	if (weigh && behind && any_fits(&type->proof, past, true))
		score += SCORE_PROOF;
	else if (weigh && any_fits(behind ? &type->after : &type->before, past, behind))
		score += SCORE_BESIDE;
	return score;
}

/* ---- other mentions */

/* Is `gap` nothing but one word that joins a list (with quotes or spaces round it)? */
static bool
joins(const lexicon *l, str gap)
{
	gap = past_quote(gap, true);
	gap = past_quote(gap, false);
	gap = str_trim(gap);
	for (size_t i = 0; i < l->join.n; i++)
		if (str_eq(gap, l->join.v[i]))
			return true;
	return false;
}

/* Is there a word that joins a list between two candidates of the same type? */
static bool
in_list(const scene *s, const candidate *first, const candidate *second)
{
	return first->type == second->type && first->end < second->start && second->start - first->end <= LINK_MAX &&
	       joins(s->l, str_from_to(s->text, first->end, second->start));
}

static bool
listed(const scene *s, const candidate *c)
{
	size_t i = chosen_before(s), next = i == SIZE_MAX ? 0 : i + 1;
	if (i != SIZE_MAX && in_list(s, &s->chosen.v[i], c))
		return true;
	while (next < s->chosen.n && s->chosen.v[next].start < c->end)
		next++;
	return next < s->chosen.n && in_list(s, c, &s->chosen.v[next]);
}

/* The same with candidates that nothing has spoken against yet; c is one of s->all. */
static bool
listed_maybe(const scene *s, const candidate *c)
{
	size_t at = (size_t)(c - s->all.v);
	for (size_t i = at; i > 0 && c->start - s->all.v[i - 1].start <= LIST_REACH; i--)
		if (s->all.v[i - 1].score >= 0 && in_list(s, &s->all.v[i - 1], c))
			return true;
	for (size_t i = at + 1; i < s->all.n && s->all.v[i].start - c->start <= LIST_REACH; i++)
		if (s->all.v[i].score >= 0 && in_list(s, c, &s->all.v[i]))
			return true;
	return false;
}

static bool
maker_at_it(const scene *s, const candidate *c)
{
	size_t i = chosen_before(s);
	if (i == SIZE_MAX || c->maker == NONE)
		return false;
	const candidate *b = &s->chosen.v[i];
	return b->entity == c->maker && c->start - b->end <= 4;
}

/* Does the sentence up to the candidate name a firm, and not the maker? What a firm brings out is its own. */
static bool
other_maker(const scene *s, const candidate *c)
{
	size_t i = chosen_before(s), seen = 0;
	bool firm = false;
	for (; i < s->chosen.n && s->chosen.v[i].start >= c->from && seen++ < MATES_MAX; i--) {
		if (s->chosen.v[i].entity == c->maker)
			return false;
		firm |= s->chosen.v[i].type == TYPE_COMPANY;
	}
	return firm;
}

/* Chosen mentions of the entity under another name, of its firm, of its products; and whether the name was taken elsewhere. */
static int
score_others(const scene *s, candidate *c)
{
	int score = 0;
	attendance own = attendance_of(s, c->entity), maker = attendance_of(s, c->maker);
	if (own.named && !c->across)
		score += SCORE_NAMED;
	if (maker.present)
		score += SCORE_MADE;
	else if (maker.made > (c->accepted ? 1u : 0u))
		score += SCORE_MADE - 1;
	if (c->type == TYPE_COMPANY && own.made)
		score += own.made > 1 ? SCORE_MADE_OFTEN : SCORE_MADE;
	if (listed(s, c))
		score += SCORE_LISTED;
	else if (listed_maybe(s, c))
		score += SCORE_LISTED_MAYBE;
	if (maker_at_it(s, c))
		score += SCORE_MAKER_AT_IT;
	else
		c->rival = c->level == LEVEL_BARE && c->judge != NONE && c->maker != NONE && other_maker(s, c);
	if (c->rival)
		score += SCORE_OTHER_MAKER;
	return score;
}

static int
score_across(const scene *s, candidate *c)
{
	int end = edges_across_end(s, c) ? edges_word_behind(s, c) ? SCORE_ACROSS_SOFT : SCORE_ACROSS_END : 0;
	c->across = edges_across_start(s, c);
	return (c->across ? SCORE_ACROSS_START : 0) + end;
}

bool
sense_plain(const scene *s, const candidate *c)
{
	if (c->level == LEVEL_FIRM)
		return true;
	return c->level == LEVEL_LIKELY && c->judge == NONE && !edges_across_start(s, c) && !edges_across_end(s, c);
}

/* Does the name stand alone between the marks of a title? A journal may be called by any word, but then so: 《自然》. */
static bool
is_title(const scene *s, const candidate *c)
{
	str before = str_from_to(s->text, 0, c->start);
	return str_ends(before, STR("\xE3\x80\x8A")) && str_starts(str_skip(s->text, c->end), STR("\xE3\x80\x8B"));
}

/* What the words round a candidate say; SCORE_AGAINST rules it out. */
static int
look_around(scene *s, candidate *c)
{
	const reading *r = &s->l->reading[c->reading];
	if (c->level == LEVEL_QUOTED)
		return is_title(s, c) ? SCORE_OWN : SCORE_AGAINST;
	if (r->upper && c->level != LEVEL_FIRM && !str_has_upper(str_from_to(s->text, c->start, c->end)))
		return SCORE_AGAINST;
	int across = c->level == LEVEL_FIRM ? 0 : score_across(s, c);
	bool weigh = c->level >= LEVEL_DOUBTFUL || across;
	int before = score_side(s, c, weigh, false), after = score_side(s, c, weigh, true);
	if (before < 0 || after < 0 || (c->level == LEVEL_BESIDE && before + after == 0))
		return SCORE_AGAINST;
	if (c->level == LEVEL_LIKELY && c->judge == NONE && across == 0)
		return 0; /* nothing speaks against it, and it needs no more */
	return before + after + across + look_near(s, c);
}

static int
score_of(scene *s, candidate *c)
{
	if (!c->looked)
		c->around = look_around(s, c);
	c->looked = true;
	if (c->around == SCORE_AGAINST)
		return SCORE_AGAINST;
	return c->around + score_near(s, c) + score_others(s, c);
}

/* ---- the verdict */

static bool
may_borrow(const candidate *c)
{
	return !c->accepted && c->level != LEVEL_FIRM && c->reading != NONE && !c->across && !c->rival && c->score > SCORE_ACROSS_START;
}

/* The readings that were taken with evidence of their own; NULL when there is none. */
static keymap *
readings_taken(const scene *s)
{
	keymap *taken = NULL;
	for (size_t i = 0; i < s->all.n; i++) {
		const candidate *c = &s->all.v[i];
		if (c->accepted && c->level > LEVEL_FIRM && c->reading != NONE && c->score >= threshold(c->level) + 1) {
			if (!taken)
				taken = keymap_new(s->a, 16);
			*keymap_at(taken, s->a, str_of((const char *)&c->reading, sizeof c->reading)) = 1;
		}
	}
	return taken;
}

/* The same name, taken for the same entity elsewhere with evidence of its own, lends some to the rest. */
static void
lend(scene *s)
{
	size_t first = 0;
	while (first < s->all.n && !may_borrow(&s->all.v[first]))
		first++;
	keymap *taken = first < s->all.n ? readings_taken(s) : NULL;
	for (size_t i = first; taken && i < s->all.n; i++) {
		candidate *c = &s->all.v[i];
		if (!may_borrow(c) || keymap_get(taken, str_of((const char *)&c->reading, sizeof c->reading)) == NONE)
			continue;
		c->score += SCORE_AGAIN;
		c->accepted = c->score >= threshold(c->level);
	}
}

void
sense_judge(scene *s)
{
	bool any = false;
	s->mates = 0;
	for (size_t i = 0; i < s->all.n; i++) {
		candidate *c = &s->all.v[i];
		if (c->reading == NONE || (c->level == LEVEL_FIRM && c->judge == NONE))
			continue;
		pass_mates(s, c->start);
		c->score = score_of(s, c);
		c->accepted = c->score >= threshold(c->level);
		any = true;
	}
	if (any)
		lend(s);
}
