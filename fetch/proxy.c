#include "proxy.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

static const char *
from_environment(const char *name, const char *upper)
{
	const char *value = getenv(name);
	if ((!value || !*value) && upper)
		value = getenv(upper);
	return value && *value ? value : NULL;
}

proxies
proxies_read(const char *all)
{
	if (all)
		return (proxies){*all ? all : NULL, *all ? all : NULL, NULL};
	const char *any = from_environment("all_proxy", "ALL_PROXY");
	const char *http = from_environment("http_proxy", NULL),
		   *https = from_environment("https_proxy", "HTTPS_PROXY");
	return (proxies){http ? http : any, https ? https : any, from_environment("no_proxy", "NO_PROXY")};
}

bool
proxy_is_url(const char *s)
{
	static const char *const schemes[] = {"http", "https", "socks4", "socks4a", "socks5", "socks5h"};
	char *scheme = NULL;
	CURLU *u = curl_url();
	bool good = u && curl_url_set(u, CURLUPART_URL, s, CURLU_NON_SUPPORT_SCHEME | CURLU_DEFAULT_SCHEME) == CURLUE_OK &&
		    curl_url_get(u, CURLUPART_SCHEME, &scheme, CURLU_DEFAULT_SCHEME) == CURLUE_OK &&
		    str_index(str_from(scheme), schemes, sizeof schemes / sizeof *schemes) >= 0;
	curl_free(scheme);
	curl_url_cleanup(u);
	return good;
}

static int
address_of(str s, unsigned char bytes[16])
{
	char text[64];
	if (s.n >= 2 && s.p[0] == '[' && s.p[s.n - 1] == ']')
		s = str_from_to(s, 1, s.n - 1);
	if (s.n >= sizeof text)
		return -1;
	memcpy(text, s.p, s.n);
	text[s.n] = '\0';
	int family = str_chr(s, ':') == SIZE_MAX ? AF_INET : AF_INET6;
	return inet_pton(family, text, bytes) == 1 ? family : -1;
}

/* "10.0.0.0/8" and an address written out. */
static bool
in_network(str network, str host)
{
	unsigned char net[16], at[16];
	uint64_t bits;
	str base;
	str_cut(&network, '/', &base);
	int family = address_of(base, net);
	if (!network.p || !str_u64(network, &bits) || family < 0 || address_of(host, at) != family ||
	    bits > (family == AF_INET ? 32 : 128))
		return false;
	size_t whole = bits / 8, rest = bits % 8;
	return memcmp(net, at, whole) == 0 && (rest == 0 || ((net[whole] ^ at[whole]) >> (8 - rest)) == 0);
}

/* "example.org" and ".example.org" both mean the name and all below it. */
static bool
is_except(str one, str host)
{
	if (str_starts(one, STR(".")))
		one = str_skip(one, 1);
	if (one.n == 0)
		return false;
	if (str_eq(one, STR("*")) || str_ieq(one, host) || in_network(one, host))
		return true;
	unsigned char a[16], b[16];
	int family = address_of(one, a);
	if (family >= 0)
		return address_of(host, b) == family && memcmp(a, b, family == AF_INET ? 4 : 16) == 0;
	size_t at = host.n - one.n;
	return host.n > one.n && host.p[at - 1] == '.' && str_ieq(str_skip(host, at), one);
}

const char *
proxies_for(const proxies *p, str scheme, str host)
{
	const char *proxy = str_eq(scheme, STR("https")) ? p->https : p->http;
	str rest = p->except ? str_from(p->except) : STR_NULL, one;
	while (proxy && str_cut(&rest, ',', &one)) {
		str word;
		while (str_cut(&one, ' ', &word))
			if (is_except(str_trim(word), host))
				return NULL;
	}
	return proxy;
}
