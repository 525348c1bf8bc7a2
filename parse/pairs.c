#include "pairs.h"

#include "table.h"
#include "utf8.h"

bool
pairs_load(arena *a, diag *d, const char *dicts, hans_dict *out)
{
	table t;
	if (table_load(&t, a, d, dicts, "word-pairs"))
		return false;
	int first = table_need(&t, d, "first"), second = table_need(&t, d, "second");
	if (first < 0 || second < 0)
		return false;
	for (size_t i = 0; i < t.nrow; i++)
		hans_dict_add(a, out, table_get(&t, i, first), table_get(&t, i, second), 1);
	hans_dict_sort(a, out);
	return true;
}

int
pairs_meet(const hans_dict *pairs, str a, str b)
{
	size_t end = 0;
	if (!a.n || !b.n)
		return 0;
	const hans_pair *p = hans_dict_phrase(pairs, utf8_first(a), a);
	utf8_next(b, &end);
	size_t where = p ? str_find(p->value, str_from_to(b, 0, end)) : SIZE_MAX;
	return where == SIZE_MAX ? 0 : where < 30 ? 2 : 1;
}
