/* Hosts of URLs (WHATWG URL, section 3): domains by UTS 46, IPv4 in all its written forms, IPv6. */
#include "url.h"

#include <string.h>

#include "utf8.h"

static str
percent_decoded(arena *a, str s)
{
	char *out = arena_alloc(a, s.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		int hi = s.p[i] == '%' && i + 2 < s.n ? str_hex_digit(s.p[i + 1]) : -1,
		    lo = hi < 0 ? -1 : str_hex_digit(s.p[i + 2]);
		if (lo >= 0)
			i += 2;
		out[n++] = lo >= 0 ? (char)(hi * 16 + lo) : s.p[i];
	}
	return str_of(out, n);
}

/* Forbidden domain code points. */
static bool
is_forbidden(unsigned char c)
{
	return c <= 0x20 || c == 0x7f || strchr("#/:<>?@[\\]^|%", c) != NULL;
}

/* ASCII domains are taken as they are, even where an xn-- label is broken: browsers ask for them too. */
static bool
to_ascii(arena *a, str domain, str *out)
{
	str ascii = domain;
	if (!str_is_ascii(domain) && !url_idn(a, domain, &ascii))
		return false;
	*out = arena_lower(a, ascii);
	return true;
}

/* One number of an IPv4 address: decimal, 0octal or 0xhex. false when it is none. */
static bool
ipv4_number(str s, uint64_t *v)
{
	unsigned base = 10;
	if (s.n == 0)
		return false;
	if (s.n >= 2 && s.p[0] == '0' && (s.p[1] | 0x20) == 'x') {
		base = 16;
		s = str_skip(s, 2);
	} else if (s.n >= 2 && s.p[0] == '0') {
		base = 8;
		s = str_skip(s, 1);
	}
	*v = 0;
	for (size_t i = 0; i < s.n; i++) {
		int d = str_hex_digit(s.p[i]);
		if (d < 0 || (unsigned)d >= base)
			return false;
		if (*v < (uint64_t)1 << 40)
			*v = *v * base + (unsigned)d;
	}
	return true;
}

static str
last_label(str s)
{
	if (s.n && s.p[s.n - 1] == '.')
		s.n--;
	size_t dot = str_rfind(s, STR("."));
	return dot == SIZE_MAX ? s : str_skip(s, dot + 1);
}

static bool
ends_in_number(str s)
{
	str last = last_label(s);
	uint64_t v;
	bool digits = last.n > 0;
	for (size_t i = 0; i < last.n; i++)
		digits &= ascii_is_digit(last.p[i]);
	return digits || (str_istarts(last, STR("0x")) && ipv4_number(last, &v));
}

static bool
parse_ipv4(arena *a, str s, str *out)
{
	uint64_t part[4] = {0}, ip = 0;
	size_t n = 0;
	str label;
	if (s.n && s.p[s.n - 1] == '.')
		s.n--;
	while (str_cut(&s, '.', &label))
		if (n == 4 || !ipv4_number(label, &part[n++]))
			return false;
	if (n == 0 || part[n - 1] >= (uint64_t)1 << (8 * (5 - n)))
		return false;
	for (size_t i = 0; i + 1 < n; i++) {
		if (part[i] > 255)
			return false;
		ip |= part[i] << (8 * (3 - i));
	}
	ip |= part[n - 1];
	*out = arena_printf(a, "%u.%u.%u.%u", (unsigned)(ip >> 24), (unsigned)(ip >> 16 & 255),
			    (unsigned)(ip >> 8 & 255), (unsigned)(ip & 255));
	return true;
}

/* The dotted tail of an IPv6 address, two pieces of it. */
static bool
ipv6_tail(str s, uint16_t piece[2])
{
	unsigned byte[4], n = 0;
	str label;
	while (str_cut(&s, '.', &label)) {
		uint64_t v;
		if (n == 4 || label.n > 3 || !str_u64(label, &v) || v > 255 ||
		    (label.n > 1 && label.p[0] == '0'))
			return false;
		byte[n++] = (unsigned)v;
	}
	if (n != 4)
		return false;
	piece[0] = (uint16_t)(byte[0] << 8 | byte[1]);
	piece[1] = (uint16_t)(byte[2] << 8 | byte[3]);
	return true;
}

static bool
ipv6_pieces(str s, uint16_t piece[8])
{
	int n = 0, gap = -1;
	if (str_starts(s, STR(":"))) {
		if (!str_starts(s, STR("::")))
			return false;
		s = str_skip(s, 1);
	}
	while (s.n) {
		if (n == 8)
			return false;
		if (s.p[0] == ':') {
			if (gap >= 0)
				return false;
			gap = n;
			s = str_skip(s, 1);
			continue;
		}
		size_t i = 0;
		unsigned v = 0;
		while (i < 4 && i < s.n && str_hex_digit(s.p[i]) >= 0)
			v = v * 16 + (unsigned)str_hex_digit(s.p[i++]);
		if (i < s.n && s.p[i] == '.') {
			if (i == 0 || n > 6 || !ipv6_tail(s, &piece[n]))
				return false;
			n += 2;
			break;
		}
		if (i == 0 || (i < s.n && s.p[i] != ':') || (i + 1 == s.n))
			return false;
		piece[n++] = (uint16_t)v;
		s = str_skip(s, i + (i < s.n));
	}
	if (gap < 0)
		return n == 8;
	if (n == 8)
		return false;
	int move = n - gap;
	memmove(&piece[8 - move], &piece[gap], (size_t)move * sizeof *piece);
	memset(&piece[gap], 0, (size_t)(8 - n) * sizeof *piece);
	return true;
}

static str
ipv6_text(arena *a, const uint16_t piece[8])
{
	int best = -1, best_n = 1;
	for (int i = 0, run = 0; i < 8; i++) {
		run = piece[i] ? 0 : run + 1;
		if (run > best_n) {
			best_n = run;
			best = i - run + 1;
		}
	}
	buf b = {0};
	buf_addc(&b, '[');
	for (int i = 0; i < 8; i++) {
		if (i == best) {
			buf_addz(&b, i ? ":" : "::");
			i += best_n - 1;
			continue;
		}
		buf_addf(&b, "%x%s", piece[i], i < 7 ? ":" : "");
	}
	buf_addc(&b, ']');
	str out = arena_dup(a, buf_str(&b));
	buf_free(&b);
	return out;
}

static bool
parse_domain(arena *a, str input, str *out, const char **why)
{
	str domain = percent_decoded(a, input), ascii;
	*why = "bad host name";
	if (utf8_check(domain) != domain.n || !to_ascii(a, domain, &ascii) || ascii.n == 0)
		return false;
	for (size_t i = 0; i < ascii.n; i++)
		if (is_forbidden((unsigned char)ascii.p[i]))
			return false;
	if (ends_in_number(ascii)) {
		*why = "bad IPv4 address";
		return parse_ipv4(a, ascii, out);
	}
	*out = ascii;
	return true;
}

bool
url_host_parse(arena *a, str input, str *out, const char **why)
{
	if (!str_starts(input, STR("[")))
		return parse_domain(a, input, out, why);
	uint16_t piece[8] = {0};
	*why = "bad IPv6 address";
	if (input.n < 4 || input.p[input.n - 1] != ']' ||
	    !ipv6_pieces(str_from_to(input, 1, input.n - 1), piece))
		return false;
	*out = ipv6_text(a, piece);
	return true;
}
