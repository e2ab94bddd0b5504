// SPDX-License-Identifier: GPL-2.0
#include <linux/string.h>

#include "model.h"
#include "sample.h"

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

bool sfw_model_is_meant(const char *pattern, const char *name)
{
	size_t len = strlen(pattern);

	if (len && pattern[len - 1] == '*')
		return !strncmp(pattern, name, len - 1);
	return !strncmp(pattern, name, SFW_DEV_MAX);
}

bool sfw_model_dev_has(const char *pattern, const struct sfw_facts *f)
{
	return sfw_model_is_meant(pattern, f->dev) ||
	       (f->vrf && sfw_model_is_meant(pattern, f->vrf));
}

bool sfw_model_selector_has(const struct sfw_selector *sel,
			    const struct sfw_facts *f)
{
	if (!sfw_model_prefix_has(&sel->from, f->family, &f->src))
		return false;
	return !strlen(sel->dev) || sfw_model_dev_has(sel->dev, f);
}

static bool entry_has(const struct sfw_entry *e, const struct sfw_facts *f)
{
	if (e->proto != f->proto)
		return false;
	if (f->dport < e->first || f->dport > e->last)
		return false;
	if (e->expires && e->expires <= f->now)
		return false;
	if (!e->last && f->icmp_type != (f->family == SFW_AF_INET ? 8 : 128))
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
	return sfw_model_longest(p->exempts, f);
}

/* By walking over all of them; of a sample's set. */
const struct sfw_prefix_item *sfw_model_longest(const struct sfw_prefixes *t,
						const struct sfw_facts *f)
{
	const struct sfw_sample_set *s = container_of(t, struct sfw_sample_set, set);
	const struct sfw_prefix_item *best = NULL;
	u32 i;

	for (i = 0; i < t->n; i++) {
		const struct sfw_prefix_item *item = &s->item[i];

		if (!sfw_model_prefix_has(&item->prefix, f->family, &f->src) ||
		    (item->expires && item->expires <= f->now))
			continue;
		if (!best || item->prefix.len > best->prefix.len)
			best = item;
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

static bool link_local(const struct sfw_facts *f, const struct sfw_addr *addr)
{
	const u8 *a = (const u8 *)addr;

	return f->family == SFW_AF_INET6 && a[0] == 0xfe && a[1] >= 0x80 &&
	       a[1] <= 0xbf;
}

bool sfw_model_link_local(const struct sfw_facts *f)
{
	return link_local(f, &f->src);
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
		       f->dport == 546 && link_local(f, &f->dst);
}
