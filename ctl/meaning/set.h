/* SPDX-License-Identifier: GPL-2.0 */
/* Sets of small numbers, each kept once: equal sets have equal numbers. */
#ifndef SFWCTL_MEANING_SET_H
#define SFWCTL_MEANING_SET_H

#include <linux/types.h>
#include <stdbool.h>
#include <stddef.h>

/**
 * struct pool - all sets over the numbers from 0 to @bits - 1
 * @bits: how many numbers
 * @words: words of a set
 * @count: sets so far
 * @data: their words, one set after the other
 * @slots: number of a set + 1 by its hash; a power of two of them
 * @slot_count: how many
 * @size: bytes that there is room for in @data
 */
struct pool {
	unsigned int bits;
	unsigned int words;
	unsigned int count;
	__u64 *data;
	unsigned int *slots;
	size_t slot_count;
	size_t size;
};

int pool_init(struct pool *pool, unsigned int bits);
void pool_free(struct pool *pool);
int pool_keep(struct pool *pool, const __u64 *words, unsigned int *set);
int pool_union(struct pool *pool, unsigned int a, unsigned int b, unsigned int *set);

static inline const __u64 *pool_words(const struct pool *pool, unsigned int set)
{
	return pool->data + (size_t)set * pool->words;
}

static inline bool set_has(const __u64 *words, unsigned int bit)
{
	return words[bit / 64] >> bit % 64 & 1;
}

static inline void set_put(__u64 *words, unsigned int bit)
{
	words[bit / 64] |= 1ull << bit % 64;
}

static inline bool pool_has(const struct pool *pool, unsigned int set, unsigned int bit)
{
	return set_has(pool_words(pool, set), bit);
}

#endif
