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
add_line(const dom *t, box *b, const line *l)
{
	bool good = content_is_good(l);
	for (uint32_t n = l->node;; n = t->node[n].parent) {
		b[n].lines++;
		b[n].good_lines += good;
		b[n].good += good ? (float)l->chars : 0;
		b[n].chars += (float)l->chars;
		b[n].link += (float)l->link_chars;
		if (n == 0)
			break;
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
			add_line(t, b.node, &d->line[i]);
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
