/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SFW_DB_LEAD_H
#define SFW_DB_LEAD_H

#include "../core/policy.h"

struct net;
struct net_device;

void sfw_lead_out(struct net *net, const struct net_device *in, struct sfw_facts *f);
bool sfw_lead(struct net *net, const struct net_device *in, struct sfw_facts *f,
	      const struct sfw_policy *p);

#endif /* SFW_DB_LEAD_H */
