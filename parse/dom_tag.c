/* Names of elements. */
#include "dom.h"

#include <string.h>

enum { NAME_SIZE = 16 };

/* Filled up with NULs, so that two names are compared as two words. */
static const char tag_names[TAG_COUNT][NAME_SIZE] = {
	"", "",
#define X(name) #name,
	DOM_TAGS(X)
#undef X
};

/* Where the names of a first letter begin; the next letter's begin where they end. */
static const unsigned char letter_from[27] = {TAG_a, TAG_br, TAG_canvas, TAG_div, TAG_em, TAG_fieldset, TAG_h1, TAG_h1, TAG_img, TAG_li, TAG_li, TAG_li,
	TAG_meta, TAG_nav, TAG_option, TAG_p, TAG_q, TAG_rp, TAG_span, TAG_td, TAG_ul, TAG_var, TAG_wbr, TAG_xmp, TAG_COUNT, TAG_COUNT, TAG_COUNT};

enum tag
dom_tag_of(str name)
{
	char low[NAME_SIZE] = {0};
	if (name.n == 0 || name.n >= sizeof low)
		return TAG_OTHER;
	for (size_t i = 0; i < name.n; i++)
		low[i] = (char)ascii_lower(name.p[i]);
	unsigned letter = (unsigned char)low[0] - (unsigned)'a';
	if (letter >= 26)
		return TAG_OTHER;
	for (unsigned t = letter_from[letter]; t < letter_from[letter + 1]; t++)
		if (memcmp(low, tag_names[t], sizeof low) == 0)
			return (enum tag)t;
	return TAG_OTHER;
}

str
dom_tag_name(const dom *d, uint32_t node)
{
	const dom_node *n = &d->node[node];
	return n->tag == TAG_OTHER ? n->text : str_from(tag_names[n->tag]);
}
