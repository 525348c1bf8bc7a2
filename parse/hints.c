#include "hints.h"

#include <string.h>

#include "bits.h"
#include "table.h"
#include "utf8.h"

enum { AT_ANY = 0, AT_START = 1, AT_END = 2 };

struct pattern {
	str text;
	unsigned bit, at;
	struct pattern *next;
};

/* Patterns in lists by a hash of their first character, of the first two for a class: a place of the text is compared with few. */
enum { SLOTS = 256, CLASS_SLOTS = 1024 };

struct hints {
	struct pattern *by_class[CLASS_SLOTS], *by_start[SLOTS], *by_any[SLOTS], *by_all[SLOTS], *by_page[SLOTS];
	uint8_t class_pair[0x2000]; /* bit by two bytes: some pattern of by_class may begin with them */
	uint8_t inside[0x2000];     /* bit by hash of two characters: some pattern of by_any or by_all may begin with them */
	uint8_t alone[0x2000];      /* bit by character: it is such a pattern */
};

static const char *const class_names[] = {
#define X(name) #name,
	HINT_CLASS_GROUPS(X)
#undef X
};

static const char *const text_names[] = {
#define X(name) #name,
	HINT_TEXT_GROUPS(X)
#undef X
};

static const char *const page_names[] = {
#define X(name) #name,
	HINT_PAGE_GROUPS(X)
#undef X
};

static unsigned
slot(str s)
{
	return (unsigned)(utf8_start_hash(s) % SLOTS);
}

static unsigned
class_slot(str s)
{
	return ((unsigned char)s.p[0] * 31u + (unsigned char)s.p[1]) % CLASS_SLOTS;
}

static void
add(arena *a, struct pattern **list, str text, int bit, unsigned at)
{
	struct pattern *p = arena_new(a, struct pattern);
	*p = (struct pattern){text, 1u << bit, at, *list};
	*list = p;
}

static uint32_t
byte_pair(str s, size_t at)
{
	return (uint32_t)(unsigned char)s.p[at] << 8 | (unsigned char)s.p[at + 1];
}

static void
note_first(hints *h, str text)
{
	size_t at = 0;
	uint32_t cp = utf8_next(text, &at);
	if (at < text.n)
		bits_set(h->inside, cp_hash_two(cp, utf8_next(text, &at)));
	else if (cp < 0x10000)
		bits_set(h->alone, cp);
}

static bool
add_row(hints *h, arena *a, str where, str group, str text)
{
	if (str_eq(where, STR("class"))) {
		int bit = str_index(group, class_names, HC_COUNT);
		unsigned at = AT_ANY;
		if (str_starts(text, STR("^"))) {
			at |= AT_START;
			text = str_skip(text, 1);
		}
		if (str_ends(text, STR("$"))) {
			at |= AT_END;
			text.n--;
		}
		if (bit < 0 || text.n < 2)
			return false;
		add(a, &h->by_class[class_slot(text)], text, bit, at);
		bits_set(h->class_pair, byte_pair(text, 0));
		return true;
	}
	bool page = str_eq(where, STR("page")), any = str_eq(where, STR("any"));
	int bit = page ? str_index(group, page_names, HP_COUNT) : str_index(group, text_names, HT_COUNT);
	if (bit < 0 || !text.n)
		return false;
	if (page) {
		add(a, &h->by_page[slot(text)], text, bit, AT_ANY);
	} else if (str_eq(where, STR("start"))) {
		add(a, &h->by_start[slot(text)], text, bit, AT_ANY);
	} else if (any || str_eq(where, STR("all"))) {
		add(a, any ? &h->by_any[slot(text)] : &h->by_all[slot(text)], text, bit, AT_ANY);
		note_first(h, text);
	} else {
		return false;
	}
	return true;
}

hints *
hints_load(arena *a, diag *d, const char *dicts)
{
	table t;
	hints *h = arena_new(a, hints);
	if (table_load(&t, a, d, dicts, "content-hints") != 0)
		return NULL;
	int where = table_need(&t, d, "where"), group = table_need(&t, d, "group"), pattern = table_need(&t, d, "pattern");
	if (where < 0 || group < 0 || pattern < 0)
		return NULL;
	bool good = true;
	for (size_t i = 0; i < t.nrow; i++) {
		if (add_row(h, a, table_get(&t, i, where), table_get(&t, i, group), table_get(&t, i, pattern)))
			continue;
		table_fault(&t, i, d, "unknown where or group, or a pattern too short");
		good = false;
	}
	return good ? h : NULL;
}

unsigned
hints_of_class(const hints *h, str s)
{
	unsigned bits = 0;
	for (size_t i = 0; i + 1 < s.n; i++) {
		if (!bits_has(h->class_pair, byte_pair(s, i)))
			continue;
		bool word_start = i == 0 || !ascii_is_lower(s.p[i - 1]);
		for (const struct pattern *p = h->by_class[class_slot(str_skip(s, i))]; p; p = p->next) {
			if (p->at & AT_START && !word_start)
				continue;
			if (!str_starts(str_skip(s, i), p->text))
				continue;
			if (p->at & AT_END && i + p->text.n < s.n && ascii_is_lower(s.p[i + p->text.n]))
				continue;
			bits |= p->bit;
		}
	}
	return bits;
}

static unsigned
match_at(struct pattern *const *list, str s)
{
	unsigned bits = 0;
	for (const struct pattern *p = list[slot(s)]; p; p = p->next)
		if (str_starts(s, p->text))
			bits |= p->bit;
	return bits;
}

unsigned
hints_of_line(const hints *h, const line *l)
{
	str s = l->source;
	while (str_starts(s, STR("\xE3\x80\x80")) || str_starts(s, STR("\xC2\xA0")) || str_starts(s, STR(" ")))
		s = str_skip(s, s.p[0] == '\xE3' ? 3 : s.p[0] == ' ' ? 1 : 2);
	if (!s.n)
		return 0;
	unsigned bits = match_at(h->by_start, s);
	if (l->chars > HINT_LONG)
		return bits;
	bool brief = l->chars <= HINT_SHORT;
	size_t next_at = 0;
	uint32_t next = utf8_next_good(s, &next_at);
	for (size_t at = 0; at < s.n;) {
		size_t from = at;
		uint32_t cp = next;
		at = next_at;
		next = at < s.n ? utf8_next_good(s, &next_at) : 0;
		if (!bits_has(h->inside, cp_hash_two(cp, next)) && cp < 0x10000 && !bits_has(h->alone, cp))
			continue;
		bits |= match_at(h->by_all, str_skip(s, from));
		if (brief)
			bits |= match_at(h->by_any, str_skip(s, from));
	}
	return bits;
}

unsigned
hints_of_page(const hints *h, str s)
{
	unsigned bits = 0;
	for (size_t i = 0; i < s.n; i++)
		if (((unsigned char)s.p[i] & 0xC0) != 0x80)
			bits |= match_at(h->by_page, str_skip(s, i));
	return bits;
}
