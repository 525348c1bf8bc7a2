#include "repair.h"

struct repair_rules {
	size_t n;
};

repair_rules *
repair_load(arena *a, diag *d, const char *dicts)
{
	(void)d, (void)dicts;
	return arena_new(a, repair_rules);
}

void
repair_apply(doc *d, const repair_rules *r)
{
	(void)d, (void)r;
}
