/*
 * UTS 46 ToASCII as the URL Standard asks for it. libidn2 knows the tables; what it refuses beyond UTS 46
 * (symbols, hyphens, lengths: it follows IDNA 2008 there) is mapped here, with utf8proc's tables.
 * Right-to-left and joiner labels are left to libidn2 alone.
 */
#include <idn2.h>
#include <stdlib.h>
#include <utf8proc.h>

#include "url.h"
#include "utf8.h"

#define LABEL_MAX 256 /* code points; longer labels name nothing */

/* RFC 3492. `cp` holds n code points. false: too long. */
static bool
punycode(buf *out, const uint32_t *cp, size_t n)
{
	uint32_t next = 128, delta = 0, bias = 72;
	size_t basic = 0;
	for (size_t i = 0; i < n; i++)
		if (cp[i] < 128) {
			buf_addc(out, (char)cp[i]);
			basic++;
		}
	if (basic)
		buf_addc(out, '-');
	for (size_t done = basic; done < n; next++, delta++) {
		uint32_t least = UINT32_MAX;
		for (size_t i = 0; i < n; i++)
			if (cp[i] >= next && cp[i] < least)
				least = cp[i];
		if (least - next > (UINT32_MAX - delta) / (uint32_t)(done + 1))
			return false;
		delta += (least - next) * (uint32_t)(done + 1);
		next = least;
		for (size_t i = 0; i < n; i++) {
			delta += cp[i] < next;
			if (cp[i] != next)
				continue;
			uint32_t q = delta;
			for (uint32_t k = 36;; k += 36) {
				uint32_t t = k <= bias ? 1 : k >= bias + 26 ? 26 : k - bias;
				if (q < t)
					break;
				uint32_t digit = t + (q - t) % (36 - t);
				buf_addc(out, (char)(digit < 26 ? 'a' + digit : '0' + digit - 26));
				q = (q - t) / (36 - t);
			}
			buf_addc(out, (char)(q < 26 ? 'a' + q : '0' + q - 26));
			delta = done == basic ? delta / 700 : delta / 2;
			delta += delta / (uint32_t)(done + 1);
			for (bias = 0; delta > 455; bias += 36)
				delta /= 35;
			bias += 36 * delta / (delta + 38);
			delta = 0;
			done++;
		}
	}
	return true;
}

/* May it stand in a label? What utf8proc's categories can tell of UTS 46's table. */
static bool
is_valid(uint32_t cp)
{
	const utf8proc_property_t *p = utf8proc_get_property((utf8proc_int32_t)cp);
	if (cp < 128)
		return true; /* the host parser has its own list */
	switch (p->category) {
	case UTF8PROC_CATEGORY_CN:
	case UTF8PROC_CATEGORY_CO:
	case UTF8PROC_CATEGORY_CS:
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_CF:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
	case UTF8PROC_CATEGORY_ZS:
		return false;
	default:
		break;
	}
	bool right_to_left = p->bidi_class == UTF8PROC_BIDI_CLASS_R ||
			     p->bidi_class == UTF8PROC_BIDI_CLASS_AL ||
			     p->bidi_class == UTF8PROC_BIDI_CLASS_AN;
	bool description = cp >= 0x2FF0 && cp <= 0x2FFF;
	return !right_to_left && !description && cp != 0xFFFC && cp != 0xFFFD;
}

static bool
is_mark(uint32_t cp)
{
	utf8proc_category_t c = utf8proc_category((utf8proc_int32_t)cp);
	return c == UTF8PROC_CATEGORY_MN || c == UTF8PROC_CATEGORY_MC || c == UTF8PROC_CATEGORY_ME;
}

static bool
label_to_ascii(buf *out, str label)
{
	uint32_t cp[LABEL_MAX];
	size_t n = 0;
	bool ascii = true;
	for (size_t at = 0; at < label.n;) {
		if (n == LABEL_MAX)
			return false;
		cp[n] = utf8_next(label, &at);
		if (!is_valid(cp[n]))
			return false;
		ascii &= cp[n++] < 128;
	}
	if (n && is_mark(cp[0]))
		return false;
	if (ascii) {
		buf_add(out, label);
		return true;
	}
	if (str_starts(label, STR("xn--")))
		return false;
	buf_addz(out, "xn--");
	return punycode(out, cp, n);
}

/* Ignorable for utf8proc, disallowed by UTS 46: directions and tags. */
static bool
is_disallowed(uint32_t cp)
{
	bool tag = cp >= 0xE0000 && cp <= 0xE0FFF && (cp < 0xE0100 || cp > 0xE01EF);
	return tag || (cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x2069);
}

/* NFKC_Casefold, but for the characters that nontransitional processing keeps. false when it cannot be
 * mapped. */
static bool
mapped(arena *a, str domain, str *out)
{
	buf kept = {0};
	bool good = true;
	for (size_t at = 0; at < domain.n;) {
		uint32_t cp = utf8_next(domain, &at);
		utf8proc_int32_t many[32];
		int last = 0;
		if (cp == 0x3002 || cp == 0xFF0E || cp == 0xFF61)
			cp = '.';
		if (cp == 0xDF || cp == 0x3C2 || cp == 0x200C || cp == 0x200D || cp == 0x1E9E) {
			buf_cp(&kept, cp == 0x1E9E ? 0xDF : cp);
			continue;
		}
		utf8proc_ssize_t n = utf8proc_decompose_char(
		    (utf8proc_int32_t)cp, many, 32,
		    UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE, &last);
		for (utf8proc_ssize_t i = 0; i < n && i < 32; i++)
			buf_cp(&kept, (uint32_t)many[i]);
		for (utf8proc_ssize_t i = 0; i < n && i < 32; i++)
			good &= many[i] != '.' || cp == '.'; /* as U+2488, a digit with its dot */
		good &= !is_disallowed(cp);
	}
	buf_addc(&kept, '\0');
	utf8proc_uint8_t *nfc = !good ? NULL : utf8proc_NFC((const utf8proc_uint8_t *)kept.p);
	buf_free(&kept);
	if (!nfc)
		return false;
	*out = arena_dup(a, str_from((char *)nfc));
	free(nfc);
	return true;
}

static bool
fallback(arena *a, str map, str *out)
{
	str rest = map, label;
	buf ascii = {0};
	bool good = true, first = true;
	while (good && str_cut(&rest, '.', &label)) {
		if (!first)
			buf_addc(&ascii, '.');
		first = false;
		char *checked = NULL;
		if (str_starts(label, STR("xn--"))) /* it must be one that libidn2 can read */
			good = idn2_to_ascii_8z(arena_dup(a, label).p, &checked, IDN2_NONTRANSITIONAL) ==
			       IDN2_OK;
		idn2_free(checked);
		good = good && label_to_ascii(&ascii, label);
	}
	*out = arena_dup(a, buf_str(&ascii));
	buf_free(&ascii);
	return good && out->n > 0;
}

static bool
has_capital_sharp_s(str s)
{
	return str_find(s, STR("\xE1\xBA\x9E")) !=
	       SIZE_MAX; /* libidn2 2.3 maps it as transitional processing did */
}

bool
url_idn(arena *a, str domain, str *out)
{
	char *ascii = NULL;
	str z = arena_dup(a, domain);
	str map; /* also where libidn2 would do: it lets some characters pass that hold a dot */
	if (str_chr(z, '\0') != SIZE_MAX || !mapped(a, domain, &map))
		return false;
	if (has_capital_sharp_s(domain) ||
	    idn2_to_ascii_8z(z.p, &ascii, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL) != IDN2_OK)
		return fallback(a, map, out);
	*out = arena_dup(a, str_from(ascii));
	idn2_free(ascii);
	return out->n > 0;
}
