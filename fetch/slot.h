/* slot.h - inside transfer: one place for a transfer, and what its callbacks keep. */
#ifndef XP_FETCH_SLOT_H
#define XP_FETCH_SLOT_H

#include <curl/curl.h>

#include "coding.h"
#include "transfer.h"

#define PREFIX_MAX ((size_t)65536)

typedef struct slot {
	exchange x; /* first: an exchange is its slot */
	transfers *of;
	CURL *easy;
	struct curl_slist *fields; /* of this one, when it has validators; else NULL */
	buf url, head, body, sent, prefix;
	char error[CURL_ERROR_SIZE];
	bool busy, done, by_proxy;
	int64_t started; /* monotonic ms */
	/* what the callbacks found */
	bool head_done, body_plain, body_damaged;
	bool left_intact, shut,
	    going;        /* HTTP/2: the connection lives on; was closed; the server said it would go */
	size_t head_seen; /* all header bytes, of interim answers too */
	unsigned interim;
	enum outcome fault; /* why a callback stopped the transfer; OUT_OK: it did not */
	const char *why;
	coding *coding;
	size_t max_body;
} slot;

struct transfers {
	transfer_options o;
	CURLM *multi;
	CURLSH *share; /* cookies of this run */
	unsigned cookies;                    /* set since the jar was emptied */
	struct curl_slist *resolve, *fields; /* fields: of every request */
	slot *slot;
	unsigned active;
	unsigned *opened; /* by socket: when it was opened, counted; 0: it is closed */
	size_t opened_cap;
	unsigned opened_n;
	int64_t idle_us; /* spent in poll */
	diag *d;
};

/* libcurl's callbacks (slot.c). */
size_t slot_on_header(char *bytes, size_t one, size_t n, void *to);
size_t slot_on_body(char *bytes, size_t one, size_t n, void *to);
int slot_on_debug(CURL *easy, curl_infotype type, char *bytes, size_t n, void *to);
curl_socket_t slot_on_socket(void *to, curlsocktype purpose, struct curl_sockaddr *address);
int slot_on_close(void *to, curl_socket_t fd); /* `to` is the transfers */
/* The outcome, when libcurl ended with `rc`. */
void slot_finish(slot *s, CURLcode rc);

#endif
