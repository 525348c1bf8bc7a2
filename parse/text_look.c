#include "text_look.h"

#include <stdlib.h>

enum {
	SHORT = 48,                /* bytes of a text that may stand on other pages too */
	MOST = 1 << 20             /* bytes that are kept from page to page, roughly */
};

text_store *
text_store_new(void)
{
	text_store *s = calloc(1, sizeof *s);
	arena *a = calloc(1, sizeof *a);
	if (!s || !a)
		mem_exhausted();
	s->a = a;
	return s;
}

void
text_store_free(text_store *s)
{
	arena_free(s->a);
	free(s->a);
	free(s);
}

void
text_store_begin(text_store *s)
{
	if (s->a->total < MOST)
		return;
	arena_reset(s->a);
	*s = (text_store){.a = s->a};
}

text_store *
text_store_of(doc *d)
{
	if (!d->store) {
		d->store = arena_new(d->a, text_store);
		d->store->a = d->a;
	}
	return d->store;
}

text_look *
text_look_at(doc *d, str text)
{
	text_store *s = text_store_of(d);
	bool brief = text.n <= SHORT;
	void **at = brief ? memo_text(&s->looks, s->a, &text) : memo_at(&d->looks, d->a, text);
	if (!*at) {
		arena *a = brief ? s->a : d->a;
		text_look *look = *at = arena_new(a, text_look);
		look->a = a;
		look->text = text;
	}
	return *at;
}

void
text_count(doc *d, line *l)
{
	text_look *look = l->source.n <= SHORT ? text_look_line(d, l) : NULL;
	if (look && look->line.known) {
		l->han = look->line.han;
		l->chars = look->line.chars;
		l->punct = look->line.punct;
		l->has = look->line.has;
		return;
	}
	line_count(l);
	if (look) {
		look->line.han = l->han;
		look->line.chars = l->chars;
		look->line.punct = l->punct;
		look->line.has = l->has;
		look->line.known = true;
	}
}
