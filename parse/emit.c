#include "emit.h"

#include <string.h>

#include "emit_text.h"
#include "fingerprint.h"
#include "site.h"
#include "utf8.h"

static const char *
block_type(enum line_type t)
{
	static const char *const names[] = {"p", "heading", "li", "quote", "table"};
	return names[t];
}

struct counts {
	size_t body, caption, removed, bytes;
};

static struct counts
count_part(const doc *d, unsigned part)
{
	struct counts c = {0};
	for (size_t i = 0; i < d->nline; i++) {
		const line *l = &d->line[i];
		if (l->part != part)
			continue;
		c.body += line_is_body(l, part);
		c.bytes += line_is_body(l, part) ? l->text.n + 1 : 0;
		c.caption += l->fate == FATE_CAPTION;
		c.removed += l->fate == FATE_REMOVED;
	}
	return c;
}

/* Rows that follow each other in one table are one block. */
static bool
continues_table(const line *was, const line *l)
{
	return was && was->type == LINE_TABLE && l->type == LINE_TABLE && l == was + 1;
}

static void
put_body(doc *d, record *r, const struct counts *c)
{
	char *text = arena_alloc(d->a, c->bytes + 1);
	size_t n = 0, cp = 0;
	const line *was = NULL;
	r->block = arena_array(d->a, record_block, c->body);
	for (size_t i = 0; i < d->nline; i++) {
		const line *l = &d->line[i];
		if (!line_is_body(l, r->part))
			continue;
		if (n) {
			text[n++] = '\n';
			cp++;
		}
		memcpy(text + n, l->text.p, l->text.n);
		size_t end = cp + utf8_starts(l->text);
		if (continues_table(was, l))
			r->block[r->nblock - 1].end = end;
		else
			r->block[r->nblock++] = (record_block){block_type(l->type), cp, end};
		n += l->text.n;
		cp = end;
		was = l;
	}
	r->text = str_of(text, n);
}

static void
put_rest(doc *d, record *r, const struct counts *c)
{
	r->caption = arena_array(d->a, str, c->caption);
	r->removed = arena_array(d->a, record_removed, c->removed);
	for (size_t i = 0; i < d->nline; i++) {
		const line *l = &d->line[i];
		if (l->part != r->part)
			continue;
		if (l->fate == FATE_CAPTION && l->text.n)
			r->caption[r->ncaption++] = l->text;
		if (l->fate == FATE_REMOVED)
			r->removed[r->nremoved++] = (record_removed){
				l->cls < 0 ? REMOVED_other : (enum removed_class)l->cls, l->rule.p ? l->rule : STR("none"), str_trim(l->source)};
	}
}

static record
make_record(doc *d, unsigned part)
{
	struct counts c = count_part(d, part);
	const meta *m = &d->meta[part];
	record r = {.path = d->path, .member = d->member, .offset = d->offset, .part = part, .fetched = d->fetched};
	r.url = m->url.p ? m->url : d->url;
	r.site = site_of(r.url);
	r.id = record_id(d->a, d->url.p ? d->url : d->path, d->member, d->offset, part);
	r.title = m->title;
	r.author = m->author;
	r.publisher = m->publisher;
	r.section = m->section;
	r.published = m->published;
	r.modified = m->modified;
	r.script = d->script;
	r.encoding = d->encoding;
	r.warning = d->warning;
	r.nwarning = d->nwarning;
	put_body(d, &r, &c);
	put_rest(d, &r, &c);
	r.fingerprint = fingerprint(r.text);
	r.align = d->align ? d->align[part] : STR_NULL;
	return r;
}

static unsigned
visible_chars(str s)
{
	unsigned n = 0;
	for (size_t at = 0; at < s.n;)
		n += !cp_is_space(utf8_next(s, &at));
	return n;
}

static bool
is_older(const record *r, str since)
{
	str day = r->published.p ? r->published : r->modified;
	return since.p && day.p && str_cmp(str_from_to(day, 0, since.n), since) < 0;
}

unsigned
emit_records(doc *d, const parse_options *o, buf *out)
{
	unsigned written = 0;
	for (unsigned part = 0; part < d->npart; part++) {
		record r = make_record(d, part);
		if (!o->keep_all && (r.text.n == 0 || visible_chars(r.text) < o->min_chars))
			d->no_article = r.text.n ? "short" : "empty page";
		else if (is_older(&r, o->since))
			d->no_article = "older than --since";
		else {
			emit_one(d, o, &r, out);
			written++;
		}
	}
	if (written)
		d->no_article = NULL;
	return written;
}

uint64_t
emit_visible(const doc *d)
{
	uint64_t sum = 0;
	for (size_t i = 0; i < d->nline; i++) {
		str s = d->line[i].source;
		for (size_t at = 0; at < s.n;) {
			uint64_t cp = utf8_next(s, &at);
			if (!cp_is_space((uint32_t)cp))
				sum += (cp + 1) * 0x9E3779B97F4A7C15u ^ (cp << 7);
		}
	}
	return sum;
}

const char *
emit_check(const doc *d, uint64_t before)
{
	for (size_t i = 0; i < d->nline; i++) {
		const line *l = &d->line[i];
		if (l->fate == FATE_NONE)
			return "a line without a fate";
		if (l->fate == FATE_REMOVED && (l->cls < 0 || !l->rule.n))
			return "a removed line without a class or rule";
		if (l->part >= d->npart)
			return "a line of no part";
	}
	return emit_visible(d) == before ? NULL : "the lines are not the page's text any more";
}
