/* SPDX-License-Identifier: GPL-2.0 */
/* Packets that NAT gives another destination. Pure. */
#ifndef SFWCTL_IMPORT_DNAT_H
#define SFWCTL_IMPORT_DNAT_H

#include "import/walk.h"

void dnat_packets(const struct rule *rule, struct match *before, struct match *behind);
int dnat_hosts(struct ruleset *set, int family);
bool dnat_passes(const struct walk *walk, const struct stop *lead,
		 const struct match *opened);

#endif
