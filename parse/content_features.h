/*
 * content_features.h - what the content model knows of a line: itself, its neighbours, the boxes it stands in, hints.
 *
 * Values are scaled to about 0..1. tests/fit/content.py prints and fits them, dicts/content-weights.tsv holds a weight for each by name.
 * A line's box is the nearest element round it that holds more than one line; the second box is the next that holds more lines than
 * the first, and so on. The body box is an element whose class says that it is the article's text. A good line has a sentence's punctuation, 10 characters or more and is no link.
 */
#ifndef XP_CONTENT_FEATURES_H
#define XP_CONTENT_FEATURES_H

#include "hints.h"
#include "marks.h"

#define CONTENT_FEATURES(X) \
	X(bias) X(chars_log) X(chars_lt6) X(chars_lt16) X(chars_lt40) X(chars_lt100) X(link_ratio) X(all_link) X(many_links) \
	X(han_ratio) X(punct_density) X(punct_0) X(punct_1) X(punct_2) X(stop) X(ends_stop) X(ends_colon) X(ends_ellipsis) \
	X(starts_bracket) X(starts_indent) X(starts_bullet) X(digit_ratio) X(has_date) X(has_time) X(has_url) X(separators) \
	X(is_li) X(is_heading) X(is_quote) X(is_table) X(is_h1) X(is_bold) X(is_center) X(in_navtag) X(has_img) X(figcaption) \
	X(br_before) X(in_p) X(in_td) X(in_form) X(repeated) X(is_title) X(like_title) X(before_title) X(after_title_3) \
	X(after_title_10) X(no_title) X(t_end) X(t_byline) X(t_share) X(t_crumb) X(t_foot) X(t_caption) X(t_more) X(t_legal) X(t_promo) \
	X(c_article) X(c_comment) X(c_related) X(c_nav) X(c_share) X(c_foot) X(c_ad) X(c_aside) X(c_meta) X(c_title) X(c_summary) \
	X(c_caption) X(c_body) X(a_article) X(a_comment) X(a_related) X(a_nav) X(a_share) X(a_foot) X(a_ad) X(a_aside) X(a_meta) \
	X(prev_good) X(prev_chars) X(prev_link) X(prev_end) X(prev_same_box) X(next_good) X(next_chars) X(next_link) X(next_end) \
	X(next_same_box) X(prev2_good) X(next2_good) X(win3_good) X(win3_link) X(win8_good) X(win8_link) X(up_good) X(down_good) \
	X(ends_after) X(ends_before) X(box1_good) X(box2_good) X(box3_good) X(box1_link) X(box2_link) X(box1_lines) X(box1_mean) \
	X(sig_good) X(sig_link) X(main_in) X(main_dist1) X(main_dist2) X(main_dist4) X(main_before) X(main_after) X(main_first) \
	X(main_last) X(main_sig) X(body_in) X(body_out) X(position) X(far_last) X(good_after) X(good_before) X(page_good)

enum content_feature {
#define X(name) CF_##name,
	CONTENT_FEATURES(X)
#undef X
	CF_COUNT
};

/* Names in the order of the enum. */
extern const char *const content_feature_name[CF_COUNT];

/* What the model sees of a page, in the page's arena: a row of values for every line, and which lines belong together. */
typedef struct content_view {
	float (*f)[CF_COUNT];
	uint32_t *kind;            /* lines in elements of one tag and class share a number, below the number of lines */
	uint32_t *box1, *box2;     /* nodes of the first and second box */
	size_t title;              /* index of the headline's line, or the number of lines */
	const marks *marks;
	uint32_t body;             /* node of the body box, 0 when there is none */
} content_view;

content_view content_features(doc *d, const hints *h, const marks *m);

#endif
