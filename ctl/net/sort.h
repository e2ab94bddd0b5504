/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SFWCTL_NET_SORT_H
#define SFWCTL_NET_SORT_H

#include "net/reply.h"

int reply_sort(struct reply *reply);

#endif
