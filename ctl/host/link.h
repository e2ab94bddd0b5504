/* SPDX-License-Identifier: GPL-2.0 */
/* Links: interfaces, where an address alone does not name one. */
#ifndef SFWCTL_HOST_LINK_H
#define SFWCTL_HOST_LINK_H

#include "host/sockets.h"

void links_with(const struct address *local, void (*each)(void *ctx, const char *dev),
		void *ctx);
bool address_is_own(const struct address *addr);
unsigned int link_of(const struct ip_socket *sock);

#endif
