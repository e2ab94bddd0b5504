/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The same questions as core answers, answered again in the dullest way from
 * the design: bit by bit, entry by entry. Tests compare the two.
 */
#ifndef SFW_KUNIT_MODEL_H
#define SFW_KUNIT_MODEL_H

#include "../../kmod/core/decide.h"

bool sfw_model_accepted(u8 reason);
bool sfw_model_prefix_has(const struct sfw_prefix *p, u8 family,
			  const struct sfw_addr *a);
bool sfw_model_is_meant(const char *pattern, const char *name);
bool sfw_model_dev_has(const char *pattern, const struct sfw_facts *f);
bool sfw_model_selector_has(const struct sfw_selector *sel,
			    const struct sfw_facts *f);
u32 sfw_model_find(struct sfw_entry *const *entries, u32 n,
		   const struct sfw_facts *f);
const struct sfw_prefix_item *sfw_model_longest(const struct sfw_prefixes *t,
						const struct sfw_facts *f);
u32 sfw_model_lan(const struct sfw_facts *f, const struct sfw_policy *p);
u32 sfw_model_behind(const struct sfw_facts *f, const struct sfw_policy *p);
bool sfw_model_moves(const struct sfw_facts *f, const struct sfw_policy *p);
bool sfw_model_led(const struct sfw_facts *f, const struct sfw_policy *p);
bool sfw_model_is_lan(const char *out, const struct sfw_policy *p);
u32 sfw_model_forward(const struct sfw_facts *f, const struct sfw_policy *p);
bool sfw_model_is_published(const struct sfw_facts *f,
			    const struct sfw_policy *p);
bool sfw_model_leads(const struct sfw_entry *e, const struct sfw_facts *f);
u32 sfw_model_trust(const struct sfw_facts *f, const struct sfw_policy *p);
bool sfw_model_exempt(const struct sfw_facts *f, const struct sfw_policy *p);
bool sfw_model_blocked(const struct sfw_facts *f, const struct sfw_policy *p,
		       struct sfw_verdict *v);
bool sfw_model_spoofed(const struct sfw_facts *f, const struct sfw_policy *p,
		       struct sfw_verdict *v);
bool sfw_model_link_local(const struct sfw_facts *f);
bool sfw_model_unspecified(const struct sfw_facts *f);
bool sfw_model_dhcp(const struct sfw_facts *f);
bool sfw_model_neighbour(const struct sfw_facts *f);
bool sfw_model_is_let(const struct sfw_policy *p, const struct sfw_verdict *v);
struct sfw_early sfw_model_early(const struct sfw_facts *f,
				 const struct sfw_policy *p);
struct sfw_verdict sfw_model_decide(const struct sfw_facts *f,
				    const struct sfw_policy *p);

#endif /* SFW_KUNIT_MODEL_H */
