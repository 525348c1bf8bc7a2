/*
 * notes.h - marks of footnotes: [1], [2-4], [注 1] behind a sentence.
 */
#ifndef XP_NOTES_H
#define XP_NOTES_H

#include "str.h"

/* The line without the marks of footnotes at its end. */
str notes_off(str s);

#endif
