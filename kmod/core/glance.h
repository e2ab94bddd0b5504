/* SPDX-License-Identifier: GPL-2.0 */
/* The bitmap by the first bits of IPv4 addresses, and the jumps, of a set of prefixes. */
#ifndef SFW_CORE_GLANCE_H
#define SFW_CORE_GLANCE_H

#include "prefixes.h"

#define SFW_GLANCE_LEAST	6	/* bits that it looks at */

u8 sfw_glance_bits(u32 n4);
size_t sfw_glance_bytes(u8 bits);
void sfw_glance_set(struct sfw_prefixes *t, unsigned long *glance, u8 bits);

#endif /* SFW_CORE_GLANCE_H */
