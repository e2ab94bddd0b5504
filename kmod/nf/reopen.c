// SPDX-License-Identifier: GPL-2.0
/*
 * Connection tracking keeps the entry of a connection that this host has reset for 10 s, and
 * for up to five days that of one whose last segments went past it. It ignores a SYN of the
 * same addresses and ports then, which is "established" like all else of them: an old client
 * would pass a closed port, a guard or a knock, and each connection would renew the entry.
 *
 *	client              this host             entry
 *	  --- SYN, data ----->                    ESTABLISHED
 *	  <-- RST ------------                    CLOSE
 *	  --- SYN ----------->  judged as new     CLOSE, ignored
 *
 * One that the client has reset, or that ended with FINs, makes way for a SYN by itself.
 */
#include <linux/in.h>
#include <net/netfilter/nf_conntrack.h>

#include "conntrack.h"
#include "facts.h"
#include "reopen.h"
#include "socket.h"

/**
 * sfw_reopens - whether an established packet begins a connection that its entry is not of
 * @skb: the packet
 * @state: where it is
 *
 * A SYN that no socket of this host waits for, but for one that is sent again while its
 * connection begins, which has been judged; of one that passes through, a SYN behind its end.
 * Conntrack asks for no expectation where it has an entry.
 *
 * Context: a hook behind connection tracking, under rcu_read_lock().
 */
bool sfw_reopens(const struct sk_buff *skb, const struct nf_hook_state *state)
{
	enum ip_conntrack_info ctinfo;
	const struct nf_conn *ct = nf_ct_get(skb, &ctinfo);
	struct sfw_facts f = {};
	enum sfw_tcp_phase phase;

	if (nf_ct_protonum(ct) != IPPROTO_TCP)
		return false;
	phase = sfw_conntrack_phase(ct);
	if (phase == SFW_TCP_BEGINS ||
	    (state->hook == NF_INET_FORWARD && phase != SFW_TCP_OVER))
		return false;
	sfw_facts_gather(&f, skb, state, SFW_CT_NEW);
	if (f.proto != IPPROTO_TCP || !sfw_is_syn(f.tcp_flags))
		return false;
	if (sfw_conntrack_is_expected(ct, state->net))
		return false;
	return state->hook == NF_INET_FORWARD || !sfw_socket_lives(&f, skb, state->net);
}
