#include "boiler.h"

struct boiler_rules {
	size_t n;
};

boiler_rules *
boiler_load(arena *a, diag *d, const char *dicts)
{
	(void)d, (void)dicts;
	return arena_new(a, boiler_rules);
}

void
boiler_classify(doc *d, const boiler_rules *r)
{
	(void)r;
	for (size_t i = 0; i < d->nline; i++) {
		line *l = &d->line[i];
		if (l->fate == FATE_NONE)
			l->fate = FATE_BODY;
		else if (l->fate == FATE_REMOVED && l->cls < 0)
			doc_remove(l, REMOVED_other, STR("unclassified"));
	}
}
