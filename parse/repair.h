/*
 * repair.h - the words as the writer wrote them: joins, decoration, pinyin, GBK damage, symbols, width, repeats.
 *
 * Works on line.text (line.source stays), line by line and across the lines of one part. Every repair is counted in a warning:
 * `joined-lines`, `decoration-stripped`, `pinyin-stripped`, `gbk-restored`, `gbk-unrecovered`, `symbols-stripped`, `invisible-dropped`,
 * `halfwidth`, `question-marks-dropped`, `hyphen-joined`, `mojibake-undone`, `mojibake-suspected`.
 */
#ifndef XP_REPAIR_H
#define XP_REPAIR_H

#include "doc.h"

typedef struct repair_rules repair_rules;

/* Reads the tables of repairs from DICTS. NULL after messages. The rules live in `a`. */
repair_rules *repair_load(arena *a, diag *d, const char *dicts);
void repair_apply(doc *d, const repair_rules *r);

#endif
