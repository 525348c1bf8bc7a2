/*
 * hans.c - the converter beside libopencc: the same bytes before the mends, and how fast.
 *
 * usage: hans BUILD_DIR DICTS MEGABYTES [TEXT_FILE]
 * Text of so many megabytes, a quarter of it lines of the file when there is one, else mixtures of keys (hans_mixture.h), goes through
 * both for t2s, tw2sp and hk2s. A difference is said, and the exit status is 1. Speeds are processor time of one thread.
 */
#include <opencc/opencc.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "../../unit/hans_mixture.h"
#include "file.h"
#include "hans_table.h"

enum { PIECE = 1 << 20 };

typedef struct work {
	arena a;
	diag d;
	hans_tables *h;
	table opencc;
	mixture m;
	str real, rest;            /* text of articles; what of it was not used yet */
} work;

static double
now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
add_real(work *w, buf *out)
{
	str line;
	for (size_t from = out->n; w->real.n && out->n - from < PIECE / 4;) {
		if (!str_line(&w->rest, &line)) {
			w->rest = w->real;
			continue;
		}
		buf_add(out, line);
		buf_addc(out, '\n');
	}
}

static void
piece(work *w, buf *out)
{
	buf_clear(out);
	add_real(w, out);
	while (out->n < PIECE)
		mixture_line(&w->m, 120, out);
}

/* The first line that differs. Both converters keep line feeds. */
static void
say_difference(str text, str ours, str theirs)
{
	str a, b, c;
	while (str_line(&text, &a) && str_line(&ours, &b) && str_line(&theirs, &c)) {
		if (str_eq(b, c))
			continue;
		printf("source: " STR_FMT "\nours:   " STR_FMT "\ntheirs: " STR_FMT "\n", STR_ARG(a), STR_ARG(b), STR_ARG(c));
		return;
	}
}

static bool
compare(work *w, const char *config, enum hans_mode mode, size_t megabytes)
{
	opencc_t cc = opencc_open(config);
	buf text = {0}, out = {0};
	double ours = 0, theirs = 0;
	size_t bytes = 0, differ = 0;
	w->m = (mixture){&w->opencc, 2463534242u};
	w->rest = w->real;
	for (size_t i = 0; i < megabytes && cc != (opencc_t)-1; i++) {
		piece(w, &text);
		buf_clear(&out);
		double start = now();
		hans_convert_str(w->h, mode, false, buf_str(&text), &out);
		double between = now();
		char *want = opencc_convert_utf8(cc, text.p, text.n);
		theirs += now() - between;
		ours += between - start;
		bytes += text.n;
		bool same = want && str_eq(buf_str(&out), str_from(want));
		if (!same && differ++ == 0)
			say_difference(buf_str(&text), buf_str(&out), str_from(want));
		opencc_convert_utf8_free(want);
	}
	printf("%-11s %6.1f MB: %s; ours %6.0f MB/s, libopencc %5.1f MB/s\n", config, (double)bytes / 1e6,
	       !bytes ? "libopencc does not open it" : differ ? "DIFFERENT" : "the same bytes", (double)bytes / 1e6 / ours, (double)bytes / 1e6 / theirs);
	buf_free(&text);
	buf_free(&out);
	if (cc != (opencc_t)-1)
		opencc_close(cc);
	return bytes && !differ;
}

/* With the mends, as parse converts a page: one text again and again, the fastest of some rounds. */
static void
speed(work *w, const char *what, enum hans_mode mode, str text)
{
	enum { ROUNDS = 40 };
	buf out = {0};
	double best = 1e9;
	for (int i = 0; i < ROUNDS; i++) {
		buf_clear(&out);
		double start = now();
		hans_convert_str(w->h, mode, true, text, &out);
		double took = now() - start;
		best = took < best ? took : best;
	}
	printf("  %-40s %6.0f MB/s\n", what, (double)text.n / 1e6 / best);
	buf_free(&out);
}

/* The articles as a writer of Traditional characters would have them: what libopencc makes of the Simplified ones. */
static void
speed_back(work *w, const char *what, enum hans_mode mode, const char *config, str simple)
{
	opencc_t cc = opencc_open(config);
	if (cc == (opencc_t)-1)
		return;
	char *text = opencc_convert_utf8(cc, simple.p, simple.n);
	if (text)
		speed(w, what, mode, str_from(text));
	opencc_convert_utf8_free(text);
	opencc_close(cc);
}

static void
speeds(work *w)
{
	buf text = {0}, simple = {0};
	w->rest = w->real;
	while (w->real.n && text.n < PIECE)
		add_real(w, &text);
	if (!text.n)
		piece(w, &text);
	hans_convert_str(w->h, HANS_T2S, true, buf_str(&text), &simple);
	printf("with the mends, on %s:\n", w->real.n ? "articles" : "mixtures of keys");
	speed_back(w, "t2s, from what s2t made", HANS_T2S, "s2t.json", buf_str(&simple));
	speed_back(w, "tw2sp, from what s2twp made", HANS_TW, "s2twp.json", buf_str(&simple));
	speed_back(w, "hk2s, from what s2hk made", HANS_HK, "s2hk.json", buf_str(&simple));
	speed(w, "t2s, already Simplified", HANS_T2S, buf_str(&simple));
	buf_free(&text);
	buf_free(&simple);
}

int
main(int argc, char **argv)
{
	work w = {.real = STR("")};
	setvbuf(stdout, NULL, _IOLBF, 0);
	diag_init(&w.d, "hans", stderr);
	if (argc < 4 || !(w.h = hans_load(&w.a, &w.d, argv[2], HANS_AUTO)) || table_load(&w.opencc, &w.a, &w.d, argv[1], "opencc"))
		return 2;
	if (argc > 4 && file_read(&w.a, argv[4], (size_t)1 << 30, &w.real, &w.d) != 0)
		return 2;
	size_t megabytes = (size_t)atoi(argv[3]);
	bool same = compare(&w, "t2s.json", HANS_T2S, megabytes);
	same &= compare(&w, "tw2sp.json", HANS_TW, megabytes);
	same &= compare(&w, "hk2s.json", HANS_HK, megabytes);
	speeds(&w);
	arena_free(&w.a);
	return same ? 0 : 1;
}
