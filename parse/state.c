#include "state.h"

#include "dom.h"
#include "script_data.h"
#include "utf8.h"

enum {
	SCRIPT_MAX = 4 << 20,      /* bytes of scripts that are read */
	LEAST = 3,                 /* bytes of a string of use */
	ARTICLE = 60,              /* Han characters of an article */
	SENTENCE = 20, PHRASE = 6, /* Han characters of a line that is text, that says what the page is */
	ENOUGH = 150, TIMES = 2,   /* of a page that shows text; so many times what is seen (a notice to browsers) stands in the data */
	SIMILAR = 3                /* so many strings of the article's size under its key are teasers */
};

/* Han characters in lines of at least `least`, no link nor menu, that a reader sees without a script. */
static size_t
shown(const doc *d, unsigned least)
{
	size_t han = 0;
	for (size_t i = 0; i < d->nline; i++) {
		const line *l = &d->line[i];
		if (!(l->flags & (LF_HIDDEN | LF_LINK | LF_NAVTAG)) && l->han >= least)
			han += l->han;
	}
	return han;
}

/* The page's <title> is of that article. */
static bool
names_title(const doc *d, str title)
{
	enum { BYTES = 18 };
	str whole = d->dom->title ? d->dom->node[d->dom->title].text : STR_NULL;
	return whole.n && str_find(whole, str_from_to(title, 0, utf8_check(str_from_to(title, 0, BYTES)))) != SIZE_MAX;
}

/* The data has no title of its own: the page, which shows nothing else, has one. */
static str
title_of_page(const doc *d)
{
	enum { LEAST_HAN = 8, MOST = 120 };
	str whole = d->dom->title ? str_trim(d->dom->node[d->dom->title].text) : STR_NULL;
	size_t han = 0;
	for (size_t at = 0; at < whole.n;)
		han += cp_is_han(utf8_next(whole, &at));
	return han >= LEAST_HAN && utf8_count(whole) <= MOST ? whole : STR_NULL;
}

static bool
is_markup(str s)
{
	return str_ifind(s, STR("<p")) != SIZE_MAX || str_ifind(s, STR("<br")) != SIZE_MAX || str_ifind(s, STR("<div")) != SIZE_MAX ||
	       str_ifind(s, STR("<section")) != SIZE_MAX;
}

/* Han characters outside of tags; 0 when there is no sentence. */
static size_t
han_of(str s)
{
	size_t han = 0, stops = 0;
	bool tag = false;
	for (size_t at = 0; at < s.n;) {
		uint32_t cp = utf8_next(s, &at);
		if (cp == '<' || cp == '>')
			tag = cp == '<';
		else if (!tag)
			han += cp_is_han(cp);
		stops += !tag && (cp == 0x3002 || cp == 0xFF01 || cp == 0xFF1F || cp == 0xFF0C);
	}
	return stops ? han : 0;
}

struct found {
	str html;                  /* of the article */
	uint32_t object;           /* that holds it */
};

/* Plain text, a paragraph a line. */
static void
add_paragraphs(buf *b, str text)
{
	str one;
	while (text.n && str_cut(&text, '\n', &one)) {
		one = utf8_trim(one);
		if (!one.n)
			continue;
		buf_addz(b, "<p>");
		buf_add_markup(b, one);
		buf_addz(b, "</p>\n");
	}
}

/* A value as it stands in the page: some have their tags escaped once more. */
static str
value_of(doc *d, str s)
{
	bool coded = !is_markup(s) && (str_find(s, STR("&lt;p")) != SIZE_MAX || str_find(s, STR("&lt;div")) != SIZE_MAX ||
	                               str_find(s, STR("&lt;br")) != SIZE_MAX || str_find(s, STR("&#x3C;")) != SIZE_MAX);
	return coded ? html_decode(d->a, s, false) : s;
}

/* The one string that is the article: the longest, unless others of its size stand beside it. */
static struct found
find_string(doc *d, const script_data *s, size_t *han, buf *b)
{
	struct found f = {STR_NULL, 0};
	str best = STR_NULL, key = STR_NULL;
	*han = 0;
	for (size_t i = 0; i < s->nstring; i++) {
		size_t n = s->string[i].value.n >= 3 * ARTICLE ? han_of(s->string[i].value) : 0;
		if (n <= *han)
			continue;
		*han = n;
		best = s->string[i].value;
		key = s->string[i].key;
		f.object = s->string[i].object;
	}
	size_t similar = 0;
	for (size_t i = 0; i < s->nstring && *han >= ARTICLE; i++)
		similar += str_eq(s->string[i].key, key) && s->string[i].value.n * 2 >= best.n && !str_eq(s->string[i].value, best);
	if (*han < ARTICLE || similar >= SIMILAR) {
		*han = 0;
		return f;
	}
	best = value_of(d, best);
	buf_clear(b);
	if (is_markup(best))
		buf_add(b, best);
	else
		add_paragraphs(b, best);
	f.html = arena_dup(d->a, buf_str(b));
	return f;
}

static bool
ends_sentence(str s)
{
	uint32_t last = utf8_last(utf8_trim(s));
	return last == 0x3002 || last == 0xFF01 || last == 0xFF1F || last == 0x201D || last == 0x2026;
}

/* Strings of one key whose objects stand in one object, one behind the other. */
struct run {
	size_t first, end;         /* places in the data */
	str key;
	uint32_t list;
	size_t han, members, whole;
};

static bool
goes_on(const script_data *s, const struct run *n, size_t i)
{
	return n->members && s->object[s->string[i].object].parent == n->list && str_eq(s->string[i].key, n->key);
}

/* Paragraphs one by one, each a member of one list: the longest run of sentences. */
static struct found
find_list(doc *d, const script_data *s, size_t *han, buf *b)
{
	struct found f = {STR_NULL, 0};
	struct run best = {0}, now = {0};
	for (size_t i = 0; i < s->nstring; i++) {
		size_t n = s->string[i].value.n >= 9 ? han_of(s->string[i].value) : 0;
		if (!n)
			continue;
		if (!goes_on(s, &now, i))
			now = (struct run){.first = i, .key = s->string[i].key, .list = s->object[s->string[i].object].parent};
		now.end = i + 1;
		now.han += n;
		now.members++;
		now.whole += ends_sentence(s->string[i].value);
		if (now.members > 1 && now.whole * 2 >= now.members && now.han > best.han)
			best = now;
	}
	*han = best.han >= ARTICLE ? best.han : 0;
	buf_clear(b);
	for (size_t i = best.first; *han && i < best.end; i++)
		if (goes_on(s, &best, i) && han_of(s->string[i].value))
			add_paragraphs(b, s->string[i].value);
	f.html = *han ? arena_dup(d->a, buf_str(b)) : STR_NULL;
	f.object = best.list;
	return f;
}

/* String m is the field of that object: a member, of an object in it that is named (subInfo), of one whose key says whose name it holds. */
static bool
tells(const script_data *s, const meta_rules *r, const script_string *m, uint32_t object, enum meta_field field)
{
	enum { LONG = 400 };
	const script_object *o = &s->object[m->object];
	bool inside = o->parent == object && o->key.n && m->object;
	if (m->value.n > LONG || !m->key.n || (m->object != object && !inside) || !utf8_trim(m->value).n || is_markup(m->value))
		return false;
	const meta_word *own = meta_exact(r, MK_state, m->key), *of = inside ? meta_exact(r, MK_state, o->key) : NULL;
	if (own && own->field == MF_other)
		return of && of->field == field;
	bool time = field == MF_published && meta_exact(r, MK_script, m->key);
	return (time || (own && own->field == field)) && !(inside && field == MF_title);
}

/* What the object, or one round it, says of the article. */
static str
field_near(const script_data *s, const meta_rules *r, uint32_t object, enum meta_field field)
{
	enum { UP = 3 };
	for (int up = 0; up < UP; up++, object = s->object[object].parent) {
		for (size_t i = 0; i < s->nstring; i++)
			if (tells(s, r, &s->string[i], object, field))
				return utf8_trim(s->string[i].value);
		if (!object)
			break;
	}
	return STR_NULL;
}

static void
add_meta(buf *b, const char *name, str value)
{
	if (!value.n)
		return;
	buf_addf(b, "<meta name=\"%s\" content=\"", name);
	buf_add_markup(b, value);
	buf_addz(b, "\">\n");
}

/* <textarea class="article-title">: its class is a key of what stands round all objects. */
static void
add_field(script_data *s, doc *d, uint32_t node, str text)
{
	str key = dom_class(d->dom, node);
	if (text.n >= LEAST && key.n)
		script_data_add(s, d->a, key, html_decode(d->a, text, false));
}

static script_data
read_scripts(doc *d)
{
	script_data s = {0};
	size_t left = SCRIPT_MAX;
	for (uint32_t i = 1; i < d->dom->nnode; i++) {
		enum tag t = (enum tag)d->dom->node[i].tag;
		str text = d->dom->node[i].text;
		if ((t != TAG_script && t != TAG_textarea) || text.n > left)
			continue;
		left -= text.n;
		if (t == TAG_script)
			script_data_read(&s, d->a, text, LEAST);
		else
			add_field(&s, d, i, text);
	}
	return s;
}

/* Behind the body's start tag, else the head's end, else the end of the page. */
static size_t
place_in(str page)
{
	size_t body = str_ifind(page, STR("<body")), head = str_ifind(page, STR("</head>"));
	size_t end = body == SIZE_MAX ? SIZE_MAX : str_chr(str_skip(page, body), '>');
	if (end != SIZE_MAX)
		return body + end + 1;
	return head == SIZE_MAX ? page.n : head + STR("</head>").n;
}

str
state_page(doc *d, const meta_rules *r)
{
	size_t seen = shown(d, SENTENCE);
	if (seen >= ENOUGH)
		return STR_NULL;
	script_data s = read_scripts(d);
	buf b = {0};
	size_t one = 0, many = 0;
	struct found f = s.nstring ? find_string(d, &s, &one, &b) : (struct found){STR_NULL, 0};
	struct found l = s.nstring ? find_list(d, &s, &many, &b) : f;
	if (s.nstring && many > one + one / 2)
		f = l;
	str page = STR_NULL, title = f.html.n ? field_near(&s, r, f.object, MF_title) : STR_NULL;
	bool named = title.n && names_title(d, title) && (one > many ? one : many) > TIMES * seen;
	bool alone = !shown(d, PHRASE); /* no help and no rules beside another text */
	if (named || (alone && (title.n || (f.html.n && title_of_page(d).n)))) {
		buf_clear(&b);
		add_meta(&b, "og:title", title);
		add_meta(&b, "author", field_near(&s, r, f.object, MF_author));
		add_meta(&b, "mediaid", field_near(&s, r, f.object, MF_publisher));
		add_meta(&b, "pubdate", field_near(&s, r, f.object, MF_published));
		size_t at = place_in(d->utf8);
		str parts[] = {str_from_to(d->utf8, 0, at), arena_dup(d->a, buf_str(&b)), STR("\n<article class=\"article-content\">\n"), f.html,
		               STR("\n</article>\n"), str_skip(d->utf8, at)};
		page = arena_cat(d->a, parts, sizeof parts / sizeof *parts);
	}
	buf_free(&b);
	return page;
}
