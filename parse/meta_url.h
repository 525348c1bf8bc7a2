/* meta_url.h - addresses: references made whole, and the day that a path names. */
#ifndef XP_META_URL_H
#define XP_META_URL_H

#include "when.h"

/* A reference resolved against the page's address (RFC 3986 5); STR_NULL when that cannot be done. */
str meta_resolve(arena *a, str base, str ref);
/* A day in the path: /2025/09/18/, /202509/18/, /2025/0918/, /20250918/, t20250918_123.html. None that is still to come. */
bool meta_url_day(const when_base *base, str url, when *w);
/* Nothing but a scheme and a host. */
bool meta_is_home(str url);

#endif
