#include "meta.h"

#include "dom.h"

struct meta_rules {
	int none;
};

meta_rules *
meta_load(arena *a, diag *d, const char *dicts)
{
	(void)d, (void)dicts;
	return arena_new(a, meta_rules);
}

void
meta_find(doc *d, const meta_rules *r, const spam_rules *spam)
{
	(void)r, (void)spam;
	for (size_t i = 0; i < d->nline; i++) {
		line *l = &d->line[i];
		if (l->flags & LF_H1 && !d->meta[0].title.p) {
			d->meta[0].title = l->text;
			l->fate = FATE_TITLE;
		}
	}
}
