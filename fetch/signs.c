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

/* Four bytes of a text that is looked for in bodies. Of any seven bytes in a row some four begin at a
 * multiple of four, so that a page is looked at in steps of four for the first four of them. */
typedef struct key {
	uint32_t bytes;
	size_t sign, at; /* where in the sign's text */
	uint32_t next;   /* 1 + the next with this hash; 0: the last */
} key;

#define STEP   4
#define KEYED  (2 * STEP - 1) /* bytes: a shorter sign is searched for in every page */
#define HASHES ((size_t)1 << 13)

struct signs {
	sign *sign;
	size_t n;
	key *key;
	uint32_t nkey;
	uint32_t first[HASHES]; /* 1 + the first key with this hash; 0: none has it */
};

static uint32_t
bytes_at(const char *p)
{
	uint32_t v;
	memcpy(&v, p, sizeof v);
	return v;
}

static size_t
hash(uint32_t bytes)
{
	return (bytes * 2654435761u) >> 19;
}

static void
add_keys(arena *a, signs *s)
{
	s->key = arena_array(a, key, s->n * STEP + 1);
	for (size_t i = 0; i < s->n; i++) {
		const sign *q = &s->sign[i];
		for (size_t k = 0; k < STEP && q->where == BODY && q->text.n >= KEYED; k++) {
			uint32_t bytes = bytes_at(q->text.p + k);
			uint32_t *first = &s->first[hash(bytes)];
			s->key[s->nkey++] = (key){bytes, i, k, *first};
			*first = s->nkey;
		}
	}
}

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
	add_keys(a, s);
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

/* A sign of the body that has keys. */
static str
find_keyed(const signs *s, unsigned status, str body)
{
	for (size_t at = 0; at + STEP <= body.n; at += STEP) {
		uint32_t bytes = bytes_at(body.p + at);
		for (size_t i = s->first[hash(bytes)]; i; i = s->key[i - 1].next) {
			const key *k = &s->key[i - 1];
			const sign *q = &s->sign[k->sign];
			if (k->bytes == bytes && k->at <= at && (!q->status || q->status == status) &&
			    str_starts(str_skip(body, at - k->at), q->text))
				return q->name;
		}
	}
	return STR_NULL;
}

/* A sign of the head: a line of it begins so. */
static str
find_line(const signs *s, unsigned status, str head)
{
	for (str line; str_line(&head, &line);)
		for (size_t i = 0; i < s->n; i++) {
			const sign *q = &s->sign[i];
			if (q->where == HEADER && (!q->status || q->status == status) &&
			    str_istarts(line, q->text))
				return q->name;
		}
	return STR_NULL;
}

str
signs_match(const signs *s, unsigned status, str head, str prefix, uint64_t decoded)
{
	if (!s)
		return STR_NULL;
	str title = title_of(prefix), body = decoded <= SHORT_PAGE ? prefix : STR_NULL;
	for (size_t i = 0; i < s->n; i++) {
		const sign *q = &s->sign[i];
		str in = q->where == TITLE ? title : body;
		if ((q->status && q->status != status) || !in.n || q->where == HEADER ||
		    (q->where == BODY && q->text.n >= KEYED))
			continue;
		if ((q->where == BODY ? str_find(in, q->text) : str_ifind(in, q->text)) != SIZE_MAX)
			return q->name;
	}
	str name = find_line(s, status, head);
	return name.p ? name : find_keyed(s, status, body);
}
