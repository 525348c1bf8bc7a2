/*
 * charset.c - the charset module as a filter, for tests/eval/charset.py: a line "OP LABEL HEX" in, the answer out.
 * decode: UTF-8 in hex; label, sniff, detect: the name of the encoding, or "none".
 */
#include <stdio.h>
#include <stdlib.h>

#include "charset.h"
#include "charset_sniff.h"

static void
from_hex(buf *b, str hex)
{
	buf_clear(b);
	for (size_t i = 0; i + 1 < hex.n; i += 2) {
		char two[3] = {hex.p[i], hex.p[i + 1], '\0'};
		buf_addc(b, (char)strtoul(two, NULL, 16));
	}
}

static void
answer(const charset_rules *r, arena *a, str op, str label, str bytes)
{
	size_t bom;
	bool wrong;
	const encoding *e = NULL;
	if (str_eq(op, STR("decode"))) {
		decoded d = charset_to_utf8(r, charset_of_label(r, label), a, bytes);
		for (size_t i = 0; i < d.text.n; i++)
			printf("%02x", (unsigned char)d.text.p[i]);
		putchar('\n');
		return;
	}
	if (str_eq(op, STR("label")))
		e = charset_of_label(r, bytes);
	else if (str_eq(op, STR("sniff")))
		e = (e = sniff_bom(r, bytes, &bom)) ? e : sniff_meta(r, bytes);
	else
		e = charset_choose(r, a, bytes, STR_NULL, &bom, &wrong);
	printf(STR_FMT "\n", STR_ARG(e ? e->name : STR("none")));
}

int
main(int argc, char **argv)
{
	arena rules = {0}, a = {0};
	diag d;
	diag_init(&d, "charset", stderr);
	charset_rules *r = charset_load(&rules, &d, table_dir(&rules, &d, argc > 1 ? argv[1] : NULL, argv[0]));
	char *line = NULL;
	size_t cap = 0;
	ssize_t n;
	buf bytes = {0};
	while (r && (n = getline(&line, &cap, stdin)) > 0) {
		str rest = str_trim(str_of(line, (size_t)n)), op, label;
		if (!str_cut(&rest, ' ', &op) || !str_cut(&rest, ' ', &label))
			continue;
		from_hex(&bytes, rest);
		answer(r, &a, op, label, buf_str(&bytes));
		arena_reset(&a);
	}
	buf_free(&bytes);
	arena_free(&a);
	arena_free(&rules);
	free(line);
	return r ? 0 : 2;
}
