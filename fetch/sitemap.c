/* Sitemaps (sitemaps.org 0.9, news extension), read as a stream: they may hold 50,000 URLs. */
#include <libxml/xmlreader.h>

#include "coding.h"
#include "feed.h"
#include "utf8.h"
#include "xml.h"

static bool
named(xmlTextReader *r, const char *name)
{
	const xmlChar *local = xmlTextReaderConstLocalName(r);
	return local && xmlStrcasecmp(local, BAD_CAST name) == 0;
}

typedef struct reading {
	arena *a;
	feed *out;
	feed_item *item; /* NULL: outside url and sitemap */
	int depth;       /* of url or sitemap */
	str *field;      /* where the text that comes goes; NULL: nowhere */
} reading;

static bool
on_start(reading *g, xmlTextReader *r, size_t max)
{
	int depth = xmlTextReaderDepth(r);
	g->field = NULL;
	if (g->out->form == FEED_NONE) {
		if (named(r, "urlset"))
			g->out->form = FEED_SITEMAP;
		else if (named(r, "sitemapindex"))
			g->out->form = FEED_SITEMAP_INDEX;
		else
			return false;
	} else if ((named(r, "url") || named(r, "sitemap")) && depth == 1) {
		g->item = feed_add(g->a, g->out, max);
		g->depth = depth;
		if (!g->item)
			return false;
		g->item->sitemap = named(r, "sitemap");
	} else if (g->item && depth == g->depth + 1 && named(r, "loc")) {
		g->field = &g->item->link;
	} else if (g->item && (named(r, "lastmod") || named(r, "publication_date"))) {
		g->field = named(r, "publication_date") || !g->item->date.n ? &g->item->date : NULL;
		if (g->field)
			*g->field = STR_NULL;
	}
	return true;
}

static void
on_text(reading *g, xmlTextReader *r)
{
	const char *z = (const char *)xmlTextReaderConstValue(r);
	if (!g->field || !z)
		return;
	const str part[] = {g->field->p ? *g->field : STR(""), str_from(z)};
	*g->field = arena_cat(g->a, part, 2);
}

/* What is behind `tag` in *rest up to the next tag, which *rest is moved to; null when it is not there, or is cut. */
static str
behind(arena *a, str *rest, str tag)
{
	size_t at = str_find(*rest, tag);
	str s = str_trim(at == SIZE_MAX ? STR_NULL : str_skip(*rest, at + tag.n));
	bool cdata = str_starts(s, STR("<![CDATA["));
	s = cdata ? str_skip(s, 9) : s;
	size_t end = cdata ? str_find(s, STR("]]>")) : str_chr(s, '<');
	*rest = end == SIZE_MAX ? STR_NULL : str_skip(s, end);
	return end == SIZE_MAX ? STR_NULL : xml_unescaped(a, str_of(s.p, end));
}

/* XML that is broken ends the stream at its fault: what stands between its tags counts nevertheless. */
static void
read_broken(arena *a, str body, size_t max, feed *out)
{
	str head = str_from_to(body, 0, 8192);
	bool index = str_ifind(head, STR("<sitemapindex")) != SIZE_MAX;
	if (!index && str_ifind(head, STR("<urlset")) == SIZE_MAX)
		return;
	*out = (feed){.form = index ? FEED_SITEMAP_INDEX : FEED_SITEMAP, .recovered = true};
	for (str link; (link = behind(a, &body, STR("<loc>"))).p;) {
		feed_item *i = link.n ? feed_add(a, out, max) : NULL;
		if (out->more)
			return;
		if (!i)
			continue;
		str entry = str_from_to(body, 0, str_find(body, STR("<loc>")));
		*i = (feed_item){.link = link, .sitemap = index, .date = behind(a, &entry, STR("<lastmod>"))};
	}
}

static void
read_xml(arena *a, str body, size_t max, feed *out)
{
	reading g = {.a = a, .out = out};
	const char *encoding = xml_encoding(a, &body, STR_NULL);
	if (encoding)
		body = xml_cleaned(a, xml_whole(xml_document(body)));
	xmlTextReader *r =
	    body.n < INT32_MAX ? xmlReaderForMemory(body.p, (int)body.n, NULL, encoding, XML_SAFE) : NULL;
	int got = -1;
	while (r && (got = xmlTextReaderRead(r)) == 1) {
		int type = xmlTextReaderNodeType(r);
		if (type == XML_READER_TYPE_ELEMENT && !on_start(&g, r, max))
			break;
		if (type == XML_READER_TYPE_TEXT || type == XML_READER_TYPE_CDATA)
			on_text(&g, r);
		if (type == XML_READER_TYPE_END_ELEMENT)
			g.field = NULL;
	}
	xmlFreeTextReader(r);
	if (got < 0 && encoding)
		read_broken(a, body, max, out);
}

/* One URL a line. */
static void
read_text(arena *a, str body, size_t max, feed *out)
{
	str line;
	while (str_line(&body, &line)) {
		line = str_trim(line);
		if (!str_istarts(line, STR("http://")) && !str_istarts(line, STR("https://")))
			continue;
		feed_item *i = feed_add(a, out, max);
		if (!i)
			return;
		i->link = arena_dup(a, line);
		out->form = FEED_TEXT;
	}
}

void
sitemap_parse(arena *a, str body, size_t max, size_t max_bytes, feed *out)
{
	*out = (feed){0};
	body = coding_gunzip(a, body, max_bytes);
	body = str_from_to(body, 0, max_bytes);
	body = str_sans_bom(body);
	str s = body.n && (body.p[0] == '\xFE' || body.p[0] == '\xFF') ? body : str_trim(body);
	if (s.n && s.p[0] != '<' && str_istarts(s, STR("http")))
		read_text(a, s, max, out);
	else
		read_xml(a, s, max, out);
	for (size_t i = 0; i < out->n; i++) {
		out->item[i].link = str_trim(out->item[i].link);
		out->item[i].date = str_trim(out->item[i].date);
		out->item[i].time = feed_time(out->item[i].date);
	}
	if (out->form == FEED_NONE)
		feed_parse(a, s, STR_NULL, max, out); /* a feed may serve as a sitemap */
	if (out->form == FEED_NONE && !out->fault)
		out->fault = "no sitemap";
}
