#include "page_kind.h"

#include "dom.h"

/* SMALL: a page with less text than this may be a notice; BARE: with less than this it has no article. */
enum { SMALL = 200, BARE = 10, LONG_LINE = 40, LIST_LINKS = 40, FEW_LINKS = 8 };

/* Sums over the visible lines of a page. */
struct sums {
	size_t body, longest, links, link_chars, chars;
};

static struct sums
sum_up(const doc *d)
{
	struct sums s = {0};
	for (size_t i = 0; i < d->nline; i++) {
		const line *l = &d->line[i];
		if (l->flags & LF_HIDDEN)
			continue;
		s.chars += l->chars;
		s.links += l->nlink;
		s.link_chars += l->link_chars;
		if (l->fate != FATE_BODY)
			continue;
		s.body += l->chars;
		if (l->punct && l->chars > s.longest)
			s.longest = l->chars;
	}
	return s;
}

/* What the title, the headings and the little text of a page say that it is; `all`: every short line that is no link counts. */
static unsigned
words_of(const doc *d, const hints *h, bool all)
{
	unsigned bits = d->dom->title ? hints_of_page(h, d->dom->node[d->dom->title].text) : 0, paid = 1u << HP_paid;
	for (size_t i = 0; i < d->nline; i++) {
		const line *l = &d->line[i];
		if (l->chars > HINT_SHORT || l->flags & LF_HIDDEN)
			continue;
		unsigned said = hints_of_page(h, l->source);
		bool counts = l->fate == FATE_BODY || l->heading || (all && !l->nlink);
		bits |= counts ? said : said & paid;
	}
	return bits;
}

static const char *
name_of(unsigned bits)
{
	static const char *const names[HP_COUNT] = {"page not found", "login wall", "login wall", "captcha", "error page", "redirect page"};
	for (int k = 0; k < HP_COUNT; k++)
		if (bits >> k & 1)
			return names[k];
	return NULL;
}

const char *
page_kind(const doc *d, const hints *h, bool named)
{
	struct sums s = sum_up(d);
	unsigned said = s.body < SMALL ? words_of(d, h, s.body < BARE) : 0;
	if (s.longest >= LONG_LINE) /* a sentence of that length is news, though it may be about a server that failed */
		said &= 1u << HP_paid;
	if (said)
		return name_of(said);
	if (s.links >= LIST_LINKS && s.link_chars * 2 > s.chars && s.longest < LONG_LINE && !named)
		return "list page";
	if (s.body >= BARE)
		return NULL;
	return s.links >= FEW_LINKS && (s.link_chars * 3 > s.chars || s.links >= 2 * FEW_LINKS) ? "list page" : "empty page";
}
