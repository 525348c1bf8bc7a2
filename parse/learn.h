/*
 * learn.h - lines that stand on many pages of one site: menus, notices and prompts that no rule knows.
 *
 * A learning pass counts, for every site, on how many pages each line stands (folded, digits as one); then a line of an article that
 * stands on a quarter of the site's pages, at least 4 of at least 8, is taken out with that evidence: rule `learned:PAGES/OF`. What was
 * counted is kept in a table (site, pages, line) that a person can read and that the next run goes on from. At most LEARN_LINES lines
 * are held: when there are more, those seen once are forgotten.
 */
#ifndef XP_LEARN_H
#define XP_LEARN_H

#include "doc.h"

enum { LEARN_LINES = 400000 };

typedef struct learned learned;

/* Reads the table at `path` if there is one. NULL after a message. */
learned *learn_open(const char *path, diag *d);
/* Learning pass, in a worker: appends what the page has to *out, for learn_count(). */
void learn_collect(doc *d, buf *out);
/* In input order: adds one page's lines, and empties *page. */
void learn_count(learned *k, buf *page);
/* In a worker, read-only: takes out the lines of the article that are known. */
void learn_apply(doc *d, const learned *k);
/* Writes the table (whole or not at all) when `keep`, and frees. 0, or -1 after a message. */
int learn_close(learned *k, bool keep);

#endif
