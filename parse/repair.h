/*
 * repair.h - the words as the writer wrote them: what a tool put between or in place of characters goes, what was cut is joined.
 *
 * repair_lines() works inside lines: invisible characters, full-width letters and digits, pinyin in brackets and the GBK damage behind it,
 * ornaments before punctuation, question marks that a lost space left, mojibake. It runs before the metadata is read.
 * repair_apply() works across the lines of one part: joins, keyword decoration, repeats, hyphens, headings.
 * Both change line.text and leave line.source. Each repair is counted in a warning, with the number of places or characters:
 * invisible-dropped, fullwidth-folded, pinyin-stripped, gbk-restored, gbk-unrecovered, ornaments-stripped, question-marks-dropped,
 * mojibake-undone, mojibake-suspected, lines-joined, paragraphs-joined, columns-reordered, decoration-stripped, hyphens-joined, repeats-dropped,
 * references-decoded, radicals-replaced, markup-dropped.
 */
#ifndef XP_REPAIR_H
#define XP_REPAIR_H

#include "doc.h"
#include "marks.h"

typedef struct repair_rules repair_rules;

/* Reads pinyin.tsv, radicals.tsv, hyphens.tsv and word-pairs.tsv of DICTS. NULL after messages. The rules live in `a`. */
struct fold_map;
repair_rules *repair_load(arena *a, diag *d, const char *dicts, const struct fold_map *fold, const marks *marks);
/* HTML: lines that a tool broke with <br> at a fixed width become one again, before anything looks at them. */
void repair_unwrap(doc *d);
/* A page of UTF-8 that was read as windows-1252 and stored again becomes the text it was, before anything looks at it. */
void repair_page(doc *d, const repair_rules *r);
/* Radicals in the lines become the characters they look like, in source as in text, before anything looks at them. */
void repair_radicals(doc *d, const repair_rules *r);
void repair_lines(doc *d, const repair_rules *r);
void repair_apply(doc *d, const repair_rules *r);

#endif
