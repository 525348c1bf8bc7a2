/* Figures to mentions: ranges, ordinals, 翻番, the words round them, and base units. */
#include "amount.h"

#include "utf8.h"

/* A figure that begins or ends a range may be bare; what the other end has is inherited. */
static bool
is_bare(const amount *f)
{
	return f->kind == S_NONE && !f->fraction && !f->prefixed;
}

static bool
same_kind(const amount *x, const amount *y)
{
	return x->kind == y->kind && str_eq(x->unit, y->unit) && x->fraction == y->fraction;
}

/* 3—5亿元: the first figure takes the second one's magnitude when it is the smaller coefficient. */
static void
inherit(scan *c, amount *x, const amount *y)
{
	if (!x->n.big && y->n.tail && !y->n.bare)
		x->lo = dec_scale(c->a, x->lo, numeral_shared(&y->n, x->lo));
	x->kind = y->kind;
	x->unit = y->unit;
	x->row = y->row;
	x->x = y->x;
	if (y->kind == S_PERCENT && y->x.r && !y->prefixed)
		x->lo = dec_scale(c->a, x->lo, y->x.r->num == FOLD ? (x->lo.n == 1 || x->n.decimal) : y->x.r->num == INTEREST ? 0 : y->x.r->num);
	if (y->kind == S_DURATION) {
		size_t digits = str_chr(y->lo, 'T') != SIZE_MAX ? 2 : 1;
		str unit = str_skip(y->lo, y->lo.n - 1);
		x->lo = arena_join(c->a, str_from_to(y->lo, 0, digits), x->lo, unit);
	}
}

static str
number_in(str v)
{
	size_t i = 0, n;
	while (i < v.n && (v.p[i] == 'P' || v.p[i] == 'T'))
		i++;
	for (n = i; n < v.n && (v.p[n] == '.' || ascii_is_digit(v.p[n])); n++)
		;
	return str_from_to(v, i, n);
}

/* Seconds of a duration's first figure: 33个月至5年 is a range. */
static str
length_of(arena *a, str v)
{
	static const struct { char mark; const char *date, *time; } unit[] = {
		{'Y', "31536000", ""}, {'M', "2592000", "60"}, {'W', "604800", ""}, {'D', "86400", ""}, {'H', "", "3600"}, {'S', "", "1"},
	};
	str n = number_in(v);
	size_t at = (size_t)(n.p - v.p) + n.n;
	bool time = n.p > v.p && n.p[-1] == 'T';
	for (size_t i = 0; i < sizeof unit / sizeof *unit; i++) {
		str factor = str_from(time ? unit[i].time : unit[i].date);
		if (at < v.n && v.p[at] == unit[i].mark && factor.n)
			return dec_mul(a, n, factor);
	}
	return n;
}

static bool
ascending(arena *a, const amount *x, const amount *y)
{
	if (x->fraction)
		return true;
	if (x->kind == S_DURATION)
		return dec_cmp(length_of(a, x->lo), length_of(a, y->lo)) < 0;
	return dec_cmp(x->lo, y->lo) < 0;
}

static bool
hyphen_fits(const amount *x, const amount *y, str sep)
{
	if (!str_eq(sep, STR("-")) || y->kind != S_NONE)
		return true;
	return x->n.ndigit <= 4 && y->n.ndigit <= 4 && !(x->n.arabic && x->lo.n > 1 && x->lo.p[0] == '0');
}

/* 市值增加2000亿元至4.6万亿元: by the one to the other. What is four times as much is no other end of a range. */
static bool
grows_to(const scan *c, const amount *x, const amount *y, const reading *sep)
{
	word_hit h;
	size_t at = x->start;
	while (at > c->floor && c->s.p[at - 1] == ' ')
		at--;
	if ((x->kind != S_MONEY && x->kind != S_COUNT) || y->kind != x->kind || sep->num != 1)
		return false;
	if (words_before(c->w, c->s, at, WM(pre), &h))
		at = h.start;
	return words_before(c->w, c->s, at, WM(figure), &h) && h.r->num == 1 && dec_cmp(dec_mul(c->a, x->lo, STR("4")), y->lo) <= 0;
}

static bool
between_at(const scan *c, size_t at)
{
	word_hit h;
	return words_at(c->w->aside, c->s, skip_space(c->s, at), AM(between), &h);
}

bool
between_follows(const scan *c, const word_hit *sep, size_t at)
{
	return sep->r->cls == W_range || between_at(c, at);
}

bool
range_word_at(const scan *c, size_t at, word_hit *sep)
{
	enum { REACH = 42 };       /* bytes: fourteen characters */
	if (!words_at(c->w, c->s, at, WM(range) | WM(list), sep))
		return false;
	if (sep->r->cls == W_range)
		return true;
	return sep->r->num == 1 && str_find(str_from_to(c->s, sep->end, sep->end + REACH < c->s.n ? sep->end + REACH : c->s.n), STR("\xE9\x97\xB4")) != SIZE_MAX;
}

/* 80%—90%, 3-5亿元, 三至五年; 20元和30元之间: one mention with lo and hi. */
static bool
read_range(scan *c, amount *x)
{
	word_hit sep;
	amount y;
	size_t at = skip_space(c->s, x->end), skip = 0;
	if (x->hi.p || !range_word_at(c, at, &sep))
		return false;
	size_t from = skip_space(c->s, sep.end);
	if (!figure_at(c, from, &y, &skip) || (y.kind == S_NONE && ascii_is_letter(cp_at(c->all, y.end))) || !between_follows(c, &sep, y.end))
		return false;
	if (y.hi.p || (y.mod.p && !str_eq(y.mod, STR("MORE_THAN"))) || (x->n.chars == 1 && !x->n.arabic && y.kind == S_NONE && !x->fraction && !x->prefixed && !y.n.big))
		return false;
	if (!hyphen_fits(x, &y, sep.r->word))
		return false;
	bool shares = is_bare(x) && !is_bare(&y);
	if (shares)
		inherit(c, x, &y);
	else if (is_bare(x) && !x->n.big && y.n.tail)
		x->lo = dec_scale(c->a, x->lo, numeral_shared(&y.n, x->lo));
	else if (x->prefixed && is_bare(&y)) {
		y.kind = x->kind;
		y.unit = x->unit;
		if (!x->n.big && y.n.tail)
			x->lo = dec_scale(c->a, x->lo, numeral_shared(&y.n, x->lo));
	}
	if (!same_kind(x, &y) || !ascending(c->a, x, &y) || (!shares && grows_to(c, x, &y, sep.r)))
		return false;
	x->hi = y.lo;
	x->end = y.end;
	if (!x->mod.p)
		x->mod = y.mod;
	x->x = y.x;
	x->n.mag |= y.n.mag;
	return true;
}

str
mod_around(const scan *c, size_t start, size_t end, bool duration, bool magnitude)
{
	word_hit h, no;
	size_t at = start;
	while (at > c->floor && c->s.p[at - 1] == ' ')
		at--;
	if (words_before(c->w, c->s, at, WM(pre) | WM(prenot), &h) && h.start >= c->floor && h.r->cls == W_pre) {
		uint32_t left = cp_before(c->s, h.start);
		bool range = h.r->num == 3 && left != ' ' && left != '\n' && left != 0 && (left < 0x4E00 || left > 0x9FFF);  /* 38°43′~39° */
		bool fits = !range && !(h.r->num == 1 && duration) && !(h.r->num == 2 && (duration || !magnitude));
		if (fits && !(words_before(c->w, c->s, at, WM(prenot), &no) && no.start <= h.start))
			return h.r->value;
	}
	at = skip_space(c->s, end);
	if (!words_at(c->w, c->s, at, WM(post) | WM(more), &h))
		return STR_NULL;
	if (words_at(c->w, c->s, at, WM(notunit) | WM(fixed), &no) && no.end > h.end)
		return STR_NULL;
	uint32_t after = cp_at(c->s, h.end);
	if (h.r->cls == W_more && h.r->num == 2 && !more_ends(c->s, h.end))
		return STR_NULL;
	if (h.r->cls == W_post && (h.r->num == 4 || (h.r->num == 1 && h.end - h.start == 3)) && after >= 0x4E00 && after <= 0x9FFF)
		return STR_NULL;
	return h.r->value;
}

/* A digit of a name (H100, Atlas 950) or of a year; any other has a word like 约 for itself. */
static bool
is_name_digit(const scan *c, size_t at)
{
	str s = c->s;
	word_hit h;
	size_t from = at, end = at;
	while (from > 0 && is_digit(cp_before(s, from)))
		utf8_prev(s, &from);
	while (end < s.n && is_digit(cp_at(s, end)))
		utf8_next(s, &end);
	uint32_t left = cp_before(s, from);
	if (left == ' ' || left == '-')
		left = cp_before(s, from - 1);
	return ascii_is_letter(left) || words_at(c->w, s, end, WM(year), &h);
}

/*
 * 约为H100的80%, 不到去年的一半: the word stands before the whole of which the share is. More or less than a percentage
 * says nothing of it, for it may be the other's own (毛利率超过同行的12%).
 */
static str
mod_of_whole(const scan *c, size_t start, bool percentage)
{
	enum { REACH = 48, ONE_HAN = 3 }; /* bytes: sixteen characters */
	word_hit h, no;
	size_t at = start;
	while (at > 0 && c->s.p[at - 1] == ' ')
		at--;
	if (!words_before(c->w, c->s, at, WM(particle), &h))
		return STR_NULL;
	at = h.start;
	for (size_t floor = at > REACH ? at - REACH : 0; at > floor;) {
		uint32_t cp = utf8_prev(c->s, &at);
		bool han = cp >= 0x4E00 && cp <= 0x9FFF && !words_at(c->w, c->s, at, WM(digit), &no);
		if (!(han || ascii_is_letter(cp) || cp == ' ' || cp == '-' || (is_digit(cp) && is_name_digit(c, at))))
			return STR_NULL;
		if (!words_before(c->w, c->s, at, WM(pre), &h) || h.end - h.start <= ONE_HAN)
			continue;
		bool compares = str_eq(h.r->value, STR("MORE_THAN")) || str_eq(h.r->value, STR("LESS_THAN"));
		size_t behind = h.start;
		utf8_next(c->s, &behind);
		bool other = (compares && percentage) || words_at(c->w, c->s, at, WM(mag) | WM(several), &no);
		return other || words_before(c->w, c->s, behind, WM(prenot), &no) ? STR_NULL : h.r->value;
	}
	return STR_NULL;
}

static const char *const type_names[] = {
	[S_NONE] = "number", [S_PERCENT] = "percent", [S_TIMES] = "multiple", [S_MONEY] = "money", [S_UNIT] = "quantity",
	[S_COUNT] = "count", [S_DURATION] = "duration",
};

static void
set_base(scan *c, const amount *f, mention *m)
{
	const unit_row *u = f->row;
	if (!u || !u->factor.n || !u->base.n || str_eq(u->base, u->symbol) || f->hi.p || m->per.p)
		return;
	m->base_value = dec_mul(c->a, f->lo, u->factor);
	m->base_unit = u->base;
}

/* A length of time, or a few of anything (近三届), before which 近 means the past. */
static bool
is_stretch(const amount *f)
{
	if (f->kind == S_COUNT && f->x.r && (f->x.r->cls == W_noun || f->x.r->cls == W_classifier))
		return ((const class_row *)f->x.r->row)->kind == DAYS || (!f->hi.p && !f->n.mag && dec_small(f->lo, 9) > 0);
	return f->kind == S_DURATION;
}

/* 9.9起到店吃: behind a price 起 counts whatever follows, unless it begins a word (起诉). */
static str
from_price(const scan *c, size_t at)
{
	word_hit h, no;
	if (!words_at(c->w, c->s, at, WM(post), &h) || h.r->num != 1 || (words_at(c->w, c->s, at, WM(notunit) | WM(fixed), &no) && no.end > h.end))
		return STR_NULL;
	return h.r->value;
}

static void
to_mention(scan *c, const amount *f, mention *m)
{
	*m = (mention){.start = f->start, .end = f->end, .number = true};
	m->type = f->fraction ? STR("fraction") : str_from(type_names[f->kind]);
	if (f->hi.p) {
		m->lo = f->lo;
		m->hi = f->hi;
	} else {
		m->value = f->lo;
	}
	m->unit = f->kind == S_TIMES ? STR("x") : f->unit.n ? f->unit : STR_NULL;
	size_t from;
	str per = per_before(c->w, c->a, c->s, f->start, f->kind == S_MONEY, &from);
	m->per = f->x.per.p ? f->x.per : per;
	m->qual = f->x.qual;
	m->elided = f->n.elided;
	m->mod = f->mod.p ? f->mod : mod_around(c, f->start, f->end, is_stretch(f), f->n.bare || f->n.mag);
	if (!m->mod.p && from != f->start)
		m->mod = mod_around(c, from, f->end, is_stretch(f), f->n.bare || f->n.mag);
	if (!m->mod.p && (f->fraction || f->kind == S_TIMES || f->kind == S_PERCENT))
		m->mod = mod_of_whole(c, f->start, f->kind == S_PERCENT);
	if (!m->mod.p && (f->kind == S_MONEY || (f->kind == S_NONE && f->n.decimal)))
		m->mod = from_price(c, f->end);
	if (f->kind == S_UNIT)
		set_base(c, f, m);
}

static bool
in_ordinal(const class_row *c)
{
	return c->kind <= YEARLY || c->kind == WHOLE;
}

/* A duration's word and no longer one (年度, 天津). */
static bool
whole_measure(const scan *c, size_t at, const word_hit *k)
{
	word_hit no;
	return k->r->num >= 0 && k->r->num <= 1 && str_chr(k->r->value, '+') == SIZE_MAX && str_chr(k->r->value, '*') == SIZE_MAX &&
	       !(words_at(c->w, c->s, at, WM(notunit), &no) && no.end > k->end);
}

/* Behind the numeral of an ordinal, its classifier or measure: 第二代, 第三天; `at` when there is none. */
static size_t
ordinal_unit(const scan *c, size_t at)
{
	word_hit k, no, day;
	size_t unit = skip_space(c->s, at), end = at;
	if (words_at(c->w, c->s, unit, WM(classifier), &k) && in_ordinal(k.r->row) &&
	    (!words_at(c->w, c->s, unit, WM(notunit), &no) || no.end <= k.end || no.r->num == LARGE))
		end = k.end;
	if (words_at(c->w, c->s, unit, WM(duration), &k) && k.end > end && whole_measure(c, unit, &k) &&
	    !words_at(c->w, c->s, k.end, WM(digit) | WM(day) | (str_eq(k.r->value, STR("W")) ? WM(duration) : 0), &day))   /* 第二个星期一, 第二个星期天 */
		end = k.end;       /* 第三天, 第二年 */
	return end;
}

/* 第三至五名, 第十和第十五之间: the other end, which has the classifier of both; one with a 第 of its own is another mention but before
 * 之间. */
static void
ordinal_range(scan *c, const numeral *x, mention *m)
{
	word_hit sep, h;
	numeral y;
	size_t at = skip_space(c->s, m->end);
	if (!range_word_at(c, at, &sep))
		return;
	at = skip_space(c->s, sep.end);
	bool ordinal = words_at(c->w, c->s, at, WM(ordinal), &h);
	if (!numeral_at(c->w, c->a, c->s, ordinal ? skip_space(c->s, h.end) : at, false, &y) || y.hi.p || y.decimal || y.arabic != x->arabic ||
	    dec_cmp(x->lo, y.lo) >= 0)
		return;
	size_t end = ordinal_unit(c, y.end);
	str first = str_from_to(c->s, x->end, m->end), second = str_from_to(c->s, y.end, end);
	if (ordinal ? sep.r->cls == W_range && !between_at(c, end) : !second.n)
		return;
	if ((first.n && !str_eq(first, second)) || !between_follows(c, &sep, end))
		return;
	m->value = STR_NULL;
	m->lo = x->lo;
	m->hi = y.lo;
	m->end = end;
}

/* 第一, 第二代, 第三天, 第三万回; 第一二名 */
static bool
ordinal_at(scan *c, size_t at, mention *m)
{
	word_hit h;
	numeral n;
	if (!words_at(c->w, c->s, at, WM(ordinal), &h) || !numeral_at(c->w, c->a, c->s, skip_space(c->s, h.end), false, &n) || n.decimal)
		return false;
	size_t end = ordinal_unit(c, n.end);
	if (n.hi.p && (!n.pair || end == n.end))
		return false;
	*m = (mention){.start = at, .end = end, .number = true, .type = STR("ordinal"), .value = n.lo};
	if (n.hi.p) {
		m->value = STR_NULL;
		m->lo = n.lo;
		m->hi = n.hi;
	} else {
		ordinal_range(c, &n, m);
	}
	return true;
}

/* 第二、三名: behind an ordinal without a classifier and a word of a list the next one leaves its 第 to the first. */
static bool
lists_ordinal(const scan *c, const amount *f)
{
	word_hit h;
	const mention *last = c->out->n ? &c->out->v[c->out->n - 1] : NULL;
	if (!last || last->end != c->found_end || !str_eq(last->type, STR("ordinal")) || !last->value.p || f->hi.p || f->mod.p || f->n.decimal || f->x.per.p)
		return false;
	bool classed = f->kind == S_COUNT && f->x.r->cls == W_classifier && in_ordinal(f->x.r->row);
	if ((!classed && !(f->kind == S_NONE && words_at(c->w, c->s, f->end, WM(list), &h))) || !words_before(c->w, c->s, f->start, WM(list), &h) ||
	    h.start != last->end)
		return false;
	return dec_cmp(last->value, f->lo) < 0 && !words_before(c->w, c->s, last->end, WM(classifier) | WM(duration), &h);
}

/* 翻番, 翻倍, 翻两番: 2 to the N. */
static bool
fan_at(scan *c, size_t at, mention *m)
{
	word_hit h, k;
	numeral n;
	if (!words_at(c->w, c->s, at, WM(fan), &h) || h.r->num == 1)
		return false;
	*m = (mention){.start = at, .end = h.end, .number = true, .type = STR("multiple"), .value = STR("2"), .unit = STR("x")};
	if (h.r->num == 2) {
		m->mod = mod_around(c, at, m->end, false, false);
		return true;
	}
	if (h.r->num == 3) {
		m->type = STR("percent");
		m->value = h.r->value;
		m->unit = STR("%");
		return true;
	}
	word_hit nearly = {.end = h.end};
	if (words_at(c->w, c->s, h.end, WM(pre), &nearly))
		m->mod = nearly.r->value;      /* 翻了近一番 */
	else
		nearly.end = h.end;
	if (!numeral_at(c->w, c->a, c->s, nearly.end, false, &n) || n.hi.p || !words_at(c->w, c->s, n.end, WM(fan), &k) || k.r->num != 1)
		return false;
	long power = dec_small(n.lo, 64);
	if (power < 1)
		return false;
	m->value = dec_pow2(c->a, (unsigned)power);
	m->end = k.end;
	m->mod = m->mod.p ? m->mod : mod_around(c, at, m->end, false, false);
	return true;
}

/* 一半 */
static bool
half_at(scan *c, size_t at, mention *m)
{
	word_hit d, h;
	if (!words_at(c->w, c->s, at, WM(digit), &d) || d.r->num != 1 || !words_at(c->w, c->s, d.end, WM(half), &h))
		return false;
	*m = (mention){.start = at, .end = h.end, .number = true, .type = STR("fraction"), .value = STR("1/2")};
	m->mod = mod_around(c, at, h.end, false, false);
	if (!m->mod.p)
		m->mod = mod_of_whole(c, at, false);
	return true;
}

/* 五、六千人; 七、八个: two Han digits with 、 between are one vague figure. */
static bool
read_listed_pair(scan *c, amount *f)
{
	word_hit x, y;
	if (f->kind != S_NONE || f->n.arabic || f->n.chars != 1 || f->n.vague || !words_at(c->w, c->s, f->n.start, WM(digit), &x) ||
	    !str_starts(str_skip(c->s, x.end), STR("、")) || !words_at(c->w, c->s, x.end + 3, WM(digit), &y) || y.r->num != x.r->num + 1)
		return false;
	amount g;
	size_t skip = 0;
	if (!figure_at(c, x.end + 3, &g, &skip) || g.hi.p || g.kind == S_NONE || g.kind == S_DURATION || !g.n.mag)
		return false;
	dec_term t = {&"0123456789"[x.r->num], 1, (long)number_in(g.n.lo).n - 1};
	f->lo = dec_sum(c->a, &t, 1);
	f->hi = g.lo;
	f->kind = g.kind;
	f->unit = g.unit;
	f->x = g.x;
	f->row = g.row;
	f->n.mag = true;
	f->end = g.end;
	return true;
}

/* Words that may follow a Han digit in a mention. */
#define FOLLOWS \
	(WM(digit) | WM(tens) | WM(mag) | WM(point) | WM(year) | WM(month) | WM(day) | WM(quarter) | WM(hour) | WM(decade) | WM(century) | WM(fiscal) | \
	 WM(several) | WM(more) | WM(around) | WM(of) | WM(mixed) | WM(percent) | WM(times) | WM(unit) | \
	 WM(money) | WM(minor) | WM(classifier) | WM(noun) | WM(duration) | WM(range) | WM(list) | WM(fold) | WM(half))

bool
figure_may_go_on(const scan *c, size_t at)
{
	if (at >= c->s.n)
		return true;
	uint32_t cp = words_peek(c->s, at);
	return cp < 0x4E00 || cp > 0x9FFF || (words_first_mask(c->w, cp) & FOLLOWS);
}

bool
is_article(const scan *c, size_t at)
{
	uint64_t longer, behind = words_classes(c->w, c->s, at, &longer);
	word_hit h;
	if ((behind & FOLLOWS) != WM(classifier) || !words_before(c->w, c->s, at, WM(digit), &h) || h.r->num != 1 || h.r->value.n ||
	    !words_at(c->w, c->s, at, WM(classifier), &h) || h.r->num == AGE || h.r->num == DOZEN)
		return false;
	uint64_t next = words_first_mask(c->w, words_peek(c->s, h.end)) | words_first_mask(c->w, words_peek(c->s, skip_space(c->s, h.end)));
	return h.end < c->s.n && c->s.p[h.end] != '/' && !(next & (WM(half) | WM(range) | WM(every)));
}

bool
amount_at(scan *c, size_t at, mention *m, size_t *skip)
{
	amount f;
	*skip = at;
	uint64_t first = classes_at(c, at);
	if ((first & WM(ordinal) && ordinal_at(c, at, m)) || (first & WM(fan) && fan_at(c, at, m)) || (first & WM(digit) && half_at(c, at, m)))
		return true;

	if (!figure_at(c, at, &f, skip))
		return false;
	if (f.n.end > *skip)
		*skip = f.n.end;
	if (!read_range(c, &f))
		read_listed_pair(c, &f);
	if (!figure_counts(c, &f))
		return false;
	to_mention(c, &f, m);
	if (lists_ordinal(c, &f))
		*m = (mention){.start = f.start, .end = f.end, .number = true, .type = STR("ordinal"), .value = f.lo};
	return true;
}
