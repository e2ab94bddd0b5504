/* SPDX-License-Identifier: GPL-2.0 */
/* The recent lists, as the kernel shows them. */
#ifndef SFWCTL_NET_LIST_H
#define SFWCTL_NET_LIST_H

#include <stdbool.h>

#include "net/decode.h"
#include "net/listing.h"
#include "net/netlink.h"

/**
 * struct list - one recent list
 * @name: its name
 * @size: how many addresses it holds
 * @cap: how many it can hold
 * @evicted: how many made room for others
 * @broken: blocks and openings that ended before their time
 */
struct list {
	char name[SFW_NAME_MAX + 1];
	__u32 size;
	__u32 cap;
	__u64 evicted;
	__u64 broken;
};

/**
 * struct list_entry - an address in a list
 * @prefix: the address, or the prefix that shares an entry
 * @hits: how many hits count
 * @first: seconds since the first
 * @last: seconds since the last
 * @left: seconds until it is forgotten
 * @fixed: it never is
 * @ttl: of the last packet, 0 if there was none
 * @proto: of the last packet, likewise
 * @port: that it was for
 * @refuses: the list's guard would refuse the next one
 * @is_blocked: the list's guard has blocked it
 * @blocked: seconds for which that lasts
 * @is_open: the list's knock lets it in
 * @open: seconds for which that lasts
 * @object: SFW_OBJ_GUARD or SFW_OBJ_KNOCK, which keeps the list; 0: nothing tells
 */
struct list_entry {
	struct prefix prefix;
	__u32 hits;
	__u64 first;
	__u64 last;
	__u32 left;
	bool fixed;
	__u8 ttl;
	__u8 proto;
	__u16 port;
	bool refuses;
	bool is_blocked;
	__u32 blocked;
	bool is_open;
	__u32 open;
	__u8 object;
};

int lists_get(struct nl *nl, struct reply *reply);
bool lists_next(const struct reply *reply, const struct nlmsghdr **at,
		struct list *list);
int list_missing(struct nl *nl, const char *name);
int list_find(struct nl *nl, const char *name);
int list_entries_get(struct nl *nl, const char *name,
		     struct reply *reply);
int list_entry_decode(const struct attrs *attrs, struct list_entry *r);
bool list_entry_next(const struct reply *reply,
		     const struct nlmsghdr **at, struct list_entry *r);
void list_entry_left(const void *entry, char *cell);
void list_entry_cause(const void *entry, char *cell);

/* ADDR, and the rest of an entry. */
extern const struct column list_entry_columns[];

#endif
