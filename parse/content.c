#include "content.h"

#include "dom.h"

struct content_rules {
	int none;
};

content_rules *
content_load(arena *a, diag *d, const char *dicts)
{
	(void)d, (void)dicts;
	return arena_new(a, content_rules);
}

static double
value(const line *l)
{
	if (l->fate != FATE_NONE || l->flags & (LF_HIDDEN | LF_NAVTAG))
		return 0;
	double plain = (double)l->chars - 2.0 * l->link_chars;
	if (plain > 0 && l->punct == 0)
		plain = plain > 20 ? 4 : -2;
	return plain;
}

void
content_select(doc *d, const content_rules *r)
{
	(void)r;
	double best = 0, sum = 0;
	size_t from = 0, to = 0, start = 0;
	for (size_t i = 0; i < d->nline; i++) {
		sum += value(&d->line[i]);
		if (sum <= 0) {
			sum = 0;
			start = i + 1;
		}
		if (sum > best) {
			best = sum;
			from = start;
			to = i + 1;
		}
	}
	for (size_t i = 0; i < d->nline; i++) {
		line *l = &d->line[i];
		if (l->fate != FATE_NONE)
			continue;
		if (l->flags & LF_HIDDEN)
			l->fate = FATE_HIDDEN;
		else if (i >= from && i < to)
			l->fate = FATE_BODY;
		else {
			l->fate = FATE_REMOVED;
			l->rule = STR("content-outside");
		}
	}
	if (best < 20)
		d->no_article = "empty";
}
