/* SPDX-License-Identifier: GPL-2.0 */
/* /proc/net/sfw: the read side for people. */
#ifndef SFW_PROC_PROC_H
#define SFW_PROC_PROC_H

#include <linux/proc_fs.h>
#include <linux/seq_file.h>

struct proc_dir_entry *sfw_proc_init(struct net *net);
void sfw_proc_exit(struct net *net);

int sfw_proc_status(struct seq_file *m, void *v);
int sfw_proc_stats(struct seq_file *m, void *v);
int sfw_proc_ports(struct seq_file *m, void *v);

#endif /* SFW_PROC_PROC_H */
