/*
 * content_dump - the features of every line of pages, for content.py.
 *
 * usage: content_dump DICTS FILE...
 * Prints for each page `# FILE`, then for each line: characters, kind, first and second box, use (below), the elements round it, the values, the text.
 */
#include <stdio.h>

#include "../../parse/boiler_rule.h"
#include "../../parse/charset.h"
#include "../../parse/content_features.h"
#include "../../parse/dom.h"
#include "../../parse/dom_lines.h"
#include "../../parse/fold.h"
#include "../../parse/hans.h"
#include "../../parse/repair.h"
#include "../../parse/spam.h"
#include "file.h"

/* The elements round a line, innermost first. */
static void
print_path(const dom *t, uint32_t n)
{
	for (; n; n = t->node[n].parent)
		printf("%u,", n);
	printf("0");
}

/* 0: it has a fate already; 2: a row of boilerplate.tsv takes it out wherever it stands; 1: the model's to judge. */
static int
use_of(doc *d, const boiler_rules *r, const line *l)
{
	if (l->fate != FATE_NONE || l->flags & LF_HIDDEN)
		return 0;
	return boiler_read(d->a, r, l->source).rule ? 2 : 1;
}

static void
dump(doc *d, const boiler_rules *r, content_view v)
{
	for (size_t i = 0; i < d->nline; i++) {
		const line *l = &d->line[i];
		printf("%u\t%u\t%u\t%u\t%d", l->chars, v.kind[i], v.box1[i], v.box2[i], use_of(d, r, l));
		printf("\t");
		print_path(d->dom, l->node);
		for (int k = 0; k < CF_COUNT; k++)
			printf("\t%.4g", (double)v.f[i][k]);
		printf("\t%.*s\n", STR_ARG(l->source));
	}
}

int
main(int argc, char **argv)
{
	arena keep = {0}, a = {0};
	diag dg;
	diag_init(&dg, "content_dump", stderr);
	if (argc < 3)
		return EXIT_CANNOT_RUN;
	charset_rules *cs = charset_load(&keep, &dg, argv[1]);
	const hans_tables *hans = hans_load(&keep, &dg, argv[1], HANS_AUTO);
	fold_map *fold = hans ? fold_new(&keep, hans) : NULL;
	spam_rules *spam = fold ? spam_load(&keep, &dg, argv[1], fold) : NULL;
	hints *h = hints_load(&keep, &dg, argv[1]);
	const marks *m = marks_load(&keep, &dg, argv[1]);
	boiler_rules *boiler = fold && m ? boiler_load(&keep, &dg, argv[1], fold, m) : NULL;
	if (!cs || !spam || !h || !boiler || !m)
		return EXIT_CANNOT_RUN;
	printf("##");
	for (int k = 0; k < CF_COUNT; k++)
		printf("\t%s", content_feature_name[k]);
	printf("\n");
	for (int i = 2; i < argc; i++) {
		doc d = {.a = &a, .diag = &dg, .place = str_from(argv[i]), .is_html = true, .npart = 1};
		if (file_read(&a, argv[i], (size_t)64 << 20, &d.bytes, &dg) != 0)
			return EXIT_CANNOT_RUN;
		d.meta = arena_array(&a, meta, 1);
		charset_decode(&d, cs);
		d.dom = dom_parse(&a, d.utf8);
		dom_lines(&d);
		repair_unwrap(&d);
		spam_mark(&d, spam);
		printf("# %s\n", argv[i]);
		dump(&d, boiler, content_features(&d, h, m));
		arena_reset(&a);
	}
	return EXIT_OK;
}
