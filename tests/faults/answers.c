/* What is said wrong in heads, codings and redirects: more answers that are bytes and no more. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "faultsrv.h"

#define TEXT "<html><body><p>A page of some words.</p></body></html>" /* 54 bytes */
#define HEAD "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
#define SIZE "Content-Length: 54\r\n\r\n" TEXT

/* TEXT, packed */
#define DEFLATE  "\xb3\xc9(\xc9\xcd\xb1\xb3I\xcaO\xa9\xb4\xb3)\xb0sT(HLOU\xc8OS(\xce\xcfMU(\xcf/J)\xd6\xb3\xd1/\xb0\xb3\xd1\x87(\xd1\x07\xab\x07\x00"
#define GZIP_CUT "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03" DEFLATE "\x92 Q\xf8" /* without its length */
#define GZIP     GZIP_CUT "6\0\0\0"

/* clang-format off */
static const answer answers[] = {
    SAY("cl-empty", HEAD "Content-Length: \r\n\r\n" TEXT),
    SAY("cl-float", HEAD "Content-Length: 54.0\r\n\r\n" TEXT),
    SAY("cl-two-same", HEAD "Content-Length: 54\r\n" SIZE),
    SAY("space-colon", HEAD "Content-Length : 54\r\n\r\n" TEXT),
    SAY("space-colon-te", HEAD "Transfer-Encoding : chunked\r\n\r\n36\r\n" TEXT "\r\n0\r\n\r\n"),
    SAY("fold-cl", HEAD "Content-Length:\r\n 54\r\n\r\n" TEXT),
    SAY("fold-te", HEAD "Transfer-Encoding:\r\n chunked\r\n\r\n36\r\n" TEXT "\r\n0\r\n\r\n"),
    SAY("te-vtab", HEAD "Transfer-Encoding: \x0b" "chunked\r\n\r\n36\r\n" TEXT "\r\n0\r\n\r\n"),
    SAY("te-xchunked", HEAD "Transfer-Encoding: xchunked\r\n\r\n36\r\n" TEXT "\r\n0\r\n\r\n"),
    SAY("chunk-0x", HEAD "Transfer-Encoding: chunked\r\n\r\n0x36\r\n" TEXT "\r\n0\r\n\r\n"),
    SAY("chunk-wrap", HEAD "Transfer-Encoding: chunked\r\n\r\n10000000000000036\r\n" TEXT "\r\n0\r\n\r\n"),
    SAY("chunk-16f", HEAD "Transfer-Encoding: chunked\r\n\r\n7fffffffffffffff\r\n" TEXT),
    SAY("chunk-lf", HEAD "Transfer-Encoding: chunked\r\n\r\n36\n" TEXT "\n0\n\n"),
    SAY("chunk-no-final-crlf", HEAD "Transfer-Encoding: chunked\r\n\r\n36\r\n" TEXT "\r\n0\r\n"),
    SAY("trailer-cl", HEAD "Transfer-Encoding: chunked\r\nTrailer: Content-Length\r\n\r\n36\r\n" TEXT "\r\n0\r\nContent-Length: 5\r\nContent-Encoding: gzip\r\nLocation: /ok/x\r\n\r\n"),
    SAY("no-reason", "HTTP/1.1 200\r\n" SIZE),
    SAY("http-lower", "http/1.1 200 OK\r\n" SIZE),
    SAY("icy", "ICY 200 OK\r\n" SIZE),
    SAY("blank-first", "\r\n\r\nHTTP/1.1 200 OK\r\n" SIZE),
    SAY("cr-only", "HTTP/1.1 200 OK\rContent-Type: text/html\r\r" TEXT),
    SAY("101", "HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\nxxxx"),
    SAY("100-only", "HTTP/1.1 100 Continue\r\n\r\n"),
    SAY("103-then-404", "HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\nHTTP/1.1 404 No\r\n" SIZE),
    SAY("103-cl", "HTTP/1.1 103 Early Hints\r\nContent-Length: 5\r\nContent-Encoding: gzip\r\n\r\n" HEAD SIZE),
    SAY("fold-location", "HTTP/1.1 302 F\r\nLocation:\r\n /ok/folded\r\nContent-Length: 0\r\n\r\n"),
    SAY("fold-ce", HEAD "Content-Encoding:\r\n gzip\r\nContent-Length: 67\r\n\r\n" GZIP),
    SAY("gzip-tail-junk", HEAD "Content-Encoding: gzip\r\nContent-Length: 76\r\n\r\n" GZIP "\0\0\0\0\0junk"),
    SAY("gzip-two-members", HEAD "Content-Encoding: gzip\r\nContent-Length: 134\r\n\r\n" GZIP GZIP),
    SAY("gzip-member-then-cut", HEAD "Content-Encoding: gzip\r\nContent-Length: 79\r\n\r\n" GZIP "\x1f\x8b\x08\0\0\0\0\0\0\x03\xb3\xc9"),
    SAY("gzip-isize", HEAD "Content-Encoding: gzip\r\nContent-Length: 67\r\n\r\n" GZIP_CUT "\1\2\3\4"),
    SAY("gzip-two-lines", HEAD "Content-Encoding: gzip\r\nContent-Encoding: gzip\r\nContent-Length: 86\r\n\r\n" "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\x93\xef\xe6`\x00\x01&\xe6\xcd'5N\x9e\xdd\xb8\xd9\xf3\x94\xff\xca-\x9b" "57\x14\x87hx\xf8\xf8\x87\x9e\xf0\x0f\xd6" "8w\xde" "7T\xe3\xbc\xbe\x97\xe6\xb5\xcd\x17\xf5" "7l\xbe\xd8\xaeq\x91}5;\xc3$\x85\xc0\x1f" "f@\xad\x00\x1b\xd1K*C\x00\x00\x00"),
    SAY("gzip-twice-said-once-packed", HEAD "Content-Encoding: gzip, gzip\r\nContent-Length: 67\r\n\r\n" GZIP),
    SAY("deflate-raw", HEAD "Content-Encoding: deflate\r\nContent-Length: 49\r\n\r\n" DEFLATE),
    SAY("deflate-gzip", HEAD "Content-Encoding: deflate\r\nContent-Length: 67\r\n\r\n" GZIP),
    SAY("gzip-is-zlib", HEAD "Content-Encoding: gzip\r\nContent-Length: 55\r\n\r\n" "\x78\x9c" DEFLATE "\xfb\xd8\x12T"),
    SAY("br-cut", HEAD "Content-Encoding: br\r\nContent-Length: 5\r\n\r\n\x1b" "5\x00\x00\x04"),
    SAY("zstd-window", HEAD "Content-Encoding: zstd\r\nContent-Length: 9\r\n\r\n(\xb5/\xfd\x00\xa0\x01\x00\x00"),
    SAY("ce-utf8", HEAD "Content-Encoding: utf-8\r\n" SIZE),
    SAY("302-badcoding", "HTTP/1.1 302 F\r\nLocation: /ok/b\r\nContent-Encoding: foo\r\n" SIZE),
    SAY("410-badcoding", "HTTP/1.1 410 F\r\nContent-Encoding: foo\r\n" SIZE),
    SAY("503-badcoding", "HTTP/1.1 503 F\r\nRetry-After: 700\r\nContent-Encoding: foo\r\n" SIZE),
    SAY("204-cl", "HTTP/1.1 204 No\r\nContent-Length: 54\r\n\r\n"),
    SAY("200-empty", HEAD "Content-Length: 0\r\n\r\n"),
    SAY("407", "HTTP/1.1 407 P\r\n" SIZE),
    SAY("408", "HTTP/1.1 408 P\r\n" SIZE),
    SAY("421", "HTTP/1.1 421 P\r\n" SIZE),
    SAY("451", "HTTP/1.1 451 P\r\n" SIZE),
    SAY("416", "HTTP/1.1 416 P\r\n" SIZE),
    SAY("loc-fragment", "HTTP/1.1 302 Found\r\nLocation: /ok/frag#part\r\nContent-Length: 0\r\n\r\n"),
    SAY("loc-only-fragment", "HTTP/1.1 302 Found\r\nLocation: #part\r\nContent-Length: 0\r\n\r\n"),
    SAY("loc-backslash", "HTTP/1.1 302 Found\r\nLocation: \\ok\\back\r\nContent-Length: 0\r\n\r\n"),
    SAY("loc-no-slash", "HTTP/1.1 302 Found\r\nLocation: http:ok/one\r\nContent-Length: 0\r\n\r\n"),
    SAY("loc-bad-port", "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:99999/\r\nContent-Length: 0\r\n\r\n"),
    SAY("loc-zone", "HTTP/1.1 302 Found\r\nLocation: http://[fe80::1%25eth0]/\r\nContent-Length: 0\r\n\r\n"),
    SAY("loc-weixin", "HTTP/1.1 302 Found\r\nLocation: weixin://dl/x\r\nContent-Length: 0\r\n\r\n"),
    SAY("loc-200", HEAD "Location: /ok/other\r\n" SIZE),
    SAY("ping", "HTTP/1.1 302 Found\r\nLocation: /pong\r\nContent-Length: 0\r\n\r\n"),
    SAY("302-cut", "HTTP/1.1 302 F\r\nLocation: /ok/b\r\nContent-Length: 500\r\n\r\nabc"),
    SAY("404-cut", "HTTP/1.1 404 F\r\nContent-Length: 500\r\n\r\nabc"),
    SAY("meta-loop-a", HEAD "Content-Length: 54\r\n\r\n<meta http-equiv=refresh content=\"0;url=/meta-loop-b\">"),
    SAY("meta-script", HEAD "Content-Length: 71\r\n\r\n<script>\"<meta http-equiv=refresh content='0;url=/ok/sc'>\"</script><p>x"),
    SAY("meta-comment", HEAD "Content-Length: 58\r\n\r\n<!-- <meta http-equiv=refresh content=\"0;url=/ok/com\"> -->"),
    SAY("meta-file", HEAD "Content-Length: 60\r\n\r\n<meta http-equiv=refresh content=\"0;url=file:///etc/passwd\">"),
    SAY("meta-long", HEAD "Content-Length: 53\r\n\r\n<meta http-equiv=refresh content=\"300;url=/ok/later\">"),
    SAY("cookie-loop", "HTTP/1.1 302 Found\r\nLocation: /cookie-loop\r\nSet-Cookie: n=1; Path=/\r\nContent-Length: 0\r\n\r\n"),
    SAY("pong", "HTTP/1.1 302 Found\r\nLocation: /ping\r\nContent-Length: 0\r\n\r\n"),
    SAY("meta-loop-b", HEAD "Content-Length: 54\r\n\r\n<meta http-equiv=refresh content=\"0;url=/meta-loop-a\">"),
};
/* clang-format on */

/* /loc-long, /etag-long: a value of so many letters */
static void
long_value(conn *c, const char *before, size_t n, const char *after)
{
	char *value = malloc(n + 1);
	memset(value, 'a', n);
	value[n] = '\0';
	if (putf(c, "%s", before) && put(c, value, n))
		putf(c, "%s", after);
	free(value);
}

bool
misspell(conn *c, const char *name, size_t n)
{
	if (say(c, answers, sizeof answers / sizeof *answers, name, n))
		return true;
#define IS(text) (n == sizeof(text) - 1 && memcmp(name, text, n) == 0)
	if (IS("loc-long"))
		long_value(c, "HTTP/1.1 302 Found\r\nLocation: /ok/", 9000, "\r\nContent-Length: 0\r\n\r\n");
	else if (IS("etag-long"))
		long_value(c, HEAD "ETag: \"", 30000, "\"\r\n" SIZE);
	else if (IS("loc-proto-rel"))
		putf(c, "HTTP/1.1 302 Found\r\nLocation: //%s/ok/same\r\nContent-Length: 0\r\n\r\n", c->host);
	else
		return false;
	return true;
}
