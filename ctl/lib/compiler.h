/* SPDX-License-Identifier: GPL-2.0 */
/* Helpers that the kernel's headers would give us. */
#ifndef SFWCTL_LIB_COMPILER_H
#define SFWCTL_LIB_COMPILER_H

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))
#define __aligned(n)	__attribute__((aligned(n)))
#define __printf(f, a)	__attribute__((format(printf, f, a)))

#endif
