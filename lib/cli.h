/*
 * cli.h - the command line that all stages share, so that no main() is copied.
 *
 * Long options as --name, --name=VALUE or --name VALUE; short ones as -j4 or -j 4; `--` ends options; `-` is an operand.
 * Every program has -h --help, -V --version; cli_parse() answers those itself.
 */
#ifndef XP_CLI_H
#define XP_CLI_H

#include "err.h"

#ifndef XINPIAN_VERSION
#define XINPIAN_VERSION "0.1.0"
#endif

typedef struct cli_option {
	char letter;               /* 0 when there is none */
	const char *name;
	const char *arg;           /* name of the argument in the help, NULL for a flag */
	const char *help;
	int (*set)(void *to, const char *value, diag *d); /* 0, or -1 after a message. value NULL for a flag */
	size_t at;                 /* where in what cli_parse() fills `to` points: offsetof(settings, out); 0 for all of it */
} cli_option;

typedef struct cli {
	const char *prog, *usage, *about;
	const cli_option *option;
	size_t noption;
} cli;

enum cli_result { CLI_RUN = -1 }; /* go on; any other value is the exit status */

/* Sets options on `to`; operands are left in argv[*first..argc). Returns CLI_RUN or an exit status. */
int cli_parse(const cli *c, int argc, char **argv, void *to, int *first, diag *d);
/* Ready `set` functions, of a const char *, a bool, and an unsigned that --jobs fills: 1 to 256, for 0 as many as there are processors. */
int cli_text(void *to, const char *value, diag *d);
int cli_flag(void *to, const char *value, diag *d);
int cli_jobs(void *to, const char *value, diag *d);
/* For `set` functions. 0, or -1 after "--NAME: expected a number from LO to HI, got ..." */
int cli_number(const char *name, const char *value, uint64_t lo, uint64_t hi, uint64_t *out, diag *d);
/* Which of the n words `value` is, from 0; -1 after "--NAME: expected A, B or C, got ..." */
int cli_choice(const char *name, const char *value, const char *const *words, int n, diag *d);

#endif
