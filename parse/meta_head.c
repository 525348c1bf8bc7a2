#include "meta_head.h"

#include <string.h>

#include "dom.h"
#include "json.h"
#include "utf8.h"

enum { VALUE_MAX = 600, LD_DEPTH = 8 };

/* Rows of one field are in the order of trust: the one that stands earlier in the table wins. */
struct rank {
	const meta_word *of[MF_COUNT];
};

static void
take(meta_head *h, struct rank *rank, const meta_word *m, str value)
{
	value = str_trim(value);
	if (!value.n || value.n > VALUE_MAX)
		return;
	if (rank->of[m->field] && rank->of[m->field] <= m)
		return;
	rank->of[m->field] = m;
	h->value[m->field] = value;
}

static void
take_named(arena *a, const meta_rules *r, meta_head *h, struct rank *rank, str name, str value)
{
	if (!name.n || name.n > 60)
		return;
	name = arena_lower(a, name);
	for (size_t w = 0; w < r->kind[MK_tag].n; w++)
		if (str_eq(r->kind[MK_tag].all[w].word, name))
			take(h, rank, &r->kind[MK_tag].all[w], value);
}

static void
take_meta(doc *d, const meta_rules *r, meta_head *h, struct rank *rank, uint32_t i)
{
	static const char *const names[] = {"property", "name", "itemprop"};
	str content = dom_attr_get(d->dom, i, "content");
	for (int k = 0; k < 3 && content.n; k++)
		take_named(d->a, r, h, rank, dom_attr_get(d->dom, i, names[k]), content);
}

/* The name of an item of its own inside: <span itemprop="author" itemscope><b itemprop="name">. */
static str
name_of_item(doc *d, uint32_t item)
{
	for (uint32_t i = item + 1; i < d->dom->node[item].end; i++) {
		if (!str_ieq(dom_attr_get(d->dom, i, "itemprop"), STR("name")))
			continue;
		str said = dom_attr_get(d->dom, i, "content");
		return said.n ? said : dom_text(d->dom, i, d->a, 90);
	}
	return STR_NULL;
}

/* Microdata in the page: what the attribute says, else the text. */
static void
take_item(doc *d, const meta_rules *r, meta_head *h, struct rank *rank, uint32_t i)
{
	str name = dom_attr_get(d->dom, i, "itemprop"), value = dom_attr_get(d->dom, i, "content");
	if (!name.n || d->dom->node[i].end - i > 12)
		return;
	if (!value.n)
		value = dom_attr_get(d->dom, i, "datetime");
	if (!value.n)
		value = name_of_item(d, i);
	take_named(d->a, r, h, rank, name, value.n ? value : dom_text(d->dom, i, d->a, 90));
}

static str
ld_text(const json *v)
{
	if (!v)
		return STR_NULL;
	if (v->type == JSON_STRING)
		return v->s;
	if (v->type == JSON_ARRAY)
		return ld_text(v->first);
	if (v->type != JSON_OBJECT)
		return STR_NULL;
	str name = json_str(json_get(v, "name"));
	return name.p ? name : json_str(json_get(v, "@id"));
}

static bool
is_organization(const json *v)
{
	const json *type = v->type == JSON_OBJECT ? json_get(v, "@type") : NULL;
	return type && str_ends(ld_text(type), STR("Organization"));
}

/* The names of people, or those of organizations, of one or a list, joined by one space. */
static str
ld_names(arena *a, const json *v, bool organizations)
{
	str all = STR_NULL;
	const json *c = v && v->type == JSON_ARRAY ? v->first : v;
	for (; c && all.n < VALUE_MAX; c = v->type == JSON_ARRAY ? c->next : NULL) {
		str name = is_organization(c) == organizations ? str_trim(ld_text(c)) : STR_NULL;
		str parts[] = {all, all.n && name.n ? STR(" ") : STR(""), name};
		all = all.n ? arena_cat(a, parts, 3) : name;
	}
	return all;
}

static bool
is_article(const json *o)
{
	const json *type = json_get(o, "@type");
	if (type && type->type == JSON_ARRAY)
		type = type->first;
	str t = json_str(type);
	bool typed = str_ends(t, STR("Article")) || str_ends(t, STR("Posting")) || str_ends(t, STR("Report"));
	return typed || json_get(o, "pubDate") || (json_get(o, "headline") && json_get(o, "datePublished"));
}

static void
put(meta_head *h, enum meta_field f, str text)
{
	if (text.n && text.n <= VALUE_MAX && !h->value[f].p)
		h->value[f] = text;
}

static const json *
member(const json *o, str key)
{
	const json *c = o->first;
	while (c && !str_eq(c->key, key))
		c = c->next;
	return c;
}

/* Rows in their order: the first one that the article has wins. */
static void
take_ld_article(arena *a, const meta_rules *r, meta_head *h, const json *v)
{
	const meta_words *w = &r->kind[MK_ld];
	const json *by = json_get(v, "publisher");
	str outlet = STR_NULL, publisher = by ? str_trim(ld_text(by)) : STR_NULL;
	for (size_t i = 0; i < w->n; i++) {
		const json *c = member(v, w->all[i].word);
		if (w->all[i].field != MF_author) {
			put(h, w->all[i].field, c ? str_trim(ld_text(c)) : STR_NULL);
			continue;
		}
		str names = ld_names(a, c, false);
		if (!str_eq(names, publisher)) /* said of the site, no person */
			put(h, MF_author, names);
		outlet = outlet.p ? outlet : ld_names(a, c, true);
	}
	if (outlet.n && outlet.n <= VALUE_MAX)
		h->value[MF_publisher] = outlet; /* a firm that wrote it is its source, who publishes it may only pass it on */
}

static void
take_ld(arena *a, const meta_rules *r, meta_head *h, const json *v, int depth)
{
	if (!v || depth > LD_DEPTH)
		return;
	if (v->type == JSON_ARRAY) {
		for (const json *c = v->first; c; c = c->next)
			take_ld(a, r, h, c, depth + 1);
		return;
	}
	if (v->type != JSON_OBJECT)
		return;
	take_ld(a, r, h, json_get(v, "@graph"), depth + 1);
	if (is_article(v))
		take_ld_article(a, r, h, v);
}

/* Line ends inside strings, and a comma before a bracket that closes: what pages get wrong most. */
static str
mend_json(arena *a, str text)
{
	char *out = arena_alloc(a, text.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];
		if (c == '}' || c == ']') {
			size_t end = n;
			while (end > 0 && out[end - 1] == ' ')
				end--;
			n = end > 0 && out[end - 1] == ',' ? end - 1 : n;
		}
		out[n++] = c < 0x20 ? ' ' : (char)c;
	}
	return str_of(out, n);
}

static void
take_ld_script(doc *d, const meta_rules *r, meta_head *h, str text)
{
	size_t at;
	const char *why;
	text = str_trim(text);
	const json *v = json_parse(d->a, text, &at, &why);
	if (!v)
		v = json_parse(d->a, str_trim(mend_json(d->a, text)), &at, &why);
	take_ld(d->a, r, h, v, 0);
}

static bool
is_ld(const dom *t, uint32_t node)
{
	return str_ifind(dom_attr_get(t, node, "type"), STR("ld+json")) != SIZE_MAX;
}

static str
skip_quotes(str v)
{
	while (v.n && (v.p[0] == '"' || v.p[0] == '\'' || v.p[0] == ' ' || v.p[0] == '\\'))
		v = str_skip(v, 1);
	return v;
}

static bool
is_name_char(char c)
{
	return ascii_is_letter(c) || c == '_';
}

/* The value behind a key: `key: "value"`, `key = 'value'`, `"key":1573`; STR_NULL when it is none. */
static str
script_value(str behind)
{
	str v = skip_quotes(behind);
	if (!v.n || (v.p[0] != ':' && v.p[0] != '='))
		return STR_NULL;
	v = skip_quotes(str_skip(v, 1));
	if (!v.n)
		return STR_NULL;
	size_t call = 0;
	while (call < v.n && is_name_char(v.p[call]))
		call++;
	if (call && call < v.n && v.p[call] == '(') /* JsDecode('...') */
		v = skip_quotes(str_skip(v, call + 1));
	size_t n = 0;
	while (n < v.n && n < 40 && !strchr("\"'\\,;}\n", v.p[n]))
		n++;
	return str_trim(str_from_to(v, 0, n));
}

static bool
find_in_script(const when_base *base, str text, str key, when *w)
{
	size_t hit;
	for (int tries = 0; tries < 8 && text.p && (hit = str_find(text, key)) != SIZE_MAX; tries++) {
		bool whole = hit == 0 || !is_name_char(text.p[hit - 1]);
		text = str_skip(text, hit + key.n);
		str value = whole ? script_value(text) : STR_NULL;
		if (value.n >= 8 && when_value(base, value, w))
			return true;
	}
	return false;
}

bool
meta_script_time(const doc *d, const meta_rules *r, const when_base *base, when *w)
{
	size_t left = (size_t)2 << 20;
	for (size_t s = 0; s < d->dom->napart; s++) {
		uint32_t i = d->dom->apart[s];
		str text = d->dom->node[i].text;
		if (d->dom->node[i].tag != TAG_script || text.n > left || is_ld(d->dom, i))
			continue;
		left -= text.n;
		for (size_t k = 0; k < r->kind[MK_script].n; k++)
			if (find_in_script(base, text, r->kind[MK_script].all[k].word, w))
				return true;
	}
	return false;
}

static void
take_link(doc *d, meta_head *h, uint32_t i)
{
	str rel = dom_attr_get(d->dom, i, "rel"), href = str_trim(dom_attr_get(d->dom, i, "href"));
	str one;
	while (href.n && !h->canonical.p && str_cut(&rel, ' ', &one))
		if (str_ieq(one, STR("canonical")))
			h->canonical = href;
}

void
meta_head_read(doc *d, const meta_rules *r, meta_head *h)
{
	struct rank rank = {{0}};
	meta_head ld = {0};
	for (uint32_t i = 1; i < d->dom->nnode; i++) {
		switch ((enum tag)d->dom->node[i].tag) {
		case TAG_meta:
			take_meta(d, r, h, &rank, i);
			break;
		case TAG_link:
			take_link(d, h, i);
			break;
		case TAG_base:
			h->base = dom_attr_get(d->dom, i, "href");
			break;
		case TAG_script:
			if (is_ld(d->dom, i))
				take_ld_script(d, r, &ld, d->dom->node[i].text);
			break;
		case TAG_time:
			if (!h->time_element.p)
				h->time_element = dom_attr_get(d->dom, i, "datetime");
			take_item(d, r, h, &rank, i);
			break;
		default:
			if (dom_has_others(d->dom, i))
				take_item(d, r, h, &rank, i);
			break;
		}
	}
	for (int f = 0; f < MF_COUNT; f++)
		if (ld.value[f].p && (!h->value[f].p || f == MF_published || f == MF_modified || f == MF_author))
			h->value[f] = ld.value[f];
}
