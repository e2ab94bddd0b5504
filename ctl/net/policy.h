/* SPDX-License-Identifier: GPL-2.0 */
/* The policy that runs, as the kernel shows it. */
#ifndef SFWCTL_NET_POLICY_H
#define SFWCTL_NET_POLICY_H

#include <stdbool.h>

#include "net/decode.h"
#include "net/netlink.h"

#define POLICY_ALL	(-1)	/* in place of an enum sfw_object */

/**
 * struct policy - the objects of one policy
 * @reply: the kernel's messages
 * @generation: of the policy; known after POLICY_ALL
 * @enabled: whether packets are judged; likewise
 */
struct policy {
	struct reply reply;
	__u64 generation;
	bool enabled;
};

int policy_get(struct nl *nl, int object, struct policy *policy);
int policy_get_some(struct nl *nl, enum sfw_object object, size_t limit,
		    struct policy *policy);
int policy_get_staged(struct nl *nl, int object, struct policy *policy);
int policy_get_rehearsed(struct nl *nl, struct policy *policy);
bool policy_next(const struct policy *policy, const struct nlmsghdr **at,
		 struct object *obj);
unsigned int policy_count(const struct policy *policy, enum sfw_cmd cmd);
void policy_free(struct policy *policy);

#endif
