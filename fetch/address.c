/* Addresses that a crawler of the public web has no business with (IANA special-purpose registries, RFC
 * 6890). */
#include "transfer.h"

#include <string.h>
#include <sys/socket.h>

typedef struct block {
	unsigned char bytes[16];
	unsigned bits;
} block;

static const block v4[] = {
    {{0}, 8},         {{10}, 8},       {{100, 64}, 10},      {{127}, 8},
    {{169, 254}, 16}, {{172, 16}, 12}, {{192, 0, 0}, 24},    {{192, 0, 2}, 24},
    {{192, 168}, 16}, {{198, 18}, 15}, {{198, 51, 100}, 24}, {{203, 0, 113}, 24},
    {{224}, 4},       {{240}, 4},
};

static const block v6[] = {
    {{0}, 127},         /* :: and ::1 */
    {{0x01, 0x00}, 64}, /* discard only */
    {{0x20, 0x01, 0x0d, 0xb8}, 32},
    {{0x20, 0x01, 0x00, 0x00}, 32}, /* Teredo */
    {{0xfc}, 7},
    {{0xfe, 0x80}, 10},
    {{0xfe, 0xc0}, 10},
    {{0xff}, 8},
};

static bool
in_block(const unsigned char *p, const block *b)
{
	unsigned whole = b->bits / 8, rest = b->bits % 8;
	if (memcmp(p, b->bytes, whole) != 0)
		return false;
	return rest == 0 || ((p[whole] ^ b->bytes[whole]) >> (8 - rest)) == 0;
}

static bool
in_any(const unsigned char *p, const block *b, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (in_block(p, &b[i]))
			return true;
	return false;
}

/* The IPv4 address that an IPv6 address stands for, or NULL. */
static const unsigned char *
embedded(const unsigned char *p)
{
	static const block mapped = {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96}, compatible = {{0}, 96},
			   nat64 = {{0, 0x64, 0xff, 0x9b}, 96}, six_to_four = {{0x20, 0x02}, 16};
	if (in_block(p, &mapped) || in_block(p, &compatible) || in_block(p, &nat64))
		return p + 12;
	return in_block(p, &six_to_four) ? p + 2 : NULL;
}

bool
address_is_private(int family, const unsigned char *bytes)
{
	if (family == AF_INET)
		return in_any(bytes, v4, sizeof v4 / sizeof *v4);
	if (family != AF_INET6 || in_any(bytes, v6, sizeof v6 / sizeof *v6))
		return true;
	const unsigned char *inside = embedded(bytes);
	return inside && in_any(inside, v4, sizeof v4 / sizeof *v4);
}
