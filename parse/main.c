/* xinpian-parse: web pages in, article records out. Wiring only: options, rules, then one call of the loop. */
#include <stddef.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli.h"
#include "dedupe.h"
#include "input.h"
#include "learn.h"
#include "parse.h"
#include "pipeline.h"
#include "table.h"
#include "text_look.h"
#include "when.h"

struct settings {
	parse_options parse;
	enum input_format format;
	const char *out, *dicts, *list, *dedupe, *learn;
	unsigned jobs;
	bool fail_fast, quiet;
};

/* What all workers share. */
struct job {
	const rules *rules;
	const struct settings *set;
	diag *diag;
	input *in;
	dedupe *dedupe;            /* or NULL */
	learned *learned;          /* or NULL */
};

static int
set_format(void *to, const char *value, diag *d)
{
	static const char *const names[] = {"jsonl", "text", "markdown", "html"};
	int at = cli_choice("format", value, names, 4, d);
	((struct settings *)to)->parse.format = (enum out_format)at;
	return at < 0 ? -1 : 0;
}

static int
set_input_format(void *to, const char *value, diag *d)
{
	static const char *const names[] = {"auto", "html", "text", "warc", "mhtml"};
	int at = cli_choice("input-format", value, names, 5, d);
	((struct settings *)to)->format = (enum input_format)at;
	return at < 0 ? -1 : 0;
}

static int
set_hans(void *to, const char *value, diag *d)
{
	static const char *const names[] = {"auto", "off", "t2s", "tw", "hk"};
	int at = cli_choice("hans", value, names, 5, d);
	((struct settings *)to)->parse.hans = (enum hans_mode)at;
	return at < 0 ? -1 : 0;
}

static int
set_min_chars(void *to, const char *value, diag *d)
{
	uint64_t n;
	if (cli_number("min-chars", value, 0, 1000000, &n, d) != 0)
		return -1;
	((struct settings *)to)->parse.min_chars = (unsigned)n;
	return 0;
}

static int
set_since(void *to, const char *value, diag *d)
{
	str s = str_from(value);
	bool good = s.n == 10 && s.p[4] == '-' && s.p[7] == '-';
	for (size_t i = 0; good && i < s.n; i++)
		good = i == 4 || i == 7 || ascii_is_digit(s.p[i]);
	when_base any = {0};
	when day;
	good = good && when_value(&any, s, &day);
	if (!good)
		diag_error(d, NULL, "--since: expected YYYY-MM-DD, got \"%s\"", value);
	((struct settings *)to)->parse.since = s;
	return good ? 0 : -1;
}

#define AT(field) offsetof(struct settings, field)
static const cli_option options[] = {
	{'o', "output", "FILE", "write there (whole or not at all) instead of standard output", cli_text, AT(out)},
	{'j', "jobs", "N", "work in N threads (1); 0: one a processor", cli_jobs, AT(jobs)},
	{'i', "input-format", "FORMAT", "auto, html, text, warc or mhtml", set_input_format, 0},
	{0, "files-from", "FILE", "read the names of inputs from FILE, one a line", cli_text, AT(list)},
	{'f', "format", "FORMAT", "jsonl, text, markdown or html", set_format, 0},
	{0, "hans", "MODE", "to Simplified: auto, off, t2s, tw or hk", set_hans, 0},
	{0, "explain", NULL, "list every removed block with its class and rule", cli_flag, AT(parse.explain)},
	{0, "align", NULL, "carry the source text and a map of offsets", cli_flag, AT(parse.align)},
	{0, "keep-all", NULL, "write pages that are no articles too", cli_flag, AT(parse.keep_all)},
	{0, "min-chars", "N", "a body shorter than N characters is no article", set_min_chars, 0},
	{0, "since", "DATE", "leave out articles older than YYYY-MM-DD", set_since, 0},
	{0, "fail-fast", NULL, "stop at the first bad input", cli_flag, AT(fail_fast)},
	{0, "dedupe", "FILE", "mark articles that repeat one seen before; FILE remembers them (SQLite)", cli_text, AT(dedupe)},
	{0, "learn", "FILE", "take out lines that stand on many pages of a site; FILE remembers them", cli_text, AT(learn)},
	{0, "dicts", "DIR", "read the tables from DIR", cli_text, AT(dicts)},
	{0, "check", NULL, "test on every page that no text was lost or made", cli_flag, AT(parse.check)},
	{'q', "quiet", NULL, "no warnings, no progress line, no count of what was passed over", cli_flag, AT(quiet)},
};

static const cli command = {
	"xinpian-parse",
	"[OPTION]... [FILE|FOLDER|-]...",
	"Finds the article on each page and writes one record a line. Reads HTML, text dumps, WARC and MHTML files.",
	options,
	sizeof options / sizeof *options,
};

/* One of the threads that parse. */
struct worker {
	const struct job *job;
	text_store *store;
};

static void *
worker_new(void *shared)
{
	struct worker *w = malloc(sizeof *w);
	if (!w)
		mem_exhausted();
	*w = (struct worker){shared, text_store_new()};
	return w;
}

static void
worker_free(void *worker)
{
	struct worker *w = worker;
	text_store_free(w->store);
	free(w);
}

static int
parse_item(void *worker, arena *scratch, const item *it, buf *out)
{
	const struct worker *w = worker;
	const struct job *job = w->job;
	page *p = it->extra;
	doc d = {
		.a = scratch,
		.diag = job->diag,
		.path = it->path,
		.member = it->member,
		.offset = it->offset,
		.url = p->url,
		.fetched = p->fetched,
		.header_charset = p->charset,
		.bytes = it->bytes,
		.is_html = p->is_html,
		.store = w->store,
	};
	text_store_begin(w->store);
	d.place = it->offset ? arena_printf(scratch, "%.*s:%llu", STR_ARG(it->path), (unsigned long long)it->offset)
			     : arena_dup(scratch, it->path);
	int bad = parse_page(&d, job->rules, &job->set->parse, out);
	p->no_article = d.no_article;
	return bad;
}

/* In input order: counts the pages that gave nothing. */
static int
note_result(void *shared, const item *it, buf *out)
{
	struct job *job = shared;
	const page *p = it->extra;
	if (!out->n && p->no_article)
		input_skipped(job->in, p->no_article);
	return job->dedupe && out->n && job->set->parse.format == FORMAT_JSONL ? dedupe_records(job->dedupe, out) : 0;
}

/* In input order, in the learning pass: nothing is written. */
static int
note_lines(void *shared, const item *it, buf *out)
{
	struct job *job = shared;
	(void)it;
	learn_count(job->learned, out);
	return 0;
}

/* The inputs that the command line names; NULL after a message. */
static input *
open_inputs(const struct settings *set, char **operand, int n, diag *d)
{
	input *in = input_open(set->format, d);
	for (int i = 0; i < n; i++)
		input_add(in, operand[i]);
	if (n == 0 && !set->list)
		input_add(in, "-");
	if (!set->list || input_add_list(in, set->list) == 0)
		return in;
	input_close(in);
	return NULL;
}

/* Goes once over all inputs. */
static int
go_over(struct job *job, const struct settings *set, outfile *out)
{
	pipeline p = {
		.jobs = set->jobs,
		.fail_fast = set->fail_fast,
		.progress = !set->quiet && isatty(STDERR_FILENO),
		.diag = job->diag,
		.next = input_next,
		.source = job->in,
		.work = parse_item,
		.worker_new = worker_new,
		.worker_free = worker_free,
		.shared = job,
		.ordered = set->parse.learn_only ? note_lines : note_result,
		.out = out,
	};
	return pipeline_run(&p);
}

/* Learns from the inputs themselves where they can be read twice, and from what earlier runs left. false after a message. */
static bool
learn_first(struct job *job, struct settings *set)
{
	outfile none;
	job->learned = learn_open(set->learn, job->diag);
	set->parse.learned = job->learned;
	if (!job->learned || !input_repeats(job->in))
		return job->learned != NULL;
	if (outfile_open(&none, "/dev/null", job->diag) != 0)
		return false;
	set->parse.learn_only = job->diag->mute = true; /* what is wrong with an input is said when it is read again */
	go_over(job, set, &none);
	set->parse.learn_only = job->diag->mute = false;
	outfile_abort(&none);
	input_rewind(job->in);
	return true;
}

static int
run(struct settings *set, char **operand, int n, diag *d)
{
	arena memory = {0};
	outfile out;
	struct job job = {.set = set, .diag = d};
	int status = EXIT_CANNOT_RUN;
	const char *dicts = table_dir(&memory, d, set->dicts, command.prog);
	rules *r = dicts ? rules_load(&memory, d, dicts, set->parse.hans) : NULL;
	job.rules = r;
	bool ready = r && (job.in = open_inputs(set, operand, n, d)) && (!set->dedupe || (job.dedupe = dedupe_open(set->dedupe, d))) &&
	             (!set->learn || learn_first(&job, set));
	if (ready && outfile_open(&out, set->out, d) == 0) {
		outfile_guard(&out);
		status = go_over(&job, set, &out);
		if (!set->quiet)
			input_summary(job.in);
		if (status == EXIT_CANNOT_RUN)
			outfile_abort(&out);
		else if (outfile_commit(&out, d) != 0)
			status = EXIT_CANNOT_RUN;
	}
	bool keep = status != EXIT_CANNOT_RUN;
	if (job.dedupe && dedupe_close(job.dedupe, keep) != 0)
		status = EXIT_CANNOT_RUN;
	if (job.learned && learn_close(job.learned, keep) != 0)
		status = EXIT_CANNOT_RUN;
	if (job.in)
		input_close(job.in);
	if (r)
		rules_free(r);
	arena_free(&memory);
	return status;
}

int
main(int argc, char **argv)
{
	diag d;
	int first;
	struct settings set = {.jobs = 1, .parse = {.min_chars = 1}};
	diag_init(&d, command.prog, stderr);
	int rc = cli_parse(&command, argc, argv, &set, &first, &d);
	d.quiet = set.quiet;
	return rc != CLI_RUN ? rc : run(&set, argv + first, argc - first, &d);
}
