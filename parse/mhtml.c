#include "mhtml.h"

#include <stdlib.h>

#include "http.h"

struct mhtml {
	arena memory;
	str path, bytes;
	str boundary;              /* with its two leading dashes; empty when the file is one part */
	str url, date;             /* of the whole */
	size_t at;
	bool done;
};

/* A header field of `head` with folded lines joined, or STR_NULL. */
static str
field(arena *a, str head, str name)
{
	str line;
	buf b = {0};
	bool in = false;
	while (str_line(&head, &line) && line.n) {
		bool folded = line.p[0] == ' ' || line.p[0] == '\t';
		if (folded && in)
			buf_add(&b, line);
		else
			in = !folded && !b.n && str_istarts(line, name);
		if (in && !folded)
			buf_add(&b, str_skip(line, name.n));
	}
	str out = b.n ? str_trim(arena_dup(a, buf_str(&b))) : STR_NULL;
	buf_free(&b);
	return out;
}

static str
boundary_of(arena *a, str type)
{
	size_t at = str_ifind(type, STR("boundary="));
	if (at == SIZE_MAX)
		return STR("");
	str b = str_skip(type, at + 9), end;
	if (b.n && b.p[0] == '"') {
		b = str_skip(b, 1);
		str_cut(&b, '"', &end);
	} else {
		str_cut(&b, ';', &end);
	}
	str parts[] = {STR("--"), str_trim(end)};
	return parts[1].n ? arena_cat(a, parts, 2) : STR("");
}

/* Length of the header with its blank line. */
static size_t
head_length(str s)
{
	str rest = s, line;
	while (str_line(&rest, &line))
		if (!line.n)
			return s.n - rest.n;
	return s.n;
}

static unsigned
two_digits(str s)
{
	return s.n == 2 ? (unsigned)(s.p[0] - '0') * 10 + (unsigned)(s.p[1] - '0') : s.n == 1 ? (unsigned)(s.p[0] - '0') : 0;
}

/* "Tue, 20 Oct 2015 07:28:00 +0800" (RFC 5322 3.3) as ISO 8601, or STR_NULL. */
static str
iso_date(arena *a, str s)
{
	static const str months = {"JanFebMarAprMayJunJulAugSepOctNovDec", 36};
	str word[8] = {{0}}, one;
	size_t n = 0;
	while (n < 8 && str_cut(&s, ' ', &one))
		if (one.n && one.p[one.n - 1] != ',')
			word[n++] = one;
	size_t m = n >= 4 && word[1].n == 3 ? str_find(months, word[1]) : SIZE_MAX;
	uint64_t year;
	if (m == SIZE_MAX || m % 3 || !str_u64(word[2], &year) || word[3].n != 8 || !two_digits(word[0]))
		return STR_NULL;
	str zone = n > 4 && word[4].n == 5 && !str_eq(word[4], STR("-0000")) ? word[4] : STR("+0000");
	return arena_printf(a, "%04u-%02u-%02uT%.8s%.3s:%.2s", (unsigned)year % 10000, (unsigned)m / 3 + 1,
			    two_digits(word[0]), word[3].p, zone.p, zone.p + 3);
}

mhtml *
mhtml_open(str path, str bytes)
{
	mhtml *m = calloc(1, sizeof *m);
	if (!m)
		mem_exhausted();
	arena *a = &m->memory;
	m->path = arena_dup(a, path);
	m->bytes = arena_dup(a, bytes);
	str head = str_from_to(m->bytes, 0, head_length(m->bytes));
	m->boundary = boundary_of(a, field(a, head, STR("Content-Type:")));
	m->url = field(a, head, STR("Snapshot-Content-Location:"));
	m->date = iso_date(a, field(a, head, STR("Date:")));
	if (m->boundary.n) {
		size_t at = str_find(str_skip(m->bytes, head.n), m->boundary);
		m->at = at == SIZE_MAX ? m->bytes.n : head.n + at;
	}
	return m;
}

void
mhtml_close(mhtml *m)
{
	arena_free(&m->memory);
	free(m);
}

/* RFC 2045 6.7; what is malformed stays as it is. */
static str
quoted_printable(arena *a, str s)
{
	char *out = arena_alloc(a, s.n + 1);
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] != '=') {
			out[n++] = s.p[i];
			continue;
		}
		if (i + 1 < s.n && s.p[i + 1] == '\n') {
			i++;
		} else if (i + 2 < s.n && s.p[i + 1] == '\r' && s.p[i + 2] == '\n') {
			i += 2;
		} else if (i + 2 < s.n && str_hex_digit(s.p[i + 1]) >= 0 && str_hex_digit(s.p[i + 2]) >= 0) {
			out[n++] = (char)(str_hex_digit(s.p[i + 1]) << 4 | str_hex_digit(s.p[i + 2]));
			i += 2;
		} else {
			out[n++] = '=';
		}
	}
	return str_of(out, n);
}

static int
base64_digit(char c)
{
	if (ascii_is_upper(c))
		return c - 'A';
	if (ascii_is_lower(c))
		return c - 'a' + 26;
	if (ascii_is_digit(c))
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

static str
base64(arena *a, str s)
{
	char *out = arena_alloc(a, s.n / 4 * 3 + 4);
	size_t n = 0;
	uint32_t bits = 0;
	unsigned have = 0;
	for (size_t i = 0; i < s.n && s.p[i] != '='; i++) {
		int v = base64_digit(s.p[i]);
		if (v < 0)
			continue;
		bits = bits << 6 | (uint32_t)v;
		have += 6;
		if (have >= 8) {
			have -= 8;
			out[n++] = (char)(bits >> have & 0xFF);
		}
	}
	return str_of(out, n);
}

static str
decode_body(arena *a, str coding, str body)
{
	if (str_ieq(coding, STR("quoted-printable")))
		return quoted_printable(a, body);
	if (str_ieq(coding, STR("base64")))
		return base64(a, body);
	return arena_dup(a, body);
}

/* The bytes of the next part, headers first; moves behind it. */
static bool
next_raw(mhtml *m, str *raw, uint64_t *offset)
{
	if (m->done || m->at >= m->bytes.n)
		return false;
	if (!m->boundary.n) {
		*raw = m->bytes;
		*offset = 0;
		m->done = true;
		return true;
	}
	str rest = str_skip(m->bytes, m->at + m->boundary.n), line;
	if (str_starts(rest, STR("--")) || !str_line(&rest, &line))
		return false;
	*offset = (uint64_t)(rest.p - m->bytes.p);
	size_t next = str_find(rest, m->boundary);
	m->at = next == SIZE_MAX ? m->bytes.n : (size_t)*offset + next;
	*raw = str_from_to(rest, 0, next);
	return true;
}

bool
mhtml_next(mhtml *m, arena *a, mhtml_part *part)
{
	str raw;
	uint64_t offset;
	while (next_raw(m, &raw, &offset)) {
		size_t n = head_length(raw);
		str head = str_from_to(raw, 0, n), mime;
		str charset;
		http_media_type(a, field(a, head, STR("Content-Type:")), &mime, &charset);
		if (!str_eq(mime, STR("text/html")) && !str_eq(mime, STR("application/xhtml+xml")))
			continue;
		str location = field(a, head, STR("Content-Location:"));
		bool whole_page = str_istarts(location, STR("http"));
		*part = (mhtml_part){.path = m->path, .offset = offset, .charset = charset};
		part->id = location.p ? location : field(a, head, STR("Content-ID:"));
		part->url = whole_page ? location : m->url.p ? arena_dup(a, m->url) : STR_NULL;
		part->date = m->date.p ? arena_dup(a, m->date) : STR_NULL;
		part->body = decode_body(a, field(a, head, STR("Content-Transfer-Encoding:")), str_skip(raw, n));
		return true;
	}
	return false;
}
