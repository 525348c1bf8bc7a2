/* What each path does. The names are those of the rows in `rows.tsv`. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <zlib.h>

#include "faultsrv.h"

#define TEXT    "<html><body><p>A page of some words.</p></body></html>"
#define OK_HEAD "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"

typedef struct body {
	unsigned char *p;
	size_t n;
} body;

static body gz_page, gz_bomb, gz_twice, gz_sitemap;

static body
gzip(const void *bytes, size_t n, size_t repeat)
{
	z_stream z = {0};
	body out = {malloc(n * repeat / 200 + n + 4096), 0};
	size_t room = n * repeat / 200 + n + 4096;
	deflateInit2(&z, 1, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY);
	z.next_out = out.p;
	z.avail_out = (unsigned)room;
	for (size_t i = 0; i < repeat; i++) {
		z.next_in = (unsigned char *)(size_t)bytes;
		z.avail_in = (unsigned)n;
		deflate(&z, i + 1 == repeat ? Z_FINISH : Z_NO_FLUSH);
	}
	out.n = room - z.avail_out;
	deflateEnd(&z);
	return out;
}

void
make_bodies(void)
{
	static const char zeros[1 << 20];
	static const char map[] =
	    "<?xml version=\"1.0\"?><urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">"
	    "<url><loc>/ok/from-gz</loc></url></urlset>";
	gz_page = gzip(TEXT, strlen(TEXT), 1);
	gz_bomb = gzip(zeros, sizeof zeros, 512);
	gz_twice = gzip(gz_bomb.p, gz_bomb.n, 1);
	gz_sitemap = gzip(map, strlen(map), 1);
}

static void
coded(conn *c, const char *coding, const body *b, size_t n)
{
	c->keep = putf(c, OK_HEAD "%s%s%sContent-Length: %zu\r\n\r\n", coding ? "Content-Encoding: " : "",
		       coding ? coding : "", coding ? "\r\n" : "", n) &&
		  put(c, b->p, n);
}

/* One behaviour a line: */
/* clang-format off */
/* --- A: connection and transfer */

static void
drip(conn *c, const char *text, long ms)
{
	while (*text && put(c, text++, 1))
		pause_ms(ms);
}

static void slow_headers(conn *c) { drip(c, OK_HEAD "X-Long: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\nContent-Length: 2\r\n\r\nok", 200); }
static void slow_body(conn *c) { putf(c, OK_HEAD "Content-Length: 5000\r\n\r\n"); for (int i = 0; i < 5000 && put(c, "x", 1); i++) pause_ms(200); }
static void stall(conn *c) { putf(c, OK_HEAD "Content-Length: 5000\r\n\r\n%s", TEXT); pause_ms(20000); }
static void silent(conn *c) { (void)c; pause_ms(20000); }
static void empty_reply(conn *c) { (void)c; }
static void reset_now(conn *c) { reset(c); }
static void reset_mid_body(conn *c) { putf(c, OK_HEAD "Content-Length: 5000\r\n\r\n%s", TEXT); pause_ms(100); reset(c); }
static void chunk_cut(conn *c) { putf(c, OK_HEAD "Transfer-Encoding: chunked\r\n\r\n100\r\n%s", TEXT); }
static void chunk_no_end(conn *c) { putf(c, OK_HEAD "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"); }
static void short_cl(conn *c) { putf(c, OK_HEAD "Content-Length: 5000\r\n\r\n%s", TEXT); }
static void long_cl(conn *c) { putf(c, OK_HEAD "Content-Length: 5\r\n\r\n%s", TEXT); }
static void two_cl(conn *c) { putf(c, OK_HEAD "Content-Length: 5\r\nContent-Length: 54\r\n\r\n%s", TEXT); }
static void negative_cl(conn *c) { putf(c, OK_HEAD "Content-Length: -5\r\n\r\n%s", TEXT); }
static void nul_header(conn *c) { put(c, "HTTP/1.1 200 OK\r\nX-A: a\0b\r\nContent-Length: 2\r\n\r\nok", 50); }
static void cl_and_te(conn *c) { c->keep = putf(c, OK_HEAD "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"); }
static void bad_chunk(conn *c) { putf(c, OK_HEAD "Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n"); }
static void huge_chunk(conn *c) { putf(c, OK_HEAD "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffffffff\r\nhello"); }
static void huge_header(conn *c) { putf(c, "HTTP/1.1 200 OK\r\nX-Big: "); char *b = calloc(1, 2 << 20); memset(b, 'a', 2 << 20); put(c, b, 2 << 20); free(b); putf(c, "\r\n\r\nok"); }
static void endless_headers(conn *c) { putf(c, "HTTP/1.1 200 OK\r\n"); for (int i = 0; i < 2000000 && putf(c, "X-%d: some value of a header that never ends\r\n", i); i++) continue; }
static void flood_1xx(conn *c) { for (int i = 0; i < 5000 && putf(c, "HTTP/1.1 102 Processing\r\n\r\n"); i++) continue; page(c, 200, "", TEXT); }
static void status_000(conn *c) { putf(c, "HTTP/1.1 000 Nothing\r\nContent-Length: 2\r\n\r\nok"); }
static void http09(conn *c) { putf(c, TEXT); }
static void garbage(conn *c) { put(c, "\x16\x03\x01\x02\x00\xff\xfe\x00\x01garbage", 16); }
static void status_999(conn *c) { page(c, 999, "", TEXT); }
static void bare_lf(conn *c) { putf(c, "HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Length: 54\n\n%s", TEXT); }
static void body_204(conn *c) { putf(c, "HTTP/1.1 204 None\r\nContent-Length: 54\r\n\r\n%s", TEXT); }
static void status_205(conn *c) { putf(c, "HTTP/1.1 205 Reset\r\nContent-Length: 0\r\n\r\n"); }
static void unasked_206(conn *c) { page(c, 206, "Content-Range: bytes 0-53/9000\r\n", TEXT); }
static void unasked_304(conn *c) { putf(c, "HTTP/1.1 304 Not Modified\r\nETag: \"x\"\r\n\r\n"); }

static void
endless(conn *c)
{
	static const char block[65536] = "endless";
	putf(c, OK_HEAD "\r\n");
	while (put(c, block, sizeof block))
		continue;
}

/* --- B: content coding */

static void gzip_ok(conn *c) { coded(c, "gzip", &gz_page, gz_page.n); }
static void gzip_bomb(conn *c) { coded(c, "gzip", &gz_bomb, gz_bomb.n); }
static void gzip_twice(conn *c) { coded(c, "gzip, gzip", &gz_twice, gz_twice.n); }
static void gzip_x6(conn *c) { coded(c, "gzip, gzip, gzip, gzip, gzip, gzip", &gz_page, gz_page.n); }
static void gzip_trunc(conn *c) { coded(c, "gzip", &gz_page, gz_page.n - 12); }
static void gzip_plain(conn *c) { page(c, 200, "Content-Encoding: gzip\r\n", TEXT); }
static void unknown_coding(conn *c) { page(c, 200, "Content-Encoding: compress\r\n", TEXT); }
static void gz_map(conn *c) { coded(c, NULL, &gz_sitemap, gz_sitemap.n); }

static void
gzip_crc(conn *c)
{
	body broken = {malloc(gz_page.n), gz_page.n};
	memcpy(broken.p, gz_page.p, gz_page.n);
	broken.p[broken.n - 6] ^= 0x55;
	coded(c, "gzip", &broken, broken.n);
	free(broken.p);
}

/* --- C: redirects */

static void
send_to(conn *c, int status, const char *location)
{
	c->keep = putf(c, "HTTP/1.1 %d Moved\r\nLocation: %s\r\nContent-Length: 0\r\n\r\n", status, location);
}

static const char *
rest_of(const conn *c)
{
	const char *slash = strchr(c->path + 1, '/');
	return slash ? slash + 1 : "";
}

static void loop(conn *c) { send_to(c, 302, c->path); }
static void to_file(conn *c) { send_to(c, 302, "file:///etc/passwd"); }
static void to_gopher(conn *c) { send_to(c, 302, "gopher://127.0.0.1/"); }
static void to_ftp(conn *c) { send_to(c, 302, "ftp://127.0.0.1/x"); }
static void to_data(conn *c) { send_to(c, 302, "data:text/html,hi"); }
static void no_location(conn *c) { page(c, 301, "", TEXT); }
static void location_gbk(conn *c) { send_to(c, 302, "/ok/\xd0\xbe\xc6\xac.html"); }
static void location_spaces(conn *c) { send_to(c, 302, "/ok/a b c.html"); }
static void gone_410(conn *c) { page(c, 410, "", TEXT); }
static void gone_404(conn *c) { page(c, 404, "", TEXT); }
static void meta_refresh(conn *c) { page(c, 200, "", "<html><head><meta http-equiv=\"refresh\" content=\"0; url=/ok/refreshed\"></head></html>"); }
static void meta_self(conn *c) { page(c, 200, "", "<html><head><meta http-equiv=\"refresh\" content=\"0; url=/meta-self\"></head><p>self</p></html>"); }

static void
chain(conn *c)
{
	char to[64];
	int left = atoi(rest_of(c));
	snprintf(to, sizeof to, "/chain/%d", left - 1);
	if (left > 0)
		send_to(c, 302, to);
	else
		page(c, 200, "", TEXT " at the end of the chain");
}

/* /to/PORT/HOST/PATH, for addresses that the test chooses */
static void
to_host(conn *c)
{
	char to[9000];
	snprintf(to, sizeof to, "http://%s", rest_of(c));
	send_to(c, 302, to);
}

static void
cookie_wall(conn *c)
{
	if (strstr(c->cookie, "pass=1"))
		page(c, 200, "", TEXT " behind the wall");
	else
		putf(c, "HTTP/1.1 302 Found\r\nSet-Cookie: pass=1; Path=/\r\nLocation: /cookie-wall\r\nContent-Length: 0\r\n\r\n");
}

/* --- E: refusals */

static void
refuse(conn *c, const char *retry_after)
{
	char headers[200];
	snprintf(headers, sizeof headers, "Retry-After: %s\r\n", retry_after);
	page(c, 429, headers, TEXT);
}

static void
http_date(long ahead, char *to, size_t n)
{
	time_t t = time(NULL) + ahead;
	struct tm tm;
	strftime(to, n, "%a, %d %b %Y %H:%M:%S GMT", gmtime_r(&t, &tm));
}

/* /429/WHAT: refused the first time a host asks, answered afterwards. */
static void
refused_once(conn *c)
{
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	static char seen[64][64];
	static int n;
	char date[64] = "";
	const char *what = rest_of(c);
	bool again = false;
	pthread_mutex_lock(&lock);
	for (int i = 0; i < n; i++)
		again |= strcmp(seen[i], c->host) == 0;
	if (!again && n < 64)
		snprintf(seen[n++], sizeof seen[0], "%.63s", c->host);
	pthread_mutex_unlock(&lock);
	if (again) {
		page(c, 200, "", TEXT " after waiting");
		return;
	}
	if (strcmp(what, "hour") == 0 || strcmp(what, "past") == 0)
		http_date(what[0] == 'h' ? 3600 : -86400, date, sizeof date);
	refuse(c, date[0] ? date : what);
}

static void challenge_200(conn *c) { page(c, 200, "", "<html><title>Just a moment...</title><script src=/cf-chl-x></script></html>"); }
static void challenge_403(conn *c) { page(c, 403, "cf-mitigated: challenge\r\n", "<html>wall</html>"); }
static void wall_403(conn *c) { page(c, 403, "", "<html>no</html>"); }
static void same_body(conn *c) { page(c, 200, "", "<html><p>please log in to read this page</p></html>"); }

/* --- G: feeds and sitemaps */

#define FEED(items) "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel>" items "</channel></rss>"

static void
feed_page(conn *c, const char *text)
{
	if (c->validator[0] && strcmp(c->validator, "\"f1\"") == 0) {
		c->keep = putf(c, "HTTP/1.1 304 Same\r\nETag: \"f1\"\r\n\r\n");
		return;
	}
	c->keep = putf(c, "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nETag: \"f1\"\r\nContent-Length: %zu\r\n\r\n%s", strlen(text), text);
}

static void feed_ok(conn *c) { feed_page(c, FEED("<item><link>/ok/item1</link></item><item><link>/ok/item2?utm_source=x</link></item>")); }
static void feed_moved(conn *c) { send_to(c, 301, "/feed-new"); }
static void feed_new(conn *c) { feed_page(c, FEED("<item><link>/ok/moved-item</link></item>")); }
static void feed_html(conn *c) { page(c, 200, "", "<!DOCTYPE html><html><body>Sorry</body></html>"); }
static void feed_cut(conn *c) { feed_page(c, "<rss><channel><item><link>/ok/before</link></item><item><title>\x01 & <b></title><link>/ok/after</link></item><item><link>/ok/la"); }
static void feed_dates(conn *c) { feed_page(c, FEED("<item><link>/ok/future</link><pubDate>Mon, 01 Jan 2199 00:00:00 GMT</pubDate></item>"
	"<item><link>/ok/no-date</link></item><item><link>/ok/old</link><pubDate>Mon, 01 Jan 2001 00:00:00 GMT</pubDate></item>"
	"<item><link>/ok/same</link><guid>g1</guid></item><item><link>/ok/same-again</link><guid>g1</guid></item>")); }
static void xml_bomb(conn *c) { feed_page(c, "<?xml version=\"1.0\"?><!DOCTYPE r [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">"
	"<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;\"><!ENTITY e \"&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;\">"
	"<!ENTITY f \"&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;\"><!ENTITY g \"&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;\"><!ENTITY h \"&g;&g;&g;&g;&g;&g;&g;&g;&g;&g;\">]>"
	"<rss><channel><title>&h;</title><item><title>&h;</title><link>/ok/bomb-item</link></item></channel></rss>"); }
static void xml_xxe(conn *c) { feed_page(c, "<?xml version=\"1.0\"?><!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\"><!ENTITY y SYSTEM \"http://127.0.0.1/evil\">]>"
	"<rss><channel><item><title>&x;&y;</title><link>/ok/xxe-item</link></item><item><link>/ok/&x;</link></item></channel></rss>"); }
static void map_self(conn *c) { page(c, 200, "", "<sitemapindex><sitemap><loc>/map-self</loc></sitemap><sitemap><loc>/map-leaf</loc></sitemap></sitemapindex>"); }
static void map_leaf(conn *c) { page(c, 200, "", "<urlset><url><loc>/ok/leaf</loc></url></urlset>"); }

static void
map_deep(conn *c)
{
	char text[400];
	int n = atoi(rest_of(c));
	snprintf(text, sizeof text, "<sitemapindex><sitemap><loc>/map-deep/%d</loc></sitemap></sitemapindex>", n + 1);
	page(c, 200, "", text);
}

static void
map_large(conn *c)
{
	c->keep = false;
	putf(c, OK_HEAD "\r\n<urlset>");
	for (int i = 0; i < 60000 && putf(c, "<url><loc>/large/%d</loc></url>", i); i++)
		continue;
	putf(c, "</urlset>");
}

/* Pages of this host, and of 127.0.69.2, whose robots.txt does not name the map, and of 127.0.69.3, whose does. */
static void
map_cross(conn *c)
{
	char text[600];
	const char *port = strchr(c->host, ':');
	snprintf(text, sizeof text, "<urlset><url><loc>/ok/own</loc></url><url><loc>http://127.0.69.2%s/ok/foreign</loc></url>"
	         "<url><loc>http://127.0.69.3%s/ok/invited</loc></url><url><loc>http://127.0.69.3%s/ok/invited2</loc></url></urlset>",
	         port ? port : "", port ? port : "", port ? port : "");
	page(c, 200, "", text);
}

/* Ten links to pages that each hold ten more: a trap. */
static void
calendar(conn *c)
{
	char text[2000] = "<html>";
	size_t n = strlen(text);
	for (int i = 0; i < 10; i++)
		n += (size_t)snprintf(text + n, sizeof text - n, "<a href=\"/calendar/%s%d\">next</a>", rest_of(c), i);
	page(c, 200, "", text);
}

static void
many_feeds(conn *c)
{
	page(c, 200, "", FEED(""));
}

static void feed_410(conn *c) { page(c, 410, "", "gone"); }

/* --- D: robots.txt, by the host's address 127.0.ROW.VARIANT */

static int robots_changes; /* row 54: how often it was asked for */

static void
robots(conn *c)
{
	int row = 0, variant = 0;
	sscanf(c->host, "127.0.%d.%d", &row, &variant);
	static const char disallow[] = "User-agent: *\nDisallow: /\n";
	static const int statuses[] = {404, 401, 403, 410};
	char big[600];
	if (robots_of(c, row, variant))
		return;
	switch (row) {
	case 38:
		page(c, 200, "", variant == 9 ? disallow : "");
		return;
	case 45:
		page(c, statuses[variant & 3], "", disallow);
		return;
	case 46:
		page(c, 429, "", disallow);
		return;
	case 47:
		if (variant == 3)
			reset(c);
		else if (variant == 4)
			pause_ms(20000);
		else
			page(c, variant == 1 ? 500 : 503, "", "");
		return;
	case 48:
		if (strstr(c->path, "robots.txt"))
			send_to(c, 301, "/robots-hop/4");
		return;
	case 49:
		send_to(c, 301, "/robots.txt");
		return;
	case 50:
		c->keep = putf(c, "HTTP/1.1 200 OK\r\nContent-Length: 45\r\n\r\n") && put(c, "User-agent: *\n\0\0Disallow: /x\0\nDisallow: /ok/\n", 45);
		return;
	case 69:
		snprintf(big, sizeof big, "Sitemap: http://127.0.69.1%s/map-cross\n", strchr(c->host, ':') ? strchr(c->host, ':') : "");
		page(c, 200, "", variant == 3 ? big : "Sitemap: http://127.0.69.2/map-own\n");
		return;
	case 51:
		putf(c, OK_HEAD "\r\nUser-agent: *\nDisallow: /ok/\n");
		memset(big, '#', sizeof big);
		big[sizeof big - 1] = '\n';
		while (put(c, big, sizeof big))
			continue;
		return;
	case 54:
		page(c, 200, "", robots_changes++ ? disallow : "");
		return;
	default:
		page(c, 404, "", "");
	}
}

static void
robots_hop(conn *c)
{
	char to[64];
	int left = atoi(rest_of(c));
	snprintf(to, sizeof to, "/robots-hop/%d", left - 1);
	if (left > 0)
		send_to(c, 301, to);
	else
		page(c, 200, "", "User-agent: *\nDisallow: /ok/no\n");
}

static void
ok(conn *c)
{
	char text[9200];
	if (c->validator[0] && strstr(c->path, "/etag")) {
		c->keep = putf(c, "HTTP/1.1 304 Same\r\nETag: \"e1\"\r\n\r\n");
		return;
	}
	snprintf(text, sizeof text, "<html><body><p>page %s</p></body></html>", c->path);
	page(c, 200, strstr(c->path, "/etag") ? "ETag: \"e1\"\r\n" : "", text);
}

static void slow_page(conn *c) { pause_ms(1500); ok(c); }

static const struct {
	const char *name;
	void (*run)(conn *);
} behaviours[] = {
        {"slow-headers", slow_headers}, {"slow-body", slow_body}, {"stall", stall}, {"silent", silent}, {"empty-reply", empty_reply},
        {"reset-now", reset_now}, {"reset-mid-body", reset_mid_body}, {"chunk-cut", chunk_cut}, {"chunk-no-end", chunk_no_end},
        {"short-cl", short_cl}, {"long-cl", long_cl}, {"two-cl", two_cl}, {"negative-cl", negative_cl}, {"nul-header", nul_header},
        {"cl-and-te", cl_and_te}, {"bad-chunk", bad_chunk}, {"huge-chunk", huge_chunk}, {"endless", endless},
        {"endless-headers", endless_headers}, {"flood-1xx", flood_1xx}, {"huge-header", huge_header}, {"status-000", status_000},
        {"http09", http09}, {"garbage", garbage}, {"status-999", status_999}, {"bare-lf", bare_lf}, {"204-body", body_204},
        {"205", status_205}, {"206-unasked", unasked_206}, {"304-unasked", unasked_304}, {"gzip-ok", gzip_ok}, {"gzip-bomb", gzip_bomb},
        {"gzip-twice", gzip_twice}, {"gzip-x6", gzip_x6}, {"gzip-trunc", gzip_trunc}, {"gzip-crc", gzip_crc}, {"gzip-plain", gzip_plain},
        {"unknown-coding", unknown_coding}, {"map.xml.gz", gz_map}, {"loop", loop}, {"chain", chain}, {"to-file", to_file},
        {"to-gopher", to_gopher}, {"to-ftp", to_ftp}, {"to-data", to_data}, {"to", to_host}, {"no-location", no_location},
        {"location-gbk", location_gbk}, {"location-spaces", location_spaces}, {"cookie-wall", cookie_wall}, {"410", gone_410},
        {"404", gone_404}, {"meta-refresh", meta_refresh}, {"meta-self", meta_self}, {"429", refused_once},
        {"challenge-200", challenge_200}, {"challenge-403", challenge_403}, {"wall-403", wall_403}, {"same-body", same_body},
        {"feed-ok", feed_ok}, {"feed-moved", feed_moved}, {"feed-new", feed_new}, {"feed-html", feed_html}, {"feed-cut", feed_cut},
        {"feed-dates", feed_dates}, {"xml-bomb", xml_bomb}, {"xml-xxe", xml_xxe}, {"map-self", map_self}, {"map-leaf", map_leaf},
        {"map-deep", map_deep}, {"map-large", map_large}, {"map-cross", map_cross}, {"calendar", calendar}, {"many", many_feeds},
        {"feed-410", feed_410}, {"robots.txt", robots}, {"robots-hop", robots_hop}, {"slow-page", slow_page},
};

void
behave(conn *c)
{
	size_t n = strcspn(c->path + 1, "/?");
	for (size_t i = 0; i < sizeof behaviours / sizeof *behaviours; i++)
		if (strlen(behaviours[i].name) == n && memcmp(c->path + 1, behaviours[i].name, n) == 0) {
			behaviours[i].run(c);
			return;
		}
	if (!vary(c, c->path + 1, n))
		ok(c);
}
