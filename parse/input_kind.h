/*
 * input_kind.h - what a file is: by its name, its media type, its first bytes.
 */
#ifndef XP_INPUT_KIND_H
#define XP_INPUT_KIND_H

#include "err.h"

enum input_kind { KIND_UNKNOWN, KIND_HTML, KIND_TEXT, KIND_WARC, KIND_MHTML };

enum input_kind input_kind_of_name(str path);     /* by extension, before .gz where that is there; KIND_UNKNOWN when it says nothing */
enum input_kind input_kind_of_mime(str mime);     /* media type in lower case; a null one is KIND_HTML: servers that say nothing send pages */
enum input_kind input_sniff(str bytes);           /* never KIND_UNKNOWN; of a gzip file, what is in it */
/* Media type of what is no text at all, whatever its name or its server says: a known signature, or control bytes all over its start; NULL
 * for text in any encoding (UTF-16 by its byte order mark, or by `charset`, which may be null). */
const char *input_binary(str bytes, str charset);
/* Looks at the start of standard input, which can be read from its start afterwards (a pipe is put behind a thread that copies it). */
enum input_kind input_peek_stdin(diag *d);

#endif
