/* SPDX-License-Identifier: GPL-2.0 */
/* Packets that the NAT of others leads elsewhere. */
#ifndef SFWCTL_HOST_DNAT_H
#define SFWCTL_HOST_DNAT_H

#include <stdbool.h>

#include "host/translations.h"

struct probe;

bool dnat_by(struct nat_rules *rules, struct probe *probe,
	     char to[TRANSLATION_TO_MAX]);
bool dnat_away(struct probe *probe, char to[TRANSLATION_TO_MAX]);

#endif
