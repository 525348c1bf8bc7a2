/*
 * doc.h - one page on its way through parse: its visible lines in source order, and what became of each.
 *
 * HTML and plain text dumps meet here: dom.c makes lines from the tree, text.c from the bytes of a dump, and every later step
 * reads and marks lines only. A line is a block of running text (a paragraph, heading, list item, table row, a caption, a menu entry).
 * Lines are cut in two (doc_cut) when they hold two classes; they are never dropped. Conservation: every visible line ends with
 * exactly one fate, and the `source` of all lines together is the page's visible text.
 *
 * The steps, in order (parse.c):
 *   text_lines / dom_lines   lines from a dump / from a tree
 *   state_page               (within it) the article of a script's data put into a page that shows none
 *   spam_mark                injected runs, link farms, hidden text, junk tags: FATE_REMOVED spam|junk; spans inside a line are cut
 *   content_select           HTML only: which lines are the article (FATE_BODY), the rest FATE_REMOVED without a class
 *   boiler_classify          a class and a rule for every removed line; boilerplate inside the body is taken out; captions told from body
 *   repair_lines             (before meta_find) inside lines: pinyin, GBK damage, symbols, width, invisible characters: works on `text`, counts in warnings
 *   hans_convert             Traditional to Simplified on text, captions and bylines; on metadata at the end (hans_convert_meta)
 *   meta_find                title, author, publisher, section, dates, canonical URL, from head, JSON-LD and byline lines
 *   split_articles           `part` of every line, metadata of further parts
 *   repair_apply             per part: joins, decoration, hyphens, repeats, headings
 *   emit_records             lines to record.h records: text, blocks, captions, removed, fingerprint
 */
#ifndef XP_DOC_H
#define XP_DOC_H

#include "arena.h"
#include "err.h"
#include "memo.h"
#include "record.h"

/* Bytes of visible text that a page may have; the rest is cut, with the warning `page-cut`. A long novel is half of it. */
#define DOC_TEXT_MAX ((size_t)4 << 20)

enum line_type { LINE_P, LINE_HEADING, LINE_LI, LINE_QUOTE, LINE_TABLE };
enum fate { FATE_NONE, FATE_BODY, FATE_CAPTION, FATE_TITLE, FATE_REMOVED, FATE_HIDDEN };

enum line_flag {
	LF_LINK = 1 << 0,          /* most of its characters are link text */
	LF_HIDDEN = 1 << 1,        /* hidden by CSS or an attribute (source is kept for explain) */
	LF_FIGCAPTION = 1 << 2,    /* figcaption, or a class that says caption, or beside an img */
	LF_H1 = 1 << 3,
	LF_NAVTAG = 1 << 4,        /* inside nav, header, footer, aside, form, button, select */
	LF_COMMENT = 1 << 5,       /* inside a comment section by class or id */
	LF_BLANK_BEFORE = 1 << 6,  /* dump: an empty line stood before it; HTML: a block boundary */
	LF_BR_BEFORE = 1 << 7,     /* HTML: only a <br> parts it from the line before */
	LF_BOLD = 1 << 8,          /* all of it is b or strong */
	LF_CENTER = 1 << 9,
	LF_IMG = 1 << 10,          /* an img stands in or right before it */
	LF_CELL = 1 << 11,         /* table row with more than one cell (cells are parted by TAB) */
};

/* What may stand in a line, told from one look at its source, so that whoever looks for such a thing passes by nearly all lines. */
enum line_has {
	HAS_LONG_ASCII = 1 << 0,   /* eight ASCII characters in a row */
	HAS_CODE = 1 << 1,         /* six ASCII letters, digits or _ in a row */
	HAS_HOST = 1 << 2,         /* a point with an ASCII letter right behind it */
	HAS_BRACE = 1 << 3,        /* [ { < or 【 */
	HAS_BRACKET = 1 << 4,      /* [ or ( */
	HAS_GAP = 1 << 5,          /* a space, also one that keeps a line together */
	HAS_STOP = 1 << 6,         /* 。 ！ ？ or a quotation's end */
	HAS_CLAUSE = 1 << 7,       /* 。 or a comma, also a narrow one */
	HAS_DAMAGE = 1 << 8,       /* an invisible character, a full-width letter or digit, ? */
	HAS_PARTS = 1 << 9,        /* white space of any kind, | or ｜ */
	HAS_DIGIT = 1 << 10,       /* an ASCII digit */
	HAS_FOREIGN = 1 << 11,     /* a letter that is neither Han nor of western Europe, or a character of their blocks */
	HAS_SPELT = 1 << 12,       /* a single character between two marks that are the same, none of them Han */
	HAS_ANYTHING = -1
};

typedef struct line {
	str source;                /* visible text as in the source: white space collapsed as CSS does, else untouched, UTF-8 */
	str text;                  /* what repairs and conversion made of it; starts equal to source */
	enum line_type type;
	enum fate fate;
	int cls;                   /* enum removed_class when FATE_REMOVED, else -1 */
	int has;                   /* enum line_has: what source may have; a line that was cut may keep what the other one took */
	str rule;                  /* which rule said so: "spam:12" (table row id) or a named heuristic "content-density" */
	uint32_t flags;
	unsigned part;             /* article of the page, from 0 */
	unsigned han;              /* Han characters in source */
	unsigned chars;            /* code points of source without white space */
	unsigned punct;            /* sentence punctuation, full and half width */
	unsigned link_chars;       /* code points inside <a> */
	unsigned nlink;            /* how many <a> */
	unsigned heading;          /* 1-6 for h1-h6, else 0 */
	unsigned depth;            /* of the block element in the tree, 0 in a dump */
	uint32_t node;             /* index of the block element in the dom, 0 in a dump */
	struct text_look *look;    /* what is known of a source that the line has or had (text_look.h) */
	const char *looked;        /* where that source begins */
	str hint;                  /* class and id words of the element and its near ancestors, lower case, joined by spaces */
	str href;                  /* of the first link, or null */
} line;

typedef struct meta {
	str title, author, publisher, section, url, site, published, modified;
} meta;

struct dom;                        /* dom.h */

typedef struct doc {
	arena *a;                  /* memory of everything here */
	diag *diag;
	str place;                 /* file[:offset] for messages */
	str path, member;          /* input */
	uint64_t offset;
	str url;                   /* from WARC or MHTML, or null */
	str fetched;               /* ISO 8601, or null */
	str header_charset;        /* charset of the HTTP header, or null */
	str bytes;                 /* the page as it came (decoded transfer and content codings) */
	str utf8;                  /* after charset */
	str encoding;              /* WHATWG name */
	bool is_html;
	struct dom *dom;           /* NULL for a dump */
	line *line;
	size_t nline, cap;
	/* While a pass cuts from the first line to the last (doc_pass): the lines that it has not reached, so that no cut moves them. */
	bool passing;
	line *rest;
	size_t rest_at, nrest, rest_cap;
	size_t cut_bytes;          /* of all lines that were cut: what a cut leaves is looked at again */
	size_t insets;             /* that boilerplate cut out of lines */
	meta *meta;                /* one per part */
	unsigned npart;
	str script;                /* zh-Hans, zh-Hant, mixed, other: of the source */
	int hans;                  /* enum hans_chain that hans_convert() chose; -1: nothing is converted */
	str *warning;
	size_t nwarning, warning_cap;
	str *align;                /* --align: the JSON of each part (align.h), or NULL */
	struct text_store *store;  /* what is known from page to page (text_look.h), of the worker or the page's own; NULL until asked for */
	text_memo looks;           /* the same of this page's long texts */
	struct page_damage *damage; /* repair_part.h, of a page of damage_lines lines */
	size_t damage_lines;
	const char *no_article;    /* why this page is no article (list, 404, login, captcha, empty), or NULL */
} doc;

/* Is it text of that article? A line that was joined to another has none left. */
static inline bool
line_is_body(const line *l, unsigned part)
{
	return l->part == part && l->fate == FATE_BODY && l->text.n;
}

/* The same of its text: anything, once a step has changed it. */
static inline int
line_text_has(const line *l)
{
	return l->text.p == l->source.p && l->text.n == l->source.n ? l->has : HAS_ANYTHING;
}

line *doc_add(doc *d, str source, enum line_type type);           /* appends a line, counts han, chars, punct */
/* Cuts line i at byte `at` of source into two lines with the same context (text follows source); the new one stands at i + 1. */
void doc_cut(doc *d, size_t i, size_t at);
/* Begins a pass over the lines that cuts as it goes: `for (size_t i = doc_pass(d); doc_reach(d, i); i++)`, to the end. Until then lines behind
 * i need not be there, nor does nline count them. */
size_t doc_pass(doc *d);
bool doc_reach(doc *d, size_t i);
/* False when cutting more would cost more than the page is worth: one enormous line, cut again and again. Then the page has the warning
 * `cut-limit`. */
bool doc_may_cut(doc *d);
void doc_remove(line *l, enum removed_class cls, str rule);        /* rule: static or arena text */
/* Adds a warning code such as "pinyin-stripped:12"; n 0 leaves the number out; the same code adds up. */
void doc_warn(doc *d, const char *code, size_t n);
void line_count(line *l);                                          /* recount han, chars, punct and look what it has after source changed */

#endif
