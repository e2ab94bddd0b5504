/* SPDX-License-Identifier: GPL-2.0 */
/* A policy in a file, in force in the library and nowhere else. */
#ifndef SFWCTL_NET_OFFLINE_H
#define SFWCTL_NET_OFFLINE_H

#include "kernel/kernel.h"
#include "lang/action.h"
#include "net/policy.h"
#include "net/txn.h"

int offline_fill(struct kernel **kernel, int (*fill)(struct txn *txn, const void *what),
		 const void *what);
int offline_copy(struct kernel **kernel, const struct words *words);
int offline_load(struct kernel **kernel, const struct words *words, const char *path);
int offline_load_over(struct kernel **kernel, const struct words *words, const char *path,
		      bool enabled);

#endif
