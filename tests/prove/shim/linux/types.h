/* SPDX-License-Identifier: GPL-2.0 */
/* The kernel's names, on top of the types that userspace has from it. */
#ifndef SFW_PROVE_TYPES_H
#define SFW_PROVE_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include_next <linux/types.h>

#define __force
#define __rcu

typedef __u8 u8;
typedef __u16 u16;
typedef __u32 u32;
typedef __u64 u64;
typedef __s64 s64;

#endif /* SFW_PROVE_TYPES_H */
