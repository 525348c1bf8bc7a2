/* Tokens against copying: words that nobody wrote, at the end of paragraphs or alone. */
#include <string.h>

#include "spam_scan.h"
#include "utf8.h"

/* Start of a token such as [3fa9c1] at the end of s, or SIZE_MAX. */
static size_t
hex_token(str s)
{
	size_t n = 0, digits = 0, i = s.n;
	if (s.n < 6 || s.p[s.n - 1] != ']')
		return SIZE_MAX;
	for (i = s.n - 1; i > 0 && n <= 8; n++) {
		char c = s.p[i - 1];
		if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')))
			break;
		digits += c <= '9';
		i--;
	}
	return i > 0 && s.p[i - 1] == '[' && n >= 4 && n <= 8 && digits > 0 && (digits < n || n == 6) ? i - 1 : SIZE_MAX;
}

/* Start of the gibberish behind the last sentence: no Han, no words, letters mixed with digits and signs. SIZE_MAX when there is none. */
static size_t
gibberish(str s)
{
	size_t end = s.n, signs = 0, letters = 0, digits = 0, spaces = 0;
	while (end > 0 && (unsigned char)s.p[end - 1] < 0x80) {
		char c = s.p[end - 1];
		letters += (c | 32) >= 'a' && (c | 32) <= 'z';
		digits += c >= '0' && c <= '9';
		signs += c != 0 && strchr("*&%$#@^~!|\\<>=+`,", c) != NULL;
		spaces += c == ' ';
		end--;
	}
	size_t n = s.n - end;
	if (n < 8 || n > 48 || end == 0 || signs < 2 || letters < 3 || spaces < 1 || digits < 1)
		return SIZE_MAX;
	size_t at = end;
	uint32_t before = utf8_prev(str_of(s.p, end), &at);
	return before == 0x3002 || before == 0x201D || before == 0xFF01 || before == 0xFF1F || before == 0xFF1A ? end : SIZE_MAX;
}

/* One word of letters of both cases and digits, mixed as no name mixes them. */
static bool
is_token(str s)
{
	enum { LEAST = 12, MOST = 64 };
	size_t lower = 0, upper = 0, digits = 0, changes = 0;
	int was = 0;
	s = str_trim(s);
	for (size_t i = 0; i < s.n && s.n <= MOST; i++) {
		char c = s.p[i];
		int kind = c >= 'a' && c <= 'z' ? 1 : c >= 'A' && c <= 'Z' ? 2 : c >= '0' && c <= '9' ? 3 : 0;
		if (!kind)
			return false;
		lower += kind == 1;
		upper += kind == 2;
		digits += kind == 3;
		changes += was && was != kind;
		was = kind;
	}
	return s.n >= LEAST && s.n <= MOST && lower >= 2 && upper >= 2 && digits >= 2 && changes * 3 >= s.n;
}

static bool
gibberish_is_repeated(const doc *d)
{
	size_t n = 0;
	for (size_t i = 0; i < d->nline; i++)
		n += d->line[i].fate == FATE_NONE && gibberish(d->line[i].source) != SIZE_MAX;
	return n >= 2;
}

void
spam_mark_junk(doc *d)
{
	bool repeated = gibberish_is_repeated(d);
	for (size_t i = 0; i < d->nline; i++) {
		line *l = &d->line[i];
		if (l->fate != FATE_NONE)
			continue;
		size_t at = is_token(l->source) ? 0 : hex_token(l->source);
		if (at == SIZE_MAX && repeated)
			at = gibberish(l->source);
		if (at == SIZE_MAX)
			continue;
		if (at > 0) {
			doc_cut(d, i, at);
			i++;
		}
		doc_remove(&d->line[i], REMOVED_junk, STR("anticopy-token"));
	}
}
