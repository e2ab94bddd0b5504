// SPDX-License-Identifier: GPL-2.0
/*
 * Path MTU discovery fails behind many a gateway, for want of the ICMP errors
 * that it needs: so both ends learn at once the largest segment of the links here.
 */
#include <linux/ipv6.h>
#include <linux/minmax.h>
#include <linux/netdevice.h>
#include <linux/tcp.h>
#include <net/dst.h>
#include <net/ip.h>
#include <net/ipv6.h>
#include <net/tcp.h>

#include "mss.h"

/* Offset of the TCP header, or -1. */
static int find_tcp(const struct sk_buff *skb, u8 pf)
{
	int flags = IP6_FH_F_AUTH;	/* what AH carries is not to be changed */
	unsigned short fragoff = 0;
	unsigned int at = 0;

	if (pf == NFPROTO_IPV4)
		return ip_hdr(skb)->protocol == IPPROTO_TCP &&
		       !ip_is_fragment(ip_hdr(skb)) ?
			       (int)ip_hdrlen(skb) : -1;
	return ipv6_find_hdr(skb, &at, -1, &fragoff, &flags) != IPPROTO_TCP ||
	       fragoff ? -1 : (int)at - skb_network_offset(skb);
}

/* Offset of the option's value in the header, or 0. */
static unsigned int find_option(const struct tcphdr *th)
{
	const u8 *opt = (const u8 *)th;
	unsigned int at = sizeof(*th), end = th->doff * 4;

	while (at < end && opt[at] != TCPOPT_EOL) {
		if (opt[at] == TCPOPT_NOP) {
			at++;
			continue;
		}
		if (at + 1 >= end || opt[at + 1] < 2 || at + opt[at + 1] > end)
			return 0;
		if (opt[at] == TCPOPT_MSS)
			return opt[at + 1] == TCPOLEN_MSS ? at + 2 : 0;
		at += opt[at + 1];
	}
	return 0;
}

/* The value may begin at an odd offset: the checksum counts words. */
static void cap_option(struct sk_buff *skb, struct tcphdr *th, unsigned int at,
		       u16 most)
{
	u8 *opt = (u8 *)th + at;
	u16 old = opt[0] << 8 | opt[1];

	if (old <= most)
		return;
	opt[0] = most >> 8;
	opt[1] = most & 0xff;
	inet_proto_csum_replace2(&th->check, skb,
				 htons(at & 1 ? swab16(old) : old),
				 htons(at & 1 ? swab16(most) : most), false);
}

/* Largest MSS for both links, or 0 where there is no room for headers. */
static u16 most_that_fits(const struct sk_buff *skb,
			  const struct nf_hook_state *state)
{
	unsigned int mtu = min(dst_mtu(skb_dst(skb)), state->in->mtu);
	unsigned int headers = sizeof(struct tcphdr) +
			       (state->pf == NFPROTO_IPV4 ?
					sizeof(struct iphdr) :
					sizeof(struct ipv6hdr));

	return mtu > headers ? min(mtu - headers, 0xffffu) : 0;
}

/**
 * sfw_mss_clamp - lower the MSS of a forwarded connection to the MTU
 * @skb: a packet that is forwarded, with a route
 * @state: where it is
 *
 * Where a peer names no MSS, it is 536 (RFC 9293, section 3.7.1), which fits.
 *
 * Context: the hook of forwarded packets.
 */
void sfw_mss_clamp(struct sk_buff *skb, const struct nf_hook_state *state)
{
	int tcp = find_tcp(skb, state->pf);
	int begin = skb_network_offset(skb) + tcp;
	struct tcphdr buf, *th;
	unsigned int at;
	u16 most;

	if (tcp < 0)
		return;
	th = skb_header_pointer(skb, begin, sizeof(buf), &buf);
	if (!th || !th->syn || th->doff * 4 <= sizeof(*th))
		return;
	most = most_that_fits(skb, state);
	if (!most || skb_ensure_writable(skb, begin + th->doff * 4))
		return;
	th = (struct tcphdr *)(skb_network_header(skb) + tcp);
	at = find_option(th);
	if (at)
		cap_option(skb, th, at, most);
}
