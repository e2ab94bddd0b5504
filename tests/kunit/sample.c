// SPDX-License-Identifier: GPL-2.0
#include <linux/in.h>
#include <linux/in6.h>
#include <linux/kernel.h>
#include <linux/sort.h>
#include <linux/string.h>

#include "../../kmod/core/words.h"
#include "sample.h"

static const u32 pool4[] = {
	0x0a000000, 0x0a000001, 0x0a000002, 0x0a000101, 0x0a800001,
	0xc0000201, 0x00000000, 0xffffffff, 0x7f000001, 0x7fffffff,
	0x7effffff,
};

static const u32 pool6[][4] = {
	{ 0xfe800000, 0, 0, 1 }, { 0xfebfffff, ~0u, ~0u, ~0u },
	{ 0xfec00000, 0, 0, 1 }, { 0x20010db8, 0, 0, 1 },
	{ 0x20010db8, 0, 0, 0 }, { 0x20010db8, 1, 0, 1 },
	{ 0x20010db8, 0x80000000, 0x80000000, 0x80000001 },
	{ 0x20010db8, 0, 0x80000000, 2 }, { 0, 0, 0, 0 }, { 0, 0, 0, 1 },
	{ 0, 0, 0, 2 },
};

static const u8 lengths4[] = { 0, 1, 8, 9, 23, 24, 31, 32 };
static const u8 lengths6[] = {
	0, 1, 10, 31, 32, 33, 48, 63, 64, 65, 95, 96, 97, 127, 128
};

static const char *const devs[] = { "", "eth0", "eth1", "wg0",
				    "fifteen-letters" };
static const char *const patterns[] = { "", "eth0", "eth*", "e*", "wg0", "wg0*",
					"fifteen-letter*" };
static const u8 protos[] = {
	IPPROTO_TCP, IPPROTO_UDP, IPPROTO_TCP, IPPROTO_UDP, IPPROTO_SCTP,
	IPPROTO_ICMP, IPPROTO_ICMPV6, IPPROTO_GRE, IPPROTO_IPV6, IPPROTO_IGMP,
};

/* Around the edges of aligned blocks, and DHCP's. */
static const u16 ports[] = {
	1, 2, 3, 22, 67, 68, 546, 547, 1023, 1024, 1025, 16384, 32767, 32768,
	32769, 49152, 65534, 65535,
};

static const u8 types[] = { 0, 3, 8, 127, 128, 129, 130, 131, 132, 133, 134,
			    135, 136, 137, 138, 142, 143, 144, 0x10, 0x11, 0x12,
			    0x16, 0x17, 0x22, 0x23 };
static const u8 hops[] = { 255, 255, 1, 1, 254, 64, 2, 0 };

/**
 * sfw_prefix_of - the prefix of some length that holds an address
 * @family: its family
 * @a: the address
 * @len: the length
 */
struct sfw_prefix sfw_prefix_of(u8 family, struct sfw_addr a, u8 len)
{
	struct sfw_prefix p = { .family = family, .len = len };
	unsigned int i;

	for (i = 0; i < len; i++)
		p.addr.w[i / 32] |= a.w[i / 32] &
				    cpu_to_be32(0x80000000u >> i % 32);
	return p;
}

struct sfw_addr sfw_sample_addr(struct rnd_state *r, u8 family)
{
	const u32 *a;

	if (family == SFW_AF_INET)
		return sfw_ip4(pool4[sfw_pick(r, ARRAY_SIZE(pool4))]);
	a = pool6[sfw_pick(r, ARRAY_SIZE(pool6))];
	return sfw_ip6(a[0], a[1], a[2], a[3]);
}

const char *sfw_sample_dev(struct rnd_state *r)
{
	return devs[sfw_pick(r, ARRAY_SIZE(devs))];
}

const char *sfw_sample_pattern(struct rnd_state *r)
{
	return patterns[sfw_pick(r, ARRAY_SIZE(patterns))];
}

struct sfw_prefix sfw_sample_prefix(struct rnd_state *r)
{
	u8 family = sfw_pick(r, 2) ? SFW_AF_INET : SFW_AF_INET6;
	u8 len = family == SFW_AF_INET ?
			 lengths4[sfw_pick(r, ARRAY_SIZE(lengths4))] :
			 lengths6[sfw_pick(r, ARRAY_SIZE(lengths6))];

	return sfw_prefix_of(family, sfw_sample_addr(r, family), len);
}

void sfw_sample_selector(struct rnd_state *r, struct sfw_selector *sel)
{
	memset(sel, 0, sizeof(*sel));
	if (sfw_pick(r, 2))
		sel->from = sfw_sample_prefix(r);
	if (!sfw_pick(r, 3))
		strscpy(sel->dev, sfw_sample_pattern(r), sizeof(sel->dev));
}

u16 sfw_sample_edge(struct rnd_state *r)
{
	return ports[sfw_pick(r, ARRAY_SIZE(ports))];
}

static void sample_range(struct rnd_state *r, struct sfw_entry *e)
{
	u32 first = sfw_pick(r, 4) ? sfw_sample_edge(r) : 1 + sfw_pick(r, 65535);
	u32 last = first;

	switch (sfw_pick(r, 8)) {
	case 0:
		first = 1;
		last = 65535 - sfw_pick(r, 2);
		break;
	case 1:
		last = first + sfw_pick(r, 65536 - first);
		break;
	case 2:
		last = min(65535u, first + sfw_pick(r, 9));
		break;
	case 3:
		last = first | ((1u << sfw_pick(r, 17)) - 1);
		break;
	}
	e->first = first;
	e->last = last;
}

void sfw_sample_entry(struct rnd_state *r, struct sfw_entry *e)
{
	memset(e, 0, sizeof(*e));
	e->proto = protos[sfw_pick(r, ARRAY_SIZE(protos))];
	e->last = e->proto == IPPROTO_ICMP && sfw_pick(r, 2) ? 0 : 65535;
	if (sfw_proto_has_ports(e->proto))
		sample_range(r, e);
	if (!sfw_pick(r, 3))
		e->expires = 1 + sfw_pick(r, 6);
	sfw_sample_selector(r, &e->sel);
}

/* A port at or next to an edge of an entry, or any. */
static u16 sample_port(struct rnd_state *r, const struct sfw_sample *s)
{
	u32 n = s ? s->policy.n_entries : 0;
	const struct sfw_entry *e;

	if (!n || !sfw_pick(r, 3))
		return sfw_pick(r, 2) ? sfw_sample_edge(r) : sfw_pick(r, 65536);
	e = s->place[sfw_pick(r, n)];
	switch (sfw_pick(r, 5)) {
	case 0:
		return e->first - 1;
	case 1:
		return e->first;
	case 2:
		return e->last;
	case 3:
		return e->last + 1;
	default:
		return e->first + sfw_pick(r, e->last - e->first + 1);
	}
}

/* Chance alone makes few, and almost none for an entry with a guard. */
static void make_ping(struct sfw_facts *f)
{
	f->proto = f->family == SFW_AF_INET ? IPPROTO_ICMP : IPPROTO_ICMPV6;
	f->icmp_type = f->family == SFW_AF_INET ? SFW_ICMP4_ECHO : SFW_ICMP6_ECHO;
	f->sport = 0;
	f->dport = 0;
}

/**
 * sfw_sample_facts - a random packet, of any kind and in any state
 * @r: where from
 * @s: the policy whose entries it shall meet, or NULL
 * @f: the packet
 */
void sfw_sample_facts(struct rnd_state *r, const struct sfw_sample *s,
		      struct sfw_facts *f)
{
	u32 guards = s ? s->policy.n_guards : 0;

	memset(f, 0, sizeof(*f));
	f->family = sfw_pick(r, 2) ? SFW_AF_INET : SFW_AF_INET6;
	f->src = sfw_sample_addr(r, f->family);
	f->dst = sfw_sample_addr(r, f->family);
	f->dev = sfw_sample_dev(r);
	f->vrf = sfw_pick(r, 4) ? NULL : sfw_sample_dev(r);
	f->now = sfw_pick(r, 8);
	f->proto = protos[sfw_pick(r, ARRAY_SIZE(protos))];
	if (sfw_proto_has_ports(f->proto)) {
		f->sport = sfw_sample_edge(r);
		f->dport = sample_port(r, s);
	}
	f->ct = sfw_pick(r, 2) ? SFW_CT_NEW : sfw_pick(r, SFW_CT_MAX);
	f->tcp_flags = sfw_pick(r, 2) ? SFW_TCP_SYN : sfw_pick(r, 256);
	f->icmp_type = types[sfw_pick(r, ARRAY_SIZE(types))];
	f->hop_limit = hops[sfw_pick(r, ARRAY_SIZE(hops))];
	f->owner = sfw_pick(r, 3);
	f->listed = sfw_pick(r, 3);
	f->knocked = sfw_pick(r, 3);
	f->admitted = sfw_pick(r, 3);
	f->no_room = f->admitted == SFW_NO && !sfw_pick(r, 3);
	f->blocked = sfw_pick(r, 4) ? SFW_NO : sfw_pick(r, 3);
	f->blocker = sfw_pick(r, 4) && guards ? sfw_pick(r, guards) :
						SFW_NO_GATE;
	f->spoofed = sfw_pick(r, 3);
	f->ours = f->spoofed == SFW_YES && !sfw_pick(r, 3);
	f->bound = !sfw_pick(r, 3);
	f->answers = sfw_pick(r, 3);
	f->fresh = sfw_pick(r, 3);
	f->multicast = !sfw_pick(r, 4);
	f->loopback = !sfw_pick(r, 16);
	f->forwarded = !sfw_pick(r, 6);
	f->bridged = !sfw_pick(r, 6);
	f->malformed = !sfw_pick(r, 8);
	f->translated = !sfw_pick(r, 4);
	f->published = f->translated && sfw_pick(r, 2);
	if (!sfw_pick(r, 12))
		make_ping(f);
	sfw_sample_forwarded(r, s, f);
}

static int cmp_places(const void *a, const void *b)
{
	return sfw_entry_cmp(*(struct sfw_entry *const *)a,
			     *(struct sfw_entry *const *)b);
}

/**
 * sfw_sample_places - sort entries; those that occur twice are left out
 * @place: room for pointers to them
 * @entry: the entries
 * @n: how many
 *
 * Return: how many are left.
 */
u32 sfw_sample_places(struct sfw_entry **place, struct sfw_entry *entry, u32 n)
{
	u32 i, kept = 0;

	for (i = 0; i < n; i++)
		place[i] = &entry[i];
	sort(place, n, sizeof(*place), cmp_places, NULL);
	for (i = 0; i < n; i++)
		if (!kept || cmp_places(&place[kept - 1], &place[i]))
			place[kept++] = place[i];
	return kept;
}

/**
 * sfw_sample_build - make a policy of the first entries and its trusts
 * @s: the policy
 * @n: how many entries
 */
void sfw_sample_build(struct sfw_sample *s, u32 n)
{
	u32 kept = sfw_sample_places(s->place, s->entry, n);

	s->policy.entries = s->place;
	s->policy.n_entries = kept;
	s->policy.trusts = s->trust;
	s->policy.index.nodes = s->node;
	s->policy.index.start = s->start;
	s->policy.gates = NULL;
	s->policy.guards = s->guard;
	s->policy.knocks = s->knock;
	s->policy.n_guards = 0;
	s->policy.n_knocks = 0;
	s->policy.guards_block = false;
	s->policy.n_forwards = 0;
	s->policy.n_lans = 0;
	s->policy.n_masqs = 0;
	s->policy.blocks = &s->blocks.set;
	s->policy.exempts = &s->exempts.set;
	sfw_sample_empty(&s->blocks);
	sfw_sample_empty(&s->exempts);
	sfw_index_build(&s->policy.index, s->place, kept);
}

/* As in a sealed policy, but more often. */
static void sample_direct(struct rnd_state *r, struct sfw_policy *p)
{
	p->direct = !p->setting[SFW_S_SCAN] && sfw_pick(r, 4);
	p->direct_udp = p->direct && sfw_pick(r, 4);
	if (p->direct)
		p->setting[SFW_S_EARLY] = 1;
	if (p->direct_udp)
		p->setting[SFW_S_DISCOVERY] = 0;
}

/**
 * sfw_sample_policy - a random policy
 * @r: where from
 * @s: the policy
 */
void sfw_sample_policy(struct rnd_state *r, struct sfw_sample *s)
{
	u32 i, n = sfw_pick(r, SFW_SAMPLE_ENTRIES + 1);

	for (i = 0; i < n; i++)
		sfw_sample_entry(r, &s->entry[i]);
	sfw_sample_build(s, n);
	s->policy.n_trusts = sfw_pick(r, 2) ? sfw_pick(r, SFW_SAMPLE_TRUSTS) :
					      0;
	for (i = 0; i < s->policy.n_trusts; i++)
		sfw_sample_selector(r, &s->trust[i]);
	for (i = 0; i < SFW_S_MAX; i++)
		do
			s->policy.setting[i] = sfw_pick(r, 4);
		while (!sfw_setting_valid(i, s->policy.setting[i]));
	sample_direct(r, &s->policy);
	sfw_sample_protect(r, s);
	sfw_sample_gateway(r, s);
}
