/*
 * boiler.h - a class and a rule for every line that is not the article: navigation, sharing, recommendations, bylines, disclaimers,
 * copyright, references, widgets; and captions told from the body.
 *
 * Rules are rows of dicts/boilerplate.tsv. A row names the text it looks for, how (whole line, start, anywhere, ...), where on the page
 * it may stand, and the class. What rules do not know takes the class of the section it stands in (after a heading of recommended
 * stories comes their list) or, at last, `other`.
 */
#ifndef XP_BOILER_H
#define XP_BOILER_H

#include "doc.h"
#include "marks.h"

typedef struct boiler_rules boiler_rules;

struct fold_map;
/* Reads DICTS/boilerplate.tsv. NULL after messages. The rules live in `a`, but for compiled patterns, which boiler_free() frees. */
boiler_rules *boiler_load(arena *a, diag *d, const char *dicts, struct fold_map *fold, const marks *marks);
void boiler_free(boiler_rules *r);
/* Before the article is chosen: what stands inside of paragraphs, or behind their last sentence, and is none of them. */
void boiler_cut_early(doc *d, const boiler_rules *r);
/* In a dump it also decides which lines are the article. After it every line has a fate; removed lines have a class and a rule. */
void boiler_classify(doc *d, const boiler_rules *r);

#endif
