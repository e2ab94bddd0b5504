/* SPDX-License-Identifier: GPL-2.0 */
/* Zero, for which the kernel leaves these undefined, is claimed never to come. */
#ifndef SFW_PROVE_BITOPS_H
#define SFW_PROVE_BITOPS_H

#include <linux/types.h>

static inline u32 rol32(u32 word, unsigned int by)
{
	return word << (by & 31) | word >> (-by & 31);
}

static inline unsigned long __ffs(unsigned long word)
{
	__CPROVER_assert(word, "a bit of a number that is not zero");
	return __builtin_ctzl(word);
}

static inline int fls64(u64 word)
{
	return word ? 64 - __builtin_clzll(word) : 0;
}

#endif /* SFW_PROVE_BITOPS_H */
