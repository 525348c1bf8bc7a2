#include "err.h"

#include <stdarg.h>

#include "utf8.h"

void
diag_init(diag *d, const char *prog, FILE *to)
{
	d->prog = prog;
	d->to = to;
	d->quiet = d->mute = false;
	atomic_init(&d->warnings, 0);
	atomic_init(&d->errors, 0);
}

void
diag_escape(buf *out, str s, size_t max)
{
	size_t start = out->n;
	for (size_t at = 0; at < s.n;) {
		if (out->n - start >= max) {
			buf_addz(out, "...");
			return;
		}
		size_t from = at;
		uint32_t cp = utf8_next(s, &at);
		bool raw = cp == UTF8_BAD && at - from != 3;
		if (raw || cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || cp_is_invisible(cp))
			for (size_t i = from; i < at; i++)
				buf_addf(out, "\\x%02X", (unsigned char)s.p[i]);
		else
			buf_add(out, str_from_to(s, from, at));
	}
}

static void
say(diag *d, const char *kind, const char *place, const char *fmt, va_list ap)
{
	char text[2048];
	vsnprintf(text, sizeof text, fmt, ap);
	buf line = {0};
	buf_addf(&line, "%s: ", d->prog);
	if (place) {
		diag_escape(&line, *place ? str_from(place) : STR("\"\""), 1024);
		buf_addz(&line, ": ");
	}
	buf_addz(&line, kind);
	diag_escape(&line, str_from(text), sizeof text);
	buf_addc(&line, '\n');
	fwrite(line.p, 1, line.n, d->to);
	fflush(d->to);
	buf_free(&line);
}

void
diag_error(diag *d, const char *place, const char *fmt, ...)
{
	va_list ap;
	if (d->mute)
		return;
	atomic_fetch_add(&d->errors, 1);
	va_start(ap, fmt);
	say(d, "", place, fmt, ap);
	va_end(ap);
}

void
diag_warn(diag *d, const char *place, const char *fmt, ...)
{
	va_list ap;
	if (d->mute)
		return;
	atomic_fetch_add(&d->warnings, 1);
	if (d->quiet)
		return;
	va_start(ap, fmt);
	say(d, "warning: ", place, fmt, ap);
	va_end(ap);
}

void
diag_say(diag *d, const char *fmt, ...)
{
	va_list ap;
	va_start(ap, fmt);
	say(d, "", NULL, fmt, ap);
	va_end(ap);
}

int
diag_status(const diag *d)
{
	return atomic_load(&d->errors) ? EXIT_BAD_INPUT : EXIT_OK;
}
