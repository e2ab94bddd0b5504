/* SPDX-License-Identifier: GPL-2.0 */
/* Open ports of UDP that sockets of this host are bound to. */
#ifndef SFWCTL_HOST_UDP_PORTS_H
#define SFWCTL_HOST_UDP_PORTS_H

#include "net/netlink.h"

/**
 * struct udp_port - a port of one family
 * @family: AF_INET or AF_INET6
 * @number: its number
 */
struct udp_port {
	int family;
	__u16 number;
};

/**
 * struct udp_ports - ports that anybody may send to
 * @ports: all of them
 * @count: how many
 */
struct udp_ports {
	struct udp_port *ports;
	size_t count;
};

int udp_ports_begin(struct udp_ports *udp, struct nl *nl);
int udp_ports_tell(const struct udp_ports *udp, struct nl *nl);
void udp_ports_free(struct udp_ports *udp);

#endif
