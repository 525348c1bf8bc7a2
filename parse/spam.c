#include "spam.h"

struct spam_rules {
	size_t n;
};

spam_rules *
spam_load(arena *a, diag *d, const char *dicts)
{
	(void)d, (void)dicts;
	return arena_new(a, spam_rules);
}

void
spam_mark(doc *d, const spam_rules *r)
{
	(void)r;
	for (size_t i = 0; i < d->nline; i++)
		if (d->line[i].fate == FATE_NONE && d->line[i].flags & LF_HIDDEN)
			doc_remove(&d->line[i], REMOVED_spam, STR("hidden"));
}

str
spam_clean_title(arena *a, const spam_rules *r, str title, str *removed)
{
	(void)a, (void)r;
	if (removed)
		*removed = STR_NULL;
	return title;
}
