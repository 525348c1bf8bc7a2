#include "view.h"

#include "utf8.h"

static const char head[] =
	"<!DOCTYPE html>\n<html lang=\"zh-CN\"><head><meta charset=\"utf-8\">\n"
	"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>";

static const char style[] =
	"</title>\n<style>\n"
	"body{margin:0;font:16px/1.7 sans-serif;color:#1b1b1b;background:#fafafa}\n"
	"main{display:grid;grid-template-columns:1fr 1fr;gap:2rem;padding:1rem 2rem}\n"
	"section{background:#fff;border:1px solid #ddd;border-radius:6px;padding:1rem 1.4rem;min-width:0;overflow-wrap:anywhere}\n"
	"h1{font-size:1.35rem;line-height:1.4;margin:.2rem 0}h2{font-size:.85rem;color:#777;margin:0 0 .6rem;font-weight:600}\n"
	"h3{font-size:1.05rem;margin:1rem 0 .3rem}p{margin:.45rem 0}figcaption{color:#0b5c8a;margin:.4rem 0;font-size:.92rem}\n"
	"dl{display:grid;grid-template-columns:max-content 1fr;gap:0 .8rem;font-size:.88rem;margin:.6rem 0;color:#444}dt{color:#888}dd{margin:0}\n"
	"nav{padding:.8rem 2rem 0;font-size:.85rem}nav b{display:inline-block;padding:0 .5rem;margin:0 .4rem .3rem 0;border-radius:3px;font-weight:400}\n"
	".l{padding:.08rem .5rem;margin:.16rem 0;border-left:4px solid transparent;white-space:pre-wrap}\n"
	".title{border-color:#111;font-weight:700}.body{border-color:#2e9e4f}.caption{border-color:#0b86c9;color:#0b5c8a}.hidden{color:#bbb}\n"
	"del{text-decoration-thickness:1px}del.l{font-size:.88rem;display:inline-block;max-width:100%;box-sizing:border-box;margin-right:.3rem}\n"
	".cut{display:inline}\n"
	".spam{background:#ffd9d9;border-color:#d11}.junk{background:#eee;border-color:#888}.nav{background:#e6ecff;border-color:#5b7be0}\n"
	".share{background:#e3f6ff;border-color:#25a3d8}.related{background:#fff0d8;border-color:#e39a1c}.byline{background:#e9f7e4;border-color:#6cab3f}\n"
	".disclaimer{background:#f3e8ff;border-color:#9a5cd0}.copyright{background:#f1efe6;border-color:#a39a6b}\n"
	".duplicate{background:#ffe9f5;border-color:#d255a1}.reference{background:#e0f7f1;border-color:#22a387}\n"
	".widget{background:#fbf6d9;border-color:#c7b11c}.other{background:#f0f0f0;border-color:#aaa}\n"
	"table{border-collapse:collapse;font-size:.92rem}td{border:1px solid #ccc;padding:.1rem .5rem}ul{margin:.3rem 0;padding-left:1.4rem}\n"
	"blockquote{margin:.5rem 0;padding-left:1rem;border-left:3px solid #ccc}code{font-size:.82rem;color:#666}\n"
	"section+section{position:sticky;top:1rem;align-self:start;max-height:calc(100vh - 5rem);overflow-y:auto}\n"
	"@media(max-width:900px){main{grid-template-columns:1fr}section+section{position:static;max-height:none}}\n</style></head>\n<body>\n";

static void
escaped(buf *out, str s)
{
	for (size_t at = 0; at < s.n;) {
		uint32_t cp = utf8_next(s, &at);
		switch (cp) {
		case '<': buf_addz(out, "&lt;"); break;
		case '>': buf_addz(out, "&gt;"); break;
		case '&': buf_addz(out, "&amp;"); break;
		case '"': buf_addz(out, "&quot;"); break;
		default:
			buf_cp(out, cp_is_invisible(cp) ? UTF8_BAD : cp);
		}
	}
}

/* ---- left: the source, line by line */

static void
legend(buf *out, const doc *d, unsigned part)
{
	size_t lines[REMOVED_CLASS_COUNT] = {0}, body = 0, captions = 0, hidden = 0;
	for (size_t i = 0; i < d->nline; i++) {
		const line *l = &d->line[i];
		if (l->part != part)
			continue;
		body += l->fate == FATE_BODY;
		captions += l->fate == FATE_CAPTION;
		hidden += l->fate == FATE_HIDDEN;
		if (l->fate == FATE_REMOVED && l->cls >= 0)
			lines[l->cls]++;
	}
	buf_addf(out, "<nav><b class=\"l body\">kept %zu</b><b class=\"l caption\">captions %zu</b>", body, captions);
	for (int c = 0; c < REMOVED_CLASS_COUNT; c++)
		if (lines[c])
			buf_addf(out, "<b class=\"l %s\">%s %zu</b>", removed_class_name((enum removed_class)c),
			         removed_class_name((enum removed_class)c), lines[c]);
	if (hidden)
		buf_addf(out, "<b class=\"l hidden\">hidden %zu</b>", hidden);
	buf_addz(out, "</nav>\n");
}

static void
source_line(buf *out, const line *l)
{
	const char *kind = l->fate == FATE_TITLE ? "title" : l->fate == FATE_CAPTION ? "caption" : l->fate == FATE_HIDDEN ? "hidden" : "body";
	if (l->fate == FATE_REMOVED) {
		const char *cls = removed_class_name(l->cls < 0 ? REMOVED_other : (enum removed_class)l->cls);
		buf_addf(out, "<div class=\"cut\"><del class=\"l %s\" title=\"%s \xC2\xB7 ", cls, cls);
		escaped(out, l->rule);
		buf_addz(out, "\">");
		escaped(out, l->source);
		buf_addz(out, "</del></div>\n");
		return;
	}
	buf_addf(out, "<div class=\"l %s\" title=\"%s%s\">", kind, kind,
	         l->fate == FATE_BODY && !str_eq(l->source, l->text) ? " \xC2\xB7 repaired" : "");
	escaped(out, l->source);
	buf_addz(out, "</div>\n");
}

/* ---- right: the record */

static void
field(buf *out, const char *name, str value)
{
	if (!value.n)
		return;
	buf_addf(out, "<dt>%s</dt><dd>", name);
	escaped(out, value);
	buf_addz(out, "</dd>");
}

static void
table_block(buf *out, str text)
{
	str row, cell;
	buf_addz(out, "<table>");
	while (str_cut(&text, '\n', &row)) {
		buf_addz(out, "<tr>");
		while (str_cut(&row, '\t', &cell)) {
			buf_addz(out, "<td>");
			escaped(out, cell);
			buf_addz(out, "</td>");
		}
		buf_addz(out, "</tr>");
	}
	buf_addz(out, "</table>\n");
}

/* Byte offset of code point `cp` of s, going on from *at, which stands at code point *seen. */
static size_t
advance(str s, size_t *at, size_t *seen, size_t cp)
{
	while (*seen < cp && *at < s.n) {
		utf8_next(s, at);
		++*seen;
	}
	return *at;
}

static void
blocks(buf *out, const record *r)
{
	size_t at = 0, seen = 0;
	for (size_t i = 0; i < r->nblock; i++) {
		const record_block *b = &r->block[i];
		size_t from = advance(r->text, &at, &seen, b->start), to = advance(r->text, &at, &seen, b->end);
		str text = str_from_to(r->text, from, to), type = str_from(b->type);
		if (str_eq(type, STR("table"))) {
			table_block(out, text);
			continue;
		}
		const char *tag = str_eq(type, STR("heading")) ? "h3" : str_eq(type, STR("quote")) ? "blockquote" : "p";
		if (str_eq(type, STR("li"))) {
			buf_addz(out, "<ul><li>");
			escaped(out, text);
			buf_addz(out, "</li></ul>\n");
			continue;
		}
		buf_addf(out, "<%s>", tag);
		escaped(out, text);
		buf_addf(out, "</%s>\n", tag);
	}
}

static void
record_side(buf *out, const record *r)
{
	buf_addz(out, "<section><h2>record</h2>\n<h1>");
	escaped(out, r->title.n ? r->title : STR("(no title)"));
	buf_addz(out, "</h1>\n<dl>");
	field(out, "author", r->author);
	field(out, "publisher", r->publisher);
	field(out, "section", r->section);
	field(out, "published", r->published);
	field(out, "modified", r->modified);
	field(out, "url", r->url);
	field(out, "script", r->script);
	field(out, "encoding", r->encoding);
	field(out, "id", r->id);
	buf_addf(out, "<dt>fingerprint</dt><dd><code>%016llx</code></dd></dl>\n", (unsigned long long)r->fingerprint);
	blocks(out, r);
	for (size_t i = 0; i < r->ncaption; i++) {
		buf_addz(out, "<figcaption>");
		escaped(out, r->caption[i]);
		buf_addz(out, "</figcaption>\n");
	}
	for (size_t i = 0; i < r->nwarning; i++) {
		buf_addz(out, i ? " <code>" : "<p><code>");
		escaped(out, r->warning[i]);
		buf_addz(out, "</code>");
	}
	buf_addz(out, r->nwarning ? "</p></section>\n" : "</section>\n");
}

void
view_html(const doc *d, const record *r, buf *out)
{
	buf_addz(out, head);
	escaped(out, r->title.n ? r->title : r->path);
	buf_addz(out, style);
	legend(out, d, r->part);
	buf_addz(out, "<main>\n<section><h2>source: ");
	escaped(out, r->path);
	buf_addz(out, "</h2>\n");
	for (size_t i = 0; i < d->nline; i++)
		if (d->line[i].part == r->part)
			source_line(out, &d->line[i]);
	buf_addz(out, "</section>\n");
	record_side(out, r);
	buf_addz(out, "</main>\n</body></html>\n");
}
