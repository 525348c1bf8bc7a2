/*
 * match - how fast names are found: MB of text a second for the automaton alone, then with evidence, for the shipped dictionaries
 * or for a list of names.
 *
 * usage: match TEXT [--dicts DIR | --names FILE] [--repeat N]
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "file.h"
#include "lexicon.h"

static double
now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static automaton *
build_names(arena *a, str names, size_t *n)
{
	struct { automaton_key *v; size_t n, cap; } k = {0};
	str line;
	while (str_line(&names, &line)) {
		str key = automaton_fold(a, line);
		if (key.n)
			*arena_push(a, k.v, k.n, k.cap) = (automaton_key){key, 1};
	}
	*n = k.n;
	return automaton_build(a, k.v, k.n);
}

static void
scan(const char *what, const automaton *m, str text, int repeat)
{
	arena scratch = {0};
	size_t hits = 0;
	double best = 1e9;
	for (int i = 0; i < repeat; i++) {
		automaton_hits found = {0};
		double from = now();
		automaton_scan(m, &scratch, text, &found);
		double took = now() - from;
		best = took < best ? took : best;
		hits = found.n;
		arena_reset(&scratch);
	}
	printf("%s\t%.0f MB/s\t%zu hits\n", what, (double)text.n / best / 1e6, hits);
	arena_free(&scratch);
}

/* Articles are the stretches between form feeds, or the whole. */
static void
scan_articles(const lexicon *l, str text, int repeat)
{
	arena scratch = {0};
	double best = 1e9;
	size_t mentions_found = 0;
	for (int i = 0; i < repeat; i++) {
		str rest = text, one;
		double from = now();
		mentions_found = 0;
		while (str_cut(&rest, '\f', &one)) {
			entity_mentions found = {0};
			entities_scan(l, &scratch, STR_NULL, one, &found);
			mentions_found += found.n;
			arena_reset(&scratch);
		}
		double took = now() - from;
		best = took < best ? took : best;
	}
	printf("entities\t%.0f MB/s\t%zu mentions\n", (double)text.n / best / 1e6, mentions_found);
	arena_free(&scratch);
}

int
main(int argc, char **argv)
{
	const char *dicts = "dicts", *names = NULL;
	int repeat = 5;
	diag d;
	arena a = {0};
	str text, list;
	diag_init(&d, "match", stderr);
	for (int i = 2; i + 1 < argc; i += 2) {
		if (strcmp(argv[i], "--dicts") == 0)
			dicts = argv[i + 1];
		else if (strcmp(argv[i], "--names") == 0)
			names = argv[i + 1];
		else if (strcmp(argv[i], "--repeat") == 0)
			repeat = atoi(argv[i + 1]);
	}
	if (argc < 2 || file_read(&a, argv[1], (size_t)1 << 30, &text, &d) != 0)
		return 2;
	double from = now();
	if (names) {
		size_t n;
		if (file_read(&a, names, (size_t)1 << 28, &list, &d) != 0)
			return 2;
		automaton *m = build_names(&a, list, &n);
		printf("build\t%.1f ms\t%zu names\n", (now() - from) * 1e3, n);
		scan("automaton", m, text, repeat);
	} else {
		lexicon *l = lexicon_load(&a, &d, dicts);
		if (!l)
			return 2;
		printf("load\t%.1f ms\t%zu entities, %zu readings\n", (now() - from) * 1e3, l->nentity, l->nreading);
		scan("automaton", l->names, text, repeat);
		scan("cues", l->nears, text, repeat);
		scan_articles(l, text, repeat);
		lexicon_free(l);
	}
	arena_free(&a);
	return 0;
}
