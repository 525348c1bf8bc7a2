/*
 * UTF-8 read as Latin-1 (windows-1252) or as GBK. It is undone only when the result is certain: the bytes put back are valid UTF-8 and turn
 * into Chinese; a line that looks so and cannot be put back is suspected.
 */
#include "repair.h"
#include "repair_part.h"
#include "utf8.h"

/* The byte that is the code point in windows-1252; 0x100 when none is. */
static unsigned
byte_of_1252(uint32_t cp)
{
	enum { LAST = 0x2122 };    /* of the table: Chinese is behind it */
	if (cp < 0x100)
		return cp;
	for (unsigned i = 0; cp <= LAST && i < 32; i++)
		if (cp_windows_1252[i] == cp)
			return 0x80 + i;
	return 0x100;
}

static size_t
count_han(str s)
{
	size_t n = 0;
	for (size_t at = 0; at < s.n;)
		n += cp_is_han(utf8_next(s, &at));
	return n;
}

static bool
from_latin(str s, buf *bytes)
{
	size_t high = 0, chars = 0;
	for (size_t at = 0; at < s.n; chars++) {
		unsigned b = byte_of_1252(utf8_next_good(s, &at));
		if (b > 0xFF)
			return false;
		high += b >= 0x80;
	}
	if (high < 6 || high * 2 <= chars)
		return false;
	for (size_t at = 0; at < s.n;)
		buf_addc(bytes, (char)byte_of_1252(utf8_next_good(s, &at)));
	return true;
}

/* No character of the commoner ones of GB 2312. */
static bool
is_rare(uint16_t gbk)
{
	return gbk < 0xB0A1 || (gbk & 0xFF) < 0xA1 || gbk >= 0xD800;
}

void
mojibake_load(repair_rules *r)
{
	for (uint32_t cp = 0; cp < 0x10000; cp++)
		r->rare[cp >> 3] |= (uint8_t)(is_rare(r->gbk[cp]) << (cp & 7));
}

/* Two of five characters are rare ones, as Chinese read in the wrong code gives them. */
static bool
looks_like_gbk(const repair_rules *r, str s)
{
	size_t pairs = 0, rare = 0;
	for (size_t at = 0; at < s.n;) {
		uint32_t cp = utf8_next_good(s, &at);
		if (cp < 0x80)
			continue;
		pairs++;
		rare += cp >= 0x10000 || (r->rare[cp >> 3] >> (cp & 7) & 1);
	}
	if (pairs < 4 || rare * 10 < pairs * 4)
		return false;
	for (size_t at = 0; at < s.n;) {
		uint32_t cp = utf8_next_good(s, &at);
		if (cp >= 0x80 && (cp >= 0x10000 || !r->gbk[cp]))
			return false;
	}
	return true;
}

static bool
from_gbk(const repair_rules *r, str s, buf *bytes)
{
	if (!looks_like_gbk(r, s))
		return false;
	for (size_t at = 0; at < s.n;) {
		uint32_t cp = utf8_next_good(s, &at);
		if (cp >= 0x80)
			buf_addc(bytes, (char)(r->gbk[cp] >> 8));
		buf_addc(bytes, (char)(cp < 0x80 ? cp : r->gbk[cp]));
	}
	return true;
}

/* Longest prefix that is UTF-8: a reader that lost a byte at the end still gives nearly all. */
static bool
accept(str bytes, str was, buf *out)
{
	size_t good = utf8_check(bytes), han = count_han(str_from_to(bytes, 0, good));
	if (good != bytes.n || han < 3 || han * 3 > 2 * utf8_count(was) + 6)
		return false;
	buf_add(out, bytes);
	return true;
}

bool
repair_mojibake(const repair_rules *r, str s, buf *out, bool *suspect)
{
	buf b = {0};
	bool done = false;
	*suspect = false;
	if (s.n < 8)
		return false;
	if (from_latin(s, &b)) {
		done = accept(buf_str(&b), s, out);
		*suspect = !done && count_han(buf_str(&b)) >= 3;
	} else {
		done = from_gbk(r, s, &b) && accept(buf_str(&b), s, out);
	}
	buf_free(&b);
	return done;
}

/* The end of the run of characters above ASCII that starts at s[at]: all of them bytes of windows-1252, which go to `bytes`, or none of them. */
static size_t
high_run(str s, size_t at, buf *bytes)
{
	bool first = true, good = true;
	while (at < s.n && (unsigned char)s.p[at] >= 0x80) {
		size_t next = at;
		unsigned b = byte_of_1252(utf8_next(s, &next));
		if (!first && good != (b <= 0xFF))
			break;
		good = b <= 0xFF;
		first = false;
		at = next;
		if (good)
			buf_addc(bytes, (char)b);
	}
	return at;
}

static bool
is_text(str bytes)
{
	return utf8_check(bytes) == bytes.n && utf8_first(bytes) >= 0x2000;
}

/* Text that went through the wrong code twice: one more step back. */
static bool
once_more(buf *run)
{
	buf b = {0};
	str s = buf_str(run);
	bool whole = utf8_check(s) == s.n && high_run(s, 0, &b) == s.n && b.n;
	if (whole) {
		buf_clear(run);
		buf_add(run, buf_str(&b));
	}
	buf_free(&b);
	return whole;
}

/* Copies s to out with every run put back that can be: valid UTF-8 with a Chinese character or mark in it. Their count. *sure: those too long
 * to be so by chance; *kept: runs of Chinese that are what they are. */
static size_t
put_back(str s, buf *out, size_t *kept, size_t *sure)
{
	enum { LONG = 24 };
	buf run = {0};
	size_t done = 0;
	for (size_t at = 0; at < s.n;) {
		size_t from = at;
		while (at < s.n && (unsigned char)s.p[at] < 0x80)
			at++;
		buf_add(out, str_from_to(s, from, at));
		buf_clear(&run);
		from = at;
		at = high_run(s, at, &run);
		bool good = run.n >= 3 && is_text(buf_str(&run));
		if (!good && run.n >= 6 && once_more(&run))
			good = is_text(buf_str(&run));
		str bytes = buf_str(&run);
		buf_add(out, good ? bytes : str_from_to(s, from, at));
		done += good;
		*sure += good && bytes.n >= LONG;
		*kept += !good && count_han(str_from_to(s, from, at));
	}
	buf_free(&run);
	return done;
}

/* ä, å or æ: what 0xE4-0xE6, the first bytes of most Chinese, became; or what these became. */
static bool
has_lead(str s)
{
	for (size_t i; (i = str_chr(s, '\xC3')) != SIZE_MAX; s = str_skip(s, i + 1))
		if (i + 1 < s.n && (unsigned char)s.p[i + 1] >= 0xA4 && (unsigned char)s.p[i + 1] <= 0xA6)
			return true;
		else if (i + 3 < s.n && (unsigned char)s.p[i + 1] == 0x83 && (unsigned char)s.p[i + 3] >= 0xA4 && (unsigned char)s.p[i + 3] <= 0xA6)
			return true; /* twice */
	return false;
}

/* GBK read as Latin-1: no Chinese at all, and what the letters' bytes give is nearly all in the first 3,755 characters, or has the marks of Chinese
 * text. Returns how many. Bytes that are no pair (`©` is four bytes of GB18030) stay as they are. */
static size_t
put_back_gbk(const repair_rules *r, str s, buf *out)
{
	size_t pairs = 0, common = 0, other = 0, stops = 0, bad = 0;
	for (size_t at = 0; at < s.n;) {
		size_t from = at, next;
		uint32_t cp = utf8_next(s, &at);
		if (cp < 0x81 || cp > 0xFE || at >= s.n) {
			other += cp > 0xFF;
			buf_add(out, str_from_to(s, from, at));
			continue;
		}
		next = at;
		uint32_t low = utf8_next(s, &next), pair = low >= 0x40 && low <= 0xFE ? r->pair[cp << 8 | low] : 0;
		if (!pair) {
			buf_add(out, str_from_to(s, from, at));
			bad++;
			continue;
		}
		at = next;
		pairs++;
		stops += pair == 0xFF0C || pair == 0x3002 || pair == 0x3001;
		common += (cp >= 0xB0 && cp < 0xD8 && cp != 0xC2 && cp != 0xC3) || cp == 0xA1 || cp == 0xA3; /* C2, C3: UTF-8's */
		buf_cp(out, pair);
	}
	bool chinese = common * 10 >= pairs * 8 || (stops * 100 >= pairs * 4 && common * 10 >= pairs * 4);
	return pairs >= 40 && bad * 50 <= pairs && chinese && other * 10 < pairs ? pairs : 0;
}

/* Many letters of Latin-1, and hardly a character of any other script, before the page has 64 of them. */
static bool
may_be_gbk(str s)
{
	size_t latin = 0, other = 0;
	for (size_t at = 0; (at += str_ascii_run(str_skip(s, at))) < s.n && latin < 64 && other < 16;) {
		uint32_t cp = utf8_next(s, &at);
		other += cp > 0xFF && !cp_is_invisible(cp);
		latin += cp >= 0xA1 && cp <= 0xFF;
	}
	return latin >= 64;
}

/* ---- UTF-8 read as GBK, with bytes lost on the way: what is left is put back, each lost character is U+FFFD */

/* What the comma, the stop and the commonest character become when a pair begins with them; hardly anybody writes these. */
static bool
has_gbk_lead(str s)
{
	str known[] = {STR("锛"), STR("銆"), STR("鐨")}; /* all of one first byte */
	for (size_t i; (i = str_chr(s, '\xE9')) != SIZE_MAX; s = str_skip(s, i + 1))
		for (size_t k = 0; k < sizeof known / sizeof *known; k++)
			if (str_starts(str_skip(s, i), known[k]))
				return true;
	return false;
}

/* The piece of s from `from` to the next tag or line end, as it was before GBK; what has no bytes there is one that UTF-8 never has. */
static size_t
piece_bytes(const repair_rules *r, str s, size_t from, buf *bytes, size_t *pairs)
{
	size_t at = from;
	*pairs = 0;
	while (at < s.n && (at == from || (s.p[at] != '<' && s.p[at] != '\n'))) {
		uint32_t cp = utf8_next(s, &at);
		uint16_t b = cp < 0x10000 && cp >= 0x80 ? r->gbk[cp] : 0;
		if (b)
			buf_addc(bytes, (char)(b >> 8));
		buf_addc(bytes, (char)(b ? b & 0xFF : cp < 0x80 ? cp : 0xFF));
		*pairs += b != 0;
	}
	return at;
}

/* Copies s to out with every piece put back that is mostly UTF-8 then. Returns their count; *lost: characters that were not whole. */
static size_t
put_back_pieces(const repair_rules *r, str s, buf *out, size_t *lost)
{
	buf bytes = {0}, text = {0};
	size_t done = 0, pairs;
	for (size_t at = 0, end; at < s.n; at = end) {
		size_t han = 0, bad = 0;
		buf_clear(&bytes);
		buf_clear(&text);
		end = piece_bytes(r, s, at, &bytes, &pairs);
		for (size_t k = 0; pairs >= 4 && k < bytes.n;) {
			uint32_t cp = utf8_next(buf_str(&bytes), &k);
			bool twice = cp == UTF8_BAD && text.n >= 3 && utf8_last(buf_str(&text)) == 0xFFFD; /* one character's bytes */
			han += cp != UTF8_BAD && (cp_is_han(cp) || cp_is_cjk_punct(cp));
			bad += cp == UTF8_BAD && !twice;
			if (!twice)
				buf_cp(&text, cp == UTF8_BAD ? 0xFFFD : cp);
		}
		bool good = han >= 4 && bad * 2 <= han && bad;
		buf_add(out, good ? buf_str(&text) : str_from_to(s, at, end));
		done += good;
		*lost += good ? bad : 0;
	}
	buf_free(&bytes);
	buf_free(&text);
	return done;
}

static void
repair_lossy(doc *d, const repair_rules *r)
{
	buf out = {0};
	size_t lost = 0, done = has_gbk_lead(d->utf8) ? put_back_pieces(r, d->utf8, &out, &lost) : 0;
	if (done) {
		d->utf8 = arena_dup(d->a, buf_str(&out));
		doc_warn(d, "mojibake-undone", done);
		doc_warn(d, "mojibake-suspected", lost);
	}
	buf_free(&out);
}

void
repair_page(doc *d, const repair_rules *r)
{
	enum { LEAST = 3 };
	buf out = {0};
	size_t kept = 0, done = 0, sure = 0;
	if (has_lead(d->utf8))
		done = put_back(d->utf8, &out, &kept, &sure);
	if (!(done >= LEAST && (done > 4 * kept || sure >= LEAST))) {
		buf_clear(&out);
		done = may_be_gbk(d->utf8) ? put_back_gbk(r, d->utf8, &out) : 0;
	}
	if (done) {
		d->utf8 = arena_dup(d->a, buf_str(&out));
		doc_warn(d, "mojibake-undone", done);
	}
	buf_free(&out);
	if (!done)
		repair_lossy(d, r);
	if (repair_references(d))
		repair_escapes(d);
}
