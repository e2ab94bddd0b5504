// SPDX-License-Identifier: GPL-2.0
/* Definitions of guards and knocks: names, limits, use, and their lists. */
#include "../../kmod/core/array.c"
#include "../../kmod/db/policy/edit_gate.c"
#include "gatetest.h"

static struct sfw_snapshot *snapshot_of(struct kunit *test)
{
	return test->priv;
}

static int gate_init(struct kunit *test)
{
	test->priv = sfw_snapshot_alloc();
	return test->priv ? 0 : -ENOMEM;
}

static void gate_exit(struct kunit *test)
{
	sfw_snapshot_put(test->priv);
	sfw_dbtest_settle();
}

static int add_guard(struct sfw_snapshot *s, const char *name)
{
	struct sfw_guard g = a_guard(name, 3, SFW_THEN_DROP);

	return sfw_snapshot_add_gate(s, SFW_OBJ_GUARD, &g.base, s);
}

static int add_knock(struct sfw_snapshot *s, const char *name)
{
	struct sfw_knock l;

	a_knock(&l, name);
	return sfw_snapshot_add_gate(s, SFW_OBJ_KNOCK, &l.base, s);
}

static void names_are_taken_once(struct kunit *test)
{
	struct sfw_snapshot *s = snapshot_of(test);

	KUNIT_EXPECT_EQ(test, add_guard(s, "one"), 0);
	KUNIT_EXPECT_EQ(test, add_knock(s, "two"), 0);
	KUNIT_EXPECT_EQ(test, add_guard(s, "one"), -EEXIST);
	KUNIT_EXPECT_EQ(test, add_guard(s, "two"), -EEXIST);
	KUNIT_EXPECT_EQ(test, add_knock(s, "one"), -EEXIST);
	KUNIT_EXPECT_EQ(test, add_knock(s, "two"), -EEXIST);
	KUNIT_EXPECT_EQ(test, add_guard(s, "tcp-portscan"), -EEXIST);
	KUNIT_EXPECT_EQ(test, add_knock(s, "udp-portscan"), -EEXIST);
	KUNIT_EXPECT_EQ(test, add_guard(s, "One"), 0);
	KUNIT_EXPECT_EQ(test, s->policy.n_guards, 2u);
	KUNIT_EXPECT_EQ(test, s->policy.n_knocks, 1u);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_del_gate(s, SFW_OBJ_GUARD, "two"), -ENOENT);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_del_gate(s, SFW_OBJ_KNOCK, "one"), -ENOENT);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_del_gate(s, SFW_OBJ_GUARD, "one"), 0);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_del_gate(s, SFW_OBJ_KNOCK, "two"), 0);
	KUNIT_EXPECT_EQ(test, add_knock(s, "one"), 0);
	KUNIT_EXPECT_EQ(test, add_guard(s, "two"), 0);
}

static void name_of(u32 i, char *name)
{
	/* Not in the order of the names. */
	scnprintf(name, SFW_NAME_MAX + 1, "g%u", i * 37 % 101);
}

static void are_sorted_and_limited(struct kunit *test)
{
	struct sfw_snapshot *s = snapshot_of(test);
	const struct sfw_policy *p = &s->policy;
	char name[SFW_NAME_MAX + 1];
	u32 i;

	for (i = 0; i < SFW_GUARDS_MAX; i++) {
		name_of(i, name);
		KUNIT_ASSERT_EQ(test, add_guard(s, name), 0);
	}
	KUNIT_EXPECT_EQ(test, add_guard(s, "more"), -ENOSPC);
	KUNIT_EXPECT_EQ(test, add_guard(s, name), -EEXIST);
	for (i = 0; i < SFW_KNOCKS_MAX; i++) {
		name_of(i, name);
		name[0] = 'k';
		KUNIT_ASSERT_EQ(test, add_knock(s, name), 0);
	}
	KUNIT_EXPECT_EQ(test, add_knock(s, "more"), -ENOSPC);
	for (i = 1; i < SFW_GUARDS_MAX; i++)
		KUNIT_EXPECT_LT(test, strcmp(p->guards[i - 1].base.name,
					     p->guards[i].base.name), 0);
	for (i = 1; i < SFW_KNOCKS_MAX; i++)
		KUNIT_EXPECT_LT(test, strcmp(p->knocks[i - 1].base.name,
					     p->knocks[i].base.name), 0);
	for (i = 0; i < SFW_GUARDS_MAX; i++) {
		name_of(i, name);
		KUNIT_EXPECT_EQ(test, sfw_snapshot_del_gate(s, SFW_OBJ_GUARD, name), 0);
		name[0] = 'k';
		KUNIT_EXPECT_EQ(test, sfw_snapshot_del_gate(s, SFW_OBJ_KNOCK, name), 0);
	}
	KUNIT_EXPECT_EQ(test, p->n_guards + p->n_knocks, 0u);
}

static void stay_while_a_port_uses_them(struct kunit *test)
{
	struct sfw_snapshot *s = snapshot_of(test);
	struct sfw_entry ssh = sfw_dbtest_tcp(22), web = sfw_dbtest_tcp(80);

	KUNIT_ASSERT_EQ(test, add_guard(s, "bf"), 0);
	KUNIT_ASSERT_EQ(test, add_guard(s, "free"), 0);
	KUNIT_ASSERT_EQ(test, add_knock(s, "door"), 0);
	strscpy(ssh.guard, "bf", sizeof(ssh.guard));
	strscpy(web.knock, "door", sizeof(web.knock));
	KUNIT_ASSERT_EQ(test, sfw_snapshot_add(s, SFW_OBJ_ENTRY, &ssh), 0);
	KUNIT_ASSERT_EQ(test, sfw_snapshot_add(s, SFW_OBJ_ENTRY, &web), 0);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_del_gate(s, SFW_OBJ_GUARD, "bf"), -EBUSY);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_del_gate(s, SFW_OBJ_KNOCK, "door"), -EBUSY);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_del_gate(s, SFW_OBJ_GUARD, "free"), 0);

	KUNIT_ASSERT_EQ(test, sfw_snapshot_seal(s, 0), 0);
	KUNIT_EXPECT_EQ(test, s->policy.gates[0].guard, 0);
	KUNIT_EXPECT_EQ(test, s->policy.gates[0].knock, SFW_NO_GATE);
	KUNIT_EXPECT_EQ(test, s->policy.gates[1].guard, SFW_NO_GATE);
	KUNIT_EXPECT_EQ(test, s->policy.gates[1].knock, 0);
	/* A guard that sorts before it moves its place. */
	KUNIT_ASSERT_EQ(test, add_guard(s, "a"), 0);
	KUNIT_ASSERT_EQ(test, sfw_snapshot_seal(s, 0), 0);
	KUNIT_EXPECT_EQ(test, s->policy.gates[0].guard, 1);

	KUNIT_EXPECT_EQ(test, sfw_snapshot_del(s, SFW_OBJ_ENTRY, &ssh), 0);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_del(s, SFW_OBJ_ENTRY, &web), 0);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_del_gate(s, SFW_OBJ_GUARD, "bf"), 0);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_del_gate(s, SFW_OBJ_KNOCK, "door"), 0);
}

/* A clone holds its own references; a guard gone from it stays in the other. */
static void clones_share_their_lists(struct kunit *test)
{
	struct sfw_snapshot *c, *s = snapshot_of(test);
	struct sfw_list *list;

	KUNIT_ASSERT_EQ(test, add_guard(s, "bf"), 0);
	KUNIT_ASSERT_EQ(test, add_knock(s, "door"), 0);
	list = s->policy.guards[0].base.list;
	KUNIT_EXPECT_STREQ(test, list->name, "bf");
	c = sfw_snapshot_clone(s);
	KUNIT_ASSERT_NOT_NULL(test, c);
	KUNIT_EXPECT_PTR_EQ(test, c->policy.guards[0].base.list, list);
	KUNIT_EXPECT_EQ(test, refcount_read(&list->refs), 2u);
	KUNIT_EXPECT_EQ(test, sfw_snapshot_del_gate(c, SFW_OBJ_GUARD, "bf"), 0);
	KUNIT_EXPECT_EQ(test, refcount_read(&list->refs), 1u);
	KUNIT_EXPECT_EQ(test, s->policy.n_guards, 1u);
	sfw_snapshot_put(c);
	sfw_dbtest_settle();
	KUNIT_EXPECT_EQ(test, refcount_read(&list->refs), 1u);
	KUNIT_EXPECT_EQ(test, refcount_read(&s->policy.knocks[0].base.list->refs),
			1u);
}

static void flush_forgets_them(struct kunit *test)
{
	struct sfw_snapshot *s = snapshot_of(test);
	struct sfw_list *list;

	KUNIT_ASSERT_EQ(test, add_guard(s, "bf"), 0);
	KUNIT_ASSERT_EQ(test, add_knock(s, "door"), 0);
	list = sfw_list_get(s->policy.guards[0].base.list);
	KUNIT_ASSERT_EQ(test, sfw_snapshot_flush(s), 0);
	KUNIT_EXPECT_EQ(test, refcount_read(&list->refs), 1u);
	sfw_list_put(list);
	KUNIT_EXPECT_EQ(test, add_guard(s, "door"), 0);
	KUNIT_EXPECT_EQ(test, add_knock(s, "bf"), 0);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(names_are_taken_once),
	KUNIT_CASE(are_sorted_and_limited),
	KUNIT_CASE(stay_while_a_port_uses_them),
	KUNIT_CASE(clones_share_their_lists),
	KUNIT_CASE(flush_forgets_them),
	{}
};

static struct kunit_suite suite = {
	.name		= "sfw_edit_gate",
	.suite_init	= sfw_dbtest_suite_init,
	.suite_exit	= sfw_dbtest_suite_exit,
	.init		= gate_init,
	.exit		= gate_exit,
	.test_cases	= cases,
};

kunit_test_suite(suite);
