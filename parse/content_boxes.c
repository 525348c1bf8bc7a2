#include "content_boxes.h"

bool
content_is_open(const line *l)
{
	return l->fate == FATE_NONE && !(l->flags & LF_HIDDEN);
}

bool
content_is_good(const line *l)
{
	return l->fate == FATE_NONE && !(l->flags & (LF_HIDDEN | LF_NAVTAG)) && l->chars >= 10 && l->punct > 0 &&
	       l->link_chars * 3 < l->chars;
}

static void
add_line(box *b, const line *l)
{
	bool good = content_is_good(l);
	b->lines++;
	b->good_lines += good;
	b->good += good ? (float)l->chars : 0;
	b->chars += (float)l->chars;
	b->link += (float)l->link_chars;
}

/* Adds what is in the elements of each to it: children stand behind their parents. The floats are whole numbers: their sums are exact. */
static void
sum_up(const dom *t, box *b)
{
	for (uint32_t i = (uint32_t)t->nnode; i-- > 1;) {
		box *up = &b[t->node[i].parent];
		if (!b[i].lines)
			continue;
		up->lines += b[i].lines;
		up->good_lines += b[i].good_lines;
		up->good += b[i].good;
		up->chars += b[i].chars;
		up->link += b[i].link;
	}
}

/* How much a box is worth as the article's: its running text, less what else it holds. */
static float
worth(const box *b)
{
	float rest = b->chars - b->good;
	return b->good - 0.5f * rest - 1.0f * b->link;
}

boxes
content_boxes(doc *d)
{
	const dom *t = d->dom;
	boxes b = {.node = arena_array(d->a, box, t->nnode)};
	for (size_t i = 0; i < d->nline; i++)
		if (content_is_open(&d->line[i]))
			add_line(&b.node[d->line[i].node], &d->line[i]);
	sum_up(t, b.node);
	b.total = b.node[0].good;
	float best = -1e30f;
	for (uint32_t i = 0; i < t->nnode; i++) {
		if (!b.node[i].lines)
			continue;
		float w = worth(&b.node[i]);
		if (w >= best) { /* of equals the inner one */
			best = w;
			b.main = i;
		}
	}
	return b;
}

uint32_t
content_box_above(const dom *t, const boxes *b, uint32_t from, uint32_t lines)
{
	while (from && b->node[from].lines <= lines)
		from = t->node[from].parent;
	return from;
}

unsigned
content_distance(const dom *t, uint32_t node, uint32_t main)
{
	unsigned steps = 0;
	while (node && !(main >= node && main < t->node[node].end)) {
		if (node >= main && node < t->node[main].end)
			return 0;
		node = t->node[node].parent;
		steps++;
	}
	return steps;
}
