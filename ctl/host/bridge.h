/* SPDX-License-Identifier: GPL-2.0 */
/* Bridges, which hand frames over without asking a firewall. */
#ifndef SFWCTL_HOST_BRIDGE_H
#define SFWCTL_HOST_BRIDGE_H

#include <stdbool.h>
#include <linux/sfw.h>

struct address;
struct probe;

bool bridge_leads_to(const char *dev, const struct address *addr);
bool bridge_keeps(const struct probe *probe, char bridge[SFW_DEV_MAX + 1]);

#endif
