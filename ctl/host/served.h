/* SPDX-License-Identifier: GPL-2.0 */
/* Programs and translations that serve a port. */
#ifndef SFWCTL_HOST_SERVED_H
#define SFWCTL_HOST_SERVED_H

#include <linux/types.h>

/* Gets the next of those that serve a port: "sshd", "nat -> 172.17.0.2:80". */
typedef void (*served_fn)(void *ctx, const char *who);

void served_by(__u8 proto, __u16 first, __u16 last, served_fn each, void *ctx);

#endif
