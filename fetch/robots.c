#include "robots.h"

#include <string.h>

#define LINE_LIMIT ((size_t)16663) /* the rest of a longer line is ignored: eight times the longest URL in common use */

static const char hex_digits[] = "0123456789ABCDEF";

str
robots_escape(arena *a, str s)
{
	char *out = arena_alloc(a, s.n * 3 + 1);
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c == '%' && i + 2 < s.n && str_hex_digit(s.p[i + 1]) >= 0 && str_hex_digit(s.p[i + 2]) >= 0) {
			out[n++] = '%';
			out[n++] = hex_digits[str_hex_digit(s.p[++i])];
			out[n++] = hex_digits[str_hex_digit(s.p[++i])];
		} else if (c & 0x80) {
			out[n++] = '%';
			out[n++] = hex_digits[c >> 4];
			out[n++] = hex_digits[c & 15];
		} else {
			out[n++] = (char)c;
		}
	}
	return str_of(out, n);
}

static bool
is_in(unsigned char c, const char *set)
{
	return c && strchr(set, c);
}

static bool
is_unreserved(unsigned char c)
{
	return ascii_is_alnum(c) || is_in(c, "-._~");
}

/* What is compared (RFC 9309 2.2.2): escapes of unreserved characters are undone, what cannot stand in a URL
 * is escaped. Behind a `?` that stands in the rule itself `/`, `:`, `?` and `@` are data, escaped or not. A `*` or
 * `$` that is meant as such is escaped: in a path always, in a pattern where it is written so (2.2.3). */
static str
normal(arena *a, str s, bool pattern, bool query)
{
	char *out = arena_alloc(a, s.n * 3 + 1);
	size_t n = 0;
	bool in_query = false;
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		bool escaped = c == '%' && i + 2 < s.n && str_hex_digit(s.p[i + 1]) >= 0 && str_hex_digit(s.p[i + 2]) >= 0;
		if (escaped) {
			c = (unsigned char)(str_hex_digit(s.p[i + 1]) << 4 | str_hex_digit(s.p[i + 2]));
			i += 2;
		}
		bool keep = escaped ? is_unreserved(c) || (in_query && query && is_in(c, "/:?@"))
				    : c > 0x20 && c < 0x7f && !is_in(c, "\"<>\\^`{|}");
		if (!escaped && (c == '*' || c == '$'))
			keep = pattern && (c == '*' || i + 1 == s.n);
		in_query |= c == '?' && !escaped;
		if (keep) {
			out[n++] = (char)c;
		} else {
			out[n++] = '%';
			out[n++] = hex_digits[c >> 4];
			out[n++] = hex_digits[c & 15];
		}
	}
	return str_of(out, n);
}

static size_t
first_of(str s, const char *set, size_t from)
{
	for (size_t i = from; i < s.n; i++)
		for (const char *c = set; *c; c++)
			if (s.p[i] == *c)
				return i;
	return SIZE_MAX;
}

str
robots_path(arena *a, str url)
{
	size_t from = str_starts(url, STR("//")) ? 2 : 0;
	size_t early = first_of(url, "/?;", from);
	size_t scheme = str_find(str_skip(url, from), STR("://"));
	scheme = scheme == SIZE_MAX ? scheme : scheme + from;
	if (early < scheme)
		scheme = SIZE_MAX;
	size_t start = first_of(url, "/?;", scheme == SIZE_MAX ? from : scheme + 3);
	size_t hash = first_of(url, "#", from);
	if (start == SIZE_MAX || hash < start)
		return STR("/");
	str path = str_from_to(url, start, hash);
	if (str_starts(path, STR("/")))
		return path;
	const str part[] = {STR("/"), path};
	return arena_cat(a, part, 2);
}

/* "key: value" or, where the colon was forgotten, "key value". */
static bool
split_line(str line, str *key, str *value)
{
	size_t hash = str_chr(line, '#');
	line = str_trim(hash == SIZE_MAX ? line : str_of(line.p, hash));
	size_t sep = str_chr(line, ':');
	if (sep == SIZE_MAX) {
		sep = first_of(line, " \t", 0);
		if (sep == SIZE_MAX)
			return false;
		str rest = str_trim(str_skip(line, sep));
		if (first_of(rest, " \t", 0) != SIZE_MAX)
			return false;
	}
	*key = str_trim(str_of(line.p, sep));
	*value = str_trim(str_skip(line, sep + 1));
	return key->n > 0;
}

enum directive { OTHER, USER_AGENT, ALLOW, DISALLOW, SITEMAP, CRAWL_DELAY };

static enum directive
directive_of(str key)
{
	static const struct {
		const char *name;
		enum directive is;
	} known[] = {{"user-agent", USER_AGENT},  {"useragent", USER_AGENT},
		     {"user agent", USER_AGENT},  {"allow", ALLOW},
		     {"disallow", DISALLOW},      {"dissallow", DISALLOW},
		     {"dissalow", DISALLOW},      {"disalow", DISALLOW},
		     {"diasllow", DISALLOW},      {"disallaw", DISALLOW},
		     {"sitemap", SITEMAP},        {"site-map", SITEMAP},
		     {"crawl-delay", CRAWL_DELAY}};
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (str_istarts(key, str_from(known[i].name)))
			return known[i].is;
	return OTHER;
}

/* The product token at the head of a user-agent value (RFC 9309 2.2.1). */
static str
product(str s)
{
	size_t i = 0;
	while (i < s.n &&
	       (ascii_is_letter(s.p[i]) || s.p[i] == '-' || s.p[i] == '_'))
		i++;
	return str_of(s.p, i);
}

/* Seconds, perhaps with a fraction; junk and negative numbers are none. */
static int64_t
delay_ms(str s)
{
	int64_t v = 0, scale = 1000;
	bool dot = false, digit = false;
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (c == '.' && !dot) {
			dot = true;
		} else if (ascii_is_digit(c)) {
			digit = true;
			if (dot)
				v += (c - '0') * (scale /= 10);
			else if (v < (int64_t)1 << 40)
				v = v * 10 + (c - '0') * 1000;
		} else if (c == 'e' || c == 'E') {
			return digit ? (int64_t)1 << 40 : -1;
		} else {
			break;
		}
	}
	return digit ? v : -1;
}

typedef struct rules {
	robots_rule *rule;
	size_t n, cap;
	int64_t delay;
	bool seen;
} rules;

typedef struct parser {
	arena *a;
	str agent;
	rules own, any;
	bool in_own, in_any, in_rules; /* in_rules: the next user-agent line starts a new group */
	size_t sitemap_cap;
	robots *out;
} parser;

static void
add_rule(arena *a, rules *to, str pattern, size_t weight, bool allow)
{
	robots_rule *r = arena_push(a, to->rule, to->n, to->cap);
	bool anchored = str_ends(pattern, STR("$"));
	*r = (robots_rule){str_of(pattern.p, pattern.n - anchored), weight, allow, anchored,
			   str_chr(pattern, '?') != SIZE_MAX};
}

/* `Allow: /dir/index.html` speaks of /dir/ as well. */
static void
add_index_rule(arena *a, rules *to, str pattern)
{
	size_t slash = str_rfind(pattern, STR("/"));
	if (slash == SIZE_MAX || !str_starts(str_skip(pattern, slash), STR("/index.htm")))
		return;
	const str part[] = {str_of(pattern.p, slash + 1), STR("$")};
	add_rule(a, to, arena_cat(a, part, 2), slash + 2, true);
}

static void
on_rule(parser *p, str value, bool allow)
{
	p->in_rules = true;
	if (value.n == 0 || (!p->in_own && !p->in_any))
		return;
	str pattern = normal(p->a, value, true, true);
	rules *to[] = {p->in_own ? &p->own : NULL, p->in_any ? &p->any : NULL};
	for (int i = 0; i < 2; i++) {
		if (!to[i])
			continue;
		add_rule(p->a, to[i], pattern, pattern.n, allow);
		if (allow)
			add_index_rule(p->a, to[i], pattern);
	}
}

static void
on_agent(parser *p, str value)
{
	if (p->in_rules)
		p->in_own = p->in_any = p->in_rules = false;
	if (value.n && value.p[0] == '*' && (value.n == 1 || ascii_is_space(value.p[1])))
		p->in_any = true;
	else if (p->agent.n && str_ieq(product(value), p->agent))
		p->in_own = p->own.seen = true;
}

static void
on_line(parser *p, str line)
{
	str key, value;
	if (!split_line(str_from_to(line, 0, LINE_LIMIT), &key, &value))
		return;
	enum directive is = directive_of(key);
	p->out->directives += is == USER_AGENT || is == ALLOW || is == DISALLOW || is == SITEMAP;
	if (is == USER_AGENT) {
		on_agent(p, value);
	} else if (is == ALLOW || is == DISALLOW) {
		on_rule(p, value, is == ALLOW);
	} else if (is == SITEMAP && value.n) {
		str *to = arena_push(p->a, p->out->sitemap, p->out->nsitemap, p->sitemap_cap);
		*to = arena_dup(p->a, value);
	} else if (is == CRAWL_DELAY) {
		if (p->in_own &&
		    p->own.delay <
			0) /* the first counts: such a line does not end a group (RFC 9309 2.2.4) */
			p->own.delay = delay_ms(value);
		if (p->in_any && p->any.delay < 0)
			p->any.delay = delay_ms(value);
	}
}

/* LF, CRLF and CR all end a line. */
static bool
next_line(str *rest, str *line)
{
	size_t end = 0;
	if (rest->n == 0)
		return false;
	while (end < rest->n && rest->p[end] != '\n' && rest->p[end] != '\r')
		end++;
	*line = str_of(rest->p, end);
	bool crlf = end + 1 < rest->n && rest->p[end] == '\r' && rest->p[end + 1] == '\n';
	*rest = str_skip(*rest, end + 1 + crlf);
	return true;
}

static str
without_bom(str s)
{
	static const char bom[] = "\xEF\xBB\xBF";
	size_t i = 0;
	while (i < 3 && i < s.n && s.p[i] == bom[i]) /* cut ones are seen too */
		i++;
	return str_skip(s, i);
}

/* UTF-16 that says so by its mark: keeps what is ASCII. */
static str
from_utf16(arena *a, str s)
{
	bool little = str_starts(s, STR("\xFF\xFE"));
	if (!little && !str_starts(s, STR("\xFE\xFF")))
		return s;
	char *out = arena_alloc(a, s.n / 2 + 1);
	size_t n = 0;
	for (size_t i = 2; i + 1 < s.n; i += 2) {
		unsigned char lo = (unsigned char)s.p[i + !little], hi = (unsigned char)s.p[i + little];
		out[n++] = hi == 0 && lo < 0x80 ? (char)lo : '?';
	}
	return str_of(out, n);
}

/* Bytes that no text has: an editor's padding, or UTF-16 without its mark. */
static str
without_nul(arena *a, str s)
{
	if (str_chr(s, '\0') == SIZE_MAX)
		return s;
	char *out = arena_alloc(a, s.n);
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i])
			out[n++] = s.p[i];
	return str_of(out, n);
}

void
robots_parse(arena *a, str bytes, str agent, robots *out)
{
	*out = (robots){.crawl_delay_ms = -1};
	parser p = {.a = a, .agent = product(agent), .out = out, .own.delay = -1, .any.delay = -1};
	str text = without_nul(a, from_utf16(a, str_from_to(bytes, 0, ROBOTS_MAX)));
	str rest = without_bom(text), line;
	while (next_line(&rest, &line))
		on_line(&p, line);
	const rules *use = p.own.seen ? &p.own : &p.any;
	out->rule = use->rule;
	out->nrule = use->n;
	out->crawl_delay_ms = use->delay;
}

/* Each piece between stars is found as early as it can be: enough, and linear. */
static bool
matches(const robots_rule *r, str path)
{
	str rest = r->pattern, piece;
	bool first = true;
	while (str_cut(&rest, '*', &piece)) {
		bool last = !rest.p;
		if (last && r->anchored && !first)
			return path.n >= piece.n && str_ends(path, piece);
		if (first) {
			if (!str_starts(path, piece))
				return false;
			path = str_skip(path, piece.n);
			if (last)
				return !r->anchored || path.n == 0;
			first = false;
			continue;
		}
		size_t at = str_find(path, piece);
		if (at == SIZE_MAX)
			return false;
		path = str_skip(path, at + piece.n);
	}
	return true;
}

bool
robots_allowed(arena *a, const robots *r, str path)
{
	size_t best[2] = {0, 0};
	path = path.n ? path : STR("/");
	if (str_eq(path, STR("/robots.txt"))) /* 2.2.2: implicitly allowed */
		return true;
	const str form[] = {normal(a, path, false, false), normal(a, path, false, true)};
	for (size_t i = 0; i < r->nrule; i++)
		if (r->rule[i].weight > best[r->rule[i].allow] &&
		    matches(&r->rule[i], form[r->rule[i].query]))
			best[r->rule[i].allow] = r->rule[i].weight;
	return best[true] >= best[false];
}
