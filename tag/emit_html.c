#include "emit.h"

/* One self-contained page: no script, no font, nothing is fetched. */
static const char head[] =
	"<!DOCTYPE html>\n<html lang=\"zh-Hans\">\n<head>\n<meta charset=\"utf-8\">\n"
	"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>xinpian-tag</title>\n<style>\n"
	":root { color-scheme: light dark; }\n"
	"body { margin: 0 auto; max-width: 76rem; padding: 1rem 1.5rem; font: 16px/1.8 system-ui, \"Noto Sans CJK SC\", sans-serif; }\n"
	"article { display: grid; grid-template-columns: minmax(0, 3fr) minmax(16rem, 2fr); gap: 0 2.5rem; margin-bottom: 4rem; }\n"
	"h1 { grid-column: 1 / -1; font-size: 1.5rem; line-height: 1.4; }\n"
	"p { margin: 0 0 .8em; }\n"
	"mark { color: inherit; background: none; padding: .05em .1em; border-radius: .2em; }\n"
	"aside { font-size: .8rem; line-height: 1.5; }\n"
	"table { border-collapse: collapse; width: 100%; margin-bottom: 1.5rem; }\n"
	"caption { text-align: left; font-weight: 600; padding-bottom: .3rem; }\n"
	"td, th { text-align: left; padding: .15rem .4rem; border-bottom: 1px solid #8884; vertical-align: top; }\n"
	".company { background: #4c8bf540; } .chip { background: #e8590c45; } .system { background: #ae3ec940; }\n"
	".model { background: #0ca67845; } .software { background: #12b88640; } .architecture { background: #f0b42950; }\n"
	".org { background: #868e9645; } .number { border-bottom: 2px solid #d6336c99; border-radius: 0; }\n"
	"@media (max-width: 50rem) { article { display: block; } }\n"
	"</style>\n</head>\n<body>\n";

void
html_head(buf *out)
{
	buf_addz(out, head);
}

void
html_tail(buf *out)
{
	buf_addz(out, "</body>\n</html>\n");
}

static void
put_value(buf *b, const mention *m)
{
	if (m->lo.p || m->hi.p) {
		buf_add_markup(b, m->lo);
		buf_addz(b, " – ");
		buf_add_markup(b, m->hi);
	} else {
		buf_add_markup(b, m->value);
	}
	const str part[] = {m->unit, m->per, m->mod, m->qual};
	static const char *const before[] = {" ", " per ", " ", " "};
	for (size_t i = 0; i < sizeof part / sizeof *part; i++)
		if (part[i].p) {
			buf_addz(b, before[i]);
			buf_add_markup(b, part[i]);
		}
}

static void
put_mark(buf *b, const mention *m, str text)
{
	buf_addz(b, "<mark class=\"");
	buf_add_markup(b, m->number ? STR("number") : m->type);
	buf_addz(b, "\" title=\"");
	buf_add_markup(b, m->type);
	buf_addz(b, ": ");
	if (m->number)
		put_value(b, m);
	else
		buf_add_markup(b, m->id);
	buf_addz(b, "\">");
	buf_add_markup(b, text);
	buf_addz(b, "</mark>");
}

/* Text without mentions: line ends part paragraphs. */
static void
put_run(buf *b, str s)
{
	str line;
	size_t lf;
	while ((lf = str_chr(s, '\n')) != SIZE_MAX) {
		line = str_from_to(s, 0, lf);
		buf_add_markup(b, line);
		buf_addz(b, "</p>\n<p>");
		s = str_skip(s, lf + 1);
	}
	buf_add_markup(b, s);
}

static void
put_body(buf *b, const tagged *t)
{
	size_t at = 0;
	buf_addz(b, "<div><p>");
	for (size_t i = 0; i < t->n; i++) {
		const mention *m = &t->mention[i];
		if (m->start < at)
			continue;
		put_run(b, str_from_to(t->text, at, m->start));
		put_mark(b, m, str_from_to(t->text, m->start, m->end));
		at = m->end;
	}
	put_run(b, str_skip(t->text, at));
	buf_addz(b, "</p></div>\n");
}

static void
put_entities(buf *b, const tagged *t)
{
	buf_addz(b, "<table><caption>Entities</caption><tr><th>name<th>type<th>id<th>count</tr>\n");
	for (size_t i = 0; i < t->nrow; i++) {
		const entity_row *r = &t->row[i];
		buf_addz(b, "<tr><td><mark class=\"");
		buf_add_markup(b, r->type);
		buf_addz(b, "\">");
		buf_add_markup(b, r->name);
		buf_addz(b, "</mark><td>");
		buf_add_markup(b, r->type);
		buf_addz(b, "<td>");
		buf_add_markup(b, r->id);
		buf_addf(b, "<td>%zu</tr>\n", r->count);
	}
	buf_addz(b, "</table>\n");
}

static void
put_numbers(buf *b, const tagged *t)
{
	buf_addz(b, "<table><caption>Numbers</caption><tr><th>text<th>type<th>value</tr>\n");
	for (size_t i = 0; i < t->n; i++) {
		const mention *m = &t->mention[i];
		if (!m->number)
			continue;
		buf_addz(b, "<tr><td>");
		buf_add_markup(b, str_from_to(t->text, m->start, m->end));
		buf_addz(b, "<td>");
		buf_add_markup(b, m->type);
		buf_addz(b, "<td>");
		put_value(b, m);
		buf_addz(b, "</tr>\n");
	}
	buf_addz(b, "</table>\n");
}

void
html_article(const tagged *t, buf *out)
{
	buf_addz(out, "<article>\n<h1>");
	buf_add_markup(out, t->title.p ? t->title : t->id);
	buf_addz(out, "</h1>\n");
	put_body(out, t);
	buf_addz(out, "<aside>\n");
	put_entities(out, t);
	put_numbers(out, t);
	buf_addz(out, "</aside>\n</article>\n");
}
