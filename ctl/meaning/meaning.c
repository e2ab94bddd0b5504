// SPDX-License-Identifier: GPL-2.0
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "meaning/compare.h"
#include "meaning/meaning.h"
#include "net/policytext.h"

/* Classes that differ in one dimension alone stand together in its order. */
static enum dim merged;

static int compare_but_one(const void *a, const void *b)
{
	const struct class *x = a, *y = b;
	int ret = memcmp(&x->opinion, &y->opinion, sizeof(x->opinion));

	for (unsigned int i = 0; !ret && i < DIM_COUNT; i++)
		if (i != merged && x->set[i] != y->set[i])
			ret = x->set[i] < y->set[i] ? -1 : 1;
	return ret;
}

static int merge(struct meaning *m, enum dim dim)
{
	size_t kept = 0;

	merged = dim;
	qsort(m->classes, m->class_count, sizeof(*m->classes), compare_but_one);
	for (size_t i = 0; i < m->class_count; i++) {
		struct class *last = kept ? &m->classes[kept - 1] : NULL;

		if (!last || compare_but_one(last, &m->classes[i]))
			m->classes[kept++] = m->classes[i];
		else if (pool_union(&m->pool[dim], last->set[dim],
				    m->classes[i].set[dim], &last->set[dim]))
			return -ENOMEM;
	}
	m->class_count = kept;
	return 0;
}

static unsigned int lowest(const struct meaning *m, const struct class *class, enum dim dim)
{
	const __u64 *words = pool_words(&m->pool[dim], class->set[dim]);
	unsigned int i = 0;

	while (!words[i])
		i++;
	return i * 64 + __builtin_ctzll(words[i]);
}

static const struct meaning *ordered;

/* By state, kind, port, source, interface. */
static int compare_place(const void *a, const void *b)
{
	static const enum dim order[] = {
		DIM_STATE, DIM_DST, DIM_KIND, DIM_PORT, DIM_SRC, DIM_DEV,
	};
	const struct class *x = a, *y = b;

	for (unsigned int i = 0; i < DIM_COUNT; i++) {
		unsigned int p = lowest(ordered, x, order[i]), q = lowest(ordered, y, order[i]);

		if (p != q)
			return p < q ? -1 : 1;
	}
	return memcmp(&x->opinion, &y->opinion, sizeof(x->opinion));
}

static int merge_all(struct meaning *m)
{
	static const enum dim order[] = {
		DIM_DST, DIM_DEV, DIM_SRC, DIM_PORT, DIM_KIND, DIM_STATE,
	};
	size_t before;
	int ret = 0;

	if (!m->class_count)
		return 0;
	do {
		before = m->class_count;
		for (unsigned int i = 0; !ret && i < DIM_COUNT; i++)
			ret = merge(m, order[i]);
	} while (!ret && m->class_count < before);
	ordered = m;
	qsort(m->classes, m->class_count, sizeof(*m->classes), compare_place);
	return ret;
}

static int init_pools(struct meaning *m)
{
	const struct space *s = &m->space;
	const size_t bits[DIM_COUNT] = {
		[DIM_KIND] = s->kind_count, [DIM_PORT] = s->port_count,
		[DIM_SRC] = s->source_count, [DIM_DEV] = s->dev_count,
		[DIM_DST] = s->dst_count, [DIM_STATE] = SPACE_STATES,
	};
	int ret = 0;

	for (unsigned int i = 0; !ret && i < DIM_COUNT; i++)
		ret = pool_init(&m->pool[i], bits[i]);
	return ret;
}

static int note(void *ctx, const struct command *cmd)
{
	struct meaning *m = ctx;

	m->timed |= policytext_timed(cmd);
	m->host |= cmd->cmd == SFW_CMD_LAN_ADD && cmd->entry.out[0];
	m->lists |= cmd->cmd == SFW_CMD_GUARD_ADD || cmd->cmd == SFW_CMD_KNOCK_ADD ||
		    (cmd->cmd == SFW_CMD_SETTING_SET && cmd->setting.key == SFW_S_SCAN &&
		     cmd->setting.value);
	return 0;
}

/**
 * meaning_get() - compare two policies
 * @m: the result; meaning_free() is due in any case
 * @a: connection to the one
 * @b: connection to the other
 *
 * Return: 0 or a negative errno.
 */
int meaning_get(struct meaning *m, struct nl *a, struct nl *b)
{
	struct nl *nl[2] = { a, b };
	struct policy policy[2] = { 0 };
	int ret = 0;

	memset(m, 0, sizeof(*m));
	for (unsigned int i = 0; !ret && i < 2; i++) {
		ret = policy_get(nl[i], POLICY_ALL, &policy[i]);
		m->enabled[i] = policy[i].enabled;
		ret = ret ? ret : policytext_each(&policy[i], note, m);
	}
	for (unsigned int i = 0; !ret && i < UNCOMPARED_KINDS; i++)
		ret = uncompared_differ(policy, i, &m->differ[i]);
	m->host |= m->differ[UNCOMPARED_HOST];
	ret = ret ? ret : space_init(&m->space, &policy[0], &policy[1]);
	ret = ret ? ret : init_pools(m);
	ret = ret ? ret : compare_all(m, nl);
	ret = ret ? ret : merge_all(m);
	policy_free(&policy[0]);
	policy_free(&policy[1]);
	return ret;
}

/**
 * meaning_free() - give the memory back
 * @m: the comparison
 */
void meaning_free(struct meaning *m)
{
	for (unsigned int i = 0; i < DIM_COUNT; i++)
		pool_free(&m->pool[i]);
	free(m->classes);
	space_free(&m->space);
}

/**
 * meaning_witness() - one packet of a class
 * @m: the comparison
 * @class: the class
 * @probe: the result
 */
void meaning_witness(const struct meaning *m, const struct class *class, struct probe *probe)
{
	size_t at[DIM_COUNT], example;
	struct address addr;

	for (unsigned int i = 0; i < DIM_COUNT; i++)
		at[i] = lowest(m, class, i);
	example = space_example(&m->space, space_source_family(&m->space, at[DIM_SRC]), &addr);
	if (pool_has(&m->pool[DIM_SRC], class->set[DIM_SRC], example))
		at[DIM_SRC] = example;
	space_probe(&m->space, at, probe);
}
