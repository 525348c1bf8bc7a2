#include "notes.h"

#include "ascii.h"

/* What stands between the brackets of a mark: figures, or a word of one character and figures. */
static bool
is_mark(str s)
{
	enum { LONG = 9 };
	size_t digits = 0, others = 0;
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		digits += ascii_is_digit(c);
		others += !ascii_is_digit(c) && c != ' ' && c != ',' && c != '-';
	}
	return digits && others <= 3 && s.n <= LONG;
}

str
notes_off(str s)
{
	s = str_trim(s);
	while (s.n && s.p[s.n - 1] == ']') {
		size_t open = str_rfind(s, STR("["));
		if (open == SIZE_MAX || !is_mark(str_from_to(s, open + 1, s.n - 1)))
			break;
		s = str_trim(str_from_to(s, 0, open));
	}
	return s;
}
