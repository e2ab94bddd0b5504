/* SPDX-License-Identifier: GPL-2.0 */
/* Connections by which people come, behind relays of this host. */
#ifndef SFWCTL_HOST_RELAY_H
#define SFWCTL_HOST_RELAY_H

#include "host/ssh_session.h"

int relay_own(struct sessions *found);
int relay_resolve(const struct sessions *from, struct sessions *found);

#endif
