/* SPDX-License-Identifier: GPL-2.0 */
/* Connections without an answer, where forwarded ports or masquerades have changed. */
#ifndef SFW_NF_REBIND_H
#define SFW_NF_REBIND_H

struct net;
struct sfw_policy;

void sfw_rebind(struct net *net, const struct sfw_policy *before,
		const struct sfw_policy *now);

#endif /* SFW_NF_REBIND_H */
