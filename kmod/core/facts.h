/* SPDX-License-Identifier: GPL-2.0 */
/* Facts about a packet that the decision needs: no skb, no pointer into one. */
#ifndef SFW_CORE_FACTS_H
#define SFW_CORE_FACTS_H

#include <linux/sfw.h>

#include "addr.h"

/* A fact that costs a look-up is gathered only when the decision asks. */
enum sfw_fact { SFW_UNKNOWN, SFW_NO, SFW_YES };

/* Types of ICMP and ICMPv6 (RFC 792, RFC 4443). */
#define SFW_ICMP4_ECHO	8
#define SFW_ICMP6_ECHO	128

#define SFW_TCP_FIN	0x01
#define SFW_TCP_SYN	0x02
#define SFW_TCP_RST	0x04
#define SFW_TCP_ACK	0x10

/**
 * struct sfw_facts - one packet as the decision sees it
 * @src: source address
 * @dst: destination address
 * @first_dst: destination before any translation; of a packet that is forwarded
 *	       while ports are, and of one that is @translated
 * @dev: name of the incoming interface, "" when not known
 * @vrf: of a port of a VRF in @dev the VRF, of a VRF in @dev the port; NULL for
 *	 an interface outside of VRFs, "" where the port is not known
 * @out: name of the interface by which a forwarded packet leaves; NULL where that
 *	 is not known
 * @local_dev: name of the interface that has @first_dst, "" if it is none of this
 *	  host's addresses; known together with it
 * @now: boot-time clock in nanoseconds
 * @hash: of the source on the lists of scanners and of peers, which the look-up
 *	  for @listed leaves here
 * @sport: source port in host order, 0 where the protocol has none
 * @dport: destination port in host order, 0 where the protocol has none
 * @first_dport: destination port before any translation, likewise
 * @family: SFW_AF_INET or SFW_AF_INET6
 * @proto: layer 4 protocol, behind all IPv6 extension headers
 * @ct: enum sfw_ct_state
 * @tcp_flags: byte 13 of the TCP header
 * @icmp_type: ICMP, ICMPv6 or IGMP type
 * @hop_limit: TTL or hop limit
 * @owner: enum sfw_fact: a live local socket owns exactly this connection and
 *	   conntrack does not know it
 * @listed: enum sfw_fact: the source is on the scan list of @proto
 * @knocked: enum sfw_fact: the source has knocked the sequence of its port
 * @admitted: enum sfw_fact: the guard of its port admits it
 * @blocked: enum sfw_fact: a guard, or a block with a duration, blocks the source
 * @blocker: place of that guard in the policy, or SFW_NO_GATE
 * @spoofed: enum sfw_fact: the way back to the source is another one
 * @ours: the source is an address of this host; known with @spoofed
 * @answers: enum sfw_fact: it answers a query of this host to all on its link
 * @fresh: enum sfw_fact: the address of sfw_fresh_addr() came to this host a moment
 *	   ago
 * @bound: a local socket takes UDP packets of this sender: such a packet is no scan.
 *	   Known together with @owner
 * @no_room: the guard has none to remember the connection or its source, neither is to
 *	     blame.
 *	     Known together with @admitted
 * @in_block: a block is known to hold the source; else it is looked up
 * @loopback: came in by the loopback interface
 * @multicast: for more than this host, by address or by link
 * @forwarded: not for this host
 * @bridged: may be a bridged frame, which is not judged before conntrack
 * @translated: a destination NAT, of anybody, has led it elsewhere
 * @published: so has somebody else's, from an address of this host, and the policy
 *	       judges that: @dst and @dport are the ones it was sent to
 * @malformed: headers too short or contradictory; the fields of layer 4 are
 *	       not valid then
 */
struct sfw_facts {
	struct sfw_addr src;
	struct sfw_addr dst;
	struct sfw_addr first_dst;
	const char *dev;
	const char *vrf;
	const char *out;
	const char *local_dev;
	u64 now;
	u32 hash;
	u16 sport;
	u16 first_dport;
	u16 dport;
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
	u8 answers;
	u8 fresh;
	bool bound;
	bool no_room;
	bool in_block;
	bool loopback;
	bool multicast;
	bool forwarded;
	bool bridged;
	bool translated;
	bool published;
	bool ours;
	bool malformed;
};

/**
 * sfw_facts_forget - leave of a packet that a policy has judged only its own facts
 * @f: the packet; neither translated nor published
 *
 * Another policy may then judge it. The owner of its connection stays known, and the hash of
 * its source.
 */
static inline void sfw_facts_forget(struct sfw_facts *f)
{
	f->listed = SFW_UNKNOWN;
	f->knocked = SFW_UNKNOWN;
	f->admitted = SFW_UNKNOWN;
	f->no_room = false;
	f->blocked = SFW_UNKNOWN;
	f->blocker = 0;
	f->spoofed = SFW_UNKNOWN;
	f->ours = false;
	f->answers = SFW_UNKNOWN;
	f->fresh = SFW_UNKNOWN;
}

#endif /* SFW_CORE_FACTS_H */
