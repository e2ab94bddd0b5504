// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "meaning/set.h"

#define SLOTS_FIRST	256

/**
 * pool_init() - begin without any set
 * @pool: the pool; pool_free() is due in any case
 * @bits: how many numbers there are
 *
 * Return: 0 or -ENOMEM.
 */
int pool_init(struct pool *pool, unsigned int bits)
{
	memset(pool, 0, sizeof(*pool));
	pool->bits = bits;
	pool->words = (bits + 63) / 64;
	pool->slot_count = SLOTS_FIRST;
	pool->slots = calloc(pool->slot_count, sizeof(*pool->slots));
	return pool->slots ? 0 : -ENOMEM;
}

/**
 * pool_free() - give the memory back
 * @pool: the pool
 */
void pool_free(struct pool *pool)
{
	free(pool->data);
	free(pool->slots);
	memset(pool, 0, sizeof(*pool));
}

static size_t hash(const struct pool *pool, const __u64 *words)
{
	__u64 h = 0xcbf29ce484222325ull;

	for (unsigned int i = 0; i < pool->words; i++) {
		h = (h ^ words[i]) * 0x9e3779b97f4a7c15ull;
		h ^= h >> 29;
	}
	return h;
}

/* The slot that has a set, or is to have it. */
static unsigned int *find(const struct pool *pool, const __u64 *words)
{
	size_t at = hash(pool, words);

	for (;; at++) {
		unsigned int *slot = &pool->slots[at & (pool->slot_count - 1)];

		if (!*slot || !memcmp(pool_words(pool, *slot - 1), words,
				      pool->words * sizeof(*words)))
			return slot;
	}
}

static int grow_slots(struct pool *pool)
{
	unsigned int *old = pool->slots;

	pool->slots = calloc(pool->slot_count * 2, sizeof(*pool->slots));
	if (!pool->slots) {
		pool->slots = old;
		return -ENOMEM;
	}
	pool->slot_count *= 2;
	for (unsigned int i = 0; i < pool->count; i++)
		*find(pool, pool_words(pool, i)) = i + 1;
	free(old);
	return 0;
}

static int grow_data(struct pool *pool)
{
	size_t one = pool->words * sizeof(*pool->data), size = pool->size * 2 + 64 * one;
	__u64 *data;

	if ((pool->count + 1) * one <= pool->size)
		return 0;
	data = realloc(pool->data, size);
	if (!data)
		return -ENOMEM;
	pool->data = data;
	pool->size = size;
	return 0;
}

/**
 * pool_keep() - the number of a set
 * @pool: the pool
 * @words: the set; none of the pool's own
 * @set: its number, a new one if it was not there
 *
 * Return: 0 or -ENOMEM.
 */
int pool_keep(struct pool *pool, const __u64 *words, unsigned int *set)
{
	unsigned int *slot = find(pool, words);

	if (!*slot) {
		if (grow_data(pool))
			return -ENOMEM;
		memcpy(pool->data + (size_t)pool->count * pool->words, words,
		       pool->words * sizeof(*words));
		*slot = ++pool->count;
	}
	*set = *slot - 1;
	return pool->count * 2 > pool->slot_count ? grow_slots(pool) : 0;
}

/**
 * pool_union() - the number of the union of two sets
 * @pool: the pool
 * @a: the one
 * @b: the other
 * @set: the result
 *
 * Return: 0 or -ENOMEM.
 */
int pool_union(struct pool *pool, unsigned int a, unsigned int b, unsigned int *set)
{
	__u64 *both = malloc(pool->words * sizeof(*both));
	int ret;

	if (!both)
		return -ENOMEM;
	for (unsigned int i = 0; i < pool->words; i++)
		both[i] = pool_words(pool, a)[i] | pool_words(pool, b)[i];
	ret = pool_keep(pool, both, set);
	free(both);
	return ret;
}
