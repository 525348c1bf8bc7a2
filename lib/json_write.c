/* The writer of json.h. */
#include "json.h"

#include "json_plain.h"
#include "utf8.h"

/* Longer strings are looked at by other means than byte by byte. */
enum { SHORT = 32 };

static void
put_escape(buf *b, unsigned char c)
{
	static const char hex[] = "0123456789abcdef";
	switch (c) {
	case '"':
		buf_addz(b, "\\\"");
		return;
	case '\\':
		buf_addz(b, "\\\\");
		return;
	case '\n':
		buf_addz(b, "\\n");
		return;
	case '\t':
		buf_addz(b, "\\t");
		return;
	case '\r':
		buf_addz(b, "\\r");
		return;
	default:
		buf_addz(b, "\\u00");
		buf_addc(b, hex[c >> 4]);
		buf_addc(b, hex[c & 15]);
	}
}

/* Well-formed UTF-8 with escapes for what JSON forbids. */
static void
put_text(buf *b, str s)
{
	for (size_t from = 0, end; from < s.n; from = end + 1) {
		end = json_plain_end(s, from);
		buf_add(b, str_from_to(s, from, end));
		if (end < s.n)
			put_escape(b, (unsigned char)s.p[end]);
	}
}

/* Does s stand in a string as it is? Most are short, of ASCII and of characters U+1000 to U+CFFF. */
static bool
needs_nothing(str s)
{
	const unsigned char *p = (const unsigned char *)s.p;
	size_t i = 0;
	while (i < s.n && i < SHORT) {
		if (p[i] < 0x80 && json_is_plain(p[i]))
			i++;
		else if (s.n - i >= 3 && p[i] >= 0xE1 && p[i] <= 0xEC && utf8_is_tail(p[i + 1]) && utf8_is_tail(p[i + 2]))
			i += 3;
		else
			break;
	}
	return i == s.n || (json_plain_end(s, i) == s.n && utf8_check(str_skip(s, i)) == s.n - i);
}

void
json_string(buf *b, str s)
{
	buf_reserve(b, s.n + 2);
	buf_addc(b, '"');
	if (needs_nothing(s)) {
		buf_add(b, s);
		buf_addc(b, '"');
		return;
	}
	for (;;) {
		size_t good = utf8_check(s);
		put_text(b, str_from_to(s, 0, good));
		if (good == s.n)
			break;
		utf8_next(s, &good);
		buf_cp(b, UTF8_BAD);
		s = str_skip(s, good);
	}
	buf_addc(b, '"');
}

void
json_opt_string(buf *b, str s)
{
	if (s.p)
		json_string(b, s);
	else
		buf_addz(b, "null");
}

void
json_sep(buf *b)
{
	char last = b->n ? b->p[b->n - 1] : '{';
	if (last != '{' && last != '[' && last != ':' && last != '\n')
		buf_addc(b, ',');
}

void
json_key(buf *b, const char *key)
{
	json_sep(b);
	json_string(b, str_from(key));
	buf_addc(b, ':');
}

void
json_member(buf *b, const char *key, str s)
{
	json_key(b, key);
	json_opt_string(b, s);
}

void
json_member_number(buf *b, const char *key, uint64_t n)
{
	json_key(b, key);
	buf_addu(b, n);
}
