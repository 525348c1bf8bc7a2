/*
 * fuzz_parse - libFuzzer entry: any bytes as a page. Beside what the sanitizers see, no step may lose or make text (parse's own
 * conservation check) and every record must be valid JSON on a line of its own.
 */
#include <stdlib.h>

#include "json.h"
#include "parse.h"
#include "table.h"
#include "text_look.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

static struct {
	arena memory;
	const rules *rules;
	text_store *store;         /* what one page leaves for the next is tried too */
	diag diag;
} fuzz; /* made once: libFuzzer hands nothing from one call to the next */

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc, (void)argv;
	diag_init(&fuzz.diag, "fuzz_parse", stderr);
	fuzz.rules = rules_load(&fuzz.memory, &fuzz.diag, table_dir(&fuzz.memory, &fuzz.diag, NULL, NULL), HANS_AUTO);
	if (!fuzz.rules)
		exit(EXIT_CANNOT_RUN);
	fuzz.store = text_store_new();
	return 0;
}

static void
check_lines(arena *a, str out)
{
	str line;
	while (out.n && str_cut(&out, '\n', &line)) {
		size_t at;
		const char *why;
		if (!line.n || json_parse(a, line, &at, &why))
			continue;
		fprintf(stderr, "byte %zu of the record: %s\n%.*s\n", at, why, (int)line.n, line.p);
		abort();
	}
}

/* The first byte says how the rest is read, so that both ways are tried. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	arena a = {0};
	buf out = {0};
	const parse_options options = {.explain = true, .keep_all = true, .check = true, .min_chars = 1};
	if (size == 0)
		return 0;
	str bytes = arena_dup(&a, str_of((const char *)data, size));
	doc d = {.a = &a, .diag = &fuzz.diag, .place = STR("fuzz"), .path = STR("fuzz"), .bytes = bytes, .is_html = data[0] == '<',
		.store = fuzz.store};
	text_store_begin(fuzz.store);
	if (parse_page(&d, fuzz.rules, &options, &out) != 0)
		abort();
	check_lines(&a, buf_str(&out));
	buf_free(&out);
	arena_free(&a);
	return 0;
}
