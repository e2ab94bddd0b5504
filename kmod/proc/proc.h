/* SPDX-License-Identifier: GPL-2.0 */
/* /proc/net/sfw: the read side for people. */
#ifndef SFW_PROC_PROC_H
#define SFW_PROC_PROC_H

#include <linux/proc_fs.h>
#include <linux/seq_file.h>

#include "../db/db.h"

/* The built-in lists, and those of guards and knocks. */
#define SFW_PROC_LISTS	(SFW_SCAN_LISTS + SFW_GUARDS_MAX + SFW_KNOCKS_MAX)

/**
 * struct sfw_proc_list - the file of a recent list
 * @db: the namespace
 * @list: a reference; NULL for a built-in list, which is found by its name,
 *	  and for a place that is free
 * @name: of the file; NULL for a place that is free
 */
struct sfw_proc_list {
	struct sfw_db *db;
	struct sfw_list *list;
	const char *name;
};

/**
 * struct sfw_proc - the files of a namespace
 * @recent: the directory of the recent lists
 * @file: the files there, the built-in lists first
 */
struct sfw_proc {
	struct proc_dir_entry *recent;
	struct sfw_proc_list file[SFW_PROC_LISTS];
};

int sfw_proc_init(struct sfw_proc *proc, struct net *net, struct sfw_db *db);
void sfw_proc_settle(struct sfw_proc *proc, struct sfw_db *db,
		     const struct sfw_snapshot *now);
void sfw_proc_exit(struct sfw_proc *proc, struct net *net);

int sfw_proc_status(struct seq_file *m, void *v);
int sfw_proc_stats(struct seq_file *m, void *v);
int sfw_proc_ports(struct seq_file *m, void *v);

extern const struct proc_ops sfw_proc_recent_ops;

#endif /* SFW_PROC_PROC_H */
