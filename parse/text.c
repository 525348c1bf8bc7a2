#include "text.h"

#include "utf8.h"

/* Length of the line end at s[at], or 0. */
static size_t
line_end(str s, size_t at)
{
	if (s.p[at] == '\n')
		return 1;
	if (s.p[at] == '\r')
		return at + 1 < s.n && s.p[at + 1] == '\n' ? 2 : 1;
	if ((unsigned char)s.p[at] == 0xE2 && at + 2 < s.n && (unsigned char)s.p[at + 1] == 0x80 &&
	    ((unsigned char)s.p[at + 2] & 0xFE) == 0xA8)
		return 3; /* U+2028, U+2029 */
	return 0;
}

static str
trim(str s)
{
	size_t at;
	while (s.n && (at = 0, cp_is_space(utf8_next(s, &at))))
		s = str_skip(s, at);
	while (s.n && (at = s.n, cp_is_space(utf8_prev(s, &at))))
		s.n = at;
	return s;
}

void
text_lines(doc *d)
{
	str s = d->utf8;
	bool blank = true;
	for (size_t from = 0; from < s.n;) {
		size_t to = from, end = 0;
		while (to < s.n && (end = line_end(s, to)) == 0)
			to++;
		str t = trim(str_from_to(s, from, to));
		if (t.n) {
			line *l = doc_add(d, t, LINE_P);
			if (blank)
				l->flags |= LF_BLANK_BEFORE;
			blank = false;
		} else {
			blank = true;
		}
		from = to + end;
		if (end == 0)
			break;
	}
}
