/* Links of an index page, and the refresh of a page that only sends its reader on. */
#include <libxml/HTMLparser.h>
#include <string.h>

#include "feed.h"
#include "xml.h"

#define REFRESH_SECONDS 10

typedef struct set {
	str *slot;
	size_t cap, n;
} set;

/* true when s was not there. */
static bool
set_add(arena *a, set *k, str s)
{
	if (k->n * 2 >= k->cap) {
		set big = {.cap = k->cap ? k->cap * 2 : 256};
		big.slot = arena_array(a, str, big.cap);
		for (size_t i = 0; i < k->cap; i++)
			if (k->slot[i].p)
				set_add(a, &big, k->slot[i]);
		*k = big;
	}
	size_t i = (size_t)str_hash(s) & (k->cap - 1);
	for (; k->slot[i].p; i = (i + 1) & (k->cap - 1))
		if (str_eq(k->slot[i], s))
			return false;
	k->slot[i] = s;
	k->n++;
	return true;
}

void
links_parse(arena *a, str body, str charset, size_t max, feed *out)
{
	*out = (feed){.form = FEED_LINKS};
	const char *encoding = xml_encoding(a, &body, charset);
	if (encoding)
		body = xml_whole(body);
	set seen = {0};
	htmlDocPtr doc = NULL;
	if (body.n && body.n < INT32_MAX)
		doc = htmlReadMemory(body.p, (int)body.n, NULL, encoding,
				     HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_NOERROR |
					 HTML_PARSE_NOWARNING);
	xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
	for (xmlNode *n = root; n; n = xml_next(n, root)) {
		if (xml_is(n, "base") && !out->base.n)
			out->base = xml_attribute(a, n, "href");
		if (!xml_is(n, "a") && !xml_is(n, "area"))
			continue;
		str href = xml_attribute(a, n, "href");
		if (!href.n || href.p[0] == '#' || !set_add(a, &seen, href))
			continue;
		if (out->n == max) {
			out->more = true;
			break;
		}
		feed_item *i = arena_push(a, out->item, out->n, out->cap);
		*i = (feed_item){.link = href};
	}
	xmlFreeDoc(doc);
	if (out->n == 0) { /* as of a page that a script fills, or one that is no page */
		out->form = FEED_NONE;
		out->fault = root ? "no links on the page" : "no HTML";
	}
}

static bool
inside(str before, const char *open, const char *close)
{
	size_t o = SIZE_MAX, at = 0;
	str rest = before;
	for (size_t hit; (hit = str_ifind(rest, str_from(open))) != SIZE_MAX;
	     rest = str_skip(rest, hit + 1)) {
		at += hit + 1;
		o = at;
	}
	return o != SIZE_MAX && str_ifind(str_skip(before, o), str_from(close)) == SIZE_MAX;
}

/* content="5; url='...'" */
str
refresh_url(str content)
{
	str seconds = content, rest;
	size_t n = 0;
	uint64_t wait = 0;
	while (n < content.n && ascii_is_digit(content.p[n]))
		n++;
	seconds.n = n;
	if (n && (!str_u64(seconds, &wait) || wait > REFRESH_SECONDS))
		return STR_NULL;
	size_t at = str_ifind(content, STR("url"));
	if (at == SIZE_MAX)
		return STR_NULL;
	rest = str_trim(str_skip(content, at + 3));
	if (!str_starts(rest, STR("=")))
		return STR_NULL;
	rest = str_trim(str_skip(rest, 1));
	if (rest.n && (rest.p[0] == '\'' || rest.p[0] == '"')) {
		size_t end = str_chr(str_skip(rest, 1), rest.p[0]);
		rest = str_from_to(rest, 1, end == SIZE_MAX ? rest.n : end + 1);
	}
	return rest.n ? rest : STR_NULL;
}

static str
attribute(str tag, const char *name)
{
	size_t at = str_ifind(tag, str_from(name));
	if (at == SIZE_MAX)
		return STR_NULL;
	str rest = str_trim(str_skip(tag, at + strlen(name)));
	if (!str_starts(rest, STR("=")))
		return STR_NULL;
	rest = str_trim(str_skip(rest, 1));
	if (rest.n && (rest.p[0] == '"' || rest.p[0] == '\'')) {
		size_t end = str_chr(str_skip(rest, 1), rest.p[0]);
		return str_from_to(rest, 1, end == SIZE_MAX ? rest.n : end + 1);
	}
	size_t n = 0;
	while (n < rest.n && rest.p[n] != ' ' && rest.p[n] != '>')
		n++;
	return str_of(rest.p, n);
}

str
html_refresh(arena *a, str prefix)
{
	size_t from = 0;
	for (;;) {
		str rest = str_skip(prefix, from);
		size_t at = str_ifind(rest, STR("<meta"));
		if (at == SIZE_MAX)
			return STR_NULL;
		str tag = str_skip(rest, at);
		size_t end = str_chr(tag, '>');
		tag = str_from_to(tag, 0, end);
		from += at + 5;
		if (!str_ieq(str_trim(attribute(tag, "http-equiv")), STR("refresh")))
			continue;
		str before = str_of(prefix.p, from);
		str to = refresh_url(attribute(tag, "content"));
		if (to.n && !inside(before, "<noscript", "</noscript") && !inside(before, "<!--", "-->") &&
		    !inside(before, "<script", "</script"))
			return xml_unescaped(a, to);
	}
}
