#include "xml.h"

#include <string.h>

#include "utf8.h"

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
	static const char *const names[] = {"gb2312", "gbk", "gb_2312-80", "x-gbk", "gb18030", "cp936", "hz-gb-2312x"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (str_ieq(label, str_from(names[i])))
			return true;
	return false;
}

const char *
xml_encoding(arena *a, str body, str charset)
{
	if (str_starts(body, STR("\xFF\xFE")) || str_starts(body, STR("\xFE\xFF")) || str_chr(str_from_to(body, 0, 4), '\0') != SIZE_MAX)
		return NULL; /* UTF-16 or 32: libxml2 sees it */
	if (utf8_check(body) == body.n)
		return "UTF-8";
	str label = declared(body);
	if (!label.n || str_istarts(label, STR("utf-8")))
		label = charset.n && !str_istarts(charset, STR("utf-8")) && !str_istarts(charset, STR("us-ascii")) ? charset : label;
	if (!label.n || is_gb(label))
		return "GB18030";
	return arena_dup(a, label).p;
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
