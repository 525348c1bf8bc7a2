/*
 * dom.h - an HTML page as a flat tree: nodes in document order, so that a subtree is a range of the array.
 *
 * The tokeniser and the tree builder are ours and follow the WHATWG HTML standard (13.2) where pages need it: implied end tags,
 * scopes, raw text elements, character references. They do not move nodes (no foster parents, no adoption agency): text stays in
 * source order. One pass, linear time; what a hostile page can cost is bounded by the limits below. Any bytes of valid UTF-8 may come.
 */
#ifndef XP_DOM_H
#define XP_DOM_H

#include "arena.h"

#define DOM_MAX_NODES ((uint32_t)1 << 19) /* beyond it the page is cut (dom.truncated) */
#define DOM_MAX_DEPTH 256                 /* deeper elements become children of the element at this depth */
#define DOM_MAX_ATTRS 32                  /* an element's further attributes are skipped */

/* By first letter (dom_tag.c), of a letter the frequent ones first. */
#define DOM_TAGS(X) \
	X(a) X(abbr) X(address) X(article) X(aside) X(audio) X(br) X(b) X(base) X(big) X(blockquote) X(body) X(button) X(canvas) \
	X(caption) X(center) X(cite) X(code) X(col) X(colgroup) X(div) X(dd) X(del) X(details) X(dialog) X(dir) X(dl) X(dt) \
	X(em) X(embed) X(fieldset) X(figcaption) X(figure) X(font) X(footer) X(form) X(frame) X(frameset) X(h1) X(h2) X(h3) \
	X(h4) X(h5) X(h6) X(head) X(header) X(hgroup) X(hr) X(html) X(img) X(i) X(iframe) X(input) X(ins) X(li) X(link) \
	X(label) X(legend) X(listing) X(meta) X(main) X(marquee) X(math) X(menu) X(nav) X(nobr) X(noembed) X(noframes) \
	X(noscript) X(option) X(object) X(ol) X(optgroup) X(p) X(param) X(plaintext) X(pre) X(q) X(rp) X(rt) X(ruby) X(span) \
	X(script) X(strong) X(s) X(section) X(select) X(small) X(source) X(strike) X(style) X(sub) X(summary) X(sup) X(svg) \
	X(td) X(tr) X(table) X(tbody) X(template) X(textarea) X(tfoot) X(th) X(thead) X(time) X(title) X(track) X(tt) X(ul) \
	X(u) X(var) X(video) X(wbr) X(xmp)

enum tag {
	TAG_NONE,                  /* a text node */
	TAG_OTHER,                 /* an element whose name is not in the list */
#define X(name) TAG_##name,
	DOM_TAGS(X)
#undef X
	TAG_COUNT
};

typedef struct dom_attr {
	str name, value;           /* name lower-cased; value with references decoded */
} dom_attr;

typedef struct dom_node {
	uint32_t parent;           /* node 0 is the root, its own parent */
	uint32_t end;              /* first node behind the subtree */
	uint32_t stop;             /* a formatting element (a, b, font ...) closed inside an open block ends here */
	uint32_t attr;             /* its attributes are dom.attr[attr .. attr + nattr) */
	uint16_t tag;              /* enum tag */
	uint16_t depth;
	uint8_t nattr;
	uint8_t class_at, id_at, style_at; /* which of its attributes, from 1, is the class ...: nearly all that steps ask for; 0 when there is none */
	str text;                  /* text node: the decoded text; TAG_OTHER: the element's name; raw text elements: their content */
} dom_node;

typedef struct dom {
	arena *a;
	dom_node *node;
	size_t nnode, node_cap;
	dom_attr *attr;
	size_t nattr, attr_cap;
	uint32_t *apart;           /* the link, style and script elements, in order: what is looked for among all others */
	size_t napart, apart_cap;
	uint32_t title;            /* the first title element, 0 when there is none */
	bool truncated;
} dom;

/* Builds the tree of a page; everything lives in `a`, text that needs no decoding points into `utf8`. */
dom *dom_parse(arena *a, str utf8);
/* An attribute's value, STR_NULL when absent. `name` in lower case; mostly a literal, so that its length is known here. */
static inline str
dom_attr_get(const dom *d, uint32_t node, const char *name)
{
	const dom_node *n = &d->node[node];
	str want = str_of(name, strlen(name));
	for (size_t i = 0; i < n->nattr; i++)
		if (str_eq(d->attr[n->attr + i].name, want))
			return d->attr[n->attr + i].value;
	return STR_NULL;
}

static inline str
dom_attr_at(const dom *d, const dom_node *n, unsigned at)
{
	return at ? d->attr[n->attr + at - 1].value : STR_NULL;
}

/* The same as dom_attr_get() of "class", "id" and "style", without a search. */
static inline str
dom_class(const dom *d, uint32_t node)
{
	return dom_attr_at(d, &d->node[node], d->node[node].class_at);
}

static inline str
dom_id(const dom *d, uint32_t node)
{
	return dom_attr_at(d, &d->node[node], d->node[node].id_at);
}

static inline str
dom_style(const dom *d, uint32_t node)
{
	return dom_attr_at(d, &d->node[node], d->node[node].style_at);
}

/* Has it attributes beside these three? */
static inline bool
dom_has_others(const dom *d, uint32_t node)
{
	const dom_node *n = &d->node[node];
	return n->nattr > !!n->class_at + !!n->id_at + !!n->style_at;
}

/* Name of an element as text. */
str dom_tag_name(const dom *d, uint32_t node);
enum tag dom_tag_of(str name);                    /* any case; TAG_OTHER when not in the list */
/* All text below a node, white space runs made one space and trimmed, at most `max` bytes; raw text elements left out. */
str dom_text(const dom *d, uint32_t node, arena *a, size_t max);
/* Decodes character references (HTML 13.5); returns s itself when it holds none. */
str html_decode(arena *a, str s, bool in_attribute);

#endif
