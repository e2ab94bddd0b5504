/* SPDX-License-Identifier: GPL-2.0 */
/* From netlink attributes to meaning. */
#ifndef SFWCTL_NET_DECODE_H
#define SFWCTL_NET_DECODE_H

#include <libmnl/libmnl.h>

#include "lang/statement.h"

/**
 * struct attrs - the attributes of a message, by type
 * @a: each of the right size for its type, or NULL
 * @part_count: how many there are of @parts, even if there is no room for all
 * @parts: windows of a guard, steps of a knock, or sources of a finding, in order
 */
struct attrs {
	const struct nlattr *a[SFW_A_MAX + 1];
	unsigned int part_count;
	const struct nlattr *parts[SFW_STEPS_MAX];
};

/**
 * struct object - one object of a policy, as the kernel shows it
 * @command: the command that makes it; a port or prefix is a list of one
 * @packets: packets that it let pass
 * @bytes: and their bytes
 * @size: of a group, how many members it has
 */
struct object {
	struct command command;
	__u64 packets;
	__u64 bytes;
	__u32 size;
};

__u8 decode_header(const struct nlmsghdr *nlh, struct attrs *attrs);
void decode_nested(const struct nlattr *nest, struct attrs *attrs);
int decode_addr(const struct nlattr *attr, struct address *addr);
int decode_address(const struct attrs *attrs, enum sfw_attr type,
		   struct address *addr);
int decode_prefix(const struct attrs *attrs, struct prefix *prefix);
int decode_object(__u8 cmd, const struct attrs *attrs, struct object *obj);

/* Values of attributes; 0 and "" stand for one that is not there. */
__u8 decode_u8(const struct attrs *attrs, enum sfw_attr type);
__u16 decode_u16(const struct attrs *attrs, enum sfw_attr type);
__u32 decode_u32(const struct attrs *attrs, enum sfw_attr type);
__u64 decode_u64(const struct attrs *attrs, enum sfw_attr type);
const char *decode_string(const struct attrs *attrs, enum sfw_attr type);

#endif
