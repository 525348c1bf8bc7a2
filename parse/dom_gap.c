#include "dom_gap.h"

#include "utf8.h"

static bool
is_blank(str s)
{
	for (size_t at = 0; at < s.n;) {
		uint32_t cp = utf8_next(s, &at);
		if (!cp_is_space(cp) && !cp_is_invisible(cp))
			return false;
	}
	return true;
}

/* Nothing below node i shows: no text, no picture, no rule. */
static bool
holds_nothing(const dom *t, uint32_t i)
{
	enum { FEW = 12 };
	if (t->node[i].end - i > FEW)
		return false;
	for (uint32_t n = i; n < t->node[i].end; n++) {
		switch ((enum tag)t->node[n].tag) {
		case TAG_NONE:
			if (!is_blank(t->node[n].text))
				return false;
			break;
		case TAG_script: case TAG_style: case TAG_ins: case TAG_span: case TAG_a: case TAG_b: case TAG_i: case TAG_em: case TAG_strong:
		case TAG_font:
			break;
		case TAG_div: case TAG_p: case TAG_ul: case TAG_ol: case TAG_li: case TAG_section: case TAG_center: case TAG_blockquote:
			break;
		default:
			return false;
		}
	}
	return true;
}

/* The text that stands right behind element i under the same parent, past other empty elements; STR_NULL when something else does. */
static str
text_behind(const dom *t, uint32_t i)
{
	enum { FEW = 4 };
	uint32_t end = t->node[t->node[i].parent].end, n = t->node[i].end;
	for (int k = 0; k < FEW && n < end; k++, n = t->node[n].end) {
		if (t->node[n].tag == TAG_NONE && !is_blank(t->node[n].text))
			return t->node[n].text;
		if (t->node[n].tag != TAG_NONE && !holds_nothing(t, n))
			return STR_NULL;
	}
	return STR_NULL;
}

/* Full stops and what ends a label: a line may end there. */
static bool
ends_line(uint32_t cp)
{
	static const uint32_t set[] = {0x3002, 0xFF01, 0xFF1F, 0x2026, 0xFF1A, ':', '.', '!', '?', 0x201D, 0x300D, 0x300F, 0xFF09, ')', 0x3011, ']'};
	for (size_t k = 0; k < sizeof set / sizeof *set; k++)
		if (cp == set[k])
			return true;
	return !cp_is_han(cp) && !cp_is_alnum(cp) && cp != 0xFF0C && cp != 0x3001 && cp != 0xFF1B && cp != 0x300A && cp != 0x201C;
}

bool
dom_is_gap(const dom *t, uint32_t i, str line, unsigned chars)
{
	enum { LEAST = 6 };
	uint32_t last = utf8_last(line);
	if (chars < LEAST || ends_line(last) || str_find(line, STR("：")) != SIZE_MAX || !holds_nothing(t, i))
		return false;
	str rest = text_behind(t, i);
	uint32_t next = rest.n ? utf8_first(rest) : 0;
	if (!rest.n || next == 0x3000 || next == 0xA0) /* an indent starts a paragraph */
		return false;
	bool comma = last == 0xFF0C || last == 0x3001;
	bool sentence = str_find(rest, STR("，")) != SIZE_MAX || str_find(rest, STR("。")) != SIZE_MAX;
	return comma || (sentence && cp_is_han(utf8_first(str_trim(rest))));
}
