/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * sfw: the stateful firewall. Everything that the kernel module and userspace
 * share: the generic netlink family, its limits, and the words that both use.
 *
 * Tables that carry words are X-macros, so that the enum, the kernel's and the
 * utility's strings, the documentation and the tests come from one line each.
 */
#ifndef _UAPI_LINUX_SFW_H
#define _UAPI_LINUX_SFW_H

#include <linux/types.h>

#define SFW_VERSION		"0.1.0"
#define SFW_GENL_NAME		"sfw"
#define SFW_GENL_VERSION	1
#define SFW_GENL_EVENTS		"events"	/* the multicast group */

/* Limits, checked by the kernel; the utility only quotes them. */
#define SFW_COMMENT_MAX		63	/* bytes of UTF-8 */
#define SFW_DEV_MAX		15	/* IFNAMSIZ - 1 */
#define SFW_ENTRIES_MAX		131072	/* port and protocol entries a policy */
#define SFW_TRUST_MAX		256	/* trusted interfaces and prefixes */
#define SFW_TXN_MAX		16	/* open transactions a namespace */
#define SFW_NAME_MAX		31	/* bytes: letters, digits, - _ and . */
#define SFW_EXEMPT_MAX		65536	/* exempt prefixes */
#define SFW_BLOCKS_MAX		1048576	/* blocked prefixes */
#define SFW_GUARDS_MAX		64
#define SFW_WINDOWS_MAX		8	/* HITS/TIME windows a guard */
#define SFW_HITS_MAX		64	/* hits of a window */
#define SFW_LIVE_MAX		4096	/* connections at once of a source */
#define SFW_STAMPS_MAX		96	/* hits that an entry keeps, with rttl */
#define SFW_KNOCKS_MAX		64
#define SFW_LANS_MAX		256	/* interfaces of the local network */
#define SFW_MASQS_MAX		256	/* masqueraded prefixes */
#define SFW_FORWARDS_MAX	4096	/* forwarded ports and ranges */
#define SFW_GROUPS_MAX		256
#define SFW_MEMBERS_MAX		1048576	/* prefixes in all groups of a namespace */
#define SFW_STEPS_MAX		16	/* ports of a knock sequence */
#define SFW_SCAN_PORTS_MAX	16	/* value of the setting scan-ports */
#define SFW_LIST_CAP		65536	/* addresses a recent list holds */
#define SFW_DURATION_MAX	315360000	/* seconds: ten years */
#define SFW_CONFIRM_MAX		86400	/* seconds a policy may be on trial */
#define SFW_LISTENERS_MAX	16	/* sockets a namespace that get events */
#define SFW_EVENTS_MAX		1000	/* a second and namespace: fewer */
#define SFW_REFUSED_MAX		4096	/* refusals that the journal keeps */
#define SFW_FINDINGS_MAX	4096	/* differences that a rehearsal keeps */
#define SFW_FINDING_SOURCES	16	/* addresses that one names */
#define SFW_LOGS_MAX		20	/* packets a second and namespace */

/*
 * Why a packet was accepted or refused, in the order in which stats are
 * printed: X(identifier, word, accepted, text for people).
 */
#define SFW_REASONS(X)							\
	X(LO,		"lo",		1, "loopback")			\
	X(ESTABLISHED,	"established",	1, "part of a live connection")	\
	X(RELATED,	"related",	1, "belongs to a live connection") \
	X(TRUSTED,	"trusted",	1, "trusted source or interface") \
	X(NEIGHBOUR,	"neighbour",	1, "from the link: ND, MLD or IGMP") \
	X(DHCP,		"dhcp",		1, "answer to a DHCP client")	\
	X(PING,		"ping",		1, "echo request")		\
	X(ADOPTED,	"adopted",	1, "a live local socket owns it") \
	X(PORT,		"port",		1, "open port")			\
	X(PROTO,	"proto",	1, "open protocol")		\
	X(LAN,		"lan",		1, "from the local network")	\
	X(FORWARD,	"forward",	1, "forwarded port")		\
	X(BLOCKED,	"blocked",	0, "blocked source")		\
	X(INVALID,	"invalid",	0, "fits no connection")	\
	X(RPFILTER,	"rpfilter",	0, "spoofed source")		\
	X(MALFORMED,	"malformed",	0, "broken headers")		\
	X(NOT_SYN,	"not-syn",	0, "new TCP without a SYN")	\
	X(SCAN,		"scan",		0, "listed port scanner")	\
	X(GUARD,	"guard",	0, "too many new connections")	\
	X(KNOCK,	"knock",	0, "no knock before")		\
	X(CLOSED_TCP,	"closed-tcp",	0, "closed TCP port")		\
	X(CLOSED_UDP,	"closed-udp",	0, "closed UDP port")		\
	X(CLOSED_PROTO,	"closed-proto",	0, "closed protocol")		\
	X(NO_FORWARD,	"no-forward",	0, "nothing allows forwarding it") \
	X(PING_OFF,	"ping-off",	0, "echo request, ping is off")

#define SFW_X_ENUM_REASON(id, word, accepted, text) SFW_R_##id,
enum sfw_reason {
	SFW_REASONS(SFW_X_ENUM_REASON)
	SFW_R_MAX		/* number of reasons */
};

#undef SFW_X_ENUM_REASON

/* Sets of reasons to refuse a packet, which come last, as bits. */
#define SFW_REFUSED_FIRST	SFW_R_BLOCKED
#define SFW_REFUSED_BIT(reason)	(1U << ((reason) - SFW_REFUSED_FIRST))
#define SFW_REFUSED_ALL		(SFW_REFUSED_BIT(SFW_R_MAX) - 1)

/* All network tests run with the other defaults, too. */
#ifndef SFW_EARLY_DEFAULT
#define SFW_EARLY_DEFAULT	1
#endif
#ifndef SFW_DIRECT_DEFAULT
#define SFW_DIRECT_DEFAULT	1
#endif

/*
 * Settings: X(identifier, key, words, default, least, most). The value on the
 * wire is the index of the word in the |-separated list; where the words are
 * SECONDS or NUMBER it is that, from least to most, and where they are REASONS
 * it is the set of them, as SFW_REFUSED_BIT() has it.
 */
#define SFW_SETTINGS(X)							\
	X(PING,		"ping",		"off|on",		1, 0, 1) \
	X(REJECT4,	"reject4",	"rfc|admin|drop",	0, 0, 2) \
	X(REJECT6,	"reject6",	"admin|rfc|drop",	0, 0, 2) \
	X(SCAN,		"scan",		"off|tcp|udp|tcp,udp",	0, 0, 3) \
	X(SCAN_WINDOW,	"scan-window",	"SECONDS", 60, 1, 86400)	\
	X(SCAN_PORTS,	"scan-ports",	"NUMBER", 1, 1, SFW_SCAN_PORTS_MAX) \
	X(RPFILTER,	"rpfilter",	"off|strict|loose",	0, 0, 2) \
	X(DHCP,		"dhcp",		"off|on",		1, 0, 1) \
	X(FORWARD,	"forward",	"drop|reject|off",	0, 0, 2) \
	X(PUBLISHED,	"published",	"ports|off",		0, 0, 1) \
	X(INVALID,	"invalid",	"drop|lan",		0, 0, 1) \
	X(DISCOVERY,	"discovery",	"off|on",		0, 0, 1) \
	X(EARLY,	"early",	"off|on", SFW_EARLY_DEFAULT, 0, 1)	\
	X(DIRECT,	"direct",	"off|on", SFW_DIRECT_DEFAULT, 0, 1)	\
	X(MSS_CLAMP,	"mss-clamp",	"off|on",		1, 0, 1) \
	X(OFFLOAD,	"offload",	"off|on",		0, 0, 1) \
	X(LOG,		"log",		"REASONS", 0, 0, SFW_REFUSED_ALL)

#define SFW_X_ENUM_SETTING(id, key, words, dflt, least, most) SFW_S_##id,
enum sfw_setting {
	SFW_SETTINGS(SFW_X_ENUM_SETTING)
	SFW_S_MAX		/* number of settings */
};

#undef SFW_X_ENUM_SETTING

/* Values of settings whose words are not off|on; the order is the table's. */
enum sfw_reject4 { SFW_REJECT4_RFC, SFW_REJECT4_ADMIN, SFW_REJECT4_DROP };
enum sfw_reject6 { SFW_REJECT6_ADMIN, SFW_REJECT6_RFC, SFW_REJECT6_DROP };
enum sfw_scan { SFW_SCAN_TCP = 1, SFW_SCAN_UDP = 2 };	/* bits */
enum sfw_rpfilter { SFW_RPFILTER_OFF, SFW_RPFILTER_STRICT, SFW_RPFILTER_LOOSE };
enum sfw_forward { SFW_FORWARD_DROP, SFW_FORWARD_REJECT, SFW_FORWARD_OFF };
enum sfw_invalid { SFW_INVALID_DROP, SFW_INVALID_LAN };
enum sfw_published { SFW_PUBLISHED_PORTS, SFW_PUBLISHED_OFF };

/* Connection tracking's view of a packet: X(identifier, word). */
#define SFW_CT_STATES(X)						\
	X(NEW,		"new")						\
	X(ESTABLISHED,	"established")					\
	X(RELATED,	"related")					\
	X(INVALID,	"invalid")					\
	X(UNTRACKED,	"untracked")

#define SFW_X_ENUM_CT(id, word) SFW_CT_##id,
enum sfw_ct_state {
	SFW_CT_STATES(SFW_X_ENUM_CT)
	SFW_CT_MAX
};

#undef SFW_X_ENUM_CT

/*
 * Actions on a packet: X(identifier, word). The words are those that
 * `sfwctl test` prints.
 */
#define SFW_ACTIONS(X)							\
	X(ACCEPT,	"accept")					\
	X(DROP,		"drop")						\
	X(RST,		"reject with tcp-reset")			\
	X(PORT_UNREACH,	"reject with port-unreachable")			\
	X(PROTO_UNREACH, "reject with protocol-unreachable")		\
	X(HOST_UNREACH,	"reject with host-unreachable")			\
	X(ADMIN_PROHIB,	"reject with admin-prohibited")

#define SFW_X_ENUM_ACTION(id, word) SFW_ACT_##id,
enum sfw_action {
	SFW_ACTIONS(SFW_X_ENUM_ACTION)
	SFW_ACT_MAX
};

#undef SFW_X_ENUM_ACTION

/* Actions of a guard on packets it does not admit: X(identifier, word). */
#define SFW_GUARD_THENS(X)						\
	X(DROP,		"drop")						\
	X(REJECT,	"reject")					\
	X(BLOCK,	"block")

#define SFW_X_ENUM_THEN(id, word) SFW_THEN_##id,
enum sfw_guard_then {
	SFW_GUARD_THENS(SFW_X_ENUM_THEN)
	SFW_THEN_MAX
};

#undef SFW_X_ENUM_THEN

/* Events sent to listeners: X(identifier, word, text for people). */
#define SFW_EVENTS(X)							\
	X(REFUSED,	"refused",	"packets of a source and a second") \
	X(LISTED,	"listed",	"put into a recent list")	\
	X(BLOCKED,	"blocked",	"everything from it is dropped") \
	X(UNBLOCKED,	"unblocked",	"it is not any more")		\
	X(TRIPPED,	"tripped",	"a guard begins to refuse it")	\
	X(OPENED,	"opened",	"it has knocked")		\
	X(POLICY,	"policy",	"another policy, or its confirmation") \
	X(ROLLBACK,	"rollback",	"the policy before is back")	\
	X(LOST,		"lost",		"too much to be told")

#define SFW_X_ENUM_EVENT(id, word, text) SFW_E_##id,
enum sfw_event {
	SFW_EVENTS(SFW_X_ENUM_EVENT)
	SFW_E_MAX
};

#undef SFW_X_ENUM_EVENT

/* Causes of an event: X(identifier, word). */
#define SFW_BYS(X)							\
	X(PACKET,	"packet")					\
	X(ADMIN,	"administrator")				\
	X(GUARD,	"guard")					\
	X(TIME,		"time")						\
	X(ROOM,		"want of room")

#define SFW_X_ENUM_BY(id, word) SFW_BY_##id,
enum sfw_by {
	SFW_BYS(SFW_X_ENUM_BY)
	SFW_BY_MAX
};

#undef SFW_X_ENUM_BY

/* Changes reported by SFW_E_POLICY: X(identifier, word). */
#define SFW_CHANGES(X)							\
	X(COMMIT,	"commit")					\
	X(TRIAL,	"trial")					\
	X(CONFIRM,	"confirm")					\
	X(UNDO,		"undo")						\
	X(REHEARSE,	"rehearse")

#define SFW_X_ENUM_CHANGE(id, word) SFW_CHANGE_##id,
enum sfw_change {
	SFW_CHANGES(SFW_X_ENUM_CHANGE)
	SFW_CHANGE_MAX
};

#undef SFW_X_ENUM_CHANGE

/* The recent lists that are always there. */
#define SFW_LIST_TCP_SCAN	"tcp-portscan"
#define SFW_LIST_UDP_SCAN	"udp-portscan"

/*
 * Commands. Those that change the policy only stage the change: a socket opens
 * a transaction with TXN_BEGIN, sends any number of them, and publishes all at
 * once with TXN_COMMIT, which says how many there were: were some refused, or
 * lost, nothing is published. Closing the socket without it leaves nothing
 * behind. A commit fails with EBUSY when another one came between: one that replaces
 * the policy, or undoes a change, unless that changed nothing but timed blocks and members that
 * are no policy, and of other prefixes.
 *
 * POLICY_GET dumps one consistent policy; each message of it carries the
 * command that would create the object (PORT_ADD, SETTING_SET, ...) and the
 * same attributes, so that a dump is a policy that can be sent back.
 */
enum sfw_cmd {
	SFW_CMD_UNSPEC,
	SFW_CMD_STATUS,		/* all may: -> VERSION ENABLED GENERATION
				 * UNLOGGED DIRECT [CONFIRM] [REHEARSE LOST], and all
				 * that end in _COUNT
				 */
	SFW_CMD_STATS,		/* dump, all may: -> REASON PACKETS BYTES */
	SFW_CMD_POLICY_GET,	/* dump: [OBJECT: only one kind] [STAGED]
				 * [REHEARSED] [NAME: only members of that group]
				 */
	SFW_CMD_TEST,		/* PROTO SRC [SPORT] [DST] [DPORT] [DEV]
				 * [TCP_FLAGS] [CT_STATE] [ICMP_TYPE] ->
				 * ENABLED ACTION REASON [RULE_CMD RULE];
				 * judges by the staged policy where the
				 * socket has a transaction
				 */
	SFW_CMD_TXN_BEGIN,	/* [REPLACE] */
	SFW_CMD_TXN_COMMIT,	/* CHANGES [DRY_RUN] [CONFIRM] */
	SFW_CMD_ENABLE_SET,	/* ENABLED */
	SFW_CMD_FLUSH,		/* empty policy, default settings */
	SFW_CMD_SETTING_SET,	/* SETTING VALUE */
	SFW_CMD_PORT_ADD,	/* PROTO PORT_FIRST PORT_LAST [FROM FROM_LEN]
				 * [GROUP: instead of it] [DEV] [DURATION]
				 * [COMMENT] [GUARD] [KNOCK]
				 */
	SFW_CMD_PORT_DEL,	/* PROTO PORT_FIRST PORT_LAST [FROM FROM_LEN]
				 * [GROUP] [DEV]
				 */
	SFW_CMD_PROTO_ADD,	/* PROTO [PING] [FROM FROM_LEN] [GROUP] [DEV] [GUARD] */
	SFW_CMD_PROTO_DEL,	/* PROTO [PING] [FROM FROM_LEN] [GROUP] [DEV] */
	SFW_CMD_TRUST_ADD,	/* DEV, FROM FROM_LEN, or GROUP */
	SFW_CMD_TRUST_DEL,
	SFW_CMD_EXEMPT_ADD,	/* FROM FROM_LEN [GROUP: instead of it] */
	SFW_CMD_EXEMPT_DEL,
	SFW_CMD_GUARD_ADD,	/* NAME [WINDOW...] [LIVE] [RTTL] [MASK4] [MASK6]
				 * [THEN [DURATION]]; a window or the other at least
				 */
	SFW_CMD_GUARD_DEL,	/* NAME */
	SFW_CMD_KNOCK_ADD,	/* NAME STEP... [WITHIN] [DURATION: open] */
	SFW_CMD_KNOCK_DEL,	/* NAME */
	SFW_CMD_BLOCK_ADD,	/* FROM FROM_LEN [DURATION] [COMMENT] [KEEP]
				 * [GROUP: instead of all that]
				 */
	SFW_CMD_BLOCK_DEL,	/* FROM FROM_LEN [GROUP: instead of it] */
	SFW_CMD_BLOCK_FLUSH,	/* all blocked prefixes, those with a duration too */
	/* Recent lists live outside the policy: these act at once. */
	SFW_CMD_LISTS_GET,	/* dump: -> NAME SIZE CAP EVICTED BROKEN */
	SFW_CMD_LIST_GET,	/* dump: NAME [WHOLE] -> FROM FROM_LEN HITS FIRST LAST
				 * TTL, LEFT or FIXED, [PROTO PORT_FIRST: of
				 * the last packet] [BLOCKED] [REFUSES] [OPEN]
				 */
	SFW_CMD_LIST_ADD,	/* NAME SRC: stays until it is deleted */
	SFW_CMD_LIST_DEL,	/* NAME SRC */
	SFW_CMD_LIST_FLUSH,	/* [NAME]; without it all lists */
	/* The end of a policy on trial, which a commit with CONFIRM began. */
	SFW_CMD_CONFIRM,	/* [DRY_RUN]: it stays */
	SFW_CMD_ROLLBACK,	/* [DRY_RUN]: the one before comes back */
	/* The gateway: changes of the policy again. */
	SFW_CMD_LAN_ADD,	/* DEV [OUT] */
	SFW_CMD_LAN_DEL,
	SFW_CMD_MASQ_ADD,	/* FROM FROM_LEN OUT [TO] */
	SFW_CMD_MASQ_DEL,
	SFW_CMD_FORWARD_ADD,	/* PROTO PORT_FIRST PORT_LAST DEV TO [TO_DEV]
				 * [TO_FIRST TO_LAST] [FROM FROM_LEN] [GROUP]
				 * [DURATION] [COMMENT]
				 */
	SFW_CMD_FORWARD_DEL,	/* PROTO PORT_FIRST PORT_LAST DEV [TO] [TO_DEV]
				 * [FROM FROM_LEN] [GROUP]: all that fit
				 */
	SFW_CMD_WHY,		/* dump: SRC -> its holders: TRUST_ADD,
				 * EXEMPT_ADD, BLOCK_ADD and GROUP_ADD as
				 * POLICY_GET has them, with FIRST, and those
				 * that name a group with its member too;
				 * LIST_GET, with NAME, and GUARD or KNOCK if it
				 * is the list of one
				 */
	SFW_CMD_LISTEN,		/* until this socket, which has joined the
				 * group, is closed, EVENTs are sent to it
				 */
	SFW_CMD_EVENT,		/* only from the kernel: EVENT TIME, and
				 * REFUSED: REASON FROM FROM_LEN PROTO
				 *   PORT_FIRST PACKETS
				 * LISTED, TRIPPED, OPENED, BLOCKED, UNBLOCKED:
				 *   BY FROM FROM_LEN [NAME: of the list]
				 *   [PROTO PORT_FIRST] [DURATION]
				 * POLICY, ROLLBACK: BY GENERATION BEFORE
				 *   [CHANGE] [PID UID PROCESS]
				 * LOST: PACKETS: refused, LOST: events
				 * nlmsg_seq counts them in the namespace
				 */
	SFW_CMD_TXN_UNDO,	/* as TXN_BEGIN, with the policy before the last
				 * change
				 */
	SFW_CMD_REFUSED_GET,	/* dump: [SRC: only its] [GROUP: only those of
				 * its members] -> the last refused
				 * packets, oldest first: EVENT TIME LAST REASON
				 * FROM FROM_LEN PROTO PORT_FIRST PACKETS DST
				 * DEV [RULE_CMD RULE: a setting as it was, all
				 * else as it is]
				 */
	SFW_CMD_LIST_PUT,	/* NAME [OBJECT: the kind that kept the list,
				 * needed for a knock's] FROM FROM_LEN [PACKETS]
				 * [FIRST] [LAST] [TTL] [PROTO PORT_FIRST]
				 * [FIXED] [DURATION: still blocked or let in]
				 * [STAMPS]: an entry as a whole LIST_GET told
				 * it, and left out if its time is over since
				 */
	/* Groups: changes of the policy again. */
	SFW_CMD_GROUP_NEW,	/* NAME [VOLATILE] -> in dumps SIZE, too */
	SFW_CMD_GROUP_ADD,	/* NAME FROM FROM_LEN [DURATION] [COMMENT]
				 * [KEEP]: makes the group if there is none
				 * -> in dumps VOLATILE if it is no policy
				 */
	SFW_CMD_GROUP_DEL,	/* NAME [FROM FROM_LEN]: without it the group */
	SFW_CMD_GROUP_FLUSH,	/* NAME: all of its members */
	SFW_CMD_TXN_REHEARSE,	/* CHANGES REHEARSE [DRY_RUN]: as TXN_COMMIT, but
				 * the policy is rehearsed and not published
				 */
	SFW_CMD_FINDINGS_GET,	/* dump: where the rehearsed policy differs ->
				 * ACTION: accept or drop, REASON [LIVE_REASON] PROTO
				 * PORT_FIRST SRC..., or FROM FROM_LEN, DEV [OUT]
				 * PACKETS FIRST LAST [RULE_CMD RULE]
				 */
	SFW_CMD_REHEARSAL_END,	/* [DRY_RUN]: the findings stay for a day; once
				 * more, and they are forgotten
				 */
	__SFW_CMD_MAX
};

#define SFW_CMD_MAX	(__SFW_CMD_MAX - 1)

/* Kinds of objects in a policy, for POLICY_GET. */
enum sfw_object {
	SFW_OBJ_ENABLED,	/* one message, ENABLE_SET with GENERATION */
	SFW_OBJ_SETTING,
	SFW_OBJ_GROUP,
	SFW_OBJ_MEMBER,		/* of groups */
	SFW_OBJ_TRUST,
	SFW_OBJ_EXEMPT,
	SFW_OBJ_GUARD,
	SFW_OBJ_KNOCK,
	SFW_OBJ_ENTRY,		/* ports and protocols */
	SFW_OBJ_BLOCK,
	SFW_OBJ_LAN,
	SFW_OBJ_MASQ,
	SFW_OBJ_FORWARD,
	SFW_OBJ_MAX
};

/* Attributes. Integers are in host order, addresses in network order. */
enum sfw_attr {
	SFW_A_UNSPEC,
	SFW_A_PAD,
	SFW_A_VERSION,		/* string: of the module */
	SFW_A_ENABLED,		/* u8: 0 or 1 */
	SFW_A_GENERATION,	/* u64: of the policy; +1 with each publication */
	SFW_A_OBJECT,		/* u8: enum sfw_object */
	SFW_A_SETTING,		/* u8: enum sfw_setting */
	SFW_A_VALUE,		/* u32: value of a setting */
	SFW_A_PROTO,		/* u8: IP protocol number */
	SFW_A_PORT_FIRST,	/* u16: 1 to 65535 */
	SFW_A_PORT_LAST,	/* u16: not below PORT_FIRST */
	SFW_A_FROM,		/* 4 or 16 bytes: source prefix, no host bits */
	SFW_A_FROM_LEN,		/* u8: its length */
	SFW_A_DEV,		/* string: incoming interface, or a pattern such as "br-*" */
	SFW_A_DURATION,		/* u32 seconds, 1 to SFW_DURATION_MAX; in dumps
				 * the time left
				 */
	SFW_A_COMMENT,		/* string: UTF-8 */
	SFW_A_PACKETS,		/* u64 */
	SFW_A_BYTES,		/* u64 */
	SFW_A_REASON,		/* u8: enum sfw_reason */
	SFW_A_ACTION,		/* u8: enum sfw_action */
	SFW_A_CT_STATE,		/* u8: enum sfw_ct_state */
	SFW_A_SRC,		/* 4 or 16 bytes */
	SFW_A_DST,		/* 4 or 16 bytes */
	SFW_A_SPORT,		/* u16 */
	SFW_A_DPORT,		/* u16 */
	SFW_A_TCP_FLAGS,	/* u8: byte 13 of the TCP header */
	SFW_A_ICMP_TYPE,	/* u8 */
	SFW_A_RULE_CMD,		/* u8: enum sfw_cmd, kind of RULE */
	SFW_A_RULE,		/* nested: the object of the policy that decided,
				 * as POLICY_GET shows it
				 */
	SFW_A_PORT_COUNT,	/* u32: port and protocol entries */
	SFW_A_LIST_COUNT,	/* u32: recent lists */
	SFW_A_CHANGES,		/* u32: changes sent since TXN_BEGIN */
	SFW_A_REPLACE,		/* flag: start from an empty policy */
	SFW_A_DRY_RUN,		/* flag: check all, publish nothing */
	SFW_A_NAME,		/* string: of a guard, knock, list or group */
	SFW_A_GUARD,		/* string: name of a port's guard */
	SFW_A_KNOCK,		/* string: name of a port's knock */
	SFW_A_WINDOW,		/* nested HITS SECONDS; repeated */
	SFW_A_HITS,		/* u32: 1 to SFW_HITS_MAX */
	SFW_A_SECONDS,		/* u32: 1 to SFW_DURATION_MAX */
	SFW_A_RTTL,		/* flag: count only packets of the same TTL */
	SFW_A_MASK4,		/* u8: sources that share an entry, 1 to 32 */
	SFW_A_MASK6,		/* u8: 1 to 128 */
	SFW_A_THEN,		/* u8: enum sfw_guard_then */
	SFW_A_STEP,		/* nested PROTO PORT_FIRST; repeated, in order */
	SFW_A_WITHIN,		/* u32 seconds, 1 to SFW_DURATION_MAX: from the
				 * first knock to the last
				 */
	SFW_A_SIZE,		/* u32: addresses in a list, prefixes in a group */
	SFW_A_CAP,		/* u32: the most that it holds */
	SFW_A_EVICTED,		/* u64: how many made room for others */
	SFW_A_FIRST,		/* u64: seconds since it was first seen */
	SFW_A_LAST,		/* u64: seconds since it was last seen */
	SFW_A_TTL,		/* u8: TTL of the last packet, 0 if by hand */
	SFW_A_LEFT,		/* u32: seconds until it is forgotten */
	SFW_A_FIXED,		/* flag: put there by hand */
	SFW_A_CONFIRM,		/* u32 seconds, 1 to SFW_CONFIRM_MAX: after them
				 * the policy before comes back
				 */
	SFW_A_STAGED,		/* flag: the transaction of this socket */
	SFW_A_OUT,		/* string: outgoing interface, or a pattern */
	SFW_A_TO,		/* 4 or 16 bytes: address behind this host, or new source */
	SFW_A_TO_FIRST,		/* u16: 1 to 65535, port there; PORT_FIRST if
				 * left out
				 */
	SFW_A_TO_LAST,		/* u16 */
	SFW_A_BLOCKED,		/* u32: seconds for which a guard still blocks
				 * it; 0 with FIXED
				 */
	SFW_A_REFUSES,		/* flag: the guard would refuse it now */
	SFW_A_OPEN,		/* u32: seconds for which a knock lets it in; 0
				 * with FIXED
				 */
	SFW_A_EVENT,		/* u8: enum sfw_event */
	SFW_A_TIME,		/* u64: nanoseconds since 1970 */
	SFW_A_BY,		/* u8: enum sfw_by */
	SFW_A_CHANGE,		/* u8: enum sfw_change */
	SFW_A_BEFORE,		/* u64: generation before */
	SFW_A_PID,		/* u32: of the process, in the first namespace */
	SFW_A_UID,		/* u32: of its user, likewise */
	SFW_A_PROCESS,		/* string: its name */
	SFW_A_LOST,		/* u64: events that were not sent */
	SFW_A_UNLOGGED,		/* u64: packets that were too many to log */
	SFW_A_BROKEN,		/* u64: blocks and openings of a list that ended
				 * before their time, because there were too many
				 */
	SFW_A_WHOLE,		/* flag: with STAMPS */
	SFW_A_STAMPS,		/* array of u64, SFW_STAMPS_MAX at the most: the
				 * hits that a guard counts: milliseconds since,
				 * and in the low byte the TTL of the packet
				 */
	SFW_A_KEEP,		/* flag: one that is there stays as it is, and
				 * that is no error
				 */
	SFW_A_GROUP,		/* string: name of a group of sources */
	SFW_A_VOLATILE,		/* flag: its members are no policy */
	SFW_A_TO_DEV,		/* string: interface whose present prefix TO has, which
				 * is its last 64 bits then
				 */
	SFW_A_PING,		/* flag: echo requests of IPv4 and IPv6 alone; PROTO is that of
				 * ICMP
				 */
	SFW_A_REHEARSE,		/* u32 seconds, 1 to SFW_DURATION_MAX: time of a
				 * rehearsal; of STATUS the time left, 0: it is
				 * over
				 */
	SFW_A_REHEARSED,	/* flag: the policy that is rehearsed, or was */
	SFW_A_LIVE_REASON,	/* u8: enum sfw_reason of the policy that runs;
				 * left out while it is disabled
				 */
	SFW_A_FINDING_COUNT,	/* u32: differences that a rehearsal has found */
	SFW_A_LIVE,		/* u32: 1 to SFW_LIVE_MAX: connections of a source at once */
	SFW_A_DIRECT,		/* u64: packets let in without connection tracking */
	SFW_A_SKIPPED,		/* u64: packets that a rehearsal did not judge, as
				 * connection tracking had no room for them
				 */
	__SFW_A_MAX
};

#define SFW_A_MAX	(__SFW_A_MAX - 1)

#endif /* _UAPI_LINUX_SFW_H */
