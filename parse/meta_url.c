#include "meta_url.h"

static bool
is_absolute(str ref)
{
	return str_istarts(ref, STR("http://")) || str_istarts(ref, STR("https://"));
}

/* Bytes of scheme and host; 0 when there is none. */
static size_t
origin_length(str url)
{
	size_t scheme = str_find(url, STR("://"));
	if (scheme == SIZE_MAX)
		return 0;
	for (size_t i = scheme + 3; i < url.n; i++)
		if (url.p[i] == '/' || url.p[i] == '?' || url.p[i] == '#')
			return i;
	return url.n;
}

bool
meta_is_home(str url)
{
	size_t origin = origin_length(url);
	return origin && origin + 1 >= url.n;
}

/* Takes the last step off a folder, but not the host. */
static str
parent(str folder, size_t origin)
{
	size_t last = str_rfind(folder, STR("/"));
	return last == SIZE_MAX || last < origin ? str_from_to(folder, 0, origin) : str_from_to(folder, 0, last);
}

/* The address of what ./ and ../ lead to. */
static str
in_folder(arena *a, str folder, size_t origin, str ref)
{
	for (;;) {
		if (str_starts(ref, STR("./"))) {
			ref = str_skip(ref, 2);
		} else if (str_starts(ref, STR("../"))) {
			ref = str_skip(ref, 3);
			folder = parent(folder, origin);
		} else {
			break;
		}
	}
	str parts[] = {folder, STR("/"), ref};
	return arena_cat(a, parts, 3);
}

str
meta_resolve(arena *a, str base, str ref)
{
	size_t origin = origin_length(base), scheme = str_find(base, STR("://")), colon = str_chr(ref, ':'), slash = str_chr(ref, '/');
	if (is_absolute(ref))
		return ref;
	if (str_istarts(ref, STR("www."))) { /* an address whose scheme was forgotten */
		str parts[] = {scheme == SIZE_MAX ? STR("https") : str_from_to(base, 0, scheme), STR("://"), ref};
		return arena_cat(a, parts, 3);
	}
	if (!origin || !ref.n || ref.p[0] == '#' || (colon != SIZE_MAX && (slash == SIZE_MAX || colon < slash))) /* javascript: */
		return STR_NULL;
	if (str_starts(ref, STR("//"))) {
		str parts[] = {str_from_to(base, 0, scheme + 1), ref};
		return arena_cat(a, parts, 2);
	}
	if (ref.p[0] == '/') {
		str parts[] = {str_from_to(base, 0, origin), ref};
		return arena_cat(a, parts, 2);
	}
	size_t end = origin;
	while (end < base.n && base.p[end] != '?' && base.p[end] != '#')
		end++;
	str path = str_from_to(base, 0, end);
	if (ref.p[0] == '?') {
		str parts[] = {path, ref};
		return arena_cat(a, parts, 2);
	}
	return in_folder(a, parent(path, origin), origin, ref);
}

/* A run of digits in a path. */
struct run {
	size_t n;                  /* how many digits */
	int value;                 /* of the first eight */
	char before;               /* the byte before it */
};

static bool
next_run(str s, size_t *at, struct run *r)
{
	while (*at < s.n && !ascii_is_digit(s.p[*at]))
		++*at;
	if (*at >= s.n)
		return false;
	*r = (struct run){.before = *at ? s.p[*at - 1] : 0};
	for (; *at < s.n && ascii_is_digit(s.p[*at]); ++*at, r->n++)
		if (r->n < 8)
			r->value = r->value * 10 + (s.p[*at] - '0');
	return true;
}

static bool
is_joint(char c)
{
	return c == '/' || c == '-' || c == '_';
}

static bool
day_of(const when_base *base, int ymd, when *w)
{
	char text[9];
	for (int i = 7; i >= 0; i--, ymd /= 10)
		text[i] = (char)('0' + ymd % 10);
	return when_find(base, str_of(text, 8), 0, w);
}

bool
meta_url_day(const when_base *base, str url, when *w)
{
	str path = str_skip(url, origin_length(url));
	when_base plain = {.now = base->now, .known = base->known};
	struct run run[3] = {{0}};
	for (size_t at = 0; next_run(path, &at, &run[2]);) {
		const struct run *a = &run[0], *b = &run[1], *c = &run[2];
		int ymd = 0;
		if (c->n == 8 || (c->n >= 12 && c->n <= 17)) /* alone, or with the time behind it */
			ymd = c->value;
		else if (is_joint(c->before) && c->n <= 2 && b->n == 6)
			ymd = b->value * 100 + c->value;
		else if (is_joint(c->before) && c->n == 4 && b->n == 4)
			ymd = b->value * 10000 + c->value;
		else if (is_joint(c->before) && is_joint(b->before) && c->n <= 2 && b->n <= 2 && b->n && a->n == 4)
			ymd = a->value * 10000 + b->value * 100 + c->value;
		if (ymd > 19000000 && day_of(&plain, ymd, w)) {
			w->hour = -1;
			return true;
		}
		run[0] = run[1];
		run[1] = run[2];
	}
	return false;
}
