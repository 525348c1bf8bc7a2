#include "unit.h"

struct prefix {
	str symbol, name, factor;
};

struct unit_loader {
	words *w;
	arena *a;
	diag *d;
	table t;
	int symbol, names, dimension, factor, base, prefixes, context;
	struct prefix *prefix;
	size_t nprefix, cap;
};

static void
add_unit(struct unit_loader *l, str form, const unit_row *u)
{
	words_add(l->w, form, (reading){.cls = W_unit, .value = u->symbol, .row = u});
}

static const struct prefix *
find_prefix(const struct unit_loader *l, str symbol)
{
	for (size_t i = 0; i < l->nprefix; i++)
		if (str_eq(l->prefix[i].symbol, symbol))
			return &l->prefix[i];
	return NULL;
}

static str
join(arena *a, str x, str y)
{
	str both[2] = {x, y};
	return arena_cat(a, both, 2);
}

/* kW, 千瓦 ... of W, 瓦: a Latin form takes the symbol, a Chinese one the name. */
static void
add_prefixed(struct unit_loader *l, const unit_row *u, str names, const struct prefix *p)
{
	unit_row *x = arena_new(l->a, unit_row);
	*x = *u;
	x->symbol = join(l->a, p->symbol, u->symbol);
	x->factor = u->factor.n ? dec_mul(l->a, u->factor, p->factor) : u->factor;
	add_unit(l, x->symbol, x);
	str form;
	while (str_cut(&names, '|', &form))
		if ((unsigned char)form.p[0] >= 0xE4)
			add_unit(l, join(l->a, p->name, form), x);
}

static int
load_unit_row(struct unit_loader *l, size_t i)
{
	str symbol = table_get(&l->t, i, l->symbol), names = table_get(&l->t, i, l->names);
	str factor = table_get(&l->t, i, l->factor);
	if (str_eq(table_get(&l->t, i, l->dimension), STR("prefix"))) {
		*arena_push(l->a, l->prefix, l->nprefix, l->cap) = (struct prefix){symbol, names, factor};
		return 0;
	}
	unit_row *u = arena_new(l->a, unit_row);
	*u = (unit_row){symbol, table_get(&l->t, i, l->base), factor, table_get(&l->t, i, l->context)};
	bool hidden = str_starts(names, STR("!|"));
	if (hidden)
		names = str_skip(names, 2);
	if (!u->context.n && !hidden)
		add_unit(l, symbol, u);
	str rest = names, form;
	while (str_cut(&rest, '|', &form))
		add_unit(l, form, u);
	rest = table_get(&l->t, i, l->prefixes);
	while (str_cut(&rest, ' ', &form)) {
		const struct prefix *p = find_prefix(l, form);
		if (form.n && !p) {
			table_fault(&l->t, i, l->d, "unknown prefix \"" STR_FMT "\"", STR_ARG(form));
			return -1;
		}
		if (p)
			add_prefixed(l, u, names, p);
	}
	return 0;
}

static int
load_units(words *w, arena *a, diag *d, const char *dicts)
{
	struct unit_loader l = {.w = w, .a = a, .d = d};
	if (table_load(&l.t, a, d, dicts, "units"))
		return -1;
	l.symbol = table_need(&l.t, d, "symbol");
	l.names = table_need(&l.t, d, "names");
	l.dimension = table_need(&l.t, d, "dimension");
	l.factor = table_need(&l.t, d, "factor");
	l.base = table_need(&l.t, d, "base");
	l.prefixes = table_need(&l.t, d, "prefixes");
	l.context = table_need(&l.t, d, "context");
	if (l.symbol < 0 || l.names < 0 || l.dimension < 0 || l.factor < 0 || l.base < 0 || l.prefixes < 0 || l.context < 0)
		return -1;
	int status = 0;
	for (size_t i = 0; i < l.t.nrow; i++)
		status |= load_unit_row(&l, i);
	return status;
}

static void
load_minors(money_row *m, words *w, arena *a, str rest)
{
	str one, form;
	size_t cap = 0;
	while (str_cut(&rest, '|', &one)) {
		if (!str_cut(&one, '=', &form) || !form.n)
			continue;
		bool alone = str_ends(one, STR("!"));
		if (alone)
			one.n--;
		*arena_push(a, m->minor, m->nminor, cap) = (minor){form, one, alone};
	}
	for (size_t i = 0; i < m->nminor; i++)
		words_add(w, m->minor[i].form, (reading){.cls = W_minor, .num = m->minor[i].alone, .value = m->minor[i].factor, .row = m});
}

static int
load_currencies(words *w, arena *a, diag *d, const char *dicts)
{
	table t;
	if (table_load(&t, a, d, dicts, "currencies"))
		return -1;
	int code = table_need(&t, d, "code"), names = table_need(&t, d, "names");
	int before = table_need(&t, d, "before"), minors = table_need(&t, d, "minor"), region = table_need(&t, d, "region");
	if (code < 0 || names < 0 || before < 0 || minors < 0 || region < 0)
		return -1;
	for (size_t i = 0; i < t.nrow; i++) {
		money_row *m = arena_new(a, money_row);
		m->code = table_get(&t, i, code);
		m->region = table_get(&t, i, region);
		str rest = table_get(&t, i, names), form;
		while (str_cut(&rest, '|', &form)) {
			int flag = str_ends(form, STR("?")) ? 1 : str_ends(form, STR("*")) ? 2 : 0;
			form.n -= flag != 0;
			words_add(w, form, (reading){.cls = W_money, .num = flag, .value = m->code, .row = m});
		}
		rest = table_get(&t, i, before);
		while (str_cut(&rest, '|', &form))
			words_add(w, form, (reading){.cls = W_moneypre, .value = m->code, .row = m});
		load_minors(m, w, a, table_get(&t, i, minors));
	}
	return 0;
}

static int
kind_of(str name)
{
	static const char *const names[] = {"general", "classifier", "yearly", "plain", "whole", "noun", "few", "points", "rank", "number", "skip", "days", "small", "written", "age", "dozen"};
	return str_index(name, names, sizeof names / sizeof *names);
}

static int
load_classifiers(words *w, arena *a, diag *d, const char *dicts)
{
	table t;
	if (table_load(&t, a, d, dicts, "classifiers"))
		return -1;
	int name = table_need(&t, d, "name"), kind = table_need(&t, d, "kind"), per = table_need(&t, d, "per");
	if (name < 0 || kind < 0 || per < 0)
		return -1;
	int status = 0;
	for (size_t i = 0; i < t.nrow; i++) {
		int k = kind_of(table_get(&t, i, kind));
		if (k < 0) {
			table_fault(&t, i, d, "unknown kind \"" STR_FMT "\"", STR_ARG(table_get(&t, i, kind)));
			status = -1;
			continue;
		}
		class_row *c = arena_new(a, class_row);
		*c = (class_row){table_get(&t, i, name), table_get(&t, i, per), (enum class_kind)k};
		words_add(w, c->name, (reading){.cls = k == NOUN || k == DAYS ? W_noun : W_classifier, .num = k, .value = c->name, .row = c});
	}
	return status;
}

int
units_load(words *w, arena *a, diag *d, const char *dicts)
{
	int status = load_units(w, a, d, dicts);
	status |= load_currencies(w, a, d, dicts);
	status |= load_classifiers(w, a, d, dicts);
	return status ? -1 : 0;
}
