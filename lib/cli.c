#include "cli.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum { LEFT_MIN = 28 }; /* columns of the help that options take, more where one is longer */

static int
left_of(const cli_option *o, char *left, size_t size)
{
	char letter[] = {'-', o->letter, ',', ' ', '\0'};
	return snprintf(left, size, "%s--%s%s%s", o->letter ? letter : "    ", o->name, o->arg ? " " : "", o->arg ? o->arg : "");
}

static void
print_help(const cli *c)
{
	char left[80];
	int width = LEFT_MIN;
	for (size_t i = 0; i < c->noption; i++) {
		int n = left_of(&c->option[i], left, sizeof left);
		width = n > width ? n : width;
	}
	printf("usage: %s %s\n\n%s\n\n", c->prog, c->usage, c->about);
	for (size_t i = 0; i < c->noption; i++) {
		left_of(&c->option[i], left, sizeof left);
		printf("  %-*s %s\n", width, left, c->option[i].help);
	}
	printf("  %-*s %s\n  %-*s %s\n", width, "-h, --help", "show this help", width, "-V, --version", "show the version");
}

/* The status of a program that was only asked to say something. */
static int
said(diag *d)
{
	if (fflush(stdout) == 0)
		return EXIT_OK;
	diag_error(d, NULL, "standard output: cannot write: %s", strerror(errno));
	return EXIT_CANNOT_RUN;
}

static const cli_option *
find_long(const cli *c, str name)
{
	for (size_t i = 0; i < c->noption; i++)
		if (str_eq(name, str_from(c->option[i].name)))
			return &c->option[i];
	return NULL;
}

static const cli_option *
find_short(const cli *c, char letter)
{
	for (size_t i = 0; i < c->noption; i++)
		if (letter && c->option[i].letter == letter)
			return &c->option[i];
	return NULL;
}

static int
usage_error(const cli *c, diag *d, const char *what, const char *arg)
{
	diag_error(d, NULL, "%s%s (see %s --help)", what, arg, c->prog);
	return EXIT_CANNOT_RUN;
}

/* Takes the option's value from `joined`, or from the next argument, and sets it. */
static int
apply(const cli *c, const cli_option *o, const char *joined, int argc, char **argv, int *i, void *to, diag *d)
{
	const char *value = NULL;
	if (o->arg) {
		value = joined ? joined : *i + 1 < argc ? argv[++*i] : NULL;
		if (!value)
			return usage_error(c, d, "an argument is missing: --", o->name);
	} else if (joined) {
		return usage_error(c, d, "takes no argument: --", o->name);
	}
	return o->set((char *)to + o->at, value, d) == 0 ? CLI_RUN : EXIT_CANNOT_RUN;
}

static int
one_long(const cli *c, int argc, char **argv, int *i, void *to, diag *d)
{
	str rest = str_from(argv[*i] + 2), name;
	if (!str_cut(&rest, '=', &name) || name.n == 0)
		return usage_error(c, d, "unknown option ", argv[*i]);
	if (str_eq(name, STR("help"))) {
		print_help(c);
		return said(d);
	}
	if (str_eq(name, STR("version"))) {
		printf("%s %s\n", c->prog, XINPIAN_VERSION);
		return said(d);
	}
	const cli_option *o = find_long(c, name);
	return o ? apply(c, o, rest.p, argc, argv, i, to, d) : usage_error(c, d, "unknown option ", argv[*i]);
}

static int
one_short(const cli *c, int argc, char **argv, int *i, void *to, diag *d)
{
	static char help[] = "--help", version[] = "--version";
	for (const char *p = argv[*i] + 1; *p; p++) {
		if (*p == 'h' || *p == 'V') {
			char *as_long[] = {*p == 'h' ? help : version};
			int zero = 0;
			return one_long(c, 1, as_long, &zero, to, d);
		}
		const cli_option *o = find_short(c, *p);
		if (!o)
			return usage_error(c, d, "unknown option ", argv[*i]);
		int rc = apply(c, o, o->arg && p[1] ? p + 1 : NULL, argc, argv, i, to, d);
		if (rc != CLI_RUN || o->arg)
			return rc;
	}
	return CLI_RUN;
}

int
cli_parse(const cli *c, int argc, char **argv, void *to, int *first, diag *d)
{
	int out = 1, i;
	for (i = 1; i < argc; i++) {
		int rc = CLI_RUN;
		if (strcmp(argv[i], "--") == 0) {
			i++;
			break;
		}
		if (argv[i][0] == '-' && argv[i][1] == '-')
			rc = one_long(c, argc, argv, &i, to, d);
		else if (argv[i][0] == '-' && argv[i][1])
			rc = one_short(c, argc, argv, &i, to, d);
		else
			argv[out++] = argv[i];
		if (rc != CLI_RUN)
			return rc;
	}
	while (i < argc)
		argv[out++] = argv[i++];
	/* operands were moved to argv[1..out): hand them over as argv[first..argc) */
	memmove(argv + argc - (out - 1), argv + 1, (size_t)(out - 1) * sizeof *argv);
	*first = argc - (out - 1);
	return CLI_RUN;
}

int
cli_number(const char *name, const char *value, uint64_t lo, uint64_t hi, uint64_t *out, diag *d)
{
	uint64_t v;
	if (str_u64(str_from(value), &v) && v >= lo && v <= hi) {
		*out = v;
		return 0;
	}
	diag_error(d, NULL, "--%s: expected a number from %llu to %llu, got \"%s\"", name, (unsigned long long)lo,
		   (unsigned long long)hi, value);
	return -1;
}

int
cli_choice(const char *name, const char *value, const char *const *words, int n, diag *d)
{
	int at = str_index(str_from(value), words, n);
	if (at >= 0)
		return at;
	buf all = {0};
	for (int i = 0; i < n; i++)
		buf_addf(&all, "%s%s", i == 0 ? "" : i + 1 < n ? ", " : " or ", words[i]);
	diag_error(d, NULL, "--%s: expected " STR_FMT ", got \"%s\"", name, STR_ARG(buf_str(&all)), value);
	buf_free(&all);
	return -1;
}

int
cli_text(void *to, const char *value, diag *d)
{
	(void)d;
	*(const char **)to = value;
	return 0;
}

int
cli_flag(void *to, const char *value, diag *d)
{
	(void)value, (void)d;
	*(bool *)to = true;
	return 0;
}

int
cli_jobs(void *to, const char *value, diag *d)
{
	uint64_t n;
	if (cli_number("jobs", value, 0, 256, &n, d) != 0)
		return -1;
	long processors = n ? 1 : sysconf(_SC_NPROCESSORS_ONLN);
	*(unsigned *)to = n ? (unsigned)n : processors > 0 ? (unsigned)processors : 1;
	return 0;
}
