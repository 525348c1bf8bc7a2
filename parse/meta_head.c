#include "meta_head.h"

#include <string.h>

#include "dom.h"
#include "json.h"
#include "utf8.h"

enum { VALUE_MAX = 600, LD_DEPTH = 8 };

static str
lower(arena *a, str s)
{
	str out = arena_dup(a, s);
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] >= 'A' && s.p[i] <= 'Z')
			((char *)out.p)[i] = (char)(s.p[i] + 32);
	return out;
}

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
take_meta(doc *d, const meta_rules *r, meta_head *h, struct rank *rank, uint32_t i)
{
	static const char *const names[] = {"property", "name", "itemprop"};
	str content = dom_attr_get(d->dom, i, "content");
	for (int k = 0; k < 3 && content.n; k++) {
		str name = dom_attr_get(d->dom, i, names[k]);
		if (!name.n || name.n > 60)
			continue;
		name = lower(d->a, name);
		for (size_t w = 0; w < r->kind[MK_tag].n; w++)
			if (str_eq(r->kind[MK_tag].all[w].word, name))
				take(h, rank, &r->kind[MK_tag].all[w], content);
	}
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

/* The names of a list of people, joined by one space. */
static str
ld_names(arena *a, const json *v)
{
	str all = STR_NULL;
	if (!v || v->type != JSON_ARRAY)
		return ld_text(v);
	for (const json *c = v->first; c && all.n < VALUE_MAX; c = c->next) {
		str name = str_trim(ld_text(c)), parts[] = {all, all.n && name.n ? STR(" ") : STR(""), name};
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
	if (!is_article(v))
		return;
	for (const json *c = v->first; c; c = c->next) {
		const meta_word *m = meta_exact(r, MK_ld, c->key);
		str text = !m ? STR_NULL : str_trim(m->field == MF_author ? ld_names(a, c) : ld_text(c));
		if (m && text.n && text.n <= VALUE_MAX && !h->value[m->field].p)
			h->value[m->field] = text;
	}
}

static void
take_ld_script(doc *d, const meta_rules *r, meta_head *h, str text)
{
	size_t at;
	const char *why;
	const json *v = json_parse(d->a, str_trim(text), &at, &why);
	take_ld(d->a, r, h, v, 0);
}

static str
skip_quotes(str v)
{
	while (v.n && (v.p[0] == '"' || v.p[0] == '\'' || v.p[0] == ' ' || v.p[0] == '\\'))
		v = str_skip(v, 1);
	return v;
}

/* The value behind a key: `key: "value"`, `key = 'value'`, `"key":1573`; STR_NULL when it is none. */
static str
script_value(str behind)
{
	str v = skip_quotes(behind);
	if (!v.n || (v.p[0] != ':' && v.p[0] != '='))
		return STR_NULL;
	v = skip_quotes(str_skip(v, 1));
	size_t n = 0;
	while (n < v.n && n < 40 && !strchr("\"'\\,;}\n", v.p[n]))
		n++;
	return str_trim(str_from_to(v, 0, n));
}

static bool
is_name_char(char c)
{
	return ((c | 32) >= 'a' && (c | 32) <= 'z') || c == '_';
}

static bool
find_in_script(const when_base *base, str text, str key, when *w)
{
	size_t hit;
	for (int tries = 0; tries < 8 && (hit = str_find(text, key)) != SIZE_MAX; tries++) {
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
	for (uint32_t i = 1; i < d->dom->nnode; i++) {
		str text = d->dom->node[i].text;
		if (d->dom->node[i].tag != TAG_script || text.n > left)
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
	if (str_ieq(rel, STR("canonical")) && href.n && !h->canonical.p)
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
			if (str_ifind(dom_attr_get(d->dom, i, "type"), STR("ld+json")) != SIZE_MAX)
				take_ld_script(d, r, &ld, d->dom->node[i].text);
			break;
		case TAG_time:
			if (!h->time_element.p)
				h->time_element = dom_attr_get(d->dom, i, "datetime");
			break;
		default:
			break;
		}
	}
	for (int f = 0; f < MF_COUNT; f++)
		if (ld.value[f].p && (!h->value[f].p || f == MF_published || f == MF_modified || f == MF_author))
			h->value[f] = ld.value[f];
	if (!h->canonical.p)
		h->canonical = h->value[MF_url];
}

str
meta_resolve(arena *a, str base, str ref)
{
	if (str_istarts(ref, STR("http://")) || str_istarts(ref, STR("https://")))
		return ref;
	size_t scheme = str_find(base, STR("://"));
	if (scheme == SIZE_MAX || !ref.n || str_istarts(ref, STR("javascript:")) || ref.p[0] == '#')
		return STR_NULL;
	str rest = str_skip(base, scheme + 3);
	size_t slash = str_chr(rest, '/');
	str origin = slash == SIZE_MAX ? base : str_from_to(base, 0, scheme + 3 + slash);
	if (str_starts(ref, STR("//"))) {
		str parts[] = {str_from_to(base, 0, scheme + 1), ref};
		return arena_cat(a, parts, 2);
	}
	if (ref.p[0] == '/') {
		str parts[] = {origin, ref};
		return arena_cat(a, parts, 2);
	}
	if (str_starts(ref, STR("./")))
		ref = str_skip(ref, 2);
	if (str_starts(ref, STR("..")))
		return STR_NULL;
	size_t query = str_chr(base, '?');
	str path = query == SIZE_MAX ? base : str_from_to(base, 0, query);
	size_t last = str_rfind(path, STR("/"));
	str folder = last == SIZE_MAX || last < origin.n ? origin : str_from_to(path, 0, last);
	str parts[] = {folder, STR("/"), ref};
	return arena_cat(a, parts, 3);
}
