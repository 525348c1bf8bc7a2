/* look.h - --list, --dry-run, --stats, --explain: text on stdout, nothing changed. */
#ifndef XP_FETCH_LOOK_H
#define XP_FETCH_LOOK_H

#include "options.h"

/* The exit status. */
int look(options *o, frontier *f, const sources *s, const url_rules *rules, diag *d);

#endif
