#include "signs.h"

#include <string.h>

#define SHORT_PAGE                                                                                           \
	((uint64_t)30000) /* bytes: an article page with its frame is longer, a challenge is not             \
			   */

#define TITLE_WITHIN 8192 /* bytes of a page in which its title is looked for */

enum where { TITLE, BODY, HEADER };

typedef struct sign {
	str name, text;
	enum where where;
	uint64_t status;
} sign;

struct signs {
	sign *sign;
	size_t n;
};

static int
where_of(str s)
{
	if (str_eq(s, STR("title")))
		return TITLE;
	if (str_eq(s, STR("body")))
		return BODY;
	return str_eq(s, STR("header")) ? HEADER : -1;
}

signs *
signs_new(arena *a, const table *t, diag *d)
{
	int name = table_need(t, d, "name"), where = table_need(t, d, "where"),
	    text = table_need(t, d, "text");
	int status = table_column(t, "status");
	if (name < 0 || where < 0 || text < 0)
		return NULL;
	signs *s = arena_new(a, signs);
	s->sign = arena_array(a, sign, t->nrow ? t->nrow : 1);
	for (size_t i = 0; i < t->nrow; i++) {
		sign *to = &s->sign[s->n++];
		int at = where_of(table_get(t, i, where));
		*to = (sign){.name = table_get(t, i, name), .text = table_get(t, i, text)};
		str code = table_get(t, i, status);
		if (at < 0 || to->text.n == 0 || (code.n && !str_u64(code, &to->status))) {
			table_fault(t, i, d,
				    "expected a name, one of title, body and header, a text, and a status or "
				    "nothing");
			return NULL;
		}
		to->where = (enum where)at;
	}
	return s;
}

static str
title_of(str page)
{
	page = str_from_to(page, 0, TITLE_WITHIN);
	size_t at = str_ifind(page, STR("<title"));
	if (at == SIZE_MAX)
		return STR_NULL;
	page = str_skip(page, at);
	size_t end = str_ifind(page, STR("</title"));
	return str_from_to(page, 0, end == SIZE_MAX ? 512 : end);
}

/* Which pairs of bytes a text holds, by a hash: most signs are ruled out by two of their pairs, without a
 * search. */
typedef struct pairs {
	bool held[4096];
} pairs;

static unsigned
pair_at(str s, size_t i)
{
	return (unsigned)((unsigned char)s.p[i] << 4) ^ (unsigned char)s.p[i + 1];
}

static void
pairs_of(pairs *p, str s)
{
	memset(p, 0, sizeof *p);
	for (size_t i = 0; i + 1 < s.n; i++)
		p->held[pair_at(s, i)] = true;
}

static bool
may_hold(const pairs *p, str text)
{
	return text.n < 2 || (p->held[pair_at(text, 0)] && p->held[pair_at(text, text.n - 2)]);
}

str
signs_match(const signs *s, unsigned status, str head, str prefix, uint64_t decoded)
{
	if (!s)
		return STR_NULL;
	str title = title_of(prefix), body = decoded <= SHORT_PAGE ? prefix : STR_NULL;
	pairs held;
	pairs_of(&held, body);
	for (size_t i = 0; i < s->n; i++) {
		const sign *q = &s->sign[i];
		if (q->where == BODY && !may_hold(&held, q->text))
			continue;
		str in = q->where == TITLE ? title : q->where == BODY ? body : head;
		if ((q->status && q->status != status) || !in.n)
			continue;
		if ((q->where == BODY ? str_find(in, q->text) : str_ifind(in, q->text)) != SIZE_MAX)
			return q->name;
	}
	return STR_NULL;
}
