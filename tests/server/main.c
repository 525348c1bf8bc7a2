/*
 * server - a small HTTP/1.1 server for the demo and the tests: the pages of a folder with a routes.tsv, on loopback only.
 *
 * usage: server [--port N] [--port-file FILE] [--log FILE] [--generate N] [--address A]... ROOT
 *
 * Port 0 (the default) lets the system choose; the port file then holds it, which also says that the server listens. The log gets a
 * line a request: host, path, status. Answers carry an ETag and honour If-None-Match. It ends when its parent does.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "cli.h"
#include "file.h"
#include "site.h"

enum { HEAD_MAX = 16 << 10, IDLE_SECONDS = 10, ADDRESSES = 8 };

typedef struct server {
	site site;
	uint64_t port, generated;
	const char *port_file, *log_file, *address[ADDRESSES];
	size_t naddress;
	FILE *log;
} server;

typedef struct connection {
	const server *server;
	int fd;
} connection;

typedef struct request {
	bool head_only, keep;
	str path, host, if_none_match;
} request;

static str
field(str head, str name)
{
	str line;
	while (str_line(&head, &line))
		if (str_istarts(line, name) && line.n > name.n && line.p[name.n] == ':')
			return str_trim(str_skip(line, name.n + 1));
	return STR_NULL;
}

static bool
read_request(str head, request *r)
{
	str line, method, target;
	if (!str_line(&head, &line) || !str_cut(&line, ' ', &method) || !str_cut(&line, ' ', &target) || !target.n)
		return false;
	size_t query = str_chr(target, '?');
	r->path = str_from_to(target, 0, query == SIZE_MAX ? target.n : query);
	r->head_only = str_eq(method, STR("HEAD"));
	r->host = field(head, STR("host"));
	r->if_none_match = field(head, STR("if-none-match"));
	r->keep = str_eq(line, STR("HTTP/1.1")) && !str_ieq(field(head, STR("connection")), STR("close"));
	return str_eq(method, STR("GET")) || r->head_only;
}

/* The status line and headers of an answer; `same`: the client has the page. */
static void
write_head(buf *out, const route *page, str etag, bool same, bool keep)
{
	unsigned status = same ? 304 : page->status;
	buf_addf(out, "HTTP/1.1 %u %s\r\nServer: xinpian-test\r\n", status, status < 400 ? "OK" : "No");
	if (page->status == 200)
		buf_addf(out, "ETag: " STR_FMT "\r\n", STR_ARG(etag));
	if (page->type.n && !same)
		buf_addf(out, "Content-Type: " STR_FMT "\r\n", STR_ARG(page->type));
	if (page->gzip && !same)
		buf_addz(out, "Content-Encoding: gzip\r\n");
	str rest = page->headers, header;
	while (rest.n && str_cut(&rest, '|', &header))
		buf_addf(out, STR_FMT "\r\n", STR_ARG(header));
	if (!same)
		buf_addf(out, "Content-Length: %zu\r\n", page->content.n);
	buf_addf(out, "Connection: %s\r\n\r\n", keep ? "keep-alive" : "close");
}

static int
answer(const server *s, arena *a, int fd, const request *r)
{
	route page;
	site_answer(&s->site, a, r->path, r->host, (unsigned)s->port, &page);
	str etag = arena_printf(a, "\"%016llx\"", (unsigned long long)str_hash(page.content));
	bool same = page.status == 200 && str_eq(r->if_none_match, etag);
	buf out = {0};
	write_head(&out, &page, etag, same, r->keep);
	if (!same && !r->head_only)
		buf_add(&out, page.content);
	if (s->log)
		fprintf(s->log, STR_FMT "\t" STR_FMT "\t%u\n", STR_ARG(r->host), STR_ARG(r->path), same ? 304 : page.status);
	int rc = fd_write_all(fd, buf_str(&out));
	buf_free(&out);
	return rc;
}

/* Reads until the blank line that ends a request's head. Returns its length, or 0 when the client is gone or sends too much. */
static size_t
read_head(int fd, char *head, size_t *have)
{
	for (;;) {
		size_t end = str_find(str_of(head, *have), STR("\r\n\r\n"));
		if (end != SIZE_MAX)
			return end + 4;
		if (*have == HEAD_MAX)
			return 0;
		ssize_t n = read(fd, head + *have, HEAD_MAX - *have);
		if (n <= 0)
			return 0;
		*have += (size_t)n;
	}
}

static void *
serve(void *arg)
{
	connection c = *(connection *)arg;
	char head[HEAD_MAX];
	size_t have = 0, length;
	arena a = {0};
	bool keep = true;
	free(arg);
	while (keep && (length = read_head(c.fd, head, &have)) > 0) {
		request r;
		if (!read_request(str_of(head, length), &r) || answer(c.server, &a, c.fd, &r))
			break;
		keep = r.keep;
		have -= length;
		memmove(head, head + length, have);
		arena_reset(&a);
	}
	arena_free(&a);
	close(c.fd);
	return NULL;
}

/* A listening socket on `address`; the first one settles the port for the others. -1 with errno. */
static int
listen_on(server *s, const char *address)
{
	struct sockaddr_in in = {.sin_family = AF_INET, .sin_port = htons((uint16_t)s->port)};
	socklen_t size = sizeof in;
	int fd, on = 1;
	if (inet_pton(AF_INET, address, &in.sin_addr) != 1) {
		errno = EINVAL;
		return -1;
	}
	if ((fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
	if (bind(fd, (struct sockaddr *)&in, sizeof in) || listen(fd, 256) || getsockname(fd, (struct sockaddr *)&in, &size)) {
		close(fd);
		return -1;
	}
	s->port = ntohs(in.sin_port);
	return fd;
}

static void
accept_one(const server *s, int listener)
{
	const struct timeval idle = {.tv_sec = IDLE_SECONDS};
	pthread_t thread;
	connection *c = malloc(sizeof *c);
	int fd = accept(listener, NULL, NULL);
	if (!c || fd < 0) {
		free(c);
		return;
	}
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &idle, sizeof idle);
	*c = (connection){s, fd};
	if (pthread_create(&thread, NULL, serve, c) == 0) {
		pthread_detach(thread);
	} else {
		close(fd);
		free(c);
	}
}

static int
set_port(void *to, const char *value, diag *d)
{
	return cli_number("port", value, 0, 65535, &((server *)to)->port, d);
}

static int
set_generated(void *to, const char *value, diag *d)
{
	return cli_number("generate", value, 0, 1000000, &((server *)to)->generated, d);
}

static int
add_address(void *to, const char *value, diag *d)
{
	server *s = to;
	if (s->naddress == ADDRESSES) {
		diag_error(d, NULL, "--address: at most %d", ADDRESSES);
		return -1;
	}
	s->address[s->naddress++] = value;
	return 0;
}

static const cli_option options[] = {
	{'p', "port", "N", "listen on this port (0: any)", set_port, 0},
	{0, "port-file", "FILE", "write the port here once the server listens", cli_text, offsetof(server, port_file)},
	{'l', "log", "FILE", "append a line a request: host, path, status", cli_text, offsetof(server, log_file)},
	{'g', "generate", "N", "serve so many made-up pages below /gen/", set_generated, 0},
	{'a', "address", "A", "listen on this loopback address (default 127.0.0.1; may be repeated)", add_address, 0},
};

static int
open_files(server *s, diag *d)
{
	if (s->log_file && !(s->log = fopen(s->log_file, "a"))) {
		diag_error(d, s->log_file, "%s", strerror(errno));
		return -1;
	}
	if (s->log)
		setvbuf(s->log, NULL, _IOLBF, 0);
	if (!s->port_file)
		return 0;
	outfile out;
	char line[16];
	snprintf(line, sizeof line, "%u\n", (unsigned)s->port);
	return outfile_open(&out, s->port_file, d) || outfile_write(&out, str_from(line)) || outfile_commit(&out, d) ? -1 : 0;
}

int
main(int argc, char **argv)
{
	server s = {0};
	struct pollfd listener[ADDRESSES];
	int first;
	diag d;
	const cli c = {"server", "[OPTION...] ROOT", "Serves the pages of ROOT/routes.tsv on loopback.", options,
		       sizeof options / sizeof *options};
	diag_init(&d, "server", stderr);
	int status = cli_parse(&c, argc, argv, &s, &first, &d);
	if (status != CLI_RUN)
		return status;
	if (argc - first != 1) {
		diag_error(&d, NULL, "expected one folder, got %d", argc - first);
		return EXIT_CANNOT_RUN;
	}
	signal(SIGPIPE, SIG_IGN);
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (!s.naddress)
		s.address[s.naddress++] = "127.0.0.1";
	if (site_load(&s.site, argv[first], (unsigned)s.generated, &d))
		return EXIT_CANNOT_RUN;
	for (size_t i = 0; i < s.naddress; i++) {
		listener[i] = (struct pollfd){.fd = listen_on(&s, s.address[i]), .events = POLLIN};
		if (listener[i].fd < 0) {
			diag_error(&d, s.address[i], "cannot listen: %s", strerror(errno));
			return EXIT_CANNOT_RUN;
		}
	}
	if (open_files(&s, &d))
		return EXIT_CANNOT_RUN;
	while (poll(listener, s.naddress, -1) >= 0 || errno == EINTR)
		for (size_t i = 0; i < s.naddress; i++)
			if (listener[i].revents & POLLIN)
				accept_one(&s, listener[i].fd);
	return EXIT_CANNOT_RUN;
}
