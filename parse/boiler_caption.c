#include "boiler_rule.h"

#include "dom.h"
#include "utf8.h"

static bool
is_caption_class(const doc *d, const boiler_rules *r, uint32_t node)
{
	const boiler_rule *rule;
	return boiler_hint(r, dom_attr_get(d->dom, node, "class"), &rule) == CLASS_CAPTION;
}

/* The one element in the line's own that has text: <div><img><span class="img_descr">. */
static uint32_t
only_child(const dom *t, uint32_t node)
{
	enum { FEW = 8 };
	uint32_t text = 0;
	for (uint32_t i = node + 1; i < t->node[node].end && i <= node + FEW; i++)
		if (t->node[i].tag == TAG_NONE && utf8_trim(t->node[i].text).n) {
			if (text)
				return 0;
			text = t->node[i].parent;
		}
	return text != node && t->node[node].end <= node + FEW ? text : 0;
}

bool
boiler_is_under_picture(const line *l)
{
	enum { FEW = 6, MANY = 40 };
	uint32_t both = LF_IMG | LF_CENTER;
	bool sentence = l->punct == 1 && utf8_last(str_trim(l->source)) == 0x3002; /* a short one */
	return (l->flags & both) == both && !(l->flags & (LF_BOLD | LF_LINK)) && !l->heading && l->type == LINE_P &&
	       (l->punct == 0 || sentence) && l->chars >= FEW && l->chars <= MANY;
}

bool
boiler_is_caption(const doc *d, const boiler_rules *r, const line *l)
{
	enum { MAX = 160 };
	if (l->chars > MAX || l->flags & LF_LINK)
		return false;
	if (l->flags & LF_FIGCAPTION)
		return true;
	uint32_t child = l->node && !l->heading ? only_child(d->dom, l->node) : 0;
	return l->node && !l->heading && (is_caption_class(d, r, l->node) || (child && is_caption_class(d, r, child)));
}
