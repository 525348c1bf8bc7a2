#include "look.h"
int
look(options *o, frontier *f, const sources *s, const url_rules *rules, diag *d)
{
	(void)o, (void)f, (void)s, (void)rules, (void)d;
	return EXIT_CANNOT_RUN;
}
