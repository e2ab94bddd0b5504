/* SPDX-License-Identifier: GPL-2.0 */
/* Connections that a NAT has led to a socket. */
#ifndef SFWCTL_HOST_TRACKED_H
#define SFWCTL_HOST_TRACKED_H

#include "host/sockets.h"

struct ip_socket tracked_sent(const struct ip_socket *sock);

#endif
