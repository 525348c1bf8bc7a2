/*
 * charset_index.h - the encodings of the WHATWG Encoding standard: their labels and tables, from dicts/, and their decoders.
 */
#ifndef XP_CHARSET_INDEX_H
#define XP_CHARSET_INDEX_H

#include "table.h"

enum decoder { DECODE_UTF8, DECODE_UTF16LE, DECODE_UTF16BE, DECODE_SINGLE, DECODE_GB18030, DECODE_BIG5, DECODE_EUC_KR,
	       DECODE_SHIFT_JIS, DECODE_EUC_JP, DECODE_ISO_2022_JP, DECODE_NONE };

/* An index of the standard, read from its rows when it is first asked for: most pages are UTF-8. */
typedef struct charset_index {
	str name;
	size_t from, to;           /* its rows in charsets.rows are among these */
	uint32_t *cp;              /* code point by pointer, 0 where there is none; see charset_index_of() */
	size_t n;
	_Atomic bool ready;
} charset_index;

typedef struct encoding {
	str name;                  /* as the standard writes it: "GBK", "Big5", "UTF-8" */
	enum decoder decoder;
	charset_index *index;      /* NULL when it needs none */
} encoding;

typedef struct gb_range {
	uint32_t pointer, cp;
} gb_range;

typedef struct charsets {
	encoding *encoding;
	size_t nencoding;
	table label;               /* encodings.tsv, sorted by label */
	uint32_t *of_label;        /* encoding of each row of `label` */
	gb_range *range;           /* gb18030's four-byte codes */
	size_t nrange;
	table rows;                /* charset-index.tsv */
	int index, first, text;    /* its columns */
	charset_index *jis0212;
} charsets;

/* Reads encodings.tsv and charset-index.tsv. NULL after messages. */
charsets *charsets_load(arena *a, diag *d, const char *dicts);
/* The code points of an index. Any thread may ask. */
const uint32_t *charset_index_of(const charsets *c, charset_index *x);
/* "Get an encoding" (4.2): trimmed, ASCII case folded. NULL when the label is unknown. */
const encoding *charset_of_label(const charsets *c, str label);

typedef struct decoded {
	str text;                  /* UTF-8 in the arena (a view of `bytes` when they are well-formed UTF-8 already) */
	size_t bad;                /* how many U+FFFD the decoder put in */
	bool four_byte;            /* gb18030: a four-byte code was met, so the text is no GBK */
} decoded;

/* The standard's decoder in "replacement" mode. No byte order mark is looked for. */
decoded charset_to_utf8(const charsets *c, const encoding *e, arena *a, str bytes);

#endif
