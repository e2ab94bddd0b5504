/* SPDX-License-Identifier: GPL-2.0 */
/* Lines of policies of which no class of packets tells. */
#ifndef SFWCTL_MEANING_UNCOMPARED_H
#define SFWCTL_MEANING_UNCOMPARED_H

#include "net/policy.h"

/**
 * enum uncompared - kinds of such lines
 * @UNCOMPARED_TRANSLATIONS: where packets are led, and behind which address hidden
 * @UNCOMPARED_LISTS: what a recent list does, once it has entries
 * @UNCOMPARED_HOST: what facts of a host decide: routes, sockets, translations
 * @UNCOMPARED_KINDS: number of kinds
 */
enum uncompared {
	UNCOMPARED_TRANSLATIONS,
	UNCOMPARED_LISTS,
	UNCOMPARED_HOST,
	UNCOMPARED_KINDS
};

int uncompared_differ(const struct policy policy[2], enum uncompared kind, bool *differ);

#endif
