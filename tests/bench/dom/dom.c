/*
 * dom.c - bytes of HTML to a tree: parse/dom beside libxml2's HTML parser, same pages, one core. MB/s, best of five.
 * The pages are turned into UTF-8 before the clock starts. usage: bench-dom LIST
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <libxml/HTMLparser.h>

#include "charset.h"
#include "dom.h"
#include "file.h"

static size_t
with_dom(arena *a, str page)
{
	size_t n = dom_parse(a, page)->nnode;
	arena_reset(a);
	return n;
}

static size_t
with_libxml2(arena *a, str page)
{
	(void)a;
	htmlDocPtr d = htmlReadMemory(page.p, (int)page.n, NULL, "UTF-8",
				      HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING);
	size_t n = d != NULL;
	xmlFreeDoc(d);
	return n;
}

static double
seconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

typedef struct pages {
	str *v;
	size_t n, cap, bytes;
} pages;

static void
read_pages(pages *p, arena *a, diag *d, str list)
{
	charset_rules *r = charset_load(a, d, table_dir(a, d, NULL, NULL));
	str line;
	while (r && str_line(&list, &line)) {
		doc page = {.a = a, .diag = d};
		if (file_read(a, arena_dup(a, line).p, (size_t)64 << 20, &page.bytes, d) != 0)
			continue;
		charset_decode(&page, r);
		*arena_push(a, p->v, p->n, p->cap) = arena_dup(a, page.utf8);
		p->bytes += page.utf8.n;
	}
}

int
main(int argc, char **argv)
{
	static const struct {
		const char *name;
		size_t (*run)(arena *, str);
	} peers[] = {{"parse/dom", with_dom}, {"libxml2", with_libxml2}};
	arena a = {0}, scratch = {0};
	diag d;
	str list;
	pages p = {0};
	diag_init(&d, "bench-dom", stderr);
	if (argc != 2 || file_read(&a, argv[1], (size_t)1 << 24, &list, &d) != 0)
		return 2;
	read_pages(&p, &a, &d, list);
	for (size_t i = 0; i < sizeof peers / sizeof *peers; i++) {
		double best = 0;
		for (int round = 0; round < 5; round++) {
			size_t nodes = 0;
			double from = seconds();
			for (size_t k = 0; k < p.n; k++)
				nodes += peers[i].run(&scratch, p.v[k]);
			double rate = (double)p.bytes / 1e6 / (seconds() - from);
			best = nodes && rate > best ? rate : best;
		}
		printf("%-16s %7.0f MB/s\n", peers[i].name, best);
	}
	xmlCleanupParser();
	arena_free(&scratch);
	arena_free(&a);
	return 0;
}
