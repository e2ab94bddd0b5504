/* SPDX-License-Identifier: GPL-2.0 */
/* Lines of policies of which no class of packets tells. */
#ifndef SFWCTL_MEANING_UNCOMPARED_H
#define SFWCTL_MEANING_UNCOMPARED_H

#include "net/policy.h"

/**
 * enum uncompared - kinds of such lines
 * @UNCOMPARED_TRANSLATIONS: forwards and masquerade
 * @UNCOMPARED_LISTS: the effect of recent lists, once they have entries
 * @UNCOMPARED_HOST: lines decided by facts of a host: routes, sockets, translations
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
