#include "scene.h"

#include <string.h>

enum {
	ROUNDS = 3, OWNERS = 3,
	PIECE_MAX = 1 << 18,       /* an article is shorter; what is longer is read in pieces, so that memory stays bounded */
	TITLE_MAX = 1 << 12,
	JOINED_MIN = 2, JOINED_HOPS = 2, /* how short a name may be, and how many may follow, that stand behind another without a gap */
	FIRM_MIN = 4,              /* how short a firm's name may be, in Latin letters, before a word that no table knows */
};

/* ---- candidates */

bool
scene_swallowed(const automaton_hits *larger, uint32_t start, uint32_t end, uint32_t key)
{
	size_t lo = 0, hi = larger->n;
	while (lo < hi) {
		size_t mid = (lo + hi) / 2;
		if (larger->v[mid].start <= start)
			lo = mid + 1;
		else
			hi = mid;
	}
	while (lo-- > 0 && larger->v[lo].start + AUTOMATON_KEY_MAX > start)
		if (larger->v[lo].end >= end && larger->v[lo].end - larger->v[lo].start > end - start &&
		    (key == 0 || larger->v[lo].value == key))
			return true;
	return false;
}

void
scene_add(scene *s, candidate c)
{
	if (!scene_swallowed(&s->larger, c.start, c.end, c.reading == NONE ? 0 : c.key))
		*arena_push(s->a, s->all.v, s->all.n, s->all.cap) = c;
}

/* Is start..end part of an address, an identifier or a version: joined by . _ @ to letters or digits (www.baidu.com, H20.1)? */
static bool
in_identifier(str t, size_t start, size_t end)
{
	if (!t.p)
		return false;
	char first = t.p[start], last = t.p[end - 1], before = start ? t.p[start - 1] : ' ', behind = end < t.n ? t.p[end] : ' ';
	char far = end + 1 < t.n ? t.p[end + 1] : ' ', back = start > 1 ? t.p[start - 2] : ' ';
	if (ascii_is_alnum(first)) {
		if (before == '_' || before == '@' || (before == '.' && ascii_is_alnum(back)))
			return true;
	}
	if (!ascii_is_alnum(last))
		return false;
	if (behind == '_' || (behind == '@' && ascii_is_letter(far)))
		return true;
	return behind == '.' && (ascii_is_letter(far) || (ascii_is_digit(last) && ascii_is_digit(far)));
}

/* Is `at` the head of AMD|CEO, AMD|2025年, AMD|4月23日 or AMD|51.5%: what is written behind a Latin name without a space? */
static bool
begins_anew(const lexicon *l, str at)
{
	size_t n = 0;
	while (n < at.n && ascii_is_digit(at.p[n]))
		n++;
	size_t m = n;
	while (n && m < at.n && (at.p[m] == '.' || ascii_is_digit(at.p[m])))
		m++;
	if (n && wordings_longest(&l->measured, str_skip(at, m), true))
		return true;
	size_t unit = n ? wordings_longest(&l->dated, str_skip(at, n), true) : 0;
	if (n == 4)
		return unit && (str_starts(at, STR("19")) || str_starts(at, STR("20")));
	if (n)
		return n <= 2 && unit && n + unit < at.n && ascii_is_digit(at.p[n + unit]);
	n = wordings_longest(&l->glued, at, true);
	return n && !(n < at.n && ascii_is_alnum(at.p[n]));
}

/* Does the word go on behind a name that ends at `end` (AMD in AMDGPU)? */
static bool
cuts_word(const scene *s, size_t end)
{
	return s->text.p && automaton_in_word(s->text, end) && !(ascii_is_letter(s->text.p[end - 1]) && begins_anew(s->l, str_skip(s->text, end)));
}

/* Does a firm's name, or else a product's, begin at `at` and end where a word does, or meet another so? */
static bool begins_name(const scene *s, size_t at, bool firm, int hops);

/* Where and as what type a reading of a hit ends; 0 when it is none. */
static size_t
reading_end(const scene *s, const automaton_hit *h, uint32_t index, enum type *type)
{
	const reading *r = &s->l->reading[index];
	str id;
	if (r->kind == READ_ENTITY) {
		*type = s->l->entity[r->entity].type;
		return h->end;
	}
	if (r->kind != READ_PATTERN)
		return 0;
	*type = s->l->pattern[r->entity].type;
	return pattern_match(&s->l->pattern[r->entity], s->a, s->text, h->start, &id);
}

/* Does a capitalised word or a model's number begin at `at`, behind a letter (vivo|X300, OPPO|Find, TPU|Ironwood)? */
static bool
begins_capitalised(str t, size_t at)
{
	char next = at + 1 < t.n ? t.p[at + 1] : ' ';
	return ascii_is_letter(t.p[at - 1]) && ascii_is_upper(t.p[at]) && (ascii_is_lower(next) || (ascii_is_digit(next) && ascii_is_lower(t.p[at - 1])));
}

/* Is it a firm's and a product's name without a gap (AMD|MI300X, H100|AMD), or two products' (TPU|Ironwood), that meet at `end`? */
static bool
meets_name(const scene *s, enum type type, size_t end, int hops)
{
	if (hops == 0 || type == TYPE_ORG || !ascii_is_upper(s->text.p[end]))
		return false;
	if (begins_name(s, end, type != TYPE_COMPANY, hops - 1))
		return true;
	return type != TYPE_COMPANY && begins_capitalised(s->text, end) && begins_name(s, end, false, hops - 1);
}

/* Does a firm's undoubted name end where a word of which no table knows begins without a gap: vivo|X300, OPPO|Find X9, OpenAI|750MW, realme|3月?
 * Two capitalised words are one name of their own: ZoomEye, MetaMask. */
static bool
ends_before_word(const scene *s, const candidate *c)
{
	str name = str_from_to(s->text, c->start, c->end), behind = str_skip(s->text, c->end);
	if (c->type != TYPE_COMPANY || c->level > LEVEL_LIKELY || name.n < FIRM_MIN || !str_is_ascii(name) || !ascii_is_letter(name.p[name.n - 1]))
		return false;
	size_t digits = 0;
	while (digits < behind.n && ascii_is_digit(behind.p[digits]))
		digits++;
	if (digits)
		return str_has_upper(name) || wordings_longest(&s->l->dated, str_skip(behind, digits), true);
	return begins_capitalised(s->text, c->end) && !(ascii_is_upper(name.p[0]) && ascii_is_lower(name.p[name.n - 1]));
}

static bool
begins_name(const scene *s, size_t at, bool firm, int hops)
{
	automaton_hits hits = {0};
	automaton_scan_at(s->l->names, s->a, s->text, at, &hits);
	for (size_t i = 0; i < hits.n; i++)
		for (uint32_t r = hits.v[i].value - 1; r != NONE; r = s->l->reading[r].next) {
			enum type type = TYPE_ORG;
			size_t end = reading_end(s, &hits.v[i], r, &type);
			if (end < at + JOINED_MIN || type == TYPE_ORG || (type == TYPE_COMPANY) != firm)
				continue;
			if (!cuts_word(s, end) || meets_name(s, type, end, hops))
				return true;
		}
	return false;
}

/* Adds what a reading of a hit says; returns where another name begins right behind it, in the midst of a word, else 0. */
static size_t
add_reading(scene *s, const automaton_hit *h, uint32_t index)
{
	const reading *r = &s->l->reading[index];
	candidate c = {.start = h->start, .end = h->end, .reading = index, .key = h->value, .level = r->level, .judge = r->judge};
	if (r->kind == READ_ENTITY) {
		const entity *e = &s->l->entity[r->entity];
		if (in_identifier(s->text, h->start, h->end) || (r->upper && edges_in_phrase(s->text, h->start, h->end)))
			return 0;
		c.type = e->type;
		c.id = e->id;
		c.entity = r->entity;
		c.maker = e->maker;
	} else {
		const pattern *p = &s->l->pattern[r->entity];
		size_t end = pattern_match(p, s->a, s->text, h->start, &c.id);
		if (end <= h->start || in_identifier(s->text, h->start, end))
			return 0;
		c.end = (uint32_t)end;
		c.type = p->type;
		c.entity = lexicon_entity(s->l, p->type, c.id);
		c.maker = p->maker;
	}
	bool meets = cuts_word(s, c.end);
	bool joined = meets && meets_name(s, c.type, c.end, JOINED_HOPS);
	if (meets && !joined && !ends_before_word(s, &c))
		return 0;
	c.accepted = sense_plain(s, &c);
	scene_add(s, c);
	return joined ? c.end : 0;
}

/* Larger words, except those that overlap a longer word to keep. */
static void
find_larger(scene *s, const automaton_hits *hits)
{
	automaton_hits keep = {0};
	for (size_t i = 0; i < hits->n; i++)
		for (uint32_t r = hits->v[i].value - 1; r != NONE; r = s->l->reading[r].next)
			if (s->l->reading[r].kind == READ_KEEP)
				*arena_push(s->a, keep.v, keep.n, keep.cap) = hits->v[i];
	for (size_t i = 0; i < hits->n; i++)
		for (uint32_t r = hits->v[i].value - 1; r != NONE; r = s->l->reading[r].next)
			if (s->l->reading[r].kind == READ_SWALLOW && !automaton_in_word(s->text, hits->v[i].end) &&
			    !scene_swallowed(&keep, hits->v[i].start, hits->v[i].end, 0)) {
				automaton_hit h = {hits->v[i].start, hits->v[i].end, s->l->reading[r].entity};
				*arena_push(s->a, s->larger.v, s->larger.n, s->larger.cap) = h;
			}
}

static void
find_candidates(scene *s)
{
	automaton_hits hits = {0};
	automaton_scan(s->l->names, s->a, s->text, &hits);
	find_larger(s, &hits);
	size_t joined = 0;
	for (size_t i = 0; i < hits.n; i++) {
		automaton_hit h = hits.v[i];
		for (uint32_t r = h.value - 1; r != NONE; r = s->l->reading[r].next) {
			size_t next = s->l->reading[r].kind <= READ_PATTERN ? add_reading(s, &h, r) : 0;
			if (next <= joined)
				continue;
			joined = next;
			automaton_scan_at(s->l->names, s->a, s->text, next, &hits);
		}
	}
}

/* Aliases and patterns come out of order: by start, then end. Insertion into an order that is nearly there, else merge. */
static void
sort_candidates(arena *a, candidates *c)
{
	candidate *from = c->v, *to = arena_array(a, candidate, c->n ? c->n : 1);
	for (size_t width = 1; width < c->n; width *= 2) {
		for (size_t lo = 0; lo < c->n; lo += 2 * width) {
			size_t mid = lo + width < c->n ? lo + width : c->n, hi = lo + 2 * width < c->n ? lo + 2 * width : c->n;
			size_t i = lo, j = mid;
			for (size_t k = lo; k < hi; k++) {
				bool left = j >= hi || (i < mid && (from[i].start < from[j].start ||
								    (from[i].start == from[j].start && from[i].end <= from[j].end)));
				to[k] = left ? from[i++] : from[j++];
			}
		}
		candidate *t = from;
		from = to;
		to = t;
	}
	c->v = from;
}

/* ---- choice */

static bool
by_pattern(const scene *s, const candidate *c)
{
	return c->reading != NONE && s->l->reading[c->reading].kind == READ_PATTERN;
}

/* Of two readings of the same place: what has a row before what only fits a pattern of its type, the better evidence, the order of
 * types. */
static bool
better(const scene *s, const candidate *x, const candidate *y)
{
	bool made = by_pattern(s, x);
	if (x->type == y->type && made != by_pattern(s, y))
		return !made;
	if (x->score != y->score)
		return x->score > y->score;
	return x->type < y->type;
}

/* The longest accepted candidate that starts where all.v[*i] does; moves *i behind the group. */
static const candidate *
best_of_start(const scene *s, size_t *i)
{
	uint32_t start = s->all.v[*i].start;
	const candidate *best = NULL;
	for (; *i < s->all.n && s->all.v[*i].start == start; ++*i) {
		const candidate *c = &s->all.v[*i];
		if (c->accepted && (!best || c->end > best->end || (c->end == best->end && better(s, c, best))))
			best = c;
	}
	return best;
}

static void
choose(scene *s, const candidate *c)
{
	*arena_push(s->a, s->chosen.v, s->chosen.n, s->chosen.cap) = *c;
}

/* Does another name begin right at `start` and reach `end` or further? 科大讯飞|星火X1 is two names, not 讯飞星火X1 in the midst. */
static bool
goes_on(const scene *s, size_t i, uint32_t start, uint32_t end)
{
	for (; i < s->all.n && s->all.v[i].start <= start; i++)
		if (s->all.v[i].start == start && s->all.v[i].end >= end && s->all.v[i].accepted)
			return true;
	return false;
}

/* Which of two names that overlap stands: the longer one, and of two names of one thing the first (讯飞星火 in 讯飞星火大模型), or both
 * together when it is a firm (合肥晶合集成). `i` is behind c. */
static const candidate *
settle(scene *s, const candidate *held, const candidate *c, size_t i)
{
	bool same = c->entity != NONE && c->entity == held->entity;
	if (same && c->type == TYPE_COMPANY && c->end > held->end) {
		candidate *both = arena_new(s->a, candidate);
		*both = *held;
		both->end = c->end;
		return both;
	}
	bool longer = c->end - c->start > held->end - held->start;
	return longer && !same && !goes_on(s, i, held->end, c->end) ? c : held;
}

void
scene_choose(scene *s)
{
	const candidate *held = NULL;
	s->chosen.n = 0;
	for (size_t i = 0; i < s->all.n;) {
		const candidate *c = best_of_start(s, &i);
		if (!c)
			continue;
		if (held && c->start < held->end) {
			held = settle(s, held, c, i);
			continue;
		}
		if (held)
			choose(s, held);
		held = c;
	}
	if (held)
		choose(s, held);
}

static attendance *
place_of(const roster *r, uint32_t who)
{
	size_t i = (who * 0x9E3779B1u >> 7) & (r->cap - 1);
	while (r->v[i].entity && r->v[i].entity != who + 1)
		i = (i + 1) & (r->cap - 1);
	return &r->v[i];
}

attendance
attendance_of(const scene *s, uint32_t who)
{
	return who == NONE ? (attendance){0} : *place_of(s->roster, who);
}

/* Room for the entities of n candidates and their owners. */
static roster *
roster_new(arena *a, size_t n)
{
	roster *r = arena_new(a, roster);
	r->cap = 16;
	while (r->cap < 2 * (OWNERS + 1) * n)
		r->cap *= 2;
	r->v = arena_array(a, attendance, r->cap);
	return r;
}

static void
count_present(scene *s, uint32_t by)
{
	for (size_t i = 0; i < s->chosen.n; i++) {
		const candidate *c = &s->chosen.v[i];
		if (c->entity != NONE) {
			attendance *t = place_of(s->roster, c->entity);
			t->entity = c->entity + 1;
			t->present += by;
			t->named += sense_plain(s, c) ? by : 0;
		}
		for (uint32_t m = c->maker, hops = 0; m != NONE && hops < OWNERS; m = s->l->entity[m].maker, hops++) {
			attendance *t = place_of(s->roster, m);
			t->entity = m + 1;
			t->made += by;
		}
	}
}

/* ---- all of it */

static void
judge_scene(scene *s)
{
	scene_choose(s);
	count_present(s, 1);
	for (int i = 0; i < ROUNDS; i++) {
		size_t before = s->chosen.n;
		sense_judge(s);
		count_present(s, UINT32_MAX); /* takes away what was counted */
		scene_choose(s);
		count_present(s, 1);
		if (s->chosen.n == before && i > 0)
			break;
	}
}

/* What the title names without doubt is evidence for the text. */
static void
find_title(scene *t)
{
	find_candidates(t);
	sort_candidates(t->a, &t->all);
	scene_choose(t);
}

/* Ids that patterns made live in the scene's arena: they are copied. */
static void
emit(const scene *s, arena *a, size_t offset, entity_mentions *out)
{
	for (size_t i = 0; i < s->chosen.n; i++) {
		const candidate *c = &s->chosen.v[i];
		*arena_push(a, out->v, out->n, out->cap) = (entity_mention){
			.start = (uint32_t)(offset + c->start), .end = (uint32_t)(offset + scene_shed_end(s, c)), .type = str_from(type_name(c->type)),
			.id = c->entity == NONE ? arena_dup(a, c->id) : s->l->entity[c->entity].id,
		};
	}
}

static void
scan_piece(const lexicon *l, arena *scratch, arena *a, str title, str text, size_t offset, entity_mentions *out)
{
	scene s = {.l = l, .a = scratch, .text = text}, t = {.l = l, .a = scratch, .text = title};
	find_candidates(&s);
	if (s.all.n == 0)
		return;
	find_title(&t);
	sort_candidates(scratch, &s.all);
	s.roster = t.roster = roster_new(scratch, s.all.n + t.all.n);
	count_present(&t, 1);
	judge_scene(&s);
	size_t before = s.all.n;
	alias_find(&s);
	if (s.all.n > before) {
		sort_candidates(scratch, &s.all);
		scene_choose(&s);
	}
	scene_extend(&s);
	emit(&s, a, offset, out);
}

/* Where a text that is too long for one piece is cut: behind the last line end, or between two characters. */
static size_t
piece_end(str text)
{
	if (text.n <= PIECE_MAX)
		return text.n;
	size_t end = str_rfind(str_from_to(text, 0, PIECE_MAX), STR("\n"));
	if (end != SIZE_MAX && end > PIECE_MAX / 2)
		return end + 1;
	for (end = PIECE_MAX; end > 1 && ((unsigned char)text.p[end] & 0xC0) == 0x80;)
		end--;
	return end;
}

void
entities_scan(const lexicon *l, arena *a, str title, str text, entity_mentions *out)
{
	size_t at = 0;
	title = str_from_to(title, 0, TITLE_MAX);
	while (text.n > PIECE_MAX) {
		arena scratch = {0};
		size_t end = piece_end(text);
		scan_piece(l, &scratch, a, title, str_from_to(text, 0, end), at, out);
		arena_free(&scratch);
		text = str_skip(text, end);
		at += end;
	}
	scan_piece(l, a, a, title, text, at, out);
}
