#include "automaton.h"
#include "fold.h"

bool
automaton_in_word(str text, size_t at)
{
	const unsigned char *p = (const unsigned char *)text.p;
	if (at == 0 || at >= text.n)
		return false;
	return class_before(p, at) >= CLS_LETTER && read_char(p, text.n, at).cls >= CLS_LETTER;
}

str
automaton_fold(arena *a, str name)
{
	char key[AUTOMATON_KEY_MAX + 5]; /* one mark and one character may run over */
	size_t n = 0;
	const unsigned char *p = (const unsigned char *)name.p;
	enum cls before = CLS_OTHER;
	bool gap = false;
	size_t chars = 0, lows = 0;
	for (size_t i = 0; i < name.n && n <= AUTOMATON_KEY_MAX;) {
		unsigned sep = separator(p, name.n, i);
		if (sep) {
			gap = true;
			i += sep;
			continue;
		}
		folded r = read_char(p, name.n, i);
		bool upper = r.ascii && r.len == 1 && p[i] != r.c;
		bool same = r.cls == before || r.cls == CLS_OTHER || before == CLS_OTHER;
		bool camel = upper && lows >= 2;
		if (chars && ((gap && same) || camel))
			key[n++] = MARK;
		if (r.ascii)
			key[n++] = (char)r.c;
		else
			for (unsigned k = 0; k < r.len; k++)
				key[n++] = name.p[i + k];
		lows = r.cls == CLS_LETTER && !upper ? lows + 1 : 0;
		before = r.cls;
		gap = false;
		chars++;
		i += r.len;
	}
	return chars >= 2 && n <= AUTOMATON_KEY_MAX ? arena_dup(a, str_of(key, n)) : STR_NULL;
}
