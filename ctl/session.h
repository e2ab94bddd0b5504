/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SFWCTL_SESSION_H
#define SFWCTL_SESSION_H

#include <stdbool.h>

#include "sockets.h"

bool session_find(struct tcp_socket *session);

#endif
