#include "sites.h"

#include "dom.h"
#include "selector.h"
#include "site.h"
#include "table.h"

struct site_rule {
	str host;
	const selector *place[SITE_COUNT];
	str name;                  /* "sites:LINE" */
};

struct sites_rules {
	site_rule *rule;
	size_t n;
};

static bool
read_row(arena *a, diag *d, const table *t, size_t i, const int *column, site_rule *s)
{
	s->name = arena_printf(a, "sites:%u", t->row[i].line);
	for (int k = 0; k < SITE_COUNT; k++) {
		str text = table_get(t, i, column[k]);
		size_t at = 0;
		if (!text.n)
			continue;
		s->place[k] = selector_compile(a, text, &at);
		if (s->place[k])
			continue;
		table_fault(t, i, d, "no selector at byte %zu of \"%.*s\"", at, STR_ARG(text));
		return false;
	}
	return s->host.n > 0;
}

sites_rules *
sites_load(arena *a, diag *d, const char *dicts)
{
	static const char *const names[SITE_COUNT] = {"body", "drop", "title", "author", "publisher", "date"};
	table t;
	int column[SITE_COUNT], host;
	sites_rules *r = arena_new(a, sites_rules);
	if (table_load(&t, a, d, dicts, "sites") != 0 || (host = table_need(&t, d, "host")) < 0)
		return NULL;
	for (int k = 0; k < SITE_COUNT; k++)
		if ((column[k] = table_need(&t, d, names[k])) < 0)
			return NULL;
	r->rule = arena_array(a, site_rule, t.nrow + 1);
	for (size_t i = 0; i < t.nrow; i++) {
		r->rule[r->n].host = table_get(&t, i, host);
		if (!read_row(a, d, &t, i, column, &r->rule[r->n++]))
			return NULL;
	}
	return r;
}

const site_rule *
sites_find(const sites_rules *r, str url)
{
	str host = site_of(url);
	const site_rule *best = NULL;
	for (size_t i = 0; host.n && i < r->n; i++) {
		str h = r->rule[i].host;
		bool same = host.n == h.n ? str_ieq(host, h)
					  : host.n > h.n && host.p[host.n - h.n - 1] == '.' && str_ieq(str_skip(host, host.n - h.n), h);
		if (same && (!best || h.n > best->host.n))
			best = &r->rule[i];
	}
	return best;
}

/* One byte a node: it or an element round it matches. */
static uint8_t *
inside(const doc *d, const selector *s, bool *any)
{
	uint8_t *in = arena_zalloc_n(d->a, d->dom->nnode, 1);
	for (uint32_t i = 1; i < d->dom->nnode; i++) {
		in[i] = in[d->dom->node[i].parent] || selector_matches(s, d->dom, i);
		*any |= in[i];
	}
	return in;
}

bool
sites_mark(doc *d, const site_rule *s)
{
	bool any = false, dropped = false;
	if (!s->place[SITE_BODY])
		return false;
	uint8_t *body = inside(d, s->place[SITE_BODY], &any);
	if (!any)
		return false;
	uint8_t *drop = s->place[SITE_DROP] ? inside(d, s->place[SITE_DROP], &dropped) : NULL;
	for (size_t i = 0; i < d->nline; i++) {
		line *l = &d->line[i];
		if (l->fate != FATE_NONE)
			continue;
		bool kept = body[l->node] && !(drop && drop[l->node]);
		l->fate = kept ? FATE_BODY : FATE_REMOVED;
		l->rule = kept ? l->rule : s->name;
	}
	return true;
}

str
sites_text(const doc *d, const site_rule *s, enum site_place p)
{
	uint32_t n = s && s->place[p] ? selector_first(s->place[p], d->dom) : 0;
	str text = n ? dom_text(d->dom, n, d->a, 600) : STR_NULL;
	return text.n ? text : STR_NULL;
}
