#include "hans_fast.h"
#include "site.h"
#include "text_look.h"
#include "utf8.h"

/* ---- conversion */

static bool
run_chain(const hans_tables *h, enum hans_chain c, bool mends, str s, buf *out)
{
	size_t from = out->n;
	hans_run(h, c, mends, s, out);
	return !str_eq(str_of(out->p + from, out->n - from), s);
}

bool
hans_convert_str(const hans_tables *h, enum hans_mode mode, bool mends, str s, buf *out)
{
	if (mode == HANS_OFF) {
		buf_add(out, s);
		return false;
	}
	return run_chain(h, mode == HANS_TW ? CHAIN_TW : mode == HANS_HK ? CHAIN_HK : CHAIN_T2S, mends, s, out);
}

/* ---- what script is it? */

typedef struct evidence {
	size_t han, letters, trad, simp, corner, curly;
	unsigned long word[3];     /* mainland, Taiwan, Hong Kong */
} evidence;

enum { MAINLAND, TAIWAN, HONGKONG };

static void
weigh_word(const hans_tables *h, uint32_t cp, str s, evidence *e)
{
	for (int r = 0; r < 3; r++) {
		const hans_pair *w = hans_dict_phrase(&h->region[r], cp, s);
		e->word[r] += w ? w->weight : 0;
	}
}

static void
add_script(evidence *e, script_count n)
{
	e->han += n.han;
	e->letters += n.letters;
	e->trad += n.trad;
	e->simp += n.simp;
}

static script_count
weigh(const hans_tables *h, str s, bool words, evidence *e)
{
	script_count n = {0};
	for (size_t at = 0; at < s.n;) {
		size_t from = at;
		uint32_t cp = utf8_next_good(s, &at);
		if (cp < 0x80) {
			n.letters += ascii_is_letter(cp);
		} else if (cp_is_han(cp)) {
			n.han++;
			unsigned kind = cp < 0x10000 ? h->kind[cp] : 0;
			n.trad += kind == HANS_TRAD;
			n.simp += kind == HANS_SIMP;
			if (words)
				weigh_word(h, cp, str_skip(s, from), e);
		} else {
			e->corner += cp == 0x300C;
			e->curly += cp == 0x201C;
		}
	}
	add_script(e, n);
	return n;
}

/* Without words, once for a text. */
static void
weigh_script(const hans_tables *h, const line *l, evidence *e)
{
	text_look *look = l->text.p == l->source.p && l->text.n == l->source.n ? text_look_known(l) : NULL;
	if (look && look->counted) {
		add_script(e, look->script);
		return;
	}
	script_count n = weigh(h, l->text, false, e);
	if (look) {
		look->script = n;
		look->counted = true;
	}
}

/* The whole page, or the article alone: the menus round a mainland story on a Taiwanese portal are Taiwanese. */
static evidence
weigh_lines(const doc *d, const hans_tables *h, bool article, bool words)
{
	evidence e = {0};
	for (size_t i = 0; i < d->nline; i++) {
		const line *l = &d->line[i];
		bool removed = l->fate == FATE_REMOVED, injected = removed && (l->cls == REMOVED_spam || l->cls == REMOVED_junk);
		if (l->fate == FATE_HIDDEN || injected || (article && removed))
			continue;
		if (words)
			weigh(h, l->text, true, &e);
		else
			weigh_script(h, l, &e);
	}
	return e;
}

void
hans_detect(doc *d, const hans_tables *h)
{
	evidence e = weigh_lines(d, h, false, false);
	if (e.han * 10 < e.letters)
		d->script = STR("other");
	else if (e.trad * 12 <= e.simp)
		d->script = STR("zh-Hans");
	else
		d->script = e.simp * 12 <= e.trad ? STR("zh-Hant") : STR("mixed");
}

/* Quotation marks say as much as words: Taiwan and Hong Kong write 「」, the mainland “”, and tools leave them as they are. */
static void
weigh_quotes(evidence *e)
{
	enum { USES = 4, MOST = 12 };
	if (e->corner > e->curly) {
		e->word[TAIWAN] += USES;
		e->word[HONGKONG] += USES;
	} else if (e->curly > 2 * e->corner) {
		e->word[MAINLAND] += USES + 2 * e->curly < MOST ? USES + 2 * e->curly : MOST;
	}
}

static unsigned long
most(const evidence *e)
{
	unsigned long genuine = e->word[TAIWAN] > e->word[HONGKONG] ? e->word[TAIWAN] : e->word[HONGKONG];
	return genuine > e->word[MAINLAND] ? genuine : e->word[MAINLAND];
}

/*
 * Taiwan and Hong Kong text is told from mainland text that a tool put into Traditional characters. The article's own words and marks
 * decide, the page's where it has too few; a host speaks for its region.
 */
static enum hans_chain
choose_chain(doc *d, const hans_tables *h)
{
	enum { ENOUGH = 4, HOST = 6 };
	evidence page = weigh_lines(d, h, false, true), e = weigh_lines(d, h, true, true);
	str host = site_of(d->url);
	weigh_quotes(&page);
	weigh_quotes(&e);
	if (most(&e) < ENOUGH)
		e = page;
	if (str_ends(host, STR(".tw")))
		e.word[TAIWAN] += HOST;
	if (str_ends(host, STR(".hk")) || str_ends(host, STR(".mo")))
		e.word[HONGKONG] += HOST;
	if (str_ends(host, STR(".cn")))
		e.word[MAINLAND] += HOST;
	unsigned long mainland = e.word[MAINLAND];
	if (mainland >= ENOUGH && mainland == most(&e))
		doc_warn(d, "vocabulary-mainland", 0);
	if (most(&e) < ENOUGH || mainland == most(&e))
		return CHAIN_T2S;
	const unsigned long *w = e.word[TAIWAN] == e.word[HONGKONG] ? page.word : e.word;
	return w[TAIWAN] >= w[HONGKONG] ? CHAIN_TW : CHAIN_HK;
}

/* ---- a page */

static void
convert_field(const hans_tables *h, enum hans_chain c, arena *a, str *s)
{
	buf b = {0};
	if (s->n && run_chain(h, c, true, *s, &b))
		*s = arena_dup(a, buf_str(&b));
	buf_free(&b);
}

/* The chain for this page, or -1. */
static int
chain_of(doc *d, const hans_tables *h, enum hans_mode mode)
{
	if (!d->script.p)
		hans_detect(d, h);
	if (mode == HANS_OFF || (mode == HANS_AUTO && str_eq(d->script, STR("other"))))
		return -1;
	if (mode != HANS_AUTO)
		return mode == HANS_TW ? CHAIN_TW : mode == HANS_HK ? CHAIN_HK : CHAIN_T2S;
	if (str_eq(d->script, STR("zh-Hans")))
		return CHAIN_HANS;
	enum hans_chain c = choose_chain(d, h);
	if (c == CHAIN_TW || c == CHAIN_HK)
		doc_warn(d, c == CHAIN_TW ? "vocabulary-taiwan" : "vocabulary-hongkong", 0);
	return c;
}

void
hans_convert(doc *d, const hans_tables *h, enum hans_mode mode)
{
	d->hans = chain_of(d, h, mode);
	for (size_t i = 0; d->hans >= 0 && i < d->nline; i++) {
		line *l = &d->line[i];
		if (l->fate == FATE_BODY || l->fate == FATE_CAPTION || l->fate == FATE_TITLE || (l->fate == FATE_REMOVED && l->cls == REMOVED_byline))
			convert_field(h, (enum hans_chain)d->hans, d->a, &l->text);
	}
}

void
hans_convert_meta(doc *d, const hans_tables *h)
{
	for (unsigned p = 0; d->meta && d->hans >= 0 && p < d->npart; p++) {
		meta *m = &d->meta[p];
		str *field[] = {&m->title, &m->author, &m->publisher, &m->section};
		for (size_t i = 0; i < sizeof field / sizeof *field; i++)
			convert_field(h, (enum hans_chain)d->hans, d->a, field[i]);
	}
}
