/* SPDX-License-Identifier: GPL-2.0 */
/* From meaning to netlink attributes. */
#ifndef SFWCTL_ENCODE_H
#define SFWCTL_ENCODE_H

#include <libmnl/libmnl.h>

#include "command.h"

#define MESSAGE_MAX	512	/* bytes of any message made here */

void encode_header(struct nlmsghdr *nlh, __u8 cmd);
unsigned int encode_count(const struct command *cmd);
void encode_command(struct nlmsghdr *nlh, const struct command *cmd,
		    unsigned int index);
void encode_probe(struct nlmsghdr *nlh, const struct probe *probe);

#endif
