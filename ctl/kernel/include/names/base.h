/* SPDX-License-Identifier: GPL-2.0 */
/* Types, numbers and texts. */
#ifndef SFWCTL_KERNEL_NAMES_BASE_H
#define SFWCTL_KERNEL_NAMES_BASE_H

#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>

typedef __u8 u8;
typedef __u16 u16;
typedef __u32 u32;
typedef __u64 u64;
typedef __s64 s64;

#define __force
#define __rcu
#define __percpu
#define __init
#undef __always_inline
#define __always_inline		inline __attribute__((always_inline))
#define __printf(a, b)		/* formats know more, see kernel_vsnprintf() */
#define ____cacheline_aligned_in_smp
#define likely(x)		(x)
#define unlikely(x)		(x)
#define IS_ENABLED(option)	0
#define THIS_MODULE		NULL
#define TASK_COMM_LEN		16
#define static_assert(c)	_Static_assert(c, "")
#define BUILD_BUG_ON(c)		_Static_assert(!(c), "")

#define BITS_PER_BYTE		8
#define BITS_PER_LONG		__LONG_WIDTH__
#define BIT(n)			(1ul << (n))
#define BIT_ULL(n)		(1ull << (n))
#define U32_MAX			(~0u)
#define U64_MAX			(~0ull)
#define NSEC_PER_SEC		1000000000ull
#define HZ			1000
#define ARRAY_SIZE(a)		(sizeof(a) / sizeof((a)[0]))
#define DIV_ROUND_UP(n, d)	(((n) + (d) - 1) / (d))
#define offsetofend(t, m)	(offsetof(t, m) + sizeof(((t *)0)->m))
#define container_of(p, t, m)	((t *)((char *)(p) - offsetof(t, m)))

#define min_t(type, a, b) ({		\
	type a_ = (a);			\
	type b_ = (b);			\
	a_ < b_ ? a_ : b_;		\
})
#define min(a, b)		min_t(__typeof__(a), a, b)
#define max(a, b) ({			\
	__typeof__(a) a_ = (a);		\
	__typeof__(b) b_ = (b);		\
	a_ > b_ ? a_ : b_;		\
})
#define min_not_zero(a, b) ({				\
	__typeof__(a) x_ = (a);				\
	__typeof__(b) y_ = (b);				\
	!x_ ? y_ : !y_ ? x_ : x_ < y_ ? x_ : y_;	\
})
#define clamp_t(type, v, least, most)	min_t(type, max((type)(v), (type)(least)), most)
#define swap(a, b) ({			\
	__typeof__(a) a_ = (a);		\
	(a) = (b);			\
	(b) = a_;			\
})

#define cpu_to_be32(x)	__cpu_to_be32(x)
#define be32_to_cpu(x)	__be32_to_cpu(x)

static inline u32 rol32(u32 word, unsigned int by)
{
	return word << (by & 31) | word >> (-by & 31);
}

static inline unsigned long __ffs(unsigned long word)
{
	return __builtin_ctzl(word);
}

static inline unsigned long __ffs64(u64 word)
{
	return __builtin_ctzll(word);
}

static inline int fls(unsigned int word)
{
	return word ? 32 - __builtin_clz(word) : 0;
}

static inline int fls64(u64 word)
{
	return word ? 64 - __builtin_clzll(word) : 0;
}

static inline unsigned int hweight64(u64 word)
{
	return __builtin_popcountll(word);
}

static inline u32 ilog2(u32 n)
{
	return fls(n) - 1;
}

static inline bool is_power_of_2(unsigned long n)
{
	return n && !(n & (n - 1));
}

static inline unsigned long roundup_pow_of_two(unsigned long n)
{
	return n == 1 ? 1 : 1ul << fls64(n - 1);
}

static inline u64 div_u64(u64 n, u32 by)
{
	return n / by;
}

static inline void __set_bit(unsigned long bit, unsigned long *map)
{
	map[bit / BITS_PER_LONG] |= BIT(bit % BITS_PER_LONG);
}

static inline void bitmap_set(unsigned long *map, unsigned int first, unsigned int n)
{
	while (n--)
		__set_bit(first++, map);
}

#define MAX_ERRNO	4095
#define ERR_PTR(err)	((void *)(long)(err))
#define PTR_ERR(p)	((long)(p))
#define IS_ERR(p)	((unsigned long)(p) >= (unsigned long)-MAX_ERRNO)

int kernel_vsnprintf(char *buf, size_t size, const char *format, va_list args);
int scnprintf(char *buf, size_t size, const char *format, ...);
ssize_t strscpy(char *to, const char *from, size_t size);
u64 ktime_get_boottime_ns(void);

#define vsnprintf	kernel_vsnprintf

#endif
