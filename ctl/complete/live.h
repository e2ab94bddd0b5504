/* SPDX-License-Identifier: GPL-2.0 */
/* Words that only the machine or the kernel knows; none where it is silent. */
#ifndef SFWCTL_COMPLETE_LIVE_H
#define SFWCTL_COMPLETE_LIVE_H

#include "complete/offer.h"

void offer_names(struct place *place);
void offer_devices(struct place *place);
void offer_ports(struct place *place);
void offer_protocols(struct place *place);
void offer_prefixes(struct place *place);
void offer_addresses(struct place *place);

#endif
