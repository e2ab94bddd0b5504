/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SFWCTL_HOST_PUBLISH_H
#define SFWCTL_HOST_PUBLISH_H

#include "net/txn.h"
#include "lang/action.h"

int publish(struct txn *txn, struct nl *nl, struct txn_plan *plan,
	    const struct options *opt);

#endif
