/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The policy language as data: the meaning of one line. The parser
 * makes these, the encoder turns them into netlink messages, the decoder makes
 * them from the kernel's dumps, and format_command() prints them again.
 */
#ifndef SFWCTL_LANG_STATEMENT_H
#define SFWCTL_LANG_STATEMENT_H

#include <stdbool.h>
#include <linux/sfw.h>

#define LIST_MAX	64	/* ports, prefixes or interfaces in one list of a line */
#define PROTOCOLS_MAX	3	/* those with ports */

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
 * struct devs - interfaces of one list
 * @count: how many are given
 * @names: names or patterns, in the order of the words
 */
struct devs {
	unsigned int count;
	char names[LIST_MAX][SFW_DEV_MAX + 1];
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
 * @proto: protocol of an entry they are for, 0 for all of them
 */
struct port_range {
	__u16 first;
	__u16 last;
	__u16 proto;	/* wide enough that nothing is padded */
};

/**
 * struct endpoint - a protocol and ports of it
 * @proto: IP protocol number
 * @ports: NULL if it has none
 */
struct endpoint {
	__u8 proto;
	const struct port_range *ports;
};

/**
 * struct entry - the arguments of commands about ports and prefixes
 * @proto: IP protocol number
 * @also_count: how many of @also are given
 * @also: more protocols
 * @port_count: how many of @ports are given
 * @ports: ports and ranges, in the order of the words
 * @from_count: how many of @from are given
 * @from: source prefixes, in the order of the words
 * @group_count: how many of @groups are given
 * @groups: names of groups of sources, beside @from
 * @name: of a group, of commands that change one
 * @is_volatile: its members are no policy
 * @dev: incoming interface, or ""
 * @out: outgoing interface, or ""
 * @devs: several incoming interfaces; @dev is "" then
 * @outs: several outgoing interfaces; @out is "" then
 * @to: address behind this host, or new source; family 0 for none
 * @to_ports: ports there, 0 for the same ones
 * @to_dev: interface whose present prefix @to has, which is its last 64 bits then; or ""
 * @guard: name of a guard, or ""
 * @knock: name of a knock, or ""
 * @duration: seconds, or 0 for ever
 * @comment: UTF-8, or ""
 * @keep: of a block or member: one that is there stays, and that is no error
 * @ping: of a protocol: only echo requests, of both families
 *
 * Means one object in the kernel for each protocol with each of its @ports, and each of
 * @from and @groups, or for each of @devs with each of @outs.
 */
struct entry {
	__u8 proto;
	__u8 also_count;
	__u8 also[PROTOCOLS_MAX - 1];
	unsigned int port_count;
	struct port_range ports[LIST_MAX];
	unsigned int from_count;
	struct prefix from[LIST_MAX];
	unsigned int group_count;
	char groups[LIST_MAX][SFW_NAME_MAX + 1];
	char name[SFW_NAME_MAX + 1];
	bool is_volatile;
	char dev[SFW_DEV_MAX + 1];
	char out[SFW_DEV_MAX + 1];
	struct devs devs;
	struct devs outs;
	struct address to;
	struct port_range to_ports;
	char to_dev[SFW_DEV_MAX + 1];
	char guard[SFW_NAME_MAX + 1];
	char knock[SFW_NAME_MAX + 1];
	__u32 duration;
	char comment[SFW_COMMENT_MAX + 1];
	bool ping;
	bool keep;
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
 * @live: connections at once, 0 for any number
 * @rttl: count only packets with the same TTL
 * @mask4: leading bits that make one source of IPv4 addresses
 * @mask6: likewise of IPv6 addresses
 * @then: verdict on those above the limit
 * @duration: seconds of a block, 0 for the kernel's default
 */
struct guard {
	char name[SFW_NAME_MAX + 1];
	unsigned int window_count;
	struct window windows[SFW_WINDOWS_MAX];
	__u32 live;
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

/* Arguments of a command: the member of struct command that holds, and its words. */
enum command_form {
	FORM_NONE,		/* no command of the language */
	FORM_BARE,
	FORM_ENABLED,
	FORM_SETTING,
	FORM_GUARD,
	FORM_KNOCK,
	FORM_MEMBER,
	/* From here on @entry holds. */
	FORM_ENTRY,		/* options only */
	FORM_PREFIX,		/* prefixes come first */
	FORM_GROUP,		/* the name of a group comes first, then prefixes */
	FORM_PROTO,		/* a protocol comes first, and its ports */
	FORM_FORWARD,		/* likewise, and where they lead */
};

/**
 * struct command - one line of a policy
 * @cmd: which; command_form() tells which member of the union holds
 * @enabled: of SFW_CMD_ENABLE_SET
 * @lists_too: of SFW_CMD_FLUSH: empty the recent lists as well
 * @setting: of SFW_CMD_SETTING_SET
 * @entry: of commands about ports, prefixes and interfaces
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
 * @state: state in connection tracking
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
 * struct wanted - which events are shown by "sfwctl events", and refusals by "refused"
 * @reasons: only packets refused for one of these, as SFW_REFUSED_BIT() has them; 0:
 *	     all events
 * @count: of refusals, how many at the most
 * @from_count: how many of @from are given
 * @from: only events about one of these; none for all
 * @group: only events about members of this group; "" for all
 */
struct wanted {
	__u32 reasons;
	__u32 count;
	unsigned int from_count;
	struct prefix from[LIST_MAX];
	char group[SFW_NAME_MAX + 1];
};

enum command_form command_form(unsigned int cmd);
const char *command_words(enum sfw_cmd cmd);
int entry_add_protocol(struct entry *entry, __u8 proto);
unsigned int entry_protocols(const struct entry *entry);
__u8 entry_protocol(const struct entry *entry, unsigned int index);
unsigned int entry_endpoints(const struct entry *entry);
struct endpoint entry_endpoint(const struct entry *entry, unsigned int index);
unsigned int entry_sources(const struct entry *entry);
unsigned int command_messages(const struct command *cmd);
bool command_is_policy(const struct command *cmd);

#endif
