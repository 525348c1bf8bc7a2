#include "json.h"

#include <limits.h>
#include <string.h>

#include "json_plain.h"
#include "utf8.h"

/* Bytes that are compared with one value at once (an extension of gcc and clang): where it holds, a byte of the outcome is all ones. */
typedef unsigned char bytes16 __attribute__((vector_size(16)));

static inline bytes16
not_plain(const char *p)
{
	bytes16 v;
	memcpy(&v, p, sizeof v);
	return (bytes16)(v == '"') | (bytes16)(v == '\\') | (bytes16)(v < 0x20);
}

/* Are the 32 bytes at p plain? */
static inline bool
are_plain(const char *p)
{
	uint64_t half[2];
	bytes16 hit = not_plain(p) | not_plain(p + 16);
	memcpy(half, &hit, sizeof half);
	return (half[0] | half[1]) == 0;
}

size_t
json_plain_end_far(str s, size_t at)
{
	while (at + 32 <= s.n && are_plain(s.p + at))
		at += 32;
	for (; at + 8 <= s.n; at += 8) {
		uint64_t hit = json_marked8(str_load8(s.p + at));
		if (hit)
			return at + (size_t)__builtin_ctzll(hit) / 8;
	}
	while (at < s.n && json_is_plain((unsigned char)s.p[at]))
		at++;
	return at;
}

/* The quote that ends the string whose text begins at `from` and has no quote before `at`; s.n when there is none. Backslashes before
 * a quote go by twos, but for one that escapes it. */
static size_t
string_end(str s, size_t from, size_t at)
{
	while (at < s.n) {
		const char *hit = memchr(s.p + at, '"', s.n - at);
		if (!hit)
			return s.n;
		size_t end = (size_t)(hit - s.p), slashes = 0;
		while (end - slashes > from && s.p[end - slashes - 1] == '\\')
			slashes++;
		if (slashes % 2 == 0)
			return end;
		at = end + 1;
	}
	return s.n;
}

typedef struct reader {
	arena *a;
	str t;
	size_t at;
	int keep;                  /* values nested deeper are checked and not kept */
	const char *why;
} reader;

static inline bool
is_json_space(char c)
{
	return (unsigned char)c <= ' ' && (c == ' ' || c == '\t' || c == '\n' || c == '\r');
}

static inline void
skip_space(reader *r)
{
	while (r->at < r->t.n && is_json_space(r->t.p[r->at]))
		r->at++;
}

static bool
fail(reader *r, const char *why)
{
	if (!r->why)
		r->why = why;
	return false;
}

static int
hex4(reader *r)
{
	if (r->t.n - r->at < 4)
		return -1;
	int v = 0;
	for (int i = 0; i < 4; i++) {
		int d = str_hex_digit(r->t.p[r->at + (size_t)i]);
		if (d < 0)
			return -1;
		v = v * 16 + d;
	}
	r->at += 4;
	return v;
}

/* One escape behind the backslash, to *o. */
static bool
unescape(reader *r, char **o)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	if (r->at >= r->t.n)
		return fail(r, "end inside a string");
	char c = r->t.p[r->at++];
	const char *hit = c ? strchr(from, c) : NULL;
	if (hit) {
		*(*o)++ = to[hit - from];
		return true;
	}
	int v = c == 'u' ? hex4(r) : -1;
	if (v < 0)
		return fail(r, "bad escape in a string");
	uint32_t cp = (uint32_t)v;
	if (cp >= 0xD800 && cp < 0xDC00 && str_starts(str_skip(r->t, r->at), STR("\\u"))) {
		size_t back = r->at;
		r->at += 2;
		int lo = hex4(r);
		if (lo >= 0xDC00 && lo < 0xE000)
			cp = 0x10000 + ((cp - 0xD800) << 10) + ((uint32_t)lo - 0xDC00);
		else
			r->at = back;
	}
	*o += utf8_put(*o, cp);
	return true;
}

/* A string that is not plain up to its end; r->at is where it first is not. Decoding never makes it longer. */
static bool
decode_string(reader *r, size_t from, str *out)
{
	const char *t = r->t.p;
	size_t end = string_end(r->t, from, r->at);
	if (end >= r->t.n) {
		r->at = r->t.n;
		return fail(r, "end inside a string");
	}
	char *p = arena_alloc(r->a, end - from + 1), *o = p;
	for (;;) {
		memcpy(o, t + from, r->at - from);
		o += r->at - from;
		if (t[r->at] == '"')
			break;
		if (t[r->at] != '\\')
			return fail(r, "control byte in a string");
		r->at++;
		if (!unescape(r, &o))
			return false;
		from = r->at;
		r->at = json_plain_end(r->t, from);
	}
	r->at++;
	*out = str_of(p, (size_t)(o - p));
	return true;
}

/* The string whose opening quote was just passed. */
static inline bool
read_string(reader *r, str *out)
{
	size_t from = r->at;
	r->at = json_plain_end(r->t, from);
	if (r->at >= r->t.n || r->t.p[r->at] != '"')
		return decode_string(r, from, out);
	*out = str_of(r->t.p + from, r->at - from);
	r->at++;
	return true;
}

static size_t
digits(reader *r)
{
	size_t from = r->at;
	while (r->at < r->t.n && ascii_is_digit(r->t.p[r->at]))
		r->at++;
	return r->at - from;
}

static bool
read_number(reader *r)
{
	str t = r->t;
	if (t.p[r->at] == '-')
		r->at++;
	if (r->at < t.n && t.p[r->at] == '0')
		r->at++;
	else if (!digits(r))
		return fail(r, "expected a value");
	if (r->at < t.n && t.p[r->at] == '.') {
		r->at++;
		if (!digits(r))
			return fail(r, "expected a digit");
	}
	if (r->at < t.n && (t.p[r->at] | 32) == 'e') {
		r->at++;
		if (r->at < t.n && (t.p[r->at] == '+' || t.p[r->at] == '-'))
			r->at++;
		if (!digits(r))
			return fail(r, "expected a digit");
	}
	return true;
}

static bool
read_word(reader *r, json *v)
{
	static const struct {
		str word;
		enum json_type type;
	} words[] = {{{"null", 4}, JSON_NULL}, {{"false", 5}, JSON_FALSE}, {{"true", 4}, JSON_TRUE}};
	for (size_t i = 0; i < 3; i++)
		if (str_starts(str_skip(r->t, r->at), words[i].word)) {
			v->type = words[i].type;
			r->at += words[i].word.n;
			return true;
		}
	return fail(r, "expected a value");
}

static bool read_value(reader *r, json *v, int depth);

static bool
read_member_key(reader *r, str *key)
{
	skip_space(r);
	if (r->at >= r->t.n || r->t.p[r->at] != '"')
		return fail(r, "expected a key");
	r->at++;
	if (!read_string(r, key))
		return false;
	skip_space(r);
	if (r->at >= r->t.n || r->t.p[r->at] != ':')
		return fail(r, "expected ':'");
	r->at++;
	return true;
}

/* A value that is checked and not kept. */
static bool
pass_value(reader *r, int depth)
{
	str text;
	skip_space(r);
	char c = r->at < r->t.n && depth <= JSON_MAX_DEPTH ? r->t.p[r->at] : '\0';
	if (c == '"') {
		r->at++;
		return read_string(r, &text);
	}
	if (c == '-' || ascii_is_digit(c))
		return read_number(r);
	json other = {0};
	return read_value(r, &other, depth);
}

/* A member of an array or an object; *tail: where the next one that is kept is put. */
static bool
read_child(reader *r, bool object, int depth, json ***tail)
{
	str key;
	if (depth > r->keep)
		return (!object || read_member_key(r, &key)) && pass_value(r, depth);
	json *child = arena_new(r->a, json);
	if ((object && !read_member_key(r, &child->key)) || !read_value(r, child, depth))
		return false;
	**tail = child;
	*tail = &child->next;
	return true;
}

static bool
read_children(reader *r, json *v, int depth)
{
	bool object = v->type == JSON_OBJECT;
	char close = object ? '}' : ']';
	json **tail = &v->first;
	r->at++;
	skip_space(r);
	if (r->at < r->t.n && r->t.p[r->at] == close) {
		r->at++;
		return true;
	}
	for (;;) {
		if (!read_child(r, object, depth + 1, &tail))
			return false;
		v->n++;
		skip_space(r);
		char c = r->at < r->t.n ? r->t.p[r->at] : '\0';
		if (c != ',' && c != close)
			return fail(r, object ? "expected ',' or '}'" : "expected ',' or ']'");
		r->at++;
		if (c == close)
			return true;
	}
}

static bool
read_value(reader *r, json *v, int depth)
{
	skip_space(r);
	if (depth > JSON_MAX_DEPTH)
		return fail(r, "nested too deep");
	if (r->at >= r->t.n)
		return fail(r, "expected a value");
	size_t from = r->at;
	char c = r->t.p[from];
	bool ok;
	if (c == '"') {
		v->type = JSON_STRING;
		r->at++;
		ok = read_string(r, &v->s);
	} else if (c == '{' || c == '[') {
		v->type = c == '{' ? JSON_OBJECT : JSON_ARRAY;
		ok = read_children(r, v, depth);
	} else if (c == '-' || ascii_is_digit(c)) {
		v->type = JSON_NUMBER;
		ok = read_number(r);
	} else {
		ok = read_word(r, v);
	}
	v->raw = str_from_to(r->t, from, r->at);
	return ok;
}

static json *
parse(arena *a, str text, int keep, size_t *at, const char **why)
{
	reader r = {.a = a, .t = text, .keep = keep};
	json *v = arena_new(a, json);
	bool ok = read_value(&r, v, 0);
	if (ok) {
		skip_space(&r);
		if (r.at < text.n)
			ok = fail(&r, "more bytes after the value");
	}
	*at = r.at;
	*why = r.why;
	return ok ? v : NULL;
}

json *
json_parse(arena *a, str text, size_t *at, const char **why)
{
	return parse(a, text, INT_MAX, at, why);
}

json *
json_parse_members(arena *a, str text, size_t *at, const char **why)
{
	return parse(a, text, 1, at, why);
}

const json *
json_get(const json *object, const char *key)
{
	const json *hit = NULL;
	str k = str_from(key);
	if (!object || object->type != JSON_OBJECT)
		return NULL;
	for (const json *m = object->first; m; m = m->next)
		if (str_eq(m->key, k))
			hit = m;
	return hit;
}

str
json_str(const json *v)
{
	return v && v->type == JSON_STRING ? v->s : STR_NULL;
}

bool
json_int(const json *v, int64_t *out)
{
	uint64_t u;
	if (!v || v->type != JSON_NUMBER)
		return false;
	bool minus = v->raw.p[0] == '-';
	if (!str_u64(str_skip(v->raw, minus), &u) || u > (uint64_t)INT64_MAX)
		return false;
	*out = minus ? -(int64_t)u : (int64_t)u;
	return true;
}
