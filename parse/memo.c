#include "memo.h"

struct memo_slot {
	str text;
	void *value;
	uint32_t hash;
};

static uint64_t
place_hash(str text)
{
	return ((uint64_t)(uintptr_t)text.p + text.n * 0x100000001b3u) * 0x9E3779B97F4A7C15u >> 32;
}

static bool
same_place(str a, str b)
{
	return a.p == b.p && a.n == b.n;
}

static struct memo_slot *
find(const text_memo *m, str text, uint64_t hash, bool (*same)(str, str))
{
	size_t i = (size_t)hash & m->mask;
	while (m->slot[i].text.p && !(m->slot[i].hash == (uint32_t)hash && same(m->slot[i].text, text)))
		i = (i + 1) & m->mask;
	return &m->slot[i];
}

static void
grow(text_memo *m, arena *a)
{
	text_memo big = {.mask = m->slot ? m->mask * 2 + 1 : 255};
	big.slot = arena_array(a, struct memo_slot, big.mask + 1);
	for (size_t i = 0; m->slot && i <= m->mask; i++)
		if (m->slot[i].text.p)
			*find(&big, m->slot[i].text, m->slot[i].hash, same_place) = m->slot[i];
	big.n = m->n;
	*m = big;
}

static struct memo_slot *
slot_of(text_memo *m, arena *a, str text, uint64_t hash, bool (*same)(str, str))
{
	if (!m->slot || m->n * 2 > m->mask)
		grow(m, a);
	struct memo_slot *s = find(m, text, hash, same);
	if (!s->text.p) {
		*s = (struct memo_slot){.text = text, .hash = (uint32_t)hash};
		m->n++;
	}
	return s;
}

void **
memo_at(text_memo *m, arena *a, str text)
{
	text = text.p ? text : STR("");
	return &slot_of(m, a, text, place_hash(text), same_place)->value;
}

str
memo_share(text_memo *m, arena *a, str text)
{
	struct memo_slot *s = slot_of(m, a, text, str_hash_here(text), str_eq);
	if (s->text.p == text.p)
		s->text = arena_dup(a, text);
	return s->text;
}
