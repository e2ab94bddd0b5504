/* SPDX-License-Identifier: GPL-2.0 */
/* From meaning to netlink attributes. */
#ifndef SFWCTL_NET_ENCODE_H
#define SFWCTL_NET_ENCODE_H

#include <libmnl/libmnl.h>

#include "lang/statement.h"

#define MESSAGE_MAX	512	/* bytes of any message made here */

void encode_header(struct nlmsghdr *nlh, __u8 cmd);
void encode_dry_run(struct nlmsghdr *nlh, bool dry_run);
void encode_prefix(struct nlmsghdr *nlh, const struct prefix *prefix);
void encode_command(struct nlmsghdr *nlh, const struct command *cmd,
		    unsigned int index);
void encode_probe(struct nlmsghdr *nlh, const struct probe *probe);

#endif
