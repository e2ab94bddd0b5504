/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SFWCTL_HOST_ROUTE_H
#define SFWCTL_HOST_ROUTE_H

#include "host/sockets.h"

void route_dev(const struct ip_socket *sock, char dev[SFW_DEV_MAX + 1]);

#endif
