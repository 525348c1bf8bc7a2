#define PCRE2_CODE_UNIT_WIDTH 8
#include "source.h"

#include <pcre2.h>

static bool
compile(str pattern, void **to, char *why, size_t n)
{
	int code;
	PCRE2_SIZE at;
	*to = pcre2_compile((PCRE2_SPTR)pattern.p, pattern.n, 0, &code, &at, NULL);
	if (*to)
		return true;
	PCRE2_UCHAR text[120];
	pcre2_get_error_message(code, text, sizeof text);
	snprintf(why, n, "pattern %.*s: %s at byte %zu", STR_ARG(pattern), (char *)text, (size_t)at);
	return false;
}

static bool
number(str value, uint64_t scale, uint64_t *to)
{
	uint64_t whole, part = 0;
	str head;
	str_cut(&value, '.', &head);
	if (!str_u64(head, &whole) || whole > 1000000000 ||
	    (value.p && (value.n != 1 || !str_u64(value, &part))))
		return false;
	*to = whole * scale + part * scale / 10;
	return true;
}

static bool
set_option(source *s, str key, str value, char *why, size_t n)
{
	const struct {
		const char *name;
		uint64_t *to, scale;
	} numbers[] = {{"depth", &s->depth, 1},
		       {"max", &s->max, 1},
		       {"delay", &s->delay_ms, 1000},
		       {"max-age", &s->max_age_s, 86400},
		       {"interval", &s->interval_s, 60}};
	if (str_eq(key, STR("include")))
		return compile(value, &s->include, why, n);
	if (str_eq(key, STR("exclude")))
		return compile(value, &s->exclude, why, n);
	if (str_eq(key, STR("follow")))
		return compile(value, &s->follow, why, n);
	if (str_eq(key, STR("hosts"))) {
		s->hosts = value;
		return true;
	}
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		if (!str_eq(key, str_from(numbers[i].name)))
			continue;
		s->has_max_age |= numbers[i].to == &s->max_age_s;
		snprintf(why, n, "%s: expected a number, got \"%.*s\"", numbers[i].name, STR_ARG(value));
		return number(value, numbers[i].scale, numbers[i].to);
	}
	snprintf(why, n, "unknown option \"%.*s\"", STR_ARG(key));
	return false;
}

static bool
set_options(source *s, str text, char *why, size_t n)
{
	str word;
	while (str_cut(&text, ' ', &word)) {
		str value = word, key;
		if (word.n == 0)
			continue;
		str_cut(&value, '=', &key);
		if (!set_option(s, key, value.p ? value : STR(""), why, n))
			return false;
	}
	return true;
}

static bool
read_row(source *s, const table *t, size_t row, const int column[5], char *why, size_t n)
{
	*s = (source){.name = table_get(t, row, column[0]),
		      .url = table_get(t, row, column[2]),
		      .section = table_get(t, row, column[4])};
	s->off = str_starts(s->name, STR("-"));
	if (s->off)
		s->name = str_skip(s->name, 1);
	int kind = kind_of(table_get(t, row, column[1]));
	s->kind = kind < 0 ? KIND_PAGE : (enum kind)kind;
	if (s->name.n == 0)
		snprintf(why, n, "no name");
	else if (kind < 0)
		snprintf(why, n, "kind: expected feed, sitemap, index or page, got \"%.*s\"",
			 STR_ARG(table_get(t, row, column[1])));
	else if (s->url.n == 0)
		snprintf(why, n, "no url");
	else
		return set_options(s, table_get(t, row, column[3]), why, n);
	return false;
}

int
sources_load(sources *s, arena *a, const table *t, diag *d)
{
	static const char *const names[] = {"name", "kind", "url", "options", "section"};
	int column[5], status = 0;
	for (int i = 0; i < 5; i++) {
		column[i] = i < 3 ? table_need(t, d, names[i]) : table_column(t, names[i]);
		if (i < 3 && column[i] < 0)
			return -1;
	}
	s->source = arena_array(a, source, t->nrow ? t->nrow : 1);
	s->n = 0;
	for (size_t i = 0; i < t->nrow; i++) {
		char why[300] = "";
		source *to = &s->source[s->n];
		bool good = read_row(to, t, i, column, why, sizeof why);
		if (good && sources_find(s, to->name)) {
			snprintf(why, sizeof why, "a source of this name stands above");
			good = false;
		}
		s->n++;
		if (good)
			continue;
		table_fault(t, i, d, "%s", why);
		status = -1;
	}
	return status;
}

void
sources_free(sources *s)
{
	for (size_t i = 0; i < s->n; i++) {
		pcre2_code_free(s->source[i].include);
		pcre2_code_free(s->source[i].exclude);
		pcre2_code_free(s->source[i].follow);
	}
	s->n = 0;
}

const source *
sources_find(const sources *s, str name)
{
	for (size_t i = 0; i < s->n; i++)
		if (str_eq(s->source[i].name, name))
			return &s->source[i];
	return NULL;
}

static bool
hits(void *code, str text)
{
	pcre2_match_data *m = pcre2_match_data_create(1, NULL);
	bool hit = m && pcre2_match(code, (PCRE2_SPTR)text.p, text.n, 0, 0, m, NULL) >= 0;
	pcre2_match_data_free(m);
	return hit;
}

bool
source_takes(const source *s, str href)
{
	return !s || ((!s->include || hits(s->include, href)) && (!s->exclude || !hits(s->exclude, href)));
}

bool
source_follows(const source *s, str href)
{
	return s && s->follow && hits(s->follow, href);
}

bool
source_host(const source *s, str own, str host)
{
	str rest = s ? s->hosts : STR_NULL, one;
	if (str_eq(own, host))
		return true;
	while (str_cut(&rest, ',', &one))
		if (str_eq(one, STR("*")) || str_ieq(one, host))
			return true;
	return false;
}
