#include "meta_cut.h"

#include "meta_names.h"
#include "meta_title.h"
#include "utf8.h"

size_t
meta_joint(str s, size_t at, bool *strong)
{
	static const struct {
		str text;
		bool strong;
	} known[] = {
		{STR(" - "), true},  {STR(" – "), true}, {STR(" — "), true}, {STR(" | "), true}, {STR(" _ "), true}, {STR(" » "), true},
		{STR(" · "), true},  {STR(" • "), true}, {STR(" :: "), true}, {STR("::"), true}, {STR(" @ "), true}, {STR(" < "), true}, {STR(">>"), true},
		{STR(" ｜"), true},  {STR("--"), true},  {STR("_"), true},   {STR("|"), true},   {STR("｜"), true},  {STR("»"), true},
		{STR("＿"), true},   {STR("«"), true},   {STR("<"), true},   {STR("＜"), true},  {STR(" -"), true},  {STR("- "), true},
		{STR("-"), false},   {STR("–"), false},  {STR("—"), false},  {STR("－"), false}, {STR("―"), false},  {STR("─"), false},
	};
	str rest = str_skip(s, at);
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		if (str_starts(rest, known[i].text)) {
			*strong = known[i].strong;
			return known[i].text.n;
		}
	}
	return 0;
}

/* A site's name without its motto: 江湾百科，自由的手册 */
static str
before_comma(const meta_rules *r, str s)
{
	size_t comma = str_find(s, STR("，"));
	str head = comma != SIZE_MAX ? str_from_to(s, 0, comma) : s;
	return head.n && meta_ends(r, MK_sitename, head) ? head : s;
}

bool
meta_is_site(const meta_rules *r, const meta_head *h, arena *a, str s)
{
	s = str_trim(s);
	str site = h->value[MF_site];
	if (!s.n)
		return true;
	if (site.n && str_eq(meta_squeeze(a, site), meta_squeeze(a, s)))
		return true;
	return utf8_count(s) <= 24 && meta_ends(r, MK_sitename, before_comma(r, s)) != NULL;
}

/* Finds the last joint of s. false when there is none. */
static bool
last_joint(str s, size_t *at, size_t *len, bool *strong)
{
	for (size_t i = s.n; i-- > 1;) {
		if (((unsigned char)s.p[i] & 0xC0) == 0x80)
			continue;
		size_t n = meta_joint(s, i, strong);
		if (!n)
			continue;
		if (i > 1 && s.p[i] != ' ' && s.p[i - 1] == ' ' && meta_joint(s, i - 1, strong))
			i--;
		if (s.p[i] == '-' && s.p[i - 1] == '-')
			i--;
		*len = meta_joint(s, i, strong);
		*at = i;
		return true;
	}
	return false;
}

/* Without the address that some put behind their name. */
static str
without_address(str site)
{
	size_t at = str_ifind(site, STR(" www."));
	if (at == SIZE_MAX)
		at = str_ifind(site, STR(" http"));
	return at == SIZE_MAX || at == 0 ? site : str_trim(str_from_to(site, 0, at));
}

/* What <title> holds behind the headline. */
struct tails {
	str *site, *section;
	char joint;                /* first byte of what stands before the site's name */
	size_t n;
};

/* What was cut off is the site's name or a section's: the last one is the site, unless one before it is called like one and it is not.
 * Behind another joint than the site's stand key words. */
static void
keep_tail(const meta_rules *r, struct tails *t, str tail, char joint)
{
	size_t slash = str_find(tail, STR(" / "));
	if (slash != SIZE_MAX && slash > 0 && !t->section->p) { /* 江湾快报 / 焦点 */
		*t->section = str_trim(str_skip(tail, slash + 3));
		tail = str_trim(str_from_to(tail, 0, slash));
	}
	tail = before_comma(r, without_address(tail));
	const meta_word *was = t->site->p ? meta_ends(r, MK_sitename, *t->site) : NULL, *is = meta_ends(r, MK_sitename, tail);
	bool stop = meta_exact(r, MK_stop, tail) || (str_is_ascii(tail) && meta_stops(r, tail)); /* Powered by ... */
	if (!tail.n || stop || meta_exact(r, MK_crumb, tail))
		return;
	t->n++;
	if (!t->site->p) {
		*t->site = tail;
		t->joint = joint;
	} else if (is && str_is_ascii(*t->site) && !str_is_ascii(tail) && !(was && was->number == 2)) { /* 江湾新闻-The River */
		*t->site = tail;
	} else if (is && is->number == 2 && !(was && was->number == 2)) {
		*t->section = *t->site;
		*t->site = tail;
	} else if (is && names_generic(r, *t->site) && !names_generic(r, tail)) { /* 江湾新闻 - 财经 */
		*t->section = *t->site;
		*t->site = tail;
	} else if (joint == t->joint) {
		*t->section = tail;
	}
	if (t->n > 2 && !was && !is) /* three and none of them a site: key words */
		*t->section = STR_NULL;
}

/* ... 江湾网 behind nothing but a space. */
static str
cut_spaced_site(const meta_rules *r, str t, struct tails *tails)
{
	for (;;) {
		size_t at = str_rfind(t, STR(" "));
		str tail = at == SIZE_MAX ? STR_NULL : str_skip(t, at + 1);
		const meta_word *site = tail.n ? meta_ends(r, MK_sitename, tail) : NULL;
		bool named = site && site->word.n < tail.n && (site->number == 2 || tails->site->p);
		if (!named || utf8_count(tail) > 8 || utf8_count(str_from_to(t, 0, at)) < 8)
			return t;
		keep_tail(r, tails, tail, ' ');
		t = str_trim(str_from_to(t, 0, at));
	}
}

/* Cuts the site's and its section's names off the front: 江湾网--财富--... */
static str
cut_front(const meta_rules *r, const meta_head *h, arena *a, str t, str *site)
{
	for (size_t i = 1; i < t.n; i++) {
		bool strong;
		size_t n = ((unsigned char)t.p[i] & 0xC0) == 0x80 ? 0 : meta_joint(t, i, &strong);
		if (!n)
			continue;
		str head = str_trim(str_from_to(t, 0, i)), tail = str_trim(str_skip(t, i + n));
		size_t nhead = utf8_count(head), ntail = utf8_count(tail);
		bool plain = str_starts(str_skip(t, i), STR("--")) || t.p[i] == '_'; /* joints that no headline has */
		bool follows = site->p && plain && nhead <= 6 && ntail > 2 * nhead;
		if (!(meta_is_site(r, h, a, head) || follows) || ntail <= nhead || nhead > 10)
			break;
		if (!site->p)
			*site = head;
		t = tail;
		i = 0;
	}
	return t;
}

str
meta_cut(const meta_rules *r, const meta_head *h, arena *a, str t, str *site, str *section)
{
	size_t at, len;
	bool strong, cut_any = false;
	struct tails tails = {.site = site, .section = section};
	while (last_joint(t, &at, &len, &strong)) {
		str head = str_trim(str_from_to(t, 0, at)), tail = str_trim(str_skip(t, at + len));
		size_t nhead = utf8_count(head), ntail = utf8_count(tail);
		bool like = meta_is_site(r, h, a, tail);
		bool tag = strong && ntail <= 8 && nhead >= 8 && nhead > ntail;
		if (nhead < META_TITLE_MIN || !(like || (tag && (cut_any || strong))) || (!strong && ntail > 16))
			break;
		keep_tail(r, &tails, tail, t.p[at] == ' ' ? t.p[at + 1] : t.p[at]);
		cut_any = true;
		t = head;
	}
	return cut_front(r, h, a, cut_any ? t : cut_spaced_site(r, t, &tails), site);
}

/* Its last part, or the last that is called like a site. */
static str
last_part(const meta_rules *r, str rest, bool *named)
{
	str last = STR_NULL;
	*named = false;
	for (bool more = true; more && !*named;) {
		size_t at, len;
		bool strong;
		more = last_joint(rest, &at, &len, &strong);
		str part = before_comma(r, without_address(str_trim(str_skip(rest, more ? at + len : rest.n ? meta_joint(rest, 0, &strong) : 0))));
		*named = meta_ends(r, MK_sitename, part) != NULL;
		last = *named || !last.p ? part : last;
		rest = str_from_to(rest, 0, more ? at : 0);
	}
	return last;
}

str
meta_site_beside(const meta_rules *r, str whole, str title)
{
	size_t hit = title.n ? str_find(whole, title) : SIZE_MAX, at, len;
	bool strong, named = false, behind = hit == 0, before = hit != SIZE_MAX && hit > 0 && hit + title.n == whole.n;
	str rest = behind ? str_skip(whole, title.n) : before ? str_from_to(whole, 0, hit + 1) : whole, name = STR_NULL;
	if (!whole.p || (hit != SIZE_MAX && !behind && !before))
		return STR_NULL;
	if (before)
		name = last_joint(rest, &at, &len, &strong) && at + len == hit ? str_trim(str_from_to(rest, 0, at)) : STR_NULL;
	else if (!behind || (rest.n && meta_joint(rest, 0, &strong)))
		name = last_part(r, rest, &named);
	const meta_word *site = name.n ? meta_ends(r, MK_sitename, name) : NULL;
	size_t n = utf8_count(name), most = before ? 10 : 16;
	return n >= 2 && n <= most && (hit != SIZE_MAX || (site && site->number == 2)) && !meta_exact(r, MK_stop, name) ? name : STR_NULL;
}
