/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The packets that two policies can tell apart. A policy looks at a packet through
 * its words: prefixes, ports, interfaces, protocols. So each dimension falls into
 * pieces, within which no word of either policy tells one value from another:
 *
 *	ports of tcp	1 ... 21 | 22 | 23 ... 5999 | 6000 ... 6010 | 6011 ... 65535
 *
 * One packet of a piece stands for all of it.
 */
#ifndef SFWCTL_MEANING_SPACE_H
#define SFWCTL_MEANING_SPACE_H

#include "net/decode.h"
#include "net/policy.h"

enum dim { DIM_KIND, DIM_PORT, DIM_SRC, DIM_DEV, DIM_DST, DIM_STATE, DIM_COUNT };

#define FAMILY_INDEX(family)	((family) == AF_INET6)

/* Bits of source.sign and device.sign: of the first policy; << SIGN_SECOND of the other. */
#define SIGN_BLOCKED	1
#define SIGN_EXEMPT	2
#define SIGN_TRUSTED	4
#define SIGN_LAN	1
#define SIGN_SECOND	3
#define SIGNS		64

/**
 * struct kind - packets of a protocol that are judged alike
 * @proto: the protocol, by FAMILY_INDEX()
 * @flags: of TCP
 * @icmp_type: of ICMP, by FAMILY_INDEX()
 * @sport: source port
 * @variant: distinguishes kinds of a protocol, for people; "" for most packets
 */
struct kind {
	__u8 proto[2];
	__u8 flags;
	__u8 icmp_type[2];
	__u16 sport;
	const char *variant;
};

/**
 * struct source - source addresses from this one up to the next source
 * @first: the lowest of them
 * @special: those of the addresses that the decision itself knows which it is in, a bit each
 * @sign: SIGN_BLOCKED and so on
 */
struct source {
	struct address first;
	__u16 special;
	__u8 sign;
};

/**
 * struct device - an interface, or all that a pattern means
 * @name: as the policy has it; "" for all that no policy names
 * @like: one such interface
 * @sign: SIGN_TRUSTED and SIGN_LAN
 */
struct device {
	char name[SFW_DEV_MAX + 1];
	char like[SFW_DEV_MAX + 1];
	__u8 sign;
};

/**
 * struct rule - a line that may let a packet in
 * @second: whether it is the second policy's
 * @proto: its protocol
 * @ping: it is about echo requests alone
 * @family: of its source, or 0 for both
 * @first_port: the first piece of its ports
 * @end_port: that behind the last
 * @first: the first of the sources that it means, with @family
 * @end: that behind the last
 * @dev: its interface, a pattern or ""
 * @dst: where it leads, DST_HERE for this host
 * @effect: lines that do the same to a packet have the same number
 * @gate: its guard and its knock
 */
struct rule {
	bool second;
	__u8 proto;
	bool ping;
	int family;
	size_t first_port;
	size_t end_port;
	size_t first;
	size_t end;
	char dev[SFW_DEV_MAX + 1];
	size_t dst;
	size_t effect;
	char gate[2][SFW_NAME_MAX + 1];
};

/**
 * struct space - the pieces of all dimensions
 * @kinds: kinds of packets
 * @kind_count: how many
 * @ports: first port of each piece
 * @port_count: how many pieces
 * @sources: IPv4's, then IPv6's
 * @source_count: how many
 * @source4_count: how many of them are IPv4's
 * @devs: interfaces; the first stands for all others
 * @dev_count: how many
 * @dsts: [DST_HERE] this host, [DST_LINK] its link-local address, [DST_OTHER] another
 *	  host, and those that forwarded ports lead to; a packet of a family that has
 *	  no such address is for this host, or for another one
 * @dst_count: how many
 * @other: another host of either family
 * @other_dev: an interface that no policy names
 * @rules: lines of both policies
 * @rule_count: how many
 */
struct space {
	struct kind *kinds;
	size_t kind_count;
	__u16 *ports;
	size_t port_count;
	struct source *sources;
	size_t source_count;
	size_t source4_count;
	struct device *devs;
	size_t dev_count;
	struct address *dsts;
	size_t dst_count;
	struct address other[2];
	char other_dev[SFW_DEV_MAX + 1];
	struct rule *rules;
	size_t rule_count;
};

enum dst { DST_HERE, DST_LINK, DST_OTHER, DST_TARGETS };

extern const __u8 space_states[];	/* states that differ: enum sfw_ct_state */
#define SPACE_STATES	5

#define FIRST_EFFECT	1

int space_init(struct space *space, const struct policy *a, const struct policy *b);
void space_free(struct space *space);

size_t space_sources_end(const struct space *space, int family);
int space_source_family(const struct space *space, size_t source);
size_t space_source_of(const struct space *space, const struct address *addr);
size_t space_port_of(const struct space *space, __u16 port);
void space_find_sources(const struct space *space, const struct prefix *p, size_t *first,
			size_t *end);
void space_last(const struct space *space, size_t source, struct address *last);
size_t space_example(const struct space *space, int family, struct address *addr);
void space_probe(const struct space *space, const size_t at[DIM_COUNT], struct probe *probe);

#endif
