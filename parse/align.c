#include "align.h"

#include "json.h"
#include "utf8.h"

typedef struct chars {
	uint32_t *cp;
	size_t n;
} chars;

static chars
decode(arena *a, str s)
{
	chars c = {arena_alloc(a, (s.n + 1) * sizeof(uint32_t)), 0};
	for (size_t at = 0; at < s.n;)
		c.cp[c.n++] = utf8_next(s, &at);
	return c;
}

static bool
same(const fold_map *m, uint32_t a, uint32_t b)
{
	return a == b || fold_cp(m, a) == fold_cp(m, b);
}

typedef struct run {
	size_t t, s, n, m;         /* m: characters of the source when it is not n, else 0 */
} run;

typedef struct map {
	run *v;
	size_t n, cap;
} map;

static void
add_run(arena *a, map *out, run r)
{
	run *last = out->n ? &out->v[out->n - 1] : NULL;
	if (last && !last->m && !r.m && last->t + last->n == r.t && last->s + last->n == r.s)
		last->n += r.n;
	else
		*arena_push(a, out->v, out->n, out->cap) = r;
}

/* How far on in text (*dt) and source (*ds) two characters in a row agree again, nearest first; false within the reach. */
static bool
resync(const fold_map *m, const chars *t, size_t i, const chars *s, size_t j, size_t *dt, size_t *ds)
{
	enum { REACH = 40 };
	for (size_t sum = 1; sum < REACH; sum++)
		for (size_t x = 0; x <= sum && x <= 12; x++) {
			size_t y = sum - x, a = i + x, b = j + y;
			if (a >= t->n || b >= s->n || !same(m, t->cp[a], s->cp[b]))
				continue;
			bool end = a + 1 >= t->n;
			bool mark = x == 0 && b + 1 < s->n && !cp_is_han(s->cp[b + 1]) && !cp_is_alnum(s->cp[b + 1]); /* more was dropped behind it */
			if (end || mark || (b + 1 < s->n && same(m, t->cp[a + 1], s->cp[b + 1]))) {
				*dt = x;
				*ds = y;
				return true;
			}
		}
	return false;
}

/* Aligns one block. t0, s0: where its text and source start. */
static void
align_block(arena *a, const fold_map *m, map *out, str text, str source, size_t t0, size_t s0)
{
	chars t = decode(a, text), s = decode(a, source);
	size_t i = 0, j = 0, dt, ds;
	while (i < t.n && j < s.n) {
		if (same(m, t.cp[i], s.cp[j])) {
			add_run(a, out, (run){t0 + i++, s0 + j++, 1, 0});
			continue;
		}
		if (!resync(m, &t, i, &s, j, &dt, &ds)) {
			dt = t.n - i;
			ds = s.n - j;
		}
		if (dt && ds)
			add_run(a, out, (run){t0 + i, s0 + j, dt, dt == ds ? 0 : ds});
		i += dt;
		j += ds;
	}
}

/* Source of a body line and of the lines that were joined to it. */
static str
source_of(doc *d, size_t i, unsigned part)
{
	buf b = {0};
	buf_add(&b, d->line[i].source);
	for (size_t k = i + 1; k < d->nline; k++) {
		const line *l = &d->line[k];
		if (l->part != part || l->fate != FATE_BODY)
			continue;
		if (l->text.n)
			break;
		buf_add(&b, l->source);
	}
	str s = arena_dup(d->a, buf_str(&b));
	buf_free(&b);
	return s;
}

static str
to_json(doc *d, const map *v, str source)
{
	buf b = {0};
	buf_addz(&b, "{\"source\":");
	json_string(&b, source);
	buf_addz(&b, ",\"map\":[");
	for (size_t i = 0; i < v->n; i++) {
		const run *r = &v->v[i];
		buf_addf(&b, "%s[%zu,%zu,%zu", i ? "," : "", r->t, r->s, r->n);
		if (r->m)
			buf_addf(&b, ",%zu", r->m);
		buf_addc(&b, ']');
	}
	buf_addz(&b, "]}");
	str s = arena_dup(d->a, buf_str(&b));
	buf_free(&b);
	return s;
}

str
align_part(doc *d, const fold_map *m, unsigned part)
{
	map v = {0};
	buf source = {0};
	size_t t0 = 0, s0 = 0;
	for (size_t i = 0; i < d->nline; i++) {
		const line *l = &d->line[i];
		if (!line_is_body(l, part))
			continue;
		str s = source_of(d, i, part);
		if (source.n)
			buf_addc(&source, '\n');
		buf_add(&source, s);
		align_block(d->a, m, &v, l->text, s, t0, s0);
		t0 += utf8_count(l->text) + 1;
		s0 += utf8_count(s) + 1;
	}
	str out = to_json(d, &v, buf_str(&source));
	buf_free(&source);
	return out;
}
