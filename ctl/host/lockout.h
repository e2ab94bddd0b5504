/* SPDX-License-Identifier: GPL-2.0 */
/* Keeps a change from locking people out of this host. */
#ifndef SFWCTL_HOST_LOCKOUT_H
#define SFWCTL_HOST_LOCKOUT_H

#include "host/other_sessions.h"
#include "host/reach.h"
#include "host/udp_ports.h"
#include "net/netlink.h"

/**
 * struct way - an interface by which packets may come in
 * @dev: its name, "" for any
 * @before: how a new connection by it fares now
 */
struct way {
	char dev[SFW_DEV_MAX + 1];
	enum reach before;
};

/**
 * struct person - somebody at this host
 * @probe: how a new connection of this person would begin, but for the interface
 * @dst: where somebody else's NAT leads it: to this address, which may be its own
 * @dport: and to this port
 * @ways: by which it may come in
 * @way_count: how many
 * @program: program that serves the one that is live; "" if it is this process's own
 */
struct person {
	struct probe probe;
	struct address dst;
	__u16 dport;
	struct way ways[2];
	unsigned int way_count;
	char program[PROCESS_NAME_MAX];
};

/**
 * struct lockout - the people whom a change could lock out
 * @who: all of them
 * @count: how many
 * @led: a NAT leads one of them to another port or address
 * @only_warns: do not refuse the change
 * @udp: ports that one of them may need
 */
struct lockout {
	struct person *who;
	size_t count;
	bool led;
	bool only_warns;
	struct udp_ports udp;
};

bool lockout_spares_all(const struct entry *refused);
int lockout_begin(struct lockout *lock, struct nl *nl);
int lockout_check(struct nl *nl, void *lock);
int lockout_check_saved(struct nl *nl, void *lock);
int lockout_check_trial(struct nl *nl);
int lockout_begin_lists(struct lockout *lock);
bool lockout_concerns(const struct lockout *lock, const struct prefix *from);
int lockout_check_list(struct nl *nl, const struct member *member);
void lockout_free(struct lockout *lock);

#endif
