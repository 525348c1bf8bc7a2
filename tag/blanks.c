/* A text without the blanks that part the characters of a numeral: 一 百 五 十, 百 分 之 五. */
#include "blanks.h"
#include "scan.h"

#include <string.h>

/* The longest run of blanks. */
enum { RUN_MAX = 4 };

#define NUMERAL (WM(digit) | WM(tens) | WM(mag) | WM(several) | WM(half) | WM(point))

struct blanks {
	str text;
	size_t *at;                /* where the blanks were, in order */
	size_t n, cap;
};

/* Is the Han character at s[at] one that a numeral is written with? */
static bool
of_numeral(const words *w, str s, size_t at)
{
	word_hit h;
	uint32_t cp = words_peek(s, at);
	uint64_t one = w->set[w->edge[cp].one];
	if (cp < 0x3000)
		return false;
	return one & NUMERAL || words_at(w->aside, str_from_to(s, 0, at + 3), at, AM(inside), &h);
}

static bool
is_han_digit(const words *w, str s, size_t at)
{
	return w->set[w->edge[words_peek(s, at)].one] & WM(digit);
}

/* 九 九 折, but 一 二 三: two digits are one numeral only where something else of it follows. */
static bool
digits_go_on(const words *w, str s, size_t at)
{
	while (at < s.n && s.p[at] == ' ')
		at++;
	return at + 3 <= s.n && (unsigned char)s.p[at] >= 0xE0 && of_numeral(w, s, at) && !is_han_digit(w, s, at);
}

/* Adds the run of blanks that begins at s[at] where a numeral goes on behind it; the end of the run. */
static size_t
look_at(const words *w, arena *a, struct blanks *b, str s, size_t at)
{
	size_t end = at;
	while (end < s.n && s.p[end] == ' ')
		end++;
	if (at == 0 || end - at > RUN_MAX || end + 3 > s.n || (unsigned char)s.p[end] < 0xE0)
		return end;
	bool figure = end - at > 1 && is_digit(words_peek_before(s, at)); /* behind one blank a magnitude is found without this */
	if ((!figure && (at < 3 || (unsigned char)s.p[at - 1] < 0x80 || !of_numeral(w, s, at - 3))) || !of_numeral(w, s, end))
		return end;
	if (!figure && is_han_digit(w, s, at - 3) && is_han_digit(w, s, end) && !digits_go_on(w, s, end + 3))
		return end;
	for (; at < end; at++)
		*arena_push(a, b->at, b->n, b->cap) = at;
	return end;
}

const blanks *
blanks_of(const words *w, arena *a, str s)
{
	struct blanks b = {0};
	const char *next;
	for (size_t at = 0; at < s.n && (next = memchr(s.p + at, ' ', s.n - at));)
		at = look_at(w, a, &b, s, (size_t)(next - s.p));
	if (!b.n)
		return NULL;
	struct blanks *made = arena_new(a, struct blanks);
	char *p = arena_alloc(a, s.n - b.n);
	size_t from = 0, n = 0;
	for (size_t i = 0; i <= b.n; i++) {
		size_t to = i < b.n ? b.at[i] : s.n;
		memcpy(p + n, s.p + from, to - from);
		n += to - from;
		from = to + 1;
	}
	*made = b;
	made->text = str_of(p, n);
	return made;
}

str
blanks_text(const blanks *b)
{
	return b->text;
}

size_t
blanks_number(const blanks *b)
{
	return b->n;
}

size_t
blanks_inside(const blanks *b, size_t at)
{
	size_t lo = 0, hi = b->n;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (b->at[mid] < at)
			lo = mid + 1;
		else
			hi = mid;
	}
	return at - lo;
}

size_t
blanks_outside(const blanks *b, size_t at)
{
	size_t lo = 0, hi = b->n;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		if (b->at[mid] - mid <= at)
			lo = mid + 1;
		else
			hi = mid;
	}
	return at + lo;
}

const entity_mentions *
blanks_names_inside(const blanks *b, arena *a, const entity_mentions *names)
{
	if (!names)
		return NULL;
	entity_mentions *made = arena_new(a, entity_mentions);
	for (size_t i = 0; i < names->n; i++) {
		entity_mention m = names->v[i];
		m.start = (uint32_t)blanks_inside(b, m.start);
		m.end = (uint32_t)blanks_inside(b, m.end);
		*arena_push(a, made->v, made->n, made->cap) = m;
	}
	return made;
}

void
blanks_mentions_outside(const blanks *b, size_t first, mentions *out)
{
	for (size_t i = first; i < out->n; i++) {
		out->v[i].start = blanks_outside(b, out->v[i].start);
		out->v[i].end = blanks_outside(b, out->v[i].end - 1) + 1;
	}
}
