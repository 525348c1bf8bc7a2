/* More ways to do what behaviours.c does: answers that are bytes and no more. */
#include <stdio.h>
#include <stdlib.h>
#include <stdlib.h>
#include <string.h>

#include "faultsrv.h"

#define TEXT "<html><body><p>A page of some words.</p></body></html>" /* 54 bytes */
#define HEAD "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
#define SIZE "Content-Length: 54\r\n\r\n" TEXT

#define CHUNKED "\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
#define GZIP    "\x1f\x8b\x08\0\0\0\0\0\0\x03"

static const answer answers[] = {
    SAY("cl-list-same", HEAD "Content-Length: 54, 54\r\n\r\n" TEXT),
    SAY("cl-list-differ", HEAD "Content-Length: 5, 54\r\n\r\n" TEXT),
    SAY("cl-hex", HEAD "Content-Length: 0x36\r\n\r\n" TEXT),
    SAY("cl-plus", HEAD "Content-Length: +54\r\n\r\n" TEXT),
    SAY("cl-vast", HEAD "Content-Length: 99999999999999999999999\r\n\r\n" TEXT),
    SAY("te-gzip", HEAD "Transfer-Encoding: gzip, chunked" CHUNKED),
    SAY("te-unknown", HEAD "Transfer-Encoding: rot13\r\n\r\nhello"),
    SAY("chunk-extension", HEAD "Transfer-Encoding: chunked\r\n\r\n5;a=\"b\"\r\nhello\r\n0\r\nX-T: y\r\n\r\n"),
    SAY("chunk-negative", HEAD "Transfer-Encoding: chunked\r\n\r\n-5\r\nhello\r\n0\r\n\r\n"),
    SAY("chunk-run-on", HEAD "Transfer-Encoding: chunked\r\n\r\n5\r\nhelloX\r\n0\r\n\r\n"),
    SAY("folded-first", "HTTP/1.1 200 OK\r\n X-Folded: before any header\r\n" SIZE),
    SAY("folded", HEAD "X-Folded: a\r\n b\r\n" SIZE),
    SAY("head-cut", "HTTP/1.1 200 OK\r\nContent-Le"),
    SAY("no-colon", "HTTP/1.1 200 OK\r\nthis is no header\r\n" SIZE),
    SAY("nul-name", "HTTP/1.1 200 OK\r\nX\0A: b\r\n" SIZE),
    SAY("status-word", "HTTP/1.1 fine OK\r\n" SIZE),
    SAY("status-long", "HTTP/1.1 2000 OK\r\n" SIZE),
    SAY("http-1.0", "HTTP/1.0 200 OK\r\n\r\n" TEXT),
    SAY("hints", "HTTP/1.1 103 Early Hints\r\nLink: </s.css>\r\n\r\n" HEAD SIZE),
    SAY("escapes", HEAD "X-Red: \x1b[31mred\r\n" SIZE),
    SAY("206-whole", "HTTP/1.1 206 Partial\r\nContent-Range: bytes 0-53/54\r\n" SIZE),
    SAY("gzip-empty", HEAD "Content-Encoding: gzip\r\nContent-Length: 0\r\n\r\n"),
    SAY("gzip-head-only", HEAD "Content-Encoding: gzip\r\nContent-Length: 10\r\n\r\n" GZIP),
    SAY("gzip-junk", HEAD "Content-Encoding: gzip\r\nContent-Length: 20\r\n\r\n" GZIP "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"),
    SAY("br-plain", HEAD "Content-Encoding: br\r\n" SIZE),
    SAY("zstd-plain", HEAD "Content-Encoding: zstd\r\n" SIZE),
    SAY("zstd-junk", HEAD "Content-Encoding: zstd\r\nContent-Length: 12\r\n\r\n\x28\xb5\x2f\xfd\0\x38\x07\0\0\xff\xff\xff"),
    SAY("identity", HEAD "Content-Encoding: identity\r\n" SIZE),
    SAY("to-utf8", "HTTP/1.1 302 Found\r\nLocation: /ok/\xe8\x8a\xaf\xe7\x89\x87\r\nContent-Length: 0\r\n\r\n"),
    SAY("to-nowhere", "HTTP/1.1 302 Found\r\nLocation: \r\nContent-Length: 0\r\n\r\n"),
    SAY("to-javascript", "HTTP/1.1 302 Found\r\nLocation: javascript:alert(1)\r\nContent-Length: 0\r\n\r\n"),
    SAY("to-user", "HTTP/1.1 302 Found\r\nLocation: http://user:word@127.0.0.1/\r\nContent-Length: 0\r\n\r\n"),
    SAY("to-control", "HTTP/1.1 302 Found\r\nLocation: /a\x01z\r\nContent-Length: 0\r\n\r\n"),
    SAY("to-two", "HTTP/1.1 302 Found\r\nLocation: /ok/first\r\nLocation: /ok/second\r\nContent-Length: 0\r\n\r\n"),
    SAY("308", "HTTP/1.1 308 Moved\r\nLocation: /ok/308\r\nContent-Length: 0\r\n\r\n"),
    SAY("300", "HTTP/1.1 300 Choose\r\nLocation: /ok/300\r\n" SIZE),
    SAY("refresh-header", HEAD "Refresh: 0; url=/ok/refreshed\r\n" SIZE),
    SAY("challenge-202", "HTTP/1.1 202 Accepted\r\nX-Amzn-Waf-Action: challenge\r\nContent-Length: 0\r\n\r\n"),
    SAY("challenge-405", "HTTP/1.1 405 No\r\nx-amzn-waf-action: captcha\r\n" SIZE),
    SAY("challenge-work", HEAD "Content-Length: 66\r\n\r\n<html><script id=\"anubis_challenge\" type=json>{}</script></html>  "),
    SAY("feed-one-guid", "HTTP/1.0 200 OK\r\nContent-Type: text/xml\r\n\r\n<rss><channel><item><link>/ok/g1</link><guid>x</guid></item>"
			 "<item><link>/ok/g2</link><guid>x</guid></item><item><link>/ok/g3</link><guid>x</guid></item></channel></rss>"),
    SAY("403-later", "HTTP/1.1 403 No\r\nRetry-After: 700\r\n" SIZE),
    SAY("500-later", "HTTP/1.1 500 No\r\nRetry-After: 700\r\n" SIZE),
    SAY("500", "HTTP/1.1 500 No\r\n" SIZE),
    SAY("429-now", "HTTP/1.1 429 No\r\nRetry-After: 0\r\n" SIZE),
    SAY("509", "HTTP/1.1 509 Bandwidth\r\n" SIZE),
};

/* 400 blocks of 128 KiB of one byte each (RFC 8878 3.1.1.2), in 1,606 bytes. */
static void
zstd_bomb(conn *c)
{
	unsigned char frame[6 + 400 * 4] = {0x28, 0xb5, 0x2f, 0xfd, 0, 0x38};
	for (int i = 0; i < 400; i++) {
		unsigned block = (unsigned)(i == 399) | 1u << 1 | 131072u << 3;
		unsigned char *to = frame + 6 + i * 4;
		to[0] = (unsigned char)block;
		to[1] = (unsigned char)(block >> 8);
		to[2] = (unsigned char)(block >> 16);
		to[3] = 'a';
	}
	c->keep = putf(c, HEAD "Content-Encoding: zstd\r\nContent-Length: %zu\r\n\r\n", sizeof frame) &&
		  put(c, frame, sizeof frame);
}

/* Trailer fields, a chunk extension or interim answers without an end. */
static void
endless_line(conn *c, const char *before, const char *again)
{
	putf(c, "%s", before);
	for (int i = 0; i < 2000000 && putf(c, "%s", again); i++)
		continue;
}

/* /noise/N: 20 KB that no coding packs to less than half, other ones for each N. */
static void
noise(conn *c, const char *n)
{
	char text[20001];
	unsigned long long v = 88172645463325252ull + strtoull(n, NULL, 10);
	for (size_t i = 0; i < sizeof text - 1; i++) {
		v ^= v << 13, v ^= v >> 7, v ^= v << 17;
		text[i] = (char)('0' + v % 64);
	}
	text[sizeof text - 1] = '\0';
	page(c, 200, "", text);
}

/* /talks-on/N: more than Content-Length says, a little later, on a connection that is kept. */
static void
talks_on(conn *c)
{
	char text[100];
	snprintf(text, sizeof text, "the page of %.60s", c->path);
	page(c, 200, "", text);
	pause_ms(100);
	c->keep = putf(c, "%s", HEAD "Content-Length: 5\r\n\r\nevil!");
}

static void
interim_drip(conn *c)
{
	for (int i = 0; i < 40 && putf(c, "HTTP/1.1 100 Continue\r\n\r\n"); i++)
		pause_ms(300);
}

bool
say(conn *c, const answer *from, size_t many, const char *name, size_t n)
{
	for (size_t i = 0; i < many; i++)
		if (strlen(from[i].name) == n && memcmp(from[i].name, name, n) == 0)
			return put(c, from[i].bytes, from[i].n), true;
	return false;
}

bool
vary(conn *c, const char *name, size_t n)
{
	if (say(c, answers, sizeof answers / sizeof *answers, name, n))
		return true;
#define IS(text) (n == sizeof(text) - 1 && memcmp(name, text, n) == 0)
	if (IS("zstd-bomb"))
		zstd_bomb(c);
	else if (IS("endless-trailers"))
		endless_line(c, HEAD "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n", "X-T: a field of a trailer that has no end\r\n");
	else if (IS("endless-status"))
		endless_line(c, "HTTP/1.1 200 ", "a reason that has no end ");
	else if (IS("charset"))
		return charset(c, name + n + 1);
	else if (IS("talks-on"))
		talks_on(c);
	else if (IS("noise"))
		noise(c, name + n + 1);
	else if (IS("interim-drip"))
		interim_drip(c);
	else
		return misspell(c, name, n);
	return true;
}
