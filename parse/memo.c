#include "memo.h"

struct memo_slot {
	str text;
	void *value;
};

static struct memo_slot *
find(const text_memo *m, str text)
{
	uint64_t h = ((uint64_t)(uintptr_t)text.p + text.n * 0x100000001b3u) * 0x9E3779B97F4A7C15u;
	size_t i = (size_t)(h >> 32) & m->mask;
	while (m->slot[i].text.p && (m->slot[i].text.p != text.p || m->slot[i].text.n != text.n))
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
			*find(&big, m->slot[i].text) = m->slot[i];
	big.n = m->n;
	*m = big;
}

void **
memo_at(text_memo *m, arena *a, str text)
{
	if (!m->slot || m->n * 2 > m->mask)
		grow(m, a);
	struct memo_slot *s = find(m, text.p ? text : STR(""));
	if (!s->text.p) {
		s->text = text.p ? text : STR("");
		m->n++;
	}
	return &s->value;
}
