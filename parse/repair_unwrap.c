#include <string.h>

#include "repair_part.h"
#include "utf8.h"

/* Lines [i, to) of one block parted by single <br>. */
static size_t
group_end(const doc *d, size_t i)
{
	const line *a = &d->line[i];
	size_t to = i + 1;
	while (to < d->nline && d->line[to].flags & LF_BR_BEFORE && d->line[to].node == a->node && d->line[to].type == a->type &&
	       (d->line[to].flags & LF_HIDDEN) == (a->flags & LF_HIDDEN))
		to++;
	return to;
}

/* A tool broke the lines: all but the last are about as long as the longest, and many stop inside a sentence. */
static bool
is_wrapped(const doc *d, size_t from, size_t to, size_t *longest)
{
	size_t inside = 0, full = 0, n = to - from - 1;
	*longest = 0;
	for (size_t i = from; i < to; i++)
		*longest = d->line[i].chars > *longest ? d->line[i].chars : *longest;
	for (size_t i = from; i + 1 < to; i++) {
		uint32_t last = utf8_last(str_trim(d->line[i].source));
		inside += !cp_ends_sentence(last) || cp_goes_on_sentence(utf8_first(d->line[i + 1].source));
		full += d->line[i].chars * 10 >= *longest * 7;
	}
	return n >= 1 && *longest >= 16 && *longest <= 120 && inside * 2 >= n && full * 10 >= n * 8;
}

/* The room of the line that is being joined: it doubles, so that a long run of joins copies each byte a few times at most. */
typedef struct room {
	char *p;
	size_t cap;
} room;

static void
append(doc *d, room *at, str *to, str more)
{
	if (to->p != at->p || to->n + more.n > at->cap) {
		at->cap = 2 * (to->n + more.n);
		at->p = arena_alloc(d->a, at->cap);
		memcpy(at->p, to->p, to->n);
	}
	if (more.n)
		memcpy(at->p + to->n, more.p, more.n);
	*to = str_of(at->p, to->n + more.n);
}

static void
take(doc *d, room *at, line *to, const line *from, bool cuts_words)
{
	bool space = !cuts_words && str_break_is_space(to->source, from->source);
	bool runs_meet = to->source.n && from->source.n && (unsigned char)to->source.p[to->source.n - 1] < 0x80 && (unsigned char)from->source.p[0] < 0x80;
	to->has |= space || runs_meet ? HAS_ANYTHING : from->has;
	to->punct -= str_ends(to->source, STR(".")) && from->source.n && from->source.p[0] != ' '; /* no stop any more */
	append(d, at, &to->source, space ? STR(" ") : STR(""));
	append(d, at, &to->source, from->source);
	to->text = to->source;
	to->link_chars += from->link_chars;
	to->nlink += from->nlink;
	to->flags &= from->flags | ~(uint32_t)(LF_BOLD | LF_LINK);
	to->han += from->han;
	to->chars += from->chars;
	to->punct += from->punct;
}

/* The tool counted characters, whatever they are: every line but the last is as long as the first, and there are some. */
static bool
cuts_words(const doc *d, size_t from, size_t to)
{
	size_t all = utf8_count(d->line[from].source);
	for (size_t i = from + 1; i + 1 < to; i++)
		if (utf8_count(d->line[i].source) != all)
			return false;
	return to - from >= 3;
}

/* Paragraphs that are lines of one: a tool put each into an element of its own. Neighbours of one kind, four or more, nearly all of the same
 * length and most of them stopping inside a sentence. Centred ones are lines that the author made. */
static size_t
split_group_end(const doc *d, size_t i)
{
	const line *a = &d->line[i];
	size_t to = i + 1;
	if (a->type != LINE_P || a->flags & (LF_LINK | LF_NAVTAG | LF_BOLD | LF_CENTER) || a->chars < 14)
		return to;
	while (to < d->nline) {
		const line *l = &d->line[to];
		bool alike = l->type == LINE_P && l->depth == a->depth && str_eq(l->hint, a->hint) && !(l->flags & (LF_LINK | LF_BOLD | LF_IMG | LF_BR_BEFORE)) &&
		             (l->flags & LF_HIDDEN) == (a->flags & LF_HIDDEN);
		if (!alike || d->line[to - 1].chars + 2 < a->chars || l->chars > a->chars + 2)
			break;
		to++;
	}
	return to;
}

static bool
is_split(const doc *d, size_t from, size_t to)
{
	size_t inside = 0, n = to - from - 1;
	for (size_t i = from; i + 1 < to; i++)
		inside += !cp_ends_sentence(utf8_last(str_trim(d->line[i].source))) || cp_goes_on_sentence(utf8_first(d->line[i + 1].source));
	return n >= 1 && inside * 2 >= n + 1;
}

/* So many lines of the page look so that it is no chance. */
static bool
page_is_split(const doc *d)
{
	size_t groups = 0;
	for (size_t i = 0; i < d->nline;) {
		size_t to = split_group_end(d, i);
		groups += to - i >= 3 && is_split(d, i, to);
		i = to;
	}
	return groups >= 3;
}

void
repair_unwrap(doc *d)
{
	bool split = page_is_split(d);
	room at = {NULL, 0};
	size_t out = 0, joined = 0, longest = 0;
	for (size_t i = 0; i < d->nline;) {
		size_t to = d->line[i].type == LINE_TABLE ? i + 1 : group_end(d, i);
		bool wrapped = to - i >= 2 && is_wrapped(d, i, to, &longest);
		if (split && to == i + 1) {
			to = split_group_end(d, i);
			wrapped = to - i >= 2 && is_split(d, i, to);
			longest = d->line[i].chars;
		}
		bool any = wrapped && cuts_words(d, i, to);
		line *head = &d->line[out++];
		*head = d->line[i];
		for (size_t k = i + 1; k < to; k++) {
			line was = d->line[k - 1], now = d->line[k];
			bool indented = utf8_first(now.source) == 0x3000;
			bool ended = cp_ends_sentence(utf8_last(was.source)) && (indented || was.chars * 10 < longest * 7);
			if (wrapped && (!ended || cp_goes_on_sentence(utf8_first(now.source)))) {
				take(d, &at, head, &now, any);
				joined++;
			} else {
				head = &d->line[out++];
				*head = now;
			}
		}
		i = to;
	}
	d->nline = out;
	if (joined)
		doc_warn(d, "lines-joined", joined);
}
