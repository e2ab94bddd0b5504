/* SPDX-License-Identifier: GPL-2.0 */
/* People at this host. */
#ifndef SFWCTL_HOST_OTHER_SESSIONS_H
#define SFWCTL_HOST_OTHER_SESSIONS_H

#include "host/sockets.h"
#include "lib/process.h"

/**
 * struct session - a live connection through which somebody sits at this host
 * @proto: IPPROTO_TCP or IPPROTO_UDP
 * @sock: its socket
 * @program: program that serves it
 */
struct session {
	__u8 proto;
	struct ip_socket sock;
	char program[PROCESS_NAME_MAX];
};

int other_sessions(struct session **found, size_t *count);

#endif
