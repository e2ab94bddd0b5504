// SPDX-License-Identifier: GPL-2.0
#include <net/net_namespace.h>

#include "../db/list/list.h"
#include "../db/list/lists.h"
#include "../db/policy/snapshot.h"
#include "proc.h"

#define DIRECTORY "sfw"

static bool add_file(struct sfw_proc *proc, struct sfw_proc_list *file)
{
	return proc_create_data(file->name, 0600, proc->recent,
				&sfw_proc_recent_ops, file);
}

/**
 * sfw_proc_init - make the directory of a namespace and its files
 * @proc: the files, all zero
 * @net: the namespace
 * @db: its database
 *
 * Context: may sleep. Return: 0 or -ENOMEM.
 */
int sfw_proc_init(struct sfw_proc *proc, struct net *net, struct sfw_db *db)
{
	struct proc_dir_entry *dir = proc_net_mkdir(net, DIRECTORY,
						    net->proc_net);
	unsigned int i;

	if (!dir)
		return -ENOMEM;
	proc->recent = proc_net_mkdir(net, "recent", dir);
	if (!proc->recent ||
	    !proc_create_net_single("status", 0444, dir, sfw_proc_status,
				    NULL) ||
	    !proc_create_net_single("stats", 0444, dir, sfw_proc_stats,
				    NULL) ||
	    !proc_create_net_single("ports", 0400, dir, sfw_proc_ports, NULL))
		goto fail;
	for (i = 0; i < SFW_PROC_LISTS; i++)
		proc->file[i].db = db;
	for (i = 0; i < SFW_SCAN_LISTS; i++) {
		proc->file[i].name = sfw_scan_list_names[i];
		if (!add_file(proc, &proc->file[i]))
			goto fail;
	}
	return 0;

fail:
	sfw_proc_exit(proc, net);
	return -ENOMEM;
}

static bool is_in(const struct sfw_snapshot *s, struct sfw_db *db,
		  const struct sfw_list *list)
{
	const char *name = "";
	u32 i;

	for (i = SFW_SCAN_LISTS; name; i++)
		if (sfw_lists_at(db, &s->policy, i, &name) == list && name)
			return true;
	return false;
}

static bool has_file(const struct sfw_proc *proc, const struct sfw_list *list)
{
	u32 i;

	for (i = SFW_SCAN_LISTS; i < SFW_PROC_LISTS; i++)
		if (proc->file[i].list == list)
			return true;
	return false;
}

static void drop_file(struct sfw_proc_list *file)
{
	sfw_list_put(file->list);
	file->list = NULL;
	file->name = NULL;
}

static void add_list(struct sfw_proc *proc, struct sfw_list *list)
{
	struct sfw_proc_list *file = &proc->file[SFW_SCAN_LISTS];

	while (file->name)
		file++;
	file->list = sfw_list_get(list);
	file->name = list->name;
	if (add_file(proc, file))
		return;
	pr_warn("no memory for /proc/net/sfw/recent/%s\n", list->name);
	drop_file(file);
}

/**
 * sfw_proc_settle - show the lists that a policy has
 * @proc: the files
 * @db: the namespace
 * @now: its published policy
 *
 * Context: @db->lock is held; may sleep. Waits for users of a file that is
 * removed; they never take that lock.
 */
void sfw_proc_settle(struct sfw_proc *proc, struct sfw_db *db,
		     const struct sfw_snapshot *now)
{
	struct sfw_proc_list *file;
	struct sfw_list *list;
	const char *name;
	u32 i;

	for (i = SFW_SCAN_LISTS; i < SFW_PROC_LISTS; i++) {
		file = &proc->file[i];
		if (!file->list || is_in(now, db, file->list))
			continue;
		remove_proc_entry(file->name, proc->recent);
		drop_file(file);
	}
	for (i = SFW_SCAN_LISTS;; i++) {
		list = sfw_lists_at(db, &now->policy, i, &name);
		if (!name)
			break;
		if (!has_file(proc, list))
			add_list(proc, list);
	}
}

/**
 * sfw_proc_exit - take the directory away; waits for readers and writers
 * @proc: the files
 * @net: the namespace
 *
 * Context: may sleep.
 */
void sfw_proc_exit(struct sfw_proc *proc, struct net *net)
{
	u32 i;

	remove_proc_subtree(DIRECTORY, net->proc_net);
	for (i = 0; i < SFW_PROC_LISTS; i++)
		drop_file(&proc->file[i]);
}
