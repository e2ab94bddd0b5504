// SPDX-License-Identifier: GPL-2.0
/*
 * Keeps a change from locking out who asks for it: how would a new connection
 * fare that begins like his, under the policy that is staged, and how does it
 * fare now? What makes nothing worse for him is not refused.
 *
 * What refuses only for a while (a guard that has counted too much, a scan list,
 * a knock not done) is worse than open and better than closed.
 */
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

#include "policy.h"
#include "print.h"
#include "route.h"
#include "selflock.h"
#include "session.h"
#include "verdict.h"
#include "vocabulary.h"

#define TCP_SYN		0x02
#define SPORT		40000	/* any that no connection has */

static enum reach reach(const struct verdict *v)
{
	if (!v->enabled || v->accepted)
		return REACH_OPEN;
	switch (v->reason) {
	case SFW_R_GUARD:
	case SFW_R_SCAN:
	case SFW_R_KNOCK:
		return REACH_LATER;
	default:
		return REACH_CLOSED;
	}
}

static bool find_probe(struct probe *probe)
{
	struct tcp_socket session;

	if (!session_find(&session))
		return false;
	memset(probe, 0, sizeof(*probe));
	probe->proto = IPPROTO_TCP;
	probe->src = session.peer;
	probe->dst = session.local;
	probe->sport = SPORT;
	probe->dport = session.local_port;
	probe->tcp_flags = TCP_SYN;
	probe->state = SFW_CT_NEW;
	route_dev(&session.peer, &session.local, probe->dev);
	return true;
}

/**
 * selflock_begin() - find out who asks for a change, and how he fares now
 * @lock: the result
 * @nl: the connection, without a transaction
 *
 * Return: 1, 0 when no connection can be lost, or a negative errno.
 */
int selflock_begin(struct selflock *lock, struct nl *nl)
{
	struct verdict v;
	int ret;

	memset(lock, 0, sizeof(*lock));
	if (!find_probe(&lock->probe))
		return 0;
	ret = verdict_get(nl, &lock->probe, &v);
	if (ret)
		return ret;
	lock->before = reach(&v);
	return 1;
}

static const char *describe(const struct probe *probe, const struct verdict *v,
			    char *buf, size_t size)
{
	char addr[INET6_ADDRSTRLEN];

	print_address(&probe->src, addr, sizeof(addr));
	snprintf(buf, size, "a new connection from %s to port %u would be refused (%s%s%.400s)",
		 addr, probe->dport, reasons[v->reason].word,
		 v->line[0] ? ": " : "", v->line);
	return buf;
}

/**
 * selflock_check() - would the staged policy make it worse for who asks for it?
 * @nl: the connection, with the transaction
 * @lock: struct selflock
 *
 * Return: 0, -EDEADLK with nl->text if it would, or another negative errno.
 */
int selflock_check(struct nl *nl, void *lock)
{
	const struct selflock *who = lock;
	struct verdict v;
	char text[600];
	int ret;

	ret = verdict_get(nl, &who->probe, &v);
	if (ret || reach(&v) <= who->before)
		return ret;
	describe(&who->probe, &v, text, sizeof(text));
	if (who->only_warns) {
		fprintf(stderr, "sfwctl: warning: %s\n", text);
		return 0;
	}
	snprintf(nl->text, sizeof(nl->text),
		 "this would lock you out: %s; -f or --force does it all the same, and 'apply FILE confirm-within 5m' takes itself back",
		 text);
	return -EDEADLK;
}

/**
 * selflock_check_live() - could who asks for it connect again as it is?
 * @nl: the connection, without a transaction
 *
 * Return: 0, -EDEADLK with nl->text if not, or another negative errno.
 */
int selflock_check_live(struct nl *nl)
{
	struct probe probe;
	struct verdict v;
	char text[600];
	int ret;

	if (!find_probe(&probe))
		return 0;
	ret = verdict_get(nl, &probe, &v);
	if (ret || reach(&v) != REACH_CLOSED)
		return ret;
	snprintf(nl->text, sizeof(nl->text),
		 "this would lock you out: %s; -f or --force does it all the same",
		 describe(&probe, &v, text, sizeof(text)));
	return -EDEADLK;
}

static int is_knock(struct nl *nl, const char *name, bool *knock)
{
	const struct nlmsghdr *at = NULL;
	struct policy policy;
	struct object obj;
	int ret = policy_get(nl, SFW_OBJ_KNOCK, &policy);

	*knock = false;
	while (!ret && policy_next(&policy, &at, &obj))
		*knock |= !strcmp(obj.command.knock.name, name);
	policy_free(&policy);
	return ret;
}

/**
 * selflock_check_list() - would being in a recent list lock out who asks for it?
 * @nl: the connection
 * @member: the address, and the list
 *
 * Return: 0, -EDEADLK with nl->text if it would, or another negative errno.
 */
int selflock_check_list(struct nl *nl, const struct member *member)
{
	char addr[INET6_ADDRSTRLEN];
	struct probe probe;
	bool knock;
	int ret;

	if (!find_probe(&probe) ||
	    memcmp(&probe.src, &member->addr, sizeof(probe.src)))
		return 0;
	ret = is_knock(nl, member->list, &knock);
	if (ret || knock)
		return ret;
	snprintf(nl->text, sizeof(nl->text),
		 "this would lock you out: you are connected from %s; -f or --force does it all the same",
		 print_address(&probe.src, addr, sizeof(addr)));
	return -EDEADLK;
}
