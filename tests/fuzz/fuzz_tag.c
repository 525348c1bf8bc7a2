/*
 * fuzz_tag - libFuzzer entry: any bytes as an article. Bytes that start with `{` are a record's line; others are the text of one. What comes
 * out must be one valid JSON line with every span inside the text, in order.
 */
#include <stdlib.h>

#include "table.h"
#include "tag.h"
#include "utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

static struct {
	arena memory;
	tagger tagger;
	diag diag;
} fuzz; /* made once: libFuzzer hands nothing from one call to the next */

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc, (void)argv;
	diag_init(&fuzz.diag, "fuzz_tag", stderr);
	const char *dicts = table_dir(&fuzz.memory, &fuzz.diag, NULL, NULL);
	fuzz.tagger.lexicon = lexicon_load(&fuzz.memory, &fuzz.diag, dicts);
	fuzz.tagger.numbers = numbers_load(&fuzz.memory, &fuzz.diag, dicts);
	fuzz.tagger.diag = &fuzz.diag;
	if (!fuzz.tagger.lexicon || !fuzz.tagger.numbers)
		exit(EXIT_CANNOT_RUN);
	FILE *nowhere = fopen("/dev/null", "w"); /* what is said of inputs */
	fuzz.diag.to = nowhere ? nowhere : stderr;
	return 0;
}

static void
fail(const char *why, str line)
{
	fprintf(stderr, "%s: %.*s\n", why, (int)line.n, line.p);
	abort();
}

static void
check_spans(const json *record, str line)
{
	size_t length = utf8_count(json_str(json_get(record, "text")));
	int64_t before = 0, start, end;
	const json *mentions = json_get(record, "mentions");
	for (const json *m = mentions ? mentions->first : NULL; m; m = m->next) {
		if (!json_int(json_get(m, "start"), &start) || !json_int(json_get(m, "end"), &end) || start < before || end <= start ||
		    (uint64_t)end > length)
			fail("a span that is none", m->raw.n ? m->raw : line);
		before = start;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	arena a = {0};
	buf out = {0};
	size_t at;
	const char *why;
	if (size == 0)
		return 0;
	str line = arena_dup(&a, str_of((const char *)data, size));
	if (data[0] != '{')
		line = tag_record_of_text(&a, STR("fuzz"), line);
	if (tag_article(&fuzz.tagger, &a, line, "fuzz", &out) == 0) {
		str whole = buf_str(&out), first;
		if (!str_cut(&whole, '\n', &first) || whole.n)
			fail("not one line", buf_str(&out));
		json *record = json_parse(&a, first, &at, &why);
		if (!record)
			fail(why, first);
		check_spans(record, first);
	}
	buf_free(&out);
	arena_free(&a);
	return 0;
}
