/*
 * content_reply.h - comments below an article that no class names: each ends with the same button.
 */
#ifndef XP_CONTENT_REPLY_H
#define XP_CONTENT_REPLY_H

#include "content_features.h"

/* What stands in one element with a button to answer it, on a page with two such elements or more; not the one of the article. */
void content_drop_replies(const doc *d, const content_view *v, float *p);

#endif
