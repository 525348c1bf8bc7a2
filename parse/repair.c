#include <iconv.h>
#include <string.h>

#include "repair_part.h"
#include "table.h"
#include "text_look.h"
#include "utf8.h"

/* The codes of one lead byte in one go; where one is no code, what is behind it in another. */
static void
load_gbk_row(repair_rules *r, iconv_t cd, unsigned lead)
{
	char in[2 * 191], out[4 * 191], *from = in;
	size_t left = 0;
	for (unsigned b = 0x40; b <= 0xFE; b++) {
		in[left++] = (char)lead;
		in[left++] = (char)b;
	}
	while (left) {
		char *start = from, *to = out;
		size_t room = sizeof out;
		bool stopped = iconv(cd, &from, &left, &to, &room) == (size_t)-1;
		str s = str_of(out, sizeof out - room);
		for (size_t at = 0; at < s.n; start += 2) {
			uint32_t cp = utf8_next(s, &at);
			unsigned code = lead << 8 | (unsigned char)start[1];
			if (cp < 0x80 || cp > 0xFFFF || (cp >= 0xE000 && cp < 0xF900))
				continue;
			r->pair[code] = (uint16_t)cp;
			if (!r->gbk[cp])
				r->gbk[cp] = (uint16_t)code;
		}
		if (!stopped || left < 2)
			return;
		iconv(cd, NULL, NULL, NULL, NULL);
		from += 2;
		left -= 2;
	}
}

/* Both directions of GBK's two-byte codes, as GB18030 has them. */
static bool
load_gbk(repair_rules *r, diag *d)
{
	iconv_t cd = iconv_open("UTF-8", "GB18030");
	if (cd == (iconv_t)-1) {
		diag_error(d, NULL, "this system's iconv knows no GB18030");
		return false;
	}
	for (unsigned a = 0x81; a <= 0xFE; a++)
		load_gbk_row(r, cd, a);
	iconv_close(cd);
	return true;
}

/* `yè` is `ye`, `lǜ` is `lv` as tools write it. */
static str
without_tone(arena *a, str syllable)
{
	static const struct {
		const char *letters;
		char plain;
	} toned[] = {{"āáǎà", 'a'}, {"ēéěèê", 'e'}, {"īíǐì", 'i'}, {"ōóǒò", 'o'}, {"ūúǔù", 'u'}, {"ǖǘǚǜü", 'v'}, {"ńňǹ", 'n'}};
	buf b = {0};
	for (size_t at = 0; at < syllable.n;) {
		size_t from = at;
		uint32_t cp = utf8_next(syllable, &at);
		str letter = str_from_to(syllable, from, at);
		char plain = cp < 0x80 ? (char)cp : 0;
		for (size_t k = 0; !plain && k < sizeof toned / sizeof *toned; k++)
			plain = str_find(str_from(toned[k].letters), letter) != SIZE_MAX ? toned[k].plain : 0;
		buf_addc(&b, plain ? plain : '?');
	}
	str s = arena_dup(a, buf_str(&b));
	buf_free(&b);
	return s;
}

repair_rules *
repair_load(arena *a, diag *d, const char *dicts, const fold_map *map, const marks *m)
{
	repair_rules *r = arena_new(a, repair_rules);
	table t;
	r->fold = map;
	if (!load_gbk(r, d) || !radicals_load(r, a, d, dicts) || table_load(&t, a, d, dicts, "pinyin"))
		return NULL;
	mojibake_load(r);
	int syllable = table_need(&t, d, "syllable"), chars = table_need(&t, d, "characters");
	if (syllable < 0 || chars < 0)
		return NULL;
	r->plain = arena_array(a, hans_pair, t.nrow);
	for (size_t i = 0; syllable >= 0 && chars >= 0 && i < t.nrow; i++)
		r->plain[r->nplain++] = (hans_pair){.key = without_tone(a, table_get(&t, i, syllable)), .value = table_get(&t, i, chars)};
	for (size_t i = 0; i < t.nrow; i++)
		hans_dict_add(a, &r->syllable, table_get(&t, i, syllable), table_get(&t, i, chars), 1);
	hans_dict_sort(a, &r->syllable);
	if (table_load(&t, a, d, dicts, "hyphens"))
		return NULL;
	int spelling = table_need(&t, d, "spelling");
	r->hyphen = arena_array(a, str, t.nrow);
	for (size_t i = 0; spelling >= 0 && i < t.nrow; i++)
		r->hyphen[r->nhyphen++] = table_get(&t, i, spelling);
	r->marks = m;
	return spelling >= 0 && pairs_load(a, d, dicts, &r->word_pair) ? r : NULL;
}

/* ---- inside lines */

/* Fewer pairs may be a name: 王 磊. */
enum { SPACED_PAIRS = 3 };

/* Undoes what a wrong code made of the text; `look`, when it is not NULL, is of the text. */
static str
right_code(doc *d, const repair_rules *r, str s, text_look *look)
{
	buf b = {0};
	bool suspect = false;
	if (look && look->sound)
		return s;
	if (repair_mojibake(r, s, &b, &suspect)) {
		s = arena_dup(d->a, buf_str(&b));
		doc_warn(d, "mojibake-undone", 1);
	} else if (suspect) {
		doc_warn(d, "mojibake-suspected", 1);
	} else if (look) {
		look->sound = true;
	}
	buf_free(&b);
	return s;
}

/* has: what s may have. */
static str
repair_one(doc *d, const repair_rules *r, page_damage *p, str s, int has)
{
	buf a = {0}, b = {0};
	if (p->spaced && spacing_is_wide(s, SPACED_PAIRS)) {
		repair_spacing(s, &a);
		s = arena_dup(d->a, buf_str(&a));
		p->closed++;
		buf_clear(&a);
	}
	if (p->pinyin < 3 && repair_needs_none(p, s, has)) {
		buf_free(&a);
		return s;
	}
	if (p->pinyin >= 3) {
		repair_pinyin(r, p, s, &a);
		repair_chars(p, buf_str(&a), &b);
	} else {
		repair_chars(p, s, &b);
	}
	str out = str_eq(buf_str(&b), s) ? s : arena_dup(d->a, buf_str(&b));
	buf_free(&a);
	buf_free(&b);
	return out;
}

static void
warn_counts(doc *d, const page_damage *p)
{
	struct {
		const char *code;
		size_t n;
	} w[] = {{"invisible-dropped", p->dropped}, {"fullwidth-folded", p->folded}, {"pinyin-stripped", p->stripped},
		{"gbk-restored", p->restored}, {"gbk-unrecovered", p->unrecovered}, {"ornaments-stripped", p->symbols},
		{"question-marks-dropped", p->questions}, {"spacing-closed", p->closed}};
	for (size_t i = 0; i < sizeof w / sizeof *w; i++)
		if (w[i].n)
			doc_warn(d, w[i].code, w[i].n);
}

void
repair_lines(doc *d, const repair_rules *r)
{
	page_damage p;
	repair_markup(d, r);
	page_measure(d, r, &p);
	for (size_t i = 0; i < d->nline; i++) {
		line *l = &d->line[i];
		page_damage mine = p;
		bool kept = l->fate == FATE_BODY || l->fate == FATE_CAPTION || l->fate == FATE_TITLE;
		bool touched = l->text.p != l->source.p || l->text.n != l->source.n;
		str s = right_code(d, r, l->text, touched ? NULL : text_look_known(l));
		int has = s.p == l->text.p ? line_text_has(l) : HAS_ANYTHING;
		l->text = utf8_trim(repair_one(d, r, kept ? &p : &mine, s, has));
	}
	warn_counts(d, &p);
}

/* ---- across lines */

/* A name that was tidied may have lost the bracket that closes a syllable of pinyin. */
static str
closed(arena *a, str s)
{
	size_t open = str_rfind(s, STR("("));
	str parts[] = {s, STR(")")};
	if (open == SIZE_MAX || str_chr(str_skip(s, open), ')') != SIZE_MAX)
		return s;
	str whole = arena_cat(a, parts, 2);
	return pinyin_bracket(str_skip(whole, open), false, NULL) == whole.n - open ? whole : s;
}

/* What came from the head of the page is repaired as its lines were. */
static void
repair_meta(doc *d, const repair_rules *r)
{
	page_damage p;
	page_measure(d, r, &p);
	for (unsigned part = 0; d->meta && part < d->npart; part++) {
		meta *m = &d->meta[part];
		str *field[] = {&m->title, &m->author, &m->publisher, &m->section};
		for (size_t i = 0; i < sizeof field / sizeof *field; i++)
			if (field[i]->n)
				*field[i] = utf8_trim(repair_one(d, r, &p, right_code(d, r, closed(d->a, *field[i]), NULL), HAS_ANYTHING));
	}
}

void
repair_apply(doc *d, const repair_rules *r)
{
	repair_meta(d, r);
	for (unsigned part = 0; part < d->npart; part++) {
		repair_decoration(d, part);
		repair_joins(d, r, part);
		repair_hyphens(d, r, part);
		repair_repeats(d, r, part);
		repair_headings(d, part);
	}
}
