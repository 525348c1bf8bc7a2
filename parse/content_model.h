/*
 * content_model.h - the fitted model of the content step: how sure it is that a line belongs to the article.
 *
 * Two layers of logistic regression over content_features.h; the second also sees what the first thinks of the lines round a line. The
 * weights are dicts/content-weights.tsv, fitted by tests/fit/content.py, whose second() this follows step by step.
 */
#ifndef XP_CONTENT_MODEL_H
#define XP_CONTENT_MODEL_H

#include "content_features.h"

typedef struct content_model content_model;

/* Reads DICTS/content-weights.tsv. NULL after messages. Lives in `a`. */
content_model *content_model_load(arena *a, diag *d, const char *dicts);
/* One probability a line, in the page's arena. */
float *content_model_run(const content_model *m, doc *d, const content_view *v);

#endif
