/*
 * bench.h - the job that tag does with a line of JSON: read it, find its text, write it back with one more key.
 * Every peer is a program of its own, because the libraries' names clash. Prints MB/s of input, best of five.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Appends nothing: returns a malloc'ed or static line for the input line, which ends in NUL; sets *len. */
static const char *rewrite(const char *line, size_t len, size_t *out_len);
static void release(const char *out);

static double
seconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static size_t
one_round(char *text, size_t n)
{
	size_t written = 0;
	for (char *line = text, *end; line < text + n; line = end + 1) {
		size_t len;
		end = memchr(line, '\n', (size_t)(text + n - line));
		if (!end)
			break;
		const char *out = rewrite(line, (size_t)(end - line), &len);
		written += len;
		release(out);
	}
	return written;
}

int
main(int argc, char **argv)
{
	FILE *f = argc == 2 ? fopen(argv[1], "rb") : NULL;
	static char text[(size_t)64 << 20];
	size_t n = f ? fread(text, 1, sizeof text, f) : 0;
	if (n == 0)
		return fprintf(stderr, "usage: %s FILE.jsonl\n", argv[0]), 2;
	for (size_t i = 0; i < n; i++) /* every line ends in LF for us and in NUL for those who want it */
		if (text[i] == '\0')
			text[i] = ' ';
	double best = 0;
	for (int round = 0; round < 5; round++) {
		double from = seconds();
		if (one_round(text, n) < n)
			return fprintf(stderr, "%s: output is shorter than input\n", argv[0]), 1;
		double rate = (double)n / 1e6 / (seconds() - from);
		best = rate > best ? rate : best;
	}
	const char *name = strrchr(argv[0], '/');
	printf("%-16s %7.0f MB/s\n", name ? name + 1 : argv[0], best);
	fclose(f);
	return 0;
}
