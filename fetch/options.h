/* options.h - the command line of xinpian-fetch; xinpian-fetch(1) says what each option means. */
#ifndef XP_FETCH_OPTIONS_H
#define XP_FETCH_OPTIONS_H

#include "crawl.h"

enum mode { MODE_RUN, MODE_LIST, MODE_DRY_RUN, MODE_EXPLAIN, MODE_STATS };

typedef struct options {
	arena memory;
	enum mode mode;
	const char *dicts, *sources, *warc_dir, *prefix, *state, *summary, *explain;
	const char *contact, *proxy;
	str *source, *no_robots, *insecure;
	size_t n_source, cap_source, n_no_robots, cap_no_robots, n_insecure, cap_insecure;
	char **list, **resolve; /* files of URLs; NULL at the end of resolve */
	size_t n_list, cap_list, n_resolve, cap_resolve;
	uint64_t warc_mb;
	int gzip_level;
	bool no_requests, quiet;
	crawl_options crawl;
	transfer_options transfer;
	char **url; /* operands */
	size_t n_url;
} options;

/* CLI_RUN, or an exit status. */
int options_parse(options *o, int argc, char **argv, diag *d);
/* The User-Agent header: "token/version (+contact)". */
str options_agent(options *o);

#endif
