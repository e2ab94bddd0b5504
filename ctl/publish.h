/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SFWCTL_PUBLISH_H
#define SFWCTL_PUBLISH_H

#include "sfwctl.h"
#include "txn.h"

int publish(struct txn *txn, struct nl *nl, struct txn_plan *plan,
	    const struct options *opt);

#endif
