/* SPDX-License-Identifier: GPL-2.0 */
/* The end of the direct way: connection tracking gets to know live connections. */
#ifndef SFW_NF_HANDOVER_H
#define SFW_NF_HANDOVER_H

#include <linux/workqueue.h>

struct net;
struct sock;

/* Packets may begin to go direct again while connections are handed over. */
enum sfw_handover_due {
	SFW_HANDOVER_NONE,
	SFW_HANDOVER_DUE,
	SFW_HANDOVER_AT_WORK,
};

/**
 * struct sfw_handover - live connections of a family that connection tracking may not
 * know, or not where they are
 * @net: the namespace
 * @pf: NFPROTO_IPV4 or NFPROTO_IPV6
 * @due: whether there may be some: packets have gone direct since the last time
 * @work: hands them over when others come
 * @begun: how often packets have begun to go direct
 * @free: @begun as it was when no tracked connection had a helper
 * @helpers: looks for one
 */
struct sfw_handover {
	struct net *net;
	u8 pf;
	enum sfw_handover_due due;
	struct work_struct work;
	atomic_t begun;
	int free;
	struct delayed_work helpers;
};

/**
 * sfw_handover_is_helped - whether some tracked connection may have a helper, which has
 * to see its packets
 * @h: connections of its family
 *
 * Others have given it one, and are gone by now.
 *
 * Context: any.
 */
static inline bool sfw_handover_is_helped(const struct sfw_handover *h)
{
	return atomic_read(&h->begun) != READ_ONCE(h->free);
}

void sfw_handover_init(struct sfw_handover *h, struct net *net, u8 pf);
void sfw_handover_begin(struct sfw_handover *h);
void sfw_handover_reset(const struct sfw_handover *h, const struct sock *sk);
bool sfw_handover_end(struct sfw_handover *h);
void sfw_handover_stop(struct sfw_handover *h);

#endif /* SFW_NF_HANDOVER_H */
