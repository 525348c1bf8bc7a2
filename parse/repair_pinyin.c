/*
 * A byte-level replace on GBK text put `漢(hàn)` for `汉`. It also hit pairs that span two characters: X1 [X2 Y1] Y2, where X2 Y1 happens to be a
 * Traditional character K, became X1 X2 Y1 ( pinyin ) Y2. A reader then sees X, `?` (Y1 with the bracket), the pinyin, `)`, and
 * from there on the wrong pairs until an ASCII byte ends the shift. K is one of the characters with that reading whose first byte is X2:
 * its second byte is Y1, and the text behind is decoded again from Y1 on.
 */
#include <string.h>

#include "repair_part.h"
#include "utf8.h"

static bool
is_common(const repair_rules *r, uint32_t cp)
{
	uint32_t s = fold_cp(r->fold, cp);
	uint16_t b = s < 0x10000 ? r->gbk[s] : 0;
	return b >= 0xB0A1 && b < 0xD800 && (b & 0xFF) >= 0xA1;
}

typedef struct tail {
	buf text;
	size_t used;               /* bytes of the source */
	size_t chars, common;
	bool aligned;
} tail;

/* `?syl)`, `?(syl)` at the start of s: its length, or 0. */
static size_t
broken_bracket(str s, str *syllable)
{
	size_t at = 0;
	if (s.n < 3)
		return 0;
	uint32_t cp = utf8_next(s, &at);
	if (cp != '?' && cp != UTF8_BAD)
		return 0;
	str rest = str_skip(s, at);
	size_t n = pinyin_bracket(rest, false, syllable);
	if (n)
		return at + n;
	/* the bracket was swallowed: put one before it */
	char b[40] = "(";
	size_t end = 0, letters = 0;
	while (end < rest.n && letters <= 6) {
		size_t k = end;
		cp = utf8_next(rest, &k);
		end = k;
		letters++;
		if (cp == ')' || cp == 0xFF09)
			break;
	}
	if (end == 0 || end + 1 > sizeof b)
		return 0;
	memcpy(b + 1, rest.p, end);
	n = pinyin_bracket(str_of(b, end + 1), false, NULL);
	if (n != end + 1)
		return 0;
	size_t close = end;
	utf8_prev(rest, &close);
	*syllable = str_from_to(rest, 0, close);
	return at + end;
}

/* Characters read `syllable` whose first GBK byte is `lead`: their second bytes, as many as fit. */
static size_t
candidates(const repair_rules *r, str syllable, unsigned lead, uint8_t *out, size_t max)
{
	const hans_pair *p = hans_dict_phrase(&r->syllable, utf8_first(syllable), syllable);
	size_t n = 0;
	if (!p || p->key.n != syllable.n)
		return 0;
	for (size_t at = 0; at < p->value.n && n < max;) {
		uint32_t cp = utf8_next(p->value, &at);
		uint16_t b = cp < 0x10000 ? r->gbk[cp] : 0;
		if (b && b >> 8 == lead)
			out[n++] = (uint8_t)b;
	}
	return n;
}

static void
put_pair(const repair_rules *r, tail *t, unsigned a, unsigned b)
{
	uint32_t cp = r->pair[a << 8 | b];
	t->chars++;
	if (!cp)
		return;
	t->common += is_common(r, cp) || cp_is_cjk_punct(cp);
	buf_cp(&t->text, cp);
}

static int
meet(const repair_rules *r, uint32_t a, uint32_t b)
{
	char x[4], y[4];
	size_t n = utf8_put(x, fold_cp(r->fold, a)), m = utf8_put(y, fold_cp(r->fold, b));
	return a && b ? pairs_meet(&r->word_pair, str_of(x, n), str_of(y, m)) : 0;
}

/* The character whose first byte is `carry` and whose second one a reader left as `?`: it is no first byte before what follows. Among common
 * ones, the one that meets its neighbours in words. 0: none, or no telling. */
static uint32_t
lost_character(const repair_rules *r, unsigned carry, uint32_t before, uint32_t behind)
{
	unsigned lead = behind < 0x80 ? behind : behind < 0x10000 ? r->gbk[behind] >> 8 : 0;
	uint32_t best = 0;
	int most = -1;
	size_t n = 0;
	for (unsigned y = 0x80; behind && y <= 0xFE; y++) {
		uint32_t cp = r->pair[carry << 8 | y];
		if (!cp || !is_common(r, cp) || (y > 0x80 && r->pair[y << 8 | lead]))
			continue;
		int score = meet(r, before, cp) + meet(r, cp, behind);
		best = score > most ? cp : score == most ? 0 : best;
		most = score > most ? score : most;
		n++;
	}
	return most > 0 || n == 1 ? best : 0;
}

/* The text behind the break, decoded again with `carry` before it, up to where the shift ends. */
static tail
shift(const repair_rules *r, unsigned carry, uint32_t before, str s)
{
	tail t = {{0}, 0, 0, 0, false};
	for (size_t at = 0; at < s.n && t.chars < 400;) {
		size_t from = at;
		uint32_t cp = utf8_next(s, &at);
		str syllable;
		size_t broken = broken_bracket(str_skip(s, from), &syllable);
		if (broken) { /* the shift runs into the next break: carry and its unknown byte are one character */
			uint8_t y[8];
			if (candidates(r, syllable, carry, y, 8) == 0)
				return t;
			put_pair(r, &t, carry, y[0]);
			t.used = from + broken;
			t.aligned = true;
			return t;
		}
		if (cp == '?' || cp == UTF8_BAD) {
			uint32_t lost = lost_character(r, carry, t.text.n ? utf8_last(buf_str(&t.text)) : before, utf8_first(str_skip(s, at)));
			t.aligned = lost != 0;
			t.chars++;
			t.common += t.aligned;
			if (lost)
				buf_cp(&t.text, lost);
			t.used = at;
			return t;
		}
		if (cp < 0x80) {
			if (cp < 0x40 || cp == 0x7F)
				return t;
			put_pair(r, &t, carry, cp);
			t.used = at;
			t.aligned = true;
			return t;
		}
		uint16_t b = cp < 0x10000 ? r->gbk[cp] : 0;
		if (!b)
			return t;
		put_pair(r, &t, carry, b >> 8);
		carry = b & 0xFF;
		t.used = at;
	}
	return t;
}

static bool
restore(const repair_rules *r, buf *out, str syllable, str behind, size_t *used)
{
	size_t at = out->n;
	uint32_t last = out->n ? utf8_prev(buf_str(out), &at) : 0;
	uint16_t b = last < 0x10000 ? r->gbk[last] : 0;
	uint8_t y[16];
	size_t n = b ? candidates(r, syllable, b & 0xFF, y, 16) : 0, best = 0;
	tail chosen = {{0}, 0, 0, 0, false};
	for (size_t i = 0; i < n; i++) {
		tail t = y[i] >= 0x81 ? shift(r, y[i], last, behind) : (tail){{0}, 0, 0, 0, false};
		size_t score = t.aligned && t.chars ? 1 + t.common * 100 / t.chars : 0;
		if (score > best && score > 60) {
			buf_free(&chosen.text);
			chosen = t;
			best = score;
		} else {
			buf_free(&t.text);
		}
	}
	buf_add(out, buf_str(&chosen.text));
	buf_free(&chosen.text);
	*used = chosen.used;
	return best > 0;
}

bool
reads_plainly(const repair_rules *r, uint32_t cp, str syllable)
{
	char c[4];
	str one = str_of(c, utf8_put(c, cp));
	for (size_t i = 0; i < r->nplain; i++)
		if (str_eq(r->plain[i].key, syllable) && str_find(r->plain[i].value, one) != SIZE_MAX)
			return true;
	return false;
}

static size_t
bracket_behind(const repair_rules *r, const page_damage *p, uint32_t last, str s)
{
	enum { CAPITALS = 8 }; /* names have capitals, but no page has so many */
	str syllable;
	size_t n = pinyin_bracket(s, true, &syllable);
	if (!n || (ascii_is_upper(syllable.p[0]) && p->capitals < CAPITALS))
		return 0;
	if (pinyin_bracket(s, false, NULL))
		return cp_is_han(last) || ascii_is_alnum(last) ? n : 0;
	return cp_is_han(last) && reads_plainly(r, last, syllable) ? n : 0;
}

void
repair_pinyin(const repair_rules *r, page_damage *p, str s, buf *out)
{
	size_t copied = 0;
	uint32_t last = 0;
	for (size_t at = 0; at < s.n;) {
		size_t from = at, n;
		uint32_t cp = utf8_next(s, &at);
		str rest = str_skip(s, from), syllable;
		bool spaced = cp == ' ' && at < s.n && bracket_close(utf8_first(str_skip(s, at)));
		if ((spaced || bracket_close(cp)) && (n = bracket_behind(r, p, last, spaced ? str_skip(s, at) : rest))) {
			buf_add(out, str_from_to(s, copied, from));
			at = (spaced ? at : from) + n;
			copied = at += spaced && at < s.n && s.p[at] == ' ';
			p->stripped++;
			continue;
		}
		if ((cp == '?' || cp == UTF8_BAD) && (n = broken_bracket(rest, &syllable))) {
			size_t used = 0;
			buf_add(out, str_from_to(s, copied, from));
			if (restore(r, out, syllable, str_skip(s, from + n), &used))
				p->restored++;
			else
				p->unrecovered++;
			copied = at = from + n + used;
			size_t end = out->n;
			last = end ? utf8_prev(buf_str(out), &end) : 0;
			continue;
		}
		last = cp;
	}
	buf_add(out, str_skip(s, copied));
}
