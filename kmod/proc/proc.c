// SPDX-License-Identifier: GPL-2.0
#include <net/net_namespace.h>

#include "proc.h"

#define DIRECTORY "sfw"

/**
 * sfw_proc_init - make the directory of a namespace and its files
 * @net: the namespace
 *
 * Context: may sleep. Return: the directory, or NULL.
 */
struct proc_dir_entry *sfw_proc_init(struct net *net)
{
	struct proc_dir_entry *dir = proc_net_mkdir(net, DIRECTORY,
						    net->proc_net);

	if (!dir)
		return NULL;
	if (proc_create_net_single("status", 0444, dir, sfw_proc_status,
				   NULL) &&
	    proc_create_net_single("stats", 0444, dir, sfw_proc_stats, NULL) &&
	    proc_create_net_single("ports", 0400, dir, sfw_proc_ports, NULL))
		return dir;
	sfw_proc_exit(net);
	return NULL;
}

/**
 * sfw_proc_exit - take it away; waits for readers
 * @net: the namespace
 *
 * Context: may sleep.
 */
void sfw_proc_exit(struct net *net)
{
	remove_proc_subtree(DIRECTORY, net->proc_net);
}
