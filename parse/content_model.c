#include "content_model.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dom.h"
#include "table.h"

#define SECOND(X) \
	X(p) X(up1) X(down1) X(up2) X(down2) X(up3) X(down3) X(up5) X(down5) X(mean4) X(mean12) X(above) X(below) X(run_up) \
	X(run_down) X(kind_mean_p) X(kind_part) X(kind_like) X(box1_mean_p) X(box1_part) X(box1_like) X(box2_mean_p) X(box2_part) \
	X(box2_like)

enum second_feature {
#define X(name) S_##name,
	SECOND(X)
#undef X
	S_COUNT
};

static const char *const second_name[S_COUNT] = {
#define X(name) #name,
	SECOND(X)
#undef X
};

/* What a processor adds at once. */
typedef float four __attribute__((vector_size(16)));

struct content_model {
	float first[CF_COUNT], both[CF_COUNT]; /* what a feature says to the first layer, and to the second one */
	float second[S_COUNT];     /* of what only the second one sees */
};

static int
index_of(str name)
{
	for (int i = 0; i < CF_COUNT; i++)
		if (str_eq(name, str_from(content_feature_name[i])))
			return i;
	for (int i = 0; i < S_COUNT; i++)
		if (str_eq(name, str_from(second_name[i])))
			return CF_COUNT + i;
	return -1;
}

static bool
read_number(str s, float *out)
{
	char z[32], *end;
	if (s.n == 0 || s.n >= sizeof z)
		return false;
	memcpy(z, s.p, s.n);
	z[s.n] = '\0';
	*out = strtof(z, &end);
	return *end == '\0' && isfinite(*out);
}

static bool
read_row(content_model *m, str name, str first, str second)
{
	int i = index_of(name);
	float one, two;
	if (i < 0 || !read_number(first, &one) || !read_number(second, &two))
		return false;
	if (i < CF_COUNT) {
		m->first[i] = one;
		m->both[i] = two;
	} else {
		m->second[i - CF_COUNT] = two;
	}
	return true;
}

content_model *
content_model_load(arena *a, diag *d, const char *dicts)
{
	table t;
	content_model *m = arena_new(a, content_model);
	if (table_load(&t, a, d, dicts, "content-weights") != 0)
		return NULL;
	int name = table_need(&t, d, "feature"), first = table_need(&t, d, "first"), second = table_need(&t, d, "second");
	if (name < 0 || first < 0 || second < 0)
		return NULL;
	if (t.nrow != CF_COUNT + S_COUNT) {
		diag_error(d, t.path.p, "%zu rows, expected %d: fit the model again", t.nrow, CF_COUNT + S_COUNT);
		return NULL;
	}
	for (size_t i = 0; i < t.nrow; i++) {
		if (read_row(m, table_get(&t, i, name), table_get(&t, i, first), table_get(&t, i, second)))
			continue;
		table_fault(&t, i, d, "no such feature, or a weight that is no number");
		return NULL;
	}
	return m;
}

static float
sigmoid(float z)
{
	return 1 / (1 + expf(-fminf(fmaxf(z, -30), 30)));
}

static four
load_four(const float *x)
{
	four v;
	memcpy(&v, x, sizeof v);
	return v;
}

static float
sum_of(four v)
{
	return (v[0] + v[1]) + (v[2] + v[3]);
}

static float
dot(const float *w, const float *x, int n)
{
	four fours = {0};
	float rest = 0;
	int i = 0;
	for (; i + 4 <= n; i += 4)
		fours += load_four(w + i) * load_four(x + i);
	for (; i < n; i++)
		rest += w[i] * x[i];
	return sum_of(fours) + rest;
}

/* Of one line. */
struct pair_sum {
	four first, second;
};

static inline void
add_four(struct pair_sum *sum, four first, four second, const float *x)
{
	four f = load_four(x);
	sum->first += first * f;
	sum->second += second * f;
}

/* What the features of n lines (at most ABREAST) say to both layers: four features at a time, and four lines, since a sum waits for each of
 * its additions. */
enum { ABREAST = 4, IN_FOURS = CF_COUNT / 4 * 4 };

static void
both_dots(const content_model *m, const float (*x)[CF_COUNT], size_t n, float *first, float *second)
{
	struct pair_sum a = {0}, b = {0}, c = {0}, d = {0};
	const float *p = x[0], *q = x[n > 1 ? 1 : 0], *r = x[n > 2 ? 2 : 0], *s = x[n > 3 ? 3 : 0];
	for (int i = 0; i < IN_FOURS; i += 4) {
		four one = load_four(m->first + i), two = load_four(m->both + i);
		add_four(&a, one, two, p + i);
		add_four(&b, one, two, q + i);
		add_four(&c, one, two, r + i);
		add_four(&d, one, two, s + i);
	}
	const struct pair_sum sums[ABREAST] = {a, b, c, d};
	for (size_t k = 0; k < n; k++) {
		first[k] = sum_of(sums[k].first) + dot(m->first + IN_FOURS, x[k] + IN_FOURS, CF_COUNT - IN_FOURS);
		second[k] = sum_of(sums[k].second) + dot(m->both + IN_FOURS, x[k] + IN_FOURS, CF_COUNT - IN_FOURS);
	}
}

/* The first layer's opinions and what is summed over them. */
struct opinion {
	size_t n;
	const float *p, *size;
	float *mass, *cum;         /* p * size; its sum up to and with line i */
	float *weighed;            /* sums of size */
	float total;
};

static float
mean_around(const struct opinion *o, size_t i, size_t half)
{
	size_t from = i > half ? i - half : 0, to = i + half < o->n ? i + half : o->n - 1;
	float mass = o->cum[to] - (from ? o->cum[from - 1] : 0), size = o->weighed[to] - (from ? o->weighed[from - 1] : 0);
	return mass / fmaxf(size, 1e-3f);
}

static void
put_neighbours(const struct opinion *o, float (*s)[S_COUNT])
{
	static const size_t around[] = {1, 2, 3, 5};
	for (size_t i = 0; i < o->n; i++) {
		s[i][S_p] = logf((o->p[i] + 1e-3f) / (1.001f - o->p[i])) / 5;
		for (int k = 0; k < 4; k++) {
			s[i][S_up1 + 2 * k] = i >= around[k] ? o->p[i - around[k]] : 0;
			s[i][S_down1 + 2 * k] = i + around[k] < o->n ? o->p[i + around[k]] : 0;
		}
		s[i][S_mean4] = mean_around(o, i, 4);
		s[i][S_mean12] = mean_around(o, i, 12);
		s[i][S_above] = (o->cum[i] - o->mass[i]) / o->total;
		s[i][S_below] = (o->total - o->cum[i]) / o->total;
	}
}

static void
put_runs(const struct opinion *o, float (*s)[S_COUNT])
{
	float r = 0;
	for (size_t i = 0; i < o->n; i++) {
		s[i][S_run_up] = fminf(r / 3, 1);
		r = (r + o->mass[i]) * o->p[i];
	}
	r = 0;
	for (size_t i = o->n; i-- > 0;) {
		s[i][S_run_down] = fminf(r / 3, 1);
		r = (r + o->mass[i]) * o->p[i];
	}
}

/* Mean opinion of the group, its share of the article, the opinion of its nearest lines above and below. `sum` has room for every group. */
static void
put_group(const struct opinion *o, const uint32_t *group, float (*sum)[3], enum second_feature at, float (*s)[S_COUNT])
{
	for (size_t i = 0; i < o->n; i++)
		memset(sum[group[i]], 0, sizeof *sum);
	for (size_t i = 0; i < o->n; i++) {
		float *g = sum[group[i]];
		s[i][at + 2] = g[2];
		g[0] += o->mass[i];
		g[1] += o->size[i];
		g[2] = o->p[i];
	}
	for (size_t i = 0; i < o->n; i++)
		sum[group[i]][2] = 0;
	for (size_t i = o->n; i-- > 0;) {
		float *g = sum[group[i]];
		s[i][at] = g[0] / fmaxf(g[1], 1e-3f);
		s[i][at + 1] = g[0] / o->total;
		s[i][at + 2] = (s[i][at + 2] + g[2]) / 2;
		g[2] = o->p[i];
	}
}

static struct opinion
weigh(doc *d, const float *p)
{
	size_t n = d->nline;
	float *size = arena_array(d->a, float, n);
	struct opinion o = {.n = n, .p = p, .size = size};
	o.mass = arena_array(d->a, float, n);
	o.cum = arena_array(d->a, float, n);
	o.weighed = arena_array(d->a, float, n);
	float mass = 0, weighed = 0;
	for (size_t i = 0; i < n; i++) {
		size[i] = fminf(1, (float)d->line[i].chars / 60);
		o.mass[i] = p[i] * size[i];
		o.cum[i] = mass += o.mass[i];
		o.weighed[i] = weighed += size[i];
	}
	o.total = fmaxf(mass, 1e-3f);
	return o;
}

float *
content_model_run(const content_model *m, doc *d, const content_view *v)
{
	size_t n = d->nline, groups = d->dom->nnode > n ? d->dom->nnode : n;
	float *p = arena_array(d->a, float, n), *out = arena_array(d->a, float, n);
	float (*s)[S_COUNT] = arena_zalloc_n(d->a, n, sizeof *s);
	if (n == 0)
		return p;
	for (size_t i = 0; i < n; i += ABREAST)
		both_dots(m, (const float(*)[CF_COUNT])v->f + i, n - i < ABREAST ? n - i : ABREAST, p + i, out + i);
	for (size_t i = 0; i < n; i++)
		p[i] = sigmoid(p[i]);
	struct opinion o = weigh(d, p);
	put_neighbours(&o, s);
	put_runs(&o, s);
	float (*sum)[3] = arena_alloc(d->a, groups * sizeof *sum);
	put_group(&o, v->kind, sum, S_kind_mean_p, s);
	put_group(&o, v->box1, sum, S_box1_mean_p, s);
	put_group(&o, v->box2, sum, S_box2_mean_p, s);
	for (size_t i = 0; i < n; i++)
		out[i] = sigmoid(out[i] + dot(m->second, s[i], S_COUNT));
	return out;
}
