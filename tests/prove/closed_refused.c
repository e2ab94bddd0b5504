// SPDX-License-Identifier: GPL-2.0
/*
 * A new packet for this host, or sent to it and led elsewhere by somebody else, that
 * no entry opens is accepted where its source or interface is
 * trusted, as neighbour discovery, as an answer to a DHCP client, as an echo
 * request, for a socket that it belongs to, or as an answer to a query of this host:
 * for no other reason.
 *
 * Claims: alone
 * Of: addr closed decide decide_forward entry gateway knock words
 * With: policy
 * Loops: 3 --unwindset any_policy.0:18,strcmp.0:4
 * Loops: --unwindset sfw_prefix_has.0:5,sfw_prefix_valid.0:5
 */
#include <linux/in.h>
#include <linux/in6.h>

#include "../../kmod/core/decide.h"
#include "contract.h"

/* fe80::/10 */
static bool starts_fe80(const struct sfw_addr *a)
{
	return ((const u8 *)a)[0] == 0xfe && ((const u8 *)a)[1] >> 6 == 2;
}

static void claim_membership(const struct sfw_facts *f)
{
	claim(f->proto == IPPROTO_IGMP && f->hop_limit == 1 && f->multicast);
	claim(f->icmp_type == 0x11 || f->icmp_type == 0x12 ||
	      f->icmp_type == 0x16 || f->icmp_type == 0x17 ||
	      f->icmp_type == 0x22);
}

static void claim_neighbour(const struct sfw_facts *f)
{
	if (f->family == SFW_AF_INET) {
		claim_membership(f);
		return;
	}
	claim(f->family == SFW_AF_INET6 && f->proto == IPPROTO_ICMPV6);
	if (f->icmp_type >= 133 && f->icmp_type <= 137) {
		claim(f->hop_limit == 255);
		return;
	}
	claim(f->icmp_type == 130 || f->icmp_type == 131 ||
	      f->icmp_type == 132 || f->icmp_type == 143);
	claim(f->hop_limit == 1);
	claim(starts_fe80(&f->src) || !bit(&f->src, any_below(128)));
}

static void claim_dhcp(const struct sfw_facts *f)
{
	claim(f->proto == IPPROTO_UDP && f->ct != SFW_CT_INVALID);
	if (f->family == SFW_AF_INET)
		claim(f->sport == 67 && f->dport == 68);
	else
		claim(f->dport == 546 && starts_fe80(&f->dst));
}

/* Never the begin of a TCP connection that conntrack sees begin. */
static void claim_adopted(const struct sfw_facts *f)
{
	claim(f->owner == SFW_YES && !f->forwarded);
	if (f->proto == IPPROTO_TCP)
		claim(f->ct == SFW_CT_INVALID || (f->tcp_flags & 0x17) != 0x02);
	else
		claim(f->proto == IPPROTO_UDP && f->ct != SFW_CT_INVALID);
}

static void claim_answer(const struct sfw_facts *f, const struct sfw_policy *p)
{
	claim(p->setting[SFW_S_DISCOVERY] && f->answers == SFW_YES);
	claim(f->proto == IPPROTO_UDP && f->bound && !f->multicast && !f->published);
}

/* Entries for pings are of ICMP, and open IPv6's as well. */
static u32 ping_entry(const struct sfw_facts *f, const struct sfw_policy *p)
{
	struct sfw_facts echo = *f;

	if (f->proto != IPPROTO_ICMPV6)
		return SFW_NO_ENTRY;
	echo.proto = IPPROTO_ICMP;
	return first_entry(p->entries, p->n_entries, &echo);
}

void prove(void)
{
	const struct sfw_policy *p = any_policy();
	struct sfw_facts f = any_facts();
	struct sfw_verdict v;

	assume(!f.loopback && (!f.forwarded || f.published));
	assume(f.ct != SFW_CT_ESTABLISHED && f.ct != SFW_CT_RELATED);
	assume(first_entry(p->entries, p->n_entries, &f) == SFW_NO_ENTRY);
	assume(ping_entry(&f, p) == SFW_NO_ENTRY);
	v = sfw_decide(&f, p);
	if (v.ask || v.action != SFW_ACT_ACCEPT)
		return;
	claim(v.reason == SFW_R_TRUSTED || !f.malformed);
	switch (v.reason) {
	case SFW_R_TRUSTED:
		claim(v.index < p->n_trusts &&
		      sfw_selector_has(&p->trusts[v.index], p->members, &f));
		break;
	case SFW_R_NEIGHBOUR:
		claim_neighbour(&f);
		break;
	case SFW_R_DHCP:
		claim(p->setting[SFW_S_DHCP]);
		claim_dhcp(&f);
		break;
	case SFW_R_PING:
		claim(p->setting[SFW_S_PING] && f.ct != SFW_CT_INVALID);
		claim(f.family == SFW_AF_INET ?
		      f.proto == IPPROTO_ICMP && f.icmp_type == 8 :
		      f.proto == IPPROTO_ICMPV6 && f.icmp_type == 128);
		break;
	case SFW_R_ADOPTED:
		claim_adopted(&f);
		break;
	case SFW_R_RELATED:
		claim_answer(&f, p);
		break;
	default:
		claim(!"accepted for another reason");
	}
}
