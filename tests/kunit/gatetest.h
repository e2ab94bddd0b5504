/* SPDX-License-Identifier: GPL-2.0 */
/* Guards and knocks as the tests of several files write them. */
#ifndef SFW_KUNIT_GATETEST_H
#define SFW_KUNIT_GATETEST_H

#include <linux/string.h>

#include "../../kmod/db/list/guard.h"
#include "../../kmod/db/list/knock.h"
#include "dbtest.h"
#include "sample.h"

#define SECOND	1000000000ull

/* HITS in 10 seconds; blocks for a minute where it blocks. */
static inline struct sfw_guard a_guard(const char *name, u32 hits, u8 then)
{
	struct sfw_guard g = {
		.windows	= { .window = { { hits, 10 * SECOND } },
				    .n = 1 },
		.block_time	= then == SFW_THEN_BLOCK ? 60 * SECOND : 0,
		.then		= then,
		.mask		= { 32, 128 },
	};

	strscpy(g.base.name, name, sizeof(g.base.name));
	sfw_windows_seal(&g.windows);
	return g;
}

/* tcp/7000, udp/8000 within 20 seconds; opens for 5. */
static inline void a_knock(struct sfw_knock *l, const char *name)
{
	memset(l, 0, sizeof(*l));
	strscpy(l->base.name, name, sizeof(l->base.name));
	l->sequence.step[0].port = 7000;
	l->sequence.step[0].proto = IPPROTO_TCP;
	l->sequence.step[1].port = 8000;
	l->sequence.step[1].proto = IPPROTO_UDP;
	l->sequence.n = 2;
	l->sequence.within = 20 * SECOND;
	l->sequence.open = 5 * SECOND;
}

static inline bool hit(const struct sfw_guard *g, u32 ip, u64 now)
{
	struct sfw_addr a = sfw_ip4(ip);
	bool yes;

	rcu_read_lock();
	yes = sfw_guard_admit(g, SFW_AF_INET, &a, IPPROTO_TCP, 22, 64, now) ==
	      SFW_ADMITTED;
	rcu_read_unlock();
	return yes;
}

static inline bool would_hit(const struct sfw_guard *g, u32 ip, u64 now)
{
	struct sfw_addr a = sfw_ip4(ip);

	return sfw_guard_would_admit(g, SFW_AF_INET, &a, now);
}

/* How many of @tries at @now are admitted. */
static inline u32 hits(const struct sfw_guard *g, u32 ip, u64 now, u32 tries)
{
	u32 n = 0;

	while (tries--)
		n += hit(g, ip, now);
	return n;
}

#endif /* SFW_KUNIT_GATETEST_H */
