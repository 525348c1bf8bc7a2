#include "dom.h"

#include <string.h>

#include "html.h"
#include "utf8.h"

enum kind {
	K_VOID = 1 << 0,    /* no content, no end tag */
	K_BLOCK = 1 << 1,   /* its start closes an open p */
	K_INLINE = 1 << 2,  /* a formatting element: its end tag closes no block */
	K_SCOPE = 1 << 3,   /* end tags do not reach beyond it */
	K_HEAD = 1 << 4,    /* may stand in head */
	K_LIST = 1 << 5,
};

static unsigned
kind_of(enum tag t)
{
	switch (t) {
	case TAG_base: case TAG_link: case TAG_meta:
		return K_VOID | K_HEAD;
	case TAG_br: case TAG_col: case TAG_embed: case TAG_img: case TAG_input: case TAG_param: case TAG_source: case TAG_track:
	case TAG_wbr: case TAG_frame:
		return K_VOID;
	case TAG_hr:
		return K_VOID | K_BLOCK;
	case TAG_title: case TAG_style: case TAG_script: case TAG_noscript: case TAG_template:
		return K_HEAD;
	case TAG_ul: case TAG_ol: case TAG_menu: case TAG_dir: case TAG_dl:
		return K_BLOCK | K_LIST;
	case TAG_table: case TAG_td: case TAG_th: case TAG_caption: case TAG_object: case TAG_marquee: case TAG_button:
		return K_SCOPE;
	case TAG_address: case TAG_article: case TAG_aside: case TAG_blockquote: case TAG_center: case TAG_details: case TAG_dialog:
	case TAG_div: case TAG_fieldset: case TAG_figcaption: case TAG_figure: case TAG_footer: case TAG_form: case TAG_h1:
	case TAG_h2: case TAG_h3: case TAG_h4: case TAG_h5: case TAG_h6: case TAG_header: case TAG_hgroup: case TAG_main:
	case TAG_nav: case TAG_p: case TAG_pre: case TAG_section: case TAG_summary: case TAG_li: case TAG_dd: case TAG_dt:
	case TAG_listing:
		return K_BLOCK;
	case TAG_a: case TAG_b: case TAG_big: case TAG_cite: case TAG_code: case TAG_em: case TAG_font: case TAG_i: case TAG_nobr:
	case TAG_s: case TAG_small: case TAG_span: case TAG_strike: case TAG_strong: case TAG_tt: case TAG_u: case TAG_sub:
	case TAG_sup: case TAG_label: case TAG_ins: case TAG_del: case TAG_abbr: case TAG_q: case TAG_OTHER:
		return K_INLINE;
	default:
		return 0;
	}
}

struct builder {
	dom *d;
	html in;
	token t;
	uint32_t open[DOM_MAX_DEPTH];
	size_t depth;
	unsigned nopen[TAG_COUNT]; /* how many elements of each kind are open */
	unsigned flat;             /* elements that were too deep to be opened */
	bool has_body;
	bool has_nul;              /* the page has NUL bytes, which html_decode() drops */
	const char *amp_from, *amp; /* the first `&` of the page from amp_from on, or the page's end */
};

static uint32_t
top(const struct builder *b)
{
	return b->open[b->depth - 1];
}

static enum tag
tag_at(const struct builder *b, size_t i)
{
	return (enum tag)b->d->node[b->open[i]].tag;
}

static dom_node *
add_node(struct builder *b, enum tag tag)
{
	dom *d = b->d;
	dom_node *n = arena_push(d->a, d->node, d->nnode, d->node_cap);
	*n = (dom_node){.tag = (uint16_t)tag, .end = (uint32_t)d->nnode, .stop = UINT32_MAX};
	if (b->depth) {
		n->parent = top(b);
		n->depth = (uint16_t)b->depth;
	}
	return n;
}

static void
pop_to(struct builder *b, size_t depth)
{
	while (b->depth > depth) {
		uint32_t i = b->open[--b->depth];
		b->nopen[b->d->node[i].tag]--;
		b->d->node[i].end = (uint32_t)b->d->nnode;
	}
}

static void
push(struct builder *b, uint32_t i)
{
	b->nopen[b->d->node[i].tag]++;
	b->open[b->depth++] = i;
}

/* Place on the stack of the innermost open `tag`, not looking beyond an element of a kind in `stop`; SIZE_MAX when none. */
static size_t
find_open(const struct builder *b, enum tag tag, unsigned stop)
{
	if (!b->nopen[tag])
		return SIZE_MAX;
	for (size_t i = b->depth; i-- > 1;) {
		if (tag_at(b, i) == tag)
			return i;
		if (kind_of(tag_at(b, i)) & stop)
			return SIZE_MAX;
	}
	return SIZE_MAX;
}

static void
close_open(struct builder *b, enum tag tag, unsigned stop)
{
	size_t i = find_open(b, tag, stop);
	if (i != SIZE_MAX)
		pop_to(b, i);
}

static bool
is_heading(enum tag t)
{
	return t >= TAG_h1 && t <= TAG_h6;
}

static bool
is_row_group(enum tag t)
{
	return t == TAG_tbody || t == TAG_thead || t == TAG_tfoot;
}

/* Closes rows and cells of the innermost table down to what may hold `tag`. */
static void
close_in_table(struct builder *b, enum tag tag)
{
	size_t table = find_open(b, TAG_table, 0);
	if (table == SIZE_MAX)
		return;
	size_t keep = table + 1;
	for (size_t i = table + 1; i < b->depth; i++) {
		enum tag t = tag_at(b, i);
		if (tag == TAG_tr && is_row_group(t))
			keep = i + 1;
		if ((tag == TAG_td || tag == TAG_th) && (is_row_group(t) || t == TAG_tr))
			keep = i + 1;
	}
	pop_to(b, keep);
}

/* A link inside a link: the first one ends, when no block lies between. */
static void
close_link(struct builder *b)
{
	size_t i = find_open(b, TAG_a, K_SCOPE | K_BLOCK);
	if (i != SIZE_MAX)
		pop_to(b, i);
}

/* What the start tag of `tag` closes (13.2.6.4.7 and the table modes). */
static void
imply_ends(struct builder *b, enum tag tag)
{
	unsigned kind = kind_of(tag);
	if ((kind & K_BLOCK || tag == TAG_table || tag == TAG_tr || tag == TAG_td) && b->nopen[TAG_select])
		close_open(b, TAG_select, 0);
	if (kind & K_BLOCK)
		close_open(b, TAG_p, K_SCOPE);
	if (is_heading(tag) && is_heading(tag_at(b, b->depth - 1)))
		pop_to(b, b->depth - 1);
	switch (tag) {
	case TAG_li:
		close_open(b, TAG_li, K_SCOPE | K_LIST);
		break;
	case TAG_dd:
	case TAG_dt:
		close_open(b, TAG_dd, K_SCOPE | K_LIST);
		close_open(b, TAG_dt, K_SCOPE | K_LIST);
		break;
	case TAG_option:
	case TAG_optgroup:
		close_open(b, TAG_option, K_SCOPE | K_BLOCK);
		break;
	case TAG_tr:
	case TAG_td:
	case TAG_th:
	case TAG_tbody:
	case TAG_thead:
	case TAG_tfoot:
		close_in_table(b, tag);
		break;
	case TAG_a:
		close_link(b);
		break;
	case TAG_button:
		close_open(b, TAG_button, 0);
		break;
	default:
		break;
	}
}

/* A reference may stand in this part of the page. Most texts have none: one look for the next `&` serves many of them. */
static bool
has_amp(struct builder *b, str s)
{
	const char *end = b->in.s.p + b->in.s.n;
	if (s.n && (s.p < b->amp_from || s.p > b->amp)) {
		const char *hit = memchr(s.p, '&', (size_t)(end - s.p));
		b->amp_from = s.p;
		b->amp = hit ? hit : end;
	}
	return s.n && b->amp < s.p + s.n;
}

/* References decoded. */
static inline str
decode(struct builder *b, str s, bool in_attribute)
{
	if (s.p >= b->amp_from && s.p + s.n <= b->amp && !b->has_nul)
		return s;
	return b->has_nul || has_amp(b, s) ? html_decode(b->d->a, s, in_attribute) : s;
}

/* Remembers where the attributes are that dom_class() and its like ask for. Of equal names the first one counts; of styles the last one: a
 * template's `display:none` mostly stands behind another. */
static void
note_place(dom_node *n, str name, size_t i)
{
	uint8_t *at = NULL;
	if (name.n == 5)
		at = str_eq(name, STR("class")) ? &n->class_at : str_eq(name, STR("style")) ? &n->style_at : NULL;
	else if (name.n == 2)
		at = str_eq(name, STR("id")) ? &n->id_at : NULL;
	if (at && (!*at || at == &n->style_at))
		*at = (uint8_t)(i + 1);
}

static void
add_attrs(struct builder *b, uint32_t node)
{
	dom *d = b->d;
	d->node[node].attr = (uint32_t)d->nattr;
	for (size_t i = 0; i < b->t.nattr; i++) {
		str name = b->t.attr[i].name;
		dom_attr *x = arena_push(d->a, d->attr, d->nattr, d->attr_cap);
		x->name = b->t.capital[i] ? arena_lower(d->a, name) : name;
		x->value = decode(b, b->t.attr[i].value, true);
		note_place(&d->node[node], x->name, i);
	}
	d->node[node].nattr = (uint8_t)b->t.nattr;
}

static void
leave_head(struct builder *b)
{
	size_t i = find_open(b, TAG_head, 0);
	if (i != SIZE_MAX)
		pop_to(b, i);
}

/* html, head and body exist once; their further start tags add nothing. */
static bool
is_repeated_root(struct builder *b, enum tag tag)
{
	if (tag == TAG_html)
		return b->nopen[TAG_html] > 0 || b->d->nnode > 1;
	if (tag == TAG_head)
		return b->nopen[TAG_head] > 0 || b->has_body;
	if (tag != TAG_body)
		return false;
	leave_head(b);
	if (b->has_body)
		return true;
	b->has_body = true;
	return false;
}

/* No page's title is longer; what reads it looks at every place where it may be cut. */
enum { TITLE_MAX = 8192 };

static void
start_tag(struct builder *b)
{
	enum tag tag = b->t.tag;
	unsigned kind = kind_of(tag);
	if (is_repeated_root(b, tag))
		return;
	if (b->nopen[TAG_head] && !(kind & K_HEAD) && tag != TAG_head)
		leave_head(b);
	imply_ends(b, tag);
	uint32_t i = (uint32_t)b->d->nnode;
	dom_node *n = add_node(b, tag);
	n->text = tag == TAG_OTHER ? b->t.name : html_is_raw(tag) ? b->t.text : STR_NULL;
	if (tag == TAG_title || tag == TAG_textarea)
		n->text = decode(b, n->text, false);
	if (tag == TAG_title && n->text.n > TITLE_MAX)
		n->text.n = utf8_check(str_from_to(n->text, 0, TITLE_MAX));
	if (tag == TAG_title && !b->d->title && !b->nopen[TAG_svg])
		b->d->title = i;
	if (tag == TAG_link || tag == TAG_style || tag == TAG_script)
		*arena_push(b->d->a, b->d->apart, b->d->napart, b->d->apart_cap) = i;
	add_attrs(b, i);
	bool foreign = b->nopen[TAG_svg] || b->nopen[TAG_math] || tag == TAG_svg;
	if (kind & K_VOID || html_is_raw(tag) || (foreign && b->t.self_closing))
		return;
	if (b->depth == DOM_MAX_DEPTH)
		b->flat++;
	else
		push(b, i);
}

/* The end of a formatting element with blocks open inside it: the blocks go on, without the format. */
static bool
ends_inside_block(struct builder *b, size_t at)
{
	for (size_t i = at + 1; i < b->depth; i++) {
		if (kind_of(tag_at(b, i)) & (K_BLOCK | K_SCOPE)) {
			dom_node *n = &b->d->node[b->open[at]];
			if (n->stop == UINT32_MAX)
				n->stop = (uint32_t)b->d->nnode;
			return true;
		}
	}
	return false;
}

static void
end_heading(struct builder *b)
{
	for (size_t i = b->depth; i-- > 1;) {
		if (is_heading(tag_at(b, i))) {
			pop_to(b, i);
			return;
		}
		if (kind_of(tag_at(b, i)) & K_SCOPE)
			return;
	}
}

static size_t
find_in_table(const struct builder *b, enum tag tag)
{
	for (size_t k = b->depth; b->nopen[tag] && k-- > 1;) {
		if (tag_at(b, k) == tag)
			return k;
		if (tag_at(b, k) == TAG_table)
			break;
	}
	return SIZE_MAX;
}

static void
end_tag(struct builder *b)
{
	enum tag tag = b->t.tag;
	unsigned kind = kind_of(tag);
	if (b->flat) {
		b->flat -= !(kind & K_VOID);
		return;
	}
	if (tag == TAG_head) {
		leave_head(b);
		return;
	}
	if (tag == TAG_html || tag == TAG_body)
		return;
	if (tag == TAG_br || (tag == TAG_p && find_open(b, TAG_p, K_SCOPE) == SIZE_MAX)) {
		add_node(b, tag);
		return;
	}
	if (is_heading(tag)) {
		end_heading(b);
		return;
	}
	bool in_table = tag == TAG_tr || is_row_group(tag) || kind & K_SCOPE;
	size_t i = SIZE_MAX;
	if (in_table) /* its own kind ends it; only a table stops the look */
		i = tag == TAG_table ? find_open(b, tag, 0) : find_in_table(b, tag);
	else
		i = find_open(b, tag, tag == TAG_li ? K_SCOPE | K_LIST : K_SCOPE);
	if (i == SIZE_MAX || (kind & K_INLINE && ends_inside_block(b, i)))
		return;
	pop_to(b, i);
}

static bool
is_blank(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!ascii_is_space(s.p[i]))
			return false;
	return true;
}

static void
text(struct builder *b)
{
	if (b->nopen[TAG_head] && !is_blank(b->t.text))
		leave_head(b);
	dom_node *n = add_node(b, TAG_NONE);
	n->text = decode(b, b->t.text, false);
}

/* Room that is made beforehand: most pages have fewer nodes for their bytes. */
enum { BYTES_A_NODE = 40, ROOM_MAX = 1 << 16 };

dom *
dom_parse(arena *a, str utf8)
{
	dom *d = arena_new(a, dom);
	struct builder *b = arena_new(a, struct builder);
	d->a = a;
	b->d = d;
	b->in.s = utf8;
	b->amp_from = b->amp = utf8.p;
	b->has_nul = str_chr(utf8, '\0') != SIZE_MAX;
	d->node_cap = utf8.n / BYTES_A_NODE < ROOM_MAX ? utf8.n / BYTES_A_NODE + 16 : ROOM_MAX;
	d->node = arena_alloc(a, d->node_cap * sizeof *d->node);
	d->attr_cap = d->node_cap;
	d->attr = arena_alloc(a, d->attr_cap * sizeof *d->attr);
	add_node(b, TAG_OTHER);
	push(b, 0);
	for (;;) {
		html_next(&b->in, &b->t);
		if (b->t.kind == TOKEN_END)
			break;
		if (d->nnode >= DOM_MAX_NODES) {
			d->truncated = true;
			break;
		}
		if (b->t.kind == TOKEN_TEXT)
			text(b);
		else if (b->t.kind == TOKEN_START)
			start_tag(b);
		else
			end_tag(b);
	}
	pop_to(b, 0);
	return d;
}

str
dom_text(const dom *d, uint32_t node, arena *a, size_t max)
{
	size_t cap = 0, n = 0;
	for (uint32_t i = node; i < d->node[node].end && cap < max; i++)
		if (d->node[i].tag == TAG_NONE || i == node)
			cap += d->node[i].text.n + 1;
	char *out = arena_alloc(a, cap + 1);
	bool space = false;
	for (uint32_t i = node; i < d->node[node].end; i++) {
		const dom_node *x = &d->node[i];
		bool raw = i == node && html_is_raw((enum tag)x->tag);
		if (x->tag == TAG_br)
			space = true;
		if (x->tag != TAG_NONE && !raw)
			continue;
		for (size_t k = 0; k < x->text.n && n + 2 < cap; k++) {
			char c = x->text.p[k];
			if (ascii_is_space(c)) {
				space = true;
				continue;
			}
			if (space && n)
				out[n++] = ' ';
			space = false;
			out[n++] = c;
		}
	}
	if (n > max)
		n = utf8_check(str_of(out, max)); /* a cut may leave half a character */
	return str_of(out, n);
}
