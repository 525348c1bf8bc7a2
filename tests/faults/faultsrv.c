/*
 * faultsrv - an HTTP server that misbehaves in named ways, one a path, on every loopback address.
 *
 * usage: faultsrv PORT-FILE LOG-FILE [ADDRESS]
 *
 * The port is the system's choice and is written to PORT-FILE. LOG-FILE gets a line a request: connection
 * number, milliseconds since the start, Host, path, and If-None-Match or `-`. The first part of the path
 * names a behaviour of behaviours.c; what is no name is a plain page. It ends when its parent does.
 */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "faultsrv.h"

static FILE *log_file;
static pthread_mutex_t log_lock = PTHREAD_MUTEX_INITIALIZER;
static struct timespec began;
static int listener;

static long
since_start(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (t.tv_sec - began.tv_sec) * 1000 + (t.tv_nsec - began.tv_nsec) / 1000000;
}

bool
put(conn *c, const void *bytes, size_t n)
{
	const char *p = bytes;
	while (n) {
		ssize_t put = send(c->fd, p, n, MSG_NOSIGNAL);
		if (put <= 0)
			return false;
		p += put;
		n -= (size_t)put;
	}
	return true;
}

bool
putf(conn *c, const char *fmt, ...)
{
	char text[16384];
	va_list ap;
	va_start(ap, fmt);
	int n = vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	return put(c, text, (size_t)n);
}

void
page(conn *c, int status, const char *headers, const char *body)
{
	c->keep =
	    putf(c,
		 "HTTP/1.1 %d X\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %zu\r\n%s\r\n",
		 status, strlen(body), headers) &&
	    put(c, body, strlen(body));
}

void
pause_ms(long ms)
{
	struct timespec t = {ms / 1000, ms % 1000 * 1000000};
	nanosleep(&t, NULL);
}

/* A reset in place of an orderly end. */
void
reset(conn *c)
{
	struct linger now = {1, 0};
	setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
}

static void
take_header(conn *c, const char *name, char *to, size_t n)
{
	size_t len = strlen(name);
	to[0] = '\0';
	for (char *line = strstr(c->request, "\r\n"); line && line[2] != '\r';
	     line = strstr(line + 2, "\r\n")) {
		char *at = line + 2;
		if (strncasecmp(at, name, len) != 0 || at[len] != ':')
			continue;
		at += len + 1;
		at += strspn(at, " ");
		snprintf(to, n, "%.*s", (int)strcspn(at, "\r\n"), at);
	}
}

/* Reads one request head. false at the end of the connection. */
static bool
read_request(conn *c)
{
	size_t n = 0;
	while (n < sizeof c->request - 1) {
		ssize_t got = recv(c->fd, c->request + n, 1,
				   0); /* simple, not fast: no byte of the next request is lost */
		if (got <= 0)
			return false;
		n += (size_t)got;
		c->request[n] = '\0';
		if (n >= 4 && memcmp(c->request + n - 4, "\r\n\r\n", 4) == 0)
			break;
	}
	char *path = strchr(c->request, ' ');
	if (!path)
		return false;
	snprintf(c->path, sizeof c->path, "%.*s", (int)strcspn(path + 1, " \r\n"), path + 1);
	take_header(c, "Host", c->host, sizeof c->host);
	take_header(c, "If-None-Match", c->validator, sizeof c->validator);
	take_header(c, "Cookie", c->cookie, sizeof c->cookie);
	return true;
}

static void *
serve(void *arg)
{
	conn *c = arg;
	int on = 1;
	setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	for (c->keep = true; c->keep && read_request(c);) {
		c->keep = false;
		pthread_mutex_lock(&log_lock);
		fprintf(log_file, "%d %ld %s %s %s\n", c->number, since_start(), c->host, c->path,
			c->validator[0] ? c->validator : "-");
		fflush(log_file);
		pthread_mutex_unlock(&log_lock);
		behave(c);
	}
	close(c->fd);
	free(c);
	return NULL;
}

static int
listen_on(const char *address, const char *port_file)
{
	struct sockaddr_in in = {.sin_family = AF_INET};
	socklen_t n = sizeof in;
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	inet_pton(AF_INET, address, &in.sin_addr);
	if (fd < 0 || bind(fd, (struct sockaddr *)&in, n) != 0 || listen(fd, 512) != 0 ||
	    getsockname(fd, (struct sockaddr *)&in, &n) != 0) {
		perror("faultsrv");
		exit(2);
	}
	FILE *f = fopen(port_file, "w");
	if (!f || fprintf(f, "%d\n", ntohs(in.sin_port)) < 0 || fclose(f) != 0)
		exit(2);
	return fd;
}

int
main(int argc, char **argv)
{
	pthread_attr_t detached;
	if (argc < 3)
		return 2;
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	signal(SIGPIPE, SIG_IGN);
	clock_gettime(CLOCK_MONOTONIC, &began);
	log_file = fopen(argv[2], "w");
	if (!log_file)
		return 2;
	make_bodies();
	listener = listen_on(argc > 3 ? argv[3] : "0.0.0.0", argv[1]);
	pthread_attr_init(&detached);
	pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
	for (int number = 1;; number++) {
		pthread_t thread;
		int fd = accept(listener, NULL, NULL);
		conn *c = fd < 0 ? NULL : calloc(1, sizeof *c);
		if (!c)
			continue;
		c->fd = fd;
		c->number = number;
		if (pthread_create(&thread, &detached, serve, c) != 0)
			close(fd);
	}
}
