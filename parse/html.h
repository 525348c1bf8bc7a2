/*
 * html.h - the tokeniser: tags, text and raw text of an HTML page, one after the other (WHATWG HTML 13.2.5).
 */
#ifndef XP_HTML_H
#define XP_HTML_H

#include "dom.h"

/* ASCII white space as HTML has it: not VT. */
static inline bool
html_is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

enum token_kind { TOKEN_END, TOKEN_TEXT, TOKEN_START, TOKEN_CLOSE };

typedef struct token {
	enum token_kind kind;
	enum tag tag;
	str name;                  /* as written */
	str text;                  /* TOKEN_TEXT: undecoded; a start tag of a raw text element: its content, undecoded */
	bool self_closing;
	size_t nattr;
	dom_attr attr[DOM_MAX_ATTRS]; /* names as written, values undecoded */
	bool capital[DOM_MAX_ATTRS]; /* the name has capital letters */
} token;

typedef struct html {
	struct html_name {
		uint64_t word;
		enum tag tag;
	} name[64];                /* of tags seen so far, by a hash */
	str s;
	size_t at;
	uint8_t no_end[TAG_COUNT]; /* raw text elements whose end tag does not come any more */
	bool no_comment_end;
} html;

void html_next(html *h, token *t);
bool html_is_raw(enum tag t);                    /* script, style, title, textarea ...: no tags inside */

#endif
