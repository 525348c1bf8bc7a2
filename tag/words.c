#include "words.h"

#include "utf8.h"

#define BMP 0x10000u
#define SETS 4096u         /* room for half as many */

/* node << 40 | code point << 24 | child; 0 is empty */
typedef uint64_t edge;

#define CHILD(e) ((unsigned)((e) & 0xFFFFFF))
#define FROM(node, cp) ((uint64_t)(node) << 16 | (cp))

typedef struct node {
	uint64_t mask;             /* classes of the word that ends here */
	unsigned first;            /* index + 1 of its first reading */
	bool ascii, digit;         /* the last code point is an ASCII letter, a digit */
} node;

typedef struct trie {
	edge *edge;
	size_t nedge, cap;         /* cap is a power of two */
	node *node;
	size_t nnode, node_cap;
	unsigned *root;            /* node by first code point of the BMP */
} trie;

struct words_index {
	arena *a;
	trie forward, backward;
	reading *reading;
	size_t nreading, reading_cap;
	class_set known[SETS];     /* numbers of sets, by hash */
};

static bool
ascii_alnum(char c)
{
	return (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z');
}

static bool
ascii_letter(char c)
{
	return (c | 32) >= 'a' && (c | 32) <= 'z';
}

static size_t
slot_of(uint64_t key, size_t cap)
{
	key *= 0x9E3779B97F4A7C15u;
	return (size_t)(key >> 32) & (cap - 1);
}

static unsigned
child(const trie *t, unsigned from, uint32_t cp)
{
	if (cp >= BMP)
		return 0;
	if (from == 0)
		return t->root[cp];
	uint64_t key = FROM(from, cp);
	for (size_t i = slot_of(key, t->cap);; i = (i + 1) & (t->cap - 1)) {
		edge e = t->edge[i];
		if (e >> 24 == key && e)
			return CHILD(e);
		if (!e)
			return 0;
	}
}

static void
put_edge(trie *t, edge e)
{
	size_t i = slot_of(e >> 24, t->cap);
	while (t->edge[i])
		i = (i + 1) & (t->cap - 1);
	t->edge[i] = e;
	t->nedge++;
}

static void
grow_edges(trie *t, arena *a)
{
	edge *old = t->edge;
	size_t n = t->cap;
	t->cap = n ? n * 2 : 4096;
	t->edge = arena_array(a, edge, t->cap);
	t->nedge = 0;
	for (size_t i = 0; i < n; i++)
		if (old[i])
			put_edge(t, old[i]);
}

static unsigned
make_child(trie *t, arena *a, unsigned from, uint32_t cp)
{
	unsigned to = child(t, from, cp);
	if (to)
		return to;
	to = (unsigned)t->nnode;
	*arena_push(a, t->node, t->nnode, t->node_cap) = (node){.ascii = cp < 0x80 && ascii_letter((char)cp), .digit = cp >= '0' && cp <= '9'};
	if (from == 0) {
		t->root[cp] = to;
		return to;
	}
	if (t->nedge * 4 >= t->cap * 3) /* full, so that it stays in a near cache */
		grow_edges(t, a);
	put_edge(t, FROM(from, cp) << 24 | to);
	return to;
}

static void
trie_init(trie *t, arena *a)
{
	grow_edges(t, a);
	t->root = arena_array(a, unsigned, BMP);
	*arena_push(a, t->node, t->nnode, t->node_cap) = (node){0};
}

static words *
new_tries(arena *a)
{
	words *w = arena_new(a, words);
	w->index = arena_new(a, struct words_index);
	w->index->a = a;
	trie_init(&w->index->forward, a);
	trie_init(&w->index->backward, a);
	w->edge = arena_array(a, word_edge, BMP);
	w->two = arena_array(a, class_set, WORDS_SLOTS);
	w->more = arena_array(a, class_set, WORDS_SLOTS);
	w->ending = arena_array(a, class_set, WORDS_SLOTS);
	*arena_push(a, w->set, w->nset, w->set_cap) = 0;
	return w;
}

words *
words_new(arena *a)
{
	words *w = new_tries(a);
	w->aside = new_tries(a);
	return w;
}

static void
mark(trie *t, unsigned at, enum word_class cls, unsigned index)
{
	node *n = &t->node[at];
	n->mask |= (uint64_t)1 << cls;
	if (!n->first)
		n->first = index;
}

/* The number of the set *to with these classes added; a set too many is all classes. */
static void
add_classes(words *w, class_set *to, uint64_t classes)
{
	struct words_index *x = w->index;
	uint64_t set = w->nset < SETS / 2 ? w->set[*to] | classes : UINT64_MAX;
	size_t i = slot_of(set, SETS);
	for (; x->known[i]; i = (i + 1) & (SETS - 1))
		if (w->set[x->known[i]] == set)
			break;
	if (!x->known[i]) {
		x->known[i] = (class_set)w->nset;
		*arena_push(x->a, w->set, w->nset, w->set_cap) = set;
	}
	*to = x->known[i];
}

/* The set of the words of two code points or more that may end at s[at]. */
static class_set *
ending_at(const words *w, str s, size_t at)
{
	uint32_t last = words_peek_before(s, at);
	at -= last < 0x80 ? 1 : last < 0x800 ? 2 : 3;
	return &w->ending[words_slot(words_peek_before(s, at), last, 0)];
}

static void
note_edges(words *w, str word, uint64_t cls)
{
	size_t at = 0;
	uint32_t x = words_peek_next(word, &at);
	add_classes(w, &w->edge[x].first, cls);
	add_classes(w, &w->edge[words_peek_before(word, word.n)].last, cls);
	if (at >= word.n) {
		add_classes(w, &w->edge[x].one, cls);
		return;
	}
	add_classes(w, &w->edge[x].longer, cls);
	uint32_t y = words_peek_next(word, &at);
	bool two = at >= word.n;
	class_set *slot = two ? w->two : w->more;
	add_classes(w, &slot[words_slot(x, y, two ? 0 : words_peek(word, at))], cls);
	add_classes(w, ending_at(w, word, word.n), cls);
}

static bool
in_bmp(str word)
{
	for (size_t i = 0; i < word.n; i++)
		if ((unsigned char)word.p[i] >= 0xF0)
			return false;
	return true;
}

void
words_add(words *w, str word, reading r)
{
	struct words_index *x = w->index;
	if (word.n == 0 || !in_bmp(word))
		return;
	unsigned f = 0, b = 0;
	for (size_t i = 0; i < word.n;)
		f = make_child(&x->forward, x->a, f, utf8_next(word, &i));
	for (size_t i = word.n; i > 0;)
		b = make_child(&x->backward, x->a, b, utf8_prev(word, &i));
	r.word = word;
	r.next = 0;
	unsigned index = (unsigned)x->nreading + 1, last = x->forward.node[f].first;
	while (last && x->reading[last - 1].next)
		last = x->reading[last - 1].next;
	*arena_push(x->a, x->reading, x->nreading, x->reading_cap) = r;
	if (last)
		x->reading[last - 1].next = index;
	mark(&x->forward, f, r.cls, index);
	mark(&x->backward, b, r.cls, index);
	note_edges(w, word, (uint64_t)1 << r.cls);
}

static const char *const class_names[] = {
#define X(name) #name,
	WORD_CLASSES(X)
#undef X
};

static const char *const aside_names[] = {
#define X(name) #name,
	ASIDE_CLASSES(X)
#undef X
};

/* The class of this name, and which words it is one of; -1: there is none. */
static int
class_of(words **w, str name)
{
	int c = str_index(name, class_names, WORD_CLASS_COUNT);
	if (c >= 0)
		return c;
	*w = (*w)->aside;
	return str_index(name, aside_names, ASIDE_CLASS_COUNT);
}

static int
small_number(str s)
{
	int n = 0;
	bool neg = s.n && s.p[0] == '-';
	for (size_t i = neg; i < s.n && s.p[i] >= '0' && s.p[i] <= '9' && n < 100000; i++)
		n = n * 10 + (s.p[i] - '0');
	return neg ? -n : n;
}

int
words_load(words *w, diag *d, const char *dicts, const char *name)
{
	table t;
	if (table_load(&t, w->index->a, d, dicts, name))
		return -1;
	int word = table_need(&t, d, "word"), cls = table_need(&t, d, "class");
	int num = table_need(&t, d, "num"), value = table_need(&t, d, "value");
	if (word < 0 || cls < 0 || num < 0 || value < 0)
		return -1;
	int status = 0;
	for (size_t i = 0; i < t.nrow; i++) {
		words *to = w;
		int c = class_of(&to, table_get(&t, i, cls));
		if (c < 0) {
			table_fault(&t, i, d, "unknown class \"" STR_FMT "\"", STR_ARG(table_get(&t, i, cls)));
			status = -1;
			continue;
		}
		str rest = table_get(&t, i, word), form;
		reading r = {.cls = (enum word_class)c, .num = small_number(table_get(&t, i, num)), .value = table_get(&t, i, value)};
		while (str_cut(&rest, '|', &form))
			words_add(to, form, r);
	}
	return status;
}

/* The first reading that is in the mask. Readings are many, and one that is not looked at need not be fetched. */
static const reading *
pick(const words *w, const node *n, uint64_t mask)
{
	const reading *r = w->index->reading;
	if (!(n->mask & mask))
		return NULL;
	if (!(n->mask & ~mask))
		return &r[n->first - 1];
	for (unsigned i = n->first; i; i = r[i - 1].next)
		if (mask >> r[i - 1].cls & 1)
			return &r[i - 1];
	return NULL;
}

/* Does a Latin word or a figure go on behind s[from..at), which is node x? */
static bool
runs_on(const node *x, uint64_t mask, str s, size_t from, size_t at)
{
	if (at >= s.n || !((x->ascii && ascii_letter(s.p[at])) || (x->digit && s.p[at] >= '0' && s.p[at] <= '9')))
		return false;
	bool unit = x->mask & mask & WM(unit) && at - from > 1; /* 5nmFinFET, 7nmEUV */
	return !(unit && s.p[at - 1] >= 'a' && s.p[at] <= 'Z');
}

bool
words_longest(const words *w, str s, size_t at, uint64_t mask, word_hit *h)
{
	const trie *t = &w->index->forward;
	unsigned n = 0;
	const node *best = NULL;
	size_t i = at;
	uint32_t first = words_peek_next(s, &i);
	uint64_t longer = w->set[w->edge[first].longer] & mask;
	if (!longer) {
		best = &t->node[t->root[first]];
		*h = (word_hit){at, i, pick(w, best, mask)};
		return h->r && !runs_on(best, mask, s, at, i);
	}
	if (!(words_classes(w, s, at, &longer) & mask))
		return false;
	for (n = t->root[first]; n; n = child(t, n, utf8_next(s, &i))) {
		const node *x = &t->node[n];
		if ((x->mask & mask) && !runs_on(x, mask, s, at, i)) {
			best = x;
			h->end = i;
		}
		if (!(longer & mask) || i >= s.n)
			break;
	}
	if (!best)
		return false;
	h->start = at;
	h->r = pick(w, best, mask);
	return true;
}

bool
words_longest_before(const words *w, str s, size_t at, uint64_t mask, word_hit *h)
{
	const trie *t = &w->index->backward;
	unsigned n = 0;
	const node *best = NULL;
	bool longer = w->set[*ending_at(w, s, at)] & mask;
	for (size_t i = at; i > 0 && (i == at || longer);) {
		n = child(t, n, utf8_prev(s, &i));
		if (!n)
			break;
		const node *x = &t->node[n];
		if ((x->mask & mask) && !(x->ascii && i > 0 && ascii_alnum(s.p[i - 1]))) {
			best = x;
			h->start = i;
		}
	}
	if (!best)
		return false;
	h->end = at;
	h->r = pick(w, best, mask);
	return true;
}

const reading *
words_next(const words *w, const reading *r)
{
	return r->next ? &w->index->reading[r->next - 1] : NULL;
}

void
words_each(const words *w, void (*f)(void *to, str word, enum word_class cls), void *to)
{
	for (size_t i = 0; i < w->index->nreading; i++)
		f(to, w->index->reading[i].word, w->index->reading[i].cls);
}
