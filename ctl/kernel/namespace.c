// SPDX-License-Identifier: GPL-2.0
/* One namespace: a policy that is published, and no packets that it judges. */
#include "namespace.h"

#include "../../kmod/db/local_addr.h"
#include "../../kmod/db/policy/policy_event.h"
#include "../../kmod/db/policy/publish.h"
#include "../../kmod/db/policy/rehearsal.h"
#include "../../kmod/db/policy/timed.h"
#include "../../kmod/db/policy/trial.h"
#include "../../kmod/db/route_out.h"

struct sfw_db *sfw_db_of(const struct net *net)
{
	return &((struct kernel *)net)->db;
}

struct sfw_snapshot *sfw_db_get(struct sfw_db *db)
{
	refcount_inc(&db->live->refs);
	return db->live;
}

int sfw_publish(struct sfw_db *db, struct sfw_snapshot *s)
{
	s->generation = db->live->generation + 1;
	sfw_prefixset_put(s->kept);
	s->kept = NULL;
	sfw_snapshot_put(db->live);
	db->live = s;
	return 0;
}

/* Nobody undoes anything. */
void sfw_publish_remember(struct sfw_db *db, struct sfw_snapshot *before)
{
	sfw_snapshot_put(before);
}

/* Nobody is there to confirm it. */
int sfw_trial_begin(struct sfw_db *db, struct sfw_snapshot *s, u32 seconds)
{
	return -EOPNOTSUPP;
}

/* There are no packets to rehearse with. */
int sfw_rehearsal_begin(struct sfw_db *db, struct sfw_snapshot *s,
			const struct sfw_snapshot *began, u32 seconds)
{
	return -EOPNOTSUPP;
}

struct sfw_rehearsal *sfw_rehearsal_get(struct sfw_db *db)
{
	return NULL;
}

void sfw_rehearsal_put(struct sfw_rehearsal *r)
{
}

void sfw_policy_event_change(struct sfw_db *db, enum sfw_change change, u64 before)
{
}

struct sfw_prefixset *sfw_timed_get(const struct sfw_snapshot *s)
{
	return s->timed->set.n ? sfw_prefixset_get(s->timed) : NULL;
}

/* The clock stands still: a policy in a file is the same at any time. */
u64 ktime_get_boottime_ns(void)
{
	return NSEC_PER_SEC;
}

struct net_device *dev_get_by_name_rcu(struct net *net, const char *name)
{
	static struct net_device lo = { .flags = IFF_LOOPBACK };

	return strcmp(name, "lo") ? NULL : &lo;
}

/* No routes are known. */
const char *sfw_route_out(struct net *net, const struct sfw_facts *f)
{
	return NULL;
}

/* As the kernel has it, whose blanks are those of Latin-1. */
bool dev_valid_name(const char *name)
{
	if (!*name || strlen(name) >= IFNAMSIZ || !strcmp(name, ".") || !strcmp(name, ".."))
		return false;
	for (; *name; name++)
		if (strchr("/: \t\n\v\f\r\xa0", *name))
			return false;
	return true;
}

/* Nothing comes to a file. */
enum sfw_fact sfw_local_addr_fresh(struct net *net, const struct sfw_facts *f,
				   const struct sfw_addr *a)
{
	return SFW_NO;
}

/* In a file every network has the prefix of documents, 2001:db8::/64 (RFC 3849). */
bool sfw_local_addr_complete(struct net *net, const char *dev, struct sfw_addr *a)
{
	a->w[0] = cpu_to_be32(0x20010db8);
	return true;
}

/*
 * Addresses of this host: none is known. A packet that names its destination is for
 * another host, unless no router would pass it on; leave it out for this one. Its
 * address on a link is one that no sender has, the anycast address of routers (RFC 4291,
 * section 2.6.1).
 */
#define LINK_ADDRESS	"\xfe\x80\0\0\0\0\0\0\0\0\0\0\0\0\0\0"	/* fe80:: */

enum sfw_addr_kind sfw_local_addr_kind(struct net *net, const struct net_device *dev,
				       u8 family, const struct sfw_addr *a)
{
	const struct in6_addr *a6 = (const struct in6_addr *)a;

	if (family == SFW_AF_INET6)
		return ipv6_addr_is_multicast(a6) ? SFW_ADDR_GROUP :
		       ipv6_addr_loopback(a6) ||
		       ipv6_addr_begins(a6, LINK_ADDRESS, 16) ?
		       SFW_ADDR_OWN : SFW_ADDR_ELSEWHERE;
	if (ipv4_is_multicast(a->w[0]) || ipv4_is_lbcast(a->w[0]))
		return SFW_ADDR_GROUP;
	return ipv4_is_loopback(a->w[0]) ? SFW_ADDR_OWN : SFW_ADDR_ELSEWHERE;
}

/* The link-local address is that of an interface which no policy can name. */
const char *sfw_local_addr_dev(struct net *net, const struct net_device *in, u8 family,
			       const struct sfw_addr *a)
{
	if (sfw_local_addr_kind(net, NULL, family, a) != SFW_ADDR_OWN)
		return "";
	return family == SFW_AF_INET6 && !ipv6_addr_loopback((const struct in6_addr *)a) ?
	       "/" : "lo";
}
