/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SFWCTL_KERNEL_NAMES_MEMORY_H
#define SFWCTL_KERNEL_NAMES_MEMORY_H

#include <stdlib.h>

typedef int gfp_t;

#define GFP_KERNEL		0
#define GFP_KERNEL_ACCOUNT	0
#define __GFP_ZERO		0	/* there is always that */

#define kmalloc(size, gfp)		malloc(size)
#define kzalloc(size, gfp)		calloc(1, size)
#define kvmalloc(size, gfp)		malloc(size)
#define kvmalloc_array(n, size, gfp)	calloc(n, size)
#define kfree(p)			free((void *)(p))
#define kvfree(p)			free((void *)(p))
#define struct_size(p, m, n)		(sizeof(*(p)) + (n) * sizeof((p)->m[0]))

/* A cache is only the size of its objects. */
struct kmem_cache {
	size_t size;
};

static inline struct kmem_cache *kmem_cache_create(const char *name, size_t size, size_t align,
						   unsigned long flags, void (*ctor)(void *p))
{
	struct kmem_cache *cache = malloc(sizeof(*cache));

	if (cache)
		cache->size = size;
	return cache;
}

#define kmem_cache_destroy(cache)	free(cache)
#define kmem_cache_alloc(cache, gfp)	malloc((cache)->size)
#define kmem_cache_free(cache, p)	free(p)

/* One processor. */
#define alloc_percpu_gfp(type, gfp)	((type *)calloc(1, sizeof(type)))
#define free_percpu(p)			free(p)
#define per_cpu_ptr(p, cpu)		(p)
#define this_cpu_ptr(p)			(p)
#define this_cpu_inc(x)			(++(x))
#define this_cpu_add(x, n)		((x) += (n))
#define for_each_possible_cpu(cpu)	for ((cpu) = 0; (cpu) < 1; (cpu)++)

struct u64_stats_sync { };

#define u64_stats_init(s)		do { } while (0)
#define u64_stats_update_begin(s)	do { } while (0)
#define u64_stats_update_end(s)		do { } while (0)
#define u64_stats_fetch_begin(s)	0
#define u64_stats_fetch_retry(s, start)	((void)(start), 0)

#endif
