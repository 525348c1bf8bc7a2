/*
 * site.h - the host of an address, which names the site that a page is of.
 */
#ifndef XP_SITE_H
#define XP_SITE_H

#include "str.h"

/* A view of the host in an absolute URL, without user and port; STR_NULL when there is none. */
str site_of(str url);

#endif
