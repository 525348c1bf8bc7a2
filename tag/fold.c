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
	buf b = {0};
	const unsigned char *p = (const unsigned char *)name.p;
	enum cls before = CLS_OTHER;
	bool gap = false;
	size_t chars = 0, lows = 0;
	for (size_t i = 0; i < name.n;) {
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
			buf_addc(&b, MARK);
		if (r.ascii)
			buf_addc(&b, (char)r.c);
		else
			buf_add(&b, str_of(name.p + i, r.len));
		lows = r.cls == CLS_LETTER && !upper ? lows + 1 : 0;
		before = r.cls;
		gap = false;
		chars++;
		i += r.len;
	}
	str key = chars >= 2 && b.n <= AUTOMATON_KEY_MAX ? arena_dup(a, buf_str(&b)) : STR_NULL;
	buf_free(&b);
	return key;
}
