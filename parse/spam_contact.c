/* Where to ask for what is sold: a word such as 微信 and a code behind it. Beside a word of spam it is an advert. */
#include "spam_scan.h"

#include "utf8.h"

/* `①`, `❶`, `⑴`, `七`, `〇`: a digit as one writes it to hide a number. */
static bool
is_hidden_digit(uint32_t cp)
{
	static const uint32_t han[] = {0x96F6, 0x3007, 0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D};
	for (size_t i = 0; i < sizeof han / sizeof *han; i++)
		if (cp == han[i])
			return true;
	return (cp >= 0x2460 && cp <= 0x2468) || (cp >= 0x2474 && cp <= 0x247C) || cp == 0x24EA || cp == 0x24FF || (cp >= 0x2776 && cp <= 0x277E) ||
	       (cp >= 0x2780 && cp <= 0x2788);
}

/* Where the code that begins at s[at] ends: letters and digits, hidden digits among them, groups of digits parted by a space or a stroke. *n: how many. */
static size_t
code_end(str s, size_t at, size_t *n)
{
	size_t end = at, hidden = 0, plain = 0;
	bool digit = false;
	while (at < s.n) {
		uint32_t cp = utf8_next(s, &at);
		bool han = cp >= 0x3007, latin = cp < 0x80 && cp_is_alnum(cp);
		if (latin || is_hidden_digit(cp)) {
			if (han && !plain && !(at < s.n && (ascii_is_digit(s.p[at]) || is_hidden_digit(utf8_first(str_skip(s, at))))))
				break; /* a word begins */
			plain += latin;
			hidden += !latin;
			digit = !latin || ascii_is_digit((char)cp);
			end = at;
		} else if ((cp == ' ' || cp == '-' || cp == '_') && at < s.n && (cp != ' ' || (digit && ascii_is_digit(s.p[at])))) {
			continue;
		} else {
			break;
		}
	}
	*n = plain + (plain >= 2 ? hidden : 0);
	return end;
}

/* Bytes of the contact at folded byte `at`: the word, what parts, five letters or digits or more. 0: none. */
static size_t
contact_at(const spam_rules *r, str s, size_t at)
{
	enum { PARTS = 4, LEAST = 5 };
	const hans_pair *word = spam_word_at(r, str_skip(s, at), SPAM_CONTACT);
	size_t end = word ? at + word->key.n : 0, n = 0;
	for (size_t k = 0; word && k < PARTS && end < s.n; k++) {
		size_t next = end;
		uint32_t cp = utf8_next(s, &next);
		if (cp != ':' && cp != ' ' && cp != '+' && cp != '(' && cp != '[' && cp != '@' && cp != '/')
			break;
		end = next;
	}
	if (word)
		end = code_end(s, end, &n);
	return n >= LEAST ? end - at : 0;
}

size_t
spam_contact_chars(const spam_rules *r, const spam_scan *s, size_t from, size_t to)
{
	str text = str_from_to(s->f.s, 0, to > from ? s->token[to - 1].to : 0);
	for (size_t at = to > from ? s->token[from].from : 0; at < text.n; utf8_next(text, &at)) {
		size_t n = contact_at(r, text, at);
		if (n)
			return utf8_count(str_from_to(text, at, at + n));
	}
	return 0;
}

static bool
ends_clause(uint32_t cp)
{
	return cp == 0x3002 || cp == '!' || cp == '?' || cp == ',' || cp == ';' || cp == 0x201C || cp == 0x201D;
}

/* Does the clause of tokens [from, to) name what is sold beside the contact, and hardly anything else? */
static bool
clause_sells(const spam_rules *r, const spam_scan *s, size_t from, size_t to)
{
	enum { SHORT = 10 };
	size_t strong = 0, covered = 0, chars = 0, contact = spam_contact_chars(r, s, from, to);
	for (size_t k = from; contact && k < to; k++) {
		const spam_token *t = &s->token[k];
		if (spam_says(r, str_skip(s->f.s, t->from), SPAM_REPORT))
			return false;
		strong += spam_is_strong(t->kind);
		covered += spam_is_term(t) ? t->chars : 0;
		chars += t->chars;
	}
	return contact && strong && (chars - contact <= SHORT || covered * 2 + contact >= chars);
}

bool
spam_contact(const spam_rules *r, const spam_scan *s, size_t *from, size_t *to)
{
	for (size_t a = 0, b; a < s->n; a = b + 1) {
		for (b = a; b < s->n && !(s->token[b].kind == SPAM_NONE && ends_clause(spam_char_at(s, b)));)
			b++;
		if (b > a && clause_sells(r, s, a, b)) {
			*from = a;
			*to = b;
			return true;
		}
	}
	return false;
}

/* ---- clauses that no row knows: a contact and what is sold, again and again */

enum { CLAUSE = 120 }; /* bytes */

/* Where the clause around byte `at` of the line's source begins and ends, its marks not in it; a longer one is not looked through. */
static void
clause_around(str s, size_t at, size_t *from, size_t *to)
{
	for (*from = at; *from > 0 && at - *from <= CLAUSE;) {
		size_t k = *from;
		uint32_t cp = utf8_prev(s, &k);
		if (cp_is_cjk_punct(cp) && cp != 0xFF1A)
			break;
		*from = k;
	}
	for (*to = at; *to < s.n && *to - at <= CLAUSE;) {
		size_t k = *to;
		uint32_t cp = utf8_next(s, &k);
		if (cp_is_cjk_punct(cp) && cp != 0xFF1A)
			break;
		*to = k;
	}
}

/* Does a word of that kind stand in the folded clause? */
static bool
has_word(const spam_rules *r, str clause, enum spam_kind kind)
{
	for (size_t at = 0; at < clause.n; utf8_next(clause, &at))
		if (spam_says(r, str_skip(clause, at), kind))
			return true;
	return false;
}

/* Where the contact's word begins in a folded clause that opens with it, `加` or the like before it; SIZE_MAX when it does not. */
static size_t
opening_contact(const spam_rules *r, str clause, size_t *n)
{
	enum { LEAD = 3 };
	size_t at = 0;
	for (size_t k = 0; k <= LEAD && at < clause.n; k++) {
		*n = contact_at(r, clause, at);
		if (*n)
			return at;
		if (!cp_is_han(utf8_next(clause, &at)))
			return SIZE_MAX;
	}
	return SIZE_MAX;
}

/* `薇信426098908刻章办证`: a clause that begins with a contact, and a few characters glued to its code, or none; when the next clause is glued to
 * it, the contact alone. The next one from *at on. */
static bool
glued_contact(doc *d, const spam_rules *r, str s, size_t *at, size_t *to)
{
	enum { MOST = 9, CODE = 6 };
	size_t run = 0, start = *at;
	for (size_t i = start; i < s.n; i++) {
		run = ascii_is_alnum((unsigned char)s.p[i]) || s.p[i] == '_' ? run + 1 : 0;
		if (run != CODE)
			continue;
		size_t from, n = 0;
		clause_around(s, i, &from, to);
		if (from == 0 || i - from > CLAUSE)
			continue;
		const folded *f = text_folded(text_look_at(d, str_from_to(s, from, *to)), r->fold);
		size_t lead = opening_contact(r, f->s, &n);
		str rest = lead == SIZE_MAX ? STR_NULL : str_skip(f->s, lead + n);
		if (lead == SIZE_MAX || (rest.n && !cp_is_han(utf8_first(rest))) || has_word(r, f->s, SPAM_REPORT))
			continue;
		if (utf8_count(rest) > MOST || has_word(r, rest, SPAM_BEFORE) || has_word(r, rest, SPAM_AFTER)) { /* a sentence, not what is sold */
			*to = from + fold_source(f, lead + n);
			*to += spam_with_promise(d, r, str_skip(s, *to));
		}
		if (*to <= start)
			continue; /* the one before; its clause has another code */
		*at = from;
		return true;
	}
	return false;
}

void
spam_mark_contacts(doc *d, const spam_rules *r)
{
	size_t found = 0, to;
	for (size_t i = 0; i < d->nline; i++) {
		const line *l = &d->line[i];
		found += l->fate == FATE_REMOVED && (str_eq(l->rule, STR("spam-contact")) || str_eq(l->rule, STR("spam-offer")));
		for (size_t at = 0; l->fate == FATE_NONE && l->has & HAS_CODE && l->source.n < SPAM_LINE_MAX && glued_contact(d, r, l->source, &at, &to); at = to)
			found++;
	}
	if (found < 2)
		return;
	for (size_t i = doc_pass(d); doc_reach(d, i); i++) {
		size_t at = 0;
		if (d->line[i].fate != FATE_NONE || d->line[i].source.n >= SPAM_LINE_MAX || !doc_may_cut(d) || !glued_contact(d, r, d->line[i].source, &at, &to))
			continue;
		i = spam_isolate(d, i, at, to);
		doc_remove(&d->line[i], REMOVED_spam, STR("spam-contact"));
		doc_warn(d, "spam-span-cut", 1);
	}
}

/* ---- what is left of an advert when the phrase in it was cut: `本公司长期提供[…]服务，手机18600001111` */

static bool
is_cut_spam(const line *l)
{
	return l->fate == FATE_REMOVED && l->cls == REMOVED_spam;
}

static bool
goes_on_with(const line *a, const line *b)
{
	return a->source.p + a->source.n == b->source.p && !(b->flags & (LF_BLANK_BEFORE | LF_BR_BEFORE));
}

/* Lines [from, to) were one paragraph: are a contact and a few characters all that spam left of it? */
static bool
is_rest(doc *d, const spam_rules *r, size_t from, size_t to)
{
	enum { MOST = 16 };
	size_t cut = 0, chars = 0, contact = 0;
	for (size_t i = from; i < to; i++) {
		const line *l = &d->line[i];
		cut += is_cut_spam(l);
		if (l->fate != FATE_NONE)
			continue;
		const folded *f = text_folded(text_look_at(d, l->source), r->fold);
		chars += f->chars;
		for (size_t at = 0, n; at < f->s.n && !contact; utf8_next(f->s, &at))
			contact = (n = contact_at(r, f->s, at)) ? utf8_count(str_from_to(f->s, at, at + n)) : 0;
	}
	return cut && contact && chars - contact <= MOST;
}

void
spam_take_rests(doc *d, const spam_rules *r)
{
	for (size_t i = 0, to; i < d->nline; i = to) {
		size_t cut = is_cut_spam(&d->line[i]);
		for (to = i + 1; to < d->nline && goes_on_with(&d->line[to - 1], &d->line[to]); to++)
			cut += is_cut_spam(&d->line[to]);
		if (!cut || to - i < 2 || to - i > 8 || !is_rest(d, r, i, to))
			continue;
		for (size_t k = i; k < to; k++)
			if (d->line[k].fate == FATE_NONE)
				doc_remove(&d->line[k], REMOVED_spam, STR("spam-contact"));
	}
}
