/*
 * spam_scan.h - a line cut into spam terms and other characters, and how dense they stand.
 */
#ifndef XP_SPAM_SCAN_H
#define XP_SPAM_SCAN_H

#include "pairs.h"
#include "spam.h"
#include "text_look.h"
#include "utf8.h"

enum spam_kind { SPAM_NONE, SPAM_BRAND, SPAM_GAME, SPAM_PORN, SPAM_SITE, SPAM_SOFT, SPAM_TRADE, SPAM_CLASS, SPAM_TOPIC, SPAM_CTA, SPAM_OFFER, SPAM_WEAK, SPAM_INNER,
	SPAM_KEEP, SPAM_FARM, SPAM_BEFORE, SPAM_AFTER, SPAM_REPORT, SPAM_CONTACT, SPAM_SITENOUN, SPAM_HOST, SPAM_JOINT, SPAM_SAYS, SPAM_COUNTY, SPAM_TOWN, SPAM_PLACE };

typedef struct spam_token {
	enum spam_kind kind;
	uint32_t from, to;         /* bytes of the folded line */
	uint32_t chars;
	uint32_t row;              /* of dicts/spam.tsv */
} spam_token;

struct spam_rules {
	const fold_map *fold;
	hans_dict term;            /* pair.weight: row + 1 */
	hans_dict pairs;           /* pairs.h: where an unknown name may begin */
	hans_dict speech;          /* words that are no tokens: before, after, report, contact, county, town */
	uint8_t *kind;             /* by row */
	unsigned *line;            /* by row: line in the file */
};

typedef struct spam_scan {
	folded f;
	spam_token *token;         /* none when no term stands in the line, else every character of f.s lies in exactly one; SPAM_NONE ones are single characters */
	size_t n;
	size_t chars, covered, strong_chars;   /* characters that are no separator; in terms; in brand, game, porn terms */
	size_t strong, distinct, terms, separators, stops, trades;
} spam_scan;

/* The byte of the line's source where a token begins; its end where there is none. */
static inline size_t
spam_byte_at(const spam_scan *s, size_t token)
{
	return token < s->n ? fold_source(&s->f, s->token[token].from) : s->f.source;
}

/* Allocates in `a`. */
spam_scan spam_scan_line(arena *a, const spam_rules *r, str source);
/* The same for text of the page, worked out once; good until the page is done. */
const spam_scan *spam_look(doc *d, const spam_rules *r, str source);
const spam_scan *spam_look_line(doc *d, const spam_rules *r, size_t i);   /* of line i's source */
/* The first character of token i, 0 behind the last. */
static inline uint32_t
spam_char_at(const spam_scan *s, size_t i)
{
	size_t at = i < s->n ? s->token[i].from : 0;
	return i < s->n ? utf8_next_good(s->f.s, &at) : 0;
}

/* The longest word of speech at the start of folded text, when it is of this kind; else NULL. */
static inline const hans_pair *
spam_word_at(const spam_rules *r, str at, enum spam_kind kind)
{
	const hans_pair *p = at.n ? hans_dict_phrase(&r->speech, utf8_first(at), at) : NULL;
	enum spam_kind k = p ? (enum spam_kind)r->kind[p->weight - 1] : SPAM_NONE;
	return k == kind || (k == SPAM_JOINT && kind == SPAM_BEFORE) || (k == SPAM_SAYS && kind == SPAM_REPORT) ? p : NULL;
}

static inline bool
spam_says(const spam_rules *r, str at, enum spam_kind kind)
{
	return spam_word_at(r, at, kind) != NULL;
}

bool spam_is_separator(const spam_scan *s, const spam_token *t);
bool spam_is_strong(enum spam_kind k);
/* Han characters that serve as marks. */
enum { SPAM_STROKE = 0x4E28, SPAM_DOT = 0x4E36 };
/* Counts in a phrase or a run. */
static inline bool
spam_is_term(const spam_token *t)
{
	return t->kind > SPAM_NONE && t->kind < SPAM_KEEP;
}
/* The run of terms from token i: its end, without glue at its ends. */
size_t spam_run_end(const spam_scan *s, size_t i);
bool spam_in_quotes(const spam_scan *s, size_t from, size_t to);
/* `新宝盈体育`: is token k one character more of a brand that rows know, before what its site calls itself? */
bool spam_is_longer_brand(const spam_scan *s, size_t k);
/* Where a phrase of tokens [i, end) begins with the name of what it offers, `，银座百家乐开户下一步`: two to four characters between a mark and the
 * phrase that make no common word and do not meet what stands behind it in one. Else i. */
size_t spam_with_name(const spam_rules *r, const spam_scan *s, size_t i, size_t end);
/* What a token adds to a phrase. Long terms say more than short ones. */
int spam_points(const spam_token *t);
/* The densest stretch of terms: tokens [*from, *to). Its score, 0 when there is none. */
int spam_densest(const spam_scan *s, size_t *from, size_t *to);
/* The next phrase made of terms alone that only an advertisement makes, from token *from on: tokens [*from, *to). */
bool spam_phrase(const spam_rules *r, const spam_scan *s, size_t *from, size_t *to);
/* Is a piece of a run, tokens [from, to), made of words of one of the trades that such pages advertise, two or more (`机打发票点数低`)? */
bool spam_is_trade_piece(const spam_scan *s, size_t from, size_t to);
/* A run of short pieces parted by one kind of separator, a third of them spam: tokens [*from, *to). */
bool spam_pieces(const spam_scan *s, size_t *from, size_t *to);
/* Runs of pieces injected before and behind a headline: tokens [0, *head) and [*tail, n). False when there is none. */
bool spam_title_runs(arena *a, const spam_scan *s, size_t *head, size_t *tail);
/* Most of a short line is spam terms. */
bool spam_is_spammy(const spam_scan *s);

/* Where the name of a site that no row knows begins before token i, whose phrase ends at `end`: at a mark near it (*sharp), else by its length.
 * SIZE_MAX when there is no name or the sentence speaks of the site (`在某体育app`). */
size_t spam_name_start(const spam_rules *r, const spam_scan *s, size_t i, size_t end, bool *sharp);
/* Is the term, or its end, what a link promises (`体育登录`)? */
bool spam_promises(const spam_rules *r, const spam_scan *s, const spam_token *t);
/* Does the sentence around token i report? And of law and order, beyond `表示` and the like? */
bool spam_reports_crime(const spam_rules *r, const spam_scan *s, size_t i);
bool spam_reports(const spam_rules *r, const spam_scan *s, size_t i);
/* A sentence that sells: tokens [*from, *to). */
bool spam_offer(const spam_rules *r, const spam_scan *s, size_t *from, size_t *to);

/* Adverts that only the page as a whole gives away, collected line by line: sites that no row knows, short names. */
typedef struct spam_advert {
	str text;                  /* in the source of a line */
	str name;                  /* of it: the site's, of which the page must not speak elsewhere */
	str rule;
	/* DOUBT: the sentence may go on; MILD takes a second one, or other spam on the page, as does FAINT, which stands where no sentence has it */
	enum { ADVERT_DOUBT, ADVERT_FAINT, ADVERT_MILD, ADVERT_SURE } how;
} spam_advert;

typedef struct spam_adverts {
	spam_advert *at;
	size_t n, cap;
} spam_adverts;

void spam_collect_adverts(arena *a, const spam_rules *r, str source, const spam_scan *s, spam_adverts *out);
/* No paragraph is longer: what is cut out of a line piece by piece is not looked for in longer ones, as each cut counts the rest again. */
enum { SPAM_LINE_MAX = 1 << 16 };
/* Cuts source bytes [from, to) of line i into a line of its own; what is left of less than a word goes with it. Returns its index. */
size_t spam_isolate(doc *d, size_t i, size_t from, size_t to);
/* Cuts those that are spam out of the lines they were found in. */
void spam_take_adverts(doc *d, spam_adverts *found);

/* A clause with a word such as 微信, a code behind it, and what is sold: tokens [*from, *to). */
bool spam_contact(const spam_rules *r, const spam_scan *s, size_t *from, size_t *to);
/* Characters of the first contact in tokens [from, to), 0: none. */
size_t spam_contact_chars(const spam_rules *r, const spam_scan *s, size_t from, size_t to);
/* Bytes at the start of `rest` of what it sells, behind an address or a contact: `2ijnl.vip贝博体彩`. */
size_t spam_with_promise(doc *d, const spam_rules *r, str rest);
/* Clauses of a contact and a few characters glued to it, two or more on the page, become spam. */
void spam_mark_contacts(doc *d, const spam_rules *r);
/* What is left of an advert beside a contact, when the phrase in it was cut, goes too. */
void spam_take_rests(doc *d, const spam_rules *r);
/* Addresses between clauses, two or more on the page, become spam. */
void spam_mark_addresses(doc *d, const spam_rules *r);
/* A host as such sites have them: letters and digits mixed in its name, or one of the ends that hardly any paper has. */
bool spam_host_is_doubtful(const spam_rules *r, str host);
/* Links to other sites that were put into sentences become spam. */
void spam_mark_anchors(doc *d, const spam_rules *r);
/* Keywords whose characters a mark parts one by one become spam. */
void spam_mark_spaced(doc *d, const spam_rules *r);
/* Keywords of another script than the page's become spam. */
void spam_mark_foreign(doc *d, const spam_rules *r);
/* One address in the middle of sentences again and again becomes spam. */
void spam_mark_watermarks(doc *d, const spam_rules *r);
/* What the cuts left beside them goes too: empty brackets, a second mark, a code before a name. */
void spam_close_seams(doc *d);
/* Words that stand behind one paragraph after the other become copyright: readable lines against copying. */
void spam_mark_tails(doc *d);
/* Tokens against copying become junk. */
void spam_mark_junk(doc *d);

#endif
