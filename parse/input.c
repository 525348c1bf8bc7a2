#include "input.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "coding.h"
#include "http.h"
#include "input_kind.h"
#include "mhtml.h"
#include "warc.h"

struct tally {
	str what;
	size_t n;
};

struct input {
	diag *diag;
	enum input_format format;
	arena memory;              /* paths and names, for the whole run */
	str *given;                /* operands and lists, in order; `taken` of them are behind us */
	size_t ngiven, given_cap, taken;
	str *todo;                 /* what is in a folder among them: still to read, last first */
	size_t ntodo, todo_cap;
	struct tally *tally;
	size_t ntally, tally_cap;
	warc_reader *warc;
	str warc_path;
	mhtml *mhtml;
	bool in_parts;             /* the MHTML file had a part that is a page */
};

input *
input_open(enum input_format format, diag *d)
{
	input *in = calloc(1, sizeof *in);
	if (!in)
		mem_exhausted();
	in->diag = d;
	in->format = format;
	return in;
}

void
input_close(input *in)
{
	if (in->warc)
		warc_close(in->warc);
	arena_free(&in->memory);
	free(in);
}

void
input_skipped(input *in, const char *what)
{
	for (size_t i = 0; i < in->ntally; i++) {
		if (str_eq(in->tally[i].what, str_from(what))) {
			in->tally[i].n++;
			return;
		}
	}
	if (in->ntally == 200) /* names come from pages: their number is bounded */
		what = "other";
	struct tally *t = arena_push(&in->memory, in->tally, in->ntally, in->tally_cap);
	*t = (struct tally){arena_dup(&in->memory, str_from(what)), 1};
}

void
input_summary(const input *in)
{
	buf b = {0};
	for (size_t i = 0; i < in->ntally; i++)
		buf_addf(&b, "%s%zu %s", i ? ", " : "", in->tally[i].n, in->tally[i].what.p);
	if (b.n)
		diag_say(in->diag, "no article from: %.*s", (int)b.n, b.p);
	buf_free(&b);
}

void
input_add(input *in, const char *path)
{
	*arena_push(&in->memory, in->given, in->ngiven, in->given_cap) = arena_dup(&in->memory, str_from(path));
}

int
input_add_list(input *in, const char *path)
{
	str text, name;
	if (file_read(&in->memory, path, PAGE_MAX, &text, in->diag) != 0)
		return -1;
	text = str_sans_bom(text);
	bool nuls = str_chr(text, '\0') != SIZE_MAX;
	while (nuls ? str_cut(&text, '\0', &name) : str_line(&text, &name))
		if (name.n)
			*arena_push(&in->memory, in->given, in->ngiven, in->given_cap) = arena_dup(&in->memory, name);
	return 0;
}

bool
input_repeats(const input *in)
{
	struct stat st;
	for (size_t i = 0; i < in->ngiven; i++)
		if (str_eq(in->given[i], STR("-")) || (stat(in->given[i].p, &st) == 0 && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode)))
			return false;
	return true;
}

void
input_rewind(input *in)
{
	in->taken = in->ntodo = in->ntally = 0;
}

static int
by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int
is_visible(const struct dirent *e)
{
	return e->d_name[0] != '.';
}

static void
add_folder(input *in, str path)
{
	struct dirent **entry;
	int n = scandir(path.p, &entry, is_visible, by_name);
	if (n < 0) {
		diag_error(in->diag, path.p, "cannot read the folder: %s", strerror(errno));
		return;
	}
	if (n == 0)
		input_skipped(in, "empty folder");
	for (int i = n; i-- > 0;) { /* last first */
		bool slash = path.n && path.p[path.n - 1] == '/';
		str child = arena_printf(&in->memory, "%s%s%s", path.p, slash ? "" : "/", entry[i]->d_name);
		struct stat st;
		bool folder = lstat(child.p, &st) == 0 && S_ISDIR(st.st_mode); /* links to folders may lead in a circle */
		bool link = !folder && stat(child.p, &st) == 0 && S_ISDIR(st.st_mode);
		if (link)
			input_skipped(in, "link to a folder");
		else if (folder || input_kind_of_name(child) != KIND_UNKNOWN)
			*arena_push(&in->memory, in->todo, in->ntodo, in->todo_cap) = child;
		else
			input_skipped(in, "file of another kind");
		free(entry[i]);
	}
	free(entry);
}

static page *
new_page(item *it)
{
	page *p = arena_new(&it->memory, page);
	it->extra = p;
	return p;
}

/* A response record to a page. NULL when it gives a page, else what it is. */
static const char *
take_response(item *it, const warc_record *r)
{
	http_message m;
	page *p = new_page(it);
	if (!http_parse(&it->memory, r->block, &m))
		return "broken response";
	if (m.status != 200)
		return arena_printf(&it->memory, "status %u", m.status).p;
	enum input_kind k = input_kind_of_mime(m.mime);
	if (k != KIND_HTML && k != KIND_TEXT)
		return arena_dup(&it->memory, m.mime).p;
	http_decode(&it->memory, &m, PAGE_MAX);
	if (!m.body.n)
		return "empty response";
	const char *other = input_binary(m.body, m.charset);
	if (other)
		return other;
	it->bytes = m.body;
	p->is_html = k == KIND_HTML || input_sniff(m.body) == KIND_HTML;
	p->charset = m.charset;
	return NULL;
}

static const char *
take_resource(item *it, const warc_record *r)
{
	str mime, charset;
	page *p = new_page(it);
	http_media_type(&it->memory, r->content_type, &mime, &charset);
	enum input_kind k = input_kind_of_mime(mime);
	if (k != KIND_HTML && k != KIND_TEXT)
		return arena_dup(&it->memory, mime).p;
	const char *other = input_binary(r->block, charset);
	if (other)
		return other;
	it->bytes = r->block;
	p->is_html = k == KIND_HTML;
	p->charset = charset;
	return NULL;
}

static const char *
take_record(item *it, const warc_record *r)
{
	if (str_eq(r->type, STR("response")) && str_istarts(r->content_type, STR("application/http")))
		return take_response(it, r);
	if (str_eq(r->type, STR("resource")) || str_eq(r->type, STR("conversion")) || str_eq(r->type, STR("response")))
		return take_resource(it, r);
	if (str_eq(r->type, STR("revisit")))
		return "revisit record";
	return ""; /* warcinfo, request, metadata: nobody expects an article */
}

/* The next page of the open WARC file. 1; 0 at its end. */
static int
next_record(input *in, item *it)
{
	for (;;) {
		warc_record r;
		arena_reset(&it->memory);
		int got = warc_next(in->warc, &it->memory, &r);
		if (got <= 0) {
			warc_close(in->warc);
			in->warc = NULL;
			return 0;
		}
		const char *skip = take_record(it, &r);
		if (skip) {
			if (*skip)
				input_skipped(in, skip);
			continue;
		}
		page *p = it->extra;
		p->url = r.uri;
		p->fetched = r.date;
		it->path = in->warc_path;
		it->offset = r.offset;
		return 1;
	}
}

static int
next_part(input *in, item *it)
{
	mhtml_part part;
	if (!mhtml_next(in->mhtml, &it->memory, &part)) {
		if (!in->in_parts)
			input_skipped(in, "MHTML file without a page");
		mhtml_close(in->mhtml);
		in->mhtml = NULL;
		return 0;
	}
	in->in_parts = true;
	page *p = new_page(it);
	p->url = part.url;
	p->fetched = part.date;
	p->charset = part.charset;
	p->is_html = true;
	it->path = part.path;
	it->member = part.id;
	it->offset = part.offset;
	it->bytes = part.body;
	return 1;
}

static enum input_kind
kind_by_option(enum input_format f)
{
	static const enum input_kind kinds[] = {KIND_UNKNOWN, KIND_HTML, KIND_TEXT, KIND_WARC, KIND_MHTML};
	return kinds[f];
}

static void
open_warc(input *in, str path)
{
	in->warc_path = path;
	in->warc = warc_open(path.p, PAGE_MAX, in->diag);
}

/* A page that is packed by itself. false after a message. */
static bool
unpack(input *in, item *it, str path)
{
	if (!coding_is_gzip(it->bytes))
		return true;
	it->bytes = coding_gunzip(&it->memory, it->bytes, PAGE_MAX);
	if (it->bytes.n < PAGE_MAX)
		return true;
	diag_error(in->diag, path.p, "longer than the limit of %zu bytes when it is unpacked", PAGE_MAX);
	return false;
}

/* One path of the list. 1: an item was made; 0: look on. */
static int
take_path(input *in, item *it, str path)
{
	struct stat st;
	bool is_stdin = str_eq(path, STR("-"));
	if (!is_stdin && stat(path.p, &st) == 0 && S_ISDIR(st.st_mode)) {
		add_folder(in, path);
		return 0;
	}
	enum input_kind kind = kind_by_option(in->format);
	if (kind == KIND_UNKNOWN)
		kind = is_stdin ? input_peek_stdin(in->diag) : input_kind_of_name(path);
	if (kind == KIND_WARC) {
		open_warc(in, path);
		return 0;
	}
	if (file_read(&it->memory, path.p, PAGE_MAX, &it->bytes, in->diag) != 0)
		return 0;
	if (kind == KIND_UNKNOWN)
		kind = input_sniff(it->bytes);
	if (kind == KIND_WARC) {
		open_warc(in, path);
		return 0;
	}
	if (!unpack(in, it, path))
		return 0;
	if (kind == KIND_MHTML) {
		in->mhtml = mhtml_open(path, it->bytes);
		in->in_parts = false;
		return 0;
	}
	const char *other = input_binary(it->bytes, STR_NULL);
	if (other) {
		input_skipped(in, other);
		return 0;
	}
	page *p = new_page(it);
	p->is_html = kind == KIND_HTML;
	it->path = path;
	return 1;
}

int
input_next(void *source, item *it)
{
	input *in = source;
	for (;;) {
		if (in->warc && next_record(in, it))
			return 1;
		if (in->mhtml && next_part(in, it))
			return 1;
		if (in->warc || in->mhtml)
			continue;
		if (in->ntodo == 0 && in->taken == in->ngiven)
			return 0;
		arena_reset(&it->memory);
		if (take_path(in, it, in->ntodo ? in->todo[--in->ntodo] : in->given[in->taken++]))
			return 1;
	}
}
