/*
 * mhtml.h - pages saved by a browser in one file (MHTML, RFC 2557): their HTML parts.
 */
#ifndef XP_MHTML_H
#define XP_MHTML_H

#include "arena.h"

typedef struct mhtml mhtml;

typedef struct mhtml_part {
	str path;                  /* of the file */
	str id;                    /* Content-Location or Content-ID, or null */
	str url, date, charset;    /* date as ISO 8601, or null */
	str body;                  /* after quoted-printable or base64 */
	uint64_t offset;           /* of the part's header in the file */
} mhtml_part;

mhtml *mhtml_open(str path, str bytes);           /* copies both */
bool mhtml_next(mhtml *m, arena *a, mhtml_part *part); /* the next HTML part; everything but the path lives in `a`. false at the end */
void mhtml_close(mhtml *m);

#endif
