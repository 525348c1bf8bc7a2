#include "emit_text.h"

#include "view.h"

#include <string.h>

static void
put_text(const record *r, buf *out)
{
	if (r->title.n) {
		buf_add(out, r->title);
		buf_addz(out, "\n\n");
	}
	buf_add(out, r->text);
	buf_addz(out, "\n\n");
}

static bool
is_special(char c)
{
	return strchr("\\`*_{}[]<>#|", c) != NULL && c != '\0';
}

/* Where a line begins with what Markdown would read as an item, a rule or a fence (`1. `, `- `, `---`): the sign; else SIZE_MAX. */
static size_t
line_sign(str s)
{
	size_t n = 0;
	while (n < s.n && ascii_is_digit(s.p[n]))
		n++;
	char sign = n < s.n ? s.p[n] : '\0', next = n + 1 < s.n ? s.p[n + 1] : ' ';
	bool item = n ? sign == '.' || sign == ')' : sign == '-' || sign == '+';
	bool rule = n == 0 && (sign == '-' || sign == '=' || sign == '~') && next == sign;
	return (item && next == ' ') || rule ? n : SIZE_MAX;
}

/* Text of one line with the characters that Markdown would read escaped. */
static void
put_escaped(buf *out, str s)
{
	size_t sign = line_sign(s);
	for (size_t i = 0; i < s.n; i++) {
		if (is_special(s.p[i]) || i == sign)
			buf_addc(out, '\\');
		buf_addc(out, s.p[i]);
	}
}

static void
put_row(buf *out, str row, bool first)
{
	size_t cells = 0;
	str cell;
	while (str_cut(&row, '\t', &cell)) {
		buf_addz(out, "| ");
		put_escaped(out, cell);
		buf_addc(out, ' ');
		cells++;
	}
	buf_addz(out, "|\n");
	if (!first)
		return;
	for (size_t i = 0; i < cells; i++)
		buf_addz(out, "| --- ");
	buf_addz(out, "|\n");
}

static void
put_markdown_line(buf *out, enum line_type type, str text, bool first_row)
{
	static const char *const lead[] = {"", "## ", "- ", "> ", ""};
	if (type == LINE_TABLE) {
		put_row(out, text, first_row);
		return;
	}
	buf_addz(out, lead[type]);
	put_escaped(out, text);
	buf_addz(out, "\n");
}

static void
put_field(buf *out, const char *name, str value)
{
	if (!value.n)
		return;
	buf_addz(out, "- ");
	buf_addz(out, name);
	buf_addz(out, ": ");
	put_escaped(out, value);
	buf_addc(out, '\n');
}

static void
put_markdown(const doc *d, const record *r, buf *out)
{
	const line *was = NULL;
	if (r->title.n) {
		buf_addz(out, "# ");
		put_escaped(out, r->title);
		buf_addz(out, r->author.n || r->publisher.n || r->published.n || r->url.n ? "\n\n" : "\n");
	}
	put_field(out, "author", r->author);
	put_field(out, "publisher", r->publisher);
	put_field(out, "published", r->published);
	put_field(out, "url", r->url);
	for (size_t i = 0; i < d->nline; i++) {
		const line *l = &d->line[i];
		if (!line_is_body(l, r->part))
			continue;
		bool same = was && was->type == l->type && (l->type == LINE_TABLE || l->type == LINE_LI);
		if (!same)
			buf_addc(out, '\n');
		put_markdown_line(out, l->type, l->text, !same);
		was = l;
	}
	buf_addc(out, '\n');
}

void
emit_one(doc *d, const parse_options *o, const record *r, buf *out)
{
	switch (o->format) {
	case FORMAT_TEXT:
		put_text(r, out);
		break;
	case FORMAT_MARKDOWN:
		put_markdown(d, r, out);
		break;
	case FORMAT_HTML:
		view_html(d, r, out);
		break;
	default:
		record_write(out, r, o->explain);
		break;
	}
}
