#include "content_features.h"

#include <math.h>
#include <string.h>

#include "content_boxes.h"
#include "content_line.h"
#include "dom.h"
#include "text_look.h"
#include "utf8.h"

const char *const content_feature_name[CF_COUNT] = {
#define X(name) #name,
	CONTENT_FEATURES(X)
#undef X
};

#define KNOWN (1u << 31) /* of the bits of hints: they were worked out */

/* What is worked out once for a page. */
struct view {
	doc *d;
	const dom *t;
	const hints *h;
	boxes b;
	size_t title;              /* index of the title's line, nline when none was found */
	uint64_t *sig;             /* what kind of element the line stands in: its tag and class and its parent's */
	unsigned *class_bits, *above_bits, *text_bits;
	text_store *store;
	bool *good;
	float *good_sum;           /* characters of good lines before line i */
	float *link_sum, *char_sum;
	size_t first_good, last_good; /* in the main box */
	uint32_t body;             /* element whose class says that it is the article's text; 0 when there is none */
	uint64_t main_sig;
};

/* log1pf(x). Mostly x is a small count that pages have many times. */
static float
log_of(const struct view *v, float x)
{
	size_t n = x >= 0 && x < TEXT_LOGS ? (size_t)x : 0;
	if ((float)n != x)
		return log1pf(x);
	if (v->store->log[n] == 0)
		v->store->log[n] = log1pf(x);
	return v->store->log[n];
}

static float
clip(float x, float hi)
{
	return x < 0 ? 0 : x > hi ? hi : x;
}

static float
share(float part, float whole)
{
	return whole > 0 ? part / whole : 0;
}

/* Signatures and their sums, in a table of open addressing. */
struct sums {
	uint64_t *key;
	float *good, *chars, *link;
	size_t mask;
};

static size_t
sum_slot(struct sums *s, uint64_t key)
{
	size_t i = (size_t)(key * 0x9E3779B97F4A7C15u >> 20) & s->mask;
	while (s->key[i] && s->key[i] != key)
		i = (i + 1) & s->mask;
	s->key[i] = key;
	return i;
}

static struct sums
new_sums(arena *a, size_t n)
{
	struct sums s = {.mask = 15};
	while (s.mask < n * 2)
		s.mask = s.mask * 2 + 1;
	s.key = arena_array(a, uint64_t, s.mask + 1);
	s.good = arena_array(a, float, s.mask + 1);
	s.chars = arena_array(a, float, s.mask + 1);
	s.link = arena_array(a, float, s.mask + 1);
	return s;
}

static uint64_t
signature(const dom *t, uint32_t n)
{
	uint64_t h = 1;
	for (int up = 0; up < 2 && n; up++, n = t->node[n].parent)
		h = h * 0x100000001b3u + t->node[n].tag * 31u + str_hash_here(dom_class(t, n));
	return h ? h : 1;
}

static unsigned
bits_of_words(const hints *h, str s)
{
	char low[200];
	if (!s.n || s.n > sizeof low)
		return 0;
	for (size_t i = 0; i < s.n; i++)
		low[i] = (char)ascii_lower(s.p[i]);
	return hints_of_class(h, str_of(low, s.n));
}

static unsigned
own_class_bits(struct view *v, uint32_t n)
{
	str class = dom_class(v->t, n);
	unsigned bits = bits_of_words(v->h, dom_id(v->t, n));
	if (dom_has_others(v->t, n))
		bits |= bits_of_words(v->h, dom_attr_get(v->t, n, "itemprop"));
	if (!class.n)
		return bits;
	uint32_t *known = memo_number(&v->store->classes, v->store->a, class);
	if (!*known)
		*known = bits_of_words(v->h, class) | KNOWN;
	return bits | (*known & ~KNOWN);
}

/* Class hints of the nearest two elements with a class, and of all above them; the elements' bits are worked out once. */
static void
class_bits(struct view *v, unsigned *memo, size_t i)
{
	unsigned near = 0, above = 0;
	int named = 0;
	for (uint32_t n = v->d->line[i].node; n; n = v->t->node[n].parent) {
		if (!memo[n])
			memo[n] = v->t->node[n].nattr ? own_class_bits(v, n) | KNOWN : KNOWN;
		unsigned bits = memo[n] & ~KNOWN;
		if (named < 2)
			near |= bits;
		else
			above |= bits;
		named += v->t->node[n].nattr > 0;
	}
	v->class_bits[i] = near;
	v->above_bits[i] = above;
}

static void
find_main_range(struct view *v)
{
	size_t n = v->d->nline;
	float best = 0;
	v->first_good = n;
	struct sums s = new_sums(v->d->a, n);
	for (size_t i = 0; i < n; i++) {
		const line *l = &v->d->line[i];
		if (!v->good[i] || content_distance(v->t, l->node, v->b.main) != 0)
			continue;
		if (v->first_good == n)
			v->first_good = i;
		v->last_good = i;
		size_t k = sum_slot(&s, v->sig[i]);
		s.good[k] += (float)l->chars;
		if (s.good[k] > best) {
			best = s.good[k];
			v->main_sig = v->sig[i];
		}
	}
}

/* Of the elements whose class says that they are the article's text the one with most text; of equals the inner one. */
static void
find_body(struct view *v, const unsigned *memo)
{
	float best = 0;
	for (uint32_t n = 0; n < v->t->nnode; n++) {
		const box *b = &v->b.node[n];
		float text = 0.2f * b->chars + b->good - 2 * b->link;
		if (!(memo[n] >> HC_body & 1) || !b->lines || text < best)
			continue;
		best = text;
		v->body = n;
	}
}

/* hints_of_line(), once for a text. */
static unsigned
text_hints(const hints *h, const line *l)
{
	text_look *look = text_look_known(l);
	if (!look)
		return hints_of_line(h, l);
	if (!look->hinted) {
		look->hints = hints_of_line(h, l);
		look->hinted = true;
	}
	return look->hints;
}

static struct view
look(doc *d, const hints *h)
{
	size_t n = d->nline;
	struct view v = {.d = d, .t = d->dom, .h = h, .b = content_boxes(d), .store = text_store_of(d)};
	unsigned *memo = arena_array(d->a, unsigned, d->dom->nnode);
	v.sig = arena_array(d->a, uint64_t, n);
	v.class_bits = arena_array(d->a, unsigned, n);
	v.above_bits = arena_array(d->a, unsigned, n);
	v.text_bits = arena_array(d->a, unsigned, n);
	v.good = arena_array(d->a, bool, n);
	v.good_sum = arena_array(d->a, float, n + 1);
	v.link_sum = arena_array(d->a, float, n + 1);
	v.char_sum = arena_array(d->a, float, n + 1);
	for (size_t i = 0; i < n; i++) {
		const line *l = &d->line[i];
		bool shown = l->fate == FATE_NONE && !(l->flags & LF_HIDDEN);
		v.sig[i] = signature(v.t, l->node);
		v.good[i] = content_is_good(l);
		v.text_bits[i] = shown ? text_hints(h, l) : 0;
		class_bits(&v, memo, i);
		v.good_sum[i + 1] = v.good_sum[i] + (v.good[i] ? (float)l->chars : 0);
		v.link_sum[i + 1] = v.link_sum[i] + (shown ? (float)l->link_chars : 0);
		v.char_sum[i + 1] = v.char_sum[i] + (shown ? (float)l->chars : 0);
	}
	v.title = content_title_line(d);
	find_main_range(&v);
	find_body(&v, memo);
	return v;
}

static void
put_bits(float *f, enum content_feature first, unsigned bits, int n)
{
	for (unsigned left = bits & ((1u << n) - 1); left; left &= left - 1)
		f[(int)first + __builtin_ctz(left)] = 1;
}

static void
put_title(const struct view *v, size_t i, float *f)
{
	size_t t = v->title, n = v->d->nline;
	f[CF_no_title] = t == n;
	if (t == n)
		return;
	f[CF_is_title] = i == t;
	f[CF_before_title] = i < t;
	f[CF_after_title_3] = i > t && i <= t + 3;
	f[CF_after_title_10] = i > t + 3 && i <= t + 10;
}

static void
put_context(const struct view *v, size_t i, float *f)
{
	const line *l = &v->d->line[i];
	f[CF_is_li] = l->type == LINE_LI;
	f[CF_is_heading] = l->type == LINE_HEADING;
	f[CF_is_quote] = l->type == LINE_QUOTE;
	f[CF_is_table] = l->type == LINE_TABLE;
	f[CF_is_h1] = (l->flags & LF_H1) != 0;
	f[CF_is_bold] = (l->flags & LF_BOLD) != 0;
	f[CF_is_center] = (l->flags & LF_CENTER) != 0;
	f[CF_in_navtag] = (l->flags & LF_NAVTAG) != 0;
	f[CF_has_img] = (l->flags & LF_IMG) != 0;
	f[CF_figcaption] = (l->flags & LF_FIGCAPTION) != 0;
	f[CF_br_before] = (l->flags & LF_BR_BEFORE) != 0;
	enum tag tag = (enum tag)v->t->node[l->node].tag;
	f[CF_in_p] = tag == TAG_p;
	f[CF_in_td] = tag == TAG_td;
	f[CF_in_form] = tag == TAG_option || tag == TAG_select || tag == TAG_button || tag == TAG_form;
	put_bits(f, CF_t_end, v->text_bits[i], HT_COUNT);
	put_bits(f, CF_c_article, v->class_bits[i], HC_COUNT);
	put_bits(f, CF_a_article, v->above_bits[i], HC_meta + 1);
	put_title(v, i, f);
}

static void
put_neighbour(const struct view *v, size_t i, bool there, size_t k, float *f, enum content_feature first)
{
	if (!there)
		return;
	const line *l = &v->d->line[k];
	f[first] = v->good[k];
	f[first + 1] = clip(log_of(v, (float)l->chars) / 5, 1.2f);
	f[first + 2] = share((float)l->link_chars, (float)l->chars);
	f[first + 3] = (float)(v->text_bits[k] >> HT_end & 1);
	f[first + 4] = v->sig[k] == v->sig[i];
}

static void
put_window(const struct view *v, size_t i, size_t half, float *good, float *link)
{
	size_t n = v->d->nline, from = i > half ? i - half : 0, to = i + half + 1 < n ? i + half + 1 : n;
	float own = v->good[i] ? (float)v->d->line[i].chars : 0;
	*good = clip(log_of(v, v->good_sum[to] - v->good_sum[from] - own) / 7, 1.2f);
	*link = share(v->link_sum[to] - v->link_sum[from], v->char_sum[to] - v->char_sum[from]);
}

static void
put_around(const struct view *v, size_t i, float *f)
{
	size_t n = v->d->nline;
	put_neighbour(v, i, i > 0, i - 1, f, CF_prev_good);
	put_neighbour(v, i, i + 1 < n, i + 1, f, CF_next_good);
	f[CF_prev2_good] = i > 1 && v->good[i - 2];
	f[CF_next2_good] = i + 2 < n && v->good[i + 2];
	put_window(v, i, 3, &f[CF_win3_good], &f[CF_win3_link]);
	put_window(v, i, 8, &f[CF_win8_good], &f[CF_win8_link]);
	f[CF_good_before] = share(v->good_sum[i], v->b.total);
	f[CF_good_after] = share(v->good_sum[n] - v->good_sum[i + 1], v->b.total);
	f[CF_position] = (float)i / (float)n;
}

static void
put_boxes(const struct view *v, const content_view *c, size_t i, float *f)
{
	const boxes *b = &v->b;
	uint32_t b1 = c->box1[i], b2 = c->box2[i];
	uint32_t b3 = content_box_above(v->t, b, b2, b->node[b2].lines);
	f[CF_box1_good] = share(b->node[b1].good, b->total);
	f[CF_box2_good] = share(b->node[b2].good, b->total);
	f[CF_box3_good] = share(b->node[b3].good, b->total);
	f[CF_box1_link] = share(b->node[b1].link, b->node[b1].chars);
	f[CF_box2_link] = share(b->node[b2].link, b->node[b2].chars);
	f[CF_box1_lines] = clip(log_of(v, (float)b->node[b1].lines) / 5, 1.2f);
	f[CF_box1_mean] = clip(log_of(v, share(b->node[b1].chars, (float)b->node[b1].lines)) / 5, 1.2f);
	unsigned far = content_distance(v->t, v->d->line[i].node, b->main);
	f[CF_main_in] = far == 0;
	f[CF_main_dist1] = far == 1;
	f[CF_main_dist2] = far == 2 || far == 3;
	f[CF_main_dist4] = far > 3;
	f[CF_main_sig] = v->sig[i] == v->main_sig;
	if (v->body) {
		f[CF_body_in] = content_distance(v->t, v->d->line[i].node, v->body) == 0;
		f[CF_body_out] = !f[CF_body_in];
	}
	f[CF_page_good] = clip(log_of(v, b->total) / 8, 1.2f);
	if (v->first_good == v->d->nline)
		return;
	f[CF_main_before] = i < v->first_good;
	f[CF_main_after] = i > v->last_good;
	f[CF_main_first] = i == v->first_good;
	f[CF_main_last] = i == v->last_good;
	f[CF_far_last] = i > v->last_good ? clip((float)(i - v->last_good) / 20, 1) : 0;
}

/* Good text that follows without a break above and below, and closing words seen since the article began. */
static void
put_runs(const struct view *v, float (*f)[CF_COUNT])
{
	size_t n = v->d->nline, ends = 0;
	float run = 0;
	for (size_t i = 0; i < n; i++) {
		f[i][CF_up_good] = clip(log_of(v, run) / 7, 1.2f);
		run = v->good[i] ? run + (float)v->d->line[i].chars : run * 0.5f;
		f[i][CF_ends_before] = clip((float)ends / 3, 1);
		ends += i >= v->first_good && (v->text_bits[i] & 1u << HT_end) && v->d->line[i].chars < 40;
	}
	size_t all = ends;
	run = 0;
	for (size_t i = n; i-- > 0;) {
		f[i][CF_down_good] = clip(log_of(v, run) / 7, 1.2f);
		run = v->good[i] ? run + (float)v->d->line[i].chars : run * 0.5f;
		f[i][CF_ends_after] = clip(((float)all - f[i][CF_ends_before] * 3) / 3, 1);
	}
}

static void
put_signatures(const struct view *v, float (*f)[CF_COUNT])
{
	size_t n = v->d->nline;
	struct sums s = new_sums(v->d->a, n);
	for (size_t i = 0; i < n; i++) {
		size_t k = sum_slot(&s, v->sig[i]);
		s.good[k] += v->good[i] ? (float)v->d->line[i].chars : 0;
		s.chars[k] += (float)v->d->line[i].chars;
		s.link[k] += (float)v->d->line[i].link_chars;
	}
	for (size_t i = 0; i < n; i++) {
		size_t k = sum_slot(&s, v->sig[i]);
		f[i][CF_sig_good] = share(s.good[k], v->b.total);
		f[i][CF_sig_link] = share(s.link[k], s.chars[k]);
	}
}

/* Lines whose very text stands on the page more than once. */
static void
put_repeats(const struct view *v, float (*f)[CF_COUNT])
{
	size_t n = v->d->nline;
	struct sums s = new_sums(v->d->a, n);
	size_t *slot = arena_alloc(v->d->a, n * sizeof *slot);
	for (size_t i = 0; i < n; i++) {
		slot[i] = sum_slot(&s, str_hash_here(v->d->line[i].source) | 1);
		s.good[slot[i]]++;
	}
	for (size_t i = 0; i < n; i++)
		f[i][CF_repeated] = s.good[slot[i]] > 1;
}

/* Numbers the signatures in order of their first line, and finds the boxes. */
static void
put_groups(const struct view *v, content_view *c)
{
	size_t n = v->d->nline;
	struct sums s = new_sums(v->d->a, n);
	for (size_t i = 0; i < n; i++) {
		size_t k = sum_slot(&s, v->sig[i]);
		if (s.good[k] == 0)
			s.good[k] = (float)(i + 1);
		c->kind[i] = (uint32_t)s.good[k] - 1;
		c->box1[i] = content_box_above(v->t, &v->b, v->d->line[i].node, 1);
		c->box2[i] = content_box_above(v->t, &v->b, c->box1[i], v->b.node[c->box1[i]].lines);
	}
}

content_view
content_features(doc *d, const hints *h, const marks *m)
{
	float (*f)[CF_COUNT] = arena_zalloc_n(d->a, d->nline, sizeof *f);
	content_view c = {.f = f, .marks = m};
	struct view v = look(d, h);
	c.kind = arena_array(d->a, uint32_t, d->nline);
	c.box1 = arena_array(d->a, uint32_t, d->nline);
	c.box2 = arena_array(d->a, uint32_t, d->nline);
	c.title = v.title;
	c.body = v.body;
	put_groups(&v, &c);
	for (size_t i = 0; i < d->nline; i++) {
		content_line_features(&d->line[i], m, f[i]);
		f[i][CF_chars_log] = fminf(log_of(&v, fmaxf((float)d->line[i].chars, 1)) / 6, 1.2f);
		put_context(&v, i, f[i]);
		put_around(&v, i, f[i]);
		put_boxes(&v, &c, i, f[i]);
		f[i][CF_like_title] = i != v.title && content_like_title(d, &d->line[i]);
	}
	put_runs(&v, f);
	put_signatures(&v, f);
	put_repeats(&v, f);
	return c;
}
