/*
 * tag.h - the stage's one function: an article's line in, the line with what it mentions out.
 */
#ifndef XP_TAG_H
#define XP_TAG_H

#include "emit.h"
#include "json.h"
#include "mention.h"

/* What every worker shares; read-only while the pipeline runs. */
typedef struct tagger {
	const lexicon *lexicon;
	const number_rules *numbers;
	emit_options emit;
	diag *diag;
} tagger;

/* Tags one article record, a JSON object (RFC 8259) on one line, and appends it to *out in the format asked for. With JSON Lines the
 * line is kept byte for byte and `mentions` and `entities` are added at its end (they replace keys of that name). A record
 * without a string `text` has no mentions. `place` names the line in messages. 0; 1 after a message when the line is no JSON
 * object: nothing is appended. All memory is the arena's. */
int tag_article(const tagger *t, arena *a, str line, const char *place, buf *out);
/* Makes the line of a record from plain text: malformed UTF-8 becomes U+FFFD, each line that is not empty is a paragraph. */
str tag_record_of_text(arena *a, str path, str text);

#endif
