#include "options.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "feed.h"

#define BODY_MAX 10485760

static int
seconds(const char *name, const char *value, uint64_t most, int64_t *ms, diag *d)
{
	str rest = str_from(value), whole;
	uint64_t s, frac = 0, scale = 1000;
	str_cut(&rest, '.', &whole);
	bool good = str_u64(whole.n || !rest.p ? whole : STR("0"), &s) && s <= most &&
		    (!rest.p || (rest.n && rest.n <= 3));
	for (size_t i = 0; good && rest.p && i < rest.n; i++) {
		good = ascii_is_digit(rest.p[i]);
		frac += (uint64_t)(rest.p[i] - '0') * (scale /= 10);
	}
	if (!good) {
		diag_error(d, NULL, "--%s: expected seconds from 0 to %llu, got \"%s\"", name,
			   (unsigned long long)most, value);
		return -1;
	}
	*ms = (int64_t)(s * 1000 + frac);
	return 0;
}

/* "--NAME: expected WANTED, got ..." */
static int
unexpected(const char *name, const char *wanted, const char *value, diag *d)
{
	diag_error(d, NULL, "--%s: expected %s, got \"%s\"", name, wanted, value);
	return -1;
}

/* One setter an option; `o` is the options, `value` the argument. */
#define SETTER(name, body)                                                                                   \
	static int set_##name(void *to, const char *value, diag *d)                                          \
	{                                                                                                    \
		options *o = to;                                                                             \
		(void)value, (void)d, (void)o;                                                               \
		body;                                                                                        \
		return 0;                                                                                    \
	}
#define MODE(name, which) SETTER(name, o->mode = which)
#define NUMBER(name, option, field, lo, hi)                                                                  \
	SETTER(name, uint64_t v; if (cli_number(option, value, lo, hi, &v, d) != 0) return -1; o->field = v)
#define SECONDS(name, option, field, most)                                                                   \
	SETTER(name, int64_t ms; if (seconds(option, value, most, &ms, d) != 0) return -1;                   \
	       o->field = ms / 1000)
#define MILLIS(name, option, field, most)                                                                    \
	SETTER(name, int64_t ms; if (seconds(option, value, most, &ms, d) != 0) return -1;                   \
	       o->field = (long)ms)

SETTER(explain, o->mode = MODE_EXPLAIN; o->explain = value)
MODE(list, MODE_LIST)
MODE(dry_run, MODE_DRY_RUN)
MODE(stats, MODE_STATS)
NUMBER(max_pages, "max-pages", crawl.max_pages, 1, 1000000000)
NUMBER(max_per_host, "max-per-host", crawl.max_per_host, 1, 1000000000)
NUMBER(warc_size, "warc-size", warc_mb, 1, 1000000)
SETTER(gzip_level, uint64_t v; if (cli_number("gzip-level", value, 0, 12, &v, d) != 0) return -1;
       o->gzip_level = (int)v)
NUMBER(max_size, "max-size", transfer.max_body, 1, (uint64_t)1 << 30)
NUMBER(max_redirects, "max-redirects", crawl.max_redirects, 0, 50)
NUMBER(connections, "connections", transfer.connections, 1, 1000)
NUMBER(host_connections, "host-connections", crawl.host_connections, 1, 1000)
SETTER(max_age, uint64_t v; if (cli_number("max-age", value, 0, 36500, &v, d) != 0) return -1;
       o->crawl.max_age_s = (int64_t)v * 86400)
SECONDS(max_wait, "max-wait", crawl.max_wait_s, 86400)
SECONDS(time_budget, "time-budget", crawl.budget_s, 31536000)
SECONDS(robots_ttl, "robots-ttl", crawl.robots_ttl_s, 86400)
MILLIS(delay, "delay", crawl.delay_ms, 86400)
MILLIS(timeout, "timeout", transfer.total_ms, 86400)
MILLIS(connect_timeout, "connect-timeout", transfer.connect_ms, 86400)
MILLIS(header_timeout, "header-timeout", transfer.header_ms, 86400)
MILLIS(stall_timeout, "stall-timeout", transfer.stall_ms, 86400)
SETTER(source, *arena_push(&o->memory, o->source, o->n_source, o->cap_source) = str_from(value))
SETTER(urls_from, *arena_push(&o->memory, o->list, o->n_list, o->cap_list) = (char *)(uintptr_t)value)

static int
set_user_agent(void *to, const char *value, diag *d)
{
	size_t n = strspn(value, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_");
	if (n == 0 || value[n])
		return unexpected("user-agent", "a product token of letters, `-` and `_` (RFC 9309 2.2.1)", value, d);
	((options *)to)->crawl.token = value;
	return 0;
}

static int
set_contact(void *to, const char *value, diag *d)
{
	for (const char *p = value; *p; p++)
		if ((unsigned char)*p < 0x20 || *p == 0x7f)
			return unexpected("contact", "one line", value, d);
	((options *)to)->contact = *value ? value : NULL;
	return 0;
}

static int
set_prefix(void *to, const char *value, diag *d)
{
	if (!*value || strchr(value, '/'))
		return unexpected("prefix", "the first part of a file's name", value, d);
	((options *)to)->prefix = value;
	return 0;
}

static int
set_ca_file(void *to, const char *value, diag *d)
{
	if (access(value, R_OK) != 0) {
		diag_error(d, "--ca-file", "%s: cannot read: %s", value, strerror(errno));
		return -1;
	}
	((options *)to)->transfer.ca_file = value;
	return 0;
}

static int
set_proxy(void *to, const char *value, diag *d)
{
	if (*value && !proxy_is_url(value))
		return unexpected("proxy", "a URL as http://HOST:PORT", value, d);
	((options *)to)->proxy = value;
	return 0;
}

static int
set_ignore_robots(void *to, const char *value, diag *d)
{
	options *o = to;
	url u;
	const char *why;
	if (!url_parse(&o->memory, str_from(value), NULL, &u, &why) || !str_eq(u.path, STR("/")) || u.query.p || u.user.n)
		return unexpected("ignore-robots", "an origin as http://127.0.0.1:8080", value, d);
	*arena_push(&o->memory, o->no_robots, o->n_no_robots, o->cap_no_robots) = url_origin(&o->memory, &u);
	return 0;
}

static int
set_insecure_host(void *to, const char *value, diag *d)
{
	options *o = to;
	str name;
	const char *why;
	if (!url_host_parse(&o->memory, str_from(value), &name, &why))
		return unexpected("insecure-host", "a host", value, d);
	*arena_push(&o->memory, o->insecure, o->n_insecure, o->cap_insecure) = name;
	return 0;
}

static int
set_resolve(void *to, const char *value, diag *d)
{
	options *o = to;
	str rest = str_from(value), name, port;
	uint64_t n;
	if (!str_cut(&rest, ':', &name) || !str_cut(&rest, ':', &port) || !name.n || !str_u64(port, &n) || n > 65535 || !rest.n)
		return unexpected("resolve", "HOST:PORT:ADDRESS", value, d);
	*arena_push(&o->memory, o->resolve, o->n_resolve, o->cap_resolve) = (char *)(uintptr_t)value;
	return 0;
}

#define AT(field) offsetof(options, field)
static const cli_option option_table[] = {
    {0, "sources", "FILE", "table of sources", cli_text, AT(sources)},
    {0, "source", "NAME", "only this source; may be repeated", set_source, 0},
    {0, "urls-from", "FILE", "one URL a line; - is stdin", set_urls_from, 0},
    {0, "now", NULL, "visit sources whether they are due or not", cli_flag, AT(crawl.now)},
    {0, "refetch", NULL, "ask again for URLs that are known", cli_flag, AT(crawl.refetch)},
    {0, "max-age", "DAYS", "pass over older items (7; 0: take all)", set_max_age, 0},
    {0, "max-pages", "N", "stop after N pages", set_max_pages, 0},
    {0, "max-per-host", "N", "pages found on one host a run (5000)", set_max_per_host, 0},
    {0, "dicts", "DIR", "read the tables from DIR", cli_text, AT(dicts)},
    {'o', "warc-dir", "DIR", "folder for the WARC files (.)", cli_text, AT(warc_dir)},
    {0, "prefix", "NAME", "first part of their names (pages)", set_prefix, 0},
    {0, "state", "FILE", "state file (state.db in the WARC folder)", cli_text, AT(state)},
    {0, "summary", "FILE", "write a summary of the run, in JSON", cli_text, AT(summary)},
    {0, "warc-size", "MB", "begin a new file after so much (1000)", set_warc_size, 0},
    {0, "gzip-level", "N", "how hard to pack, 0 to 12 (as time allows)", set_gzip_level, 0},
    {0, "no-requests", NULL, "leave the request records out", cli_flag, AT(no_requests)},
    {0, "store-sources", NULL, "store feeds, sitemaps, index pages too", cli_flag, AT(crawl.store_sources)},
    {'q', "quiet", NULL, "no line at the end, no warnings", cli_flag, AT(quiet)},
    {'v', "verbose", NULL, "a line for every URL", cli_flag, AT(crawl.verbose)},
    {0, "user-agent", "TOKEN", "product token (xinpian)", set_user_agent, 0},
    {0, "contact", "TEXT", "where a site's operator reaches you", set_contact, 0},
    {0, "delay", "SECONDS", "pause between requests to a host (1)", set_delay, 0},
    {0, "max-wait", "SECONDS", "put a host off that asks for more (60)", set_max_wait, 0},
    {0, "connections", "N", "transfers at once (32)", set_connections, 0},
    {0, "host-connections", "N", "transfers at once from a host (1)", set_host_connections, 0},
    {0, "time-budget", "SECONDS", "stop cleanly after so long (0: no end)", set_time_budget, 0},
    {0, "robots-ttl", "SECONDS", "age at which robots.txt is asked anew", set_robots_ttl, 0},
    {0, "ignore-robots", "ORIGIN", "an origin of your own; may be repeated", set_ignore_robots, 0},
    {0, "allow-private", NULL, "connect to private addresses", cli_flag, AT(transfer.allow_private)},
    {0, "max-size", "BYTES", "longest body, decoded (10485760)", set_max_size, 0},
    {0, "timeout", "SECONDS", "a whole transfer (60)", set_timeout, 0},
    {0, "connect-timeout", "SECONDS", "name look-up and connection (10)", set_connect_timeout, 0},
    {0, "header-timeout", "SECONDS", "until the headers are there (20)", set_header_timeout, 0},
    {0, "stall-timeout", "SECONDS", "longest near-silence (15)", set_stall_timeout, 0},
    {0, "max-redirects", "N", "hops from page to page (10)", set_max_redirects, 0},
    {0, "ca-file", "FILE", "certificates to trust", set_ca_file, 0},
    {0, "insecure-host", "HOST", "do not verify its certificate", set_insecure_host, 0},
    {0, "proxy", "URL", "proxy for all requests", set_proxy, 0},
    {0, "resolve", "HOST:PORT:ADDRESS", "use this address, for tests", set_resolve, 0},
    {0, "list", NULL, "what is due, and why", set_list, 0},
    {0, "dry-run", NULL, "what this run would do", set_dry_run, 0},
    {0, "explain", "URL", "all that is known about a URL", set_explain, 0},
    {0, "stats", NULL, "counts by state, host and source", set_stats, 0},
};

static const cli command = {
    .prog = "xinpian-fetch",
    .usage = "[OPTION]... [URL]...",
    .about = "Fetches news pages politely into WARC files. Without URLs, visits the sources of the table.",
    .option = option_table,
    .noption = sizeof option_table / sizeof *option_table,
};

int
options_parse(options *o, int argc, char **argv, diag *d)
{
	int first;
	*o = (options){.warc_dir = ".", .prefix = "pages", .warc_mb = 1000, .gzip_level = -1};
	o->crawl = (crawl_options){.token = "xinpian",
				   .delay_ms = 1000,
				   .max_wait_s = 60,
				   .robots_ttl_s = 86400,
				   .max_age_s = (int64_t)7 * 86400,
				   .host_connections = 1,
				   .max_redirects = 10,
				   .max_per_host = 5000};
	o->transfer = (transfer_options){.max_body = BODY_MAX,
					 .max_head = 262144,
					 .connect_ms = 10000,
					 .header_ms = 20000,
					 .total_ms = 60000,
					 .stall_ms = 15000,
					 .connections = 32};
	int rc = cli_parse(&command, argc, argv, o, &first, d);
	if (rc != CLI_RUN)
		return rc;
	o->crawl.proxies = proxies_read(o->proxy);
	o->crawl.allow_private = o->transfer.allow_private;
	o->crawl.max_sitemap = o->transfer.max_body == BODY_MAX ? SITEMAP_BYTES : o->transfer.max_body;
	o->url = argv + first;
	o->n_url = (size_t)(argc - first);
	*arena_push(&o->memory, o->resolve, o->n_resolve, o->cap_resolve) = NULL;
	return CLI_RUN;
}

str
options_agent(options *o)
{
	if (!o->contact)
		return arena_printf(&o->memory, "%s/%s", o->crawl.token, XINPIAN_VERSION);
	return arena_printf(&o->memory, "%s/%s (+%s)", o->crawl.token, XINPIAN_VERSION, o->contact);
}
