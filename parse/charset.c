#include "charset.h"

#include <string.h>
#include <uchardet/uchardet.h>

#include "charset_sniff.h"
#include "utf8.h"

/* How far a page's own label is looked for, and how much a detector is shown. */
#define FIRST_LOOK  1024
#define SECOND_LOOK ((size_t)64 << 10)
#define SAMPLE      ((size_t)256 << 10)

charset_rules *
charset_load(arena *a, diag *d, const char *dicts)
{
	return charsets_load(a, d, dicts);
}

/* What the bytes look like, as UTF-8 and as two-byte codes. */
typedef struct looks {
	size_t high;               /* bytes over 0x7F */
	size_t utf8_good, utf8_bad;/* multi-byte sequences */
	size_t pairs, gb, big5;    /* two-byte codes; those among the frequent characters of GB 2312 and of Big5 */
	size_t nul_even, nul_odd;
} looks;

/* The next byte from s[at] on that may be over 0x7F, or NUL: eight bytes of other ASCII at a time are stepped over. */
static size_t
skip_ascii(str s, size_t at)
{
	const uint64_t low = 0x0101010101010101u, high = low * 0x80;
	uint64_t w;
	for (; s.n - at >= sizeof w; at += sizeof w) {
		memcpy(&w, s.p + at, sizeof w);
		if ((w | (w - low)) & high)
			break;
	}
	return at;
}

static void
count_pairs(looks *l, str s)
{
	const unsigned char *p = (const unsigned char *)s.p;
	for (size_t i = 0; i + 1 < s.n; i++) {
		if (p[i] < 0x80 && (i = skip_ascii(s, i)) + 1 >= s.n)
			break;
		unsigned lead = p[i], trail = p[i + 1];
		if (lead < 0x81 || lead == 0xFF || trail < 0x40 || trail == 0x7F || trail == 0xFF)
			continue;
		bool sign = lead >= 0xA1 && lead <= 0xA3;
		l->pairs++;
		l->gb += trail >= 0xA1 && (sign || (lead >= 0xB0 && lead <= 0xD7));
		l->big5 += (trail <= 0x7E || trail >= 0xA1) && (sign || (lead >= 0xA4 && lead <= 0xC6));
		i++;
	}
}

static looks
look_at(str s)
{
	looks l = {0};
	for (size_t at = 0; at < s.n;) {
		if ((unsigned char)s.p[at] < 0x80) {
			size_t plain = skip_ascii(s, at);
			if (plain > at) {
				at = plain;
				continue;
			}
			l.nul_even += s.p[at] == '\0' && at % 2 == 0;
			l.nul_odd += s.p[at] == '\0' && at % 2 == 1;
			at++;
			continue;
		}
		size_t from = at;
		uint32_t cp = utf8_next(s, &at);
		l.high += at - from;
		if (cp == UTF8_BAD && !str_starts(str_skip(s, from), STR("\xEF\xBF\xBD")))
			l.utf8_bad++;
		else
			l.utf8_good++;
	}
	count_pairs(&l, s);
	return l;
}

static const encoding *
detector_says(const charset_rules *r, str sample)
{
	const encoding *e = NULL;
	uchardet_t u = uchardet_new();
	if (u && uchardet_handle_data(u, sample.p, sample.n) == 0) {
		uchardet_data_end(u);
		e = charset_of_label(r, str_from(uchardet_get_charset(u)));
	}
	if (u)
		uchardet_delete(u);
	return e;
}

static bool
is_chinese(const encoding *e)
{
	return e->decoder == DECODE_GB18030 || e->decoder == DECODE_BIG5;
}

/* Nothing is said, or what was said cannot be. */
static const encoding *
detect(const charset_rules *r, str sample, const looks *l)
{
	const encoding *gbk = charset_of_label(r, STR("gbk")), *big5 = charset_of_label(r, STR("big5"));
	if (l->utf8_good > l->utf8_bad * 4)
		return charset_of_label(r, STR("utf-8"));
	bool chinese_pairs = l->pairs * 2 * 10 >= l->high * 8 && (l->gb > l->pairs * 6 / 10 || l->big5 > l->pairs * 6 / 10);
	const encoding *e = detector_says(r, sample);
	if (e && e->decoder != DECODE_NONE && !is_chinese(e) && !(e->decoder == DECODE_SINGLE && chinese_pairs))
		return e;
	return l->big5 > l->gb ? big5 : gbk;
}

/* Whether text in `e` can look like this. A Big5 page under a GBK label decodes without an error, into rare characters. What was decoded for
 * the answer goes to *text. */
static bool
can_be(const charset_rules *r, const encoding *e, arena *a, str sample, const looks *l, decoded *text)
{
	if (e->decoder == DECODE_NONE)
		return false;
	if (e->decoder == DECODE_GB18030 && l->gb * 10 < l->pairs * 6 && l->big5 * 10 > l->pairs * 9)
		return false;
	if (e->decoder == DECODE_BIG5 && l->big5 * 10 < l->pairs * 6 && l->gb * 10 > l->pairs * 9)
		return false;
	if (e->decoder == DECODE_SINGLE)
		return !(l->pairs > 50 && l->gb * 10 > l->pairs * 9) && l->utf8_good <= l->utf8_bad * 4;
	*text = charset_to_utf8(r, e, a, sample);
	return text->bad <= 2 || text->bad * 100 <= l->high / 2;
}

/* `well`: so many bytes at the start are UTF-8. *text: the start of the page (SAMPLE) in the encoding that is returned, where it had to be
 * decoded to tell; else a null string. */
static const encoding *
choose(const charset_rules *r, arena *a, str bytes, size_t well, str header, size_t *bom, bool *label_wrong, decoded *text)
{
	*label_wrong = false;
	*text = (decoded){.bad = 0};
	const encoding *e = sniff_bom(r, bytes, bom), *utf8 = charset_of_label(r, STR("utf-8"));
	if (e)
		return e;
	str sample = str_from_to(bytes, 0, SAMPLE);
	bool escapes = well == bytes.n && str_chr(sample, '\x1B') != SIZE_MAX;
	if (escapes && (str_find(sample, STR("\x1B$B")) != SIZE_MAX || str_find(sample, STR("\x1B$@")) != SIZE_MAX))
		return charset_of_label(r, STR("iso-2022-jp")); /* all of it ASCII but for what the escapes say */
	if (well == bytes.n && str_chr(sample, '\0') == SIZE_MAX)
		return utf8;
	looks l = look_at(sample);
	if (l.nul_odd > sample.n / 5 && l.nul_odd > 4 * l.nul_even)
		return charset_of_label(r, STR("utf-16le"));
	if (l.nul_even > sample.n / 5 && l.nul_even > 4 * l.nul_odd)
		return charset_of_label(r, STR("utf-16be"));
	if (well == bytes.n || (bytes.n - well < 4 && l.utf8_good))
		return utf8;
	if (l.utf8_good > l.utf8_bad * 50)
		return utf8;
	e = charset_of_label(r, header);
	if (!e)
		e = sniff_meta(r, str_from_to(bytes, 0, FIRST_LOOK));
	if (!e)
		e = sniff_meta(r, str_from_to(bytes, 0, SECOND_LOOK));
	if (e && can_be(r, e, a, sample, &l, text))
		return e;
	*text = (decoded){.bad = 0};
	/* the first bytes may be all ASCII: show the detector where the others begin */
	const encoding *found = detect(r, str_from_to(str_skip(bytes, well > 256 ? well - 256 : 0), 0, SAMPLE), &l);
	*label_wrong = e && found != e;
	return found;
}

/* Bytes up to the next tag or line end. */
static str
next_piece(str bytes, size_t at)
{
	size_t end = at + 1;
	while (end < bytes.n && bytes.p[end] != '<' && bytes.p[end] != '\n')
		end++;
	return str_from_to(bytes, at, end);
}

/* Characters of three bytes and more, which Chinese has in UTF-8: pairs of GBK often look like one of two. */
static size_t
long_sequences(str s)
{
	size_t n = 0;
	for (size_t at = 0; at < s.n;) {
		size_t from = at;
		bool bad = utf8_next(s, &at) == UTF8_BAD;
		n += !bad && at - from >= 3;
	}
	return n;
}

/* The encoding of a piece, when it is not the page's: GBK in a UTF-8 page, or UTF-8 in a GBK page; else the page's. */
static const encoding *
of_piece(const charset_rules *r, const encoding *page, str piece)
{
	enum { LEAST = 4 };
	size_t sequences = long_sequences(piece);
	looks l = {0};
	if (utf8_check(piece) == piece.n)
		return sequences >= LEAST ? charset_of_label(r, STR("utf-8")) : page;
	if (page->decoder != DECODE_UTF8)
		return page;
	count_pairs(&l, piece);
	bool gbk = l.pairs >= LEAST && l.gb * 10 >= l.pairs * 9 && sequences * 4 < l.pairs;
	return gbk ? charset_of_label(r, STR("gbk")) : page;
}

/* Pages that a template of one encoding and a text of another were pasted into. */
static decoded
by_pieces(const charset_rules *r, const encoding *e, arena *a, str bytes)
{
	buf out = {0};
	decoded all = {.four_byte = false};
	for (size_t at = 0; at < bytes.n;) {
		str piece = next_piece(bytes, at);
		decoded d = charset_to_utf8(r, of_piece(r, e, piece), a, piece);
		buf_add(&out, d.text);
		all.bad += d.bad;
		all.four_byte |= d.four_byte;
		at += piece.n;
	}
	all.text = arena_dup(a, buf_str(&out));
	buf_free(&out);
	return all;
}

const encoding *
charset_choose(const charset_rules *r, arena *a, str bytes, str header, size_t *bom, bool *label_wrong)
{
	decoded text;
	return choose(r, a, bytes, utf8_check(bytes), header, bom, label_wrong, &text);
}

void
charset_decode(doc *d, const charset_rules *r)
{
	size_t bom, well = utf8_check(d->bytes);
	bool label_wrong;
	decoded text;
	const encoding *e = choose(r, d->a, d->bytes, well, d->header_charset, &bom, &label_wrong, &text);
	str rest = str_skip(d->bytes, bom);
	if (e->decoder == DECODE_UTF8 && well == d->bytes.n)
		text = (decoded){.text = rest};
	else if (!text.text.p || d->bytes.n > SAMPLE)
		text = charset_to_utf8(r, e, d->a, rest);
	if (text.bad && (e->decoder == DECODE_UTF8 || e->decoder == DECODE_GB18030)) {
		decoded mixed = by_pieces(r, e, d->a, str_skip(d->bytes, bom));
		text = mixed.bad < text.bad ? mixed : text;
	}
	d->utf8 = text.text;
	d->encoding = text.four_byte ? STR("gb18030") : e->name;
	if (text.bad)
		doc_warn(d, "bad-bytes", text.bad);
	if (label_wrong)
		doc_warn(d, "encoding-label-wrong", 0);
}
