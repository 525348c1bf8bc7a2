/* The smaller pieces of money: 三元五角, 3块5, 五角五分, 两美元又三美分. */
#include "amount.h"

static const minor *
minor_of(const money_row *m, str form)
{
	for (size_t i = 0; m && i < m->nminor; i++)
		if (str_eq(m->minor[i].form, form))
			return &m->minor[i];
	return NULL;
}

/* 八毛五: a last digit is a tenth of the piece before it. */
static void
read_loose_minor(scan *c, amount *f, str factor)
{
	numeral n;
	suffix x;
	word_hit h;
	if (!words_at(c->w, c->s, f->end, WM(digit), &h) || !numeral_at(c->w, c->a, c->s, f->end, false, &n) || n.chars != 1 || n.vague ||
	    suffix_at(c->w, c->a, c->s, n.end, &n, c->taiwan, &x))
		return;
	f->lo = dec_add(c->a, f->lo, dec_scale(c->a, dec_mul(c->a, n.lo, factor), -1));
	f->end = n.end;
}

void
read_smaller_minor(scan *c, amount *f, const reading *piece)
{
	numeral n;
	word_hit h;
	if (numeral_at(c->w, c->a, c->s, f->end, false, &n) && !n.mag && !n.hi.p && !n.decimal && words_at(c->w, c->s, n.end, WM(minor), &h)) {
		const minor *m = minor_of(piece->row, h.r->word);
		if (m && dec_cmp(m->factor, piece->value) < 0) {
			f->lo = dec_add(c->a, f->lo, dec_mul(c->a, n.lo, m->factor));
			f->end = h.end;
			return;
		}
	}
	read_loose_minor(c, f, piece->value);
}

void
read_minors(scan *c, amount *f)
{
	const money_row *row = f->x.r ? f->x.r->row : NULL;
	for (int i = 0; i < 3 && !f->hi.p; i++) {
		numeral n;
		word_hit h;
		size_t at = f->end;
		if (words_at(c->w, c->s, at, WM(mixed), &h))
			at = h.end;
		if (words_at(c->w, c->s, at, WM(digit), &h) && h.r->num == 0 && digit_at(c->s, h.end, &(size_t){0}) >= 0)
			at = h.end;        /* 10元零5分 */
		if (!numeral_at(c->w, c->a, c->s, skip_space(c->s, at), false, &n) || (n.mag && dec_small(n.lo, 99) < 0) || n.hi.p || n.decimal)
			return;
		if (words_at(c->w, c->s, skip_space(c->s, n.end), WM(minor), &h)) {
			const minor *m = minor_of(row, h.r->word);
			if (!m || (m->alone && h.r->row != row))
				return;
			f->lo = dec_add(c->a, f->lo, dec_mul(c->a, n.lo, m->factor));
			f->end = h.end;
			read_loose_minor(c, f, m->factor);
		} else {
			suffix x;
			bool loose = n.start == at && f->x.r && f->x.r->num == 1 && n.chars == 1 && !suffix_at(c->w, c->a, c->s, n.end, &n, c->taiwan, &x);
			if (loose) {
				f->lo = dec_add(c->a, f->lo, dec_scale(c->a, n.lo, -1));
				f->end = n.end;
			}
			return;
		}
	}
}
