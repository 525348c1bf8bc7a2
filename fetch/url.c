#include "url.h"

#include <string.h>

#include "utf8.h"

static bool
in_set(unsigned char c, enum url_set set)
{
	static const char *const more[] = {"", " \"<>`", " \"#<>'", " \"#<>?^`{}", " \"#<>?^`{}/:;=@[\\]|"};
	if (ascii_is_lower(c) ||
	    (c >= '-' && c <= '9')) /* nearly all there is; '/' is in the last alone */
		return c == '/' && set == URL_USERINFO;
	return c < 0x20 || c > 0x7e || strchr(more[set], c) != NULL;
}

void
url_percent_encode(buf *b, str s, enum url_set set)
{
	static const char digit[] = "0123456789ABCDEF";
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (in_set(c, set))
			buf_add(b, str_of((char[]){'%', digit[c >> 4], digit[c & 15]}, 3));
		else
			buf_addc(b, (char)c);
	}
}

static str
encoded(arena *a, str s, enum url_set set)
{
	buf b = {0};
	url_percent_encode(&b, s, set);
	str out = arena_dup(a, buf_str(&b));
	buf_free(&b);
	return out;
}

/* Without C0 and space at the ends, without tab and line ends anywhere. */
static str
stripped(arena *a, str s)
{
	while (s.n && (unsigned char)s.p[0] <= 0x20)
		s = str_skip(s, 1);
	while (s.n && (unsigned char)s.p[s.n - 1] <= 0x20)
		s.n--;
	str out = arena_dup(a, s);
	char *p = (char *)(uintptr_t)out.p;
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != '\t' && s.p[i] != '\n' && s.p[i] != '\r')
			p[n++] = s.p[i];
	out.n = n;
	return out;
}

/* Length of "scheme" when s starts with "scheme:", else 0. */
static size_t
scheme_length(str s)
{
	size_t i = 0;
	if (!s.n || !ascii_is_letter(s.p[0]))
		return 0;
	while (i < s.n &&
	       (ascii_is_alnum(s.p[i]) || (s.p[i] && strchr("+-.", s.p[i]))))
		i++;
	return i < s.n && s.p[i] == ':' ? i : 0;
}

static bool
is_slash(char c)
{
	return c == '/' || c == '\\';
}

static bool
parse_port(arena *a, str port, url *u, const char **why)
{
	unsigned n = 0;
	u->port = STR("");
	for (size_t i = 0; i < port.n; i++) {
		if (!ascii_is_digit(port.p[i]) ||
		    (n = n * 10 + (unsigned)(port.p[i] - '0')) > 65535) {
			*why = "bad port";
			return false;
		}
	}
	if (port.n && n != (str_eq(u->scheme, STR("https")) ? 443 : 80))
		u->port = port.p[0] == '0' ? arena_printf(a, "%u", n) : arena_dup(a, port);
	return true;
}

/* The last colon that is not inside an IPv6 address. */
static size_t
port_colon(str s)
{
	bool inside = false;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '[')
			inside = true;
		else if (s.p[i] == ']')
			inside = false;
		else if (s.p[i] == ':' && !inside)
			return i;
	}
	return SIZE_MAX;
}

static bool
parse_authority(arena *a, str s, url *u, const char **why)
{
	size_t at = str_rfind(s, STR("@"));
	u->user = u->pass = STR("");
	if (at != SIZE_MAX) {
		str info = str_of(s.p, at), user;
		str_cut(&info, ':', &user);
		u->user = encoded(a, user, URL_USERINFO);
		u->pass = info.p ? encoded(a, info, URL_USERINFO) : STR("");
		s = str_skip(s, at + 1);
	}
	size_t colon = port_colon(s);
	str host = colon == SIZE_MAX ? s : str_of(s.p, colon);
	if (host.n == 0) {
		*why = "no host";
		return false;
	}
	if (!url_host_parse(a, host, &u->host, why))
		return false;
	return parse_port(a, colon == SIZE_MAX ? STR("") : str_skip(s, colon + 1), u, why);
}

static bool
is_dots(str s, unsigned want)
{
	unsigned dots = 0;
	while (s.n) {
		size_t step = s.p[0] == '.' ? 1 : s.n >= 3 && str_istarts(s, STR("%2e")) ? 3 : 0;
		if (!step)
			return false;
		s = str_skip(s, step);
		dots++;
	}
	return dots == want;
}

static void
shorten(buf *b)
{
	while (b->n && b->p[--b->n] != '/')
		continue;
}

/* Appends the segments of `s` (what follows a slash) to the path in `b`, which holds whole segments: "",
 * "/a", "/a/b". */
static void
add_segments(buf *b, str s)
{
	for (;;) {
		size_t n = 0;
		while (n < s.n && !is_slash(s.p[n]))
			n++;
		str seg = str_of(s.p, n);
		bool last = n == s.n;
		if (is_dots(seg, 2)) {
			shorten(b);
			if (last)
				buf_addc(b, '/');
		} else if (is_dots(seg, 1)) {
			if (last)
				buf_addc(b, '/');
		} else {
			buf_addc(b, '/');
			url_percent_encode(b, seg, URL_PATH);
		}
		if (last)
			return;
		s = str_skip(s, n + 1);
	}
}

static void
set_path(arena *a, url *u, str under, str s)
{
	buf b = {0};
	buf_add(&b, under);
	add_segments(&b, s);
	u->path = arena_dup(a, buf_str(&b));
	buf_free(&b);
}

/* Cuts `#...` and `?...` off the end of *s. */
static void
cut_tail(arena *a, str *s, url *u)
{
	str head;
	u->query = u->fragment = STR_NULL;
	str rest = *s;
	str_cut(&rest, '#', &head);
	if (rest.p)
		u->fragment = encoded(a, rest, URL_FRAGMENT);
	rest = head;
	str_cut(&rest, '?', &head);
	if (rest.p)
		u->query = encoded(a, rest, URL_QUERY);
	*s = head;
}

static bool
parse_absolute(arena *a, str s, url *u, const char **why)
{
	while (s.n && is_slash(s.p[0]))
		s = str_skip(s, 1);
	size_t n = 0;
	while (n < s.n && !is_slash(s.p[n]))
		n++;
	if (!parse_authority(a, str_of(s.p, n), u, why))
		return false;
	set_path(a, u, STR(""), n < s.n ? str_skip(s, n + 1) : STR(""));
	return true;
}

static void
parse_relative(arena *a, str s, const url *base, url *u)
{
	u->user = base->user;
	u->pass = base->pass;
	u->host = base->host;
	u->port = base->port;
	if (s.n == 0) {
		u->path = base->path;
		if (!u->query.p)
			u->query = base->query;
	} else if (is_slash(s.p[0])) {
		set_path(a, u, STR(""), str_skip(s, 1));
	} else {
		str dir = base->path;
		while (dir.n && dir.p[dir.n - 1] != '/')
			dir.n--;
		dir.n -= dir.n > 0; /* add_segments() puts the slash back */
		set_path(a, u, dir, s);
	}
}

bool
url_parse(arena *a, str input, const url *base, url *out, const char **why)
{
	str s = stripped(a, input.p ? input : STR(""));
	size_t n = scheme_length(s);
	*out = (url){0};
	*why = "no URL";
	if (n && !str_ieq(str_of(s.p, n), STR("http")) && !str_ieq(str_of(s.p, n), STR("https"))) {
		*why = "scheme is not http or https";
		return false;
	}
	if (!n && !base) {
		*why = "relative URL without a base";
		return false;
	}
	out->scheme = n == 4 ? STR("http") : n == 5 ? STR("https") : base->scheme;
	if (n)
		s = str_skip(s, n + 1);
	cut_tail(a, &s, out);
	bool slashes = s.n >= 2 && is_slash(s.p[0]) && is_slash(s.p[1]);
	bool same = base && str_eq(base->scheme, out->scheme);
	if (slashes || (n && !same))
		return parse_absolute(a, s, out, why);
	parse_relative(a, s, base, out);
	return true;
}

str
url_origin(arena *a, const url *u)
{
	const str part[] = {u->scheme, STR("://"), u->host, u->port.n ? STR(":") : STR(""), u->port};
	return arena_cat(a, part, 5);
}

str
url_target(arena *a, const url *u)
{
	const str part[] = {u->path, u->query.p ? STR("?") : STR(""), u->query.p ? u->query : STR("")};
	return arena_cat(a, part, 3);
}

str
url_href(arena *a, const url *u, bool fragment)
{
	bool hash = fragment && u->fragment.p;
	bool info = u->user.n || u->pass.n;
	const str part[] = {u->scheme,
			    STR("://"),
			    u->user,
			    u->pass.n ? STR(":") : STR(""),
			    u->pass,
			    info ? STR("@") : STR(""),
			    u->host,
			    u->port.n ? STR(":") : STR(""),
			    u->port,
			    url_target(a, u),
			    hash ? STR("#") : STR(""),
			    hash ? u->fragment : STR("")};
	return arena_cat(a, part, sizeof part / sizeof *part);
}

bool
url_admit(arena *a, str input, const url *base, url *out, const char **why)
{
	str s = str_trim(input);
	*why = NULL;
	if (s.n > URL_MAX)
		*why = "URL too long";
	for (size_t i = 0; i < s.n && !*why; i++)
		if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f)
			*why = "control byte in the URL";
	if (*why || !url_parse(a, s, base, out, why))
		return false;
	if (out->user.n || out->pass.n)
		*why = "user name or password in the URL";
	else if (url_href(a, out, false).n > URL_MAX)
		*why = "URL too long";
	else
		return true;
	return false;
}
