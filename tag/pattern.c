#include "lexicon.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "utf8.h"

/* A model name is short: the pattern sees no more than this of the text. */
enum { WINDOW = 64, GROUPS = 8 };

int
pattern_compile(pattern *p, str source, const char *place, diag *d)
{
	int error;
	PCRE2_SIZE at;
	uint32_t flags = PCRE2_ANCHORED | PCRE2_CASELESS | PCRE2_UTF | PCRE2_NO_UTF_CHECK;
	pcre2_code *code = pcre2_compile((PCRE2_SPTR)source.p, source.n, flags, &error, &at, NULL);
	if (!code) {
		PCRE2_UCHAR why[128];
		pcre2_get_error_message(error, why, sizeof why);
		diag_error(d, place, "pattern, at byte %zu: %s", (size_t)at, (char *)why);
		return -1;
	}
	pcre2_jit_compile(code, PCRE2_JIT_COMPLETE); /* without it the match is only slower */
	p->code = code;
	return 0;
}

void
pattern_free(pattern *p)
{
	pcre2_code_free(p->code);
	p->code = NULL;
}

/* The text from `start` on, folded to half width; from[i] is where byte i of it came from. Returns its length. */
static size_t
fold_window(str text, size_t start, char *out, size_t *from)
{
	size_t n = 0, at = start;
	while (at < text.n && n < WINDOW - 4) {
		size_t here = at;
		size_t len = utf8_put(out + n, cp_halfwidth(utf8_next(text, &at)));
		for (size_t i = 0; i < len; i++)
			from[n + i] = here;
		n += len;
	}
	from[n] = at;
	return n;
}

/* Appends a template with its groups put in, as a slug. */
static void
add_slug(buf *b, str s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (ascii_is_alnum(s.p[i]))
			buf_addc(b, (char)ascii_lower(s.p[i]));
		else if (b->n && b->p[b->n - 1] != '-')
			buf_addc(b, '-');
	}
}

static str
make_id(arena *a, str template, const char *subject, const PCRE2_SIZE *group, int n)
{
	buf b = {0};
	for (size_t i = 0; i < template.n; i++) {
		int g = template.p[i] == '$' && i + 1 < template.n ? template.p[i + 1] - '0' : -1;
		if (g < 0 || g > 9) {
			add_slug(&b, str_of(template.p + i, 1));
			continue;
		}
		i++;
		if (g < n && group[2 * g] != PCRE2_UNSET)
			add_slug(&b, str_of(subject + group[2 * g], group[2 * g + 1] - group[2 * g]));
	}
	while (b.n && b.p[b.n - 1] == '-')
		b.n--;
	str id = arena_dup(a, buf_str(&b));
	buf_free(&b);
	return id;
}

size_t
pattern_match(const pattern *p, arena *a, str text, size_t start, str *id)
{
	char window[WINDOW + 4];
	size_t from[WINDOW + 4], n = fold_window(text, start, window, from), end = 0;
	pcre2_match_data *m = pcre2_match_data_create(GROUPS, NULL);
	if (!m)
		mem_exhausted();
	int rc = pcre2_match(p->code, (PCRE2_SPTR)window, n, 0, PCRE2_NO_UTF_CHECK, m, NULL);
	const PCRE2_SIZE *group = pcre2_get_ovector_pointer(m);
	if (rc > 0 && group[1] > 0) {
		end = from[group[1]];
		*id = make_id(a, p->id, window, group, rc);
	}
	pcre2_match_data_free(m);
	return end;
}
