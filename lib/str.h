/*
 * str.h - counted byte strings: a view that borrows and a buffer that owns.
 *
 * A `str` points into memory that somebody else owns; it is passed by value, may hold any bytes
 * including NUL, and ends by its length alone. A `buf` owns growing heap memory until buf_free().
 * Offsets and lengths are bytes unless a name says `cp` (Unicode code points).
 */
#ifndef XP_STR_H
#define XP_STR_H

#include <endian.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "ascii.h"

typedef struct str {
	const char *p;
	size_t n;
} str;

#define STR(lit)    ((str){"" lit, sizeof(lit) - 1})
#define STR_NULL    ((str){NULL, 0})
#define STR_FMT     "%.*s"
#define STR_ARG(s)  (int)(s).n, (s).p ? (s).p : ""

str str_from(const char *z);                     /* view of a NUL-terminated string; NULL gives STR_NULL */
static inline str
str_of(const char *p, size_t n)
{
	return (str){p, n};
}

static inline bool
str_eq(str a, str b)
{
	/* The last bytes first: callers mostly know that the first ones agree. Only an empty string has no place. The size of b, mostly a
	 * literal, is known where this is compiled. */
	/* NOLINTNEXTLINE(clang-analyzer-core.NullDereference) */
	return a.n == b.n && (a.n == 0 || (a.p[a.n - 1] == b.p[a.n - 1] && memcmp(a.p, b.p, b.n) == 0));
}

static inline bool
str_starts(str s, str prefix)
{
	return s.n >= prefix.n && str_eq((str){s.p, prefix.n}, prefix);
}

/* Has it an ASCII capital letter? */
static inline bool
str_has_upper(str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (ascii_is_upper(s.p[i]))
			return true;
	return false;
}

static inline bool
str_ends(str s, str suffix)
{
	return s.n >= suffix.n && str_eq((str){s.p + s.n - suffix.n, suffix.n}, suffix);
}

/* The part [from, to), clamped to s. */
static inline str
str_from_to(str s, size_t from, size_t to)
{
	if (to > s.n)
		to = s.n;
	if (from > to)
		from = to;
	return s.p ? (str){s.p + from, to - from} : STR_NULL;
}

/* Without the first n bytes (clamped). */
static inline str
str_skip(str s, size_t n)
{
	return str_from_to(s, n, s.n);
}

/* Without a byte order mark of UTF-8 at its start. */
static inline str
str_sans_bom(str s)
{
	return str_starts(s, STR("\xEF\xBB\xBF")) ? str_skip(s, 3) : s;
}

/* The eight bytes at p as a number, the first one lowest. */
static inline uint64_t
str_load8(const void *p)
{
	uint64_t v;
	memcpy(&v, p, sizeof v);
	return le64toh(v);
}

bool str_ieq(str a, str b);                      /* ASCII case folded */
int str_cmp(str a, str b);                       /* by bytes, as memcmp then length */
/* Would a word or number of ASCII that ends `left` run into one that `right` begins with? A space belongs between them. */
bool str_words_meet(str left, str right);
/* Does the line break between them stand for a space? Between words it does; a figure that goes on is one that a tool broke. */
bool str_break_is_space(str left, str right);
bool str_istarts(str s, str prefix);
size_t str_find(str s, str needle);              /* offset of the first hit, or SIZE_MAX */
size_t str_ifind(str s, str needle);
size_t str_rfind(str s, str needle);
size_t str_chr(str s, char c);                   /* offset, or SIZE_MAX */
size_t str_count(str s, char c);                 /* how often it stands in s */
str str_trim(str s);                             /* ASCII white space off both ends */
/* Cuts at the first `sep`: returns what is before it and moves *rest behind it. false at the end. */
bool str_cut(str *rest, char sep, str *head);
/* The next line of *rest without its LF or CRLF. false at the end. */
bool str_line(str *rest, str *line);
/* Which of names[0..n) is s, or -1. */
int str_index(str s, const char *const *names, int n);
bool str_is_among(str s, const str *list, size_t n); /* ASCII case folded */
int str_hex_digit(char c);                       /* 0 to 15, or -1 */
size_t str_ascii_run(str s);                      /* bytes of ASCII that s begins with */
bool str_is_ascii(str s);
bool str_u64(str s, uint64_t *out);              /* all of s is decimal digits and fits */
uint64_t str_hash(str s);                        /* 64-bit FNV-1a, stable across runs and machines */
uint64_t str_hash_here(str s);                   /* another on every machine, and several times faster: for tables in memory */

typedef struct buf {
	char *p;
	size_t n, cap;
} buf;

/* All growth goes through buf_reserve(), which ends the program with exit status 2 when memory is out:
 * callers bound their input, so that this is a machine's fault and not a page's. */
void buf_reserve(buf *b, size_t more);
static inline void
buf_add(buf *b, str s)
{
	if (b->cap - b->n < s.n)
		buf_reserve(b, s.n);
	if (s.n)
		memcpy(b->p + b->n, s.p, s.n);
	b->n += s.n;
}
static inline void
buf_addc(buf *b, char c)
{
	if (b->cap == b->n)
		buf_reserve(b, 1);
	b->p[b->n++] = c;
}
void buf_addz(buf *b, const char *z);
void buf_addu(buf *b, uint64_t v);               /* decimal */
void buf_addf(buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void buf_cp(buf *b, uint32_t cp);                /* one code point as UTF-8 */
void buf_add_markup(buf *b, str s);              /* as text between tags or in a quoted attribute of HTML */
void buf_clear(buf *b);                          /* keeps the memory */
void buf_free(buf *b);
str buf_str(const buf *b);

#endif
