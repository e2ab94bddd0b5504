/* SPDX-License-Identifier: GPL-2.0 */
/* Packets through this host: the parts of their translation. Pure. */
#ifndef SFWCTL_IMPORT_GATEWAY_H
#define SFWCTL_IMPORT_GATEWAY_H

#include "import/order.h"

/**
 * struct gateway - the chains that decide about forwarded packets
 * @draft: the policy
 * @dnat: PREROUTING of table nat
 * @snat: POSTROUTING of table nat
 * @filter: FORWARD, and the other tables there
 * @input: likewise INPUT
 */
struct gateway {
	struct draft *draft;
	struct walk dnat;
	struct walk snat;
	struct walk filter;
	struct walk input;
};

int nat_forwards(struct gateway *gw);
int nat_sources(struct gateway *gw);

#endif
