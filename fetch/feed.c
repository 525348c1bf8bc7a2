/* RSS, RDF, Atom and JSON Feed. */
#include "coding.h"
#include "feed.h"

#include <libxml/parser.h>
#include <libxml/uri.h>
#include <string.h>

#include "json.h"
#include "xml.h"

#define FEED_BYTES ((size_t)20 << 20) /* of a feed that came packed and without a label */

const char *
feed_form_name(enum feed_form f)
{
	static const char *const name[] = {"nothing", "RSS",           "RDF",        "Atom", "JSON Feed",
					   "sitemap", "sitemap index", "index page", "list"};
	return f <= FEED_TEXT ? name[f] : "?";
}

feed_item *
feed_add(arena *a, feed *f, size_t max)
{
	if (f->n == max) {
		f->more = true;
		return NULL;
	}
	feed_item *i = arena_push(a, f->item, f->n, f->cap);
	*i = (feed_item){0};
	return i;
}

/* xml:base of the element, put before a relative link. */
static str
based(arena *a, xmlNode *n, str link)
{
	xmlChar *base = link.n ? xmlNodeGetBase(n->doc, n) : NULL;
	if (!base)
		return link;
	str z = arena_dup(a, link);
	xmlChar *full = xmlBuildURI(BAD_CAST z.p, base);
	if (full)
		link = arena_dup(a, str_from((const char *)full));
	xmlFree(full);
	xmlFree(base);
	return link;
}

/* How well a link of Atom names the page of its entry; 0: not at all. */
static int
link_worth(arena *a, const xmlNode *n)
{
	str rel = xml_attribute(a, n, "rel"), type = xml_attribute(a, n, "type");
	if (!rel.n || str_ieq(rel, STR("alternate")))
		return !type.n || str_ifind(type, STR("html")) != SIZE_MAX ? 3 : 2;
	return str_ieq(rel, STR("self")) || str_ieq(rel, STR("related")) || str_ieq(rel, STR("via"));
}

/* <link>URL</link> of RSS, <link rel href> of Atom: the first of those that are worth most. */
static void
take_link(arena *a, xmlNode *n, feed_item *i, int *worth)
{
	str href = xml_attribute(a, n, "href"), link = href.n ? href : xml_text(a, n);
	int is = link.n ? link_worth(a, n) : 0;
	if (is <= *worth)
		return;
	i->link = based(a, n, link);
	*worth = is;
}

static void
take_date(arena *a, xmlNode *n, feed_item *i)
{
	str date = xml_text(a, n);
	int64_t t = feed_time(date);
	if (i->date.n && (i->time || !t))
		return;
	i->date = date;
	i->time = t;
}

static bool
is_date(const xmlNode *n)
{
	static const char *const names[] = {"pubDate", "published", "date",   "issued",
					    "updated", "modified",  "created"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (xml_is(n, names[i]))
			return true;
	return false;
}

static bool
is_item(const xmlNode *n)
{
	return xml_is(n, "item") || xml_is(n, "entry");
}

/* In broken XML what should stand in the item stands deeper, behind a tag that was not closed. */
static void
read_deeper(arena *a, xmlNode *item, feed_item *i)
{
	int worth = 0;
	for (xmlNode *n = xml_next(item, item); n && !is_item(n); n = xml_next(n, item)) {
		if (xml_is(n, "link"))
			take_link(a, n, i, &worth);
		else if (xml_is(n, "guid") && !i->guid.n)
			i->guid = xml_text(a, n);
	}
}

/* A GUID is a permanent link where it looks like one (RSS 2.0). */
static void
link_from_guid(feed_item *i)
{
	if (!i->link.n && str_istarts(i->guid, STR("http")))
		i->link = i->guid;
}

static void
read_item(arena *a, xmlNode *item, feed_item *i, bool broken)
{
	int worth = 0;
	str about = xml_attribute(a, item, "about");
	for (xmlNode *n = item->children; n; n = n->next) {
		bool plain = !n->ns || !n->ns->prefix || xmlStrcasecmp(n->ns->prefix, BAD_CAST "atom") == 0;
		if (xml_is(n, "link") && (plain || !i->link.n))
			take_link(a, n, i, &worth);
		else if ((xml_is(n, "guid") || xml_is(n, "id")) && !i->guid.n)
			i->guid = xml_text(a, n);
		else if (xml_is(n, "title") && !i->title.n)
			i->title = xml_text(a, n);
		else if (n->type == XML_ELEMENT_NODE && is_date(n))
			take_date(a, n, i);
	}
	if (!i->link.n && broken)
		read_deeper(a, item, i);
	if (!i->guid.n)
		i->guid = about;
	if (!i->link.n && about.n)
		i->link = about;
	link_from_guid(i);
}

static enum feed_form
form_of(const xmlNode *root)
{
	if (xml_is(root, "rss") || xml_is(root, "channel"))
		return FEED_RSS;
	if (xml_is(root, "RDF"))
		return FEED_RDF;
	return xml_is(root, "feed") || xml_is(root, "entry") ? FEED_ATOM : FEED_NONE;
}

static void
read_document(arena *a, xmlDoc *doc, size_t max, feed *out)
{
	xmlNode *root = xmlDocGetRootElement(doc);
	out->form = root ? form_of(root) : FEED_NONE;
	if (out->form == FEED_NONE) {
		out->fault =
		    root && xml_is(root, "html") ? "HTML where a feed was expected" : "no feed in the XML";
		return;
	}
	for (xmlNode *n = root; n; n = xml_next(n, root)) {
		if (!is_item(n))
			continue;
		feed_item *i = feed_add(a, out, max);
		if (!i)
			return;
		read_item(a, n, i, out->recovered);
	}
}

/* The string literal that s starts with, its quotes included; null when it does not end. */
static str
literal(str s)
{
	for (size_t i = 1; s.n && s.p[0] == '"' && i < s.n; i++) {
		if (s.p[i] == '"')
			return str_of(s.p, i + 1);
		i += s.p[i] == '\\';
	}
	return STR_NULL;
}

/* A JSON Feed that was cut: the links that are whole. */
static void
recover_json(arena *a, str body, size_t max, feed *out)
{
	size_t at;
	const char *why;
	if (str_find(str_from_to(body, 0, 4096), STR("jsonfeed.org/version")) == SIZE_MAX)
		return;
	while ((at = str_find(body, STR("\"url\""))) != SIZE_MAX) {
		body = str_trim(str_skip(body, at + 5));
		str value = str_starts(body, STR(":")) ? literal(str_trim(str_skip(body, 1))) : STR_NULL;
		feed_item *i = value.n ? feed_add(a, out, max) : NULL;
		if (i)
			i->link = str_trim(json_str(json_parse(a, value, &at, &why)));
	}
	out->form = out->n ? FEED_JSON : FEED_NONE;
	out->recovered = true;
}

static void
read_json(arena *a, str body, size_t max, feed *out)
{
	size_t at;
	const char *why;
	const json *v = json_parse(a, body, &at, &why), *items = json_get(v, "items");
	if (!v || !items || items->type != JSON_ARRAY) {
		if (!v)
			recover_json(a, body, max, out);
		out->fault = out->n ? NULL : v ? "JSON without items" : "broken JSON";
		return;
	}
	out->form = FEED_JSON;
	for (const json *e = items->first; e; e = e->next) {
		feed_item *i = feed_add(a, out, max);
		if (!i)
			return;
		i->link = str_trim(json_str(json_get(e, "url")));
		if (!i->link.n)
			i->link = str_trim(json_str(json_get(e, "external_url")));
		const json *id = json_get(e, "id");
		i->guid = id && id->type == JSON_NUMBER ? id->raw : json_str(id);
		link_from_guid(i);
		i->title = json_str(json_get(e, "title"));
		i->date = json_str(json_get(e, "date_published"));
		i->time = feed_time(i->date);
	}
}

static bool
is_html(str s)
{
	return str_istarts(s, STR("<!doctype html")) || str_istarts(s, STR("<html"));
}

void
feed_parse(arena *a, str body, str charset, size_t max, feed *out)
{
	*out = (feed){0};
	body = coding_gunzip(a, body, FEED_BYTES);
	const char *encoding = xml_encoding(a, &body, charset);
	str s = encoding ? xml_document(body) : body;
	if (s.n == 0)
		out->fault = "empty";
	else if (s.p[0] == '{')
		read_json(a, s, max, out);
	else if (is_html(s))
		out->fault = "HTML where a feed was expected";
	if (out->form != FEED_NONE || out->fault)
		return;
	if (encoding)
		s = xml_cleaned(a, xml_whole(s));
	xmlParserCtxt *x = xmlNewParserCtxt();
	if (!x)
		mem_exhausted();
	xmlDoc *doc = s.n < INT32_MAX ? xmlCtxtReadMemory(x, s.p, (int)s.n, NULL, encoding, XML_SAFE) : NULL;
	out->recovered = !x->wellFormed;
	xmlFreeParserCtxt(x);
	if (!doc) {
		out->fault = "no XML";
		return;
	}
	read_document(a, doc, max, out);
	xmlFreeDoc(doc);
}
