/* What happens while bytes of one transfer arrive: the limits and checks that libcurl leaves to its caller. */
#include "slot.h"

#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "http.h"

#define MAX_INTERIM 16 /* 1xx answers before the real one */

/* Stops the transfer: a callback that takes nothing makes libcurl end it. */
static size_t
stop(slot *s, enum outcome fault, const char *why)
{
	s->fault = fault;
	s->why = why;
	return 0;
}

/* Both libcurl and we see a field that says how long the answer is only where it is written as it should be.
 * One with a blank before its colon, or in several lines, is read by some as such and by others not at all. */
static const char *
framing_fault(str head)
{
	static const char *const name[] = {"Content-Length", "Transfer-Encoding"};
	str rest = head, line;
	str_line(&rest, &line);
	while (str_line(&rest, &line))
		for (size_t i = 0; i < 2; i++) {
			str key = str_from(name[i]), value = str_skip(line, key.n);
			if (!str_istarts(line, key) || !value.n || str_chr(value, ':') == SIZE_MAX)
				continue;
			bool folded = rest.n && (rest.p[0] == ' ' || rest.p[0] == '\t');
			bool odd = value.p[0] == ' ' || value.p[0] == '\t' || (value.p[0] == ':' && folded);
			for (size_t k = 0; k < value.n; k++)
				odd |= (unsigned char)value.p[k] < 0x20 && value.p[k] != '\t';
			if (odd)
				return "a framing field that is not written as it should be";
		}
	return NULL;
}

/* RFC 9112 6.3 rule 5: a Content-Length that is no number, or several that differ, cannot be trusted. One
 * value said several times, in lines or in a list, is one value. NULL: well. */
static const char *
length_fault(str head)
{
	str line, value, first = STR_NULL;
	for (unsigned i = 0; (line = http_field_n(head, "Content-Length", i)).p; i++)
		while (str_cut(&line, ',', &value)) {
			uint64_t n;
			value = str_trim(value);
			if (!str_u64(value, &n) || n > INT64_MAX)
				return "Content-Length is no number";
			if (first.p && !str_eq(first, value))
				return "Content-Length fields differ";
			first = value;
		}
	return NULL;
}

/* No transfer coding but chunked was asked for (no TE was sent): what else is there cannot be undone. */
static bool
knows_transfer(str head)
{
	str line, name;
	for (unsigned i = 0; (line = http_field_n(head, "Transfer-Encoding", i)).p; i++)
		while (str_cut(&line, ',', &name)) {
			name = str_trim(name);
			if (name.n && !str_ieq(name, STR("chunked")) && !str_ieq(name, STR("identity")))
				return false;
		}
	return true;
}

/* All Content-Encoding lines are one list. */
static coding *
open_coding(str head, const char **why)
{
	buf list = {0};
	str line;
	for (unsigned i = 0; (line = http_field_n(head, "Content-Encoding", i)).p; i++) {
		if (i)
			buf_addc(&list, ',');
		buf_add(&list, line);
	}
	coding *c = coding_open(buf_str(&list), why);
	buf_free(&list);
	return c;
}

static bool
sink(void *to, str bytes)
{
	slot *s = to;
	s->x.decoded += bytes.n;
	size_t room = PREFIX_MAX - s->prefix.n;
	buf_add(&s->prefix, str_from_to(bytes, 0, room));
	return s->x.decoded <= s->max_body;
}

/* The head of the final answer is there. false: stop. */
static bool
on_head(slot *s)
{
	str head = buf_str(&s->head);
	long status = 0;
	curl_easy_getinfo(s->easy, CURLINFO_RESPONSE_CODE, &status);
	s->x.status = (unsigned)status;
	s->head_done = true;
	bool chunked = http_field_n(head, "Transfer-Encoding", 0).p;
	const char *why = framing_fault(head);
	if (!why && !chunked)
		why = length_fault(head);
	if (why)
		return stop(s, OUT_PROTOCOL, why);
	if (!knows_transfer(head))
		return stop(s, OUT_CODING, "unknown transfer coding");
	if (chunked && http_field_n(head, "Content-Length", 0).p)
		curl_easy_setopt(s->easy, CURLOPT_FORBID_REUSE, 1L); /* RFC 9112 6.3 rule 3 */
	if (status == 206)
		return stop(s, OUT_PROTOCOL, "206 although no range was asked for");
	if (status == 304 && !s->x.conditional)
		return stop(s, OUT_PROTOCOL, "304 although no validator was sent");
	s->coding = open_coding(head, &why);
	if (!s->coding && (status < 200 || status >= 300)) /* what counts of such an answer is in its head */
		s->coding = coding_open(STR_NULL, &why);
	if (!s->coding)
		return stop(s, OUT_CODING, why);
	return true;
}

size_t
slot_on_header(char *bytes, size_t one, size_t n, void *to)
{
	slot *s = to;
	str line = str_of(bytes, one * n);
	if (!s->head_seen)
		s->x.answered_at = monotonic_ms(); /* libcurl's own times do not all count from one start */
	s->head_seen += line.n;
	if (s->head_seen > s->of->o.max_head)
		return stop(s, OUT_HEADERS, "headers too large");
	if (s->head_done)
		return line.n; /* trailer fields */
	if (str_istarts(line, STR("HTTP/")) && !(s->head.n && s->head.p[s->head.n - 1] != '\n'))
		buf_clear(&s->head);
	buf_add(&s->head, line);
	s->of->cookies += str_istarts(line, STR("Set-Cookie:"));
	if (str_trim(line).n > 0)
		return line.n;
	long status = 0;
	curl_easy_getinfo(s->easy, CURLINFO_RESPONSE_CODE, &status);
	if (status >= 100 && status < 200)
		return ++s->interim > MAX_INTERIM ? stop(s, OUT_HEADERS, "too many interim answers") : line.n;
	return on_head(s) ? line.n : 0;
}

/* Bytes that could be read as they are: text, of any charset but UTF-16. */
static bool
is_text(str bytes)
{
	bytes = str_from_to(bytes, 0, 512);
	for (size_t i = 0; i < bytes.n; i++)
		if ((unsigned char)bytes.p[i] < 0x20 && !memchr("\t\n\f\r\x1b", bytes.p[i], 5))
			return false;
	return true;
}

/* Counts decoded bytes. false: the limit is reached. */
static bool
count(slot *s, str bytes)
{
	if (s->body_plain || s->body_damaged)
		return sink(s, bytes);
	enum coding_result r = coding_feed(s->coding, bytes, sink, s);
	if (r != CODING_BAD)
		return r == CODING_OK;
	if (s->x.decoded > 0 || !is_text(buf_str(&s->body))) {
		s->body_damaged = true;
		s->x.flaw = coding_why(s->coding);
		return true;
	}
	s->body_plain = true; /* labelled as coded and is not: browsers take it as it is */
	s->x.flaw = "content is not coded as its label says";
	return sink(s, buf_str(&s->body));
}

size_t
slot_on_body(char *bytes, size_t one, size_t n, void *to)
{
	slot *s = to;
	str in = str_of(bytes, one * n);
	size_t room = s->max_body - s->body.n;
	str kept = str_from_to(in, 0, room);
	buf_add(&s->body, kept);
	if (!s->head_done)
		return stop(s, OUT_PROTOCOL, "body without a head");
	if (!count(s, kept) || kept.n < in.n)
		return stop(s, OUT_TRUNC_LENGTH, "body longer than the limit");
	return in.n;
}

/* libcurl tells only here how an HTTP/2 connection fared. */
static void
on_text(slot *s, str text)
{
	s->left_intact |= str_find(text, STR("left intact")) != SIZE_MAX;
	s->shut |= str_starts(text, STR("Closing connection"));
	if (str_find(text, STR("GOAWAY, error=")) != SIZE_MAX) {
		s->going = true;
		s->x.calm |= str_find(text, STR("error=11,")) != SIZE_MAX;
	}
}

int
slot_on_debug(CURL *easy, curl_infotype type, char *bytes, size_t n, void *to)
{
	slot *s = to;
	str text = str_of(bytes, n);
	if (type == CURLINFO_TEXT)
		on_text(s, text);
	if (type != CURLINFO_HEADER_OUT)
		return 0;
	buf_clear(&s->sent);
	buf_add(&s->sent, text);
	bool one = str_find(text, STR(" HTTP/1.")) != SIZE_MAX;
	if (one &&
	    !str_starts(text, STR("CONNECT "))) /* what else there is to tell is formatted for nobody */
		curl_easy_setopt(easy, CURLOPT_VERBOSE, 0L);
	return 0;
}

static void
note_opened(transfers *t, int fd)
{
	if (fd < 0)
		return;
	if ((size_t)fd >= t->opened_cap) {
		size_t cap = (size_t)fd + 256;
		t->opened = realloc(t->opened, cap * sizeof *t->opened);
		if (!t->opened)
			mem_exhausted();
		memset(t->opened + t->opened_cap, 0, (cap - t->opened_cap) * sizeof *t->opened);
		t->opened_cap = cap;
	}
	t->opened[fd] = ++t->opened_n;
}

int
slot_on_close(void *to, curl_socket_t fd)
{
	transfers *t = to;
	if (fd >= 0 && (size_t)fd < t->opened_cap)
		t->opened[fd] = 0;
	return close(fd);
}

static kept_socket
kept_open(const slot *s)
{
	curl_socket_t fd = CURL_SOCKET_BAD;
	const transfers *t = s->of;
	if (s->x.http2 || s->by_proxy || curl_easy_getinfo(s->easy, CURLINFO_ACTIVESOCKET, &fd) != CURLE_OK ||
	    fd < 0 || (size_t)fd >= t->opened_cap)
		return (kept_socket){0};
	return (kept_socket){fd, t->opened[fd]};
}

curl_socket_t
slot_on_socket(void *to, curlsocktype purpose, struct curl_sockaddr *address)
{
	slot *s = to;
	const unsigned char *bytes = (const unsigned char *)&((struct sockaddr_in *)&address->addr)->sin_addr;
	if (address->family == AF_INET6)
		bytes = ((struct sockaddr_in6 *)&address->addr)->sin6_addr.s6_addr;
	bool known = address->family == AF_INET || address->family == AF_INET6;
	if (purpose != CURLSOCKTYPE_IPCXN || !known ||
	    (!s->of->o.allow_private && !s->by_proxy && address_is_private(address->family, bytes))) {
		s->fault = OUT_PRIVATE;
		s->why = "private address";
		return CURL_SOCKET_BAD;
	}
	int fd = socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
	note_opened(s->of, fd);
	return fd;
}

static enum outcome
cut(const slot *s, enum outcome with_body, enum outcome without)
{
	return s->head_done && s->body.n > 0 ? with_body : without;
}

static enum outcome
outcome_of(const slot *s, CURLcode rc)
{
	switch (rc) {
	case CURLE_OK:
		return OUT_OK;
	case CURLE_OPERATION_TIMEDOUT:
		return cut(s, OUT_TRUNC_TIME, OUT_TIMEOUT);
	case CURLE_COULDNT_RESOLVE_HOST:
	case CURLE_COULDNT_RESOLVE_PROXY:
		return OUT_DNS;
	case CURLE_COULDNT_CONNECT:
		return OUT_CONNECT;
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_ISSUER_ERROR:
		return OUT_CERTIFICATE;
	case CURLE_SSL_CONNECT_ERROR:
	case CURLE_SSL_CERTPROBLEM:
	case CURLE_SSL_CIPHER:
	case CURLE_SSL_CACERT_BADFILE:
		return OUT_TLS;
	case CURLE_GOT_NOTHING:
		return OUT_EMPTY;
	case CURLE_PROXY:
		return OUT_CONNECT;
	case CURLE_PARTIAL_FILE:
	case CURLE_RECV_ERROR:
	case CURLE_SEND_ERROR:
	case CURLE_HTTP2:
	case CURLE_HTTP2_STREAM:
		if (strstr(s->error, "PROTOCOL_ERROR"))
			return cut(s, OUT_TRUNC_DISCONNECT, OUT_PROTOCOL);
		if (s->by_proxy && strstr(s->error, "CONNECT"))
			return OUT_CONNECT;
		if (strstr(s->error, "chunked-encoding"))
			return OUT_PROTOCOL;
		if (strstr(s->error, "Too large response headers") || strstr(s->error, "header"))
			return s->head_done ? cut(s, OUT_TRUNC_DISCONNECT, OUT_RESET) : OUT_HEADERS;
		return cut(s, OUT_TRUNC_DISCONNECT, OUT_RESET);
	case CURLE_OUT_OF_MEMORY: /* what libcurl 7.88 calls a header of megabytes */
		return s->head_done ? OUT_RESET : OUT_HEADERS;
	default:
		return s->head_done ? cut(s, OUT_TRUNC_DISCONNECT, OUT_PROTOCOL) : OUT_PROTOCOL;
	}
}

/* A coded body that ends before its own end is cut, even where Content-Length agrees. */
static void
check_coding_end(slot *s)
{
	if (s->x.outcome != OUT_OK || !s->coding || s->body_plain || s->body.n == 0)
		return;
	if (s->body_damaged) {
		s->x.outcome = OUT_TRUNC_DAMAGED;
	} else if (!coding_complete(s->coding)) {
		s->x.outcome = OUT_TRUNC_DISCONNECT;
		s->why = "content coding cut";
	}
}

/* libcurl 7.88 takes an HTTP/2 answer for whole whose connection it had to close, as for a frame that is too
 * large. Only a length, or a server that had said that it would close, shows that it is. */
static bool
is_half(const slot *s)
{
	return s->x.http2 && s->shut && !s->left_intact && !s->going && s->x.status != 204 &&
	       s->x.status != 304 && !http_field_n(buf_str(&s->head), "Content-Length", 0).p;
}

void
slot_finish(slot *s, CURLcode rc)
{
	exchange *x = &s->x;
	char *ip = NULL;
	curl_easy_getinfo(s->easy, CURLINFO_PRIMARY_IP, &ip);
	snprintf(x->ip, sizeof x->ip, "%s",
		 ip && !s->by_proxy ? ip : ""); /* a proxy's says nothing of the site */
	long version = 0;
	curl_easy_getinfo(s->easy, CURLINFO_HTTP_VERSION, &version);
	x->http2 = version == CURL_HTTP_VERSION_2_0;
	x->outcome = outcome_of(s, rc);
	if (x->outcome == OUT_OK && !s->head_done) { /* libcurl is content with a head that was cut */
		x->outcome = OUT_RESET;
		s->why = "closed within the head";
	}
	if (x->outcome == OUT_OK && is_half(s)) {
		x->outcome = cut(s, OUT_TRUNC_DISCONNECT, OUT_RESET);
		s->why = "HTTP/2 connection closed within the answer";
	}
	x->calm |= strstr(s->error, "ENHANCE_YOUR_CALM") != NULL;
	x->kept = kept_open(s);
	bool stopped = s->fault != OUT_OK && (s->fault != OUT_PRIVATE || rc == CURLE_COULDNT_CONNECT);
	if (stopped)
		x->outcome = s->fault;
	check_coding_end(s);
	/* 408: of a connection that was idle for too long; 421: of one that was made for another host */
	x->retryable = (x->outcome == OUT_EMPTY && !x->calm) ||
		       ((rc == CURLE_HTTP2_STREAM || rc == CURLE_HTTP2) && !s->head_done && !x->calm) ||
		       x->status == 408 || x->status == 421;
	const char *detail = s->why && x->outcome != OUT_OK ? s->why
			     : s->error[0]                  ? s->error
							    : curl_easy_strerror(rc);
	snprintf(x->detail, sizeof x->detail, "%s", x->outcome == OUT_OK ? "" : detail);
	x->head = buf_str(&s->head);
	x->body = buf_str(&s->body);
	x->request_head = buf_str(&s->sent);
	x->prefix = buf_str(&s->prefix);
	x->coded = s->coding && coding_depth(s->coding) > 0 && !s->body_plain;
	coding_close(s->coding);
	s->coding = NULL;
	s->done = true;
}
