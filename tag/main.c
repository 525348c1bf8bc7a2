/* xinpian-tag - names and numbers in article records. Options, dictionaries, then the loop that all stages share. */
#include <stddef.h>
#include <unistd.h>

#include "cli.h"
#include "jsonl.h"
#include "pipeline.h"
#include "table.h"
#include "tag.h"

/* A line longer than this is no article; a plain text neither. */
#define LINE_MAX_BYTES ((size_t)4 << 20)

typedef struct settings {
	tagger tagger;
	const char *dicts, *output;
	unsigned jobs;
	bool text, fail_fast, quiet;
	diag *diag;
} settings;

static int
set_format(void *to, const char *value, diag *d)
{
	static const char *const word[] = {"jsonl", "tsv", "brat", "html"};
	settings *s = to;
	int i = cli_choice("format", value, word, sizeof word / sizeof *word, d);
	s->tagger.emit.format = (enum emit_format)i;
	return i < 0 ? -1 : 0;
}

static int
set_offsets(void *to, const char *value, diag *d)
{
	static const char *const word[] = {"cp", "bytes", "utf16"};
	settings *s = to;
	int i = cli_choice("offsets", value, word, sizeof word / sizeof *word, d);
	s->tagger.emit.offsets = (enum emit_offsets)i;
	return i < 0 ? -1 : 0;
}

static int
set_input_format(void *to, const char *value, diag *d)
{
	static const char *const word[] = {"jsonl", "text"};
	settings *s = to;
	int i = cli_choice("input-format", value, word, sizeof word / sizeof *word, d);
	s->text = i == 1;
	return i < 0 ? -1 : 0;
}

static int
set_types(void *to, const char *value, diag *d)
{
	settings *s = to;
	str bad;
	s->tagger.emit.types = str_from(value);
	if (emit_check_types(str_from(value), &bad))
		return 0;
	diag_error(d, NULL, "--types: there is no type \"" STR_FMT "\"", STR_ARG(bad));
	return -1;
}

#define AT(field) offsetof(settings, field)
static const cli_option options[] = {
	{'o', "output", "FILE", "write there (whole or not at all) instead of standard output", cli_text, AT(output)},
	{'f', "format", "FORMAT", "jsonl, tsv, brat or html", set_format, 0},
	{'i', "input-format", "FORMAT", "jsonl (article records) or text (each file is an article)", set_input_format, 0},
	{'t', "types", "LIST", "only these types, by commas: company,chip,...; entity; number", set_types, 0},
	{0, "offsets", "UNIT", "cp (code points), bytes or utf16", set_offsets, 0},
	{0, "dicts", "DIR", "read the tables from DIR", cli_text, AT(dicts)},
	{'j', "jobs", "N", "work in N threads (1); 0: one a processor", cli_jobs, AT(jobs)},
	{0, "fail-fast", NULL, "stop at the first bad input", cli_flag, AT(fail_fast)},
	{'q', "quiet", NULL, "no warnings, no progress line", cli_flag, AT(quiet)},
};

static const cli command = {
	"xinpian-tag", "[OPTION]... [FILE|-]...",
	"Finds companies, chips and other names, and numbers with their values, in article records\n"
	"(JSON Lines; standard input without FILE) and adds them as `mentions` and `entities`.",
	options, sizeof options / sizeof *options,
};

/* ---- plain texts as a source */

typedef struct texts {
	char **path;
	size_t n, at;
	diag *diag;
} texts;

static int
next_text(void *source, item *it)
{
	texts *t = source;
	while (t->at < t->n) {
		char *path = t->path[t->at++];
		str text;
		if (file_read(&it->memory, path, LINE_MAX_BYTES, &text, t->diag) != 0)
			continue;
		it->path = str_from(path);
		it->offset = 0;
		it->bytes = tag_record_of_text(&it->memory, it->path, text);
		return 1;
	}
	return 0;
}

/* ---- the loop */

static int
work(void *worker, arena *scratch, const item *it, buf *out)
{
	str place = it->offset ? arena_printf(scratch, STR_FMT ":%llu", STR_ARG(it->path), (unsigned long long)it->offset) : it->path;
	return tag_article(worker, scratch, it->bytes, place.p, out);
}

static int
write_part(pipeline *p, void (*part)(const emit_options *, buf *), const emit_options *o)
{
	buf b = {0};
	part(o, &b);
	int rc = b.n ? outfile_write(p->out, buf_str(&b)) : 0;
	buf_free(&b);
	return rc;
}

static int
run(settings *s, pipeline *p, outfile *out)
{
	const emit_options *o = &s->tagger.emit;
	if (outfile_open(out, s->output, s->diag) != 0)
		return EXIT_CANNOT_RUN;
	outfile_guard(out);
	write_part(p, emit_head, o);
	int status = pipeline_run(p);
	write_part(p, emit_tail, o);
	if (status == EXIT_CANNOT_RUN) {
		outfile_abort(out);
		return status;
	}
	return outfile_commit(out, s->diag) == 0 ? status : EXIT_CANNOT_RUN;
}

static int
tag_files(settings *s, char **path, size_t n)
{
	static char stdin_name[] = "-";
	static char *only_stdin[] = {stdin_name};
	outfile out;
	texts t = {n ? path : only_stdin, n ? n : 1, 0, s->diag};
	jsonl *lines = s->text ? NULL : jsonl_open(path, n, LINE_MAX_BYTES, s->diag);
	pipeline p = {
		.jobs = s->jobs, .fail_fast = s->fail_fast, .progress = !s->quiet && isatty(STDERR_FILENO), .diag = s->diag,
		.next = s->text ? next_text : jsonl_next, .source = s->text ? (void *)&t : (void *)lines,
		.work = work, .shared = &s->tagger, .out = &out,
	};
	int status = run(s, &p, &out);
	if (lines)
		jsonl_close(lines);
	return status == EXIT_OK ? diag_status(s->diag) : status;
}

int
main(int argc, char **argv)
{
	diag d;
	arena memory = {0};
	int first;
	diag_init(&d, "xinpian-tag", stderr);
	settings s = {.jobs = 1, .diag = &d, .tagger = {.diag = &d}};
	int status = cli_parse(&command, argc, argv, &s, &first, &d);
	if (status != CLI_RUN)
		return status;
	d.quiet = s.quiet;
	const char *dicts = table_dir(&memory, &d, s.dicts, argv[0]);
	lexicon *l = dicts ? lexicon_load(&memory, &d, dicts) : NULL;
	number_rules *numbers = l ? numbers_load(&memory, &d, dicts) : NULL;
	s.tagger.lexicon = l;
	s.tagger.numbers = numbers;
	status = numbers ? tag_files(&s, argv + first, (size_t)(argc - first)) : EXIT_CANNOT_RUN;
	if (numbers)
		numbers_free(numbers);
	if (l)
		lexicon_free(l);
	arena_free(&memory);
	return status;
}
