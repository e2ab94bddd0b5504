/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SFWCTL_HOST_SSH_SESSION_H
#define SFWCTL_HOST_SSH_SESSION_H

#include <stdbool.h>

#include "host/sockets.h"

int session_find(struct ip_socket *session);
bool session_ends(const char *text, struct address *peer, struct address *local);

#endif
