/* SPDX-License-Identifier: GPL-2.0 */
/* Bridges whose guests get addresses and names from this host. */
#ifndef SFWCTL_HOST_GUESTS_H
#define SFWCTL_HOST_GUESTS_H

#include <linux/types.h>

#define GUEST_PORTS_MAX		3
#define GUEST_PORTS_TEXT	(GUEST_PORTS_MAX * 6)

struct policy;

unsigned int guests_closed(const struct policy *policy, const char *dev,
			   __u16 ports[GUEST_PORTS_MAX]);
char *guests_list(const __u16 *ports, unsigned int count,
		  char text[GUEST_PORTS_TEXT]);

#endif
