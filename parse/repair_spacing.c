/* Characters that a page sets apart by spaces, one by one, are closed up: 港 鐵 表 示 ， 為 方 便 市 民. */
#include "repair_part.h"
#include "utf8.h"

static bool
is_gap(uint32_t cp)
{
	return cp == ' ' || cp == 0xA0;
}

/* Every fourth byte or so is a space; nearly every line of other pages ends here. */
static bool
has_many_spaces(str s)
{
	size_t n = str_count(s, ' ') + str_count(s, '\xA0');
	return n * 6 > s.n;
}

static bool
is_wide(uint32_t cp)
{
	return cp_is_han(cp) || cp_is_cjk_punct(cp);
}

/* Pairs of Han characters with one space between them, and with none. */
static void
count_pairs(str s, size_t *apart, size_t *together)
{
	uint32_t last = 0, gap = 0;
	*apart = *together = 0;
	for (size_t at = 0; at < s.n;) {
		uint32_t cp = utf8_next(s, &at);
		if (is_gap(cp) && !gap) {
			gap = cp;
			continue;
		}
		if (cp_is_han(cp) && cp_is_han(last))
			++*(gap ? apart : together);
		last = cp;
		gap = 0;
	}
}

bool
spacing_is_wide(str s, size_t least)
{
	size_t apart, together;
	if (!has_many_spaces(s))
		return false;
	count_pairs(s, &apart, &together);
	return apart >= least && together * 10 <= apart;
}

/* A space goes where a wide character is on either side; of several one stays. */
void
repair_spacing(str s, buf *out)
{
	uint32_t last = 0;
	for (size_t at = 0; at < s.n;) {
		size_t from = at;
		uint32_t cp = utf8_next(s, &at), after = at < s.n ? utf8_first(str_skip(s, at)) : 0;
		bool lone = is_gap(cp) && last && after && !is_gap(last) && !is_gap(after);
		if (!lone || !(is_wide(last) || is_wide(after)))
			buf_add(out, str_from_to(s, from, at));
		last = cp;
	}
}
