/* SPDX-License-Identifier: GPL-2.0 */
/* The sockets of this network namespace, as /proc/net lists them. */
#ifndef SFWCTL_HOST_SOCKETS_H
#define SFWCTL_HOST_SOCKETS_H

#include <stdbool.h>
#include <stdio.h>

#include "lang/statement.h"

/* State of a socket, as the kernel numbers it. */
#define SOCKET_ESTABLISHED	1
#define SOCKET_UNCONNECTED	7
#define SOCKET_LISTENING	10

#define SOCKET_PORTS		65536

/**
 * struct ip_socket - a TCP or UDP socket
 * @local: its address; IPv4 when it is mapped into IPv6
 * @peer: address of the other side, likewise
 * @local_port: its port
 * @peer_port: port of the other side
 * @state: SOCKET_*, or another number
 * @inode: as /proc/PID/fd names it
 */
struct ip_socket {
	struct address local;
	struct address peer;
	__u16 local_port;
	__u16 peer_port;
	unsigned int state;
	unsigned long inode;
};

bool socket_is_loopback(const struct address *addr);
bool socket_read(const char *line, struct ip_socket *sock);
void sockets_each(__u8 proto,
		  void (*each)(void *ctx, const struct ip_socket *sock),
		  void *ctx);

#endif
