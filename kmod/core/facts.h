/* SPDX-License-Identifier: GPL-2.0 */
/* What the decision needs to know of a packet: no skb, no pointer into one. */
#ifndef SFW_CORE_FACTS_H
#define SFW_CORE_FACTS_H

#include <linux/sfw.h>

#include "addr.h"

/* A fact that costs a look-up is gathered only when the decision asks. */
enum sfw_fact { SFW_UNKNOWN, SFW_NO, SFW_YES };

#define SFW_TCP_FIN	0x01
#define SFW_TCP_SYN	0x02
#define SFW_TCP_RST	0x04
#define SFW_TCP_ACK	0x10

/**
 * struct sfw_facts - one packet as the decision sees it
 * @src: source address
 * @dst: destination address
 * @first_dst: destination before any translation, while ports are forwarded
 * @dev: name of the incoming interface, "" when not known
 * @home: name of the interface that has @first_dst, "" if it is none of this
 *	  host's addresses; while ports are forwarded
 * @now: boot-time clock in nanoseconds
 * @block: place of the block that holds the source, plus one, where that is
 *	   known already; 0: it is looked up
 * @hash: of the source on the lists of scanners and of peers, which the look-up
 *	  for @listed leaves here
 * @sport: source port in host order, 0 where the protocol has none
 * @dport: destination port in host order, 0 where the protocol has none
 * @first_dport: destination port before any translation, likewise
 * @family: SFW_AF_INET or SFW_AF_INET6
 * @proto: layer 4 protocol, behind all IPv6 extension headers
 * @ct: enum sfw_ct_state
 * @tcp_flags: byte 13 of the TCP header
 * @icmp_type: ICMP or ICMPv6 type
 * @hop_limit: TTL or hop limit
 * @owner: enum sfw_fact: a live local socket owns exactly this connection and
 *	   conntrack does not know it
 * @listed: enum sfw_fact: the source is on the scan list of @proto
 * @knocked: enum sfw_fact: the source has knocked what its port asks for
 * @admitted: enum sfw_fact: the guard of its port admits it
 * @blocked: enum sfw_fact: a guard has blocked the source
 * @blocker: place of that guard in the policy
 * @spoofed: enum sfw_fact: the way back to the source is another one
 * @unclaimed: enum sfw_fact: it is for this host as it is, and no connection,
 *	       expectation, translation or other firewall can change that
 * @loopback: came in by the loopback interface
 * @multicast: for more than this host, by address or by link
 * @forwarded: not for this host
 * @malformed: headers too short or contradictory; the fields of layer 4 are
 *	       not valid then
 */
struct sfw_facts {
	struct sfw_addr src;
	struct sfw_addr dst;
	struct sfw_addr first_dst;
	const char *dev;
	const char *home;
	u64 now;
	u32 block;
	u32 hash;
	u16 sport;
	u16 dport;
	u16 first_dport;
	u8 family;
	u8 proto;
	u8 ct;
	u8 tcp_flags;
	u8 icmp_type;
	u8 hop_limit;
	u8 owner;
	u8 listed;
	u8 knocked;
	u8 admitted;
	u8 blocked;
	u8 blocker;
	u8 spoofed;
	u8 unclaimed;
	bool loopback;
	bool multicast;
	bool forwarded;
	bool malformed;
};

#endif /* SFW_CORE_FACTS_H */
