/* The summary of a run: a line for a person, JSON for a program. */
#include "crawl.h"

#include <time.h>

#include "calendar.h"
#include "json.h"

typedef struct count {
	const char *name; /* key of the summary; underscores are spaces in the line for a person */
	uint64_t n;
} count;

#define COUNTS 18

static void
counts(const report *r, count out[COUNTS])
{
	const count all[COUNTS] = {
	    {"new", r->fresh},
	    {"unchanged", r->unchanged},
	    {"duplicates", r->duplicates},
	    {"moved", r->moved},
	    {"gone", r->gone},
	    {"blocked", r->blocked},
	    {"failed", r->failed},
	    {"truncated", r->truncated},
	    {"dropped", r->dropped},
	    {"disallowed", r->disallowed},
	    {"deferred_hosts", r->deferred},
	    {"unreachable_hosts", r->unreachable},
	    {"boilerplate_hosts", r->boilerplate},
	    {"found", r->found},
	    {"sources_ok", r->sources_ok},
	    {"sources_failed", r->sources_failed},
	    {"requests", r->requests},
	    {"bytes", r->bytes},
	};
	for (size_t i = 0; i < COUNTS; i++)
		out[i] = all[i];
}

static void
add_words(buf *out, const char *name)
{
	for (; *name; name++)
		buf_addc(out, *name == '_' ? ' ' : *name);
}

void
report_line(const crawl *c, buf *out)
{
	count all[COUNTS];
	counts(&c->report, all);
	buf_addf(out, "%llu new", (unsigned long long)c->report.fresh);
	for (size_t i = 1; i < 13; i++) {
		if (!all[i].n)
			continue;
		buf_addf(out, ", %llu ", (unsigned long long)all[i].n);
		add_words(out, all[i].name);
	}
	if (c->report.sources_ok || c->report.sources_failed)
		buf_addf(out, "; sources: %llu well, %llu failed", (unsigned long long)c->report.sources_ok,
			 (unsigned long long)c->report.sources_failed);
	buf_addf(out, "; %llu requests, %.1f MB in %lld s", (unsigned long long)c->report.requests,
		 (double)c->report.bytes / 1e6, (long long)((monotonic_ms() - c->began_ms) / 1000));
}

static void
add_time(buf *out, const char *key, int64_t t)
{
	arena a = {0};
	json_key(out, key);
	json_string(out, calendar_utc(&a, t, CALENDAR_ISO));
	arena_free(&a);
}

static void
add_host(buf *out, const host *h)
{
	json_sep(out);
	buf_addc(out, '{');
	json_key(out, "origin");
	json_string(out, h->origin);
	json_member_number(out, "requests", h->fetched);
	json_member_number(out, "ok", h->ok);
	json_member_number(out, "failed", h->failed);
	json_member_number(out, "blocked", h->blocked);
	json_member_number(out, "bytes", h->bytes);
	json_member_number(out, "latency_ms", (uint64_t)h->row.latency_ms);
	json_key(out, "put_off");
	buf_addz(out, h->put_off ? "true" : "false");
	if (h->row.retry_at > calendar_now())
		add_time(out, "retry_at", h->row.retry_at);
	buf_addc(out, '}');
}

void
report_json(const crawl *c, int status, buf *out)
{
	static const char *const why[] = {"complete", "signal", "time or page budget", "cannot write"};
	count all[COUNTS];
	const str *file;
	size_t n = store_files(c->store, &file);
	counts(&c->report, all);
	buf_addc(out, '{');
	add_time(out, "started", c->report.started);
	add_time(out, "finished", c->report.finished);
	json_member_number(out, "status", (uint64_t)status);
	json_key(out, "ended");
	json_string(out, str_from(why[c->stop]));
	for (size_t i = 0; i < COUNTS; i++)
		json_member_number(out, all[i].name, all[i].n);
	json_member_number(out, "stored_bytes", store_bytes(c->store));
	json_key(out, "files");
	buf_addc(out, '[');
	for (size_t i = 0; i < n; i++) {
		json_sep(out);
		json_string(out, file[i]);
	}
	buf_addc(out, ']');
	json_key(out, "hosts");
	buf_addc(out, '[');
	for (size_t i = 0; i < c->hosts.cap; i++)
		if (c->hosts.slot[i] && (c->hosts.slot[i]->fetched || c->hosts.slot[i]->put_off))
			add_host(out, c->hosts.slot[i]);
	buf_addz(out, "]}\n");
}
