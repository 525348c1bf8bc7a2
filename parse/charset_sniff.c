#include "charset_sniff.h"

#include "html.h"

const encoding *
sniff_bom(const charsets *c, str bytes, size_t *bom)
{
	*bom = 0;
	if (str_starts(bytes, STR("\xEF\xBB\xBF"))) {
		*bom = 3;
		return charset_of_label(c, STR("utf-8"));
	}
	bool le = str_starts(bytes, STR("\xFF\xFE"));
	if (!le && !str_starts(bytes, STR("\xFE\xFF")))
		return NULL;
	*bom = 2;
	return charset_of_label(c, le ? STR("utf-16le") : STR("utf-16be"));
}

static void
skip_spaces(str s, size_t *at, bool slash)
{
	while (*at < s.n && (html_is_space(s.p[*at]) || (slash && s.p[*at] == '/')))
		++*at;
}

/* "Get an attribute": false when the tag ends. */
static bool
next_attribute(str s, size_t *at, str *name, str *value)
{
	skip_spaces(s, at, true);
	*value = STR("");
	if (*at >= s.n || s.p[*at] == '>')
		return false;
	size_t from = *at;
	while (*at < s.n && !html_is_space(s.p[*at]) && s.p[*at] != '/' && s.p[*at] != '>' && (s.p[*at] != '=' || *at == from))
		++*at;
	*name = str_from_to(s, from, *at);
	skip_spaces(s, at, false);
	if (*at >= s.n || s.p[*at] != '=')
		return true;
	++*at;
	skip_spaces(s, at, false);
	if (*at < s.n && (s.p[*at] == '"' || s.p[*at] == '\'')) {
		char quote = s.p[(*at)++];
		from = *at;
		while (*at < s.n && s.p[*at] != quote)
			++*at;
		*value = str_from_to(s, from, *at);
		*at += *at < s.n;
		return true;
	}
	from = *at;
	while (*at < s.n && !html_is_space(s.p[*at]) && s.p[*at] != '>')
		++*at;
	*value = str_from_to(s, from, *at);
	return true;
}

/* "Extracting a character encoding from a meta element": the label in `text/html; charset=x`, or null. */
static str
label_in_content(str s)
{
	for (;;) {
		size_t hit = str_ifind(s, STR("charset"));
		if (hit == SIZE_MAX)
			return STR_NULL;
		s = str_skip(s, hit + 7);
		size_t at = 0;
		skip_spaces(s, &at, false);
		if (at >= s.n || s.p[at] != '=')
			continue;
		at++;
		skip_spaces(s, &at, false);
		s = str_skip(s, at);
		if (s.n == 0)
			return STR_NULL;
		if (s.p[0] == '"' || s.p[0] == '\'') {
			size_t end = str_chr(str_skip(s, 1), s.p[0]);
			return end == SIZE_MAX ? STR_NULL : str_from_to(s, 1, end + 1);
		}
		size_t end = 0;
		while (end < s.n && !html_is_space(s.p[end]) && s.p[end] != ';')
			end++;
		return str_from_to(s, 0, end);
	}
}

/* A named encoding as a page may mean it: text that was read as ASCII so far cannot be UTF-16. */
static const encoding *
as_meant(const charsets *c, str label)
{
	const encoding *e = charset_of_label(c, label);
	if (e && (e->decoder == DECODE_UTF16LE || e->decoder == DECODE_UTF16BE))
		return charset_of_label(c, STR("utf-8"));
	if (e && str_eq(e->name, STR("x-user-defined")))
		return charset_of_label(c, STR("windows-1252"));
	return e;
}

/* The attributes of one meta tag whose name was just passed. */
static const encoding *
read_meta(const charsets *c, str s, size_t *at)
{
	bool pragma = false, have_http = false, have_content = false, have_charset = false;
	int need_pragma = -1;
	str label = STR_NULL, name, value;
	while (next_attribute(s, at, &name, &value)) {
		if (str_ieq(name, STR("http-equiv")) && !have_http) {
			have_http = true;
			pragma = str_ieq(value, STR("content-type"));
		} else if (str_ieq(name, STR("content")) && !have_content) {
			have_content = true;
			if (!label.p && label_in_content(value).p) {
				label = label_in_content(value);
				need_pragma = 1;
			}
		} else if (str_ieq(name, STR("charset")) && !have_charset) {
			have_charset = true;
			label = value;
			need_pragma = 0;
		}
	}
	if (need_pragma < 0 || (need_pragma == 1 && !pragma))
		return NULL;
	return as_meant(c, label);
}

static const encoding *
xml_declaration(const charsets *c, str s)
{
	if (!str_starts(s, STR("<?xml")))
		return NULL;
	size_t end = str_chr(s, '>');
	str decl = str_from_to(s, 0, end == SIZE_MAX ? 0 : end);
	size_t at = str_find(decl, STR("encoding"));
	if (at == SIZE_MAX)
		return NULL;
	at += 8;
	skip_spaces(decl, &at, false);
	if (at >= decl.n || decl.p[at] != '=')
		return NULL;
	at++;
	skip_spaces(decl, &at, false);
	if (at >= decl.n || (decl.p[at] != '"' && decl.p[at] != '\''))
		return NULL;
	str rest = str_skip(decl, at + 1);
	size_t close = str_chr(rest, decl.p[at]);
	return close == SIZE_MAX ? NULL : as_meant(c, str_from_to(rest, 0, close));
}

const encoding *
sniff_meta(const charsets *c, str s)
{
	const encoding *xml = xml_declaration(c, s);
	for (size_t at = 0; at < s.n; at++) {
		if (s.p[at] != '<')
			continue;
		str rest = str_skip(s, at);
		str name, value;
		if (str_starts(rest, STR("<!--"))) {
			size_t end = str_find(str_skip(rest, 2), STR("-->"));
			if (end == SIZE_MAX)
				break;
			at += end + 4;
		} else if (str_istarts(rest, STR("<meta")) && rest.n > 5 && (html_is_space(rest.p[5]) || rest.p[5] == '/')) {
			at += 5;
			const encoding *e = read_meta(c, s, &at);
			if (e)
				return e;
		} else if (rest.n > 1 && (ascii_is_letter(rest.p[1]) || (rest.p[1] == '/' && rest.n > 2 && ascii_is_letter(rest.p[2])))) {
			while (at < s.n && !html_is_space(s.p[at]) && s.p[at] != '>')
				at++;
			while (next_attribute(s, &at, &name, &value))
				;
		} else if (rest.n > 1 && (rest.p[1] == '!' || rest.p[1] == '/' || rest.p[1] == '?')) {
			size_t end = str_chr(rest, '>');
			if (end == SIZE_MAX)
				break;
			at += end;
		}
	}
	return xml;
}
