// SPDX-License-Identifier: GPL-2.0
#include <linux/compiler.h>
#include <linux/errno.h>

#include "portids.h"

/**
 * sfw_portids_have - whether a port is among them
 * @ports: the ports
 * @port: its number, not 0
 *
 * Context: any; no lock is needed to ask for a socket that is served or goes.
 */
bool sfw_portids_have(const struct sfw_portids *ports, u32 port)
{
	u32 i;

	for (i = 0; i < SFW_PORTIDS_MAX; i++)
		if (READ_ONCE(ports->at[i]) == port)
			return true;
	return false;
}

static void replace(struct sfw_portids *ports, u32 old, u32 new)
{
	u32 i = 0;

	while (ports->at[i] != old)
		i++;
	WRITE_ONCE(ports->at[i], new);
}

/**
 * sfw_portids_add - put one in
 * @ports: the ports
 * @port: its number, not 0
 *
 * Context: the lock of their owner is held. Return: 0, -EEXIST, or -ENOSPC when
 * SFW_PORTIDS_MAX are there.
 */
int sfw_portids_add(struct sfw_portids *ports, u32 port)
{
	if (sfw_portids_have(ports, port))
		return -EEXIST;
	if (ports->n == SFW_PORTIDS_MAX)
		return -ENOSPC;
	replace(ports, 0, port);
	ports->n++;
	return 0;
}

/**
 * sfw_portids_del - take one out
 * @ports: the ports
 * @port: one of them
 *
 * Context: the lock of their owner is held.
 */
void sfw_portids_del(struct sfw_portids *ports, u32 port)
{
	replace(ports, port, 0);
	ports->n--;
}
