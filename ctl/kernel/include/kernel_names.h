/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Names of the kernel, for its sources that are compiled into sfwctl. Each
 * header of the kernel that they include leads here: the Makefile makes one that
 * does, so this has no table of headers to fall behind.
 *
 * One thread, one namespace, no packets: locks, RCU and works have nothing to wait for.
 */
#ifndef SFWCTL_KERNEL_NAMES_H
#define SFWCTL_KERNEL_NAMES_H

/* The C library includes some of the very headers that lead here. */
#include_next <linux/stddef.h>
#include_next <linux/types.h>
#include_next <linux/errno.h>
#include_next <linux/netlink.h>
#include_next <linux/genetlink.h>
#include_next <linux/in.h>
#include_next <linux/in6.h>
#include_next <asm/byteorder.h>

#include "names/base.h"
#include "names/memory.h"
#include "names/sync.h"
#include "names/netlink.h"
#include "names/net.h"

#endif
