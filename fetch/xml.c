#include "xml.h"

#include <libxml/parser.h>
#include <libxml/xmlerror.h>
#include <string.h>

#include "feed.h"
#include "utf8.h"

#define STRAY_BYTES 4    /* so many that are no UTF-8 do not make it another encoding, where it is called UTF-8 */
#define FOREWORD    8192 /* bytes in which a document begins, behind what a server printed before it */

static void
say_nothing(void *to, const char *fmt, ...)
{
	(void)to, (void)fmt;
}

void
feed_init(void)
{
	xmlInitParser();
	xmlSetGenericErrorFunc(NULL, say_nothing);
}

/* encoding="..." of an XML declaration. */
static str
declared(str body)
{
	str head = str_from_to(body, 0, 200);
	size_t at = str_starts(str_trim(head), STR("<?xml")) ? str_find(head, STR("encoding")) : SIZE_MAX;
	if (at == SIZE_MAX)
		return STR_NULL;
	head = str_trim(str_skip(head, at + 8));
	if (!str_starts(head, STR("=")))
		return STR_NULL;
	head = str_trim(str_skip(head, 1));
	if (head.n < 2 || (head.p[0] != '"' && head.p[0] != '\''))
		return STR_NULL;
	size_t end = str_chr(str_skip(head, 1), head.p[0]);
	return end == SIZE_MAX ? STR_NULL : str_of(head.p + 1, end);
}

static bool
is_gb(str label)
{
	static const char *const names[] = {"gb2312",  "gbk",   "gb_2312-80", "x-gbk",
					    "gb18030", "cp936", "hz-gb-2312x"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_ieq(label, str_from(names[i])))
			return true;
	return false;
}

/* UTF-8 with a few bytes that are none, as where a summary was cut within a character: *out gets a copy with `?` for
 * them. `said`: it is called UTF-8. false: it is more likely another encoding. */
static bool
mended_utf8(arena *a, str body, bool said, str *out)
{
	char *copy = arena_alloc(a, body.n);
	size_t good = 0, bad = 0;
	for (size_t at = 0; at < body.n; at++) {
		size_t end = at + utf8_check(str_skip(body, at));
		for (; at < end; at++) {
			copy[at] = body.p[at];
			good += (unsigned char)body.p[at] >= 0xE0 ? 3 : 0; /* pairs of GBK look like shorter ones */
		}
		if (at == body.n)
			break;
		copy[at] = '?';
		bad++;
	}
	*out = str_of(copy, body.n);
	return good >= bad || (said && bad <= STRAY_BYTES);
}

const char *
xml_encoding(arena *a, str *body, str charset)
{
	str mended;
	if (str_starts(*body, STR("\xFF\xFE")) || str_starts(*body, STR("\xFE\xFF")) ||
	    str_chr(str_from_to(*body, 0, 4), '\0') != SIZE_MAX)
		return NULL; /* UTF-16 or 32: libxml2 sees it */
	if (utf8_check(*body) == body->n)
		return "UTF-8";
	str label = declared(*body);
	if (!label.n || str_istarts(label, STR("utf-8")))
		label =
		    charset.n && !str_istarts(charset, STR("utf-8")) && !str_istarts(charset, STR("us-ascii"))
			? charset
			: label;
	if (mended_utf8(a, *body, str_istarts(label, STR("utf-8")), &mended)) {
		*body = mended;
		return "UTF-8";
	}
	const char *name = label.n && !is_gb(label) && !str_istarts(label, STR("utf-8")) ? arena_dup(a, label).p : "GB18030";
	xmlCharEncodingHandler *known = xmlFindCharEncodingHandler(name);
	if (known)
		xmlCharEncCloseFunc(known);
	return known ? name : "GB18030";
}

str
xml_document(str body)
{
	static const char *const names[] = {"<?xml", "<rss", "<feed", "<rdf:RDF", "<urlset", "<sitemapindex"};
	str s = str_trim(str_sans_bom(body));
	str head = str_from_to(s, 0, FOREWORD);
	size_t first = SIZE_MAX;
	for (size_t i = 0; i < sizeof names / sizeof *names && !str_starts(s, STR("{")); i++) {
		size_t at = str_ifind(head, str_from(names[i])), end = at + strlen(names[i]);
		if (at < first && end < head.n && (ascii_is_space(head.p[end]) || head.p[end] == '>'))
			first = at;
	}
	return first == SIZE_MAX ? s : str_skip(s, first);
}

str
xml_whole(str body)
{
	size_t end = body.n;
	while (end && body.p[end - 1] != '>')
		end--;
	return str_of(body.p, end);
}

str
xml_unescaped(arena *a, str s)
{
	buf b = {0};
	for (size_t at; (at = str_ifind(s, STR("&amp;"))) != SIZE_MAX; s = str_skip(s, at + 5)) {
		buf_add(&b, str_of(s.p, at));
		buf_addc(&b, '&');
	}
	buf_add(&b, s);
	str out = arena_dup(a, buf_str(&b));
	buf_free(&b);
	return out;
}

/* Length of the DOCTYPE declaration at the start of s, with its internal subset; 0 when it does not end. */
static size_t
doctype_length(str s)
{
	bool subset = false;
	char quote = 0;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (quote) {
			quote = c == quote ? 0 : quote;
		} else if (c == '"' || (c == '\'' && !subset)) {
			quote = c;
		} else if (c == '[') {
			subset = true;
		} else if (c == ']') {
			subset = false;
		} else if (c == '>' && !subset) {
			return i + 1;
		}
	}
	return 0;
}

/* Does `&` at the start of s begin a reference that XML knows by itself? */
static bool
is_reference(str s)
{
	static const char *const known[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"};
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (str_starts(s, str_from(known[i])))
			return true;
	size_t end = str_starts(s, STR("&#")) ? str_chr(str_from_to(s, 0, 12), ';') : SIZE_MAX;
	return end != SIZE_MAX && end > 2;
}

/* Length of the XML declaration at the start; 0 when there is none. */
static size_t
declaration_length(str s)
{
	size_t end = str_istarts(s, STR("<?xml ")) ? str_find(str_from_to(s, 0, 400), STR("?>")) : SIZE_MAX;
	return end == SIZE_MAX ? 0 : end + 2;
}

str
xml_cleaned(arena *a, str body)
{
	body = str_skip(body, declaration_length(body));
	size_t at = str_ifind(str_from_to(body, 0, 65536), STR("<!DOCTYPE")), stray = 0, n = 0;
	size_t skip = at == SIZE_MAX ? 0 : doctype_length(str_skip(body, at));
	bool cdata = false;
	for (size_t i = 0; i < body.n; i++)
		stray += body.p[i] == '&';
	char *out = arena_alloc(a, body.n + stray * 4 + 1);
	for (size_t i = 0; i < body.n; i++) {
		if (skip && i == at)
			i += skip;
		if (i >= body.n)
			break;
		unsigned char c = (unsigned char)body.p[i];
		if (c == '<' && str_starts(str_skip(body, i), STR("<![CDATA[")))
			cdata = true;
		else if (c == '>' && cdata && i >= 2 && body.p[i - 1] == ']' && body.p[i - 2] == ']')
			cdata = false;
		out[n++] = c < 0x20 && c != '\t' && c != '\n' && c != '\r' ? ' ' : (char)c;
		if (c == '&' && !cdata && !is_reference(str_skip(body, i))) {
			memcpy(out + n, "amp;", 4);
			n += 4;
		}
	}
	out[n] = '\0';
	return str_of(out, n);
}

bool
xml_is(const xmlNode *n, const char *name)
{
	return n->type == XML_ELEMENT_NODE && xmlStrcasecmp(n->name, BAD_CAST name) == 0;
}

static str
taken(arena *a, xmlChar *z)
{
	if (!z)
		return STR_NULL;
	str s = str_trim(arena_dup(a, str_from((const char *)z)));
	xmlFree(z);
	return s.n ? s : STR_NULL;
}

str
xml_text(arena *a, const xmlNode *n)
{
	return taken(a, xmlNodeGetContent(n));
}

str
xml_attribute(arena *a, const xmlNode *n, const char *name)
{
	for (const xmlAttr *at = n->properties; at; at = at->next)
		if (xmlStrcasecmp(at->name, BAD_CAST name) == 0)
			return taken(a, xmlNodeListGetString(n->doc, at->children, 1));
	return STR_NULL;
}

xmlNode *
xml_next(xmlNode *n, const xmlNode *root)
{
	if (n->children && n->type != XML_ENTITY_REF_NODE)
		return n->children;
	while (n != root && !n->next)
		n = n->parent;
	return n == root ? NULL : n->next;
}
