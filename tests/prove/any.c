// SPDX-License-Identifier: GPL-2.0
/* Any well-formed object, by the words of its kernel-doc in core. */
#include <linux/in.h>

#include "prove.h"

u8 any_family(void)
{
	return any_bool() ? SFW_AF_INET : SFW_AF_INET6;
}

struct sfw_addr any_addr(u8 family)
{
	struct sfw_addr a = ANY(struct sfw_addr);

	return family == SFW_AF_INET ? (struct sfw_addr){ .w = { a.w[0] } } : a;
}

struct sfw_prefix any_prefix(void)
{
	struct sfw_prefix p = ANY(struct sfw_prefix);

	assume(sfw_prefix_valid(&p));
	return p;
}

struct sfw_selector any_selector(void)
{
	struct sfw_selector s = ANY(struct sfw_selector);

	s.from = any_prefix();
	s.group = NULL;
	s.dev[LETTERS] = 0;
	return s;
}

struct sfw_passage any_passage(void)
{
	struct sfw_passage p = ANY(struct sfw_passage);

	p.sel = any_selector();
	p.out[LETTERS] = 0;
	return p;
}

/* A port of this host, or a protocol. */
struct sfw_entry any_entry(void)
{
	struct sfw_entry e = ANY(struct sfw_entry);

	e.sel = any_selector();
	e.to = (struct sfw_target){};
	if (sfw_proto_has_ports(e.proto))
		assume(e.first && e.first <= e.last);
	else
		assume(!e.first && (e.last == 65535 ||
				    (!e.last && e.proto == IPPROTO_ICMP)));
	return e;
}

struct sfw_facts any_facts(void)
{
	static struct sfw_selector in, vrf, out, at;	/* for their names */
	struct sfw_facts f = ANY(struct sfw_facts);

	in = any_selector();
	vrf = any_selector();
	out = any_selector();
	at = any_selector();
	f.dev = in.dev;
	f.vrf = any_bool() ? vrf.dev : NULL;
	f.out = any_bool() ? out.dev : NULL;
	f.local_dev = at.dev;
	f.family = any_family();
	f.src = any_addr(f.family);
	f.dst = any_addr(f.family);
	f.first_dst = any_addr(f.family);
	f.bound = any_bool();
	f.no_room = any_bool();
	f.in_block = any_bool();
	f.loopback = any_bool();
	f.multicast = any_bool();
	f.forwarded = any_bool();
	f.bridged = any_bool();
	f.malformed = any_bool();
	f.translated = any_bool();
	f.published = f.translated && any_bool();
	assume(f.ct < SFW_CT_MAX && f.owner <= SFW_YES && f.listed <= SFW_YES &&
	       f.knocked <= SFW_YES && f.admitted <= SFW_YES &&
	       f.blocked <= SFW_YES && f.spoofed <= SFW_YES && f.answers <= SFW_YES &&
	       f.fresh <= SFW_YES);
	return f;
}
