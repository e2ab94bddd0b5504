/* SPDX-License-Identifier: GPL-2.0 */
/* The kernel's counters for "top". */
#ifndef SFWCTL_TOP_SAMPLE_H
#define SFWCTL_TOP_SAMPLE_H

#include "net/netlink.h"
#include "top/model.h"

int top_sample_get(struct nl *nl, struct top_sample *sample);
void top_sample_free(struct top_sample *sample);

#endif
