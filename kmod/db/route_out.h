/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SFW_DB_ROUTE_OUT_H
#define SFW_DB_ROUTE_OUT_H

#include "../core/facts.h"

struct net;

const char *sfw_route_out(struct net *net, const struct sfw_facts *f);

#endif /* SFW_DB_ROUTE_OUT_H */
