/* Lengths of time: 三年, 1小时30分, 9秒83. */
#include "amount.h"

#include "utf8.h"

str
duration_value(arena *a, str v, const reading *r, str designator)
{
	if (!v.p)
		return v;
	if (r->num > 2)
		v = dec_mul(a, v, arena_printf(a, "%d", r->num));
	bool time = designator.p[0] == 'T';
	return arena_join(a, time ? STR("PT") : STR("P"), v, time ? str_skip(designator, 1) : designator);
}

static int
rank_of(str designator)
{
	static const char *const order[] = {"Y", "M", "W", "D", "TH", "TM", "TS"};
	for (int i = 0; i < 7; i++)
		if (str_eq(designator, str_from(order[i])))
			return i;
	return 7;
}

/* 一天24个小时, 一年365天: what makes a whole larger unit says what it is and adds nothing. */
static bool
fills(int rank, int next, str v)
{
	static const struct { int rank, next; const char *most; } whole[] = {
		{0, 1, "12"}, {0, 2, "52"}, {0, 3, "365"}, {1, 3, "30"}, {2, 3, "7"}, {3, 4, "24"}, {4, 5, "60"}, {5, 6, "60"},
	};
	for (size_t i = 0; i < sizeof whole / sizeof *whole; i++)
		if (whole[i].rank == rank && whole[i].next == next)
			return dec_cmp(v, str_from(whole[i].most)) >= 0;
	return false;
}

/* 9秒83: the hundredths behind the seconds of a race. */
static bool
read_split_second(scan *c, amount *f)
{
	size_t next = f->end, count = 0;
	suffix x;
	numeral n;
	while (count < 4 && digit_at(c->s, f->end + count, &next) >= 0 && next == f->end + count + 1)
		count++;
	if (count < 2 || count > 3 || str_chr(f->lo, '.') != SIZE_MAX || ascii_is_letter(cp_at(c->all, f->end + count)) ||
	    !numeral_at(c->w, c->a, c->s, f->end, false, &n) || n.end != f->end + count ||
	    suffix_at(c->w, c->a, c->s, n.end, &n, c->taiwan, &x))
		return false;
	f->lo = arena_join(c->a, str_from_to(f->lo, 0, f->lo.n - 1), STR("."), str_from_to(c->s, f->end, n.end), STR("S"));
	f->end = n.end;
	return true;
}

enum { SENTENCE_REACH = 24 };   /* bytes: eight Han characters */

/* 1小时30分, 一年零三个月, 8天又二十个小时: further durations, each smaller than the one before. */
void
read_compound(scan *c, amount *f)
{
	int rank = rank_of(f->x.unit);
	word_hit every;
	if (words_before(c->w, c->s, f->start, WM(duration) | WM(month), &every) && words_before(c->w, c->s, every.start, WM(every), &every))
		return;            /* 每周5天8小时 */
	while (!f->hi.p && !f->x.half) {
		numeral n;
		suffix x;
		word_hit h;
		if (rank == 6) {
			read_split_second(c, f);
			return;
		}
		size_t at = f->end;
		bool and = words_at(c->w, c->s, at, WM(mixed), &h);
		if (and || (words_at(c->w, c->s, at, WM(more), &h) && h.r->num == 0) ||
		    (words_at(c->w, c->s, at, WM(digit), &h) && h.r->num == 0))
			at = h.end;
		at = skip_space(c->s, at);
		if (!numeral_at(c->w, c->a, c->s, at, false, &n) || n.hi.p)
			return;
		size_t unit = skip_space(c->s, n.end);
		bool hours = rank == 3 && words_at(c->w, c->s, unit, WM(hour), &h) && dec_small(n.lo, 24) >= 0 && !n.decimal;
		word_hit k = {0};
		bool minutes = rank == 4 && words_at(c->w, c->s, unit, WM(minute), &k) && !k.r->value.n;
		word_hit m;
		bool months = rank == 0 && words_at(c->w, c->s, unit, WM(month), &m) && m.end - m.start == 3 && dec_small(n.lo, 11) > 0 &&
		              spoken_of(c->w->aside, c->s, f->start, AM(sentence), SENTENCE_REACH);
		if (months)
			x = (suffix){.kind = S_DURATION, .end = m.end, .unit = STR("M"), .r = f->x.r};
		else if (hours)
			x = (suffix){.kind = S_DURATION, .end = h.end, .unit = STR("TH"), .r = f->x.r};
		else if (minutes)
			x = (suffix){.kind = S_DURATION, .end = k.end, .unit = STR("TM"), .r = f->x.r};
		else if (!suffix_at(c->w, c->a, c->s, n.end, &n, c->taiwan, &x) || x.kind != S_DURATION || (x.r->num > 2))
			return;
		int next = rank_of(x.unit);
		if (and && next < rank && x.unit.p[0] != 'T' && !x.half) {
			f->lo = arena_join(c->a, STR("P"), n.lo, x.unit, str_skip(f->lo, 1));   /* 两天又一个月 */
			f->end = x.end;
			return;
		}
		bool weekly = rank == 2 && next == 3 && at == f->end && str_eq(f->lo, STR("P1W"));   /* 一周5天 */
		if (next <= rank || weekly || fills(rank, next, n.lo))
			return;
		rank = next;
		if (x.half)
			n.lo = dec_add(c->a, n.lo, STR("0.5"));
		bool had_time = str_chr(f->lo, 'T') != SIZE_MAX, time = x.unit.p[0] == 'T';
		f->lo = arena_join(c->a, f->lo, time && !had_time ? STR("T") : STR_NULL, n.lo, time ? str_skip(x.unit, 1) : x.unit);
		f->end = x.end;
	}
}

/* 1分30秒: 分 is a minute when seconds follow. */
bool
read_minute_second(scan *c, amount *f)
{
	word_hit h;
	numeral n;
	if (f->hi.p || !words_at(c->w, c->s, f->x.start, WM(minute), &h) || h.r->value.n || !numeral_at(c->w, c->a, c->s, skip_space(c->s, h.end), false, &n) || n.hi.p ||
	    !words_at(c->w, c->s, skip_space(c->s, n.end), WM(second), &h))
		return false;
	f->lo = arena_join(c->a, STR("PT"), f->lo, STR("M"), n.lo, STR("S"));
	f->kind = S_DURATION;
	f->unit = STR_NULL;
	f->end = h.end;
	read_split_second(c, f);
	return true;
}
