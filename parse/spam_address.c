/* Addresses put between two sentences or clauses: `…48米，www.fec6w.com目前已经…`. Text names an address behind a verb or a colon, and ends its clause
 * there; one that stands behind a mark with the next clause glued to it was put in. */
#include "spam_scan.h"

#include "utf8.h"

static bool
is_host_char(char c)
{
	return ascii_is_digit(c) || ascii_is_letter(c) || c == '-';
}

/* Bytes of the host at the start of s: labels parted by points, the last of two letters or more. */
static size_t
host_length(str s)
{
	size_t n = 0, label = 0, points = 0, letters = 0;
	for (; n < s.n; n++) {
		char c = s.p[n];
		if (c == '.' && label && n + 1 < s.n && is_host_char(s.p[n + 1])) {
			points++;
			label = letters = 0;
		} else if (is_host_char(c)) {
			label++;
			letters += ascii_is_letter(c);
		} else {
			break;
		}
	}
	return points && label >= 2 && label <= 6 && letters == label ? n : 0;
}

/* Bytes of the address at the start of s, with the space behind it, or 0. */
static size_t
address_length(str s)
{
	static const char *const schemes[] = {"https://", "http://"};
	size_t at = 0;
	for (size_t i = 0; i < 2 && !at; i++)
		at = str_istarts(s, str_from(schemes[i])) ? strlen(schemes[i]) : 0;
	size_t host = host_length(str_skip(s, at));
	if (!host)
		return 0;
	for (at += host; at < s.n && s.p[at] > ' ' && strchr(",;)\"<", s.p[at]) == NULL;)
		at++;
	return at + (at < s.n && s.p[at] == ' ');
}

bool
spam_host_is_doubtful(const spam_rules *r, str host)
{
	size_t point = str_rfind(host, STR(".")), label = point == SIZE_MAX ? SIZE_MAX : str_rfind(str_from_to(host, 0, point), STR("."));
	str name = str_from_to(host, label == SIZE_MAX ? 0 : label + 1, point == SIZE_MAX ? host.n : point);
	const hans_pair *end = point == SIZE_MAX ? NULL : spam_word_at(r, str_skip(host, point), SPAM_HOST);
	if (end && end->key.n == host.n - point)
		return true;
	size_t digits = 0;
	for (size_t i = 0; i < name.n; i++)
		digits += ascii_is_digit(name.p[i]);
	return digits && digits < name.n;
}

static bool
is_mark(uint32_t cp)
{
	return cp == 0xFF0C || cp == 0x3002 || cp == 0xFF1B || cp == 0x201D || cp == 0xFF01 || cp == 0xFF1F;
}

/* Does what stands behind the address speak of it? */
static bool
is_spoken_of(const spam_rules *r, doc *d, str rest)
{
	str s = text_folded(text_look_at(d, str_from_to(rest, 0, 12)), r->fold)->s;
	return spam_says(r, s, SPAM_AFTER) || spam_says(r, s, SPAM_SITENOUN);
}

/* `百韵通宝官网：www.xt7788.com`, `百韵通宝（www.xt7788.com）`: a name at s[from], Chinese up to s[end], then such a host, and the next clause glued
 * to it. Its length, or 0. No word stands in the name with which a sentence speaks of an address. */
static size_t
named_address(doc *d, const spam_rules *r, str s, size_t from, size_t end)
{
	enum { LEAST = 6, MOST = 30 };
	static const char *const before[] = {"（", "(", "：", ":", " "};
	static const char *const behind[] = {"）", ")"};
	size_t at = end, n;
	if (end - from < LEAST || end - from > MOST)
		return 0;
	for (size_t i = 0; i < sizeof before / sizeof *before && at == end; i++)
		at += str_starts(str_skip(s, at), str_from(before[i])) ? strlen(before[i]) : 0;
	str rest = str_skip(s, at);
	if ((n = address_length(rest)) == 0 || !spam_host_is_doubtful(r, str_trim(str_from_to(rest, 0, n))))
		return 0;
	at += n;
	for (size_t i = 0, was = at; i < sizeof behind / sizeof *behind && at == was; i++)
		at += str_starts(str_skip(s, at), str_from(behind[i])) ? strlen(behind[i]) : 0;
	for (size_t i = from; i < end; utf8_next(s, &i))
		if (spam_says(r, str_skip(s, i), SPAM_BEFORE))
			return 0;
	rest = str_skip(s, at);
	return cp_is_han(utf8_first(rest)) && !is_spoken_of(r, d, rest) ? at - from : 0;
}

/* The next address in s from *at on that was put in: its length, *at its place. */
static size_t
next_address(doc *d, const spam_rules *r, str s, size_t *at)
{
	uint32_t last = 0;
	for (size_t i = *at; i < s.n;) {
		size_t from = i, run = utf8_han_run(s, i);
		if (run > i) {
			bool host = is_mark(last) && run < s.n && ((unsigned char)s.p[run] < 0x80 || (unsigned char)s.p[run] == 0xEF);
			size_t named = host ? named_address(d, r, s, i, run) : 0;
			if (named) {
				*at = from;
				return named;
			}
			i = run;
			last = 0;
			continue;
		}
		uint32_t cp = utf8_next(s, &i);
		size_t n = is_mark(last) && cp < 0x80 && cp_is_alnum(cp) ? address_length(str_skip(s, from)) : 0;
		str rest = str_skip(s, from + n);
		last = cp;
		if (n && cp_is_han(utf8_first(rest)) && !is_spoken_of(r, d, rest)) {
			*at = from;
			return n;
		}
	}
	return 0;
}

size_t
spam_with_promise(doc *d, const spam_rules *r, str rest)
{
	const spam_scan *s = spam_look(d, r, rest);
	size_t end = s->n && spam_is_term(&s->token[0]) ? spam_run_end(s, 0) : 0, strong = 0;
	for (size_t i = 0; i < end; i++)
		strong += spam_is_strong(s->token[i].kind) || s->token[i].kind == SPAM_OFFER;
	return strong ? fold_source(&s->f, s->token[end - 1].to) : 0;
}

/* Spam that was cut with its address. */
static bool
is_cut_address(const line *l)
{
	str s = l->source;
	if (l->fate != FATE_REMOVED || l->cls != REMOVED_spam || s.n >= SPAM_LINE_MAX)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (is_host_char(s.p[i]) && (i == 0 || (unsigned char)s.p[i - 1] >= 0x80 || s.p[i - 1] == '/') && host_length(str_skip(s, i)))
			return true;
	return false;
}

/* The rest of a name that rows know in part, up to the space that ends it. */
static size_t
up_to_space(str s)
{
	enum { MOST = 4 };
	size_t at = 0;
	for (size_t n = 0; n <= MOST && at < s.n; n++) {
		uint32_t cp = utf8_next(s, &at);
		if (cp == ' ')
			return at;
		if (!cp_is_han(cp) && !cp_is_alnum(cp))
			return 0;
	}
	return 0;
}

void
spam_mark_addresses(doc *d, const spam_rules *r)
{
	size_t found = 0;
	for (size_t i = 0; i < d->nline; i++) {
		const line *l = &d->line[i];
		bool may = l->fate == FATE_NONE && l->has & HAS_HOST && l->source.n < SPAM_LINE_MAX;
		found += is_cut_address(l);
		for (size_t at = 0, n; may && (n = next_address(d, r, l->source, &at)) > 0; at += n)
			found++;
	}
	if (found < 2)
		return;
	for (size_t i = doc_pass(d); doc_reach(d, i); i++) {
		size_t at = 0, n = 0;
		str s = d->line[i].source;
		if (d->line[i].fate == FATE_NONE && s.n < SPAM_LINE_MAX && doc_may_cut(d))
			n = next_address(d, r, s, &at);
		if (!n)
			continue;
		n += spam_with_promise(d, r, str_skip(s, at + n));
		n += s.p[at + n - 1] == ' ' ? 0 : up_to_space(str_skip(s, at + n));
		i = spam_isolate(d, i, at, at + n);
		doc_remove(&d->line[i], REMOVED_spam, STR("spam-address"));
		doc_warn(d, "spam-span-cut", 1);
	}
}

/* ---- one address again and again in the middle of sentences */

/* The next address in s at or behind *at with text glued to both its sides, its brackets with it: its length, 0 for none. *seam: it parts a word
 * or two clauses. */
static size_t
next_watermark(doc *d, const spam_rules *r, str s, size_t *at, str *host, bool *seam)
{
	for (size_t i = *at, n; i < s.n; i += n ? n : 1) {
		n = 0;
		unsigned char c = (unsigned char)s.p[i];
		bool begins = c < 0x80 && cp_is_alnum(c) && i > 0 && ((unsigned char)s.p[i - 1] >= 0x80 || s.p[i - 1] == '(' || s.p[i - 1] == '[');
		size_t len = begins ? address_length(str_skip(s, i)) : 0;
		if (!len)
			continue;
		n = len;
		size_t from = i, to = i + len;
		uint32_t open = utf8_last(str_from_to(s, 0, from)), close = open == '[' ? ']' : bracket_close(open);
		*host = str_trim(str_from_to(s, i, i + len));
		if (close && utf8_first(str_skip(s, to)) == close) {
			utf8_prev(s, &from);
			utf8_next(s, &to);
		}
		str before = str_from_to(s, 0, from), rest = str_skip(s, to);
		size_t last = from;
		uint32_t left = from ? utf8_prev(s, &last) : 0;
		bool glued = cp_is_han(utf8_first(rest)) && (cp_is_han(left) || is_mark(left)) && spam_host_is_doubtful(r, *host);
		if (!glued)
			continue;
		bool spoken = spam_says(r, str_skip(before, last), SPAM_BEFORE) || is_spoken_of(r, d, rest);
		*seam = !spoken && (!cp_is_han(left) || pairs_meet(&r->pairs, str_skip(before, last), rest));
		*at = from;
		return to - from;
	}
	return 0;
}

enum { HOSTS = 16 };

typedef struct watermark {
	str host;
	size_t seams;
} watermark;

static watermark *
find_host(watermark *all, size_t n, str host)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(all[i].host, host))
			return &all[i];
	return NULL;
}

static bool
may_hold(const line *l)
{
	return l->fate == FATE_NONE && l->has & HAS_HOST && l->chars >= 20 && l->source.n < SPAM_LINE_MAX;
}

void
spam_mark_watermarks(doc *d, const spam_rules *r)
{
	watermark all[HOSTS];
	size_t n = 0, again = 0;
	str host;
	bool seam;
	for (size_t i = 0; i < d->nline; i++)
		for (size_t at = 0, len; may_hold(&d->line[i]) && (len = next_watermark(d, r, d->line[i].source, &at, &host, &seam)) > 0; at += len) {
			watermark *w = find_host(all, n, host);
			if (!w && n < HOSTS)
				*(w = &all[n++]) = (watermark){host, 0};
			if (!w)
				continue;
			w->seams += seam;
			again += w->seams >= 2;
		}
	for (size_t i = again ? doc_pass(d) : d->nline; doc_reach(d, i); i++) {
		size_t at = 0, len = 0;
		const watermark *w = NULL;
		while (may_hold(&d->line[i]) && doc_may_cut(d) && (len = next_watermark(d, r, d->line[i].source, &at, &host, &seam)) > 0) {
			w = find_host(all, n, host);
			if (w && w->seams >= 2)
				break;
			at += len;
		}
		if (!len)
			continue;
		i = spam_isolate(d, i, at, at + len);
		doc_remove(&d->line[i], REMOVED_spam, STR("spam-address"));
		doc_warn(d, "spam-span-cut", 1);
	}
}
