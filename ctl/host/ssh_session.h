/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SFWCTL_HOST_SSH_SESSION_H
#define SFWCTL_HOST_SSH_SESSION_H

#include <stdbool.h>
#include <sys/types.h>

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

/**
 * struct sessions - some of them
 * @at: all of them
 * @count: how many
 */
struct sessions {
	struct session *at;
	size_t count;
};

int session_nearest(pid_t pid, int *distance, struct sessions *found);
bool session_ends(const char *text, struct address *peer, struct address *local);
int sessions_add(struct sessions *sessions, const struct session *session);
void sessions_free(struct sessions *sessions);

#endif
