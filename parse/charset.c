#include "charset.h"

#include <iconv.h>
#include <errno.h>
#include <string.h>

#include "utf8.h"

struct charset_rules {
	int none;
};

charset_rules *
charset_load(arena *a, diag *d, const char *dicts)
{
	(void)d, (void)dicts;
	return arena_new(a, charset_rules);
}

static str
through_iconv(doc *d, const char *from)
{
	iconv_t cd = iconv_open("UTF-8", from);
	size_t cap = d->bytes.n * 3 + 16;
	char *out = arena_alloc(d->a, cap), *o = out, *in = (char *)d->bytes.p;
	size_t left = d->bytes.n, room = cap;
	size_t bad = 0;
	while (left && iconv(cd, &in, &left, &o, &room) == (size_t)-1) {
		if (errno == E2BIG || room < 4)
			break;
		in++, left--, bad++;
		memcpy(o, "\xEF\xBF\xBD", 3);
		o += 3, room -= 3;
	}
	iconv_close(cd);
	if (bad)
		doc_warn(d, "bad-bytes", bad);
	return str_of(out, (size_t)(o - out));
}

void
charset_decode(doc *d, const charset_rules *r)
{
	(void)r;
	if (utf8_check(d->bytes) == d->bytes.n) {
		d->utf8 = str_starts(d->bytes, STR("\xEF\xBB\xBF")) ? str_skip(d->bytes, 3) : d->bytes;
		d->encoding = STR("UTF-8");
		return;
	}
	str head = str_from_to(d->bytes, 0, 4096);
	bool big5 = str_ifind(head, STR("big5")) != SIZE_MAX || str_ifind(d->header_charset, STR("big5")) != SIZE_MAX;
	d->utf8 = through_iconv(d, big5 ? "BIG5-HKSCS" : "GB18030");
	d->encoding = big5 ? STR("Big5") : STR("gb18030");
}
