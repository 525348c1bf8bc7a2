#include "fold.h"

#include <string.h>

#include "utf8.h"

struct fold_map {
	uint16_t to[0x10000];
	uint8_t mark[0x10000];     /* of folded characters */
	unsigned far;              /* of those beyond U+FFFF, together */
};

fold_map *
fold_new(arena *a, const hans_tables *h)
{
	fold_map *m = arena_new(a, fold_map);
	for (uint32_t cp = 0; cp < 0x10000; cp++) {
		uint32_t w = cp_halfwidth(cp), one = hans_dict_one(&h->ts_char, w);
		if (ascii_is_upper(w))
			w += 32;
		else if (one && one < 0x10000)
			w = one;
		m->to[cp] = (uint16_t)(cp_is_invisible(cp) || cp_is_ornament(cp) ? 0 : w);
	}
	return m;
}

void
fold_mark(fold_map *m, uint32_t cp, unsigned mark)
{
	if (cp < 0x10000)
		m->mark[cp] |= (uint8_t)mark;
	else
		m->far |= mark;
}

uint32_t
fold_cp(const fold_map *m, uint32_t cp)
{
	return cp < 0x10000 ? m->to[cp] : cp_is_ornament(cp) || cp_is_invisible(cp) ? 0 : cp;
}

bool
cp_is_rare_ornament(uint32_t cp)
{
	if (cp == 0x10E6 || cp == 0x25A0 || cp == 0x25A1 || cp == 0x25CF || cp == 0x25CB)
		return cp == 0x10E6; /* list bullets are text */
	return (cp >= 0x2600 && cp <= 0x27BF && !(cp >= 0x2776 && cp <= 0x2793)) || (cp >= 0x2500 && cp <= 0x259F) ||
	       (cp >= 0x25C6 && cp <= 0x25EF && cp != 0x25CE) || (cp >= 0x2B00 && cp <= 0x2BFF) || (cp >= 0x1F300 && cp <= 0x1FAFF) ||
	       (cp >= 0x0E80 && cp <= 0x0FFF) || (cp >= 0x1390 && cp <= 0x139F);
}

static bool
is_toned(uint32_t cp)
{
	static const uint16_t toned[] = {0xE0, 0xE1, 0xE8, 0xE9, 0xEC, 0xED, 0xF2, 0xF3, 0xF9, 0xFA, 0x101, 0x113, 0x11B, 0x12B, 0x14D, 0x16B,
		0x1CE, 0x1D0, 0x1D2, 0x1D4, 0x1D6, 0x1D8, 0x1DA, 0x1DC, 0x144, 0x148, 0x1F9};
	for (size_t i = 0; i < sizeof toned / sizeof *toned; i++)
		if (cp == toned[i])
			return true;
	return false;
}

uint32_t
bracket_close(uint32_t open)
{
	static const uint32_t pair[][2] = {{'(', ')'}, {0xFF08, 0xFF09}, {'[', ']'}, {0xFF3B, 0xFF3D}, {0x3010, 0x3011}, {0x3014, 0x3015}};
	for (size_t i = 0; i < sizeof pair / sizeof *pair; i++)
		if (open == pair[i][0])
			return pair[i][1];
	return 0;
}

size_t
pinyin_bracket(str s, bool any, str *syllable)
{
	size_t at = 0, letters = 0, tones = 0, from;
	if (s.n < 3)
		return 0;
	uint32_t cp = utf8_next(s, &at), close = bracket_close(cp);
	if (!close)
		return 0;
	from = at;
	while (at < s.n && letters <= 6) {
		size_t here = at;
		cp = utf8_next(s, &at);
		if (cp == close || (close == ')' && cp == 0xFF09) || (close == 0xFF09 && cp == ')')) {
			if (letters == 0 || letters > 6 || tones > 1 || (tones == 0 && !any))
				return 0;
			if (syllable)
				*syllable = str_from_to(s, from, here);
			return at;
		}
		bool tone = is_toned(cp);
		if (!tone && !ascii_is_letter(cp) && cp != 0xFC)
			return 0;
		tones += tone;
		letters++;
	}
	return 0;
}

/* What is being folded: the result as far as it goes. */
struct folding {
	arena *a;
	folded f;
	char *out;
	size_t n, step_cap;
	ptrdiff_t ahead;           /* how far the source's place is ahead of the result's in the last step */
};

/* What comes next stands at source[from]. A step begins where the distance between source and result changes. */
static inline void
step_to(struct folding *x, size_t from)
{
	if ((ptrdiff_t)(from - x->n) != x->ahead) {
		x->ahead = (ptrdiff_t)(from - x->n);
		*arena_push(x->a, x->f.step, x->f.nstep, x->step_cap) = (fold_step){(uint32_t)x->n, (uint32_t)from};
	}
}

static inline void
put(struct folding *x, uint32_t cp, size_t from)
{
	step_to(x, from);
	if (cp < 0x80)
		x->out[x->n++] = (char)cp;
	else
		x->n += utf8_put(x->out + x->n, cp);
	x->f.chars++;
}

static folded
folded_of(struct folding *x, size_t room, size_t source)
{
	arena_trim(x->a, x->out, room, x->n);
	x->f.s = str_of(x->out, x->n);
	x->f.source = source;
	return x->f;
}

folded
fold(arena *a, const fold_map *m, str source, int how)
{
	size_t room = source.n * 2 + 4;
	struct folding x = {.a = a, .out = arena_alloc(a, room)};
	uint32_t last = 0;
	bool space = false, pinyin = false;
	for (size_t at = 0; at < source.n;) {
		size_t from = at, skip;
		uint32_t raw = utf8_next_good(source, &at);
		uint32_t han = raw >= 0x4E00 && raw <= 0x9FFF ? m->to[raw] : 0;
		if (!space && (ptrdiff_t)(from - x.n) == x.ahead && (han ? han == raw : ascii_is_alnum(raw))) {
			/* it stays where it is, behind one like it: nearly all of a text */
			uint32_t cp = m->to[raw];
			x.out[x.n] = (char)cp;
			if (han)
				memcpy(x.out + x.n, source.p + from, 3);
			x.n += at - from;
			x.f.chars++;
			x.f.marks |= m->mark[cp];
			last = cp;
			continue;
		}
		if (cp_is_space(raw)) {
			space = x.n > 0;
			continue;
		}
		if (!han && !ascii_is_alnum(raw) && cp_is_han(last) && bracket_close(raw) &&
		    (skip = pinyin_bracket(str_skip(source, from), pinyin, NULL))) {
			at = from + skip;
			pinyin = true; /* then one without a tone mark is one too */
			continue;
		}
		uint32_t cp = han ? han : fold_cp(m, raw);
		if (!cp)
			continue;
		if (space && (!(how & FOLD_NO_SPACE) || (ascii_is_alnum(last) && ascii_is_alnum(cp)))) {
			put(&x, ' ', from);
			x.f.marks |= FOLD_SPACE;
		}
		space = false;
		put(&x, cp, from);
		x.f.marks |= cp < 0x10000 ? m->mark[cp] : m->far;
		last = cp;
	}
	return folded_of(&x, room, source.n);
}

/* The place of the next space at or behind s[at] that does not stand between two letters or digits, or s.n. */
static size_t
next_loose(str s, size_t at)
{
	for (size_t found; (found = str_chr(str_skip(s, at), ' ')) != SIZE_MAX; at++) {
		at += found;
		if (at == 0 || at + 1 == s.n || !ascii_is_alnum((unsigned char)s.p[at - 1]) || !ascii_is_alnum((unsigned char)s.p[at + 1]))
			return at;
	}
	return s.n;
}

folded
fold_close(arena *a, const folded *f)
{
	struct folding x = {.a = a, .out = arena_alloc(a, f->s.n + 1), .f = {.chars = f->chars, .marks = f->marks}};
	size_t k = 0;              /* the first step behind what was written */
	for (size_t at = 0; at < f->s.n;) {
		size_t end = next_loose(f->s, at), from = x.n;
		for (; k < f->nstep && f->step[k].folded <= at; k++)
			;
		step_to(&x, k ? f->step[k - 1].source + (at - f->step[k - 1].folded) : at);
		for (; k < f->nstep && f->step[k].folded < end; k++) {
			x.n = from + f->step[k].folded - at;
			step_to(&x, f->step[k].source);
		}
		memcpy(x.out + from, f->s.p + at, end - at);
		x.n = from + end - at;
		x.f.chars -= end < f->s.n;
		at = end + 1;
	}
	return folded_of(&x, f->s.n + 1, f->source);
}

size_t
fold_source(const folded *f, size_t i)
{
	size_t lo = 0, hi = f->nstep; /* the last step that begins at or before i */
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (f->step[mid].folded <= i)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (i >= f->s.n)
		return f->source;
	return lo ? f->step[lo - 1].source + (i - f->step[lo - 1].folded) : i;
}
