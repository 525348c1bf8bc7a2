#include "content.h"

#include "content_boxes.h"
#include "content_features.h"
#include "content_keep.h"
#include "content_model.h"
#include "content_reply.h"
#include "content_second.h"
#include "dom.h"
#include "page_kind.h"

struct content_rules {
	hints *hints;
	content_model *model;
	const marks *marks;
};

content_rules *
content_load(arena *a, diag *d, const char *dicts, const marks *m)
{
	content_rules *r = arena_new(a, content_rules);
	r->hints = hints_load(a, d, dicts);
	r->model = content_model_load(a, d, dicts);
	r->marks = m;
	return r->hints && r->model ? r : NULL;
}

enum { HOLE_LINES = 3 };
static const float SURE = CONTENT_SURE, DOUBTFUL = 0.2f;

/* A few doubtful lines between lines of the article, in the same kind of element, are the article's. */
static void
fill_holes(const doc *d, const content_view *v, float *p)
{
	size_t last = SIZE_MAX;
	for (size_t i = 0; i < d->nline; i++) {
		if (!content_is_open(&d->line[i]))
			continue;
		if (p[i] <= SURE) {
			if (p[i] < DOUBTFUL)
				last = SIZE_MAX;
			continue;
		}
		if (last != SIZE_MAX && i - last <= HOLE_LINES + 1)
			for (size_t k = last + 1; k < i; k++)
				if (v->kind[k] == v->kind[i] || v->box1[k] == v->box1[i])
					p[k] = p[k] > SURE ? p[k] : SURE + 0.01f;
		last = i;
	}
}

/* The article stands below the page's headline in an element that says it is one. */
static bool
is_named(const doc *d, const content_view *v)
{
	for (size_t i = v->title < d->nline ? v->title + 1 : d->nline; i < d->nline && v->body; i++)
		if (d->line[i].fate == FATE_BODY)
			return content_distance(d->dom, d->line[i].node, v->body) == 0;
	return false;
}

static bool
is_code(const doc *d, const line *l)
{
	for (uint32_t n = l->node, up = 0; n && up < 6; n = d->dom->node[n].parent, up++)
		if (d->dom->node[n].tag == TAG_pre || d->dom->node[n].tag == TAG_code)
			return true;
	return false;
}

/* Lines of code have no sentences: between lines of the article they are its. */
static void
keep_code(const doc *d, float *p)
{
	size_t last = SIZE_MAX, end = 0;
	for (size_t i = 0; i < d->nline; i++)
		if (content_is_open(&d->line[i]) && p[i] > SURE)
			end = i;
	for (size_t i = 0; i < end; i++) {
		if (p[i] > SURE && content_is_open(&d->line[i]))
			last = i;
		else if (last != SIZE_MAX && content_is_open(&d->line[i]) && is_code(d, &d->line[i]))
			p[i] = SURE + 0.01f;
	}
}

void
content_select(doc *d, const content_rules *r)
{
	content_view v = content_features(d, r->hints, r->marks);
	float *p = content_model_run(r->model, d, &v);
	content_drop_replies(d, &v, p);
	content_drop_next(d, &v, p);
	content_second_look(d, &v, p);
	content_keep_siblings(d, &v, p);
	content_keep_lead(d, &v, p);
	content_drop_cards(d, &v, p);
	content_keep_entries(d, &v, p);
	content_keep_items(d, &v, p);
	content_keep_announced(d, &v, p);
	content_keep_next(d, &v, p);
	fill_holes(d, &v, p);
	keep_code(d, p);
	content_keep_signature(d, &v, p);
	for (size_t i = 0; i < d->nline; i++) {
		line *l = &d->line[i];
		if (l->fate != FATE_NONE)
			continue;
		if (l->flags & LF_HIDDEN) {
			l->fate = FATE_HIDDEN;
		} else if (p[i] > SURE) {
			l->fate = FATE_BODY;
		} else {
			l->fate = FATE_REMOVED;
			l->rule = STR("content-model");
		}
	}
	d->no_article = content_is_cards(d, &v) ? "list page" : page_kind(d, r->hints, is_named(d, &v));
}
