#include "record.h"

#include "utf8.h"

const char *
removed_class_name(enum removed_class c)
{
	static const char *const names[] = {
#define X(name) #name,
		REMOVED_CLASSES(X)
#undef X
	};
	return names[c];
}

int
removed_class_of(str name)
{
	for (int i = 0; i < REMOVED_CLASS_COUNT; i++)
		if (str_eq(name, str_from(removed_class_name((enum removed_class)i))))
			return i;
	return -1;
}

static void
put_strings(buf *b, const char *key, const str *s, size_t n)
{
	json_key(b, key);
	buf_addc(b, '[');
	for (size_t i = 0; i < n; i++) {
		json_sep(b);
		json_string(b, s[i]);
	}
	buf_addc(b, ']');
}

static void
put_input(buf *b, const record *r)
{
	json_key(b, "input");
	buf_addc(b, '{');
	json_member(b, "path", r->path);
	json_member(b, "member", r->member);
	json_member_number(b, "offset", r->offset);
	json_member_number(b, "part", r->part);
	buf_addc(b, '}');
}

static void
put_blocks(buf *b, const record *r)
{
	json_key(b, "blocks");
	buf_addc(b, '[');
	for (size_t i = 0; i < r->nblock; i++) {
		json_sep(b);
		buf_addc(b, '{');
		json_member(b, "type", str_from(r->block[i].type));
		json_member_number(b, "start", r->block[i].start);
		json_member_number(b, "end", r->block[i].end);
		buf_addc(b, '}');
	}
	buf_addc(b, ']');
}

/* {"spam":{"blocks":2,"chars":120}, ...}: classes that took nothing are left out. */
static void
put_removed(buf *b, const record *r)
{
	size_t blocks[REMOVED_CLASS_COUNT] = {0}, chars[REMOVED_CLASS_COUNT] = {0};
	for (size_t i = 0; i < r->nremoved; i++) {
		blocks[r->removed[i].cls]++;
		chars[r->removed[i].cls] += utf8_starts(r->removed[i].text);
	}
	json_key(b, "removed");
	buf_addc(b, '{');
	for (int c = 0; c < REMOVED_CLASS_COUNT; c++) {
		if (!blocks[c])
			continue;
		json_key(b, removed_class_name((enum removed_class)c));
		buf_addc(b, '{');
		json_member_number(b, "blocks", blocks[c]);
		json_member_number(b, "chars", chars[c]);
		buf_addc(b, '}');
	}
	buf_addc(b, '}');
}

static void
put_removed_blocks(buf *b, const record *r)
{
	json_key(b, "removed_blocks");
	buf_addc(b, '[');
	for (size_t i = 0; i < r->nremoved; i++) {
		json_sep(b);
		buf_addc(b, '{');
		json_member(b, "class", str_from(removed_class_name(r->removed[i].cls)));
		json_member(b, "rule", r->removed[i].rule);
		json_member(b, "text", r->removed[i].text);
		buf_addc(b, '}');
	}
	buf_addc(b, ']');
}

void
record_write(buf *b, const record *r, bool explain)
{
	buf_addc(b, '{');
	json_member(b, "schema", STR(RECORD_SCHEMA));
	json_member(b, "id", r->id);
	json_member(b, "url", r->url);
	json_member(b, "site", r->site);
	put_input(b, r);
	json_member(b, "title", r->title);
	json_member(b, "author", r->author);
	json_member(b, "publisher", r->publisher);
	json_member(b, "section", r->section);
	json_member(b, "published", r->published);
	json_member(b, "modified", r->modified);
	json_member(b, "fetched", r->fetched);
	json_member(b, "script", r->script);
	json_member(b, "encoding", r->encoding);
	json_member(b, "text", r->text.p ? r->text : STR(""));
	put_blocks(b, r);
	put_strings(b, "captions", r->caption, r->ncaption);
	put_removed(b, r);
	json_key(b, "fingerprint");
	buf_addf(b, "\"%016llx\"", (unsigned long long)r->fingerprint);
	put_strings(b, "warnings", r->warning, r->nwarning);
	if (r->duplicate_of.p)
		json_member(b, "duplicate_of", r->duplicate_of);
	if (r->align.p) {
		json_key(b, "align");
		buf_add(b, r->align);
	}
	if (explain)
		put_removed_blocks(b, r);
	buf_addz(b, "}\n");
}

str
record_id(arena *a, str source, str member, uint64_t offset, unsigned part)
{
	str whole[] = {source, STR("\n"), member, arena_printf(a, "\n%llu\n%u", (unsigned long long)offset, part)};
	return arena_printf(a, "%016llx", (unsigned long long)str_hash(arena_cat(a, whole, 4)));
}
