/* SPDX-License-Identifier: GPL-2.0 */
/* Which interface of this host has an address. */
#ifndef SFW_DB_HOME_H
#define SFW_DB_HOME_H

#include <net/net_namespace.h>

#include "../core/addr.h"

const char *sfw_home(struct net *net, u8 family, const struct sfw_addr *a);

#endif /* SFW_DB_HOME_H */
