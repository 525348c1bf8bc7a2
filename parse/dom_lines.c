#include "dom_lines.h"

#include <string.h>

#include "dom_gap.h"
#include "dom_table.h"
#include "hidden.h"
#include "text_look.h"
#include "utf8.h"

/* What an element means for the text in it. */
enum trait {
	T_BLOCK = 1 << 0,          /* in the CSS sense: its start and end break a line */
	T_NO_TEXT = 1 << 1,
	T_BOLD = 1 << 2,
	T_PRE = 1 << 3,            /* its line breaks count */
	T_NAV = 1 << 4,
	T_CENTER = 1 << 5,
	T_QUOTE = 1 << 6,
	T_ITEM = 1 << 7,
	T_CAPTION = 1 << 8,
	T_LINK = 1 << 9,           /* told by its attributes */
	T_H1 = 1 << 10,
	T_MARKING = T_LINK | T_BOLD | T_PRE,
	T_TELLING = T_NAV | T_CENTER | T_CAPTION | T_H1,
};

static const uint16_t traits[TAG_COUNT] = {
	[TAG_address] = T_BLOCK, [TAG_article] = T_BLOCK, [TAG_aside] = T_BLOCK | T_NAV, [TAG_audio] = T_NO_TEXT, [TAG_b] = T_BOLD,
	[TAG_blockquote] = T_BLOCK | T_QUOTE, [TAG_body] = T_BLOCK, [TAG_button] = T_BLOCK | T_NAV, [TAG_canvas] = T_NO_TEXT,
	[TAG_caption] = T_BLOCK, [TAG_center] = T_BLOCK | T_CENTER, [TAG_dd] = T_BLOCK, [TAG_details] = T_BLOCK, [TAG_dialog] = T_BLOCK,
	[TAG_dir] = T_BLOCK, [TAG_div] = T_BLOCK, [TAG_dl] = T_BLOCK, [TAG_dt] = T_BLOCK, [TAG_fieldset] = T_BLOCK,
	[TAG_figcaption] = T_BLOCK | T_CAPTION, [TAG_figure] = T_BLOCK, [TAG_footer] = T_BLOCK | T_NAV, [TAG_form] = T_BLOCK | T_NAV,
	[TAG_h1] = T_BLOCK | T_BOLD | T_H1, [TAG_h2] = T_BLOCK | T_BOLD, [TAG_h3] = T_BLOCK | T_BOLD, [TAG_h4] = T_BLOCK | T_BOLD,
	[TAG_h5] = T_BLOCK | T_BOLD, [TAG_h6] = T_BLOCK | T_BOLD, [TAG_head] = T_NO_TEXT, [TAG_header] = T_BLOCK | T_NAV,
	[TAG_hgroup] = T_BLOCK, [TAG_hr] = T_BLOCK, [TAG_html] = T_BLOCK, [TAG_iframe] = T_BLOCK | T_NO_TEXT, [TAG_legend] = T_BLOCK,
	[TAG_li] = T_BLOCK | T_ITEM, [TAG_listing] = T_BLOCK | T_PRE, [TAG_main] = T_BLOCK, [TAG_marquee] = T_BLOCK, [TAG_math] = T_NO_TEXT,
	[TAG_menu] = T_BLOCK, [TAG_nav] = T_BLOCK | T_NAV, [TAG_noembed] = T_NO_TEXT, [TAG_noframes] = T_NO_TEXT, [TAG_noscript] = T_NO_TEXT,
	[TAG_object] = T_BLOCK, [TAG_ol] = T_BLOCK, [TAG_optgroup] = T_BLOCK, [TAG_option] = T_BLOCK, [TAG_p] = T_BLOCK,
	[TAG_plaintext] = T_BLOCK | T_PRE, [TAG_pre] = T_BLOCK | T_PRE, [TAG_rp] = T_NO_TEXT, [TAG_script] = T_NO_TEXT, [TAG_section] = T_BLOCK,
	[TAG_select] = T_BLOCK | T_NAV, [TAG_strong] = T_BOLD, [TAG_style] = T_NO_TEXT, [TAG_summary] = T_BLOCK, [TAG_svg] = T_NO_TEXT,
	[TAG_table] = T_BLOCK, [TAG_tbody] = T_BLOCK, [TAG_td] = T_BLOCK, [TAG_template] = T_NO_TEXT, [TAG_textarea] = T_NO_TEXT,
	[TAG_tfoot] = T_BLOCK, [TAG_th] = T_BLOCK, [TAG_thead] = T_BLOCK, [TAG_title] = T_NO_TEXT, [TAG_tr] = T_BLOCK, [TAG_ul] = T_BLOCK,
	[TAG_video] = T_BLOCK | T_NO_TEXT, [TAG_xmp] = T_PRE,
};

/* An open element. */
struct frame {
	uint32_t end, stop, node;
	uint16_t tag, is;          /* traits */
	str href;
};

struct walk {
	doc *d;
	text_store *store;
	const dom *t;
	const uint8_t *hidden;
	struct frame *frame;
	size_t nframe, cap;
	size_t npre;               /* frames whose line breaks count */
	size_t nmarking, marking;  /* frames that mark the text in them, and the outermost of them */
	size_t ntelling;           /* frames that a line's flags tell of */
	buf text;                  /* the line so far; kept from page to page would need a worker: freed at the end */
	buf words;                 /* a hint in the making; freed likewise */
	uint32_t flags;            /* of the line to come */
	unsigned link_chars, bold_chars, chars, nlink;
	uint32_t last_link;
	bool space, soft;
	bool has_text;
	str href, hint;
	uint32_t hint_node;
	uint32_t row;              /* data row being read, 0 when none */
	uint8_t *soft_line;
	size_t nsoft, soft_cap;
	size_t taken;              /* bytes of text so far */
};

static const struct frame *
innermost_block(const struct walk *w)
{
	for (size_t i = w->nframe; i-- > 0;)
		if (w->frame[i].is & T_BLOCK)
			return &w->frame[i];
	return &w->frame[0];
}

/* Class names in lower case, parted by spaces. Most are so, and are copied eight bytes at a time. */
static void
copy_words(char *to, str s)
{
	static const char changes[256] = {['A' ... 'Z'] = 'A' ^ 'a', ['\t'] = '\t' ^ ' ', ['\n'] = '\n' ^ ' ', ['\r'] = '\r' ^ ' '};
	const uint64_t ones = 0x0101010101010101u;
	for (size_t i = 0; i < s.n; i++) {
		uint64_t v = i + 8 <= s.n ? str_load8(s.p + i) : 0;
		/* every byte has the bit 0x20, as small letters, digits, spaces and hyphens do, and capitals and controls do not */
		if ((v & ones * 0x20) == ones * 0x20) {
			memcpy(to + i, s.p + i, 8);
			i += 7;
			continue;
		}
		to[i] = (char)(s.p[i] ^ changes[(unsigned char)s.p[i]]);
	}
}

static void
add_hint(struct walk *w, buf *b, uint32_t node)
{
	for (size_t k = 0; k < 2; k++) {
		str v = k ? dom_id(w->t, node) : dom_class(w->t, node);
		if (v.n == 0 || v.n > 120 || b->n > 240)
			continue;
		if (b->n)
			buf_addc(b, ' ');
		buf_reserve(b, v.n);
		copy_words(b->p + b->n, v);
		b->n += v.n;
	}
}

/* Class and id words of the element and three ancestors. */
static str
hint_of(struct walk *w, uint32_t node)
{
	if (node == w->hint_node && w->hint.p)
		return w->hint;
	buf_clear(&w->words);
	uint32_t n = node;
	for (int up = 0; up < 4 && n; up++, n = w->t->node[n].parent)
		add_hint(w, &w->words, n);
	w->hint = memo_share(&w->store->hints, w->store->a, buf_str(&w->words));
	w->hint_node = node;
	return w->hint;
}

static unsigned
heading_of(enum tag t)
{
	return t >= TAG_h1 && t <= TAG_h6 ? (unsigned)(t - TAG_h1 + 1) : 0;
}

static enum line_type
type_of(const struct walk *w, unsigned *heading)
{
	*heading = 0;
	for (size_t i = w->nframe; i-- > 0;) {
		const struct frame *f = &w->frame[i];
		if ((*heading = heading_of((enum tag)f->tag))) {
			return LINE_HEADING;
		}
		if (f->is & T_ITEM)
			return LINE_LI;
		if (f->is & T_QUOTE)
			return LINE_QUOTE;
		if (f->tag == TAG_td)
			break;
	}
	return LINE_P;
}

static uint32_t
flags_of(const struct walk *w)
{
	uint32_t f = w->flags;
	for (size_t i = 0; i < w->nframe && w->ntelling; i++) {
		if (w->frame[i].is & T_NAV)
			f |= LF_NAVTAG;
		if (w->frame[i].is & T_CENTER && i + 4 >= w->nframe)
			f |= LF_CENTER;
		if (w->frame[i].is & T_CAPTION)
			f |= LF_FIGCAPTION;
		if (w->frame[i].is & T_H1)
			f |= LF_H1;
	}
	if (w->chars && w->link_chars * 2 > w->chars)
		f |= LF_LINK;
	if (w->chars && w->bold_chars == w->chars)
		f |= LF_BOLD;
	return f;
}

static void
emit_line(struct walk *w)
{
	const struct frame *block = innermost_block(w);
	unsigned heading;
	enum line_type type = type_of(w, &heading);
	if (w->row)
		type = LINE_TABLE;
	line *l = doc_add(w->d, arena_dup(w->d->a, buf_str(&w->text)), type);
	l->flags = flags_of(w);
	if (w->row && memchr(l->source.p, '\t', l->source.n))
		l->flags |= LF_CELL;
	l->heading = heading;
	l->node = w->row ? w->row : block->node;
	l->depth = w->t->node[l->node].depth;
	l->hint = hint_of(w, l->node);
	l->link_chars = w->link_chars;
	l->nlink = w->nlink;
	l->href = w->href;
	*arena_push(w->d->a, w->soft_line, w->nsoft, w->soft_cap) = w->soft;
}

/* Ends the line; what comes next starts after `before` (LF_BLANK_BEFORE or LF_BR_BEFORE). */
static void
flush(struct walk *w, uint32_t before)
{
	while (w->text.n && (w->text.p[w->text.n - 1] == ' ' || w->text.p[w->text.n - 1] == '\t'))
		w->text.n--;
	if (w->has_text) {
		emit_line(w);
		w->flags = 0;
	}
	if (before == LF_BR_BEFORE && !w->has_text && w->flags & LF_BR_BEFORE)
		before = LF_BLANK_BEFORE;
	if (before == LF_BLANK_BEFORE)
		w->flags = (w->flags & ~(uint32_t)LF_BR_BEFORE) | LF_BLANK_BEFORE;
	else if (!(w->flags & LF_BLANK_BEFORE))
		w->flags |= before;
	w->text.n = 0;
	w->link_chars = w->bold_chars = w->chars = w->nlink = 0;
	w->space = w->has_text = w->soft = false;
	w->href = STR_NULL;
	w->last_link = 0;
}

static void
note_link(struct walk *w, const struct frame *f)
{
	if (w->last_link == f->node)
		return;
	w->last_link = f->node;
	w->nlink++;
	if (!w->href.p)
		w->href = f->href;
}

/* A line break between two wide characters leaves no space (CSS Text 3, 4.1.3). */
static bool
is_wide(uint32_t cp)
{
	return cp_is_han(cp) || cp_is_cjk_punct(cp);
}

/* The end of the run of letters, digits, marks and Han that starts at s[at]: characters that show and are no space. */
static size_t
plain_run(str s, size_t at, unsigned *chars)
{
	const unsigned char *p = (const unsigned char *)s.p;
	while (at < s.n) {
		if (p[at] > ' ' && p[at] < 0x7F)
			at++;
		else if (p[at] >= 0xE4 && p[at] <= 0xE9)
			at += 3; /* text of a tree is well-formed */
		else
			break;
		++*chars;
	}
	return at;
}

/* What stands between most tags. */
static bool
is_all_blank(str s)
{
	size_t at = 0;
	while (at < s.n && ascii_is_space(s.p[at]))
		at++;
	return at == s.n;
}

static void
add_text(struct walk *w, uint32_t i, str s)
{
	if (!w->npre && is_all_blank(s)) {
		w->space = w->space || s.n;
		return;
	}
	const struct frame *link = NULL, *bold = NULL;
	bool pre = false;
	unsigned how = w->hidden[i];
	for (size_t k = w->nmarking ? w->marking : w->nframe; k < w->nframe; k++) {
		const struct frame *f = &w->frame[k];
		if (i >= f->stop)
			continue;
		link = f->is & T_LINK ? f : link;
		bold = f->is & T_BOLD ? f : bold;
		pre = pre || f->is & T_PRE;
	}
	uint32_t hide = how ? LF_HIDDEN : 0;
	bool newline = false, inside = false; /* of this text alone: between elements a line break is a space */
	for (size_t at = 0; at < s.n;) {
		size_t from = at;
		char c = s.p[at];
		if (ascii_is_space(c)) {
			at++;
			if (pre && c == '\n')
				flush(w, LF_BR_BEFORE);
			else {
				w->space = true;
				newline = newline || (c == '\n' && inside);
			}
			continue;
		}
		uint32_t cp = utf8_next(s, &at);
		bool visible = !cp_is_space(cp) && !cp_is_invisible(cp);
		if (visible && w->has_text && (w->flags & LF_HIDDEN) != hide)
			flush(w, LF_BR_BEFORE); /* what is hidden stands on a line of its own */
		if (w->space && w->text.n && w->text.p[w->text.n - 1] != '\t' && !(newline && is_wide(utf8_last(buf_str(&w->text))) && is_wide(cp)))
			buf_addc(&w->text, ' ');
		w->space = newline = false;
		inside = true;
		unsigned chars = 1;
		at = visible ? plain_run(s, at, &chars) : at;
		buf_add(&w->text, str_from_to(s, from, at));
		if (!visible)
			continue;
		if (!w->has_text) {
			w->flags = (w->flags & ~(uint32_t)LF_HIDDEN) | hide;
			w->soft = how == HIDDEN_SOFT;
		}
		w->has_text = true;
		w->chars += chars;
		w->bold_chars += bold ? chars : 0;
		if (link) {
			w->link_chars += chars;
			note_link(w, link);
		}
	}
}

/* `name:value` or `name: value`, of what stands before and behind a colon. */
static bool
gives(str before, str behind, str name, str value)
{
	if (before.n < name.n || !str_ieq(str_skip(before, before.n - name.n), name))
		return false;
	return str_istarts(behind, value) || (str_starts(behind, STR(" ")) && str_istarts(str_skip(behind, 1), value));
}

static void
style_frame(const struct walk *w, struct frame *f, uint32_t i)
{
	str style = dom_style(w->t, i);
	if (dom_has_others(w->t, i) && str_ieq(dom_attr_get(w->t, i, "align"), STR("center")))
		f->is |= T_CENTER;
	if (!style.n || style.n > 2048)
		return;
	for (size_t colon; (colon = str_chr(style, ':')) != SIZE_MAX; style = str_skip(style, colon + 1)) {
		str before = str_from_to(style, 0, colon), behind = str_skip(style, colon + 1);
		f->is |= gives(before, behind, STR("text-align"), STR("center")) ? T_CENTER : 0;
		f->is |= gives(before, behind, STR("font-weight"), STR("bold")) ? T_BOLD : 0;
		f->is |= gives(before, behind, STR("display"), STR("block")) ? T_BLOCK : 0;
	}
}

/* A form round the page's text, as servers of some kinds put one: no place to ask something. */
static bool
is_round_text(const dom *t, uint32_t form)
{
	enum { MUCH = 900 };
	size_t bytes = 0;
	if ((t->node[form].end - form) * 2 > t->nnode)
		return true;
	for (uint32_t i = form + 1; i < t->node[form].end && bytes < MUCH; i++) {
		const dom_node *n = &t->node[i];
		if (n->tag == TAG_select || n->tag == TAG_textarea || n->tag == TAG_script || n->tag == TAG_style || n->tag == TAG_a)
			i = n->end - 1;
		else if (n->tag == TAG_NONE)
			bytes += n->text.n > 60 ? n->text.n : 0;
	}
	return bytes >= MUCH;
}


static struct frame
frame_of(const struct walk *w, uint32_t i)
{
	const dom_node *n = &w->t->node[i];
	enum tag t = (enum tag)n->tag;
	struct frame f = {.end = n->end, .stop = n->stop, .node = i, .tag = n->tag, .is = traits[t]};
	if (t == TAG_form && is_round_text(w->t, i))
		f.is &= (uint16_t)~T_NAV;
	if (t == TAG_a) {
		f.href = dom_attr_get(w->t, i, "href");
		if (f.href.p || !dom_attr_get(w->t, i, "name").p) /* an app's cards have no address */
			f.is |= T_LINK;
	}
	if (n->nattr)
		style_frame(w, &f, i);
	if (w->row) /* inside a data row nothing but the row's end ends the line */
		f.is &= (uint16_t)~T_BLOCK;
	return f;
}

static void
close_frames(struct walk *w, uint32_t i)
{
	while (w->nframe > 1 && w->frame[w->nframe - 1].end <= i) {
		struct frame *f = &w->frame[w->nframe - 1];
		if (f->is & T_BLOCK)
			flush(w, LF_BLANK_BEFORE);
		if (f->node == w->row)
			w->row = 0;
		w->npre -= (f->is & T_PRE) != 0;
		w->nmarking -= (f->is & T_MARKING) != 0;
		w->ntelling -= (f->is & T_TELLING) != 0;
		w->nframe--;
	}
}

static void
open_cell(struct walk *w)
{
	while (w->text.n && w->text.p[w->text.n - 1] == ' ')
		w->text.n--;
	if (w->has_text)
		buf_addc(&w->text, '\t');
	w->space = false;
}

static void
open_element(struct walk *w, uint32_t i, const uint8_t *is_data)
{
	enum tag t = (enum tag)w->t->node[i].tag;
	if (t == TAG_img) {
		w->flags |= LF_IMG;
		return;
	}
	if (w->row && (t == TAG_td || t == TAG_th))
		open_cell(w);
	else if (w->row && (t == TAG_br || t == TAG_p || t == TAG_div))
		w->space = true;
	if (t == TAG_br && !w->row)
		flush(w, LF_BR_BEFORE);
	if (t == TAG_br || t == TAG_wbr)
		return;
	struct frame f = frame_of(w, i);
	if (f.is & T_BLOCK)
		flush(w, LF_BLANK_BEFORE);
	if (t == TAG_tr && is_data[i])
		w->row = i;
	w->npre += (f.is & T_PRE) != 0;
	w->ntelling += (f.is & T_TELLING) != 0;
	if (f.is & T_MARKING && !w->nmarking++)
		w->marking = w->nframe;
	*arena_push(w->d->a, w->frame, w->nframe, w->cap) = f;
}

/* Text that only visibility or opacity hides is the article when there is next to none without it: a script shows it. */
static void
lift_soft(struct walk *w, size_t first)
{
	size_t soft = 0, shown = 0;
	for (size_t i = first; i < w->d->nline; i++) {
		const line *l = &w->d->line[i];
		if (l->punct < 2 || l->flags & LF_LINK)
			continue;
		if (w->soft_line[i - first])
			soft += l->chars;
		else if (!(l->flags & LF_HIDDEN))
			shown += l->chars;
	}
	if (soft < 40 || soft < 2 * shown)
		return;
	for (size_t i = first; i < w->d->nline; i++)
		if (w->soft_line[i - first])
			w->d->line[i].flags &= ~(uint32_t)LF_HIDDEN;
}

enum { NODES_A_LINE = 6 };

void
dom_lines(doc *d)
{
	struct walk w = {.d = d, .store = text_store_of(d), .t = d->dom, .hidden = hidden_nodes(d)};
	const uint8_t *is_data = dom_data_rows(d->dom, d->a);
	size_t first = d->nline;
	if (!d->cap) { /* most pages have fewer lines */
		d->cap = d->dom->nnode / NODES_A_LINE + 16;
		d->line = arena_alloc(d->a, d->cap * sizeof *d->line);
	}
	*arena_push(d->a, w.frame, w.nframe, w.cap) = (struct frame){.end = UINT32_MAX, .stop = UINT32_MAX, .is = T_BLOCK};
	for (uint32_t i = 1; i < d->dom->nnode;) {
		const dom_node *n = &d->dom->node[i];
		close_frames(&w, i);
		if (n->tag == TAG_NONE) {
			str text = w.taken < DOC_TEXT_MAX ? str_from_to(n->text, 0, DOC_TEXT_MAX - w.taken) : STR("");
			w.taken += n->text.n;
			add_text(&w, i, text.n < n->text.n ? str_from_to(text, 0, utf8_check(text)) : text);
			i++;
		} else if (traits[n->tag] & T_NO_TEXT) {
			if (traits[n->tag] & T_BLOCK)
				flush(&w, LF_BLANK_BEFORE);
			i = n->end;
		} else if (w.has_text && !w.npre && traits[n->tag] & T_BLOCK && dom_is_gap(d->dom, i, buf_str(&w.text), w.chars)) {
			i = n->end;
		} else {
			open_element(&w, i, is_data);
			i++;
		}
	}
	close_frames(&w, UINT32_MAX - 1);
	flush(&w, LF_BLANK_BEFORE);
	lift_soft(&w, first);
	if (w.taken > DOC_TEXT_MAX)
		doc_warn(d, "page-cut", 0);
	buf_free(&w.text);
	buf_free(&w.words);
}
