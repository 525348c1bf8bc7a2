/* entities.h - named character references. */
#ifndef XP_ENTITIES_H
#define XP_ENTITIES_H

#include <stddef.h>

extern const char entities_text[];
extern const size_t entities_size;

#endif
