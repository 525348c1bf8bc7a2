/* check.h - what every cmocka test includes, in the order cmocka wants. */
#ifndef CHECK_H
#define CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "err.h"
#include "str.h"

#define assert_str(got, want)                                                                        \
	do {                                                                                         \
		str got_ = (got), want_ = (want);                                                    \
		assert_int_equal(got_.n, want_.n);                                                   \
		assert_memory_equal(got_.n ? got_.p : "", want_.n ? want_.p : "", want_.n);          \
	} while (0)

#endif
