/* robots.txt of the hosts 127.0.ROW.VARIANT that answer with the same bytes each time. */
#include <stdio.h>
#include <string.h>

#include "faultsrv.h"

#define RULES     "User-agent: *\nDisallow: /\n"
#define GZIP_HEAD "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\x0b-N-\xd2MLO\xcd+\xb1R\xd0\xe2r\xc9,N\xcc\xc9\xc9/\xb7R\xd0\xe7\x02\x00"
#define GZIP_END  "B\x84\xa4\x8f\x1a\x00\x00\x00"

/* clang-format off */
static const answer answers[] = {
    SAY("50.1", "HTTP/1.1 200 OK\r\nContent-Length: 37\r\n\r\n" "<html><body>Disallow: /</body></html>"),
    SAY("50.2", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n" ""),
    SAY("50.3", "HTTP/1.1 200 OK\r\nContent-Length: 32\r\n\r\n" "\xef\xbb\xbf" "User-agent: *\rDisallow: /ok/\r"),
    SAY("53.1", "HTTP/1.1 200 OK\r\nContent-Length: 32\r\n\r\n" "User-agent: *\nCrawl-delay: 3600\n"),
    SAY("53.2", "HTTP/1.1 200 OK\r\nContent-Length: 31\r\n\r\n" "User-agent: *\nCrawl-delay: 1e9\n"),
    SAY("53.3", "HTTP/1.1 200 OK\r\nContent-Length: 30\r\n\r\n" "User-agent: *\nCrawl-delay: -3\n"),
    SAY("50.5", "HTTP/1.1 200 OK\r\nContent-Length: 54\r\n\r\n" "\xff\xfe" "U\x00s\x00" "e\x00r\x00-\x00" "a\x00g\x00" "e\x00n\x00t\x00:\x00 \x00*\x00\n\x00" "D\x00i\x00s\x00" "a\x00l\x00l\x00o\x00w\x00:\x00 \x00/\x00\n\x00"),
    SAY("50.6", "HTTP/1.1 200 OK\r\nContent-Length: 54\r\n\r\n" "\xfe\xff" "\x00U\x00s\x00" "e\x00r\x00-\x00" "a\x00g\x00" "e\x00n\x00t\x00:\x00 \x00*\x00\n\x00" "D\x00i\x00s\x00" "a\x00l\x00l\x00o\x00w\x00:\x00 \x00/\x00\n"),
    SAY("50.7", "HTTP/1.1 200 OK\r\nContent-Length: 52\r\n\r\n" "U\x00s\x00" "e\x00r\x00-\x00" "a\x00g\x00" "e\x00n\x00t\x00:\x00 \x00*\x00\n\x00" "D\x00i\x00s\x00" "a\x00l\x00l\x00o\x00w\x00:\x00 \x00/\x00\n\x00"),
    SAY("50.8", "HTTP/1.1 200 OK\r\nContent-Length: 25\r\n\r\n" "User-agent: *\nDisallow: /"),
    SAY("50.9", "HTTP/1.1 200 OK\r\nContent-Length: 29\r\n\r\n" "\0\0\0" RULES),
    SAY("50.10", "HTTP/1.1 200 OK\r\nContent-Length: 27\r\n\r\n" "User-agent: *\nDisal" "\0" "low: /\n"),
    SAY("50.11", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 46\r\n\r\n" GZIP_HEAD GZIP_END),
    SAY("50.12", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 26\r\n\r\n" RULES),
    SAY("50.13", "HTTP/1.1 200 OK\r\nContent-Length: 44\r\n\r\n" "<html><pre>\n" RULES "</pre>"),
    SAY("50.14", "HTTP/1.1 201 Made\r\nContent-Length: 26\r\n\r\n" RULES),
    SAY("50.15", "HTTP/1.1 204 None\r\n\r\n"),
    SAY("50.16", "HTTP/1.1 200 OK\r\nContent-Length: 16\r\n\r\n" "User-agent\xef\xbc\x9a x\n"),
    SAY("50.17", "HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nContent-Type: text/plain; charset=none\r\nContent-Length: 26\r\n\r\n" RULES),
    SAY("50.18", "HTTP/1.1 200 OK\r\nContent-Encoding: UTF-8\r\nContent-Length: 26\r\n\r\n" RULES),
    SAY("50.19", "HTTP/1.1 200 OK\r\nContent-Length: 46\r\n\r\n" GZIP_HEAD GZIP_END),
    SAY("45.5", "HTTP/1.1 451 Law\r\nContent-Length: 26\r\n\r\n" RULES),
    SAY("45.6", "HTTP/1.1 300 Choose\r\nContent-Length: 0\r\n\r\n"),
    SAY("46.2", "HTTP/1.1 420 Calm\r\nContent-Length: 0\r\n\r\n"),
    SAY("46.3", "HTTP/1.1 429 No\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n"),
    SAY("47.5", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 38\r\n\r\n" GZIP_HEAD),
    SAY("47.6", "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nUser-agent: *\nDisal"),
    SAY("47.7", "HTTP/1.1 206 Part\r\nContent-Range: bytes 0-25/900\r\nContent-Length: 26\r\n\r\n" RULES),
    SAY("47.8", "HTTP/1.1 304 Same\r\n\r\n"),
    SAY("47.9", "HTTP/1.1 200 OK\r\nContent-Encoding: compress\r\nContent-Length: 26\r\n\r\n" RULES),
    SAY("47.10", RULES),
    SAY("47.11", "HTTP/1.1 999 No\r\nContent-Length: 0\r\n\r\n"),
    SAY("47.12", "HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n"),
    SAY("47.13", "HTTP/1.1 503 No\r\nContent-Length: 22\r\n\r\nUser-agent: *\nAllow: /"),
    SAY("48.2", "HTTP/1.1 302 Home\r\nLocation: /ok/home\r\nContent-Length: 0\r\n\r\n"),
    SAY("49.2", "HTTP/1.1 302 File\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n"),
    SAY("47.20", "HTTP/1.1 404 None\r\nContent-Length: 0\r\n\r\n"),
};
/* clang-format on */

bool
robots_of(conn *c, int row, int variant)
{
	char name[32];
	int n = snprintf(name, sizeof name, "%d.%d", row, variant);
	static bool closed;
	if (row == 47 && variant == 20 && !closed) /* without a byte, the first time */
		return closed = true;
	return say(c, answers, sizeof answers / sizeof *answers, name, (size_t)n);
}
