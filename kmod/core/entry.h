/* SPDX-License-Identifier: GPL-2.0 */
/* An entry of the port table, and the sources it admits. */
#ifndef SFW_CORE_ENTRY_H
#define SFW_CORE_ENTRY_H

#include <linux/sfw.h>

#include "addr.h"
#include "facts.h"
#include "group.h"
#include "ifname.h"

/**
 * struct sfw_selector - from where
 * @from: source prefix, or any; of SFW_AF_GROUP, all else zero: a member of @group
 * @group: the group, or NULL
 * @dev: incoming interface by its present name, or a pattern of names, see
 *	 ifname.h; "" for any; padded with zeros
 */
struct sfw_selector {
	struct sfw_prefix from;
	const struct sfw_group *group;
	char dev[SFW_DEV_MAX + 1];
};

/**
 * struct sfw_target - where a forwarded port leads
 * @addr: the address there; with @dev its last 64 bits, the others zero
 * @first: the port there of the first one; the others follow
 * @family: of @addr; SFW_AF_ANY: nowhere, it is a port of this host
 * @dev: interface whose present prefix @addr has, "" for none; padded with zeros
 */
struct sfw_target {
	struct sfw_addr addr;
	u16 first;
	u8 family;
	char dev[SFW_DEV_MAX + 1];
};

/**
 * struct sfw_passage - a way through this host
 * @sel: from where
 * @to: new source address of packets that take it
 * @out: outgoing interface, a name or a pattern, "" for any; padded with zeros
 * @to_family: of @to; SFW_AF_ANY: that of the interface, or no new one
 *
 * Of the local network the interface that may start connections, and where they
 * may lead; of masquerades the sources, where they leave, and their new address.
 */
struct sfw_passage {
	struct sfw_selector sel;
	struct sfw_addr to;
	char out[SFW_DEV_MAX + 1];
	u8 to_family;
};

/**
 * struct sfw_entry - an open port, range of ports, protocol, or forwarded port
 * @sel: sources admitted; a prefix of a forwarded port has the family of its target
 * @to: where it leads
 * @expires: boot-time nanoseconds, 0 for never
 * @first: first port; 0 for a protocol entry
 * @last: last port; 65535 for a protocol entry; 0 for echo requests of both
 *	  families, which stand at ICMP
 * @proto: protocol number
 * @guard: name of the guard that limits it, or ""
 * @knock: name of the knock that opens it, or ""
 * @comment: the administrator's words, valid UTF-8
 */
struct sfw_entry {
	struct sfw_selector sel;
	struct sfw_target to;
	u64 expires;
	u16 first;
	u16 last;
	u8 proto;
	char guard[SFW_NAME_MAX + 1];
	char knock[SFW_NAME_MAX + 1];
	char comment[SFW_COMMENT_MAX + 1];
};

/* Entries of protocols without ports span all of the (absent) port space. */
static inline bool sfw_entry_is_proto(const struct sfw_entry *e)
{
	return !e->first;
}

static inline bool sfw_entry_is_ping(const struct sfw_entry *e)
{
	return !e->last;
}

static inline bool sfw_entry_expired(const struct sfw_entry *e, u64 now)
{
	return e->expires && now >= e->expires;
}

/*
 * A host behind @to->dev, which has a changing prefix, is known by the end of its address and
 * by the interface: both a prefix that is new and one that is about to go are its own.
 */
static inline bool sfw_target_has(const struct sfw_target *to,
				  const struct sfw_addr *a)
{
	return to->dev[0] ? to->addr.w[2] == a->w[2] && to->addr.w[3] == a->w[3] :
			    sfw_addr_equal(&to->addr, a);
}

/**
 * sfw_target_is - whether a packet is sent to the host that a forwarded port leads to
 * @to: where it leads
 * @f: the packet
 */
static inline bool sfw_target_is(const struct sfw_target *to,
				 const struct sfw_facts *f)
{
	return sfw_target_has(to, &f->dst) &&
	       (!to->dev[0] || (f->out && sfw_ifname_matches(to->dev, f->out)));
}

/**
 * sfw_entry_takes - whether an entry is for the destination of a packet
 * @e: the entry
 * @f: the packet as it was before any translation
 *
 * A port of this host matches any destination, and that of echo requests no other
 * packets. A forwarded one matches the addresses of this host, and its target itself if
 * that is globally routable: a private address can only be reached by translation.
 */
static inline bool sfw_entry_takes(const struct sfw_entry *e,
				   const struct sfw_facts *f)
{
	if (sfw_entry_is_ping(e))
		return f->icmp_type == (f->family == SFW_AF_INET6 ?
					SFW_ICMP6_ECHO : SFW_ICMP4_ECHO);
	if (!e->to.family)
		return true;
	return e->to.family == f->family &&
	       (f->local_dev[0] ||
		(sfw_target_is(&e->to, f) &&
		 sfw_addr_is_global(f->family, &f->dst)));
}

bool sfw_proto_has_ports(u8 proto);

bool sfw_dev_has(const char *dev, const struct sfw_facts *f);
bool sfw_selector_has(const struct sfw_selector *sel,
		      const struct sfw_members *members,
		      const struct sfw_facts *f);
bool sfw_selector_within(const struct sfw_selector *a, const struct sfw_selector *b);
bool sfw_passage_within(const struct sfw_passage *a, const struct sfw_passage *b);
bool sfw_entry_within(const struct sfw_entry *a, const struct sfw_entry *b);
bool sfw_entry_meets(const struct sfw_entry *a, const struct sfw_entry *b);
int sfw_selector_cmp(const struct sfw_selector *a,
		     const struct sfw_selector *b);
int sfw_passage_cmp(const struct sfw_passage *a, const struct sfw_passage *b);
int sfw_entry_cmp(const struct sfw_entry *a, const struct sfw_entry *b);

#endif /* SFW_CORE_ENTRY_H */
