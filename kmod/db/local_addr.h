/* SPDX-License-Identifier: GPL-2.0 */
/* Addresses of this host, and their interfaces. */
#ifndef SFW_DB_LOCAL_ADDR_H
#define SFW_DB_LOCAL_ADDR_H

#include <net/net_namespace.h>

#include "../core/facts.h"

/* Whose address it is: another host's, this one's, or that of several. */
enum sfw_addr_kind { SFW_ADDR_ELSEWHERE, SFW_ADDR_OWN, SFW_ADDR_GROUP };

const char *sfw_local_addr_dev(struct net *net, const struct net_device *in,
			       u8 family, const struct sfw_addr *a);
enum sfw_addr_kind sfw_local_addr_kind(struct net *net,
				       const struct net_device *dev, u8 family,
				       const struct sfw_addr *a);

enum sfw_fact sfw_local_addr_fresh(struct net *net, const struct sfw_facts *f,
				   const struct sfw_addr *a);

bool sfw_local_addr_complete(struct net *net, const char *dev,
			     struct sfw_addr *a);

#endif /* SFW_DB_LOCAL_ADDR_H */
