/* SPDX-License-Identifier: GPL-2.0 */
/* People at this host. */
#ifndef SFWCTL_HOST_OTHER_SESSIONS_H
#define SFWCTL_HOST_OTHER_SESSIONS_H

#include "host/ssh_session.h"

int other_sessions(struct sessions *found);

#endif
