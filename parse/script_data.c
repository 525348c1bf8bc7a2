#include "script_data.h"

#include "utf8.h"

enum { DEEP = 64, INNER = 256, OBJECTS = 1 << 16, STRINGS = 1 << 17 }; /* what is beyond them is not kept */

struct scan {
	script_data *s;
	arena *a;
	str text;
	size_t at, least;
	uint32_t open[DEEP];       /* objects round here, the innermost last; deeper ones count as that */
	size_t nopen, over;
	str key;                   /* read, and no value yet */
	bool inner;                /* the text is itself a string of a script */
	bool array;                /* of which the key is: objects in it have none */
};

static int
hex(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
}

static bool
hex_digits(str s, size_t at, size_t n, uint32_t *v)
{
	*v = 0;
	for (size_t i = 0; i < n; i++) {
		int h = at + i < s.n ? hex(s.p[at + i]) : -1;
		if (h < 0)
			return false;
		*v = *v * 16 + (uint32_t)h;
	}
	return true;
}

/* \u4e2d and what else may follow a backslash at s[at]; the place behind it. */
static size_t
unescape(str s, size_t at, char *out, size_t *n)
{
	uint32_t cp, low;
	char c = s.p[at];
	if (c == 'u' && hex_digits(s, at + 1, 4, &cp)) {
		at += 5;
		if (cp >= 0xD800 && cp < 0xDC00 && at + 6 <= s.n && s.p[at] == '\\' && s.p[at + 1] == 'u' && hex_digits(s, at + 2, 4, &low) && low >= 0xDC00) {
			cp = 0x10000 + ((cp - 0xD800) << 10) + (low - 0xDC00);
			at += 6;
		}
		*n += utf8_put(out + *n, cp);
		return at;
	}
	if (c == 'x' && hex_digits(s, at + 1, 2, &cp)) {
		*n += utf8_put(out + *n, cp);
		return at + 3;
	}
	if (c != '\r' && c != '\n')
		out[(*n)++] = c == 'n' || c == 'r' ? '\n' : c == 't' ? ' ' : c;
	return at + 1;
}

/* The string whose quotation mark stands at `at`; w->at moves behind it. */
static str
read_string(struct scan *w)
{
	char quote = w->text.p[w->at++];
	size_t from = w->at, n = 0, at = from;
	bool escaped = false;
	while (at < w->text.n && w->text.p[at] != quote) {
		escaped = escaped || w->text.p[at] == '\\';
		at += w->text.p[at] == '\\' && at + 1 < w->text.n ? 2 : 1;
	}
	str raw = str_from_to(w->text, from, at);
	w->at = at < w->text.n ? at + 1 : at;
	if (!escaped)
		return raw;
	char *out = arena_alloc(w->a, raw.n + 4);
	for (size_t i = 0; i < raw.n;)
		if (raw.p[i] == '\\' && i + 1 < raw.n)
			i = unescape(raw, i + 1, out, &n);
		else
			out[n++] = raw.p[i++];
	return str_of(out, n);
}

static size_t
skip_blank(str s, size_t at)
{
	while (at < s.n && ascii_is_space(s.p[at]))
		at++;
	return at;
}

static void
open_object(struct scan *w)
{
	uint32_t parent = w->nopen ? w->open[w->nopen - 1] : 0;
	if (w->nopen == DEEP || w->s->nobject >= OBJECTS) {
		w->key = STR_NULL;
		w->over++;
		return;
	}
	*arena_push(w->a, w->s->object, w->s->nobject, w->s->object_cap) = (script_object){w->array ? STR_NULL : w->key, parent};
	w->key = STR_NULL;
	w->array = false;
	w->open[w->nopen++] = (uint32_t)w->s->nobject - 1;
}

static void
close_object(struct scan *w)
{
	if (w->over)
		w->over--;
	else if (w->nopen)
		w->nopen--;
	w->key = STR_NULL;
}

static void scan_text(struct scan *w);

static void
take_string(struct scan *w)
{
	str value = read_string(w);
	size_t next = skip_blank(w->text, w->at);
	if (next < w->text.n && w->text.p[next] == ':') {
		w->key = value.n <= 64 ? value : STR_NULL;
		w->array = false;
		w->at = next + 1;
		return;
	}
	uint32_t object = w->nopen ? w->open[w->nopen - 1] : 0;
	if (!w->inner && value.n >= INNER && (value.p[0] == '{' || value.p[0] == '[')) {
		struct scan in = {.s = w->s, .a = w->a, .text = value, .least = w->least, .open = {object}, .nopen = 1, .key = w->key, .inner = true};
		scan_text(&in);
	} else if (value.n >= w->least && w->s->nstring < STRINGS) {
		*arena_push(w->a, w->s->string, w->s->nstring, w->s->string_cap) = (script_string){w->key, value, object};
	}
	if (next < w->text.n && (w->text.p[next] == ',' || w->text.p[next] == '}'))
		w->key = w->text.p[next] == ',' && w->key.n ? w->key : STR_NULL; /* members of an array keep its key */
}

/* A bare word before a colon is a key. */
static void
take_word(struct scan *w)
{
	size_t from = w->at;
	while (w->at < w->text.n && (ascii_is_alnum(w->text.p[w->at]) || w->text.p[w->at] == '_' || w->text.p[w->at] == '$'))
		w->at++;
	size_t next = skip_blank(w->text, w->at);
	if (next < w->text.n && w->text.p[next] == ':' && w->at - from <= 64) {
		w->key = str_from_to(w->text, from, w->at);
		w->array = false;
		w->at = next + 1;
	}
}

static void
skip_comment(struct scan *w)
{
	bool block = w->text.p[w->at + 1] == '*';
	size_t end = str_find(str_skip(w->text, w->at + 2), block ? STR("*/") : STR("\n"));
	w->at = end == SIZE_MAX ? w->text.n : w->at + 2 + end + (block ? 2 : 1);
}

static void
scan_text(struct scan *w)
{
	while (w->at < w->text.n) {
		char c = w->text.p[w->at], next = w->at + 1 < w->text.n ? w->text.p[w->at + 1] : '\0';
		if (c == '"' || c == '\'' || c == '`') {
			take_string(w);
		} else if (c == '{') {
			open_object(w);
			w->at++;
		} else if (c == '}') {
			close_object(w);
			w->at++;
		} else if (c == '[') {
			w->array = true;
			w->at++;
		} else if (c == '/' && (next == '/' || next == '*')) {
			skip_comment(w);
		} else if (ascii_is_alnum(c) || c == '_' || c == '$') {
			take_word(w);
		} else {
			w->at++;
		}
	}
}

static void
begin(script_data *s, arena *a)
{
	if (!s->nobject)
		*arena_push(a, s->object, s->nobject, s->object_cap) = (script_object){STR_NULL, 0};
}

void
script_data_add(script_data *s, arena *a, str key, str value)
{
	begin(s, a);
	*arena_push(a, s->string, s->nstring, s->string_cap) = (script_string){key, value, 0};
}

void
script_data_read(script_data *s, arena *a, str text, size_t least)
{
	begin(s, a);
	struct scan w = {.s = s, .a = a, .text = text, .least = least};
	scan_text(&w);
}
