#include "site.h"

str
site_of(str url)
{
	size_t at = str_find(url, STR("://"));
	if (at == SIZE_MAX)
		return STR_NULL;
	str host = str_skip(url, at + 3);
	for (size_t i = 0; i < host.n; i++)
		if (host.p[i] == '/' || host.p[i] == '?' || host.p[i] == '#' || (unsigned char)host.p[i] <= ' ')
			host.n = i;
	at = str_rfind(host, STR("@"));
	if (at != SIZE_MAX)
		host = str_skip(host, at + 1);
	at = str_rfind(host, STR(":"));
	if (at != SIZE_MAX && str_chr(str_skip(host, at), ']') == SIZE_MAX)
		host.n = at;
	return host.n ? host : STR_NULL;
}
