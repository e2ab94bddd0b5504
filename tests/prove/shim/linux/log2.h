/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SFW_PROVE_LOG2_H
#define SFW_PROVE_LOG2_H

#include <linux/types.h>

static inline u32 ilog2(u32 n)
{
	__CPROVER_assert(n, "a logarithm of a number that is not zero");
	return 31 - __builtin_clz(n);
}

static inline u32 roundup_pow_of_two(u32 n)
{
	return n == 1 ? 1 : 1u << (ilog2(n - 1) + 1);
}

#endif /* SFW_PROVE_LOG2_H */
