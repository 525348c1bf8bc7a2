#include "lexicon.h"

typedef struct slot {
	str key;
	uint32_t value;
	uint32_t hash;             /* 0: the slot is free */
} slot;

struct keymap {
	slot *v;
	size_t cap, n;             /* cap is a power of two */
};

keymap *
keymap_new(arena *a, size_t expected)
{
	keymap *m = arena_new(a, keymap);
	m->cap = 64;
	while (m->cap < 2 * expected)
		m->cap *= 2;
	m->v = arena_array(a, slot, m->cap);
	return m;
}

static uint32_t
hash_of(str key)
{
	uint64_t h = str_hash(key);
	return (uint32_t)(h ^ h >> 32) | 1;
}

static slot *
find(const keymap *m, str key, uint32_t h)
{
	size_t i = h & (m->cap - 1);
	while (m->v[i].hash && !(m->v[i].hash == h && str_eq(m->v[i].key, key)))
		i = (i + 1) & (m->cap - 1);
	return &m->v[i];
}

static void
grow(keymap *m, arena *a)
{
	keymap old = *m;
	m->cap *= 2;
	m->v = arena_array(a, slot, m->cap);
	for (size_t i = 0; i < old.cap; i++)
		if (old.v[i].hash)
			*find(m, old.v[i].key, old.v[i].hash) = old.v[i];
}

uint32_t *
keymap_at(keymap *m, arena *a, str key)
{
	uint32_t h = hash_of(key);
	if (m->n * 2 >= m->cap)
		grow(m, a);
	slot *s = find(m, key, h);
	if (!s->hash) {
		*s = (slot){key, NONE, h};
		m->n++;
	}
	return &s->value;
}

uint32_t
keymap_get(const keymap *m, str key)
{
	const slot *s = find(m, key, hash_of(key));
	return s->hash ? s->value : NONE;
}

bool
keymap_next(const keymap *m, size_t *at, str *key, uint32_t *value)
{
	while (*at < m->cap) {
		const slot *s = &m->v[(*at)++];
		if (s->hash) {
			*key = s->key;
			*value = s->value;
			return true;
		}
	}
	return false;
}
