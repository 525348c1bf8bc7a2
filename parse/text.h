/*
 * text.h - the lines of a plain text dump.
 */
#ifndef XP_TEXT_H
#define XP_TEXT_H

#include "doc.h"
#include "marks.h"

/* Appends one line to d for every line of d->utf8 that is not blank (LF, CR LF, CR, U+2028 and U+2029 end a line), white space
 * cut off both ends, runs of white space inside a line kept. LF_BLANK_BEFORE tells that an empty line stood before it. */
void text_lines(doc *d, const marks *m);

#endif
