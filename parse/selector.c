#include "selector.h"

#include <string.h>

enum test_kind { TEST_TAG, TEST_CLASS, TEST_ID, TEST_HAS, TEST_EQUALS, TEST_CONTAINS };
enum { TESTS_MAX = 6, STEPS_MAX = 6 };

struct test {
	enum test_kind kind;
	const char *name;          /* of the attribute */
	str value;                 /* tag: the name */
};

/* One compound selector; `child`: its parent must match the step before, else any ancestor. */
struct step {
	struct test test[TESTS_MAX];
	size_t ntest;
	bool child;
};

struct selector {
	struct step step[STEPS_MAX];
	size_t nstep;
	selector *next;            /* of the list */
};

struct reader {
	arena *a;
	str s;
	size_t at;
};

static char
peek(const struct reader *r)
{
	return r->at < r->s.n ? r->s.p[r->at] : '\0';
}

static str
read_name(struct reader *r)
{
	size_t from = r->at;
	for (; r->at < r->s.n; r->at++) {
		char c = r->s.p[r->at];
		bool name = ascii_is_alnum(c) || c == '-' || c == '_' || (unsigned char)c >= 0x80;
		if (!name)
			break;
	}
	return str_from_to(r->s, from, r->at);
}

static void
skip_space(struct reader *r)
{
	while (peek(r) == ' ')
		r->at++;
}

static bool
read_attribute(struct reader *r, struct test *t)
{
	str name = read_name(r);
	if (!name.n)
		return false;
	*t = (struct test){TEST_HAS, arena_dup(r->a, name).p, STR("")};
	if (peek(r) == '*') {
		t->kind = TEST_CONTAINS;
		r->at++;
	}
	if (peek(r) == '=') {
		r->at++;
		if (t->kind == TEST_HAS)
			t->kind = TEST_EQUALS;
		char quote = peek(r) == '"' || peek(r) == '\'' ? peek(r) : '\0';
		r->at += quote != '\0';
		size_t end = str_chr(str_skip(r->s, r->at), quote ? quote : ']');
		if (end == SIZE_MAX)
			return false;
		t->value = str_from_to(r->s, r->at, r->at + end);
		r->at += end + (quote != '\0');
	} else if (t->kind == TEST_CONTAINS) {
		return false;
	}
	if (peek(r) != ']')
		return false;
	r->at++;
	return true;
}

static bool
read_test(struct reader *r, struct test *t)
{
	char c = peek(r);
	if (c == '[') {
		r->at++;
		return read_attribute(r, t);
	}
	if (c == '.' || c == '#')
		r->at++;
	str name = read_name(r);
	*t = (struct test){c == '.' ? TEST_CLASS : c == '#' ? TEST_ID : TEST_TAG, NULL, name};
	return name.n > 0;
}

static bool
read_step(struct reader *r, struct step *s)
{
	*s = (struct step){0};
	if (peek(r) == '*') {
		r->at++;
		if (!strchr(".#[", peek(r)) || !peek(r))
			return true;
	}
	do {
		if (s->ntest == TESTS_MAX || !read_test(r, &s->test[s->ntest++]))
			return false;
	} while (peek(r) == '.' || peek(r) == '#' || peek(r) == '[');
	return true;
}

static bool
read_one(struct reader *r, selector *s)
{
	bool child = false;
	for (;;) {
		skip_space(r);
		if (s->nstep == STEPS_MAX || !read_step(r, &s->step[s->nstep]))
			return false;
		s->step[s->nstep++].child = child;
		skip_space(r);
		child = peek(r) == '>';
		if (child)
			r->at++;
		else if (r->at >= r->s.n || peek(r) == ',')
			return true;
	}
}

selector *
selector_compile(arena *a, str text, size_t *at)
{
	struct reader r = {a, str_trim(text), 0};
	selector *first = NULL, **last = &first;
	do {
		*last = arena_new(a, selector);
		if (!read_one(&r, *last)) {
			*at = r.at;
			return NULL;
		}
		last = &(*last)->next;
		if (r.at < r.s.n)
			r.at++; /* the comma */
	} while (r.at < r.s.n);
	return first;
}

static bool
has_class(str classes, str want)
{
	str one;
	while (str_cut(&classes, ' ', &one))
		if (str_eq(str_trim(one), want))
			return true;
	return false;
}

static bool
passes(const struct test *t, const dom *d, uint32_t n)
{
	switch (t->kind) {
	case TEST_TAG:
		return str_ieq(dom_tag_name(d, n), t->value);
	case TEST_CLASS:
		return has_class(dom_class(d, n), t->value);
	case TEST_ID:
		return str_eq(dom_id(d, n), t->value);
	case TEST_HAS:
		return dom_attr_get(d, n, t->name).p != NULL;
	case TEST_EQUALS:
		return dom_attr_get(d, n, t->name).p && str_eq(dom_attr_get(d, n, t->name), t->value);
	default:
		return str_find(dom_attr_get(d, n, t->name), t->value) != SIZE_MAX && t->value.n;
	}
}

static bool
step_matches(const struct step *s, const dom *d, uint32_t n)
{
	if (n == 0 || d->node[n].tag == TAG_NONE)
		return false;
	for (size_t i = 0; i < s->ntest; i++)
		if (!passes(&s->test[i], d, n))
			return false;
	return true;
}

/* Steps 0..k-1 match above node n, of which step k is what `child` speaks of. */
static bool
above_matches(const selector *s, size_t k, const dom *d, uint32_t n)
{
	if (k == 0)
		return true;
	for (n = d->node[n].parent; n; n = d->node[n].parent) {
		if (step_matches(&s->step[k - 1], d, n) && above_matches(s, k - 1, d, n))
			return true;
		if (s->step[k].child)
			return false;
	}
	return false;
}

bool
selector_matches(const selector *s, const dom *d, uint32_t n)
{
	for (; s; s = s->next)
		if (step_matches(&s->step[s->nstep - 1], d, n) && above_matches(s, s->nstep - 1, d, n))
			return true;
	return false;
}

uint32_t
selector_first(const selector *s, const dom *d)
{
	for (uint32_t i = 1; i < d->nnode; i++)
		if (selector_matches(s, d, i))
			return i;
	return 0;
}
