#include "input_kind.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "coding.h"
#include "file.h"

enum input_kind
input_kind_of_name(str path)
{
	static const struct {
		str end;
		enum input_kind kind;
	} known[] = {
		{STR(".html"), KIND_HTML}, {STR(".htm"), KIND_HTML}, {STR(".xhtml"), KIND_HTML}, {STR(".shtml"), KIND_HTML},
		{STR(".txt"), KIND_TEXT}, {STR(".warc"), KIND_WARC}, {STR(".mhtml"), KIND_MHTML}, {STR(".mht"), KIND_MHTML},
	};
	if (str_ends(path, STR(".gz")))
		path.n -= 3;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		str end = known[i].end;
		if (path.n > end.n && str_ieq(str_skip(path, path.n - end.n), end))
			return known[i].kind;
	}
	return KIND_UNKNOWN;
}

enum input_kind
input_kind_of_mime(str mime)
{
	if (!mime.n || str_eq(mime, STR("text/html")) || str_eq(mime, STR("application/xhtml+xml")))
		return KIND_HTML;
	return str_eq(mime, STR("text/plain")) ? KIND_TEXT : KIND_UNKNOWN;
}

static bool
has_header(str head, str name)
{
	str line;
	while (str_line(&head, &line) && line.n)
		if (str_istarts(line, name))
			return true;
	return false;
}

/* A page names its structure early; a text dump may hold leftover tags, so that a lone tag proves nothing. */
static bool
looks_like_html(str head)
{
	static const char *const signs[] = {"<!doctype", "<html", "<head", "<body", "<meta", "<title", "<script", "<div", "<table", "<p>"};
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (str_ifind(head, str_from(signs[i])) != SIZE_MAX)
			return true;
	return false;
}

/* UTF-16 as ASCII: its tags are what is looked for. */
static str
without_nuls(str s, char *out)
{
	size_t n = 0;
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i])
			out[n++] = s.p[i];
	return str_of(out, n);
}

enum { SNIFFED = 2048 };       /* bytes of a file's start that are looked at */

static enum input_kind
sniff_plain(str bytes)
{
	char plain[SNIFFED];
	str head = without_nuls(str_from_to(bytes, 0, sizeof plain), plain);
	if (str_starts(head, STR("WARC/")))
		return KIND_WARC;
	if (has_header(head, STR("MIME-Version:")) && str_ifind(head, STR("multipart/related")) != SIZE_MAX)
		return KIND_MHTML;
	return looks_like_html(head) ? KIND_HTML : KIND_TEXT;
}

enum input_kind
input_sniff(str bytes)
{
	arena a = {0};
	if (!coding_is_gzip(bytes))
		return sniff_plain(bytes);
	str inside = coding_gunzip(&a, bytes, SNIFFED);
	enum input_kind kind = inside.n ? sniff_plain(inside) : KIND_WARC; /* the WARC reader says what is wrong with it */
	arena_free(&a);
	return kind;
}

/* Control bytes that no text has but by accident. SO, SI and ESC switch character sets; NULs are half of what UTF-16 markup is made of. */
static bool
is_noise(str head)
{
	enum { LEAST = 256, SHARE = 32 };
	size_t odd = 0, nuls = 0;
	for (size_t i = 0; i < head.n; i++) {
		unsigned char c = (unsigned char)head.p[i];
		nuls += c == 0;
		odd += c < 0x20 && c != 0 && !ascii_is_space(c) && c != 0x0E && c != 0x0F && c != 0x1B;
	}
	return head.n >= LEAST && odd * SHARE > head.n && nuls * SHARE < head.n;
}

const char *
input_binary(str bytes, str charset)
{
	static const struct {
		size_t at;
		str sign;
		const char *type;
	} known[] = {
		{0, STR("%PDF-"), "application/pdf"}, {0, STR("%!PS-Adobe-"), "application/postscript"},
		{0, STR("\x89PNG\r\n\x1A\n"), "image/png"}, {0, STR("GIF87a"), "image/gif"}, {0, STR("GIF89a"), "image/gif"},
		{0, STR("\xFF\xD8\xFF"), "image/jpeg"}, {8, STR("WEBPVP"), "image/webp"}, {4, STR("ftypisom"), "video/mp4"},
		{4, STR("ftypmp4"), "video/mp4"}, {0, STR("\x1A\x45\xDF\xA3"), "video/webm"}, {0, STR("ID3\x03"), "audio/mpeg"},
		{0, STR("ID3\x04"), "audio/mpeg"}, {0, STR("PK\x03\x04"), "application/zip"}, {0, STR("Rar!\x1A\x07"), "application/x-rar-compressed"},
		{0, STR("7z\xBC\xAF\x27\x1C"), "application/x-7z-compressed"}, {0, STR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), "application/msword"},
		{0, STR("\x7F" "ELF"), "application/x-executable"}, {0, STR("SQLite format 3"), "application/vnd.sqlite3"},
	};
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (str_starts(str_skip(bytes, known[i].at), known[i].sign))
			return known[i].type;
	bool wide = str_starts(bytes, STR("\xFF\xFE")) || str_starts(bytes, STR("\xFE\xFF")) || str_istarts(charset, STR("utf-16"));
	return !wide && is_noise(str_from_to(bytes, 0, SNIFFED)) ? "application/octet-stream" : NULL;
}

struct tee {
	int from, to;
	buf head;
};

static void *
copy_on(void *arg)
{
	struct tee *t = arg;
	char chunk[1 << 16];
	ssize_t n;
	if (fd_write_all(t->to, buf_str(&t->head)) == 0)
		while ((n = read(t->from, chunk, sizeof chunk)) > 0 || (n < 0 && errno == EINTR))
			if (n > 0 && fd_write_all(t->to, str_of(chunk, (size_t)n)) != 0)
				break;
	close(t->from);
	close(t->to);
	buf_free(&t->head);
	free(t);
	return NULL;
}

/* Standard input becomes a pipe that starts with what was read already. */
static int
put_back(struct tee *t)
{
	int fd[2];
	pthread_t thread;
	if (pipe(fd) != 0)
		return -1;
	t->from = dup(STDIN_FILENO);
	t->to = fd[1];
	int ok = dup2(fd[0], STDIN_FILENO);
	close(fd[0]);
	sigset_t block, was;
	sigemptyset(&block);
	sigaddset(&block, SIGPIPE);
	pthread_sigmask(SIG_BLOCK, &block, &was);
	int rc = t->from < 0 || ok < 0 ? -1 : pthread_create(&thread, NULL, copy_on, t);
	pthread_sigmask(SIG_SETMASK, &was, NULL);
	if (rc == 0)
		pthread_detach(thread);
	return rc == 0 ? 0 : -1;
}

enum input_kind
input_peek_stdin(diag *d)
{
	struct tee *t = calloc(1, sizeof *t);
	if (!t)
		mem_exhausted();
	buf_reserve(&t->head, 4096);
	ssize_t n = 0;
	while (t->head.n < 4096 && (n = read(STDIN_FILENO, t->head.p + t->head.n, 4096 - t->head.n)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			break;
		t->head.n += (size_t)n;
	}
	enum input_kind kind = input_sniff(buf_str(&t->head));
	if (lseek(STDIN_FILENO, -(off_t)t->head.n, SEEK_CUR) >= 0) {
		buf_free(&t->head);
		free(t);
	} else if (put_back(t) != 0) {
		diag_error(d, "-", "cannot read standard input: %s", strerror(errno));
		buf_free(&t->head);
		free(t);
	}
	return kind;
}
