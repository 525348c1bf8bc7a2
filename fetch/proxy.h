/*
 * proxy.h - which proxy a request goes through.
 *
 * The choice is made here and not by libcurl, because the guard against private addresses hangs on it: what
 * goes to a proxy cannot be checked at the socket, everything else must be.
 */
#ifndef XP_FETCH_PROXY_H
#define XP_FETCH_PROXY_H

#include "str.h"

typedef struct proxies {
	const char *http, *https; /* URL of the proxy for each scheme, or NULL */
	const char *except;       /* hosts that are asked directly, as in no_proxy; or NULL */
} proxies;

/* `all` is the option's, or NULL: then http_proxy, https_proxy, all_proxy and no_proxy are read (the
 * upper-case names too, but for HTTP_PROXY, which a web server sets from a request header). */
proxies proxies_read(const char *all);
/* Can it be the URL of a proxy, as libcurl reads them? */
bool proxy_is_url(const char *s);
/* The proxy for a URL's scheme and host ("[::1]" for IPv6), or NULL. */
const char *proxies_for(const proxies *p, str scheme, str host);

#endif
