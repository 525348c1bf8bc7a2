/* What a span that was cut out of a sentence leaves at its ends: an empty pair of brackets, a second mark, the code before a site's name. It goes with
 * the span. */
#include "spam_scan.h"

#include "utf8.h"

static bool
adjoins(const line *a, const line *b)
{
	return a->source.p + a->source.n == b->source.p && !(b->flags & (LF_BLANK_BEFORE | LF_BR_BEFORE));
}

static bool
is_cut(const line *l)
{
	return l->fate == FATE_REMOVED && l->cls == REMOVED_spam;
}

static void
settle(line *l)
{
	l->text = l->source;
	line_count(l);
}

/* The last n bytes of a become the first of b. */
static void
give_right(line *a, line *b, size_t n)
{
	a->source.n -= n;
	b->source = str_of(b->source.p - n, b->source.n + n);
	settle(a);
	settle(b);
}

static void
give_left(line *a, line *b, size_t n)
{
	a->source.n += n;
	b->source = str_skip(b->source, n);
	settle(a);
	settle(b);
}

static bool
is_comma(uint32_t cp)
{
	return cp == 0xFF0C || cp == ',' || cp == 0x3001 || cp == 0xFF1B;
}

static bool
is_mark(uint32_t cp)
{
	return is_comma(cp) || cp == 0x3002 || cp == 0xFF01 || cp == 0xFF1F || cp == 0xFF1A;
}

static size_t
last_bytes(str s)
{
	size_t at = s.n;
	utf8_prev(s, &at);
	return s.n - at;
}

static size_t
first_bytes(str s)
{
	size_t at = 0;
	utf8_next(s, &at);
	return at;
}

static uint32_t
closing(uint32_t open)
{
	if ((open >= 0x3008 && open <= 0x3016 && open % 2 == 0) || open == 0xFE5D) /* 〈 《 「 『 【 〔 〖 ﹝ */
		return open + 1;
	return open == '[' ? ']' : open == 0xAB ? 0xBB : open == 0x203B ? open : bracket_close(open);
}

/* `（` and `）` that held nothing but the span. */
static bool
take_brackets(line *before, line *first, line *last, line *after)
{
	uint32_t open = utf8_last(before->source), close = closing(open);
	if (!close || utf8_first(after->source) != close)
		return false;
	give_right(before, first, last_bytes(before->source));
	give_left(last, after, first_bytes(after->source));
	return true;
}

/* Two marks meet: one came with the span. A stop keeps the end of the paragraph, else the first one stands where it stood. */
static void
take_mark(line *before, line *first, line *last, line *after)
{
	uint32_t x = utf8_last(before->source), y = utf8_first(after->source);
	if (!is_mark(x) || !is_mark(y))
		return;
	size_t n = first_bytes(after->source);
	if (is_comma(x) && !is_comma(y) && after->source.n == n)
		give_right(before, first, last_bytes(before->source));
	else
		give_left(last, after, n);
}

/* `V8`, `6t`: up to four letters and digits right before the span, both of them. */
static void
take_code(line *before, line *first)
{
	str s = before->source;
	size_t n = 0, digits = 0;
	for (; n < s.n && n <= 4; n++) {
		char c = s.p[s.n - 1 - n];
		bool digit = ascii_is_digit(c), letter = ascii_is_letter(c);
		if (!digit && !letter)
			break;
		digits += digit;
	}
	uint32_t then = n < s.n ? utf8_last(str_from_to(s, 0, s.n - n)) : 0;
	if (n >= 2 && n <= 4 && digits && digits < n && then >= 0x80)
		give_right(before, first, n);
}

void
spam_close_seams(doc *d)
{
	for (size_t i = 1; i + 1 < d->nline; i++) {
		line *before = &d->line[i - 1], *first = &d->line[i];
		if (!is_cut(first) || before->fate != FATE_NONE || !adjoins(before, first) || !before->source.n)
			continue;
		size_t k = i;
		while (k + 1 < d->nline && is_cut(&d->line[k + 1]) && adjoins(&d->line[k], &d->line[k + 1]))
			k++;
		line *after = k + 1 < d->nline && d->line[k + 1].fate == FATE_NONE && adjoins(&d->line[k], &d->line[k + 1]) ? &d->line[k + 1] : NULL;
		take_code(before, first);
		if (after && after->source.n && before->source.n) {
			take_brackets(before, first, &d->line[k], after);
			if (after->source.n && before->source.n)
				take_mark(before, first, &d->line[k], after);
		}
		i = k;
	}
}
