/* Links put into sentences: `…组织对获<a href="http://www.zk83w.example/">云顶棋牌下载</a>批项目…`. A reference names its source in the words of the sentence and
 * points at a page; what is sold points at the front of a site with a name of no meaning, and parts a word or has the next clause glued to it. */
#include "spam_scan.h"

#include "dom.h"
#include "utf8.h"

enum { ANCHORS = 64, SCORE = 3, SURE = 4 };

typedef struct anchor {
	str text, host;            /* text: in the source of a line */
	int score;
} anchor;

/* The host of an absolute address; *front: it names no page of it. */
static str
host_of(str href, bool *front)
{
	static const char *const schemes[] = {"https://", "http://", "//"};
	size_t at = 0, end;
	href = str_trim(href);
	for (size_t i = 0; i < sizeof schemes / sizeof *schemes && !at; i++)
		at = str_istarts(href, str_from(schemes[i])) ? strlen(schemes[i]) : 0;
	if (!at)
		return STR_NULL;
	for (end = at; end < href.n && href.p[end] != '/' && href.p[end] != '?' && href.p[end] != ':';)
		end++;
	*front = end + 1 >= href.n;
	return str_from_to(href, at, end);
}

/* The last two labels of a host. */
static str
domain_of(str host)
{
	size_t point = str_rfind(host, STR(".")), label = point == SIZE_MAX ? SIZE_MAX : str_rfind(str_from_to(host, 0, point), STR("."));
	return label == SIZE_MAX ? host : str_skip(host, label + 1);
}

static str
folded_char(const spam_rules *r, uint32_t cp, char *out)
{
	cp = fold_cp(r->fold, cp);
	return str_of(out, cp ? utf8_put(out, cp) : 0);
}

/* Does the text stand where no sentence has it? */
static bool
parts_a_word(const spam_rules *r, str s, size_t from, size_t to)
{
	char a[4], b[4], c[4], e[4];
	if (from == 0 || to >= s.n || !cp_is_han(utf8_first(str_skip(s, to))))
		return false;
	uint32_t left = utf8_last(str_from_to(s, 0, from));
	str before = folded_char(r, left, a), after = folded_char(r, utf8_first(str_skip(s, to)), b);
	str first = folded_char(r, utf8_first(str_skip(s, from)), c), last = folded_char(r, utf8_last(str_from_to(s, from, to)), e);
	if (pairs_meet(&r->pairs, last, after))
		return false;
	if (cp_is_han(left))
		return pairs_meet(&r->pairs, before, after) && !pairs_meet(&r->pairs, before, first);
	return left == 0xFF0C || left == 0x3002 || left == 0xFF1B || left == 0x3001;
}

static int
score_of(doc *d, const spam_rules *r, str s, size_t from, size_t to, str host, bool front)
{
	const spam_scan *scan = spam_look(d, r, str_from_to(s, from, to));
	bool known = scan->strong || scan->trades || (scan->terms >= 2 && scan->covered * 2 >= scan->chars);
	return 2 * known + spam_host_is_doubtful(r, host) + front + parts_a_word(r, s, from, to);
}

static size_t
count_in_page(const doc *d, str text)
{
	size_t n = 0;
	for (size_t i = 0; i < d->nline; i++)
		for (size_t at = 0, hit; n < 2 && (hit = str_find(str_skip(d->line[i].source, at), text)) != SIZE_MAX; at += hit + text.n)
			n++;
	return n;
}

/* Links in the running text of line i, to other sites. *looks: nodes that may still be looked at. */
static size_t
collect(doc *d, const spam_rules *r, size_t i, anchor *out, size_t n, size_t *looks)
{
	enum { SHORTEST = 4, LONGEST = 24 };
	const line *l = &d->line[i];
	bool front = false, own = false;
	str home = d->url.n ? domain_of(host_of(d->url, &own)) : STR_NULL;
	for (uint32_t k = l->node; k < d->dom->node[l->node].end && n < ANCHORS && *looks; k++, --*looks) {
		if (d->dom->node[k].tag != TAG_a)
			continue;
		str host = host_of(dom_attr_get(d->dom, k, "href"), &front);
		if (!host.n || (home.n && str_eq(domain_of(host), home)))
			continue;
		str text = dom_text(d->dom, k, d->a, 128);
		size_t chars = utf8_count(text), at = chars >= SHORTEST && chars <= LONGEST ? str_find(l->source, text) : SIZE_MAX;
		if (at == SIZE_MAX)
			continue;
		int score = score_of(d, r, l->source, at, at + text.n, host, front);
		if (score >= SCORE && count_in_page(d, text) == 1)
			out[n++] = (anchor){str_from_to(l->source, at, at + text.n), domain_of(host), score};
	}
	return n;
}

static bool
is_running(const line *l)
{
	enum { LEAST = 30 };
	return l->fate == FATE_NONE && l->nlink && l->nlink <= 16 && !(l->flags & LF_LINK) && l->chars >= LEAST && l->source.n < SPAM_LINE_MAX;
}

void
spam_mark_anchors(doc *d, const spam_rules *r)
{
	anchor found[ANCHORS];
	size_t n = 0, hosts = 0, looks = (size_t)1 << 20;
	for (size_t i = 0; d->is_html && i < d->nline; i++)
		if (is_running(&d->line[i]))
			n = collect(d, r, i, found, n, &looks);
	for (size_t i = 0; i < n; i++) {
		bool again = false;
		for (size_t k = 0; k < i; k++)
			again = again || str_eq(found[k].host, found[i].host);
		hosts += !again;
	}
	size_t cut = 0;
	for (size_t i = d->nline; n && i-- > 0;) {
		for (size_t k = n; k-- > 0;) {
			const line *l = &d->line[i];
			str t = found[k].text;
			if (l->fate != FATE_NONE || t.p < l->source.p || t.p + t.n > l->source.p + l->source.n || (found[k].score < SURE && hosts < 2))
				continue;
			size_t from = (size_t)(t.p - l->source.p), at = spam_isolate(d, i, from, from + t.n);
			doc_remove(&d->line[at], REMOVED_spam, STR("spam-anchor"));
			cut++;
		}
	}
	if (cut)
		doc_warn(d, "spam-span-cut", cut);
}
