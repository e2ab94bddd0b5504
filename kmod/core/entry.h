/* SPDX-License-Identifier: GPL-2.0 */
/* An entry of the port table, and who may use it. */
#ifndef SFW_CORE_ENTRY_H
#define SFW_CORE_ENTRY_H

#include <linux/sfw.h>

#include "addr.h"
#include "facts.h"

/**
 * struct sfw_selector - from where
 * @from: source prefix, or any
 * @dev: incoming interface by its present name, "" for any; padded with zeros
 */
struct sfw_selector {
	struct sfw_prefix from;
	char dev[SFW_DEV_MAX + 1];
};

/**
 * struct sfw_target - where a forwarded port leads
 * @addr: the address there
 * @first: the port there of the first one; the others follow
 * @family: of @addr; SFW_AF_ANY: nowhere, it is a port of this host
 */
struct sfw_target {
	struct sfw_addr addr;
	u16 first;
	u8 family;
};

/**
 * struct sfw_entry - an open port, range of ports, protocol, or forwarded port
 * @sel: for whom; the prefix of a forwarded port has the family of its target
 * @to: where it leads
 * @expires: boot-time nanoseconds, 0 for never
 * @first: first port; 0 for a protocol entry
 * @last: last port; 65535 for a protocol entry
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

static inline bool sfw_entry_expired(const struct sfw_entry *e, u64 now)
{
	return e->expires && now >= e->expires;
}

bool sfw_proto_has_ports(u8 proto);
/**
 * sfw_entry_takes - whether an entry is for the destination of a packet
 * @e: the entry
 * @f: the packet as it was before any translation
 *
 * A port of this host is for whatever reaches it. A forwarded one is for the
 * addresses of this host, and for its target itself where the world has a way
 * to that: an address of a private network is not reached but by translation.
 */
static inline bool sfw_entry_takes(const struct sfw_entry *e,
				   const struct sfw_facts *f)
{
	return !e->to.family || f->home[0] ||
	       (sfw_addr_equal(&e->to.addr, &f->dst) &&
		sfw_addr_is_global(f->family, &f->dst));
}

bool sfw_selector_has(const struct sfw_selector *sel,
		      const struct sfw_facts *f);
int sfw_selector_cmp(const struct sfw_selector *a,
		     const struct sfw_selector *b);
int sfw_entry_cmp(const struct sfw_entry *a, const struct sfw_entry *b);

#endif /* SFW_CORE_ENTRY_H */
