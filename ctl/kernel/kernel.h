/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The module's own source as a library: a policy is changed, checked, shown and asked
 * about by the messages that the module takes, without it. Recent lists are empty.
 */
#ifndef SFWCTL_KERNEL_KERNEL_H
#define SFWCTL_KERNEL_KERNEL_H

#include <linux/types.h>
#include <stddef.h>
#include <sys/types.h>

#define KERNEL_FAMILY	0x20	/* type of the messages */

struct kernel;

struct kernel *kernel_alloc(void);
void kernel_free(struct kernel *k);
__u32 kernel_open(struct kernel *k);
void kernel_close(struct kernel *k, __u32 portid);
int kernel_send(struct kernel *k, __u32 portid, const void *buf, size_t len);
ssize_t kernel_recv(struct kernel *k, void *buf, size_t size);

#endif
