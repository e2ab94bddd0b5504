/* SPDX-License-Identifier: GPL-2.0 */
/* The module in each network namespace. */
#ifndef SFW_NET_H
#define SFW_NET_H

int sfw_nets_init(void);
void sfw_nets_exit(void);

#endif /* SFW_NET_H */
