/* SPDX-License-Identifier: GPL-2.0 */
/* The recent lists, as the kernel shows them. */
#ifndef SFWCTL_RECENT_H
#define SFWCTL_RECENT_H

#include <stdbool.h>

#include "decode.h"
#include "json.h"
#include "netlink.h"

/**
 * struct recent_list - one recent list
 * @name: its name, valid as long as the answer is
 * @size: how many addresses it holds
 * @cap: how many it can hold
 * @evicted: how many made room for others
 */
struct recent_list {
	const char *name;
	__u32 size;
	__u32 cap;
	__u64 evicted;
};

/**
 * struct recent - an address in a list
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
 */
struct recent {
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
};

int recent_get(struct nl *nl, struct answer *answer);
bool recent_next(const struct answer *answer, const struct nlmsghdr **at,
		 struct recent_list *list);
int recent_missing(struct nl *nl, const char *name);
int recent_find(struct nl *nl, const char *name);
int recent_entries_get(struct nl *nl, const char *name,
		       struct answer *answer);
int recent_decode(const struct attrs *attrs, struct recent *r);
bool recent_entry_next(const struct answer *answer,
		       const struct nlmsghdr **at, struct recent *r);
void recent_entry_json(const struct recent *r, struct json *j);
void recent_row_times(const struct recent *r, char *first, char *last,
		      char *left);
void recent_row_cause(const struct recent *r, char *ttl, char *cause);
void recent_json(const struct answer *answer, struct json *j);

#endif
