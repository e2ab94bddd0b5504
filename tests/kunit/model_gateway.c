// SPDX-License-Identifier: GPL-2.0
#include <linux/string.h>

#include "model.h"

static bool same(const struct sfw_addr *a, const struct sfw_addr *b)
{
	return !memcmp(a, b, sizeof(*a));
}

/* The host itself, or, where its prefix changes, the end of its address behind its interface. */
static bool is_host(const struct sfw_target *to, const struct sfw_addr *a,
		    const struct sfw_facts *f)
{
	if (!strlen(to->dev))
		return same(a, &to->addr);
	return f->out && !strcmp(to->dev, f->out) &&
	       !memcmp((const u8 *)a + 8, (const u8 *)&to->addr + 8, 8);
}

/* The first that is for its interface, source, destination and port. */
static u32 find(const struct sfw_facts *f, const struct sfw_policy *p)
{
	u32 i;

	for (i = 0; i < p->n_forwards; i++) {
		const struct sfw_entry *e = p->forwards[i];

		if (e->proto != f->proto || f->first_dport < e->first ||
		    f->first_dport > e->last)
			continue;
		if (e->sel.dev[0] && !sfw_model_dev_has(e->sel.dev, f))
			continue;
		if (!sfw_model_prefix_has(&e->sel.from, f->family, &f->src))
			continue;
		if (!strcmp(f->local_dev, "") &&
		    !(is_host(&e->to, &f->first_dst, f) &&
		      sfw_addr_is_global(f->family, &f->first_dst)))
			continue;
		return i;
	}
	return SFW_NO_ENTRY;
}

u32 sfw_model_lan(const struct sfw_facts *f, const struct sfw_policy *p)
{
	u32 i;

	for (i = 0; i < p->n_lans; i++)
		if (sfw_model_dev_has(p->lans[i].sel.dev, f) &&
		    (!strlen(p->lans[i].out) ||
		     (f->out && sfw_model_is_meant(p->lans[i].out, f->out))))
			return i;
	return SFW_NO_ENTRY;
}

/* The line by which a connection goes out behind an address that moves. */
u32 sfw_model_behind(const struct sfw_facts *f, const struct sfw_policy *p)
{
	u32 i;

	for (i = 0; i < p->n_masqs; i++) {
		const struct sfw_passage *m = &p->masqs[i];

		if (!f->out || !sfw_model_is_meant(m->out, f->out) ||
		    !sfw_model_prefix_has(&m->sel.from, f->family, &f->src))
			continue;
		return m->to_family == SFW_AF_ANY ? SFW_NO_ENTRY : i;
	}
	return SFW_NO_ENTRY;
}

static bool is_hidden(const struct sfw_facts *f, const struct sfw_policy *p)
{
	u32 i;

	for (i = 0; i < p->n_masqs; i++)
		if (f->out && sfw_model_is_meant(p->masqs[i].out, f->out) &&
		    sfw_model_prefix_has(&p->masqs[i].sel.from, f->family, &f->src))
			return true;
	return false;
}

/* Some port of this host leads to the very place that it comes from. */
static bool comes_from_target(const struct sfw_facts *f, const struct sfw_policy *p)
{
	struct sfw_facts back = *f;
	u32 i, port;

	for (i = 0; i < p->n_forwards; i++) {
		const struct sfw_entry *e = p->forwards[i];

		port = f->sport - e->to.first + e->first;
		if (e->proto != f->proto || e->to.family != f->family ||
		    port < e->first || port > e->last)
			continue;
		back.out = f->dev;
		if (is_host(&e->to, &f->src, &back))
			return true;
		back.out = f->vrf;
		if (is_host(&e->to, &f->src, &back))
			return true;
	}
	return false;
}

bool sfw_model_moves(const struct sfw_facts *f, const struct sfw_policy *p)
{
	u32 i;

	for (i = 0; i < p->n_masqs; i++)
		if (p->masqs[i].to_family != SFW_AF_ANY &&
		    p->masqs[i].to_family == f->family)
			return true;
	return false;
}

/* It returns to its network, by an address of ours, and addresses of its family move. */
static bool comes_back_hidden(const struct sfw_facts *f, const struct sfw_policy *p)
{
	return sfw_model_moves(f, p) && strlen(f->local_dev) && !strcmp(f->out, f->dev);
}

/* Its connection may be one of a forwarded port that another gateway has let in. */
bool sfw_model_led(const struct sfw_facts *f, const struct sfw_policy *p)
{
	bool ends = is_hidden(f, p) && sfw_model_behind(f, p) == SFW_NO_ENTRY;

	if (f->proto != 6)
		return comes_from_target(f, p) && !ends;
	return comes_from_target(f, p) || comes_back_hidden(f, p);
}

bool sfw_model_is_lan(const char *out, const struct sfw_policy *p)
{
	u32 i;

	for (i = 0; i < p->n_lans; i++)
		if (out && sfw_model_is_meant(p->lans[i].sel.dev, out))
			return true;
	return false;
}

static bool is_local(const struct sfw_facts *f, const struct sfw_policy *p)
{
	u32 i;

	for (i = 0; i < p->n_lans; i++)
		if (sfw_model_dev_has(p->lans[i].sel.dev, f) &&
		    (!strlen(p->lans[i].out) ||
		     sfw_model_is_meant(p->lans[i].out, f->local_dev)))
			return true;
	return false;
}

u32 sfw_model_forward(const struct sfw_facts *f, const struct sfw_policy *p)
{
	struct sfw_facts at_home = *f;
	u32 i = find(f, p);

	at_home.dev = f->local_dev;
	at_home.vrf = NULL;
	if (i == SFW_NO_ENTRY && strcmp(f->local_dev, "") && is_local(f, p))
		i = find(&at_home, p);
	return i;
}

/* It goes now where it leads: nobody else has had a hand in it. */
bool sfw_model_leads(const struct sfw_entry *e, const struct sfw_facts *f)
{
	return is_host(&e->to, &f->dst, f) &&
	       f->dport - e->to.first == f->first_dport - e->first;
}

/* It came to a door of ours, and a stranger's sign shows it to another one. */
bool sfw_model_is_published(const struct sfw_facts *f,
			    const struct sfw_policy *p)
{
	u32 own = sfw_model_forward(f, p);

	if (p->setting[SFW_S_PUBLISHED] == SFW_PUBLISHED_OFF)
		return false;
	if (own != SFW_NO_ENTRY && sfw_model_leads(p->forwards[own], f))
		return false;
	return f->translated && strlen(f->local_dev);
}
