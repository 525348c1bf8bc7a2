#include "content_reply.h"

#include "content_boxes.h"
#include "content_second.h"
#include "dom.h"

/* 回复, 回复(12), 赞 3 回复 */
static bool
is_button(const doc *d, const content_view *v, size_t i)
{
	enum { LONG = 14 };
	const line *l = &d->line[i];
	return content_is_open(l) && l->chars <= LONG && l->punct <= 2 && v->f[i][CF_ends_stop] == 0 &&
	       marks_inside(v->marks, MARK_reply, l->source);
}

void
content_drop_replies(const doc *d, const content_view *v, float *p)
{
	enum { FEW = 2, CARD = 12 };
	uint32_t *buttons = arena_array(d->a, uint32_t, d->nline + 1);
	size_t first = v->title < d->nline ? v->title : 0, most = 0;
	for (size_t i = 0; i < d->nline; i++)
		if (is_button(d, v, i) && ++buttons[v->kind[i]] > most)
			most = buttons[v->kind[i]];
	while (first < d->nline && !content_is_taken(d, p, first))
		first++;
	for (size_t i = first + 1; i < d->nline && most >= FEW; i++) {
		if (buttons[v->kind[i]] < FEW || !is_button(d, v, i))
			continue;
		uint32_t card = content_round(d, i - 1, i);
		if (content_distance(d->dom, d->line[first].node, card) == 0)
			continue; /* the article itself, or all in one element */
		for (size_t k = i; k-- > first && i - k <= CARD && content_distance(d->dom, d->line[k].node, card) == 0;)
			p[k] = 0;
	}
}
