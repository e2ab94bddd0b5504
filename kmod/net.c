// SPDX-License-Identifier: GPL-2.0
#include <linux/module.h>
#include <linux/string.h>
#include <linux/ktime.h>
#include <net/net_namespace.h>
#include <net/netns/generic.h>

#include "db/db.h"
#include "db/policy/publish.h"
#include "db/policy/rehearsal.h"
#include "net.h"
#include "nf/hook.h"
#include "nf/live.h"
#include "nf/peers.h"
#include "nf/rebind.h"
#include "nf/rpfilter.h"
#include "nl/family.h"
#include "proc/proc.h"

static bool enabled;
module_param(enabled, bool, 0444);
MODULE_PARM_DESC(enabled, "start the initial namespace enabled (default 0: loading changes no packet)");

static char *boot_policy = "accept";
module_param(boot_policy, charp, 0444);
MODULE_PARM_DESC(boot_policy, "accept, or drop: start the initial namespace enabled and closed but for loopback, replies, and neighbour discovery, MLD and IGMP of the link");

/**
 * struct sfw_net - everything of one namespace
 * @db: policy, lists, counters; first, see sfw_db_of()
 * @net: the namespace
 * @nf: registration with netfilter
 * @proc: its files below /proc/net
 * @events_sent: messages sent to listeners
 */
struct sfw_net {
	struct sfw_db db;
	struct net *net;
	struct sfw_nf nf;
	struct sfw_proc proc;
	u32 events_sent;
};

static_assert(!offsetof(struct sfw_net, db));

static struct sfw_net *sfw_net(const struct net *net)
{
	return net_generic(net, sfw_db_net_id);
}

static int prepare(struct sfw_db *db, const struct sfw_snapshot *next)
{
	struct sfw_net *sn = container_of(db, struct sfw_net, db);

	return sfw_nf_start(&sn->nf, sn->net, &next->policy);
}

static void replaced(struct sfw_db *db, const struct sfw_snapshot *before)
{
	struct sfw_net *sn = container_of(db, struct sfw_net, db);

	sfw_rebind(sn->net, &before->policy, &sfw_db_live(db)->policy);
}

static void settle(struct sfw_db *db, const struct sfw_snapshot *now)
{
	struct sfw_net *sn = container_of(db, struct sfw_net, db);

	const struct sfw_snapshot *before = db->trial.before;

	sfw_nf_stop(&sn->nf, sn->net, &now->policy,
		    before ? &before->policy : NULL);
	sfw_proc_settle(&sn->proc, db, now);
}

static void send_events(struct sfw_db *db, struct sfw_event_cursor *cursor)
{
	struct sfw_net *sn = container_of(db, struct sfw_net, db);

	sfw_nl_send_events(sn->net, cursor, &sn->events_sent);
}

static void find_spoofed(struct sfw_db *db, const struct sfw_policy *p,
			 struct sfw_facts *f, struct net_device *in)
{
	struct sfw_net *sn = container_of(db, struct sfw_net, db);

	sfw_rpfilter_imagine(f, sn->net, in, p->setting[SFW_S_RPFILTER]);
}

static int rehearse(struct sfw_db *db, struct sfw_rehearsal *r)
{
	struct sfw_net *sn = container_of(db, struct sfw_net, db);
	int err = sfw_nf_rehearse(&sn->nf, sn->net, &sfw_db_live(db)->policy,
				  r ? &r->s->policy : NULL);

	return err || !r || !r->lists.peers ? err :
	       sfw_peers_start(r->lists.peers, sn->net);
}

static int ask_live(void *owner, const struct sfw_live_id *id)
{
	struct sfw_net *sn = container_of(owner, struct sfw_net, db);

	return sfw_live_state(sn->net, id);
}

static const struct sfw_db_ops ops = {
	.prepare	= prepare,
	.replaced	= replaced,
	.settle		= settle,
	.send_events	= send_events,
	.find_spoofed	= find_spoofed,
	.rehearse	= rehearse,
	.ask_live	= ask_live,
};

/* The administrator's policy is not known yet: let nothing new in until then */
static void close_down(struct sfw_snapshot *s)
{
	sfw_snapshot_set(s, SFW_S_PING, 0);
	sfw_snapshot_set(s, SFW_S_DHCP, 0);
	sfw_snapshot_set(s, SFW_S_REJECT4, SFW_REJECT4_DROP);
	sfw_snapshot_set(s, SFW_S_REJECT6, SFW_REJECT6_DROP);
}

/* Apply the module's parameters to the initial namespace. */
static int boot(struct sfw_net *sn)
{
	bool drop = !strcmp(boot_policy, "drop");
	struct sfw_snapshot *s;
	int err;

	if (!enabled && !drop)
		return 0;
	s = sfw_snapshot_alloc();
	if (!s)
		return -ENOMEM;
	s->policy.enabled = true;
	if (drop)
		close_down(s);
	mutex_lock(&sn->db.lock);
	err = sfw_snapshot_seal(s, ktime_get_boottime_ns());
	if (!err)
		err = sfw_publish(&sn->db, s);
	mutex_unlock(&sn->db.lock);
	if (err)
		sfw_snapshot_put(s);
	return err;
}

static int __net_init net_init(struct net *net)
{
	struct sfw_net *sn = sfw_net(net);
	int err;

	sn->net = net;
	err = sfw_db_init(&sn->db, &ops);
	if (err)
		return err;
	sfw_nf_init(&sn->nf, net, &sn->db);
	err = sfw_proc_init(&sn->proc, net, &sn->db);
	if (err)
		goto err_db;
	if (net_eq(net, &init_net)) {
		err = boot(sn);
		if (err)
			goto err_proc;
	}
	return 0;

err_proc:
	synchronize_net();	/* a hook that was registered may have packets */
	sfw_proc_exit(&sn->proc, net);
err_db:
	sfw_db_exit(&sn->db);
	return err;
}

/*
 * Files and hooks go first, and before them the trial and the end of entries, which
 * could bring them back ...
 */
static void __net_exit net_pre_exit(struct net *net)
{
	struct sfw_net *sn = sfw_net(net);

	sfw_db_stop(&sn->db);
	sfw_proc_exit(&sn->proc, net);
	sfw_nf_stop(&sn->nf, net, NULL, NULL);
}

/* ... and one grace period later, the data that they may have been reading. */
static void __net_exit net_exit(struct net *net)
{
	sfw_nf_exit(&sfw_net(net)->nf);
	sfw_db_exit(&sfw_net(net)->db);
}

static struct pernet_operations net_ops = {
	.init		= net_init,
	.pre_exit	= net_pre_exit,
	.exit		= net_exit,
	.id		= &sfw_db_net_id,
	.size		= sizeof(struct sfw_net),
};

/**
 * sfw_nets_init - set up every namespace, present and future
 *
 * Context: may sleep. Return: 0, -EINVAL for a bad module parameter, or
 * -ENOMEM.
 */
int sfw_nets_init(void)
{
	if (strcmp(boot_policy, "accept") && strcmp(boot_policy, "drop")) {
		pr_err("boot_policy=%s is neither accept nor drop\n",
		       boot_policy);
		return -EINVAL;
	}
	return register_pernet_subsys(&net_ops);
}

/**
 * sfw_nets_exit - take the module out of every namespace
 *
 * Context: may sleep.
 */
void sfw_nets_exit(void)
{
	unregister_pernet_subsys(&net_ops);
}
