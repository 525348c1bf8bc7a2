#include "dom_table.h"

enum { ROWS_MIN = 2, CELL_MAX = 900, MEAN_MAX = 200, BLOCKS_MAX = 6 };

struct shape {
	unsigned rows, cells, cells_in_row, rows_of_many;
	size_t bytes, cell_bytes, longest;
	unsigned cell_blocks;
	bool layout;
};

static void
end_cell(struct shape *s)
{
	if (s->cell_bytes > s->longest)
		s->longest = s->cell_bytes;
	s->cell_bytes = 0;
	s->cell_blocks = 0;
}

static void
end_row(struct shape *s)
{
	end_cell(s);
	if (s->cells_in_row > 1)
		s->rows_of_many++;
	s->cells_in_row = 0;
}

static void
look_at(struct shape *s, const dom_node *n)
{
	switch ((enum tag)n->tag) {
	case TAG_NONE:
		for (size_t i = 0; i < n->text.n; i++)
			s->cell_bytes += (unsigned char)n->text.p[i] > ' ';
		s->bytes += n->text.n;
		break;
	case TAG_tr:
		end_row(s);
		s->rows++;
		break;
	case TAG_td:
	case TAG_th:
		end_cell(s);
		s->cells++;
		s->cells_in_row++;
		break;
	case TAG_table: case TAG_ul: case TAG_ol: case TAG_dl: case TAG_form: case TAG_h1: case TAG_h2: case TAG_iframe: case TAG_script:
	case TAG_object: case TAG_article: case TAG_section: case TAG_blockquote:
		s->layout = true;
		break;
	case TAG_p:
	case TAG_div:
		s->layout |= ++s->cell_blocks > BLOCKS_MAX;
		break;
	default:
		break;
	}
}

static bool
holds_data(const dom *d, uint32_t table)
{
	struct shape s = {0};
	for (uint32_t i = table + 1; i < d->node[table].end && !s.layout; i++)
		look_at(&s, &d->node[i]);
	end_row(&s);
	if (s.layout || s.rows < ROWS_MIN || s.longest > CELL_MAX || !s.cells)
		return false;
	return s.rows_of_many * 2 >= s.rows && s.bytes / s.cells <= MEAN_MAX;
}

uint8_t *
dom_data_rows(const dom *d, arena *a)
{
	uint8_t *row = arena_zalloc_n(a, d->nnode, 1);
	for (uint32_t i = 1; i < d->nnode; i++) {
		if (d->node[i].tag != TAG_table || !holds_data(d, i))
			continue;
		for (uint32_t k = i; k < d->node[i].end; k++)
			row[k] = d->node[k].tag == TAG_tr;
	}
	return row;
}
