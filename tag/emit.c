#include "emit.h"

#include <string.h>

#include "utf8.h"

static const char *const known_types[] = {
	"entity", "number", "company", "chip", "system", "model", "software", "architecture", "org", "percent", "multiple",
	"money", "quantity", "count", "date", "time", "duration", "ordinal", "fraction",
};

bool
emit_check_types(str types, str *bad)
{
	str one;
	while (str_cut(&types, ',', &one)) {
		bool known = false;
		for (size_t i = 0; i < sizeof known_types / sizeof *known_types; i++)
			known |= str_eq(one, str_from(known_types[i]));
		if (!known) {
			*bad = one;
			return false;
		}
	}
	return true;
}

bool
emit_wants(const emit_options *o, str type, bool number)
{
	str rest = o->types, one;
	if (!o->types.p)
		return true;
	while (str_cut(&rest, ',', &one))
		if (str_eq(one, type) || str_eq(one, number ? STR("number") : STR("entity")))
			return true;
	return false;
}

/* ---- offsets */

size_t
emit_offset(ruler *r, size_t byte)
{
	if (r->unit == OFFSETS_BYTES)
		return byte;
	str between = str_from_to(r->text, r->byte, byte);
	r->at += utf8_starts(between) + (r->unit == OFFSETS_UTF16 ? utf8_long_starts(between) : 0);
	r->byte = byte;
	return r->at;
}

span *
emit_spans(arena *a, ruler *r, const mention *m, size_t n)
{
	span *s = arena_alloc(a, (n ? n : 1) * sizeof *s);
	for (size_t i = 0; i < n; i++) {
		s[i].start = emit_offset(r, m[i].start);
		ruler end = *r;
		s[i].end = emit_offset(&end, m[i].end);
	}
	return s;
}

/* ---- JSON Lines */

/* `,"key":` as it stands, and a string behind it: the keys of a mention are many, and always the same. */
static inline void
put_known(buf *b, str key, str s)
{
	if (s.p) {
		buf_add(b, key);
		json_string(b, s);
	}
}

static void
put_mention(buf *b, const mention *m, span s, str text)
{
	json_sep(b);
	buf_add(b, STR("{\"start\":"));
	buf_addu(b, s.start);
	buf_add(b, STR(",\"end\":"));
	buf_addu(b, s.end);
	put_known(b, STR(",\"text\":"), str_from_to(text, m->start, m->end));
	buf_add(b, m->number ? STR(",\"kind\":\"number\"") : STR(",\"kind\":\"entity\""));
	put_known(b, STR(",\"type\":"), m->type);
	put_known(b, STR(",\"id\":"), m->id);
	put_known(b, STR(",\"value\":"), m->value);
	put_known(b, STR(",\"lo\":"), m->lo);
	put_known(b, STR(",\"hi\":"), m->hi);
	put_known(b, STR(",\"unit\":"), m->unit);
	put_known(b, STR(",\"mod\":"), m->mod);
	put_known(b, STR(",\"per\":"), m->per);
	put_known(b, STR(",\"qual\":"), m->qual);
	if (m->base_value.p) {
		put_known(b, STR(",\"base\":{\"value\":"), m->base_value);
		put_known(b, STR(",\"unit\":"), m->base_unit);
		buf_addc(b, '}');
	}
	if (m->elided)
		buf_add(b, STR(",\"elided\":true"));
	buf_addc(b, '}');
}

static bool
is_ours(str key)
{
	return str_eq(key, STR("mentions")) || str_eq(key, STR("entities"));
}

/* The line without its closing brace, and without what an earlier run of tag added. */
static void
put_line(buf *b, const tagged *t)
{
	bool again = json_get(t->record, "mentions") || json_get(t->record, "entities");
	if (!again) {
		str object = t->record->raw;
		buf_add(b, str_trim(str_from_to(object, 0, object.n - 1)));
		return;
	}
	buf_addc(b, '{');
	for (const json *m = t->record->first; m; m = m->next) {
		if (is_ours(m->key))
			continue;
		json_sep(b);
		json_string(b, m->key);
		buf_addc(b, ':');
		buf_add(b, m->raw);
	}
}

/* `kind` tells a row from a mention: readers pool the lists of a record and look at it. */
static void
put_row(buf *b, const entity_row *r)
{
	json_sep(b);
	buf_add(b, STR("{\"kind\":\"row\""));
	put_known(b, STR(",\"id\":"), r->id);
	put_known(b, STR(",\"name\":"), r->name);
	put_known(b, STR(",\"type\":"), r->type);
	buf_add(b, STR(",\"count\":"));
	buf_addu(b, r->count);
	buf_add(b, STR(",\"first\":"));
	buf_addu(b, r->first);
	buf_addc(b, '}');
}

static void
open_jsonl(const tagged *t, buf *b)
{
	put_line(b, t);
	json_key(b, "mentions");
	buf_addc(b, '[');
}

static void
put_jsonl(const tagged *t, buf *b)
{
	for (size_t i = 0; i < t->n; i++)
		put_mention(b, &t->mention[i], t->span[i], t->text);
}

static void
close_jsonl(const tagged *t, buf *b)
{
	buf_addc(b, ']');
	json_key(b, "entities");
	buf_addc(b, '[');
	for (size_t i = 0; i < t->nrow; i++)
		put_row(b, &t->row[i]);
	buf_addz(b, "]}\n");
}

/* ---- table and standoff */

/* A field of a table: no tab and no line end in it. */
static void
put_field(buf *b, str s)
{
	for (size_t i = 0; i < s.n; i++)
		buf_addc(b, s.p[i] == '\t' || s.p[i] == '\n' || s.p[i] == '\r' ? ' ' : s.p[i]);
}

static void
put_tsv(const tagged *t, buf *b)
{
	for (size_t i = 0; i < t->n; i++) {
		const mention *m = &t->mention[i];
		const str field[] = {str_from_to(t->text, m->start, m->end), m->number ? STR("number") : STR("entity"), m->type, m->id,
				     m->value, m->lo, m->hi, m->unit, m->mod, m->per, m->qual};
		put_field(b, t->id);
		buf_addf(b, "\t%zu\t%zu", t->span[i].start, t->span[i].end);
		for (size_t k = 0; k < sizeof field / sizeof *field; k++) {
			buf_addc(b, '\t');
			put_field(b, field[k]);
		}
		buf_addc(b, '\n');
	}
}

static void
put_brat_value(buf *b, const mention *m)
{
	const struct { const char *key; str value; } part[] = {
		{"id", m->id}, {"value", m->value}, {"lo", m->lo}, {"hi", m->hi}, {"unit", m->unit}, {"mod", m->mod},
		{"per", m->per}, {"qual", m->qual},
	};
	for (size_t i = 0; i < sizeof part / sizeof *part; i++)
		if (part[i].value.p) {
			buf_addf(b, " %s=", part[i].key);
			put_field(b, part[i].value);
		}
}

/* brat's standoff: one text-bound annotation and one note a mention; a line `# document ID` before each article. */
static void
open_brat(const tagged *t, buf *b)
{
	buf_addz(b, "# document ");
	put_field(b, t->id);
	buf_addc(b, '\n');
}

static void
put_brat(const tagged *t, buf *b)
{
	for (size_t i = 0; i < t->n; i++) {
		const mention *m = &t->mention[i];
		size_t number = t->before + i + 1;
		buf_addf(b, "T%zu\t", number);
		put_field(b, m->type);
		buf_addf(b, " %zu %zu\t", t->span[i].start, t->span[i].end);
		put_field(b, str_from_to(t->text, m->start, m->end));
		buf_addf(b, "\n#%zu\tAnnotatorNotes T%zu\t", number, number);
		size_t at = b->n;
		put_brat_value(b, m);
		if (b->n > at) /* the space before the first part */
			memmove(b->p + at, b->p + at + 1, --b->n - at);
		buf_addc(b, '\n');
	}
}

/* ---- all formats */

void
emit_head(const emit_options *o, buf *out)
{
	if (o->format == FORMAT_TSV)
		buf_addz(out, "article\tstart\tend\ttext\tkind\ttype\tid\tvalue\tlo\thi\tunit\tmod\tper\tqual\n");
	if (o->format == FORMAT_HTML)
		html_head(out);
}

void
emit_tail(const emit_options *o, buf *out)
{
	if (o->format == FORMAT_HTML)
		html_tail(out);
}

void
emit_open(const emit_options *o, const tagged *t, buf *out)
{
	if (o->format == FORMAT_JSONL)
		open_jsonl(t, out);
	else if (o->format == FORMAT_BRAT)
		open_brat(t, out);
}

void
emit_mentions(const emit_options *o, const tagged *t, buf *out)
{
	if (o->format == FORMAT_JSONL)
		put_jsonl(t, out);
	else if (o->format == FORMAT_BRAT)
		put_brat(t, out);
	else if (o->format == FORMAT_TSV)
		put_tsv(t, out);
}

void
emit_close(const emit_options *o, const tagged *t, buf *out)
{
	if (o->format == FORMAT_JSONL)
		close_jsonl(t, out);
	else if (o->format == FORMAT_HTML)
		html_article(t, out);
}
