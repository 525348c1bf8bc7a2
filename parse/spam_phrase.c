/* Phrases made of terms alone that only an advertisement makes: a brand, a game or a site, and what its link promises. */
#include "spam_scan.h"

static bool
quote(uint32_t cp)
{
	return (cp >= 0x2018 && cp <= 0x201F) || (cp >= 0x3008 && cp <= 0x300F) || cp == '"';
}

bool
spam_in_quotes(const spam_scan *s, size_t from, size_t to)
{
	return from > 0 && to < s->n && quote(spam_char_at(s, from - 1)) && quote(spam_char_at(s, to));
}

int
spam_points(const spam_token *t)
{
	switch (t->kind) {
	case SPAM_BRAND:
	case SPAM_GAME:
	case SPAM_PORN:
	case SPAM_SITE:
		return t->chars >= 4 ? 4 : 3;
	case SPAM_CTA:
	case SPAM_OFFER:
		return t->chars >= 4 ? 3 : 2;
	case SPAM_TRADE:
		return t->chars >= 4 ? 3 : 2;
	case SPAM_SOFT:
		return 2;
	case SPAM_CLASS:
	case SPAM_TOPIC:
	case SPAM_WEAK:
		return 1;
	default:
		return 0;
	}
}

/* Over what sites put between two terms: up to three letters or digits (`九游会J9登录`), a place in brackets (`·(中国)官方网站`), a stroke. The token
 * after it, or `from` when there is nothing of the kind. */
static size_t
over_code(const spam_scan *s, size_t from)
{
	size_t k = from, digits = 0;
	if (spam_is_longer_brand(s, from))
		return from + 1;
	for (; k < s->n && k < from + 3 && s->token[k].kind == SPAM_NONE && spam_char_at(s, k) < 0x80 && cp_is_alnum(spam_char_at(s, k)); k++)
		digits += spam_char_at(s, k) <= '9';
	if (k > from && !digits)
		return from;
	if (k < s->n && (spam_char_at(s, k) == 0xB7 || spam_char_at(s, k) == '/'))
		k++;
	if (k < s->n && spam_char_at(s, k) == '(') {
		size_t close = k + 1;
		while (close < s->n && close < k + 8 && spam_char_at(s, close) != ')')
			close++;
		if (close < s->n && spam_char_at(s, close) == ')')
			k = close + 1 < s->n && s->token[close + 1].kind == SPAM_CTA ? close + 1 : from;
	}
	return k < s->n && spam_is_term(&s->token[k]) ? k : from;
}

/* `开奖结果2025`: the year behind a run, not one of the text (`2025年`). */
static size_t
over_year(const spam_scan *s, size_t end)
{
	size_t k = end;
	while (k < s->n && k < end + 5 && s->token[k].kind == SPAM_NONE && spam_char_at(s, k) >= '0' && spam_char_at(s, k) <= '9')
		k++;
	bool year = k == end + 4 && spam_char_at(s, end) == '2' && spam_char_at(s, end + 1) == '0' && spam_char_at(s, k) != 0x5E74;
	return year && spam_char_at(s, k) != '.' && spam_char_at(s, k) != '%' ? k : end;
}

size_t
spam_run_end(const spam_scan *s, size_t i)
{
	size_t k = i, end = i;
	while (k < s->n) {
		if (!spam_is_term(&s->token[k])) {
			size_t over = k > i ? over_code(s, k) : k;
			if (over == k)
				break;
			k = over;
		}
		if (s->token[k].kind != SPAM_INNER)
			end = k + 1;
		k++;
	}
	return end > i ? over_year(s, end) : end;
}

/* `机打发票点数低`, `蓝光1080p种子`: a trade, and words that only sell or what the trade deals in. Tokens [from, to) weigh `sum`. */
static bool
is_trade_advert(const spam_rules *r, const spam_scan *s, size_t from, size_t to, int sum)
{
	size_t trades = 0, offers = 0, games = 0, ctas = 0, chars = 0, terms = 0;
	for (size_t k = from; k < to; k++) {
		const spam_token *t = &s->token[k];
		trades += t->kind == SPAM_TRADE;
		offers += t->kind == SPAM_OFFER;
		games += t->kind == SPAM_GAME || t->kind == SPAM_PORN;
		ctas += t->kind == SPAM_CTA;
		chars += t->chars;
		terms += spam_is_term(t);
	}
	if (terms < 2 || chars < 5 || !(trades + games) || spam_in_quotes(s, from, to))
		return false;
	bool joined = to < s->n && spam_says(r, str_skip(s->f.s, s->token[to].from), SPAM_JOINT);
	bool sells = (offers && sum >= 5) || (games && trades && sum >= 6) || (trades >= 2 && ctas && sum >= 7);
	return sells && !joined && !spam_reports_crime(r, s, from);
}

static bool
is_advert(const spam_rules *r, const spam_scan *s, size_t from, size_t to)
{
	int sum = 0, trade = 0;
	size_t anchors = 0, soft = 0, brand = 0, porn = 0, cta = 0, chars = 0, names = 0;
	for (size_t k = from; k < to; k++) {
		const spam_token *t = &s->token[k];
		sum += spam_points(t);
		trade += t->kind == SPAM_TRADE ? spam_points(t) : 0;
		chars += t->chars;
		brand += t->kind == SPAM_BRAND;
		names += t->kind == SPAM_BRAND || t->kind == SPAM_NONE;
		porn += t->kind == SPAM_PORN;
		anchors += t->kind == SPAM_BRAND || t->kind == SPAM_GAME || t->kind == SPAM_PORN || t->kind == SPAM_SITE;
		soft += t->kind == SPAM_SOFT;
		cta += t->kind == SPAM_CTA;
	}
	int plain = sum - trade;
	if (names == to - from && cta == 0) /* `拉斯维加斯金沙`, and nothing said of it */
		return false;
	if (chars >= 5 && (anchors || soft >= 2) && !spam_in_quotes(s, from, to) && (plain >= 7 || (plain >= 6 && (cta || porn || brand))))
		return true;
	return is_trade_advert(r, s, from, to, sum);
}

/* The phrase begins with the name of its site, which no row may know. */
static size_t
phrase_start(const spam_rules *r, const spam_scan *s, size_t i, size_t end)
{
	bool known = s->token[i].kind != SPAM_SITE, sharp;
	for (size_t k = i; k < end; k++)
		known = known || s->token[k].kind == SPAM_BRAND || s->token[k].kind == SPAM_PORN;
	if (s->token[i].kind == SPAM_GAME || s->token[i].kind == SPAM_SOFT)
		return spam_with_name(r, s, i, end);
	bool hard = known && s->token[i].kind != SPAM_TRADE;
	for (size_t k = i + 1; hard && k < end; k++) /* `二季度澳门[祛斑哪家医院好]`: what begins it is text, when what sells is of another kind */
		hard = s->token[k].kind != SPAM_TRADE;
	bool text = !hard && (s->token[i].kind == SPAM_TOPIC || s->token[i].kind == SPAM_WEAK) && i > 0 && cp_is_han(spam_char_at(s, i - 1));
	if (text && is_advert(r, s, i + 1, end))
		return i + 1;
	return known ? i : spam_name_start(r, s, i, end, &sharp);
}

/* The sentence may go on with a word that is a term too (`…登录双色球发行`): what stands behind the last promise is text when the rest is an
 * advert without it. */
static size_t
without_text(const spam_rules *r, const spam_scan *s, size_t i, size_t end)
{
	size_t k = end;
	if (end >= s->n || s->token[end].kind != SPAM_NONE || !cp_is_han(spam_char_at(s, end)))
		return end;
	while (k > i && s->token[k - 1].kind != SPAM_CTA && s->token[k - 1].kind != SPAM_OFFER && !spam_promises(r, s, &s->token[k - 1]))
		k--;
	return k > i && k < end && is_advert(r, s, i, k) ? k : end;
}

bool
spam_phrase(const spam_rules *r, const spam_scan *s, size_t *from, size_t *to)
{
	for (size_t i = *from; i < s->n;) {
		size_t end = spam_is_term(&s->token[i]) && s->token[i].kind != SPAM_INNER ? spam_run_end(s, i) : i;
		end = end > i ? without_text(r, s, i, end) : end;
		size_t start = end > i && is_advert(r, s, i, end) ? phrase_start(r, s, i, end) : SIZE_MAX;
		if (start != SIZE_MAX && start >= *from) {
			*from = start;
			*to = end;
			return true;
		}
		i = end > i ? end : i + 1;
	}
	return false;
}
