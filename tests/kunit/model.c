// SPDX-License-Identifier: GPL-2.0
#include <linux/string.h>

#include "model.h"

#define REASON_ACCEPTED(id, word, accepted, text) accepted,
static const bool accepted_reasons[SFW_R_MAX] = {
	SFW_REASONS(REASON_ACCEPTED)
};

bool sfw_model_accepted(u8 reason)
{
	return accepted_reasons[reason];
}

static bool bit(const struct sfw_addr *a, unsigned int i)
{
	return ((const u8 *)a)[i / 8] >> (7 - i % 8) & 1;
}

bool sfw_model_prefix_has(const struct sfw_prefix *p, u8 family,
			  const struct sfw_addr *a)
{
	unsigned int i;

	if (p->family == SFW_AF_ANY)
		return true;
	if (p->family != family)
		return false;
	for (i = 0; i < p->len; i++)
		if (bit(&p->addr, i) != bit(a, i))
			return false;
	return true;
}

bool sfw_model_selector_has(const struct sfw_selector *sel,
			    const struct sfw_facts *f)
{
	if (!sfw_model_prefix_has(&sel->from, f->family, &f->src))
		return false;
	return !strlen(sel->dev) || !strncmp(sel->dev, f->dev, SFW_DEV_MAX);
}

static bool entry_has(const struct sfw_entry *e, const struct sfw_facts *f)
{
	if (e->proto != f->proto)
		return false;
	if (f->dport < e->first || f->dport > e->last)
		return false;
	if (e->expires && e->expires <= f->now)
		return false;
	return sfw_model_selector_has(&e->sel, f);
}

/* Believes nothing of the order of the table. */
u32 sfw_model_find(struct sfw_entry *const *entries, u32 n,
		   const struct sfw_facts *f)
{
	u32 i, best = SFW_NO_ENTRY;

	for (i = 0; i < n; i++) {
		if (!entry_has(entries[i], f))
			continue;
		if (best == SFW_NO_ENTRY ||
		    sfw_entry_cmp(entries[i], entries[best]) < 0)
			best = i;
	}
	return best;
}

bool sfw_model_exempt(const struct sfw_facts *f, const struct sfw_policy *p)
{
	return sfw_model_longest(p->exempts, f) != SFW_NO_PREFIX;
}

/* By walking over all of them. */
u32 sfw_model_longest(const struct sfw_prefixes *t, const struct sfw_facts *f)
{
	u32 i, best = SFW_NO_PREFIX;

	for (i = 0; i < t->n; i++) {
		const struct sfw_prefix_item *item = &t->item[i];

		if (!sfw_model_prefix_has(&item->prefix, f->family, &f->src) ||
		    (item->expires && item->expires <= f->now))
			continue;
		if (best == SFW_NO_PREFIX ||
		    item->prefix.len > t->item[best].prefix.len)
			best = i;
	}
	return best;
}

/* Place of the trust that holds it, or SFW_NO_ENTRY. */
u32 sfw_model_trust(const struct sfw_facts *f, const struct sfw_policy *p)
{
	u32 i;

	for (i = 0; i < p->n_trusts; i++)
		if (sfw_model_selector_has(&p->trusts[i], f))
			return i;
	return SFW_NO_ENTRY;
}

bool sfw_model_link_local(const struct sfw_facts *f)
{
	const u8 *a = (const u8 *)&f->src;

	return f->family == SFW_AF_INET6 && a[0] == 0xfe && a[1] >= 0x80 &&
	       a[1] <= 0xbf;
}

bool sfw_model_unspecified(const struct sfw_facts *f)
{
	static const struct sfw_addr zero;

	return !memcmp(&f->src, &zero, sizeof(zero));
}

bool sfw_model_dhcp(const struct sfw_facts *f)
{
	if (f->proto != 17)
		return false;
	return f->family == SFW_AF_INET ?
		       f->sport == 67 && f->dport == 68 :
		       f->sport == 547 && f->dport == 546 &&
			       sfw_model_link_local(f);
}
