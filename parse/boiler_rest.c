/* What no rule knows takes the class of the lines it stands among: the time of a story in a list of stories, the word over a menu. */
#include "boiler_rule.h"
#include "utf8.h"

/* More unknown lines in a row than this are something of their own. */
enum { AMONG = 3 };

static bool
is_unknown(const line *l)
{
	return l->fate == FATE_REMOVED && l->cls == REMOVED_other && (str_eq(l->rule, STR("content-model")) || str_eq(l->rule, STR("outside-article")));
}

static bool
is_shown(const line *l)
{
	return l->fate != FATE_HIDDEN && l->fate != FATE_NONE;
}

/* The class of a line that others may be counted to, or -1. What stands among bylines and copyright lines may be anything. */
static int
class_of(const doc *d, size_t i)
{
	if (i >= d->nline || d->line[i].fate != FATE_REMOVED)
		return -1;
	int cls = d->line[i].cls;
	return cls == REMOVED_nav || cls == REMOVED_share || cls == REMOVED_related || cls == REMOVED_widget || cls == REMOVED_disclaimer ? cls : -1;
}

static size_t
next_shown(const doc *d, size_t i)
{
	while (++i < d->nline && !is_shown(&d->line[i]))
		;
	return i;
}

static bool
is_head(const line *l)
{
	uint32_t end = utf8_last(str_trim(l->source));
	return end == ':' || end == 0xFF1A;
}

void
boiler_rest(doc *d)
{
	size_t before = SIZE_MAX, n = 0; /* the last line that is known, and the unknown ones since */
	for (size_t i = 0; i < d->nline; i++) {
		line *l = &d->line[i];
		if (!is_shown(l))
			continue;
		if (is_unknown(l)) {
			int cls = is_head(l) ? class_of(d, next_shown(d, i)) : -1;
			if (cls < 0) {
				n++;
				continue;
			}
			doc_remove(l, (enum removed_class)cls, STR("heading-of-lines"));
		}
		int cls = class_of(d, i);
		if (n && n <= AMONG && cls >= 0 && before != SIZE_MAX && class_of(d, before) == cls)
			for (size_t k = before + 1; k < i; k++)
				if (is_unknown(&d->line[k]))
					doc_remove(&d->line[k], (enum removed_class)cls, STR("among-lines"));
		before = i;
		n = 0;
	}
}
