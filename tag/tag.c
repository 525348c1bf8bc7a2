#include "tag.h"

#include "record.h"
#include "utf8.h"

/* A text is read in stretches of so many bytes, so that what is known of one is forgotten before the next. */
#define STRETCH ((size_t)1 << 16)

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
row_slot(const row_map *map, const entity_row *row, const entity_mention *m)
{
	size_t at = (str_hash(m->id) ^ str_hash(m->type) * 31) & map->mask;
	for (; map->slot[at]; at = (at + 1) & map->mask) {
		const entity_row *r = &row[map->slot[at] - 1];
		if (str_eq(r->id, m->id) && str_eq(r->type, m->type))
			break;
	}
	return &map->slot[at];
}

/* The rows of the names that are asked for. */
static void
make_rows(const tagger *g, arena *a, const entity_mentions *names, tagged *t)
{
	size_t cap = 16;
	entity_row *row = arena_array(a, entity_row, cap);
	row_map map = row_map_for(a, names->n);
	ruler r = {t->text, g->emit.offsets, 0, 0};
	for (size_t i = 0; i < names->n; i++) {
		const entity_mention *m = &names->v[i];
		if (!emit_wants(&g->emit, m->type, false))
			continue;
		uint32_t *slot = row_slot(&map, row, m);
		if (*slot) {
			row[*slot - 1].count++;
			continue;
		}
		str name = lexicon_name(g->lexicon, m->type, m->id);
		if (!name.p)
			name = str_from_to(t->text, m->start, m->end);
		*arena_push(a, row, t->nrow, cap) = (entity_row){m->id, name, m->type, 1, emit_offset(&r, m->start)};
		*slot = (uint32_t)t->nrow;
	}
	t->row = row;
}

/* ---- mentions */

/* The names that begin before `until`, from names->v[*next] on, and the figures, which all do: both are in order of start. */
static mention *
merge(arena *a, const emit_options *o, const entity_mentions *names, size_t *next, size_t until, const mentions *numbers, size_t *n)
{
	size_t last = *next, j = 0;
	while (last < names->n && names->v[last].start < until)
		last++;
	mention *v = arena_alloc(a, (last - *next + numbers->n + 1) * sizeof *v);
	for (*n = 0; *next < last || j < numbers->n;) {
		bool name = j >= numbers->n || (*next < last && names->v[*next].start <= numbers->v[j].start);
		if (name) {
			const entity_mention *e = &names->v[(*next)++];
			v[*n] = (mention){.start = e->start, .end = e->end, .type = e->type, .id = e->id};
		} else {
			v[*n] = numbers->v[j++];
		}
		*n += emit_wants(o, v[*n].type, v[*n].number);
	}
	return v;
}

/* Did parse leave this warning? */
static bool
has_warning(const json *root, const char *code)
{
	const json *warnings = json_get(root, "warnings");
	return warnings && str_find(warnings->raw, str_from(code)) != SIZE_MAX;
}

/* The vocabulary that parse found says more than the host: Taiwanese portals carry mainland stories. */
static bool
is_taiwanese(const tagger *g, const json *root, str text)
{
	if (has_warning(root, "\"vocabulary-taiwan\""))
		return true;
	return !has_warning(root, "\"vocabulary-mainland\"") &&
	       numbers_taiwan(g->numbers, json_str(json_get(root, "url")), json_str(json_get(root, "site")), json_str(json_get(root, "script")), text);
}

/* Numbers are read against the record's own dates and region. Entities win over figures inside them. */
static number_scan *
start_numbers(const tagger *g, arena *a, const json *root, str text, const entity_mentions *names)
{
	text_context c = {.published = json_str(json_get(root, "published"))};
	c.taiwan = is_taiwanese(g, root, text);
	return numbers_start(g->numbers, a, text, &c, names);
}

/* Stretch by stretch: the mentions of one are written before those of the next are sought. A page wants all of them at once. */
static void
write_mentions(const tagger *g, arena *a, number_scan *numbers, const entity_mentions *names, tagged *t, buf *out)
{
	bool whole = g->emit.format == FORMAT_HTML || t->text.n <= STRETCH;
	arena own = {0}, *stretch = whole ? a : &own;
	ruler r = {t->text, g->emit.offsets, 0, 0};
	size_t at = 0, next = 0;
	do {
		mentions found = {0};
		t->before += t->n;
		at = numbers_go_on(numbers, stretch, whole ? SIZE_MAX : at + STRETCH, &found);
		t->mention = merge(stretch, &g->emit, names, &next, at, &found, &t->n);
		t->span = emit_spans(stretch, &r, t->mention, t->n);
		emit_mentions(&g->emit, t, out);
		if (!whole)
			arena_reset(stretch);
	} while (at < t->text.n);
	arena_free(&own);
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
	const json *text = json_get(root, "text");
	if (text && text->type != JSON_STRING && text->type != JSON_NULL) {
		diag_error(g->diag, place, "expected a string as the text of the record");
		return 1;
	}
	entity_mentions names = {0};
	tagged t = {.line = line, .record = root, .id = json_str(json_get(root, "id")),
		    .title = json_str(json_get(root, "title")), .text = json_str(text)};
	entities_scan(g->lexicon, a, t.title, t.text, &names);
	number_scan *numbers = start_numbers(g, a, root, t.text, &names);
	make_rows(g, a, &names, &t);
	emit_open(&g->emit, &t, out);
	write_mentions(g, a, numbers, &names, &t, out);
	emit_close(&g->emit, &t, out);
	return 0;
}

/* ---- plain text */

static str
well_formed(arena *a, str text)
{
	text = str_sans_bom(text);
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
