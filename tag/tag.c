#include "tag.h"

#include <string.h>

#include "record.h"
#include "utf8.h"

/* ---- entity rows */

/* Rows by id and type: open addressing, 1-based so that 0 is an empty slot. */
typedef struct row_map {
	uint32_t *slot;
	size_t mask;
} row_map;

static row_map
row_map_for(arena *a, size_t n)
{
	size_t size = 16;
	while (size < n * 2)
		size *= 2;
	return (row_map){arena_array(a, uint32_t, size), size - 1};
}

static uint32_t *
row_slot(const row_map *map, const entity_row *row, const mention *m)
{
	size_t at = (str_hash(m->id) ^ str_hash(m->type) * 31) & map->mask;
	for (; map->slot[at]; at = (at + 1) & map->mask) {
		const entity_row *r = &row[map->slot[at] - 1];
		if (str_eq(r->id, m->id) && str_eq(r->type, m->type))
			break;
	}
	return &map->slot[at];
}

static void
make_rows(const tagger *g, arena *a, tagged *t)
{
	entity_row *row = arena_array(a, entity_row, t->n + 1);
	row_map map = row_map_for(a, t->n);
	for (size_t i = 0; i < t->n; i++) {
		const mention *m = &t->mention[i];
		if (m->number)
			continue;
		uint32_t *slot = row_slot(&map, row, m);
		if (*slot) {
			row[*slot - 1].count++;
			continue;
		}
		str name = lexicon_name(g->lexicon, m->type, m->id);
		if (!name.p)
			name = str_from_to(t->text, m->start, m->end);
		row[t->nrow++] = (entity_row){m->id, name, m->type, 1, t->span[i].start};
		*slot = (uint32_t)t->nrow;
	}
	t->row = row;
}

/* ---- mentions */

/* Both lists are in order of start: so is what comes out. */
static mention *
merge(arena *a, const emit_options *o, const mentions *x, const mentions *y, size_t *n)
{
	mention *v = arena_array(a, mention, x->n + y->n + 1);
	size_t i = 0, j = 0;
	*n = 0;
	while (i < x->n || j < y->n) {
		bool first = j >= y->n || (i < x->n && x->v[i].start <= y->v[j].start);
		const mention *m = first ? &x->v[i++] : &y->v[j++];
		if (emit_wants(o, m))
			v[(*n)++] = *m;
	}
	return v;
}

/* Numbers are read against the record's own dates and region. Entities win over figures inside them. */
static void
add_numbers(const tagger *g, arena *a, const json *root, str text, const mentions *entities, mentions *out)
{
	text_context c = {.published = json_str(json_get(root, "published"))};
	c.taiwan = numbers_taiwan(g->numbers, json_str(json_get(root, "url")), json_str(json_get(root, "site")), json_str(json_get(root, "script")), text);
	if (g->numbers)
		numbers_scan(g->numbers, a, text, &c, entities, out);
}

int
tag_article(const tagger *g, arena *a, str line, const char *place, buf *out)
{
	size_t at;
	const char *why;
	json *root = json_parse_members(a, line, &at, &why);
	if (!root || root->type != JSON_OBJECT) {
		if (root)
			diag_error(g->diag, place, "expected a JSON object, an article record");
		else
			diag_error(g->diag, place, "no JSON at byte %zu: %s", at, why);
		return 1;
	}
	mentions found = {0}, numbers = {0};
	tagged t = {.line = line, .record = root, .id = json_str(json_get(root, "id")),
		    .title = json_str(json_get(root, "title")), .text = json_str(json_get(root, "text"))};
	entities_scan(g->lexicon, a, t.title, t.text, &found);
	add_numbers(g, a, root, t.text, &found, &numbers);
	t.mention = merge(a, &g->emit, &found, &numbers, &t.n);
	t.span = emit_spans(a, g->emit.offsets, t.text, t.mention, t.n);
	make_rows(g, a, &t);
	emit_article(&g->emit, &t, out);
	return 0;
}

/* ---- plain text */

static str
well_formed(arena *a, str text)
{
	if (str_starts(text, STR("\xEF\xBB\xBF")))
		text = str_skip(text, 3);
	if (utf8_check(text) == text.n)
		return text;
	buf b = {0};
	for (size_t at = 0; at < text.n;)
		buf_cp(&b, utf8_next(text, &at));
	str made = arena_dup(a, buf_str(&b));
	buf_free(&b);
	return made;
}

str
tag_record_of_text(arena *a, str path, str text)
{
	record r = {.path = path, .text = well_formed(a, text), .script = STR("other"), .encoding = STR("UTF-8")};
	size_t cap = 0, at = 0;
	str rest = r.text, line;
	while (str_cut(&rest, '\n', &line)) {
		size_t n = utf8_count(line);
		if (n)
			*arena_push(a, r.block, r.nblock, cap) = (record_block){"p", at, at + n};
		at += n + 1;
	}
	r.id = record_id(a, path, STR_NULL, 0, 0);
	buf b = {0};
	record_write(&b, &r, false);
	str made = arena_dup(a, str_trim(buf_str(&b)));
	buf_free(&b);
	return made;
}
