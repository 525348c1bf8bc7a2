#include "split.h"

void
split_articles(doc *d)
{
	if (!d->meta)
		d->meta = arena_new(d->a, meta);
	if (d->npart == 0)
		d->npart = 1;
}
