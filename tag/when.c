#include "scan.h"
bool
when_at(scan *c, size_t at, mention *m)
{
	(void)c, (void)at, (void)m;
	return false;
}
bool
clock_at(scan *c, size_t at, mention *m)
{
	(void)c, (void)at, (void)m;
	return false;
}
