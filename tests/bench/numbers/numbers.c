/* MB/s (processor time) of the number scanner alone: numbers DICTS FILE [TIMES]. The file is plain UTF-8 text. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "file.h"
#include "mention.h"

int
main(int argc, char **argv)
{
	arena memory = {0}, scratch = {0}, step = {0};
	diag d;
	str text;
	diag_init(&d, "numbers", stderr);
	if (argc < 3 || file_read(&memory, argv[2], (size_t)1 << 30, &text, &d) != 0)
		return 2;
	number_rules *r = numbers_load(&memory, &d, argv[1]);
	if (!r)
		return 2;
	int times = argc > 3 ? atoi(argv[3]) : 5;
	double best = 0;
	size_t found = 0;
	for (int i = 0; i < times; i++) {
		struct timespec a, b;
		found = 0;
		clock_gettime(CLOCK_THREAD_CPUTIME_ID, &a);
		for (size_t at = 0; at < text.n;) {
			/* an article: lines of some 8 KB, as tag sees them one by one */
			text_context c = {.published = STR("2025-09-20")};
			size_t end = at + 8192 < text.n ? at + 8192 : text.n;
			while (end < text.n && text.p[end - 1] != '\n' && end - at < ((size_t)1 << 24))
				end++;
			number_scan *s = numbers_start(r, &scratch, str_from_to(text, at, end), &c, NULL);
			for (size_t done = 0; done < end - at;) {
				mentions out = {0};
				done = numbers_go_on(s, &step, done + ((size_t)1 << 16), &out);
				found += out.n;
				arena_reset(&step);
			}
			arena_reset(&scratch);
			at = end;
		}
		clock_gettime(CLOCK_THREAD_CPUTIME_ID, &b);
		double s = (double)(b.tv_sec - a.tv_sec) + (double)(b.tv_nsec - a.tv_nsec) / 1e9;
		if (text.n / s > best)
			best = text.n / s;
	}
	printf("%zu bytes, %zu mentions, %.1f MB/s\n", text.n, found, best / 1e6);
	arena_free(&step);
	arena_free(&scratch);
	arena_free(&memory);
	return 0;
}
