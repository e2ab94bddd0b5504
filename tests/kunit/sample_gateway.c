// SPDX-License-Identifier: GPL-2.0
/* The gateway of a random policy, and packets for it. */
#include <linux/in.h>
#include <linux/string.h>

#include "../../kmod/core/gateway.h"
#include "sample.h"

static void sample_forward(struct rnd_state *r, struct sfw_entry *e)
{
	do
		sfw_sample_entry(r, e);
	while (!e->first);
	e->expires = 0;
	strscpy(e->sel.dev, sfw_sample_pattern(r), sizeof(e->sel.dev));
	if (!e->sel.from.family)
		e->sel.from.family = sfw_pick(r, 2) ? SFW_AF_INET :
						      SFW_AF_INET6;
	e->to.family = e->sel.from.family;
	e->to.addr = sfw_sample_addr(r, e->to.family);
	memset(e->to.dev, 0, sizeof(e->to.dev));
	if (e->to.family == SFW_AF_INET6 && sfw_pick(r, 2)) {
		e->to.addr.w[0] = 0;
		e->to.addr.w[1] = 0;
		strscpy(e->to.dev, sfw_sample_dev(r), sizeof(e->to.dev));
	}
	e->to.first = sfw_pick(r, 2) ? e->first :
		      1 + sfw_pick(r, 65535 - (e->last - e->first));
}

/**
 * sfw_sample_gateway - give a policy a local network and forwarded ports
 * @r: where from
 * @s: the policy, built
 */
void sfw_sample_gateway(struct rnd_state *r, struct sfw_sample *s)
{
	u32 i, n = sfw_pick(r, SFW_SAMPLE_FORWARDS + 1);
	struct sfw_policy *p = &s->policy;

	for (i = 0; i < n; i++)
		sample_forward(r, &s->forward[i]);
	p->forwards = s->forward_place;
	p->n_forwards = sfw_sample_places(s->forward_place, s->forward, n);
	p->forward_index.nodes = s->forward_node;
	p->forward_index.start = s->forward_start;
	sfw_index_build(&p->forward_index, p->forwards, p->n_forwards);
	p->lans = s->lan;
	p->masqs = s->masq;
	p->n_lans = sfw_pick(r, SFW_SAMPLE_LANS);
	p->n_masqs = sfw_pick(r, SFW_SAMPLE_LANS);
	memset(s->lan, 0, sizeof(s->lan));
	for (i = 0; i < SFW_SAMPLE_LANS; i++) {
		strscpy(s->lan[i].sel.dev, sfw_sample_pattern(r),
			sizeof(s->lan[i].sel.dev));
		if (sfw_pick(r, 2))
			strscpy(s->lan[i].out, sfw_sample_pattern(r),
				sizeof(s->lan[i].out));
		s->masq[i].sel.from = sfw_sample_prefix(r);
		strscpy(s->masq[i].out, sfw_sample_pattern(r),
			sizeof(s->masq[i].out));
		s->masq[i].to_family = sfw_pick(r, 2) ? s->masq[i].sel.from.family :
							SFW_AF_ANY;
	}
}

/* From where a forwarded port leads, or near it. */
static void sample_answer(struct rnd_state *r, const struct sfw_entry *e,
			  struct sfw_facts *f)
{
	f->sport = e->to.first + sfw_pick(r, e->last - e->first + 1) + !sfw_pick(r, 8);
	f->src = e->to.addr;
	if (e->to.dev[0]) {
		f->src.w[0] = cpu_to_be32(0x20010db8);
		f->dev = sfw_pick(r, 4) ? e->to.dev : sfw_sample_dev(r);
	}
}

/**
 * sfw_sample_forwarded - say where a random packet was sent to at first
 * @r: where from
 * @s: the policy whose forwarded ports it shall meet, or NULL
 * @f: the packet; may become one to such a port
 */
void sfw_sample_forwarded(struct rnd_state *r, const struct sfw_sample *s,
			  struct sfw_facts *f)
{
	const struct sfw_entry *e;

	f->local_dev = sfw_sample_dev(r);
	f->out = sfw_pick(r, 4) ? sfw_sample_dev(r) : NULL;
	f->first_dst = f->dst;
	f->first_dport = f->dport;
	if (!s || !s->policy.n_forwards || !f->forwarded || sfw_pick(r, 2))
		return;
	e = s->forward_place[sfw_pick(r, s->policy.n_forwards)];
	f->proto = e->proto;
	f->family = e->to.family;
	f->src = sfw_sample_addr(r, f->family);
	f->first_dport = e->first + sfw_pick(r, e->last - e->first + 1);
	f->dport = sfw_forward_port(e, f->first_dport);
	f->dst = e->to.addr;
	if (e->to.dev[0]) {	/* in one prefix or another, that way or another */
		f->dst.w[0] = cpu_to_be32(sfw_pick(r, 4) ? 0x20010db8 : 0xfd000000);
		f->out = sfw_pick(r, 4) ? e->to.dev : sfw_sample_dev(r);
	}
	f->first_dst = sfw_pick(r, 2) ? f->dst : sfw_sample_addr(r, f->family);
	if (!sfw_pick(r, 4))
		sample_answer(r, e, f);
	switch (sfw_pick(r, 8)) {	/* somebody else translated it */
	case 0:
		f->dport++;
		break;
	case 1:
		f->dst = sfw_sample_addr(r, f->family);
		break;
	}
}
