#include "memo.h"

struct memo_slot {
	str text;
	void *value;
	uint32_t hash, number;
};

static uint64_t
place_hash(str text)
{
	return ((uint64_t)(uintptr_t)text.p + text.n * 0x100000001b3u) * 0x9E3779B97F4A7C15u >> 32;
}

/* The slot of the text that stands there, or the free one for it. */
static struct memo_slot *
find_place(const text_memo *m, str text, uint64_t hash)
{
	size_t i = (size_t)hash & m->mask;
	while (m->slot[i].text.p && !(m->slot[i].text.p == text.p && m->slot[i].text.n == text.n))
		i = (i + 1) & m->mask;
	return &m->slot[i];
}

static struct memo_slot *
find_text(const text_memo *m, str text, uint64_t hash)
{
	size_t i = (size_t)hash & m->mask;
	while (m->slot[i].text.p && !(m->slot[i].hash == (uint32_t)hash && str_eq(m->slot[i].text, text)))
		i = (i + 1) & m->mask;
	return &m->slot[i];
}

/* Makes room for one more. */
static void
make_room(text_memo *m, arena *a)
{
	if (m->slot && m->n * 4 <= m->mask * 3)
		return;
	text_memo big = {.mask = m->slot ? m->mask * 2 + 1 : 255};
	big.slot = arena_array(a, struct memo_slot, big.mask + 1);
	for (size_t i = 0; m->slot && i <= m->mask; i++)
		if (m->slot[i].text.p)
			*find_place(&big, m->slot[i].text, m->slot[i].hash) = m->slot[i];
	big.n = m->n;
	*m = big;
}

void **
memo_at(text_memo *m, arena *a, str text)
{
	text = text.p ? text : STR("");
	uint64_t hash = place_hash(text);
	make_room(m, a);
	struct memo_slot *s = find_place(m, text, hash);
	if (!s->text.p) {
		*s = (struct memo_slot){.text = text, .hash = (uint32_t)hash};
		m->n++;
	}
	return &s->value;
}

/* The slot of all equal texts; a new one holds a copy. */
static struct memo_slot *
slot_of_text(text_memo *m, arena *a, str text)
{
	uint64_t hash = str_hash_here(text);
	make_room(m, a);
	struct memo_slot *s = find_text(m, text, hash);
	if (!s->text.p) {
		*s = (struct memo_slot){.text = arena_dup(a, text), .hash = (uint32_t)hash};
		m->n++;
	}
	return s;
}

void **
memo_text(text_memo *m, arena *a, str *text)
{
	struct memo_slot *s = slot_of_text(m, a, *text);
	*text = s->text;
	return &s->value;
}

str
memo_share(text_memo *m, arena *a, str text)
{
	memo_text(m, a, &text);
	return text;
}

uint32_t *
memo_number(text_memo *m, arena *a, str text)
{
	return &slot_of_text(m, a, text)->number;
}
