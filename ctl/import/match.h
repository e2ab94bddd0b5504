/* SPDX-License-Identifier: GPL-2.0 */
/* Which packets a rule of iptables is about. Pure. */
#ifndef SFWCTL_IMPORT_MATCH_H
#define SFWCTL_IMPORT_MATCH_H

#include "lang/statement.h"

#define MATCH_ANY	(-1)	/* in place of a protocol or an ICMP type */
#define PROTOS		256
#define PROTO_WORDS	(PROTOS / 64)
#define MATCH_PORTS	32	/* ranges: two lists of multiport intersect in 29 */

#define MATCH_NOTHING	"its parts exclude each other"

struct ipset;

/* Bits of connection states. */
#define STATE(state)		(1U << SFW_CT_##state)
#define STATES_ALL		((1U << SFW_CT_MAX) - 1)
#define STATES_LIVE		(STATE(ESTABLISHED) | STATE(RELATED))

/* TCP flags of --syn: FIN SYN RST ACK are looked at, and SYN alone is set. */
#define SYN_MASK	0x17
#define SYN_ONLY	0x02

/* Bits of the types of a destination, as the routing table has them. */
#define TO_LOCAL	1U
#define TO_BROADCAST	2U
#define TO_MULTICAST	4U
#define TO_OTHER	8U	/* through this host, anycast */
#define TO_LOOPBACK	16U	/* from another host: sfw opens nothing for them */
#define TO_ALL		31U

/* Likewise of a source; only FROM_UNICAST can be answered. */
#define FROM_UNICAST	1U
#define FROM_BROADCAST	2U
#define FROM_UNSPEC	4U	/* 0.0.0.0/8: a DHCP client */
#define FROM_NOBODY	8U	/* multicast, loopback: the kernel drops them */
#define FROM_ALL	15U

/* Whether the destination is another one than the packet was sent to. */
#define NAT_NONE	1U
#define NAT_DST		2U
#define NAT_ALL		3U

/* The verdict of the reverse path filter. */
enum match_path { PATH_ANY, PATH_GOOD, PATH_BAD };

/**
 * struct match - a set of packets, the product of its dimensions
 * @proto: IP protocol number
 * @not_protos: protocols that it is not, where @proto is any: a bit for each
 * @port_count: how many of @ports are given, 0 for all
 * @ports: of the destination
 * @sport: of the source; all when its last one is 0
 * @src: source; family 0 for all
 * @group: set that the source is a member of, or NULL
 * @group_not: that it is no member of
 * @dst: destination, likewise
 * @src_types: bits of its type
 * @dst_types: bits of the destination's type
 * @in: incoming interface, a pattern with an asterisk at its end, or ""
 * @out: outgoing interface, likewise
 * @not_in: an interface, or a pattern, by which they do not come, or ""
 * @states: bits of enum sfw_ct_state
 * @nat: whether it is translated, in bits
 * @flag_mask: the TCP flags that are looked at, 0 for none
 * @flags: those of them that are set
 * @flags_not: anything but that
 * @icmp_type: of ICMP or ICMPv6
 * @hop255: hop limit 255 only
 * @path: reverse path
 * @loose: any way back will do
 * @never: why no packet that gets here is of this set, or NULL
 * @odd: why no program sends packets of this set, or NULL; the rest of it does
 *	 not tell them from others
 * @inexact: only a part of all this, and nobody knows which
 */
struct match {
	int proto;
	__u64 not_protos[PROTO_WORDS];
	unsigned int port_count;
	struct port_range ports[MATCH_PORTS];
	struct port_range sport;
	struct prefix src;
	struct ipset *group;
	bool group_not;
	struct prefix dst;
	unsigned int src_types;
	unsigned int dst_types;
	char in[SFW_DEV_MAX + 1];
	char out[SFW_DEV_MAX + 1];
	char not_in[SFW_DEV_MAX + 1];
	unsigned int states;
	unsigned int nat;
	__u8 flag_mask;
	__u8 flags;
	bool flags_not;
	int icmp_type;
	bool hop255;
	enum match_path path;
	bool loose;
	const char *never;
	const char *odd;
	bool inexact;
};

void match_all(struct match *m);
bool match_and(struct match *m, const struct match *with);
bool match_meets(const struct match *a, const struct match *b);
bool match_within(const struct match *a, const struct match *b);
bool match_other_ports(struct match *m, const struct match *than);
bool match_has_proto(const struct match *m, int proto);
void match_not_proto(struct match *m, int proto);
bool match_wide(const struct match *m);
bool match_new(struct match *m);
bool match_names_source(const struct match *m);
void match_source(struct match *m, const struct prefix *src);
void match_same_source(struct match *m, const struct match *like);
void match_destination(struct match *m, const struct prefix *dst);
void match_closed(struct match *m, int proto);
void match_echo(struct match *m, int proto);
bool match_is_echo(const struct match *m);

#endif
