/* SPDX-License-Identifier: GPL-2.0 */
/* Whether this host forwards at all: the sysctls of a gateway. */
#ifndef SFW_NF_FORWARDING_H
#define SFW_NF_FORWARDING_H

#include <net/net_namespace.h>

#include "../db/db.h"

void sfw_forwarding_settle(struct sfw_db *db, struct net *net,
			   const struct sfw_policy *p);

#endif /* SFW_NF_FORWARDING_H */
