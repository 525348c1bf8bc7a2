/* Is a figure worth a mention where it stands? Articles, identifiers, versions and parts of names are not. */
#include <string.h>

#include "amount.h"

static bool
is_han_at(uint32_t cp)
{
	return cp >= 0x3400 && cp <= 0x9FFF;
}

static bool
is_open(uint32_t cp)
{
	return cp == '(' || cp == 0xFF08 || cp == '[' || cp == 0x3014 || cp == 0x3010 || cp == 0xFF3B;
}

static bool
is_close(uint32_t cp)
{
	return cp == ')' || cp == 0xFF09 || cp == ']' || cp == 0x3015 || cp == 0x3011 || cp == 0xFF3D;
}

static bool
at_line_start(str s, size_t at)
{
	while (at > 0 && (s.p[at - 1] == ' ' || s.p[at - 1] == '\t'))
		at--;
	return at == 0 || s.p[at - 1] == '\n';
}

/* Before the figures of a list of which s[at] begins the last: 号码为03、08、15. */
static size_t
list_start(str s, size_t at)
{
	const str comma = STR("、");
	while (str_ends(str_from_to(s, 0, at), comma) && at > comma.n && ascii_is_digit(s.p[at - comma.n - 1]))
		for (at -= comma.n; at > 0 && ascii_is_digit(s.p[at - 1]); at--)
			;
	return at;
}

/* `电话:`, `编号` and the like right before the figure. */
static bool
named_identifier(const scan *c, size_t at)
{
	word_hit h;
	at = list_start(c->s, at);
	while (at > 0 && (c->s.p[at - 1] == ' ' || c->s.p[at - 1] == ':'))
		at--;
	if (at >= 3 && memcmp(c->s.p + at - 3, "：", 3) == 0)
		at -= 3;
	if (at > 0 && c->s.p[at - 1] == '(')
		at--;
	else if (at >= 3 && (memcmp(c->s.p + at - 3, "“", 3) == 0 || memcmp(c->s.p + at - 3, "「", 3) == 0))
		at -= 3;
	return words_before(c->w->aside, c->s, at, AM(idbefore), &h);
}

/* ；2.地点, 要求：1.年满: the number of a point within a line. */
static bool
is_inline_enumerator(const scan *c, const amount *f, uint32_t before, uint32_t after)
{
	bool dot = after == '.' || after == 0xFF0E;
	bool opens = before == ';' || before == 0xFF1B || before == 0x3002 || (dot && before == 0xFF1A);
	return opens && (dot || after == 0x3001) && f->kind == S_NONE && f->n.arabic && f->n.ndigit <= 2 && !f->n.decimal &&
	       is_han_at(cp_at(c->s, f->end + (after == '.' ? 1 : 3)));
}

/* 1. 1、 (1) at the head of a line. */
static bool
is_enumerator(const scan *c, const amount *f)
{
	uint32_t before = cp_before(c->s, f->start), after = cp_at(c->s, f->end);
	size_t from = f->start;
	bool bracket = is_open(before) && is_close(after);
	if (bracket)
		from -= before < 0x80 ? 1 : 3;
	if (bracket && f->n.ndigit <= 2)
		return true;
	if (!at_line_start(c->s, from))
		return is_inline_enumerator(c, f, before, after);
	size_t next;
	if (!f->n.arabic && f->n.chars <= 2 && f->kind == S_NONE && (after == '\n' || after == 0xFF0C || after == 0x3002) && cp_before(c->s, from) != 0)
		return true;       /* a heading's number, alone in its line */
	if (after == '\t' && !f->n.decimal && f->n.ndigit <= 2)
		return digit_at(c->s, f->end + 1, &next) < 0;   /* the first column of a table */
	return after == 0x3001 || after == '.' || after == 0xFF0E || after == ')' || after == 0xFF09;
}

/* A colon, a ratio's colon or a middle dot between two figures: 3:1, 2∶1, 3·15. */
static bool
parts_figures(uint32_t cp)
{
	return cp == ':' || cp == 0xFF1A || cp == 0x2236 || cp == 0xB7;
}

static size_t
width_of(uint32_t cp)
{
	return cp < 0x80 ? 1 : cp < 0x800 ? 2 : 3;
}

/* Digits that go on with a dot, colon, hyphen or letter: 3.0.1, 3:1, 010-6655, 5G. */
static bool
goes_on(const scan *c, const amount *f)
{
	size_t next;
	uint32_t after = cp_at(c->all, f->end), before = cp_before(c->s, f->start);
	if (after == '+' && ascii_is_letter(cp_at(c->all, f->end + 1)))
		return true;       /* 1+X */
	if (ascii_is_letter(after) || after == '_' || after == '\\' || (after == 0xD7 && digit_at(c->all, f->end + 2, &next) >= 0))
		return true;
	if (ascii_is_letter(before) || before == '_' || before == 0xD7 || before == '#' || before == '.' || before == 0xB0)
		return true;
	if ((after == '.' || after == '-' || after == '/' || after == '+' || parts_figures(after)) && digit_at(c->s, f->end + width_of(after), &next) >= 0)
		return true;
	if (before != '-' && before != '/' && before != '*' && !parts_figures(before))
		return false;
	size_t mark = f->start - width_of(before);
	return is_digit(cp_before(c->s, mark)) || (before == 0xB7 && ascii_is_letter(cp_before(c->s, mark)));
}

/* A model, index or version after a Latin word or a name: iPhone 17, USB 3.0, 工业4.0. */
static bool
is_product_number(const scan *c, const amount *f)
{
	size_t at = f->start;
	uint32_t before = cp_before(c->s, at), after = cp_at(c->s, f->end);
	word_hit h;
	if (before == ' ' && at > 1) {
		uint32_t word = cp_before(c->s, at - 1);
		return ascii_is_letter(word) || (f->hi.p && is_close(word));   /* (02) 2312-3456 */
	}
	if (before == '+')
		return true;
	bool figure = words_before(c->w, c->s, at, WM(figure) | WM(pre), &h);
	if (f->hi.p && is_han_at(before) && f->n.end < c->s.n && c->s.p[f->n.end] != '-')
		return false;      /* 给司机150到250 */
	if (f->hi.p && f->n.end < c->s.n && c->s.p[f->n.end] == '-')
		return !figure && !f->n.decimal && !f->n.mag;
	if (!is_han_at(before))
		return f->n.ndigit <= 4 && !f->n.decimal && !f->n.grouped && !figure && is_han_at(after) &&
		       !words_at(c->w, c->s, f->end, WM(list) | WM(range) | WM(post) | WM(more) | WM(figure), &h);
	if (words_before(c->w, c->s, at, WM(figure) | WM(pre) | WM(list) | WM(range), &h))
		return false;
	if (words_at(c->w, c->s, skip_space(c->s, f->end), WM(list), &h) && words_at(c->w, c->s, skip_space(c->s, h.end), WM(digit) | WM(mag) | WM(atleast), &h))
		return false;
	if (f->n.start == f->start + 1 && c->s.p[f->start] == '-' && !f->n.decimal && !f->n.mag)
		return true;       /* 东风-41、东风-17 */
	size_t next;
	if (words_at(c->w, c->s, skip_space(c->s, f->end), WM(list), &h) && digit_at(c->s, skip_space(c->s, h.end), &next) >= 0)
		return false;
	return f->n.ndigit < 5 && !f->n.grouped && !(f->n.decimal && !is_han_at(after) && f->n.lo.n > 3);
}

static bool
is_version(const scan *c, const amount *f)
{
	str v = f->n.lo, tail = str_skip(c->s, skip_space(c->s, f->end));
	if (!f->n.decimal || v.n < 3)
		return false;
	word_hit h;
	if (words_at(c->w, tail, 0, WM(fold), &h) && h.r->num == 0)
		return true;
	return v.n == 3 && v.p[2] == '0' && is_han_at(cp_before(c->s, f->start));
}

/* 3比1 */
static bool
is_score(const scan *c, const amount *f)
{
	word_hit h, d;
	size_t next;
	if (f->n.bare || f->n.decimal || f->n.chars > 6 || (f->n.mag && dec_small(f->n.lo, 999) < 0))
		return false;
	size_t at = skip_space(c->s, f->end), before = f->start;
	if (words_at(c->w, c->s, at, WM(versus), &h)) {
		at = skip_space(c->s, h.end);
		return digit_at(c->s, at, &next) >= 0 || words_at(c->w, c->s, at, WM(digit), &d);
	}
	before -= before > 0 && c->s.p[before - 1] == ' ';
	if (!words_before(c->w, c->s, before, WM(versus), &h))
		return false;
	before = h.start - (h.start > 0 && c->s.p[h.start - 1] == ' ');
	return is_digit(cp_before(c->s, before)) || words_before(c->w, c->s, before, WM(digit) | WM(mag), &d);
}

static bool
year_like(const amount *f)
{
	str v = f->n.lo;
	return f->n.ndigit == 4 && !f->n.decimal && !f->n.grouped && (str_starts(v, STR("19")) || str_starts(v, STR("20")));
}

/* 2025产品发布会: a year before a noun. */
static bool
names_year(const amount *f)
{
	long v = year_like(f) ? dec_small(f->n.lo, 2099) : 0;
	return v >= 2010 && v <= 2040;
}

/* A bare year in the name of an event: 2025世界机器人大会. */
static bool
is_year(const scan *c, const amount *f)
{
	word_hit h;
	return year_like(f) && is_han_at(cp_at(c->all, skip_space(c->all, f->end))) && !words_before(c->w, c->s, f->start, WM(figure), &h);
}

/* 号 or 国道 behind a figure makes a name of it. */
static bool
names_a_figure(const scan *c, size_t at)
{
	word_hit h;
	if (words_at(c->w, c->s, at, WM(notunit), &h) && h.r->num == 1)
		return true;
	return words_at(c->w, c->s, at, WM(day), &h) && h.r->num == 1;
}

/* 百万级 */
static bool
rank_follows(const scan *c, size_t at)
{
	word_hit h;
	return words_at(c->w, c->s, at, WM(classifier), &h) && h.r->num == RANK;
}

static bool
is_code(const scan *c, const amount *f)
{
	str raw = str_from_to(c->s, f->n.start, f->n.end);
	if (f->n.ndigit > 1 && str_starts(raw, STR("0")) && !(f->n.decimal && raw.n > 1 && raw.p[1] == '.'))
		return true;
	if (!f->n.decimal && !f->n.grouped && f->n.ndigit >= 12)
		return true;
	if (f->start > 0 && f->start == c->floor && f->n.ndigit == 6 && !f->n.decimal && !f->n.grouped)
		return true;       /* 中芯国际688981 */
	size_t from = f->start;
	while (from > 0 && c->s.p[from - 1] == ' ')
		from--;
	uint32_t before = cp_before(c->s, from), after = cp_at(c->all, skip_space(c->all, f->end));
	bool ends = is_close(after) || after == '.' || after == ',' || after == 0xFF0C || after == 0x3001;
	if (is_open(before) && ends && f->n.ndigit >= 3 && f->n.ndigit <= 6 && !f->n.decimal)
		return true;      /* a stock's code */
	return is_close(before) && names_a_figure(c, f->end);
}

/* 营收分别为100/150/200亿元: three figures or more parted by slashes, of which the last has a unit; with a unit of measure two, if
 * they are no fraction. */
static bool
in_slash_list(const scan *c, const amount *f)
{
	size_t joint = joint_at(c->s, f->n.end), last = joint;
	if (!joint)
		return false;
	bool follows = c->found_end && c->found_end + joint_at(c->s, c->found_end) == f->start && c->found_end != f->start;
	numeral n = f->n;
	suffix x;
	int slashes = follows;
	for (; slashes < 12 && joint; slashes++) {
		if (!numeral_at(c->w, c->a, c->s, n.end + joint, false, &n) || !n.arabic)
			return false;
		last = joint;
		joint = joint_at(c->s, n.end);
	}
	if (slashes <= follows || !suffix_at(c->w, c->a, c->s, n.end, &n, c->taiwan, &x))
		return false;
	if (c->s.p[f->n.end] == '\xC2')
		return true;       /* 25±2℃ */
	bool relay = slashes == 1 && !n.decimal && dec_cmp(dec_mul(c->a, f->n.lo, STR("25")), n.lo) <= 0;   /* 4×100米 */
	if (last > 1)          /* 161×75×8.2mm */
		return !relay && x.kind == S_UNIT && str_eq(((const unit_row *)x.r->row)->base, STR("m"));
	return slashes > 1 || (x.kind == S_UNIT && dec_cmp(f->n.lo, n.lo) > 0);  /* 14/12nm */
}

/* 2025 CES */
static bool
is_year_of_event(const scan *c, const amount *f)
{
	word_hit h;
	return names_year(f) && cp_at(c->s, f->end) == ' ' && ascii_is_letter(cp_at(c->all, f->end + 1)) &&
	       !words_before(c->w, c->s, f->start, WM(pre) | WM(list), &h);
}

static bool
arabic_counts(const scan *c, const amount *f)
{
	if (in_slash_list(c, f))
		return true;
	if (f->n.mag)
		return true;
	if (c->s.p[f->n.start] == '.' && (is_han_at(cp_before(c->s, f->start)) || digit_at(c->s, f->n.start - (f->n.start > 0), &(size_t){0}) >= 0))
		return false;
	if (goes_on(c, f) || is_enumerator(c, f) || is_code(c, f) || is_version(c, f) || is_year(c, f) || is_year_of_event(c, f) || is_product_number(c, f))
		return false;
	word_hit h;
	if (words_at(c->w, c->s, skip_space(c->s, f->end), WM(classifier), &h) && ((const class_row *)h.r->row)->kind >= RANK)
		return false;
	return !names_a_figure(c, f->end);
}

/* Alone between punctuation. */
static bool
stands_alone(const scan *c, const amount *f)
{
	uint32_t before = cp_before(c->s, f->start), after = cp_at(c->s, f->end);
	return !is_han_at(before) && !is_han_at(after) && !ascii_is_letter(before) && !ascii_is_letter(after) && after != 0x3001 && after != '.' &&
	       !is_open(before);
}

static bool
figure_word_before(const scan *c, size_t at)
{
	word_hit h;
	return words_before(c->w, c->s, at, WM(figure) | WM(pre), &h);
}

/* 近百, 破万, 超千: the word before says that a magnitude alone is a figure. */
static bool
passed_before(const scan *c, size_t at)
{
	word_hit h, no;
	return words_before(c->w, c->s, at, WM(pre), &h) && h.start >= c->floor && !(words_before(c->w, c->s, at, WM(prenot), &no) && no.start <= h.start);
}

/* 壹, 拾: the forms of bank notes. */
static bool
is_bank(const scan *c, size_t at)
{
	word_hit h;
	return words_at(c->w, c->s, at, WM(digit) | WM(mag), &h) && str_eq(h.r->value, STR("bank"));
}

/* 每周二、四; 星期一、三、五 */
static bool
weekday_listed(const scan *c, size_t at)
{
	enum { DAYS_MAX = 7 };
	word_hit h, d, u;
	for (int i = 0; i < DAYS_MAX && words_before(c->w, c->s, at, WM(list), &h) && words_before(c->w, c->s, h.start, WM(digit) | WM(day), &d); i++) {
		if (words_before(c->w, c->s, d.start, WM(duration), &u) && str_eq(u.r->value, STR("W")))
			return true;
		at = d.start;
	}
	return false;
}

static bool
han_counts(const scan *c, const amount *f)
{
	const numeral *n = &f->n;
	word_hit h;
	uint32_t after = cp_at(c->s, f->end);
	if (is_enumerator(c, f) || names_a_figure(c, f->end))
		return false;
	if (n->chars == 1 && words_at(c->w, c->s, n->start, WM(digit), &h) && str_eq(h.r->value, STR("two")) &&
	    words_before(c->w, c->s, n->start, WM(every), &h))
		return false;      /* 每两38880港元 */
	if (n->bare && n->chars == 1 && n->lo.n > 4 && rank_follows(c, f->end))
		return true;       /* 亿级用户 */
	if (n->bare && n->chars == 1)
		return passed_before(c, f->start) && (rank_follows(c, f->end) || words_at(c->w, c->s, f->end, WM(particle), &h) || !is_han_at(after));
	if (n->bare && n->chars == 2 && !figure_word_before(c, f->start))
		return rank_follows(c, f->end) || !is_han_at(after);
	if (n->decimal || (n->mag && n->chars > 1))
		return true;
	if (n->positional)
		return (n->chars >= 3 || is_bank(c, n->start)) && stands_alone(c, f);
	if (n->chars != 1 || n->vague || weekday_listed(c, f->start))
		return false;
	return f->n.start > f->start || stands_alone(c, f) || (figure_word_before(c, f->start) && !is_han_at(after) && !ascii_is_letter(after) && after != 0x3001);
}

static bool
is_one(const amount *f)
{
	return !f->hi.p && !f->n.arabic && f->n.chars == 1 && str_eq(f->n.lo, STR("1")) && !f->x.half;
}

/* 每百万tokens 2元: what the next figure is for. */
static bool
is_rate_base(const scan *c, const amount *f)
{
	word_hit h;
	numeral n;
	if (!f->n.bare || !words_before(c->w, c->s, f->start, WM(every), &h))
		return false;
	size_t at = skip_space(c->s, f->end);
	if (words_at(c->w, c->s, at, WM(pre) | WM(figure), &h))
		at = skip_space(c->s, h.end);   /* 每百万tokens仅0.5元 */
	return numeral_at(c->w, c->a, c->s, at, false, &n);
}

bool
figure_counts(const scan *c, const amount *f)
{
	if (f->fraction || f->prefixed)
		return true;
	if (f->n.chars == 1 && is_bank(c, f->n.start))
		return stands_alone(c, f) || f->kind == S_MONEY;
	if (f->n.arabic && f->kind == S_NONE && named_identifier(c, f->start))
		return false;
	if (f->kind == S_NONE) {
		word_hit of;
		if (is_score(c, f) || words_at(c->w, c->s, f->end, WM(of), &of))
			return false;      /* 几十分之一 */
		if (f->n.vague && !f->n.mag)
			return false;
		if (f->n.pair && !f->n.mag)
			return false;
		return f->n.arabic ? arabic_counts(c, f) : han_counts(c, f);
	}
	if (f->n.bare && f->start > c->floor && digit_at(c->s, f->start - 1, &(size_t){0}) >= 0)
		return false;
	if (f->kind == S_COUNT) {
		word_hit ordinal;
		if (f->n.decimal && words_before(c->w, c->s, f->start, WM(ordinal), &ordinal))
			return false;      /* 第3.2节 */
		if (f->x.r && f->x.r->cls == W_classifier && (f->x.r->num == YEARLY || f->x.r->num == FEW) && year_like(f))
			return false;
		if (f->x.r && (f->x.r->cls == W_noun || f->x.r->num == WHOLE) && names_year(f))
			return false;
		if (f->x.r && f->x.r->cls == W_classifier && f->x.r->num == RANK && year_like(f))
			return false;      /* 1993级 */
		if (f->n.arabic && f->n.ndigit > 1 && !f->n.decimal && !f->n.mag && f->n.lo.n < f->n.ndigit)
			return false;      /* 042号 */
		if (is_rate_base(c, f))
			return false;
		bool few = is_one(f) && f->x.r && f->x.r->cls == W_classifier;
		if (few && f->x.r->num != AGE && !(f->x.r->num == DOZEN && !is_han_at(cp_at(c->all, f->end))))
			return false;
		if (f->n.arabic && !f->n.mag && ascii_is_letter(cp_before(c->s, f->start)))
			return false;
		return !(f->n.bare && f->n.chars == 1 && f->n.vague);
	}
	if (f->kind == S_PERCENT || !f->n.arabic || f->n.mag || !ascii_is_letter(cp_before(c->s, f->start)))
		return true;
	return f->kind == S_UNIT && f->start > 1 && strchr("KkPp", c->s.p[f->start - 1]) && ascii_is_digit(c->s.p[f->start - 2]);  /* 4K144Hz */
}
