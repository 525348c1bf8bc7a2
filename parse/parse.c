#include "parse.h"

#include "align.h"
#include "boiler.h"
#include "charset.h"
#include "content.h"
#include "dom.h"
#include "dom_lines.h"
#include "emit.h"
#include "fold.h"
#include "hans.h"
#include "learn.h"
#include "marks.h"
#include "meta.h"
#include "repair.h"
#include "sites.h"
#include "spam.h"
#include "split.h"
#include "state.h"
#include "text.h"
#include "utf8.h"

struct rules {
	charset_rules *charset;
	spam_rules *spam;
	content_rules *content;
	sites_rules *sites;
	boiler_rules *boiler;
	meta_rules *meta;
	repair_rules *repair;
	hans_tables *hans;
	fold_map *fold;
	marks *marks;
};

rules *
rules_load(arena *a, diag *d, const char *dicts, enum hans_mode hans)
{
	rules *r = arena_new(a, rules);
	r->charset = charset_load(a, d, dicts);
	r->hans = hans_load(a, d, dicts, hans);
	if (!r->hans)
		return NULL;
	r->fold = fold_new(a, r->hans);
	r->marks = marks_load(a, d, dicts);
	r->spam = spam_load(a, d, dicts, r->fold);
	r->content = content_load(a, d, dicts, r->marks);
	r->sites = sites_load(a, d, dicts);
	r->boiler = boiler_load(a, d, dicts, r->fold, r->marks);
	r->meta = meta_load(a, d, dicts);
	r->repair = repair_load(a, d, dicts, r->fold, r->marks);
	bool whole = r->charset && r->marks && r->spam && r->content && r->sites && r->boiler && r->meta && r->repair;
	return whole ? r : NULL;
}

void
rules_free(rules *r)
{
	boiler_free(r->boiler); /* the rest lives in the arena that rules_load() was given */
}

/* The page with the article of a script's data in its body, where a reader without scripts sees none. */
static void
read_state(doc *d, const meta_rules *r)
{
	str page = state_page(d, r);
	if (!page.n)
		return;
	d->utf8 = page;
	d->dom = dom_parse(d->a, page);
	d->nline = 0;
	dom_lines(d);
	doc_warn(d, "text-from-script", 0);
}

static void
read_lines(doc *d, const rules *r)
{
	if (!d->is_html) {
		if (d->utf8.n > DOC_TEXT_MAX) {
			d->utf8.n = utf8_check(str_from_to(d->utf8, 0, DOC_TEXT_MAX));
			doc_warn(d, "page-cut", 0);
		}
		text_lines(d, r->marks);
		return;
	}
	d->dom = dom_parse(d->a, d->utf8);
	if (d->dom->truncated)
		doc_warn(d, "page-cut", 0);
	dom_lines(d);
	read_state(d, r->meta);
	repair_unwrap(d);
}

/* The steps of doc.h in their order. Returns false after a message when a step lost or made text (`check`). */
static bool
run_steps(doc *d, const rules *r, const parse_options *o)
{
	read_lines(d, r);
	repair_radicals(d, r->repair);
	uint64_t before = o->check ? emit_visible(d) : 0;
	spam_mark(d, r->spam);
	boiler_cut_early(d, r->boiler);
	const site_rule *site = d->is_html ? sites_find(r->sites, d->url) : NULL;
	if (d->is_html && !(site && sites_mark(d, site)))
		content_select(d, r->content);
	if (o->learned && !o->learn_only)
		learn_apply(d, o->learned);
	boiler_classify(d, r->boiler);
	repair_lines(d, r->repair);
	hans_detect(d, r->hans);
	hans_convert(d, r->hans, o->hans);
	meta_find(d, r->meta, r->spam, site);
	split_articles(d);
	for (unsigned part = 1; part < d->npart; part++)
		meta_find_part(d, r->meta, part);
	const char *wrong = o->check ? emit_check(d, before) : NULL;
	if (wrong)
		diag_error(d->diag, d->place.p, "conservation: %s", wrong);
	repair_apply(d, r->repair);
	hans_convert_meta(d, r->hans);
	if (o->align) {
		d->align = arena_array(d->a, str, d->npart);
		for (unsigned part = 0; part < d->npart; part++)
			d->align[part] = align_part(d, r->fold, part);
	}
	return wrong == NULL;
}

int
parse_page(doc *d, const rules *r, const parse_options *o, buf *out)
{
	charset_decode(d, r->charset);
	repair_page(d, r->repair);
	d->npart = 1;
	d->meta = arena_array(d->a, meta, 1);
	if (o->learn_only) {
		read_lines(d, r);
		spam_mark(d, r->spam);
		if (d->is_html)
			content_select(d, r->content);
		learn_collect(d, out);
		return 0;
	}
	bool whole = run_steps(d, r, o);
	if (!d->no_article || o->keep_all)
		emit_records(d, o, out);
	return whole ? 0 : 1;
}
