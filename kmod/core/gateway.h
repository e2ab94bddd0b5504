/* SPDX-License-Identifier: GPL-2.0 */
/* Forwarding and translation by a gateway. */
#ifndef SFW_CORE_GATEWAY_H
#define SFW_CORE_GATEWAY_H

#include "policy.h"

/* Ports of a protocol. */
struct sfw_ports {
	u8 proto;
	u16 first;
	u16 last;
};

/**
 * struct sfw_forward_changes - forwarded ports that a policy changes
 * @ports: the ranges
 * @n: how many
 * @all: there are more of them: take all ports for changed
 */
struct sfw_forward_changes {
	struct sfw_ports ports[16];
	u32 n;
	bool all;
};

/**
 * struct sfw_masq_change - a masquerade that begins or ends
 * @from: its sources
 * @bare: connections of theirs may be concerned that are not translated
 * @hidden: and those that are
 */
struct sfw_masq_change {
	struct sfw_prefix from;
	bool bare;
	bool hidden;
};

/**
 * struct sfw_masq_changes - sources that a policy hides differently
 * @at: their masquerades
 * @n: how many
 * @all: there are more of them: take all sources for changed
 */
struct sfw_masq_changes {
	struct sfw_masq_change at[16];
	u32 n;
	bool all;
};

u32 sfw_lan_find(const struct sfw_facts *f, const struct sfw_policy *p);
bool sfw_lan_is_out(const struct sfw_facts *f, const struct sfw_policy *p);
u32 sfw_forward_find(const struct sfw_facts *f, const struct sfw_policy *p);
void sfw_facts_publish(struct sfw_facts *f, const struct sfw_policy *p);
bool sfw_forward_led(const struct sfw_facts *f, const struct sfw_policy *p);
u32 sfw_masq_find(const struct sfw_policy *p, u8 family,
		  const struct sfw_addr *src, const char *out);
bool sfw_masq_moves(const struct sfw_policy *p, u8 family);
bool sfw_forwards_contradict(const struct sfw_entry *a, const struct sfw_entry *b);
bool sfw_forward_fits(const struct sfw_entry *e, const struct sfw_entry *like);
void sfw_forwards_compare(struct sfw_forward_changes *c, const struct sfw_policy *before,
			  const struct sfw_policy *now);
bool sfw_forwards_changed(const struct sfw_forward_changes *c, u8 proto, u16 port);
void sfw_masqs_compare(struct sfw_masq_changes *c, const struct sfw_policy *before,
		       const struct sfw_policy *now);
bool sfw_masqs_changed(const struct sfw_masq_changes *c, u8 family,
		       const struct sfw_addr *src, bool hidden);

/**
 * sfw_forward_port - the port behind this host of one that is forwarded
 * @e: the forwarded port or range
 * @port: one of its ports
 */
static inline u16 sfw_forward_port(const struct sfw_entry *e, u16 port)
{
	return e->to.first + (port - e->first);
}

/**
 * sfw_forward_leads - whether a packet goes where its forwarded port leads
 * @e: entry that sfw_forward_find() found for it
 * @f: the packet as it is now
 *
 * It does not if another rule has translated its destination.
 */
static inline bool sfw_forward_leads(const struct sfw_entry *e,
				     const struct sfw_facts *f)
{
	return sfw_target_is(&e->to, f) &&
	       f->dport == sfw_forward_port(e, f->first_dport);
}

#endif /* SFW_CORE_GATEWAY_H */
