/* SPDX-License-Identifier: GPL-2.0 */
/* Random numbers that a seed repeats: xorshift64. */
#ifndef SFW_TESTS_CTL_RANDOM_NUMBER_H
#define SFW_TESTS_CTL_RANDOM_NUMBER_H

static unsigned long long rng = 1;	/* never 0 */

static inline unsigned int random_below(unsigned int n)
{
	rng ^= rng << 13;
	rng ^= rng >> 7;
	rng ^= rng << 17;
	return (rng >> 11) % n;
}

#endif /* SFW_TESTS_CTL_RANDOM_NUMBER_H */
