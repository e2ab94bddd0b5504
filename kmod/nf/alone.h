/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SFW_NF_ALONE_H
#define SFW_NF_ALONE_H

#include <linux/types.h>

struct net;
struct sfw_db;

bool sfw_is_alone(const struct net *net, u8 pf, const struct sfw_db *db);

#endif /* SFW_NF_ALONE_H */
