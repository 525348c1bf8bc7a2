#include "boiler_rule.h"

#include "notes.h"
#include "utf8.h"

static bool
is_open(const line *l)
{
	return l->fate == FATE_REMOVED && l->cls < 0 && !(l->flags & (LF_LINK | LF_NAVTAG | LF_COMMENT | LF_FIGCAPTION));
}

/* Nothing says that the line is not the article. */
static bool
is_neutral(doc *d, const boiler_rules *r, const line *l)
{
	return is_open(l) && !boiler_look(d, r, l->source)->rule && !boiler_line_hint(d, r, l);
}

/* The same of a heading, which may be a word that menus have, too: 历史, 教育. */
static bool
is_heading(doc *d, const boiler_rules *r, const line *l)
{
	if (!is_open(l) || l->heading < 2 || boiler_line_hint(d, r, l))
		return false;
	const boiler_rule *rule = boiler_look(d, r, l->source)->rule;
	return !rule || rule->cls == REMOVED_nav;
}

/* What stands right over two links is their heading. */
static bool
heads_links(const doc *d, size_t i)
{
	for (size_t k = i + 1; k <= i + 2; k++)
		if (k >= d->nline || !(d->line[k].flags & LF_LINK) || d->line[k].fate == FATE_BODY)
			return false;
	return true;
}

/* The heading over line i, which is the article's: a box of figures or a list of contents parts it from the lines before. */
static void
fill_heading(doc *d, const boiler_rules *r, size_t i)
{
	enum { NEAR = 2 };
	for (size_t k = i; k-- > 0 && i - k <= NEAR && d->line[k].fate == FATE_REMOVED;)
		if (d->line[k].depth + 1 >= d->line[i].depth && is_heading(d, r, &d->line[k])) {
			d->line[k].fate = FATE_BODY;
			return;
		}
}

/* A heading or list item between two paragraphs, in the same element or deeper: its neighbours in the article are near. */
static void
fill_gaps(doc *d, const boiler_rules *r)
{
	enum { NEAR = 12 };
	size_t before = SIZE_MAX;
	for (size_t i = 0; i < d->nline; i++) {
		if (d->line[i].fate == FATE_BODY) {
			for (size_t k = before; before != SIZE_MAX && i - before <= NEAR && ++k < i;)
				if (d->line[k].depth + 1 >= d->line[before].depth && d->line[k].depth + 1 >= d->line[i].depth && is_neutral(d, r, &d->line[k]) &&
				    !heads_links(d, k))
					d->line[k].fate = FATE_BODY;
			if (before != SIZE_MAX && i - before > NEAR)
				fill_heading(d, r, i);
			before = i;
		}
	}
}

/* Lines [i, to) below the article are a sentence in an element as a paragraph of the article has it, or nothing that shows. */
static bool
goes_on_below(doc *d, const boiler_rules *r, size_t last, size_t i, size_t to)
{
	enum { BACK = 512 }; /* lines of the article to look through for its element */
	const line *b = &d->line[i];
	uint32_t end = 0;
	unsigned punct = 0;
	for (size_t k = i; k < to; k++) {
		if (d->line[k].fate == FATE_HIDDEN || (d->line[k].fate == FATE_REMOVED && d->line[k].cls >= 0))
			continue;
		if (!is_neutral(d, r, &d->line[k]))
			return false;
		end = utf8_last(notes_off(d->line[k].source));
		punct += d->line[k].punct;
	}
	if (end && !(punct && (end == 0x3002 || end == 0xFF01 || end == 0x201D)))
		return false;
	for (size_t k = last + 1, left = BACK; end && left-- > 0 && k-- > 0;)
		if (d->line[k].fate == FATE_BODY && d->line[k].depth == b->depth && str_eq(d->line[k].hint, b->hint))
			return true;
	return end == 0;
}

/* Line i is a heading below the article, and what stands under it goes on with it. */
static bool
heads_more_below(doc *d, const boiler_rules *r, size_t last, size_t i, size_t to)
{
	const line *l = &d->line[i];
	size_t end;
	if (to != i + 1 || to >= d->nline || !l->heading || !is_neutral(d, r, l))
		return false;
	boiler_group(d, to, &end);
	return is_neutral(d, r, &d->line[to]) && goes_on_below(d, r, last, to, end);
}

/* Pieces of a line go together; a last short sentence in the element of the last paragraph belongs to it. */
static void
fill_ends(doc *d, const boiler_rules *r)
{
	size_t last = SIZE_MAX;
	for (size_t i = 0; i < d->nline; i++) {
		size_t to, from = boiler_group(d, i, &to);
		bool body = false;
		for (size_t k = from; k < to; k++)
			body = body || d->line[k].fate == FATE_BODY;
		for (size_t k = from; body && k < to; k++)
			if (d->line[k].fate == FATE_REMOVED && d->line[k].cls < 0)
				d->line[k].fate = FATE_BODY;
		last = body ? to - 1 : last;
		i = to - 1;
	}
	for (size_t i = last == SIZE_MAX ? d->nline : last + 1; i < d->nline;) {
		size_t to;
		boiler_group(d, i, &to);
		if (!goes_on_below(d, r, last, i, to) && !heads_more_below(d, r, last, i, to))
			break;
		for (; i < to; i++)
			if (d->line[i].fate == FATE_REMOVED && d->line[i].cls < 0)
				d->line[i].fate = FATE_BODY;
	}
}

void
boiler_fill(doc *d, const boiler_rules *r)
{
	fill_ends(d, r);
	fill_gaps(d, r);
}
