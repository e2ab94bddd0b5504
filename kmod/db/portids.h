/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Netlink sockets whose state has to end when they are closed. The close of any
 * other socket, by any user, checks this table without a lock.
 *
 * A port stays in its place until it is taken out, so a reader always finds it.
 * The notifier of a closed socket comes after its last request was served.
 */
#ifndef SFW_DB_PORTIDS_H
#define SFW_DB_PORTIDS_H

#include <linux/types.h>

#define SFW_PORTIDS_MAX	16

/**
 * struct sfw_portids - some ports
 * @at: netlink port numbers, 0: free
 * @n: how many
 */
struct sfw_portids {
	u32 at[SFW_PORTIDS_MAX];
	u32 n;
};

int sfw_portids_add(struct sfw_portids *ports, u32 port);
void sfw_portids_del(struct sfw_portids *ports, u32 port);
bool sfw_portids_have(const struct sfw_portids *ports, u32 port);

#endif /* SFW_DB_PORTIDS_H */
