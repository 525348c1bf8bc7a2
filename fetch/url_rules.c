/* The form of a URL under which a page is known: tracking parameters and the fragment go. */
#include "url.h"

typedef struct rule {
	str name;    /* lower case is not assumed: parameters are case-sensitive */
	bool prefix; /* name stood as PREFIX* */
	str host;
} rule;

struct url_rules {
	rule *rule;
	size_t n;
};

url_rules *
url_rules_new(arena *a, const table *t, diag *d)
{
	int name = table_need(t, d, "name"), host = table_column(t, "host");
	if (name < 0)
		return NULL;
	url_rules *r = arena_new(a, url_rules);
	r->rule = arena_array(a, rule, t->nrow ? t->nrow : 1);
	for (size_t i = 0; i < t->nrow; i++) {
		rule *to = &r->rule[r->n];
		to->name = table_get(t, i, name);
		to->host = table_get(t, i, host);
		to->prefix = str_ends(to->name, STR("*"));
		to->name.n -= to->prefix;
		r->n += to->name.n > 0;
	}
	return r;
}

static bool
of_host(str host, str domain)
{
	if (domain.n == 0 || str_eq(host, domain))
		return true;
	return host.n > domain.n && str_ends(host, domain) && host.p[host.n - domain.n - 1] == '.';
}

static bool
is_tracking(const url_rules *r, str host, str name)
{
	for (size_t i = 0; r && i < r->n; i++) {
		const rule *q = &r->rule[i];
		if ((q->prefix ? str_starts(name, q->name) : str_eq(name, q->name)) && of_host(host, q->host))
			return true;
	}
	return false;
}

str
url_canonical(arena *a, const url *u, const url_rules *rules)
{
	url c = *u;
	c.user = c.pass = STR("");
	buf kept = {0};
	str rest = u->query, param;
	bool dropped = false;
	while (str_cut(&rest, '&', &param)) {
		str tail = param, name;
		if (!str_cut(&tail, '=', &name))
			name = param;
		if (is_tracking(rules, u->host, name)) {
			dropped = true;
			continue;
		}
		if (kept.n)
			buf_addc(&kept, '&');
		buf_add(&kept, param);
	}
	if (dropped || (u->query.p && u->query.n == 0))
		c.query = kept.n ? arena_dup(a, buf_str(&kept)) : STR_NULL;
	buf_free(&kept);
	return url_href(a, &c, false);
}
