// SPDX-License-Identifier: GPL-2.0
/* Many changes of a list by hand at once: all, or none; against a plain table. */
#include <linux/slab.h>

#include "../../kmod/db/list/scan.h"
#include "../../kmod/proc/lines.c"
#include "dbtest.h"
#include "sample.h"

#define CAP	64
#define SOURCES	100
#define LINES	120
#define ROUNDS	(20000 / SFW_KUNIT_PART)

/**
 * struct model - the list as it should be
 * @fixed: source by source, put in by hand
 * @there: has an entry
 */
struct model {
	bool fixed[SOURCES];
	bool there[SOURCES];
};

static struct sfw_list *new_list(struct kunit *test, u8 mask4)
{
	struct sfw_list *list = sfw_list_alloc("lines", SFW_LIST_SCAN, CAP, mask4,
					       128);

	KUNIT_ASSERT_NOT_NULL(test, list);
	list->window = U64_MAX;
	return list;
}

static const struct sfw_recent *entry_of(const struct sfw_list *list, u32 ip)
{
	struct sfw_addr a = sfw_ip4(ip);

	return sfw_dbtest_find(list, SFW_AF_INET, &a);
}

static void set(struct sfw_line *line, u32 ip, bool put)
{
	*line = (struct sfw_line){ .addr = sfw_ip4(ip), .put = put,
					.family = SFW_AF_INET };
}

static void model_all(struct model *m, bool flush,
		      const struct sfw_line *line, u32 n)
{
	u32 i, ip;

	if (flush)
		memset(m, 0, sizeof(*m));
	for (i = 0; i < n; i++) {
		ip = be32_to_cpu(line[i].addr.w[0]);
		m->fixed[ip] = line[i].put;
		m->there[ip] = line[i].put;
	}
}

static u32 count_fixed(const struct model *m)
{
	u32 i, n = 0;

	for (i = 0; i < SOURCES; i++)
		n += m->fixed[i];
	return n;
}

/* Strangers may have been evicted. */
static u32 differences(const struct sfw_list *list, const struct model *m)
{
	const struct sfw_recent *e;
	u32 i, wrong = 0;

	for (i = 0; i < SOURCES; i++) {
		e = entry_of(list, i);
		wrong += (e && e->fixed) != m->fixed[i];
		wrong += e && !m->there[i];
	}
	return wrong;
}

static void a_stranger_comes(struct sfw_list *list, struct model *m, u32 ip)
{
	struct sfw_addr a = sfw_ip4(ip);
	struct sfw_list_key src = sfw_list_key(list, SFW_AF_INET, &a);

	rcu_read_lock();
	sfw_scan_note(list, &src, 80, 1, 64, 1);
	rcu_read_unlock();
	m->there[ip] = true;
}

static void as_the_model(struct kunit *test)
{
	struct sfw_line *line = kunit_kcalloc(test, LINES, sizeof(*line),
						   GFP_KERNEL);
	struct model m = {}, next;
	struct sfw_list *list = new_list(test, 32);
	u32 i, round, n, wrong = 0, refused = 0;
	struct rnd_state r;
	bool flush;
	int err;

	KUNIT_ASSERT_NOT_NULL(test, line);
	prandom_seed_state(&r, 815);
	for (round = 0; round < ROUNDS; round++) {
		a_stranger_comes(list, &m, prandom_u32_state(&r) % SOURCES);
		n = prandom_u32_state(&r) % LINES;
		flush = !(prandom_u32_state(&r) % 8);
		for (i = 0; i < n; i++)
			set(&line[i], prandom_u32_state(&r) % SOURCES,
			    prandom_u32_state(&r) % 2);
		next = m;
		model_all(&next, flush, line, n);
		err = sfw_lines_carry_out(list, flush, line, n, round);
		wrong += err != (count_fixed(&next) > CAP / 2 ? -ENOSPC : 0);
		if (!err)
			m = next;
		refused += !!err;
		wrong += differences(list, &m);
		wrong += list->part->fixed != count_fixed(&m);
	}
	kunit_info(test, "%u of %u refused", refused, round);
	KUNIT_EXPECT_EQ(test, wrong, 0u);
	KUNIT_EXPECT_GT(test, refused, round / 20);
	KUNIT_EXPECT_LT(test, refused, round - round / 20);
	sfw_list_put(list);
}

/* A thousand lines that found no room left 309 of them behind. */
static void no_room_changes_nothing(struct kunit *test)
{
	struct sfw_line *line = kunit_kcalloc(test, CAP, sizeof(*line),
						   GFP_KERNEL);
	struct sfw_list *list = new_list(test, 32);
	u32 i;

	KUNIT_ASSERT_NOT_NULL(test, line);
	for (i = 0; i <= CAP / 2; i++)
		set(&line[i], i, true);
	KUNIT_EXPECT_EQ(test, sfw_lines_carry_out(list, false, line, i, 0), -ENOSPC);
	KUNIT_EXPECT_EQ(test, sfw_list_size(list).count, 0u);
	/* One that goes again, and one that comes twice, take no room. */
	for (i = 0; i <= CAP / 2; i++)
		set(&line[i], i, true);
	set(&line[i++], 3, true);
	set(&line[i++], 0, false);
	KUNIT_EXPECT_EQ(test, sfw_lines_carry_out(list, false, line, i, 0), 0);
	KUNIT_EXPECT_EQ(test, sfw_list_size(list).count, CAP / 2u);
	KUNIT_EXPECT_NULL(test, entry_of(list, 0));
	/* Nor do lines that a flush takes out. */
	set(&line[0], 99, true);
	KUNIT_EXPECT_EQ(test, sfw_lines_carry_out(list, false, line, 1, 0), -ENOSPC);
	set(&line[0], 99, true);
	KUNIT_EXPECT_EQ(test, sfw_lines_carry_out(list, true, line, 1, 0), 0);
	KUNIT_EXPECT_EQ(test, sfw_list_size(list).count, 1u);
	KUNIT_EXPECT_NOT_NULL(test, entry_of(list, 99));
	KUNIT_EXPECT_EQ(test, sfw_lines_carry_out(list, true, line, 0, 0), 0);
	KUNIT_EXPECT_EQ(test, sfw_list_size(list).count, 0u);
	sfw_list_put(list);
}

/* Addresses that share an entry are one address. */
static void masked_alike_is_the_same(struct kunit *test)
{
	struct sfw_list *list = new_list(test, 24);
	struct sfw_line line[3];

	set(&line[0], 0x101, true);
	set(&line[1], 0x1fe, true);
	set(&line[2], 0x201, true);
	KUNIT_EXPECT_EQ(test, sfw_lines_carry_out(list, false, line, 3, 0), 0);
	KUNIT_EXPECT_EQ(test, list->part->fixed, 2u);
	set(&line[0], 0x102, false);
	set(&line[1], 0x2ff, false);
	set(&line[2], 0x1aa, true);
	KUNIT_EXPECT_EQ(test, sfw_lines_carry_out(list, false, line, 3, 0), 0);
	KUNIT_EXPECT_EQ(test, list->part->fixed, 1u);
	KUNIT_EXPECT_NOT_NULL(test, entry_of(list, 0x100));
	sfw_list_put(list);
}

static void one_by_one(struct kunit *test)
{
	struct sfw_list *list = new_list(test, 32);
	struct sfw_addr a = sfw_ip4(1);
	u32 i;

	KUNIT_EXPECT_EQ(test, sfw_list_del(list, SFW_AF_INET, &a), -ENOENT);
	for (i = 1; i <= CAP / 2; i++) {
		a = sfw_ip4(i);
		KUNIT_EXPECT_EQ(test, sfw_list_fix(list, SFW_AF_INET, &a, 0), 0);
		KUNIT_EXPECT_EQ(test, sfw_list_fix(list, SFW_AF_INET, &a, 0),
				-EEXIST);
	}
	a = sfw_ip4(i);
	KUNIT_EXPECT_EQ(test, sfw_list_fix(list, SFW_AF_INET, &a, 0), -ENOSPC);
	a = sfw_ip4(1);
	KUNIT_EXPECT_EQ(test, sfw_list_del(list, SFW_AF_INET, &a), 0);
	a = sfw_ip4(i);
	KUNIT_EXPECT_EQ(test, sfw_list_fix(list, SFW_AF_INET, &a, 0), 0);
	sfw_list_put(list);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(as_the_model),
	KUNIT_CASE(no_room_changes_nothing),
	KUNIT_CASE(masked_alike_is_the_same),
	KUNIT_CASE(one_by_one),
	{}
};

static struct kunit_suite suite = {
	.name		= "sfw_list_lines",
	.suite_init	= sfw_dbtest_suite_init,
	.suite_exit	= sfw_dbtest_suite_exit,
	.test_cases	= cases,
};

kunit_test_suite(suite);
