// SPDX-License-Identifier: GPL-2.0
/* Whether a verdict lets packets reach this host. */
#include "host/reach.h"

/**
 * reach_of() - how a new connection fares that was meant for this host
 * @v: the verdict on its first packet
 *
 * One that a forwarded port leads to another host is as lost as one that is refused. A refusal
 * that passes (a guard that has counted too much, a scan list, a knock not done) is worse than
 * open and better than closed.
 *
 * Return: enum reach.
 */
enum reach reach_of(const struct verdict *v)
{
	if (!v->enabled)
		return REACH_OPEN;
	switch (v->reason) {
	/* Let through, but to another host. */
	case SFW_R_FORWARD:
	case SFW_R_LAN:
		return REACH_CLOSED;
	case SFW_R_GUARD:
	case SFW_R_SCAN:
	case SFW_R_KNOCK:
		return REACH_LATER;
	default:
		return v->accepted ? REACH_OPEN : REACH_CLOSED;
	}
}
