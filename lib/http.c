#include "http.h"

#include "coding.h"

#include <string.h>

/* End of the header section: behind the first empty line, CRLF or LF. */
static size_t
head_end(str s)
{
	for (size_t at = 0; at < s.n;) {
		size_t nl = str_chr(str_skip(s, at), '\n');
		if (nl == SIZE_MAX)
			return SIZE_MAX;
		nl += at;
		if (nl == at || (nl == at + 1 && s.p[at] == '\r'))
			return nl + 1;
		at = nl + 1;
	}
	return SIZE_MAX;
}

static void
status_line(http_message *m)
{
	str line, rest = m->head, version;
	if (!str_line(&rest, &line) || !str_istarts(line, STR("HTTP/")))
		return;
	uint64_t code;
	str_cut(&line, ' ', &version);
	line = str_trim(line);
	if (line.n < 3 || !str_u64(str_of(line.p, 3), &code) || (line.n > 3 && line.p[3] != ' '))
		return;
	m->status = (unsigned)code;
	m->reason = str_trim(str_skip(line, 3));
}

static str
unquoted(str s)
{
	s = str_trim(s);
	if (s.n >= 2 && (s.p[0] == '"' || s.p[0] == '\'') && s.p[s.n - 1] == s.p[0])
		return str_from_to(s, 1, s.n - 1);
	return s;
}

void
http_media_type(arena *a, str value, str *mime, str *charset)
{
	str part;
	*mime = *charset = STR_NULL;
	if (!str_cut(&value, ';', &part))
		return;
	part = str_trim(part);
	if (part.n)
		*mime = arena_lower(a, part);
	while (str_cut(&value, ';', &part)) {
		str name;
		if (!str_cut(&part, '=', &name) || !str_ieq(str_trim(name), STR("charset")) || !part.p)
			continue;
		part = unquoted(part);
		if (part.n) {
			*charset = part;
			return;
		}
	}
}

bool
http_parse(arena *a, str block, http_message *m)
{
	*m = (http_message){0};
	size_t end = head_end(block);
	if (end == SIZE_MAX)
		return false;
	m->head = str_of(block.p, end);
	m->raw_body = m->body = str_skip(block, end);
	status_line(m);
	m->content_type = http_field(m, "Content-Type");
	if (m->content_type.p)
		http_media_type(a, m->content_type, &m->mime, &m->charset);
	return true;
}

str
http_field_n(str head, const char *name, unsigned n)
{
	str rest = head, line, key = str_from(name);
	str_line(&rest, &line);
	while (str_line(&rest, &line)) {
		if (line.n <= key.n || line.p[key.n] != ':' || !str_istarts(line, key) || n-- > 0)
			continue;
		while (rest.n && (rest.p[0] == ' ' || rest.p[0] == '\t')) { /* RFC 9112 5.2: it goes on */
			str more;
			str_line(&rest, &more);
			line.n = (size_t)(more.p + more.n - line.p);
		}
		return str_trim(str_skip(line, key.n + 1));
	}
	return STR_NULL;
}

str
http_field(const http_message *m, const char *name)
{
	return http_field_n(m->head, name, 0);
}

/* Reads "HEX[;extension]" LF. false when it is none. */
static bool
chunk_size(str *rest, uint64_t *size)
{
	str line;
	size_t i = 0;
	if (str_chr(*rest, '\n') == SIZE_MAX || !str_line(rest, &line))
		return false;
	line = str_trim(line);
	for (*size = 0; i < line.n && str_hex_digit(line.p[i]) >= 0; i++) {
		if (*size >> 59)
			return false;
		*size = *size << 4 | (unsigned)str_hex_digit(line.p[i]);
	}
	return i > 0 && (i == line.n || line.p[i] == ';' || line.p[i] == ' ' || line.p[i] == '\t');
}

/* RFC 9112 7.1. A body that does not start with a chunk is taken as it is: archives hold such. */
static str
dechunk(arena *a, http_message *m, str body)
{
	str rest = body;
	uint64_t size;
	if (!chunk_size(&rest, &size)) {
		m->fault = body.n ? "not chunked as labelled" : "chunked body is empty";
		return body;
	}
	char *out = arena_alloc(a, body.n + 1);
	size_t n = 0;
	while (size > 0) {
		size_t take = size < rest.n ? (size_t)size : rest.n;
		memcpy(out + n, rest.p, take);
		n += take;
		rest = str_skip(rest, take);
		str end;
		bool cut = take < size || rest.n == 0 || !str_line(&rest, &end);
		if (cut || !chunk_size(&rest, &size)) {
			m->truncated = true;
			m->fault = cut ? "chunked body cut" : "bad chunk size";
			break;
		}
	}
	return str_of(out, n);
}

static str
decode_content(arena *a, http_message *m, str body, size_t max)
{
	const char *why = NULL;
	str label = http_field(m, "Content-Encoding");
	if (!label.p || body.n == 0)
		return body;
	coding *c = coding_open(label, &why);
	if (!c || coding_depth(c) == 0) {
		m->fault = why;
		coding_close(c);
		return body;
	}
	buf out = {0};
	enum coding_result r = coding_feed_buf(c, body, &out, max);
	if (r == CODING_BAD && out.n == 0) {
		m->fault = "not coded as labelled";
	} else {
		if (r == CODING_BAD)
			m->fault = coding_why(c);
		else if (r == CODING_OK && !coding_complete(c))
			m->fault = "content coding cut";
		m->truncated |= r != CODING_OK || !coding_complete(c);
		body = arena_dup(a, buf_str(&out));
	}
	buf_free(&out);
	coding_close(c);
	return body;
}

static void
finish(arena *a, http_message *m, str body, size_t max)
{
	body = decode_content(a, m, body, max);
	if (body.n > max) {
		body.n = max;
		m->truncated = true;
	}
	m->body = body;
}

void
http_decode_content(arena *a, http_message *m, size_t max)
{
	finish(a, m, m->raw_body, max);
}

void
http_decode(arena *a, http_message *m, size_t max)
{
	str te = http_field(m, "Transfer-Encoding");
	bool chunked = te.p && str_ifind(te, STR("chunked")) != SIZE_MAX;
	finish(a, m, chunked ? dechunk(a, m, m->raw_body) : m->raw_body, max);
}
