/* rules_fixture.h - rules of one table that all cases of a test share: RULES_FIXTURE(type, how to load them) defines `loaded`, load and unload. */
#ifndef RULES_FIXTURE_H
#define RULES_FIXTURE_H

#include "check.h"
#include "table.h"

#define RULES_FIXTURE(type, loader)                                                                  \
	static arena rules_memory;                                                                   \
	static type *loaded;                                                                         \
	static int load(void **state)                                                                \
	{                                                                                            \
		(void)state;                                                                         \
		diag d;                                                                              \
		diag_init(&d, "test", stderr);                                                       \
		loaded = loader(&rules_memory, &d, table_dir(&rules_memory, &d, NULL, NULL));        \
		return loaded ? 0 : -1;                                                              \
	}                                                                                            \
	static int unload(void **state)                                                              \
	{                                                                                            \
		(void)state;                                                                         \
		arena_free(&rules_memory);                                                           \
		return 0;                                                                            \
	}

#endif
