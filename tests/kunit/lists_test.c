// SPDX-License-Identifier: GPL-2.0
/* The lists of a namespace: made when needed, found by name. */
#include "../../kmod/db/list/lists.c"
#include "gatetest.h"

static struct sfw_db *db_of(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;

	return &t->db;
}

static int publish_scan(struct kunit *test, u32 scan, u32 window)
{
	struct sfw_snapshot *s = sfw_dbtest_clone(test);

	s->policy.setting[SFW_S_SCAN] = scan;
	s->policy.setting[SFW_S_SCAN_WINDOW] = window;
	return sfw_dbtest_publish(test->priv, s);
}

static struct sfw_list *find(struct kunit *test, const char *name)
{
	struct sfw_db *db = db_of(test);
	struct sfw_list *list;

	mutex_lock(&db->lock);
	list = sfw_lists_find(db, &sfw_db_live(db)->policy, name);
	mutex_unlock(&db->lock);
	return list;
}

static struct sfw_list *get(struct kunit *test, const char *name)
{
	struct sfw_db *db = db_of(test);
	struct sfw_list *list;

	mutex_lock(&db->lock);
	list = sfw_lists_get(db, &sfw_db_live(db)->policy, name);
	mutex_unlock(&db->lock);
	return list;
}

static void scan_lists_come_when_needed_and_stay(struct kunit *test)
{
	struct sfw_db *db = db_of(test);
	struct sfw_list *tcp;

	KUNIT_ASSERT_EQ(test, publish_scan(test, 0, 60), 0);
	KUNIT_EXPECT_NULL(test, db->scan[0]);
	KUNIT_EXPECT_NULL(test, db->scan[1]);
	KUNIT_EXPECT_NULL(test, db->peers);
	KUNIT_ASSERT_EQ(test, publish_scan(test, SFW_SCAN_TCP, 60), 0);
	tcp = db->scan[SFW_SCAN_LIST_TCP];
	KUNIT_ASSERT_NOT_NULL(test, tcp);
	KUNIT_EXPECT_NULL(test, db->scan[SFW_SCAN_LIST_UDP]);
	KUNIT_EXPECT_NOT_NULL(test, db->peers);
	KUNIT_EXPECT_EQ(test, tcp->window, 60 * SECOND);
	KUNIT_EXPECT_EQ(test, sfw_list_cap(tcp), (u32)SFW_LIST_CAP);
	KUNIT_EXPECT_EQ(test, tcp->proto, IPPROTO_TCP);
	KUNIT_ASSERT_EQ(test, publish_scan(test, SFW_SCAN_UDP, 7), 0);
	KUNIT_EXPECT_PTR_EQ(test, db->scan[SFW_SCAN_LIST_TCP], tcp);
	KUNIT_ASSERT_NOT_NULL(test, db->scan[SFW_SCAN_LIST_UDP]);
	KUNIT_EXPECT_EQ(test, db->scan[SFW_SCAN_LIST_UDP]->proto, IPPROTO_UDP);
	KUNIT_EXPECT_EQ(test, tcp->window, 7 * SECOND);
	KUNIT_ASSERT_EQ(test, publish_scan(test, 0, 60), 0);
	KUNIT_EXPECT_PTR_EQ(test, db->scan[SFW_SCAN_LIST_TCP], tcp);
	KUNIT_EXPECT_PTR_EQ(test, sfw_scan_list(db, IPPROTO_TCP), tcp);
	KUNIT_EXPECT_PTR_NE(test, sfw_scan_list(db, IPPROTO_UDP), tcp);
}

/* A packet is hashed once for the lists that it is looked up in. */
static void scanners_and_peers_hash_alike(struct kunit *test)
{
	struct sfw_list *looked;
	const struct sfw_addr a = { { cpu_to_be32(0x0a000001) } };
	struct sfw_db *db = db_of(test);
	struct sfw_list_key tcp, udp, peer, again;

	looked = get(test, SFW_LIST_TCP_SCAN);	/* before it is needed */
	KUNIT_ASSERT_FALSE(test, IS_ERR(looked));
	sfw_list_put(looked);
	KUNIT_ASSERT_EQ(test, publish_scan(test, SFW_SCAN_UDP, 60), 0);
	KUNIT_ASSERT_EQ(test, publish_scan(test, SFW_SCAN_TCP | SFW_SCAN_UDP,
					   60), 0);
	tcp = sfw_list_key(db->scan[SFW_SCAN_LIST_TCP], SFW_AF_INET6, &a);
	udp = sfw_list_key(db->scan[SFW_SCAN_LIST_UDP], SFW_AF_INET6, &a);
	peer = sfw_list_key(db->peers, SFW_AF_INET6, &a);
	KUNIT_EXPECT_EQ(test, tcp.hash, udp.hash);
	KUNIT_EXPECT_EQ(test, tcp.hash, peer.hash);
	again = sfw_list_key_again(db->peers, SFW_AF_INET6, &a, tcp.hash);
	KUNIT_EXPECT_EQ(test, again.bucket, peer.bucket);
	KUNIT_EXPECT_PTR_EQ(test, again.part, peer.part);
	KUNIT_EXPECT_TRUE(test, sfw_addr_equal(&again.addr, &peer.addr));
}

/* A source listed before a change of policy is listed after it. */
static void listed_sources_stay_listed(struct kunit *test)
{
	struct sfw_addr a = sfw_ip4(1);
	struct sfw_list *list;

	KUNIT_ASSERT_EQ(test, publish_scan(test, SFW_SCAN_TCP, 60), 0);
	list = get(test, SFW_LIST_TCP_SCAN);
	KUNIT_ASSERT_FALSE(test, IS_ERR(list));
	KUNIT_EXPECT_EQ(test, sfw_list_fix(list, SFW_AF_INET, &a, 0), 0);
	KUNIT_ASSERT_EQ(test, publish_scan(test, 3, 5), 0);
	KUNIT_EXPECT_EQ(test, sfw_list_size(list).count, 1u);
	KUNIT_EXPECT_PTR_EQ(test, db_of(test)->scan[0], list);
	sfw_list_put(list);
}

static void are_found_by_name(struct kunit *test)
{
	struct sfw_snapshot *s = sfw_dbtest_clone(test);
	struct sfw_guard g = a_guard("bf", 3, SFW_THEN_BLOCK);
	struct sfw_list *list;
	struct sfw_knock l;

	a_knock(&l, "door");
	KUNIT_ASSERT_EQ(test, sfw_snapshot_add_gate(s, SFW_OBJ_GUARD, &g.base, s), 0);
	KUNIT_ASSERT_EQ(test, sfw_snapshot_add_gate(s, SFW_OBJ_KNOCK, &l.base, s), 0);
	KUNIT_EXPECT_EQ(test, sfw_lists_count(&s->policy), 4u);
	KUNIT_ASSERT_EQ(test, sfw_dbtest_publish(test->priv, s), 0);
	KUNIT_EXPECT_EQ(test, PTR_ERR(get(test, "other")), -ENOENT);
	KUNIT_EXPECT_EQ(test, PTR_ERR(get(test, "")), -ENOENT);
	KUNIT_EXPECT_EQ(test, PTR_ERR(get(test, "peers")), -ENOENT);

	list = get(test, "bf");
	KUNIT_ASSERT_FALSE(test, IS_ERR(list));
	KUNIT_EXPECT_EQ(test, list->window, 10 * SECOND);
	KUNIT_EXPECT_EQ(test, list->kind, SFW_LIST_BLOCK);
	sfw_list_put(list);
	list = get(test, "door");
	KUNIT_ASSERT_FALSE(test, IS_ERR(list));
	KUNIT_EXPECT_EQ(test, list->window, 20 * SECOND);
	KUNIT_EXPECT_EQ(test, list->kind, SFW_LIST_KNOCK);
	sfw_list_put(list);
	/* Built in, so there is one although nothing has needed it; looking needs none. */
	KUNIT_EXPECT_NULL(test, find(test, SFW_LIST_UDP_SCAN));
	KUNIT_EXPECT_EQ(test, PTR_ERR(find(test, "other")), -ENOENT);
	KUNIT_EXPECT_NULL(test, db_of(test)->scan[SFW_SCAN_LIST_UDP]);
	list = get(test, SFW_LIST_UDP_SCAN);
	KUNIT_ASSERT_FALSE(test, IS_ERR(list));
	KUNIT_EXPECT_PTR_EQ(test, db_of(test)->scan[SFW_SCAN_LIST_UDP], list);
	KUNIT_EXPECT_EQ(test, list->window, 60 * SECOND);
	KUNIT_EXPECT_PTR_EQ(test, find(test, SFW_LIST_UDP_SCAN), list);
	sfw_list_put(list);
	sfw_list_put(list);
}

static void failing_publication_changes_no_window(struct kunit *test)
{
	struct sfw_dbtest *t = test->priv;
	struct sfw_snapshot *s;
	struct sfw_list *list;

	KUNIT_ASSERT_EQ(test, publish_scan(test, SFW_SCAN_TCP, 60), 0);
	list = db_of(test)->scan[SFW_SCAN_LIST_TCP];
	s = sfw_dbtest_clone(test);
	s->policy.enabled = true;
	s->policy.setting[SFW_S_SCAN_WINDOW] = 1;
	t->start_err = -ENODEV;
	KUNIT_EXPECT_EQ(test, sfw_dbtest_publish(t, s), -ENODEV);
	KUNIT_EXPECT_EQ(test, list->window, 60 * SECOND);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(scan_lists_come_when_needed_and_stay),
	KUNIT_CASE(scanners_and_peers_hash_alike),
	KUNIT_CASE(listed_sources_stay_listed),
	KUNIT_CASE(are_found_by_name),
	KUNIT_CASE(failing_publication_changes_no_window),
	{}
};

static struct kunit_suite suite = {
	.name		= "sfw_lists",
	.suite_init	= sfw_dbtest_suite_init,
	.suite_exit	= sfw_dbtest_suite_exit,
	.init		= sfw_dbtest_init,
	.exit		= sfw_dbtest_exit,
	.test_cases	= cases,
};

kunit_test_suite(suite);
