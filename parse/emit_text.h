/* emit_text.h - one record as JSON Lines, plain text or Markdown. */
#ifndef XP_EMIT_TEXT_H
#define XP_EMIT_TEXT_H

#include "parse.h"

void emit_one(doc *d, const parse_options *o, const record *r, buf *out);

#endif
