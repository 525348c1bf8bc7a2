/*
 * transfer.h - many HTTP transfers at once over libcurl's multi interface, with the limits that libcurl does
 * not keep.
 *
 * One transfer is one request and one answer: redirects are the caller's business. Bodies are kept as they
 * came (transfer coding undone, content coding not); decoded bytes are counted as they arrive, so that a bomb
 * stops at the limit. Addresses are checked when a socket is opened, after all name resolution.
 */
#ifndef XP_FETCH_TRANSFER_H
#define XP_FETCH_TRANSFER_H

#include "arena.h"
#include "err.h"

#define CURL_DETAIL 256

enum outcome {
	OUT_OK,
	OUT_TRUNC_LENGTH,
	OUT_TRUNC_TIME,
	OUT_TRUNC_DISCONNECT,
	OUT_TRUNC_DAMAGED, /* head and part of the body are there */
	OUT_TIMEOUT,
	OUT_DNS,
	OUT_CONNECT,
	OUT_TLS,
	OUT_CERTIFICATE,
	OUT_EMPTY,
	OUT_RESET,
	OUT_PROTOCOL,
	OUT_HEADERS,
	OUT_CODING,
	OUT_PRIVATE, /* the address is private */
	OUT_CANCELLED,
	OUT_COUNT
};
/* The word for logs, summaries and notes: "timeout", "private address", ... */
const char *outcome_name(enum outcome o);
static inline bool
outcome_has_body(enum outcome o)
{
	return o <= OUT_TRUNC_DAMAGED;
}

typedef struct transfer_options {
	const char *agent; /* the User-Agent header */
	const char *ca_file;
	char **resolve; /* HOST:PORT:ADDRESS, NULL at the end; may be NULL */
	bool allow_private;
	size_t max_body, max_head; /* bytes; the body's after decoding */
	long connect_ms, header_ms, total_ms, stall_ms;
	unsigned connections;
} transfer_options;

/* The socket of an HTTP/1 connection that is kept open, as an exchange gave it. What comes on it between two
 * answers is no answer to what is asked next: it must not be used again then. `opened` tells it from a later
 * one with the same number; 0: there is none. */
typedef struct kept_socket {
	int fd;
	unsigned opened;
} kept_socket;

typedef struct request {
	str url;            /* serialized, ASCII */
	str etag, modified; /* validators; null: none */
	bool fresh;         /* on a new connection */
	bool insecure;      /* no certificate check */
	const char *proxy;  /* NULL: none; the socket goes to it, and is not checked */
	kept_socket kept;   /* of this host's last exchange, when no transfer of the host is under way */
	size_t max_body;    /* 0: the option's */
	void *user;
} request;

typedef struct exchange {
	void *user;
	enum outcome outcome;
	char detail[CURL_DETAIL];           /* what libcurl or we found, for the log */
	unsigned status;                    /* 0: no answer */
	bool coded;                         /* the body has a content coding, and it is what its label says */
	bool http2, conditional, retryable; /* retryable: the server did not act on it (RFC 9113 8.7, an
					       unused connection closed, 408, 421) */
	str request_head, head, body;       /* as sent; as received, status line first; raw */
	uint64_t decoded;                   /* bytes after decoding */
	str prefix;                         /* the first decoded bytes, for a look at the page */
	const char *flaw; /* a body that is not what its label says, taken as it is; or NULL */
	char ip[64];
	int64_t started_at; /* wall clock, seconds */
	long ms;            /* whole transfer */
	bool calm;          /* HTTP/2 ENHANCE_YOUR_CALM: the host wants fewer requests */
	kept_socket kept;
	int64_t answered_at; /* monotonic ms: when the first byte came; 0: none did */
} exchange;

typedef struct transfers transfers;

transfers *transfers_new(const transfer_options *o,
			 diag *d); /* NULL after a message; options are copied, their strings not */
void transfers_free(transfers *t);
unsigned transfers_active(const transfers *t);
bool transfers_full(const transfers *t);
void transfers_start(transfers *t, const request *r);
/* Works for at most wait_ms, or until something is finished. */
void transfers_work(transfers *t, int wait_ms);
/* Milliseconds spent waiting for the network so far. */
int64_t transfers_idle_ms(const transfers *t);
/* A finished transfer, or NULL. It is the caller's until transfers_release(). */
const exchange *transfers_next(transfers *t);
void transfers_release(transfers *t, const exchange *x);
/* Ends all that is under way: it comes out of transfers_next() as cancelled. */
void transfers_cancel(transfers *t);

int64_t monotonic_ms(void);

/* Is this address one that a public crawler must not reach (RFC 6890 and its heirs)? family AF_INET or
 * AF_INET6, bytes in network order; mapped, compatible, 6to4 and NAT64 forms are judged by the IPv4 address
 * inside (address.c). */
bool address_is_private(int family, const unsigned char *bytes);

#endif
