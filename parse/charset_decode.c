/*
 * charset_decode.c - the decoders of the WHATWG Encoding standard (chapters 8 to 14), error mode "replacement".
 *
 * A decoder looks at the bytes at *at, moves *at behind what it ate and gives up to two code points; BAD stands for an error.
 * Where the standard puts an ASCII byte back, *at stays before it.
 */
#include <string.h>

#include "charset_index.h"
#include "utf8.h"

#define BAD UINT32_MAX
#define NOTHING (UINT32_MAX - 1)   /* the bytes end, or only changed the state */

/* ISO-2022-JP's states (12.2.1). */
enum state { ASCII, ROMAN, KATAKANA, LEAD, TRAIL, ESCAPE_START, ESCAPE };

typedef struct input {
	const charsets *c;
	const encoding *e;
	const uint32_t *index, *jis0212;
	size_t nindex, njis0212;
	const unsigned char *p;
	size_t n, at;
	uint32_t second;           /* the second code point of a pair, 0 when there is none */
	bool four_byte;
	enum state state, output;  /* of ISO-2022-JP: now, and where an escape sequence that fails leads back to */
	bool escaped;              /* nothing came out since the last escape sequence */
	unsigned char lead;
} input;

static uint32_t
look_up(const uint32_t *index, size_t n, size_t pointer)
{
	return pointer < n && index[pointer] ? index[pointer] : BAD;
}

/* The trail byte of a pair that stands for nothing: an ASCII one is read again. */
static uint32_t
bad_pair(input *in, unsigned char trail)
{
	in->at += trail < 0x80 ? 1 : 2;
	return BAD;
}

static uint32_t
one_single(input *in)
{
	unsigned char b = in->p[in->at++];
	uint32_t cp = look_up(in->index, in->nindex, b - 0x80u);
	/* windows-125x leaves some of 0x80..0x9F to the C1 controls, which dicts/charset-index.tsv does not hold */
	return cp == BAD && b < 0xA0 ? b : cp;
}

static uint32_t
gb_four_bytes(const charsets *c, uint32_t pointer)
{
	if (pointer == 7457)
		return 0xE7C7;
	if ((pointer > 39419 && pointer < 189000) || pointer > 1237575)
		return BAD;
	size_t lo = 0, hi = c->nrange;
	while (hi - lo > 1) {
		size_t mid = lo + (hi - lo) / 2;
		if (c->range[mid].pointer <= pointer)
			lo = mid;
		else
			hi = mid;
	}
	return c->range[lo].cp + (pointer - c->range[lo].pointer);
}

static uint32_t
four_gb18030(input *in)
{
	const unsigned char *p = in->p + in->at;
	size_t left = in->n - in->at;
	if (left < 3 || p[2] < 0x81 || p[2] > 0xFE || left < 4 || p[3] < 0x30 || p[3] > 0x39) {
		/* the lead is the error; what followed it is read again, unless the bytes end there */
		in->at += left < 3 || (left < 4 && p[2] >= 0x81 && p[2] <= 0xFE) ? left : 1;
		return BAD;
	}
	uint32_t pointer = ((p[0] - 0x81u) * 10 + p[1] - 0x30u) * 1260 + (p[2] - 0x81u) * 10 + p[3] - 0x30u;
	uint32_t cp = gb_four_bytes(in->c, pointer);
	in->at += 4;
	in->four_byte |= cp != BAD;
	return cp;
}

static uint32_t
one_gb18030(input *in)
{
	const unsigned char *p = in->p + in->at;
	if (p[0] == 0x80) {
		in->at++;
		return 0x20AC;
	}
	if (p[0] == 0xFF || in->n - in->at < 2) {
		in->at++;
		return BAD;
	}
	unsigned char t = p[1];
	if (t >= 0x30 && t <= 0x39)
		return four_gb18030(in);
	uint32_t cp = BAD;
	if ((t >= 0x40 && t <= 0x7E) || (t >= 0x80 && t <= 0xFE))
		cp = look_up(in->index, in->nindex, (p[0] - 0x81u) * 190 + t - (t < 0x7F ? 0x40u : 0x41u));
	if (cp == BAD)
		return bad_pair(in, t);
	in->at += 2;
	return cp;
}

static uint32_t
one_big5(input *in)
{
	const unsigned char *p = in->p + in->at;
	if (p[0] < 0x81 || p[0] > 0xFE || in->n - in->at < 2) {
		in->at++;
		return BAD;
	}
	unsigned char t = p[1];
	if (!((t >= 0x40 && t <= 0x7E) || (t >= 0xA1 && t <= 0xFE)))
		return bad_pair(in, t);
	uint32_t pointer = (p[0] - 0x81u) * 157 + t - (t < 0x7F ? 0x40u : 0x62u);
	uint32_t cp;
	switch (pointer) { /* four codes are a letter and a combining mark (12.1.1) */
	case 1133:
	case 1135:
		cp = 0xCA;
		break;
	case 1164:
	case 1166:
		cp = 0xEA;
		break;
	default:
		cp = look_up(in->index, in->nindex, pointer);
		if (cp == BAD)
			return bad_pair(in, t);
		in->at += 2;
		return cp;
	}
	in->second = pointer == 1133 || pointer == 1164 ? 0x304 : 0x30C;
	in->at += 2;
	return cp;
}

static uint32_t
one_euc_kr(input *in)
{
	const unsigned char *p = in->p + in->at;
	if (p[0] < 0x81 || p[0] > 0xFE || in->n - in->at < 2) {
		in->at++;
		return BAD;
	}
	uint32_t cp = BAD;
	if (p[1] >= 0x41 && p[1] <= 0xFE)
		cp = look_up(in->index, in->nindex, (p[0] - 0x81u) * 190 + p[1] - 0x41u);
	if (cp == BAD)
		return bad_pair(in, p[1]);
	in->at += 2;
	return cp;
}

static uint32_t
one_shift_jis(input *in)
{
	const unsigned char *p = in->p + in->at;
	if (p[0] == 0x80 || (p[0] >= 0xA1 && p[0] <= 0xDF)) {
		in->at++;
		return p[0] == 0x80 ? 0x80 : 0xFF61u - 0xA1 + p[0];
	}
	if (p[0] == 0xA0 || p[0] > 0xFC || in->n - in->at < 2) {
		in->at++;
		return BAD;
	}
	unsigned char t = p[1];
	uint32_t cp = BAD;
	if ((t >= 0x40 && t <= 0x7E) || (t >= 0x80 && t <= 0xFC)) {
		uint32_t pointer = (p[0] - (p[0] < 0xA0 ? 0x81u : 0xC1u)) * 188 + t - (t < 0x7F ? 0x40u : 0x41u);
		cp = pointer >= 8836 && pointer <= 10715 ? 0xE000 - 8836 + pointer
							 : look_up(in->index, in->nindex, pointer);
	}
	if (cp == BAD)
		return bad_pair(in, t);
	in->at += 2;
	return cp;
}

static bool
is_euc(unsigned char b)
{
	return b >= 0xA1 && b <= 0xFE;
}

static uint32_t
one_euc_jp(input *in)
{
	const unsigned char *p = in->p + in->at;
	size_t left = in->n - in->at;
	if ((p[0] != 0x8E && p[0] != 0x8F && !is_euc(p[0])) || left < 2) {
		in->at++;
		return BAD;
	}
	if (p[0] == 0x8E && p[1] >= 0xA1 && p[1] <= 0xDF) {
		in->at += 2;
		return 0xFF61u - 0xA1 + p[1];
	}
	bool three = p[0] == 0x8F && is_euc(p[1]);
	if (three && left < 3) {
		in->at = in->n;
		return BAD;
	}
	const unsigned char *q = p + three;
	uint32_t cp = BAD;
	if (is_euc(q[0]) && is_euc(q[1]))
		cp = look_up(three ? in->jis0212 : in->index, three ? in->njis0212 : in->nindex,
			     (q[0] - 0xA1u) * 94 + q[1] - 0xA1u);
	in->at += three;
	if (cp == BAD)
		return bad_pair(in, q[1]);
	in->at += 2;
	return cp;
}

/* Behind the escape byte. NOTHING: the state changed. */
static uint32_t
escape(input *in, unsigned char b)
{
	static const struct {
		char lead, byte;
		enum state state;
	} known[] = {{'(', 'B', ASCII}, {'(', 'J', ROMAN}, {'(', 'I', KATAKANA}, {'$', '@', LEAD}, {'$', 'B', LEAD}};
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		if (in->lead != (unsigned char)known[i].lead || b != (unsigned char)known[i].byte)
			continue;
		bool twice = in->escaped;
		in->state = in->output = known[i].state;
		in->escaped = true;
		return twice ? BAD : NOTHING;
	}
	in->at -= 2; /* both are read again */
	in->escaped = false;
	in->state = in->output;
	return BAD;
}

/* One byte of a run in the state that an escape sequence set. */
static uint32_t
in_run(input *in, unsigned char b)
{
	bool trail = in->state == TRAIL;
	in->escaped = in->escaped && trail;
	switch (in->state) {
	case ASCII:
	case ROMAN:
		if (b > 0x7F || b == 0x0E || b == 0x0F)
			return BAD;
		return in->state == ROMAN && b == 0x5C ? 0xA5 : in->state == ROMAN && b == 0x7E ? 0x203E : b;
	case KATAKANA:
		return b >= 0x21 && b <= 0x5F ? 0xFF61u - 0x21 + b : BAD;
	default:
		in->state = trail ? LEAD : TRAIL;
		if (b < 0x21 || b > 0x7E) {
			in->state = LEAD;
			return BAD;
		}
		if (trail)
			return look_up(in->index, in->nindex, (in->lead - 0x21u) * 94 + b - 0x21u);
		in->lead = b;
		return NOTHING;
	}
}

static uint32_t
one_iso_2022_jp(input *in)
{
	if (in->at >= in->n) { /* the bytes end inside something */
		bool cut = in->state == TRAIL || in->state == ESCAPE_START || in->state == ESCAPE;
		in->at -= in->state == ESCAPE;
		in->state = in->state == TRAIL ? LEAD : in->output;
		return cut ? BAD : NOTHING;
	}
	unsigned char b = in->p[in->at++];
	if (in->state == ESCAPE)
		return escape(in, b);
	if (in->state == ESCAPE_START) {
		if (b == '$' || b == '(') {
			in->lead = b;
			in->state = ESCAPE;
			return NOTHING;
		}
		in->at--;
		in->escaped = false;
		in->state = in->output;
		return BAD;
	}
	if (b == 0x1B) {
		bool trail = in->state == TRAIL;
		in->state = ESCAPE_START;
		return trail ? BAD : NOTHING;
	}
	return in_run(in, b);
}

static uint32_t
one_utf16(input *in, int hi)
{
	const unsigned char *p = in->p + in->at;
	if (in->n - in->at < 2) {
		in->at = in->n;
		return BAD;
	}
	uint32_t unit = (uint32_t)p[hi] << 8 | p[1 - hi];
	in->at += 2;
	if (unit < 0xD800 || unit > 0xDFFF)
		return unit;
	if (unit > 0xDBFF || in->n - in->at < 2) {
		if (unit <= 0xDBFF)
			in->at = in->n;
		return BAD;
	}
	uint32_t low = (uint32_t)p[2 + hi] << 8 | p[3 - hi];
	if (low < 0xDC00 || low > 0xDFFF)
		return BAD;
	in->at += 2;
	return 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
}

static uint32_t
one_utf8(input *in)
{
	size_t from = in->at;
	uint32_t cp = utf8_next(str_of((const char *)in->p, in->n), &in->at);
	bool written = in->at - from == 3 && memcmp(in->p + from, "\xEF\xBF\xBD", 3) == 0;
	return cp == UTF8_BAD && !written ? BAD : cp;
}

static uint32_t
one(input *in)
{
	switch (in->e->decoder) {
	case DECODE_UTF8:
		return one_utf8(in);
	case DECODE_UTF16LE:
		return one_utf16(in, 1);
	case DECODE_UTF16BE:
		return one_utf16(in, 0);
	case DECODE_GB18030:
		return one_gb18030(in);
	case DECODE_BIG5:
		return one_big5(in);
	case DECODE_EUC_KR:
		return one_euc_kr(in);
	case DECODE_SHIFT_JIS:
		return one_shift_jis(in);
	case DECODE_EUC_JP:
		return one_euc_jp(in);
	case DECODE_ISO_2022_JP:
		return one_iso_2022_jp(in);
	case DECODE_SINGLE:
		return one_single(in);
	case DECODE_NONE:
		break;
	}
	in->at++;
	return BAD;
}

/* The run of two-byte codes of GBK that begins at in->at, which is most of a page's text. False when there is none. */
static bool
gbk_pairs(input *in, buf *out)
{
	enum { ROOM = 3 };
	size_t from = in->at;
	for (; in->n - in->at >= 2; in->at += 2) {
		unsigned lead = in->p[in->at], trail = in->p[in->at + 1];
		if (lead < 0x81 || lead == 0xFF || trail < 0x40 || trail == 0x7F || trail == 0xFF)
			break;
		uint32_t cp = look_up(in->index, in->nindex, (lead - 0x81) * 190 + trail - (trail < 0x7F ? 0x40 : 0x41));
		if (cp == BAD || cp > 0xFFFF)
			break;
		buf_reserve(out, ROOM);
		out->n += utf8_put(out->p + out->n, cp);
	}
	return in->at > from;
}

decoded
charset_to_utf8(const charsets *c, const encoding *e, arena *a, str bytes)
{
	if (!bytes.p || (e->decoder == DECODE_UTF8 && utf8_check(bytes) == bytes.n))
		return (decoded){.text = bytes};
	input in = {.c = c, .e = e, .p = (const unsigned char *)bytes.p, .n = bytes.n};
	if (e->index) {
		in.index = charset_index_of(c, e->index);
		in.nindex = e->index->n;
	}
	if (e->decoder == DECODE_EUC_JP) {
		in.jis0212 = charset_index_of(c, c->jis0212);
		in.njis0212 = c->jis0212->n;
	}
	bool ascii = e->decoder != DECODE_UTF16LE && e->decoder != DECODE_UTF16BE && e->decoder != DECODE_ISO_2022_JP;
	size_t bad = 0;
	buf out = {0};
	buf_reserve(&out, bytes.n + bytes.n / 2 + 16);
	while (in.at < in.n || in.state > LEAD) {
		size_t run = ascii ? str_ascii_run(str_skip(bytes, in.at)) : 0;
		if (run) {
			buf_add(&out, str_of(bytes.p + in.at, run));
			in.at += run;
			continue;
		}
		if (e->decoder == DECODE_GB18030 && gbk_pairs(&in, &out))
			continue;
		in.second = 0;
		uint32_t cp = one(&in);
		if (cp == NOTHING)
			continue;
		bad += cp == BAD;
		buf_cp(&out, cp == BAD ? UTF8_BAD : cp);
		if (in.second)
			buf_cp(&out, in.second);
	}
	decoded d = {.text = arena_dup(a, buf_str(&out)), .bad = bad, .four_byte = in.four_byte};
	buf_free(&out);
	return d;
}
