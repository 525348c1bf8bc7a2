/* Adverts that no row names: what gives them away is how they are built, where they stand, and that the page never speaks of them otherwise. */
#include "spam_scan.h"

#include "utf8.h"

static bool
is_han(const spam_scan *s, size_t i)
{
	return i < s->n && s->token[i].kind == SPAM_NONE && cp_is_han(spam_char_at(s, i));
}

/* A mark of punctuation, or an end of the line. */
static bool
is_edge(const spam_scan *s, size_t i)
{
	uint32_t cp = spam_char_at(s, i);
	return i >= s->n || (s->token[i].kind == SPAM_NONE && !cp_is_han(cp) && !cp_is_alnum(cp) && cp != 0x2019 && cp != 0x201D);
}

/* ---- sites */

static bool
is_code(const spam_scan *s, size_t i)
{
	return s->token[i].kind == SPAM_NONE && spam_char_at(s, i) < 0x80 && cp_is_alnum(spam_char_at(s, i));
}

/* The name of a site that no row knows is mostly two characters long, `K9` too. Where no mark shows its start, a third one belongs to it when that makes the
 * better seam: the characters it leaves meet in words, those it parts do not. */
static size_t
guess_start(const spam_rules *r, const spam_scan *s, size_t i, size_t end)
{
	if (i >= 2 && is_code(s, i - 1) && is_code(s, i - 2))
		return i >= 3 && is_code(s, i - 3) ? SIZE_MAX : i - 2;
	if (i < 2 || !is_han(s, i - 1) || !is_han(s, i - 2))
		return SIZE_MAX;
	if (i < 4 || !is_han(s, i - 3))
		return i - 2;
	str next = end < s->n ? str_skip(s->f.s, s->token[end].from) : STR("");
	int best[2];
	for (size_t k = 0; k < 2; k++) {
		str left = str_skip(s->f.s, s->token[i - 3 - k].from), name = str_skip(s->f.s, s->token[i - 2 - k].from);
		best[k] = pairs_meet(&r->pairs, left, next) - pairs_meet(&r->pairs, left, name);
	}
	return best[1] > best[0] ? i - 3 : i - 2;
}

/* The character before a name of two meets what stands behind the advert in words, and not the name: it is text, though a mark stands near. */
static bool
text_goes_on(const spam_rules *r, const spam_scan *s, size_t i, size_t end)
{
	str next = end < s->n ? str_skip(s->f.s, s->token[end].from) : STR("");
	str left = str_skip(s->f.s, s->token[i - 3].from), name = str_skip(s->f.s, s->token[i - 2].from);
	return is_han(s, i - 3) && pairs_meet(&r->pairs, left, next) > pairs_meet(&r->pairs, left, name);
}

size_t
spam_name_start(const spam_rules *r, const spam_scan *s, size_t i, size_t end, bool *sharp)
{
	size_t k = i;
	while (k > 0 && i - k < 5 && s->token[k - 1].kind == SPAM_NONE && (cp_is_han(spam_char_at(s, k - 1)) || cp_is_alnum(spam_char_at(s, k - 1))))
		k--;
	*sharp = i > k && i - k <= 4 && (k == 0 || is_edge(s, k - 1));
	if (!*sharp)
		k = guess_start(r, s, i, end);
	else if (i - k > 2 && text_goes_on(r, s, i, end))
		k = i - 2;
	for (size_t j = k == SIZE_MAX ? i : k - (k > 0); j < i; j++)
		if (spam_says(r, str_skip(s->f.s, s->token[j].from), SPAM_BEFORE))
			return SIZE_MAX;
	return k;
}

size_t
spam_with_name(const spam_rules *r, const spam_scan *s, size_t i, size_t end)
{
	size_t k = i;
	while (k > 0 && i - k <= 4 && is_han(s, k - 1))
		k--;
	uint32_t mark = k > 0 ? spam_char_at(s, k - 1) : 0x3002;
	if (i - k < 2 || i - k > 4 || (mark != 0x3002 && mark != ',' && mark != ';' && mark != '!' && mark != '?' && mark != 0x201D))
		return i;
	str first = str_skip(s->f.s, s->token[k].from), second = str_skip(s->f.s, s->token[k + 1].from);
	str last = str_skip(s->f.s, s->token[i - 1].from), next = end < s->n ? str_skip(s->f.s, s->token[end].from) : STR("");
	bool word = pairs_meet(&r->pairs, first, second) == 2 || pairs_meet(&r->pairs, last, next) > 0;
	for (size_t j = k + 1; j + 1 < i && i - k >= 3 && !word; j++) /* `比上年` */
		word = pairs_meet(&r->pairs, str_skip(s->f.s, s->token[j].from), str_skip(s->f.s, s->token[j + 1].from)) > 0;
	for (size_t j = k; j < i && !word; j++)
		word = spam_says(r, str_skip(s->f.s, s->token[j].from), SPAM_BEFORE) || spam_says(r, str_skip(s->f.s, s->token[j].from), SPAM_REPORT);
	return word ? i : k;
}

bool
spam_is_longer_brand(const spam_scan *s, size_t k)
{
	return k > 0 && k + 1 < s->n && s->token[k - 1].kind == SPAM_BRAND && s->token[k].kind == SPAM_NONE && cp_is_han(spam_char_at(s, k)) &&
	       (s->token[k + 1].kind == SPAM_SITE || s->token[k + 1].kind == SPAM_CLASS);
}

bool
spam_promises(const spam_rules *r, const spam_scan *s, const spam_token *t)
{
	if (t->kind == SPAM_CTA)
		return true;
	for (uint32_t at = t->from + 1; at < t->to; at++) {
		str rest = str_from_to(s->f.s, at, t->to);
		const hans_pair *p = ((unsigned char)s->f.s.p[at] & 0xC0) == 0x80 ? NULL : hans_dict_phrase(&r->term, utf8_first(rest), rest);
		if (p && p->key.n == rest.n && r->kind[p->weight - 1] == SPAM_CTA)
			return true;
	}
	return false;
}

/* The end of `彩票平台`, which promises nothing. */
static bool
is_bare_site(const spam_rules *r, const spam_scan *s, const spam_token *t)
{
	return t->kind == SPAM_SITE && !spam_promises(r, s, t);
}

/* What a run of terms weighs as the name of a site and what its link promises; 0 when it is none. Its end moves back to the promise. */
static int
weigh(const spam_rules *r, const spam_scan *s, size_t head, size_t *end, bool *known)
{
	int sum = 0;
	const spam_token *first = &s->token[head], *last = &s->token[*end - 1];
	*known = first->kind == SPAM_BRAND || first->kind == SPAM_GAME || first->kind == SPAM_PORN || (first->kind == SPAM_SOFT && first->chars >= 4);
	if (!*known && first->kind != SPAM_SITE && first->kind != SPAM_SOFT && first->kind != SPAM_CLASS)
		return 0;
	bool weak = ((first->kind == SPAM_BRAND || first->kind == SPAM_CLASS) && *end > head + 1 && last->kind == SPAM_WEAK) || /* `体育平台` */
	            (!*known && is_bare_site(r, s, last));                                         /* `彩票平台` */
	while (!weak && *end > head && !spam_promises(r, s, &s->token[*end - 1]))
		--*end;
	for (size_t k = head; k < *end; k++)
		sum += spam_points(&s->token[k]);
	return sum >= 3 || weak ? sum : 0;
}

static bool
sentence_says(const spam_rules *r, const spam_scan *s, size_t i, bool crime)
{
	enum { FAR = 400 }; /* no sentence is longer */
	size_t from = i, to = i;
	while (from > 0 && i - from < FAR && spam_char_at(s, from - 1) != 0x3002)
		from--;
	while (to < s->n && to - i < FAR && spam_char_at(s, to) != 0x3002)
		to++;
	for (; from < to; from++) {
		const hans_pair *p = spam_word_at(r, str_skip(s->f.s, s->token[from].from), SPAM_REPORT);
		if (p && (!crime || r->kind[p->weight - 1] == SPAM_REPORT))
			return true;
	}
	return false;
}

bool
spam_reports(const spam_rules *r, const spam_scan *s, size_t i)
{
	return sentence_says(r, s, i, false);
}

bool
spam_reports_crime(const spam_rules *r, const spam_scan *s, size_t i)
{
	return sentence_says(r, s, i, true);
}

/* ---- runs of terms that are no advert by themselves */

static uint32_t
last_char(const spam_scan *s, size_t token)
{
	return utf8_last(str_from_to(s->f.s, s->token[token].from, s->token[token].to));
}

static bool
is_bracketed(const spam_scan *s, size_t from, size_t to)
{
	static const uint32_t pair[][2] = {{0x3010, 0x3011}, {0x3016, 0x3017}, {0x3014, 0x3015}, {'[', ']'}, {'(', ')'}, {'{', '}'}, {'<', '>'}, {0x203B, 0x203B},
		{0x300A, 0x300B}, {0x3008, 0x3009}, {0x300C, 0x300D}, {0x300E, 0x300F}, {0xAB, 0xBB}, {0xFE5D, 0xFE5E}};
	for (size_t i = 0; from > 0 && i < sizeof pair / sizeof *pair; i++)
		if (spam_char_at(s, from - 1) == pair[i][0] && spam_char_at(s, to) == pair[i][1])
			return true;
	return false;
}

enum seam { SEAM_NONE, SEAM_MARK, SEAM_BRACKET, SEAM_WORD };

/* A cluster of terms, at most a few unknown characters between two of them, and the words that reach from it to the seams around it. */
typedef struct cluster {
	size_t from, to;           /* tokens of the terms */
	size_t start, end;         /* of all that was put in */
	int sum;
	size_t hard, porn, trades, brands, ctas, terms, chars, covered;
} cluster;

static bool
is_word_char(const spam_scan *s, size_t i)
{
	return i < s->n && s->token[i].kind == SPAM_NONE && (cp_is_han(spam_char_at(s, i)) || cp_is_alnum(spam_char_at(s, i)));
}

static cluster
cluster_at(const spam_rules *r, const spam_scan *s, size_t i)
{
	enum { GAP = 3 };
	cluster c = {.from = i, .to = spam_run_end(s, i)};
	for (size_t k = c.to, gap = 0; gap <= GAP && k < s->n;) {
		if (spam_is_term(&s->token[k]) && s->token[k].kind != SPAM_INNER) {
			c.to = k = spam_run_end(s, k);
			gap = 0;
		} else if (is_word_char(s, k) && !spam_says(r, str_skip(s->f.s, s->token[k].from), SPAM_BEFORE)) {
			k++;
			gap++;
		} else {
			break;
		}
	}
	for (size_t k = c.from; k < c.to; k++) {
		const spam_token *t = &s->token[k];
		c.sum += spam_points(t);
		c.porn += t->kind == SPAM_PORN;
		c.hard += t->kind == SPAM_GAME || t->kind == SPAM_PORN;
		c.trades += t->kind == SPAM_TRADE || t->kind == SPAM_OFFER || t->kind == SPAM_SITE || t->kind == SPAM_SOFT;
		c.brands += t->kind == SPAM_BRAND || t->kind == SPAM_SITE || t->kind == SPAM_CLASS;
		c.ctas += t->kind == SPAM_CTA;
		c.terms += spam_is_term(t);
		c.covered += spam_is_term(t) ? t->chars : 0;
		c.chars += t->chars;
	}
	return c;
}

static str
token_text(const spam_scan *s, size_t i)
{
	return str_skip(s->f.s, s->token[i].from);
}

/* The last character before token i, as text. */
static str
text_before(const spam_scan *s, size_t i)
{
	size_t at = i < s->n ? s->token[i].from : s->f.s.n;
	utf8_prev(s->f.s, &at);
	return str_skip(s->f.s, at);
}

/* How little sentence has tokens [from, to) where they stand: between two characters of one word, or behind a mark with the next clause glued to
 * them. 0: it may have them. */
static int
seam_score(const spam_rules *r, const spam_scan *s, size_t from, size_t to, enum seam *seam)
{
	if (from == 0 || to >= s->n || !is_han(s, to))
		return 0;
	uint32_t mark = last_char(s, from - 1);
	int meet = pairs_meet(&r->pairs, text_before(s, to), token_text(s, to));
	if (cp_is_han(mark)) {
		int joined = pairs_meet(&r->pairs, text_before(s, from), token_text(s, to));
		*seam = SEAM_WORD;
		return !meet && joined == 2 && !pairs_meet(&r->pairs, text_before(s, from), token_text(s, from)) ? 4 : 0;
	}
	bool behind = mark == ',' || mark == 0x3002 || mark == ';' || mark == ':' || mark == '!' || mark == '?' || mark == 0x201D;
	*seam = SEAM_MARK;
	if (!behind || meet == 2 || spam_says(r, token_text(s, to), SPAM_AFTER) || spam_says(r, token_text(s, to), SPAM_BEFORE))
		return 0;
	return 3 - meet;
}

/* Finds the seams around the cluster, up to four unknown characters away on either side. */
static enum seam
find_seams(const spam_rules *r, const spam_scan *s, cluster *c)
{
	enum { REACH = 4, LATIN = 10 };
	size_t han = 0;
	enum seam seam = SEAM_NONE, best_seam = SEAM_NONE;
	int best = 0;
	c->start = c->from;
	c->end = c->to;
	if (is_bracketed(s, c->from, c->to))
		return SEAM_BRACKET;
	for (size_t a = c->from; han <= REACH && c->from - a <= LATIN; a--) {
		for (size_t b = c->to; b - c->to <= REACH; b++) {
			int score = 8 * seam_score(r, s, a, b, &seam) - (int)(c->from - a) - 3 * (int)(b - c->to);
			if (score > best && (b == c->to || seam == SEAM_WORD)) {
				best = score;
				best_seam = seam;
				c->start = a;
				c->end = b;
			}
			if (!is_word_char(s, b))
				break;
		}
		bool glue = a > 0 && (s->token[a - 1].kind == SPAM_INNER || s->token[a - 1].kind == SPAM_WEAK || s->token[a - 1].kind == SPAM_TOPIC);
		if (a == 0 || !(glue || is_word_char(s, a - 1)) || spam_says(r, token_text(s, a - 1), SPAM_BEFORE))
			break;
		han += cp_is_han(spam_char_at(s, a - 1)) ? s->token[a - 1].chars : 0;
	}
	return best_seam;
}

/* Is it an advert where it stands? What sells stands in it, alone (`办证电话`) or as a word of its trade beside others; or a name that the page has nowhere else
 * (*named) and what its link promises. One word alone behind a mark may be the subject of its clause (*lone). */
static enum seam
is_faint(const spam_rules *r, const spam_scan *s, cluster *c, bool *lone, bool *named)
{
	*lone = *named = false;
	bool dense = c->covered * 5 >= c->chars * 3, sells = c->hard || (c->trades && c->terms >= 2) || (c->brands && c->ctas) || c->ctas >= 2;
	if (c->chars < 4 || !dense || !sells || c->sum < 3)
		return SEAM_NONE;
	enum seam seam = find_seams(r, s, c);
	size_t name = c->from - c->start;
	int least = seam != SEAM_BRACKET ? 4 : spam_in_quotes(s, c->from, c->to) ? 5 : 3;
	*lone = seam == SEAM_MARK && c->terms < 2;
	*named = !c->hard && !c->trades;
	if (seam == SEAM_NONE && c->porn && c->to == spam_run_end(s, c->from) && c->terms >= 2 && c->sum >= 5 && !spam_in_quotes(s, c->from, c->to)) {
		c->start = c->from;
		c->end = c->to;
		*lone = true;
		return spam_reports_crime(r, s, c->from) ? SEAM_NONE : SEAM_MARK;
	}
	size_t all = c->chars + name + (c->end - c->to);
	if (!*named && c->covered * 3 < all * 2)
		return SEAM_NONE;
	if (seam == SEAM_NONE || c->sum < least || (*named && (name < 2 || c->end > c->to) && !(c->brands && c->sum >= 5)))
		return SEAM_NONE;
	return seam == SEAM_WORD || !spam_reports_crime(r, s, c->from) ? seam : SEAM_NONE;
}

static size_t
collect_faint(arena *a, const spam_rules *r, str source, const spam_scan *s, size_t i, spam_adverts *out)
{
	bool lone, named;
	cluster c = cluster_at(r, s, i);
	enum seam seam = is_faint(r, s, &c, &lone, &named);
	if (!seam)
		return 0;
	bool sure = seam == SEAM_WORD && c.sum >= 5 && c.hard; /* in the middle of a word */
	size_t b = fold_source(&s->f, s->token[c.start].from), e = fold_source(&s->f, s->token[c.end - 1].to), n = named && c.start < c.from ? fold_source(&s->f, s->token[c.from].from) : e;
	*arena_push(a, out->at, out->n, out->cap) = (spam_advert){str_from_to(source, b, e), str_from_to(source, b, n), STR("spam-seam"), sure ? ADVERT_SURE : lone ? ADVERT_DOUBT : ADVERT_FAINT};
	return c.end;
}

/* Invisible characters of source bytes [b, e). */
static size_t
count_invisible(str source, size_t b, size_t e)
{
	size_t n = 0;
	while (b < e)
		n += cp_is_invisible(utf8_next(source, &b));
	return n;
}

/* Invisible characters stand between most of the run's own, tokens [from, to), and hardly elsewhere in the line: `腾\u200b讯\u200b分…`. */
static bool
is_disguised(str source, const spam_scan *s, size_t from, size_t to)
{
	enum { LONGEST = 1 << 13 }; /* a line that is counted again for each of its runs */
	size_t b = fold_source(&s->f, s->token[from].from), e = fold_source(&s->f, s->token[to - 1].to), chars = 0, anchors = 0;
	for (size_t k = from; k < to; k++) {
		chars += s->token[k].chars;
		anchors += spam_is_strong(s->token[k].kind) || s->token[k].kind == SPAM_TRADE;
	}
	size_t in = anchors && source.n <= LONGEST ? count_invisible(source, b, e) : 0;
	return in >= 3 && in * 2 >= chars && count_invisible(source, 0, source.n) <= in + 2;
}

static void
collect_disguised(arena *a, str source, const spam_scan *s, size_t from, size_t to, spam_adverts *out)
{
	str text = str_from_to(source, fold_source(&s->f, s->token[from].from), fold_source(&s->f, s->token[to - 1].to));
	*arena_push(a, out->at, out->n, out->cap) = (spam_advert){text, text, STR("spam-disguise"), ADVERT_SURE};
}

void
spam_collect_adverts(arena *a, const spam_rules *r, str source, const spam_scan *s, spam_adverts *out)
{
	for (size_t i = 0, end; i < s->n; i = end) {
		end = i + 1;
		if (!spam_is_term(&s->token[i]) || s->token[i].kind == SPAM_INNER)
			continue;
		end = spam_run_end(s, i);
		bool known, sharp = true;
		if (end > i && is_disguised(source, s, i, end)) {
			collect_disguised(a, source, s, i, end, out);
			continue;
		}
		size_t promised = end, run = end;
		int sum = end > i ? weigh(r, s, i, &promised, &known) : 0;
		end = sum ? promised : end > i ? end : i + 1;
		size_t from = !sum ? SIZE_MAX : known ? i : spam_name_start(r, s, i, end, &sharp);
		if (from == SIZE_MAX || spam_in_quotes(s, from, end)) {
			size_t behind = collect_faint(a, r, source, s, i, out);
			end = behind > run ? behind : run > end ? run : end;
			continue;
		}
		bool left = from == 0 || is_edge(s, from - 1), goes_on = spam_says(r, str_skip(s->f.s, s->token[end - 1].to), SPAM_AFTER);
		if (left && is_edge(s, end) && spam_promises(r, s, &s->token[end - 1]) && !spam_reports(r, s, i))
			goes_on = false; /* a clause of nothing else */
		bool bare = !known && is_bare_site(r, s, &s->token[end - 1]);
		bool weak = (!known && s->token[end - 1].kind == SPAM_WEAK) || (bare && spam_reports(r, s, i));
		if ((goes_on || weak || bare) && !left)
			continue;
		sum += left + is_edge(s, end);
		size_t b = fold_source(&s->f, s->token[from].from), e = fold_source(&s->f, s->token[end - 1].to), n = known ? fold_source(&s->f, s->token[i].to) : fold_source(&s->f, s->token[i].from);
		*arena_push(a, out->at, out->n, out->cap) = (spam_advert){str_from_to(source, b, e), str_from_to(source, b, n), STR("spam-site"),
			goes_on || weak ? ADVERT_DOUBT : sum >= 7 ? ADVERT_SURE : ADVERT_MILD};
	}
}

/* ---- sentences that offer */

static bool
ends_sentence(uint32_t cp)
{
	return cp == 0x3002 || cp == '!' || cp == '?';
}

/* Does the sentence of tokens [from, to) sell? What a report says of such offers stands in quotation marks or beside its own words. */
static bool
sells(const spam_rules *r, const spam_scan *s, size_t from, size_t to)
{
	size_t offers = 0, strong = 0, trades = 0, classes = 0, promise = 0, chars = 0, covered = 0;
	for (size_t k = from; k < to; k++) {
		const spam_token *t = &s->token[k];
		uint32_t cp = spam_char_at(s, k);
		if (t->kind == SPAM_NONE && ((cp >= 0x2018 && cp <= 0x201D) || (cp >= 0x300A && cp <= 0x300F)))
			return false;
		if (spam_says(r, str_skip(s->f.s, t->from), SPAM_REPORT))
			return false;
		offers += t->kind == SPAM_OFFER;
		strong += spam_is_strong(t->kind);
		promise += t->kind == SPAM_CTA;
		classes += t->kind == SPAM_CLASS;
		trades += t->kind == SPAM_TRADE;
		chars += t->chars;
		covered += spam_is_term(t) ? t->chars : 0;
	}
	enum { SHORT = 45 };
	size_t contact = offers + strong + trades ? spam_contact_chars(r, s, from, to) : 0;
	if (chars > 120 || !(offers + contact))
		return false;
	if (contact && offers + strong + trades >= 2 && covered * 3 + contact >= chars)
		return true;
	if (contact && strong && chars <= SHORT)
		return true;
	if (strong + classes && str_find(str_from_to(s->f.s, s->token[from].from, s->token[to - 1].to), STR("www.")) != SIZE_MAX)
		return true;
	if (!offers)
		return false;
	return offers >= 4 || (offers >= 2 && offers + strong >= 3) || (strong >= 2 && chars <= 60 && covered * 2 >= chars) || (strong && covered * 2 >= chars) ||
	       (offers >= 2 && covered * 2 >= chars && promise);
}

bool
spam_offer(const spam_rules *r, const spam_scan *s, size_t *from, size_t *to)
{
	for (size_t a = 0, b; a < s->n; a = b) {
		for (b = a; b < s->n && !(s->token[b].kind == SPAM_NONE && ends_sentence(spam_char_at(s, b)));)
			b++;
		b += b < s->n;
		while (b < s->n && s->token[b].kind == SPAM_NONE && (spam_char_at(s, b) == ')' || spam_char_at(s, b) == 0x3011))
			b++;
		if (sells(r, s, a, b)) {
			*from = a;
			*to = b;
			return true;
		}
	}
	return false;
}

/* ---- the page as a whole */

/* How often the page says it, spam aside. */
static size_t
said(const doc *d, str name)
{
	size_t n = 0;
	for (size_t i = 0; i < d->nline; i++) {
		const line *l = &d->line[i];
		if (l->fate == FATE_REMOVED && l->cls == REMOVED_spam)
			continue;
		for (size_t at = 0, hit; (hit = str_find(str_skip(l->source, at), name)) != SIZE_MAX; at += hit + name.n)
			n++;
	}
	return n;
}

static bool
only_in_adverts(const doc *d, const spam_adverts *found, size_t i)
{
	size_t n = 0;
	for (size_t k = 0; k < found->n; k++)
		n += str_find(found->at[k].text, found->at[i].name) != SIZE_MAX;
	return said(d, found->at[i].name) <= n;
}

static bool
holds(const line *l, str text)
{
	return l->fate == FATE_NONE && l->source.p <= text.p && text.p + text.n <= l->source.p + l->source.n;
}

/* They were found in the order of the lines, so the last goes first and leaves the indices before it as they are. */
void
spam_take_adverts(doc *d, spam_adverts *found)
{
	size_t n = 0, other = 0, faint = 0;
	for (size_t i = 0; i < d->nline && other < 2; i++)
		other += d->line[i].fate == FATE_REMOVED && d->line[i].cls == REMOVED_spam;
	for (size_t i = 0; i < found->n; i++) {
		spam_advert *x = &found->at[i];
		if (found->n > 64 || !only_in_adverts(d, found, i))
			x->text.n = 0;
		n += x->text.n > 0 && x->how != ADVERT_DOUBT && x->how != ADVERT_FAINT;
		faint += x->text.n > 0 && x->how == ADVERT_FAINT;
	}
	size_t cut = 0;
	for (size_t k = found->n, i = d->nline; k-- > 0;) {
		const spam_advert *x = &found->at[k];
		if (!x->text.n || (x->how == ADVERT_FAINT ? n + other + faint < 2 : x->how != ADVERT_SURE && n + other < 2))
			continue;
		while (i > 0 && !holds(&d->line[i - 1], x->text))
			i--;
		if (i == 0)
			break;
		size_t from = (size_t)(x->text.p - d->line[i - 1].source.p);
		size_t at = spam_isolate(d, i - 1, from, from + x->text.n);
		doc_remove(&d->line[at], REMOVED_spam, x->rule);
		cut++;
	}
	if (cut)
		doc_warn(d, "spam-span-cut", cut);
}
