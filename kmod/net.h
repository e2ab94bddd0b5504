/* SPDX-License-Identifier: GPL-2.0 */
/* One network namespace as the module sees it. */
#ifndef SFW_NET_H
#define SFW_NET_H

#include <net/net_namespace.h>

#include "db/db.h"
#include "nf/hook.h"
#include "proc/proc.h"

/**
 * struct sfw_net - everything of one namespace
 * @net: the namespace
 * @db: policy, lists, counters
 * @nf: registration with netfilter
 * @proc: its files below /proc/net
 * @events_sent: messages sent to those who listen
 */
struct sfw_net {
	struct net *net;
	struct sfw_db db;
	struct sfw_nf nf;
	struct sfw_proc proc;
	u32 events_sent;
};

struct sfw_net *sfw_net(const struct net *net);
int sfw_nets_init(void);
void sfw_nets_exit(void);

#endif /* SFW_NET_H */
