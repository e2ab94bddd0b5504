/* SPDX-License-Identifier: GPL-2.0 */
/* Which packets a rule of iptables is about. Pure. */
#ifndef SFWCTL_IMPORT_MATCH_H
#define SFWCTL_IMPORT_MATCH_H

#include "command.h"

#define MATCH_ANY	(-1)	/* in place of a protocol or an ICMP type */
#define MATCH_PORTS	32	/* ranges: two lists of multiport intersect in 29 */

/* Bits of connection states. */
#define STATE(state)		(1U << SFW_CT_##state)
#define STATES_ALL		((1U << SFW_CT_MAX) - 1)
#define STATES_LIVE		(STATE(ESTABLISHED) | STATE(RELATED))

/* TCP flags of --syn: FIN SYN RST ACK are looked at, and SYN alone is set. */
#define SYN_MASK	0x17
#define SYN_ONLY	0x02

/* What the reverse path filter says of a packet. */
enum match_path { PATH_ANY, PATH_GOOD, PATH_BAD };

/**
 * struct match - a set of packets, the product of its dimensions
 * @proto: IP protocol number
 * @port_count: how many of @ports are given, 0 for all
 * @ports: of the destination
 * @sport: of the source; all when its last one is 0
 * @src: source; family 0 for all
 * @dst: destination, likewise
 * @in: incoming interface, or ""
 * @out: outgoing interface, or ""
 * @not_lo: not what comes in over loopback
 * @states: bits of enum sfw_ct_state
 * @flag_mask: the TCP flags that are looked at, 0 for none
 * @flags: those of them that are set
 * @flags_not: anything but that
 * @icmp_type: of ICMP or ICMPv6
 * @hop255: hop limit 255 only
 * @path: reverse path
 * @loose: any way back will do
 * @some: only a part of all this, and nobody knows which
 */
struct match {
	int proto;
	unsigned int port_count;
	struct port_range ports[MATCH_PORTS];
	struct port_range sport;
	struct prefix src;
	struct prefix dst;
	char in[SFW_DEV_MAX + 1];
	char out[SFW_DEV_MAX + 1];
	bool not_lo;
	unsigned int states;
	__u8 flag_mask;
	__u8 flags;
	bool flags_not;
	int icmp_type;
	bool hop255;
	enum match_path path;
	bool loose;
	bool some;
};

void match_all(struct match *m);
bool match_and(struct match *m, const struct match *with);
bool match_meets(const struct match *a, const struct match *b);
bool match_within(const struct match *a, const struct match *b);
bool match_wide(const struct match *m);

#endif
