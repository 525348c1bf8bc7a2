/* xinpian-fetch: wiring. The run itself is crawl.h. */
#include <curl/curl.h>
#include <errno.h>
#include <libxml/parser.h>
#include <malloc.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli.h"
#include "feed.h"
#include "file.h"
#include "look.h"
#include "options.h"

#define LIST_MAX ((size_t)1 << 30)

static volatile sig_atomic_t signalled; /* the one thing that a signal handler can reach */

static void
on_signal(int sig)
{
	signalled = sig;
}

/* Buffers of pages come and go all the time: the heap neither gives its end back after each, nor takes them
 * from the kernel one by one. */
static void
keep_heap(void)
{
	mallopt(M_MMAP_THRESHOLD, 1 << 20);
	mallopt(M_TRIM_THRESHOLD, 8 << 20);
	mallopt(M_TOP_PAD, 1 << 20);
}

static void
catch_signals(void)
{
	struct sigaction stop = {.sa_handler = on_signal}, ignore = {.sa_handler = SIG_IGN};
	sigaction(SIGINT, &stop, NULL);
	sigaction(SIGTERM, &stop, NULL);
	sigaction(SIGHUP, &stop, NULL);
	sigaction(SIGPIPE, &ignore, NULL); /* a closed pipe is an error to report, not a death */
	sigaction(SIGXFSZ, &ignore, NULL);
}

typedef struct tables {
	sources sources;
	signs *signs;
	url_rules *rules;
} tables;

static bool
wants_sources(const options *o)
{
	bool runs = o->mode == MODE_RUN || o->mode == MODE_DRY_RUN;
	return runs && (o->sources || o->n_source || (!o->n_url && !o->n_list));
}

static int
load_sources(options *o, const char *dir, sources *s, diag *d)
{
	table t;
	str text;
	if (!wants_sources(o))
		return 0;
	int rc = o->sources ? file_read(&o->memory, o->sources, LIST_MAX, &text, d) : 0;
	if (rc == 0)
		rc = o->sources ? table_parse(&t, &o->memory, d, o->sources, text)
				: table_load(&t, &o->memory, d, dir, "sources");
	if (rc != 0 || sources_load(s, &o->memory, &t, d) != 0)
		return -1;
	for (size_t i = 0; i < s->n; i++)
		s->source[i].chosen = o->n_source == 0;
	for (size_t i = 0; i < o->n_source; i++) {
		source *named = (source *)(uintptr_t)sources_find(s, o->source[i]);
		if (!named) {
			diag_error(d, "--source", "%.*s: no such source in the table", STR_ARG(o->source[i]));
			return -1;
		}
		named->chosen = true;
		named->off = false; /* asked for by name */
	}
	return 0;
}

static int
load_tables(options *o, const char *argv0, tables *t, diag *d)
{
	table params, challenges;
	const char *dir = table_dir(&o->memory, d, o->dicts, argv0);
	*t = (tables){0};
	if (!dir || table_load(&params, &o->memory, d, dir, "tracking-params") != 0 ||
	    table_load(&challenges, &o->memory, d, dir, "challenges") != 0)
		return -1;
	t->rules = url_rules_new(&o->memory, &params, d);
	t->signs = signs_new(&o->memory, &challenges, d);
	return t->rules && t->signs ? load_sources(o, dir, &t->sources, d) : -1;
}

static int
add_list(crawl *c, options *o, const char *path)
{
	str text, line;
	unsigned at = 0;
	if (file_read(&o->memory, path, LIST_MAX, &text, c->d) != 0)
		return -1;
	text = str_sans_bom(text);
	while (str_line(&text, &line)) {
		char place[1200];
		line = str_trim(line);
		snprintf(place, sizeof place, "%s:%u", path, ++at);
		if (line.n && line.p[0] != '#')
			crawl_add_url(c, line, place);
	}
	return 0;
}

static int
write_summary(const options *o, const crawl *c, int status)
{
	buf text = {0};
	outfile out;
	int rc = 0;
	report_json(c, status, &text);
	frontier_add_run(c->f, c->report.started, c->report.finished, status, str_trim(buf_str(&text)));
	if (o->summary) {
		rc = outfile_open(&out, o->summary, c->d);
		if (rc == 0) {
			outfile_write(&out, buf_str(&text));
			rc = outfile_commit(&out, c->d);
		}
	}
	buf_free(&text);
	return rc;
}

/* Seeds, the run, the report. */
static int
run_with(crawl *c, options *o)
{
	int status = EXIT_OK;
	for (size_t i = 0; i < o->n_url; i++)
		crawl_add_url(c, str_from(o->url[i]), "argument");
	for (size_t i = 0; i < o->n_list; i++)
		if (add_list(c, o, o->list[i]) != 0)
			return EXIT_CANNOT_RUN;
	crawl_add_sources(c);
	int bad_urls = diag_status(c->d);
	status = crawl_run(c);
	if (c->stop != STOP_WRITE && store_close(c->store) != 0) {
		c->stop = STOP_WRITE;
		status = EXIT_WRITE;
	}
	if (status == EXIT_OK && bad_urls)
		status = EXIT_BAD_INPUT;
	if (write_summary(o, c, status) != 0 && status < EXIT_WRITE)
		status = EXIT_WRITE;
	if (!o->quiet) {
		buf line = {0};
		report_line(c, &line);
		diag_say(c->d, "%.*s", STR_ARG(buf_str(&line)));
		buf_free(&line);
	}
	return status;
}

static int
run(options *o, frontier *f, const tables *t, diag *d)
{
	str agent = options_agent(o);
	crawl c = {.o = o->crawl,
		   .f = f,
		   .sources = &t->sources,
		   .signs = t->signs,
		   .rules = t->rules,
		   .d = d,
		   .signalled = &signalled};
	store_options so = {.dir = o->warc_dir,
			    .prefix = o->prefix,
			    .software = "xinpian-fetch " XINPIAN_VERSION,
			    .agent = agent.p,
			    .contact = o->contact,
			    .max_size = o->warc_mb * 1000000,
			    .gzip_level = o->gzip_level,
			    .requests = !o->no_requests};
	c.o.no_robots = o->no_robots;
	c.o.n_no_robots = o->n_no_robots;
	c.o.insecure = o->insecure;
	c.o.n_insecure = o->n_insecure;
	o->transfer.agent = agent.p;
	o->transfer.resolve = o->resolve;
	if (!o->contact)
		diag_warn(d, NULL,
			  "no --contact: the operators of the sites cannot tell who is asking; set a web or "
			  "mail address");
	c.store = store_open(&so, f, crawl_adopt, &c, d);
	if (!c.store)
		return EXIT_WRITE;
	c.transfers = transfers_new(&o->transfer, d);
	int status = run_with(&c, o);
	transfers_free(c.transfers);
	hosts_free(&c.hosts);
	store_abandon(c.store);
	return status;
}

static int
open_state(options *o, frontier **f, diag *d)
{
	const char *path = o->state ? o->state : arena_printf(&o->memory, "%s/state.db", o->warc_dir).p;
	if (o->mode == MODE_RUN && mkdir(o->warc_dir, 0777) != 0 && errno != EEXIST) {
		diag_error(d, o->warc_dir, "cannot make the folder: %s", strerror(errno));
		return EXIT_CANNOT_RUN;
	}
	if (o->mode == MODE_DRY_RUN && access(path, F_OK) != 0)
		path = ":memory:"; /* a first run would begin with nothing */
	switch (frontier_open(path, o->mode != MODE_RUN, f, d)) {
	case FRONTIER_OK:
		return EXIT_OK;
	case FRONTIER_BUSY:
		diag_error(d, path, "in use by another run");
		return EXIT_BUSY;
	default:
		return EXIT_CANNOT_RUN;
	}
}

/* What the options ask for, with the tables and the state. */
static int
start(options *o, const char *argv0, diag *d)
{
	tables t;
	frontier *f;
	int status = load_tables(o, argv0, &t, d) == 0 ? open_state(o, &f, d) : EXIT_CANNOT_RUN;
	if (status == EXIT_OK && o->mode != MODE_RUN) {
		status = look(o, f, &t.sources, t.rules, d);
		frontier_abandon(f);
	} else if (status == EXIT_OK) {
		status = run(o, f, &t, d);
		if (frontier_close(f) != 0)
			status = EXIT_WRITE;
	}
	sources_free(&t.sources);
	return status;
}

int
main(int argc, char **argv)
{
	options o;
	diag d;
	diag_init(&d, "xinpian-fetch", stderr);
	int status = options_parse(&o, argc, argv, &d);
	if (status == CLI_RUN) {
		d.quiet = o.quiet;
		keep_heap();
		catch_signals();
		curl_global_init(CURL_GLOBAL_DEFAULT);
		feed_init();
		status = start(&o, argv[0], &d);
		curl_global_cleanup();
		xmlCleanupParser();
	}
	arena_free(&o.memory);
	return status;
}
