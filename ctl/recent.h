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

int recent_get(struct nl *nl, struct answer *answer);
bool recent_next(const struct answer *answer, const struct nlmsghdr **at,
		 struct recent_list *list);
int recent_missing(struct nl *nl, const char *name);
int recent_find(struct nl *nl, const char *name);
void recent_json(const struct answer *answer, struct json *j);

#endif
