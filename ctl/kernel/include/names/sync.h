/* SPDX-License-Identifier: GPL-2.0 */
/* Locks, RCU, references, works and lists, for one thread. */
#ifndef SFWCTL_KERNEL_NAMES_SYNC_H
#define SFWCTL_KERNEL_NAMES_SYNC_H

typedef struct { int n; } refcount_t;
typedef struct { int n; } atomic_t;
typedef struct { s64 n; } atomic64_t;
typedef struct { } spinlock_t;
typedef struct { u64 key[2]; } siphash_key_t;

struct mutex { };
struct static_key { };

#define DECLARE_STATIC_KEY_FALSE(name)	extern struct static_key name
#define static_branch_unlikely(key)	false

#define READ_ONCE(x)			(x)
#define WRITE_ONCE(x, value)		((x) = (value))
#define data_race(x)			(x)
#define smp_load_acquire(p)		(*(p))
#define smp_rmb()			do { } while (0)
#define smp_acquire__after_ctrl_dep()	do { } while (0)
#define local_bh_disable()		do { } while (0)
#define local_bh_enable()		do { } while (0)
#define cond_resched()			do { } while (0)
#define mutex_init(lock)		do { } while (0)
#define mutex_lock(lock)		do { } while (0)
#define mutex_unlock(lock)		do { } while (0)
#define lockdep_assert_held(lock)	do { } while (0)
#define lockdep_is_held(lock)		1

#define rcu_read_lock()			do { } while (0)
#define rcu_read_unlock()		do { } while (0)
#define rcu_barrier()			do { } while (0)
#define synchronize_rcu()		do { } while (0)
#define rcu_dereference(p)		(p)
#define rcu_access_pointer(p)		(p)
#define rcu_dereference_protected(p, c)	(p)
#define rcu_dereference_check(p, c)	(p)
#define rcu_assign_pointer(p, value)	((p) = (value))

static inline void refcount_set(refcount_t *r, int n)
{
	r->n = n;
}

static inline int refcount_read(const refcount_t *r)
{
	return r->n;
}

static inline void refcount_inc(refcount_t *r)
{
	r->n++;
}

static inline bool refcount_inc_not_zero(refcount_t *r)
{
	return r->n && ++r->n;
}

static inline bool refcount_dec_and_test(refcount_t *r)
{
	return !--r->n;
}

static inline int atomic_inc_return(atomic_t *a)
{
	return ++a->n;
}

static inline void atomic_inc(atomic_t *a)
{
	a->n++;
}

static inline s64 atomic64_read(const atomic64_t *a)
{
	return a->n;
}

static inline void atomic64_set(atomic64_t *a, s64 n)
{
	a->n = n;
}

/* Work that waits for readers is done at once: there are none. Others never come due. */
struct work_struct {
	void (*func)(struct work_struct *work);
};

struct rcu_work {
	struct work_struct work;
};

struct delayed_work {
	struct work_struct work;
};

struct rcu_head { };
struct workqueue_struct;

#define WQ_UNBOUND			0
#define WQ_MEM_RECLAIM			0
#define INIT_RCU_WORK(w, fn)		((w)->work.func = (fn))
#define INIT_DELAYED_WORK(w, fn)	((w)->work.func = (fn))
#define to_rcu_work(w)			container_of(w, struct rcu_work, work)
#define to_delayed_work(w)		container_of(w, struct delayed_work, work)
#define queue_rcu_work(wq, w)		((w)->work.func(&(w)->work))
#define alloc_workqueue(name, flags, n)	((struct workqueue_struct *)1)
#define flush_workqueue(wq)		do { } while (0)
#define destroy_workqueue(wq)		do { } while (0)
#define cancel_delayed_work(w)		((void)(w))
#define mod_delayed_work(wq, w, after)	((void)(w), (void)(after))
#define nsecs_to_jiffies64(ns)		((ns) / (NSEC_PER_SEC / HZ))

struct list_head {
	struct list_head *next, *prev;
};

static inline void INIT_LIST_HEAD(struct list_head *head)
{
	head->next = head;
	head->prev = head;
}

static inline void list_add_tail(struct list_head *item, struct list_head *head)
{
	item->next = head;
	item->prev = head->prev;
	head->prev->next = item;
	head->prev = item;
}

static inline void list_del(struct list_head *item)
{
	item->next->prev = item->prev;
	item->prev->next = item->next;
}

#define list_entry_of(p, pos, m)	container_of(p, __typeof__(*(pos)), m)
#define list_for_each_entry(pos, head, m)				\
	for ((pos) = list_entry_of((head)->next, pos, m);		\
	     &(pos)->m != (head);					\
	     (pos) = list_entry_of((pos)->m.next, pos, m))
#define list_for_each_entry_safe(pos, after, head, m)			\
	for ((pos) = list_entry_of((head)->next, pos, m),		\
	     (after) = list_entry_of((pos)->m.next, pos, m);		\
	     &(pos)->m != (head);					\
	     (pos) = (after), (after) = list_entry_of((pos)->m.next, pos, m))

#endif
