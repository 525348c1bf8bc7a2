/* What a site puts behind its paragraphs to be read by those who copy them: `…降到四度。内容来自东山信息港`. The same words again and again, behind the
 * stop of one paragraph after the other. */
#include "spam_scan.h"

#include "utf8.h"

enum { TAILS = 32, FEWEST = 6, MOST = 40, CREDIT = 48 };

typedef struct tail {
	str text;
	unsigned n;
} tail;

/* Where the words behind the last stop of s begin; SIZE_MAX when there are none, or too many. A sentence before them makes a paragraph. */
static size_t
tail_start(str s)
{
	size_t at = s.n, chars = 0;
	for (; at > 0 && chars <= MOST; chars++) {
		size_t end = at;
		uint32_t cp = utf8_prev(s, &at);
		bool stop = cp == 0x3002 || cp == 0xFF01 || cp == 0xFF1F || cp == 0x201D;
		if (stop)
			return chars >= FEWEST && at > MOST ? end : SIZE_MAX;
	}
	return SIZE_MAX;
}

static tail *
find_tail(tail *all, size_t n, str text)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(all[i].text, text))
			return &all[i];
	return NULL;
}

/* So often that it is no chance. */
static bool
is_repeated(const tail *t)
{
	bool credit = t && t->text.n <= CREDIT && str_chr(t->text, '/') != SIZE_MAX; /* 林海/海屿影像, below the pictures of a gallery */
	return t && t->n >= 3 && !credit;
}

void
spam_mark_tails(doc *d)
{
	tail all[TAILS];
	size_t n = 0, repeated = 0;
	for (size_t i = 0; i < d->nline; i++) {
		size_t at = d->line[i].fate == FATE_NONE && d->line[i].has & HAS_STOP ? tail_start(d->line[i].source) : SIZE_MAX;
		if (at == SIZE_MAX)
			continue;
		str text = str_skip(d->line[i].source, at);
		tail *t = find_tail(all, n, text);
		if (!t && n < TAILS)
			all[n++] = (tail){text, 1};
		else if (t)
			repeated += ++t->n == 3;
	}
	if (!repeated)
		return;
	for (size_t i = doc_pass(d); doc_reach(d, i); i++) {
		size_t at = d->line[i].fate == FATE_NONE && doc_may_cut(d) ? tail_start(d->line[i].source) : SIZE_MAX;
		if (at == SIZE_MAX || !is_repeated(find_tail(all, n, str_skip(d->line[i].source, at))))
			continue;
		doc_cut(d, i, at);
		doc_remove(&d->line[++i], REMOVED_copyright, STR("repeated-tail"));
	}
}
