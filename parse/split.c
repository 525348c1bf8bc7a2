#include "split.h"

/* A second headline: marked as a title (boiler.c marks one only before a byline of its own), with body before and after it. */
static bool
begins_part(const doc *d, size_t i, size_t body)
{
	enum { LEAST = 60 }; /* characters of an article */
	if (d->line[i].fate != FATE_TITLE || body < LEAST)
		return false;
	for (size_t k = i + 1; k < d->nline; k++)
		if (d->line[k].fate == FATE_BODY)
			return true;
	return false;
}

/* The first of the names stands in a line of the first article (`later` false), or in a byline of another. */
static bool
is_named(const doc *d, str names, bool later)
{
	str first;
	str_cut(&names, ' ', &first);
	for (size_t i = 0; i < d->nline; i++) {
		const line *l = &d->line[i];
		bool here = later ? l->part > 0 && l->fate == FATE_REMOVED && l->cls == REMOVED_byline : l->part == 0;
		if (here && str_find(l->text, first) != SIZE_MAX)
			return true;
	}
	return false;
}

void
split_articles(doc *d)
{
	unsigned part = 0;
	size_t body = 0; /* characters of the part so far */
	for (size_t i = 0; i < d->nline; i++) {
		if (begins_part(d, i, body)) {
			part++;
			body = 0;
		}
		body += d->line[i].fate == FATE_BODY ? d->line[i].chars : 0;
		d->line[i].part = part;
	}
	if (part == 0)
		return;
	meta *all = arena_array(d->a, meta, part + 1);
	all[0] = d->meta[0];
	d->meta = all;
	d->npart = part + 1;
	for (size_t i = 0; i < d->nline; i++) {
		const line *l = &d->line[i];
		if (l->fate == FATE_TITLE && l->part > 0 && !all[l->part].title.p)
			all[l->part].title = l->text;
	}
	if (all[0].author.n && !is_named(d, all[0].author, false) && is_named(d, all[0].author, true))
		all[0].author = STR_NULL; /* it was read for the whole page */
	for (unsigned p = 1; p <= part; p++) {
		all[p].url = all[0].url;
		all[p].site = all[0].site;
		all[p].section = all[0].section;
	}
	doc_warn(d, "page-split", part + 1);
}
