/*
 * OpenCC segments a text by TSPhrases and then converts each segment step by step, the longest phrase first. Nearly every character needs none of
 * this: it begins no phrase and becomes another character or stays. hans_fast answers that at one look, by the character and the one behind
 * it. t2s has one step: a phrase is replaced where it is found. tw2sp and hk2s have two: a stretch of characters that stand in
 * phrases, where one may begin, goes through segments and steps (convert_stretch); a stretch ends at a character that is in no phrase.
 */
#include "hans_fast.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <string.h>

#include "bits.h"
#include "utf8.h"

/* ---- making the tables */

static inline uint32_t
pair_hash(uint32_t a, uint32_t b)
{
	return a * 2654435761u ^ b * 2246822519u;
}

/* Two bits a pair: of one in sixteen set, one in three hundred pairs that no phrase has looks as if one had it. */
static inline uint32_t
pair_bit(uint32_t hash, int which)
{
	return which ? hash >> 16 : (hash ^ hash >> 13) & 0xFFFF;
}

static void
set_pair(hans_fast *f, uint32_t a, uint32_t b)
{
	bits_set(f->pair, pair_bit(pair_hash(a, b), 0));
	bits_set(f->pair, pair_bit(pair_hash(a, b), 1));
}

static void
note_phrases(hans_fast *f, const hans_dict *d)
{
	for (size_t i = 0; i < d->n; i++) {
		str key = d->pair[i].key;
		size_t at = 0;
		uint32_t first = utf8_next(key, &at), second = at < key.n ? utf8_first(str_skip(key, at)) : 0;
		if (second)
			set_pair(f, first, second);
		else if (first < 0x10000)
			bits_set(f->lone, first);
		for (at = 0; at < key.n;) {
			uint32_t cp = utf8_next(key, &at);
			if (cp < 0x10000)
				bits_set(f->in_key, cp);
		}
	}
}

static uint32_t
packed(uint32_t cp)
{
	unsigned char u[4] = {0};
	uint32_t v = 0;
	size_t n = utf8_put((char *)u, cp);
	if (n > 3)
		return 0;
	memcpy(&v, u, 3);
	return v | (uint32_t)n << 24;
}

static uint32_t
first_one(const hans_dict *a, const hans_dict *b, const hans_dict *c, uint32_t cp)
{
	uint32_t to = hans_dict_one(a, cp);
	if (!to && b)
		to = hans_dict_one(b, cp);
	if (!to && c)
		to = hans_dict_one(c, cp);
	return to ? to : cp;
}

/* What a character alone becomes after all steps; *between: after the first. */
static uint32_t
through(const hans_tables *h, enum hans_chain c, uint32_t cp, uint32_t *between)
{
	*between = c == CHAIN_TW   ? first_one(&h->tw_phrase, &h->tw_variant_phrase, &h->tw_variant, cp)
	           : c == CHAIN_HK ? first_one(&h->hk_variant_phrase, &h->hk_variant, NULL, cp)
	                           : cp;
	return c == CHAIN_HANS ? first_one(&h->hans_char, NULL, NULL, cp) : first_one(&h->ts_phrase, &h->ts_char, NULL, *between);
}

/* What the first step alone makes of a character. */
typedef struct move {
	uint32_t from, to;
} move;

enum { MOVES = 1024 };

/* Phrases of the second step that stand there only after the first: 醖藉 is 醞藉 then. The pairs that they begin with before it. */
static void
note_made_phrases(hans_fast *f, const hans_dict *d, const move *m, size_t n)
{
	for (size_t i = 0; i < d->n; i++) {
		size_t at = 0;
		uint32_t first = utf8_next(d->pair[i].key, &at), second = utf8_first(str_skip(d->pair[i].key, at));
		for (size_t x = 0; x <= n; x++) { /* n: the key's own character */
			if (x < n && m[x].to != first)
				continue;
			uint32_t a = x < n ? m[x].from : first;
			if (!second && a < 0x10000)
				bits_set(f->lone, a);
			for (size_t y = 0; second && y <= n; y++)
				if (y == n || m[y].to == second)
					set_pair(f, a, y < n ? m[y].from : second);
		}
	}
}

/* What stands before the start of a phrase matters only when the second step may begin one there, which the first step's result goes on with. */
static void
note_second(hans_fast *f, const hans_dict *d, const move *m, size_t n)
{
	for (size_t i = 0; i < d->n; i++)
		for (size_t at = 0; at < d->pair[i].key.n;) {
			uint32_t cp = utf8_next(d->pair[i].key, &at);
			if (cp < 0x10000)
				bits_set(f->second, cp);
		}
	for (size_t i = 0; i < n; i++)
		if (m[i].to < 0x10000 && bits_has(f->second, m[i].to))
			bits_set(f->second, m[i].from);
}

static void
fill(hans_fast *f, const hans_tables *h, enum hans_chain c, bool mends)
{
	move moved[MOVES];
	size_t moves = 0;
	memset(f, 0, offsetof(hans_fast, ready));
	if (c != CHAIN_HANS)
		note_phrases(f, &h->ts_phrase);
	if (c == CHAIN_TW) {
		note_phrases(f, &h->tw_phrase);
		note_phrases(f, &h->tw_variant_phrase);
	} else if (c == CHAIN_HK) {
		note_phrases(f, &h->hk_variant_phrase);
	}
	if (mends)
		note_phrases(f, &h->mend[c]);
	for (uint32_t cp = 0; cp < 0x10000; cp++) {
		uint32_t between, to = mends ? hans_dict_one(&h->mend[c], cp) : 0;
		if (!to)
			to = through(h, c, cp, &between);
		else
			between = cp;
		f->one[cp] = cp == UTF8_BAD ? 0 : packed(to);
		if (to != cp && !f->one[cp])
			bits_set(f->lone, cp);
		if (between != cp) {
			bits_set(f->moved, cp);
			if (moves < MOVES)
				moved[moves++] = (move){cp, between};
		}
		if (between != cp && between < 0x10000 && bits_has(f->in_key, between))
			bits_set(f->in_key, cp); /* the first step may make it part of a phrase of the second */
	}
	if (c == CHAIN_TW || c == CHAIN_HK) {
		note_made_phrases(f, &h->ts_phrase, moved, moves);
		note_second(f, &h->ts_phrase, moved, moves);
	}
	for (size_t i = 0; i < sizeof f->lone; i++)
		f->in_key[i] |= f->lone[i];
}

void
hans_fast_make(hans_tables *h, arena *a)
{
	for (int c = 0; c < CHAIN_COUNT; c++)
		for (int mends = 0; mends < 2; mends++) {
			h->fast[c][mends] = arena_alloc(a, sizeof(hans_fast));
			atomic_init(&h->fast[c][mends]->ready, false);
		}
}

/* Most runs need one or two of the eight. */
static const hans_fast *
table_of(const hans_tables *h, enum hans_chain c, bool mends)
{
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	hans_fast *f = h->fast[c][mends];
	if (atomic_load_explicit(&f->ready, memory_order_acquire))
		return f;
	pthread_mutex_lock(&lock);
	if (!atomic_load_explicit(&f->ready, memory_order_relaxed)) {
		fill(f, h, c, mends);
		atomic_store_explicit(&f->ready, true, memory_order_release);
	}
	pthread_mutex_unlock(&lock);
	return f;
}

/* ---- the steps, for stretches where a phrase may begin */

/* Dictionaries that a step asks, in order: the first that has a match wins, not the longest match of all (OpenCC's DictGroup). */
typedef struct step {
	const hans_dict *dict[CHAIN_DICTS];
	size_t n;
} step;

typedef struct job {
	const hans_tables *h;
	enum hans_chain chain;
	const hans_dict *mend;     /* or NULL */
	step first, second;
	buf *out, scratch;
} job;

static void
convert_group(const step *g, str s, buf *out)
{
	size_t copied = 0;
	for (size_t at = 0; at < s.n;) {
		size_t from = at;
		uint32_t cp = utf8_next(s, &at), to = 0;
		const hans_pair *hit = NULL;
		for (size_t i = 0; i < g->n && !hit && !to; i++) {
			hit = hans_dict_phrase(g->dict[i], cp, str_skip(s, from));
			to = hit ? 0 : hans_dict_one(g->dict[i], cp);
		}
		if (!hit && (!to || to == cp))
			continue;
		buf_add(out, str_from_to(s, copied, from));
		if (hit) {
			buf_add(out, hit->value);
			at = from + hit->key.n;
		} else {
			buf_cp(out, to);
		}
		copied = at;
	}
	buf_add(out, str_skip(s, copied));
}

static void
convert_segment(job *j, str s)
{
	if (s.n == 0)
		return;
	if (j->first.n == 0) {
		convert_group(&j->second, s, j->out);
		return;
	}
	buf_clear(&j->scratch);
	convert_group(&j->first, s, &j->scratch);
	convert_group(&j->second, buf_str(&j->scratch), j->out);
}

/* Segments by TSPhrases, and by mends, which are final. */
static void
convert_stretch(job *j, str s)
{
	size_t seg = 0;
	for (size_t at = 0; at < s.n;) {
		size_t from = at;
		uint32_t cp = utf8_next(s, &at);
		str rest = str_skip(s, from);
		const hans_pair *m = j->mend ? hans_dict_phrase(j->mend, cp, rest) : NULL;
		uint32_t one = j->mend && !m ? hans_dict_one(j->mend, cp) : 0;
		const hans_pair *p = m || one || j->chain == CHAIN_HANS ? NULL : hans_dict_phrase(&j->h->ts_phrase, cp, rest);
		if (!m && !one && !p)
			continue;
		convert_segment(j, str_from_to(s, seg, from));
		if (m) {
			buf_add(j->out, m->value);
			at = from + m->key.n;
		} else if (one) {
			buf_cp(j->out, one);
		} else {
			at = from + p->key.n;
			convert_segment(j, str_from_to(s, from, at));
		}
		seg = at;
	}
	convert_segment(j, str_skip(s, seg));
}

/* ---- the loop */

static inline bool
may_begin(const hans_fast *f, uint32_t a, uint32_t b)
{
	uint32_t hash = pair_hash(a, b);
	return (bits_has(f->pair, pair_bit(hash, 0)) && bits_has(f->pair, pair_bit(hash, 1))) || (a < 0x10000 ? bits_has(f->lone, a) : true);
}

/* In a phrase or beyond the tables: a stretch goes on here. */
static inline bool
in_stretch(const hans_fast *f, uint32_t cp)
{
	return cp > 0xFFFF || bits_has(f->in_key, cp);
}

enum { LONGEST = 16 };            /* characters of a phrase of OpenCC's, and more */

/* A phrase does begin at s, or may once the first step has changed a character of it. */
static bool
begins(const job *j, const hans_fast *f, str s, uint32_t cp)
{
	if (cp > 0xFFFF || bits_has(f->lone, cp) || (j->mend && hans_dict_phrase(j->mend, cp, s)))
		return true;
	if (j->chain != CHAIN_HANS && hans_dict_phrase(&j->h->ts_phrase, cp, s))
		return true;
	for (size_t i = 0; i < j->first.n; i++)
		if (hans_dict_phrase(j->first.dict[i], cp, s))
			return true;
	for (size_t at = 0, chars = 0; j->first.n && at < s.n && chars < LONGEST; chars++) {
		cp = utf8_next(s, &at);
		if (!in_stretch(f, cp))
			return false;
		if (cp > 0xFFFF || bits_has(f->moved, cp))
			return true;
	}
	return false;
}

/* Reads on from s[*from], whose character is *cp and is followed by s[*at], to where the stretch ends. */
static void
skip_stretch(const hans_fast *f, str s, size_t *from, size_t *at, uint32_t *cp)
{
	while (*from < s.n && in_stretch(f, *cp)) {
		*from = *at;
		*cp = *at < s.n ? utf8_next(s, at) : 0;
	}
}

/* The whole of s. Nothing here but the start of a phrase is a branch that the text decides. */
static void
run(job *j, const hans_fast *f, str s, buf *out)
{
	size_t from = 0, at = 0, stretch = 0, mark = out->n;
	uint32_t cp = s.n ? utf8_next(s, &at) : 0;
	while (from < s.n) {
		size_t after = at;
		uint32_t behind = after < s.n ? utf8_next(s, &at) : 0;
		if (may_begin(f, cp, behind) && begins(j, f, str_skip(s, from), cp)) { /* the stretch, and what `second` says of before, step by step */
			from = after;
			cp = behind;
			skip_stretch(f, s, &from, &at, &cp);
			out->n = mark;
			convert_stretch(j, str_from_to(s, stretch, from));
			buf_reserve(out, (s.n - from) + (s.n - from) / 2 + 16);
			stretch = from;
			mark = out->n;
			continue;
		}
		uint32_t e = f->one[cp];
		memcpy(out->p + out->n, &e, 4);
		out->n += e >> 24;
		if (!e) /* what is no UTF-8 */
			buf_add(out, str_from_to(s, from, after));
		bool inside = bits_has(f->second, cp);
		stretch = inside ? stretch : after;
		mark = inside ? mark : out->n;
		from = after;
		cp = behind;
	}
}

void
hans_run(const hans_tables *h, enum hans_chain c, bool mends, str s, buf *out)
{
	job j = {.h = h, .chain = c, .mend = mends ? &h->mend[c] : NULL, .out = out};
	if (c == CHAIN_TW)
		j.first = (step){{&h->tw_phrase, &h->tw_variant_phrase, &h->tw_variant}, 3};
	else if (c == CHAIN_HK)
		j.first = (step){{&h->hk_variant_phrase, &h->hk_variant}, 2};
	j.second = c == CHAIN_HANS ? (step){{&h->hans_char}, 1} : (step){{&h->ts_phrase, &h->ts_char}, 2};
	buf_reserve(out, s.n + s.n / 2 + 16);
	run(&j, table_of(h, c, mends), s, out);
	buf_free(&j.scratch);
}
