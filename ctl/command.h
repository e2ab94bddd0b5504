/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The policy language as data: what the words of one line mean. The parser
 * makes these, the encoder turns them into netlink messages, the decoder makes
 * them from the kernel's dumps, and line_format() prints them again.
 */
#ifndef SFWCTL_COMMAND_H
#define SFWCTL_COMMAND_H

#include <stdbool.h>
#include <linux/sfw.h>

#define LIST_MAX	64	/* ports or prefixes in one list of a line */

/**
 * struct address - an IPv4 or IPv6 address
 * @family: AF_INET, AF_INET6, or 0 for none
 * @bytes: 4 or 16 bytes in network order
 */
struct address {
	int family;
	__u8 bytes[16];
};

/**
 * struct prefix - an address prefix without host bits
 * @addr: its network
 * @len: its length in bits
 */
struct prefix {
	struct address addr;
	__u8 len;
};

/**
 * struct port_range - ports from @first to @last, both included
 * @first: lowest port
 * @last: highest port
 */
struct port_range {
	__u16 first;
	__u16 last;
};

/**
 * struct entry - what commands say that are about ports and prefixes
 * @proto: IP protocol number
 * @port_count: how many of @ports are given
 * @ports: ports and ranges, in the order of the words
 * @from_count: how many of @from are given
 * @from: source prefixes, in the order of the words
 * @dev: incoming interface, or ""
 * @out: outgoing interface, or ""
 * @to: address behind this host, family 0 for none
 * @to_ports: ports there, 0 for the same ones
 * @guard: name of a guard, or ""
 * @knock: name of a knock, or ""
 * @duration: seconds, or 0 for ever
 * @comment: UTF-8, or ""
 *
 * Means one object in the kernel for each of @ports with each of @from.
 */
struct entry {
	__u8 proto;
	unsigned int port_count;
	struct port_range ports[LIST_MAX];
	unsigned int from_count;
	struct prefix from[LIST_MAX];
	char dev[SFW_DEV_MAX + 1];
	char out[SFW_DEV_MAX + 1];
	struct address to;
	struct port_range to_ports;
	char guard[SFW_NAME_MAX + 1];
	char knock[SFW_NAME_MAX + 1];
	__u32 duration;
	char comment[SFW_COMMENT_MAX + 1];
};

/**
 * struct window - so many hits in so much time
 * @hits: that a source has
 * @seconds: how long each of them counts
 */
struct window {
	__u32 hits;
	__u32 seconds;
};

/**
 * struct guard - a limit for new connections from one source
 * @name: its name
 * @window_count: how many of @windows are given
 * @windows: none of them may be exceeded
 * @rttl: count only packets with the same TTL
 * @mask4: leading bits that make one source of IPv4 addresses
 * @mask6: likewise of IPv6 addresses
 * @then: what becomes of those above the limit
 * @duration: seconds of a block, 0 for the kernel's default
 */
struct guard {
	char name[SFW_NAME_MAX + 1];
	unsigned int window_count;
	struct window windows[SFW_WINDOWS_MAX];
	bool rttl;
	__u8 mask4;
	__u8 mask6;
	enum sfw_guard_then then;
	__u32 duration;
};

/**
 * struct step - one port of a knock
 * @proto: IP protocol number
 * @port: its port
 */
struct step {
	__u16 proto;
	__u16 port;
};

/**
 * struct knock - ports that open others when they are knocked at in order
 * @name: its name
 * @step_count: how many of @steps are given
 * @steps: the ports, in order
 * @within: seconds from first to last, 0 for the kernel's default
 * @open: seconds that it stays open, 0 for the kernel's default
 */
struct knock {
	char name[SFW_NAME_MAX + 1];
	unsigned int step_count;
	struct step steps[SFW_STEPS_MAX];
	__u32 within;
	__u32 open;
};

/**
 * struct member - an address in a recent list
 * @list: name of the list, "" for all of them
 * @addr: the address, family 0 for all of them
 */
struct member {
	char list[SFW_NAME_MAX + 1];
	struct address addr;
};

/**
 * struct command - one line of a policy
 * @cmd: which; says which member of the union holds
 * @enabled: of SFW_CMD_ENABLE_SET
 * @lists_too: of SFW_CMD_FLUSH: empty the recent lists as well
 * @setting: of SFW_CMD_SETTING_SET
 * @entry: of SFW_CMD_PORT_*, PROTO_*, TRUST_*, EXEMPT_*, BLOCK_*, LAN_*,
 *	   MASQ_* and FORWARD_*
 * @guard: of SFW_CMD_GUARD_*, which when deleted is only a name
 * @knock: of SFW_CMD_KNOCK_*, likewise
 * @member: of SFW_CMD_LIST_*
 */
struct command {
	enum sfw_cmd cmd;
	union {
		bool enabled;
		bool lists_too;
		struct {
			enum sfw_setting key;
			__u32 value;
		} setting;
		struct entry entry;
		struct guard guard;
		struct knock knock;
		struct member member;
	};
};

/**
 * struct probe - a packet described by hand, for "sfwctl test"
 * @proto: IP protocol number
 * @src: source; its family is the packet's
 * @dst: destination, or family 0 for an address of this host
 * @sport: source port, where the protocol has ports
 * @dport: destination port, likewise
 * @tcp_flags: byte 13 of the TCP header, for TCP
 * @icmp_type: for ICMP and ICMPv6
 * @state: what connection tracking says of it
 * @dev: incoming interface, or ""
 */
struct probe {
	__u8 proto;
	struct address src;
	struct address dst;
	__u16 sport;
	__u16 dport;
	__u8 tcp_flags;
	__u8 icmp_type;
	enum sfw_ct_state state;
	char dev[SFW_DEV_MAX + 1];
};

/**
 * struct wanted - which events are shown by "sfwctl events"
 * @reason: only refused packets with this enum sfw_reason; SFW_R_MAX for all
 * @from_count: how many of @from are given
 * @from: only what is about one of these; none for all
 */
struct wanted {
	enum sfw_reason reason;
	unsigned int from_count;
	struct prefix from[LIST_MAX];
};

#endif
