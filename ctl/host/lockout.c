// SPDX-License-Identifier: GPL-2.0
/*
 * Keeps a change from locking its own user out: how would a new connection that
 * begins like this one fare under the staged policy, and how does it fare now? A
 * change that makes nothing worse is not refused.
 *
 *	tie to a connection		judged			a change that locks out is
 *	an ancestor owns it, or ssh's
 *	environment names it		that one		refused
 *	none, a pseudo-terminal		all sessions here	refused
 *	none, a console or a service	all sessions here	told
 *
 * A service that bans one address after another is not made to look at all processes each
 * time: where no TCP connection is from there, nobody is sought.
 */
#include <errno.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "host/link.h"
#include "host/lockout.h"
#include "host/relay.h"
#include "host/route.h"
#include "host/tracked.h"
#include "lang/format_value.h"
#include "lang/prefix.h"
#include "lang/vocabulary.h"
#include "lib/grow.h"
#include "net/policy.h"
#include "net/settings.h"
#include "net/txn.h"
#include "net/verdict.h"

#define TCP_SYN		0x02
#define SPORT		40000	/* any that no connection has */

/* A loopback address of a router may stand on a dummy, by which nothing comes. */
static bool was_used(const char *dev)
{
	unsigned long long packets = 1;
	char path[64 + IF_NAMESIZE];
	FILE *in;

	snprintf(path, sizeof(path), "/sys/class/net/%s/statistics/rx_packets", dev);
	in = fopen(path, "re");
	if (in && fscanf(in, "%llu", &packets) != 1)
		packets = 1;
	if (in)
		fclose(in);
	return packets;
}

static void note_link(void *ctx, const char *dev)
{
	struct person *who = ctx;
	struct way *way = &who->ways[1];

	if (!strcmp(dev, who->ways[0].dev))
		who->way_count = 1;
	else if (!way->dev[0] && was_used(dev))
		snprintf(way->dev, sizeof(way->dev), "%s", dev);
}

/*
 * Where more than one link leads out, packets may come in by that of the address they are
 * sent to, and be answered by another.
 */
static void set_ways(struct person *who, const struct ip_socket *back)
{
	route_dev(back, who->ways[0].dev);
	who->way_count = 2;
	links_with(&who->probe.dst, note_link, who);
	if (!who->ways[0].dev[0] || !who->ways[1].dev[0])
		who->way_count = 1;
}

/*
 * The source that a socket is told may be of a NAT behind the firewall. What was sent to an
 * address of another host is judged where it was led to.
 */
static void set_person(struct person *who, __u8 proto, const struct ip_socket *sock,
		       const char *program)
{
	struct ip_socket sent = proto == IPPROTO_TCP ? tracked_sent(sock) : *sock;
	struct ip_socket back = *sock;
	struct probe *probe = &who->probe;

	if (!address_equal(&sent.local, &sock->local) && !address_is_own(&sent.local)) {
		sent.local = sock->local;
		sent.local_port = sock->local_port;
	}
	probe->proto = proto;
	probe->src = sent.peer;
	probe->dst = sent.local;
	probe->sport = SPORT;
	probe->dport = sent.local_port;
	probe->tcp_flags = proto == IPPROTO_TCP ? TCP_SYN : 0;
	probe->state = SFW_CT_NEW;
	who->dst = sock->local;
	who->dport = sock->local_port;
	back.peer = sent.peer;
	set_ways(who, &back);
	snprintf(who->program, sizeof(who->program), "%s", program);
}

static bool is_led(const struct person *who)
{
	return who->dport != who->probe.dport ||
	       memcmp(&who->dst, &who->probe.dst, sizeof(who->dst));
}

static int add_person(struct lockout *lock, const struct session *session,
		      const char *program)
{
	struct person *who = grow(&lock->who, &lock->count, sizeof(*who));

	if (!who)
		return -ENOMEM;
	set_person(who, session->proto, &session->sock, program);
	lock->led |= is_led(who);
	return 0;
}

/* A service that a relay leads to has several, too, and is no session. */
static bool is_session(void)
{
	bool found = process_has_pty();

	for (pid_t pid = getpid(); pid && !found; pid = process_parent(pid)) {
		char *text = process_variable(pid, "SSH_CONNECTION");

		found = text;
		free(text);
	}
	return found;
}

/* Of several connections that a relay leads on here, any may be this process's own. */
static int add_own(struct lockout *lock)
{
	struct sessions own;
	int ret = relay_own(&own);

	lock->only_warns = own.count > 1 && !is_session();
	for (size_t i = 0; i < own.count && !ret; i++)
		ret = add_person(lock, &own.at[i], own.count > 1 ? own.at[i].program : "");
	sessions_free(&own);
	return ret;
}

static int add_others(struct lockout *lock)
{
	struct sessions others;
	int ret = other_sessions(&others);

	for (size_t i = 0; i < others.count && !ret; i++)
		ret = add_person(lock, &others.at[i], others.at[i].program);
	sessions_free(&others);
	return ret;
}

/* Returns how many there are, or a negative errno; lockout_free() is due in any case. */
static int find_people(struct lockout *lock)
{
	int ret;

	memset(lock, 0, sizeof(*lock));
	ret = add_own(lock);
	if (!ret && !lock->count) {
		lock->only_warns = !process_has_pty();
		ret = add_others(lock);
	}
	return ret ? ret : (int)lock->count;
}

/**
 * lockout_free() - give the memory back
 * @lock: the people; nobody from now on
 */
void lockout_free(struct lockout *lock)
{
	free(lock->who);
	udp_ports_free(&lock->udp);
	memset(lock, 0, sizeof(*lock));
}

struct peers {
	const struct entry *refused;
	bool met;
};

static void look_at(void *ctx, const struct ip_socket *sock)
{
	const struct prefix peer = {
		.addr = sock->peer, .len = sock->peer.family == AF_INET6 ? 128 : 32,
	};
	struct peers *peers = ctx;

	if (sock->state != SOCKET_ESTABLISHED)
		return;
	for (unsigned int i = 0; i < peers->refused->from_count; i++)
		peers->met |= prefix_within(&peer, &peers->refused->from[i]);
}

/**
 * lockout_spares_all() - whether a change surely locks out nobody
 * @refused: its prefixes are all that it refuses
 *
 * Return: true if there are none; or if no TCP connection is from there, and this process
 * is at no pseudo-terminal, which a user of mosh may sit at.
 */
bool lockout_spares_all(const struct entry *refused)
{
	struct peers peers = { .refused = refused };

	if (!refused->from_count)
		return true;
	if (process_has_pty())
		return false;
	sockets_each(IPPROTO_TCP, look_at, &peers);
	return !peers.met;
}

/* Whether a policy judges a packet by where the NAT of others leads it. */
static int judges_led(struct nl *nl, const struct lockout *lock, bool staged, bool *led)
{
	__u32 value = SFW_PUBLISHED_PORTS;
	int ret = lock->led ? setting_get(nl, staged, SFW_S_PUBLISHED, &value) : 0;

	*led = value == SFW_PUBLISHED_OFF;
	return ret;
}

static int judge(struct nl *nl, const struct person *who, const struct way *way, bool led,
		 struct verdict *v)
{
	struct probe probe = who->probe;

	if (led) {
		probe.dst = who->dst;
		probe.dport = who->dport;
	}
	memcpy(probe.dev, way->dev, sizeof(probe.dev));
	return verdict_get(nl, &probe, v);
}

static int judge_before(struct nl *nl, struct person *who, bool led)
{
	struct verdict v;
	int ret = 0;

	for (unsigned int i = 0; i < who->way_count && !ret; i++) {
		ret = judge(nl, who, &who->ways[i], led, &v);
		if (!ret)
			who->ways[i].before = reach_of(&v);
	}
	return ret;
}

/**
 * lockout_begin() - find out whom a change could lock out, and how they fare now
 * @lock: the result; lockout_free() is due in any case
 * @nl: the connection, without a transaction
 *
 * Return: 1, 0 when no connection can be lost, or a negative errno.
 */
int lockout_begin(struct lockout *lock, struct nl *nl)
{
	int ret = find_people(lock);
	bool led;

	if (ret <= 0)
		return ret;
	ret = judges_led(nl, lock, false, &led);
	for (size_t i = 0; i < lock->count && !ret; i++)
		ret = judge_before(nl, &lock->who[i], led);
	return ret ?: udp_ports_begin(&lock->udp, nl) ?: 1;
}

static const char *describe(const struct person *who, const struct verdict *v,
			    char *buf, size_t size)
{
	char addr[INET6_ADDRSTRLEN];

	format_address(&who->probe.src, addr, sizeof(addr));
	snprintf(buf, size, "a new connection from %s to port %u%s%s would be %s (%s%s%.400s)",
		 addr, who->probe.dport, who->program[0] ? " of " : "", who->program,
		 v->accepted ? "led to another host" : "refused", reasons[v->reason].word,
		 v->line[0] ? ": " : "", v->line);
	return buf;
}

/* Fills in nl->text, or only tells. */
static int complain(struct nl *nl, const struct lockout *lock, const struct person *who,
		    const struct verdict *v, const char *besides)
{
	char text[600];

	describe(who, v, text, sizeof(text));
	if (lock->only_warns) {
		fprintf(stderr, "sfwctl: warning: %s\n", text);
		return 0;
	}
	snprintf(nl->text, sizeof(nl->text),
		 "this would lock %s out: %s; -f or --force does it all the same%s",
		 who->program[0] ? "somebody" : "you", text, besides);
	return -EDEADLK;
}

/* The way by which a person fares worse than before; NULL: none, or @ret is a negative errno. */
static const struct way *find_worse(struct nl *nl, const struct person *who, bool led,
				    struct verdict *v, int *ret)
{
	for (unsigned int i = 0; i < who->way_count && !*ret; i++) {
		const struct way *way = &who->ways[i];

		*ret = judge(nl, who, way, led, v);
		if (!*ret && reach_of(v) > way->before)
			return way;
	}
	return NULL;
}

/**
 * lockout_check() - would the staged policy lock anybody out?
 * @nl: the connection, with the transaction
 * @lock: struct lockout
 *
 * Return: 0, -EDEADLK with nl->text if it would, or another negative errno.
 */
int lockout_check(struct nl *nl, void *lock)
{
	const struct lockout *people = lock;
	struct verdict v;
	bool led;
	int ret = judges_led(nl, people, true, &led);

	for (size_t i = 0; i < people->count && !ret; i++)
		if (find_worse(nl, &people->who[i], led, &v, &ret))
			ret = complain(nl, people, &people->who[i], &v,
				       ", and 'apply FILE confirm-within 5m' takes itself back");
	return ret ?: udp_ports_tell(&people->udp, nl);
}

/* The line that lets a person in now. */
static int tell_saved(const struct person *who, const struct way *way, bool led,
		      const struct verdict *v)
{
	struct verdict now = { 0 };
	char text[600];
	struct nl live;
	int ret = nl_open(&live);

	ret = ret ? ret : judge(&live, who, way, led, &now);
	nl_close(&live);
	describe(who, v, text, sizeof(text));
	if (!ret)
		fprintf(stderr,
			"sfwctl: warning: after a reboot %s: a line with an end is not saved: %s\n",
			text, now.line);
	return ret;
}

/**
 * lockout_check_saved() - tell of people whom only lines that are not saved let in
 * @nl: the connection, with a transaction of the others
 * @lock: struct lockout
 *
 * Return: 0 or a negative errno.
 */
int lockout_check_saved(struct nl *nl, void *lock)
{
	const struct lockout *people = lock;
	struct verdict v;
	bool led;
	int ret = judges_led(nl, people, true, &led);

	for (size_t i = 0; i < people->count && !ret; i++) {
		const struct person *who = &people->who[i];
		const struct way *way = find_worse(nl, who, led, &v, &ret);

		if (way)
			ret = tell_saved(who, way, led, &v);
	}
	return ret;
}

/*
 * The ways by which a person could come in before the trial. Where there was none, or
 * nothing tells, all of them count.
 */
static void note_before_trial(struct nl *nl, struct lockout *lock)
{
	struct txn txn;
	bool led = false;
	int ret = txn_begin(&txn, nl, TXN_BEFORE);

	ret = ret ? ret : txn_send(&txn);
	ret = ret ? ret : judges_led(nl, lock, true, &led);
	for (size_t i = 0; i < lock->count; i++) {
		struct person *who = &lock->who[i];
		bool any = false;

		ret = ret ? ret : judge_before(nl, who, led);
		for (unsigned int way = 0; way < who->way_count; way++)
			any |= who->ways[way].before != REACH_CLOSED;
		for (unsigned int way = 0; way < who->way_count; way++)
			if (ret || !any || who->ways[way].before != REACH_CLOSED)
				who->ways[way].before = REACH_LATER;
	}
}

/**
 * lockout_check_trial() - could these people connect again by the policy on trial?
 * @nl: the connection, without a transaction
 *
 * A way by which nobody could come in before the trial is none that a session came by.
 *
 * Return: 0, -EDEADLK with nl->text if not, or another negative errno.
 */
int lockout_check_trial(struct nl *nl)
{
	struct lockout lock;
	struct verdict v;
	struct nl before;
	int ret = find_people(&lock);
	bool led = false;

	if (ret > 0) {
		ret = nl_open(&before);
		if (!ret)
			note_before_trial(&before, &lock);
		nl_close(&before);
	}
	ret = ret ? ret : judges_led(nl, &lock, false, &led);
	for (size_t i = 0; i < lock.count && !ret; i++)
		if (find_worse(nl, &lock.who[i], led, &v, &ret))
			ret = complain(nl, &lock, &lock.who[i], &v, "");
	lockout_free(&lock);
	return ret;
}

/* The prefix that shares an entry of a list; @knock: a knock keeps the list. */
static int find_source(struct nl *nl, const struct member *member, struct prefix *from,
		       bool *knock)
{
	static const enum sfw_object kinds[] = { SFW_OBJ_KNOCK, SFW_OBJ_GUARD };
	bool v6 = member->addr.family == AF_INET6;
	int ret = 0;

	from->addr = member->addr;
	from->len = address_bits(member->addr.family);
	*knock = false;
	for (size_t i = 0; i < ARRAY_SIZE(kinds) && !ret; i++) {
		const struct nlmsghdr *at = NULL;
		struct policy policy;
		struct object obj;

		ret = policy_get(nl, kinds[i], &policy);
		while (!ret && policy_next(&policy, &at, &obj)) {
			const struct guard *guard = &obj.command.guard;

			if (kinds[i] == SFW_OBJ_KNOCK)
				*knock |= !strcmp(obj.command.knock.name, member->list);
			else if (!strcmp(guard->name, member->list))
				from->len = v6 ? guard->mask6 : guard->mask4;
		}
		policy_free(&policy);
	}
	prefix_trim(from);
	return ret;
}

/* The person connected from a prefix, or NULL. */
static const struct person *find_from(const struct lockout *lock, const struct prefix *from)
{
	for (size_t i = 0; i < lock->count; i++) {
		const struct address *src = &lock->who[i].probe.src;
		const struct prefix peer = { .addr = *src, .len = address_bits(src->family) };

		if (prefix_within(&peer, from))
			return &lock->who[i];
	}
	return NULL;
}

/**
 * lockout_begin_lists() - find out whom an entry of a recent list could lock out
 * @lock: the result: nobody where nothing is refused for anybody's sake; lockout_free()
 *	  is due in any case
 *
 * Return: 0 or a negative errno.
 */
int lockout_begin_lists(struct lockout *lock)
{
	int ret = find_people(lock);

	if (lock->only_warns)
		lockout_free(lock);
	return ret < 0 ? ret : 0;
}

/**
 * lockout_concerns() - whether anybody is connected from a prefix
 * @lock: of lockout_begin_lists()
 * @from: the prefix
 *
 * Return: true if somebody is.
 */
bool lockout_concerns(const struct lockout *lock, const struct prefix *from)
{
	return find_from(lock, from);
}

/**
 * lockout_check_list() - would being in a recent list lock anybody out?
 * @nl: the connection
 * @member: the address, and the list
 *
 * Return: 0, -EDEADLK with nl->text if it would, or another negative errno.
 */
int lockout_check_list(struct nl *nl, const struct member *member)
{
	char addr[INET6_ADDRSTRLEN];
	const struct person *who = NULL;
	struct lockout lock;
	struct prefix from;
	bool knock = false;
	int ret = lockout_begin_lists(&lock);

	if (!ret && lock.count)
		ret = find_source(nl, member, &from, &knock);
	if (!ret && lock.count && !knock)
		who = find_from(&lock, &from);
	if (who) {
		format_address(&who->probe.src, addr, sizeof(addr));
		snprintf(nl->text, sizeof(nl->text),
			 "this would lock %s connected from %s; -f or --force does it all the same",
			 who->program[0] ? "somebody out:" : "you out: you are", addr);
		ret = -EDEADLK;
	}
	lockout_free(&lock);
	return ret;
}
