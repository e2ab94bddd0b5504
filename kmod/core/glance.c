// SPDX-License-Identifier: GPL-2.0
#include "glance.h"

/* Bits that it looks at, and up to how many prefixes. A test lowers them. */
static struct {
	u8 bits;
	u32 most;
} glances[] = {
	{ SFW_GLANCE_LEAST, 4 }, { 12, 256 }, { 16, 16384 }, { 20, U32_MAX },
};

#define JUMP_FROM	16	/* of these bits */

/**
 * sfw_glance_bits - how many bits a glance should look at
 * @n4: prefixes of IPv4 in the set
 */
u8 sfw_glance_bits(u32 n4)
{
	u32 i = 0;

	while (n4 >= glances[i].most)
		i++;
	return glances[i].bits;
}

/**
 * sfw_glance_bytes - size of the bitmap, and in a large set of the jumps
 * @bits: that it looks at
 */
size_t sfw_glance_bytes(u8 bits)
{
	return BIT(bits) / BITS_PER_BYTE +
	       (bits >= JUMP_FROM ? BIT(SFW_JUMP) * sizeof(void *) : 0);
}

/**
 * sfw_glance_set - give a set its bitmap, and the jumps behind it
 * @t: the set
 * @glance: sfw_glance_bytes()
 * @bits: that it looks at
 */
void sfw_glance_set(struct sfw_prefixes *t, unsigned long *glance, u8 bits)
{
	t->glance = glance;
	t->shift = 32 - bits;
	t->jump = bits >= JUMP_FROM ?
		  (void **)(glance + BIT(bits) / BITS_PER_LONG) : NULL;
}
