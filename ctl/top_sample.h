/* SPDX-License-Identifier: GPL-2.0 */
/* What the kernel tells for "top". */
#ifndef SFWCTL_TOP_SAMPLE_H
#define SFWCTL_TOP_SAMPLE_H

#include "netlink.h"
#include "top_model.h"

int top_sample_get(struct nl *nl, struct top_sample *sample);
void top_sample_free(struct top_sample *sample);

#endif
