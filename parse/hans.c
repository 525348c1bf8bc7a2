#include "hans.h"

struct hans_tables {
	size_t n;
};

hans_tables *
hans_load(arena *a, diag *d, const char *dicts)
{
	(void)d, (void)dicts;
	return arena_new(a, hans_tables);
}

void
hans_detect(doc *d, const hans_tables *h)
{
	(void)h;
	d->script = STR("zh-Hans");
}

bool
hans_convert_str(const hans_tables *h, enum hans_mode mode, bool mends, str s, buf *out)
{
	(void)h, (void)mode, (void)mends;
	buf_add(out, s);
	return false;
}

void
hans_convert(doc *d, const hans_tables *h, enum hans_mode mode)
{
	(void)d, (void)h, (void)mode;
}
