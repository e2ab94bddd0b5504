// SPDX-License-Identifier: GPL-2.0
/*
 * Both policies are asked about one packet of each combination of pieces that can
 * make a difference: not of all, since a line about port 22 cuts the sources for that
 * port alone. Nor are they asked twice about packets that only other lines to the same
 * effect mean.
 *
 *	for each kind of packets and family
 *	  for each run of ports that the same rules mean, all others together, and each state
 *	    for each interface of these rules, and each group of others that are alike
 *	      for each target of these rules, and all others together
 *		for each part of the sources that these rules cut
 *		  for each group in it that blocks, exemptions and trusts make alike
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/dhcp.h"
#include "core/ifname.h"
#include "lang/protocol.h"
#include "lib/compiler.h"
#include "lib/grow.h"
#include "meaning/compare.h"
#include "meaning/opinion.h"

#define OPINIONS_MOST	64	/* of one place, but for sources */

/**
 * struct found - sources of one place with the same two verdicts
 * @opinion: the verdicts
 * @sources: the sources
 */
struct found {
	struct opinion opinion;
	__u64 *sources;
};

/**
 * struct group - sources that differ for rules alone
 * @family: theirs
 * @special: as source.special
 * @sign: as source.sign
 * @sources: the sources, in order
 * @count: how many
 */
struct group {
	int family;
	unsigned int special;
	unsigned int sign;
	size_t *sources;
	size_t count;
};

/**
 * struct work - one comparison
 * @m: the result
 * @at: piece of each dimension that is looked at
 * @family: of the packets
 * @rules: those that the ports are in
 * @rule_count: how many
 * @ports: ports that are looked at together
 * @lone: ports that are in no rule
 * @cuts: sources where a part begins
 * @cut_count: how many
 * @devs: interfaces that are looked at together
 * @dsts: destinations that are looked at together
 * @groups: all sources
 * @group_count: how many
 * @opinions: of both policies
 * @found: sources where both differ
 * @found_count: how many
 */
struct work {
	struct meaning *m;
	size_t at[DIM_COUNT];
	int family;
	const struct rule **rules;
	size_t rule_count;
	__u64 *ports;
	__u64 *lone;
	size_t *cuts;
	size_t cut_count;
	__u64 *devs;
	__u64 *dsts;
	struct group *groups;
	size_t group_count;
	struct opinions opinions;
	struct found found[OPINIONS_MOST];
	size_t found_count;
};

static const struct kind *kind_of(const struct work *w)
{
	return &w->m->space.kinds[w->at[DIM_KIND]];
}

static void clear(const struct work *w, enum dim in, __u64 *set)
{
	memset(set, 0, w->m->pool[in].words * sizeof(*set));
}

static int keep_one(struct work *w, enum dim in, unsigned int *set)
{
	struct pool *pool = &w->m->pool[in];
	__u64 *words = calloc(pool->words, sizeof(*words));
	int ret;

	if (!words)
		return -ENOMEM;
	set_put(words, w->at[in]);
	ret = pool_keep(pool, words, set);
	free(words);
	return ret;
}

static int keep_found(struct work *w, const struct found *found)
{
	struct meaning *m = w->m;
	struct class *class = grow(&m->classes, &m->class_count, sizeof(*class));
	int ret = class ? 0 : -ENOMEM;

	if (ret)
		return ret;
	class->opinion = found->opinion;
	ret = pool_keep(&m->pool[DIM_SRC], found->sources, &class->set[DIM_SRC]);
	ret = ret ? ret : pool_keep(&m->pool[DIM_PORT], w->ports, &class->set[DIM_PORT]);
	ret = ret ? ret : pool_keep(&m->pool[DIM_DEV], w->devs, &class->set[DIM_DEV]);
	ret = ret ? ret : keep_one(w, DIM_KIND, &class->set[DIM_KIND]);
	ret = ret ? ret : pool_keep(&m->pool[DIM_DST], w->dsts, &class->set[DIM_DST]);
	return ret ? ret : keep_one(w, DIM_STATE, &class->set[DIM_STATE]);
}

static int flush(struct work *w)
{
	int ret = 0;

	for (size_t i = 0; i < w->found_count; i++) {
		ret = ret ? ret : keep_found(w, &w->found[i]);
		free(w->found[i].sources);
	}
	w->found_count = 0;
	return ret;
}

/* The sources found so far with these verdicts. */
static __u64 *sources_of(struct work *w, const struct opinion *opinion)
{
	struct found *found = w->found;
	size_t i;

	for (i = 0; i < w->found_count; i++)
		if (!memcmp(&found[i].opinion, opinion, sizeof(*opinion)))
			return found[i].sources;
	if (i == OPINIONS_MOST)
		return NULL;
	found[i].opinion = *opinion;
	found[i].sources = calloc(w->m->pool[DIM_SRC].words, sizeof(__u64));
	w->found_count += !!found[i].sources;
	return found[i].sources;
}

static size_t first_from(const size_t *sorted, size_t count, size_t least)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (sorted[mid] < least)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static bool is_lo(const struct work *w, size_t dev)
{
	return !strcmp(w->m->space.devs[dev].name, "lo");
}

/* The decision itself knows the ports of DHCP. */
static bool is_special(__u16 port)
{
	return port == SFW_DHCP_CLIENT || port == SFW_DHCP6_CLIENT;
}

static bool means_dev(const struct work *w, const struct rule *rule, size_t dev)
{
	return !rule->dev[0] || sfw_ifname_matches(rule->dev, w->m->space.devs[dev].like);
}

static __u64 effect(const struct work *w, bool second, size_t source)
{
	__u64 found = 0;

	for (size_t i = 0; i < w->rule_count; i++) {
		const struct rule *rule = w->rules[i];

		if (rule->second != second || source < rule->first || source >= rule->end ||
		    !means_dev(w, rule, w->at[DIM_DEV]))
			continue;
		found = !found || found == rule->effect ? rule->effect : EFFECT_SEVERAL;
	}
	return found;
}

/* The place of a part of the sources, but for their group. */
static void find_place(const struct work *w, size_t source, struct place *place)
{
	const struct space *s = &w->m->space;
	const size_t *at = w->at;

	*place = (struct place) {
		.at = {
			[DIM_KIND] = at[DIM_KIND], [DIM_DST] = at[DIM_DST],
			[DIM_PORT] = is_special(s->ports[at[DIM_PORT]]) ? at[DIM_PORT] + 1 : 0,
			[DIM_DEV] = is_lo(w, at[DIM_DEV]) ? SIGNS : s->devs[at[DIM_DEV]].sign,
			[DIM_STATE] = at[DIM_STATE],
		},
		.effect = { effect(w, false, source), effect(w, true, source) },
	};
}

/* Sources of one part and one group: one of them speaks for all. */
static int look_at_group(struct work *w, const struct group *group, size_t end, struct place *place)
{
	const size_t *sorted = group->sources;
	size_t i = first_from(sorted, group->count, w->at[DIM_SRC]);
	struct opinion o;
	__u64 *sources;
	int ret;

	if (i == group->count || sorted[i] >= end)
		return 0;
	w->at[DIM_SRC] = sorted[i];
	place->at[DIM_SRC] = group - w->groups;
	ret = opinions_get(&w->opinions, place, w->at, &o);
	if (ret || (o.action[0] == o.action[1] && o.reason[0] == o.reason[1]))
		return ret;
	sources = sources_of(w, &o);
	if (!sources)
		return -ENOMEM;
	for (; i < group->count && sorted[i] < end; i++)
		set_put(sources, sorted[i]);
	return 0;
}

static int look_at_part(struct work *w, size_t first, size_t end)
{
	struct place place;
	int ret = 0;

	find_place(w, first, &place);
	for (size_t i = 0; !ret && i < w->group_count; i++) {
		w->at[DIM_SRC] = first;
		if (w->groups[i].family == w->family)
			ret = look_at_group(w, &w->groups[i], end, &place);
	}
	return ret;
}

static int look_at_sources(struct work *w)
{
	int ret = 0;

	for (size_t i = 0; !ret && i + 1 < w->cut_count; i++)
		ret = look_at_part(w, w->cuts[i], w->cuts[i + 1]);
	return ret ? ret : flush(w);
}

static bool is_target(const struct work *w, size_t dst)
{
	for (size_t i = 0; i < w->rule_count; i++)
		if (w->rules[i]->dst == dst)
			return true;
	return false;
}

/* Where none of the rules leads is like any other host. */
static int look_at_dsts(struct work *w)
{
	const struct space *s = &w->m->space;
	int ret = 0;

	for (size_t i = 0; !ret && i < s->dst_count; i++) {
		if (i >= DST_TARGETS && !is_target(w, i))
			continue;
		clear(w, DIM_DST, w->dsts);
		set_put(w->dsts, i);
		for (size_t j = DST_TARGETS; i == DST_OTHER && j < s->dst_count; j++)
			if (!is_target(w, j))
				set_put(w->dsts, j);
		w->at[DIM_DST] = i;
		ret = look_at_sources(w);
	}
	return ret;
}

static bool is_alone(const struct work *w, size_t dev)
{
	for (size_t i = 0; i < w->rule_count; i++)
		if (w->rules[i]->dev[0] && means_dev(w, w->rules[i], dev))
			return true;
	return is_lo(w, dev);
}

static bool are_alike(const struct work *w, size_t a, size_t b)
{
	const struct space *s = &w->m->space;

	return a == b || (s->devs[b].sign == s->devs[a].sign && !is_alone(w, a) && !is_alone(w, b));
}

/* An interface of the rules alone, others with all that have their sign. */
static int look_at_devs(struct work *w)
{
	const struct space *s = &w->m->space;
	int ret = 0;

	for (size_t i = 0, first; !ret && i < s->dev_count; i++) {
		for (first = 0; !are_alike(w, first, i);)
			first++;
		if (first < i)
			continue;
		clear(w, DIM_DEV, w->devs);
		for (size_t j = i; j < s->dev_count; j++)
			if (are_alike(w, i, j))
				set_put(w->devs, j);
		w->at[DIM_DEV] = i;
		ret = look_at_dsts(w);
	}
	return ret;
}

static int compare_size(const void *a, const void *b)
{
	size_t x = *(const size_t *)a, y = *(const size_t *)b;

	return x < y ? -1 : x > y;
}

/* The parts of the sources that the rules tell apart. */
static void cut_sources(struct work *w)
{
	const struct space *s = &w->m->space;
	size_t begin = w->family == AF_INET ? 0 : s->source4_count, count = 0;
	size_t end = space_sources_end(s, w->family);

	w->cuts[count++] = begin;
	w->cuts[count++] = end;
	for (size_t i = 0; i < w->rule_count; i++) {
		if (w->rules[i]->first > begin)
			w->cuts[count++] = w->rules[i]->first;
		if (w->rules[i]->end < end)
			w->cuts[count++] = w->rules[i]->end;
	}
	qsort(w->cuts, count, sizeof(*w->cuts), compare_size);
	w->cut_count = 0;
	for (size_t i = 0; i < count; i++)
		if (!i || w->cuts[i] != w->cuts[i - 1])
			w->cuts[w->cut_count++] = w->cuts[i];
}

static bool applies(const struct work *w, const struct rule *rule)
{
	return rule->proto == kind_of(w)->proto[FAMILY_INDEX(w->family)] &&
	       (!rule->family || rule->family == w->family);
}

static size_t nearer(size_t edge, size_t port, size_t end)
{
	return port < edge && edge < end ? edge : end;
}

/* The rules that a port is in, and the end of the run of ports that are in the same. */
static size_t find_rules(struct work *w, size_t port)
{
	static const __u16 specials[] = {
		SFW_DHCP_CLIENT, SFW_DHCP_CLIENT + 1, SFW_DHCP6_CLIENT, SFW_DHCP6_CLIENT + 1,
	};
	const struct space *s = &w->m->space;
	size_t end = s->port_count;

	w->rule_count = 0;
	for (size_t i = 0; i < s->rule_count; i++) {
		const struct rule *rule = &s->rules[i];

		if (!applies(w, rule))
			continue;
		end = nearer(rule->first_port, port, nearer(rule->end_port, port, end));
		if (rule->first_port <= port && port < rule->end_port)
			w->rules[w->rule_count++] = rule;
	}
	if (!protocol_has_ports(kind_of(w)->proto[0]))
		return end;
	for (size_t i = 0; i < ARRAY_SIZE(specials); i++)
		end = nearer(space_port_of(s, specials[i]), port, end);
	return end;
}

static int look_at_run(struct work *w, size_t port)
{
	int ret = 0;

	w->at[DIM_PORT] = port;
	cut_sources(w);
	for (w->at[DIM_STATE] = 0; !ret && w->at[DIM_STATE] < SPACE_STATES; w->at[DIM_STATE]++)
		ret = look_at_devs(w);
	return ret;
}

/* All ports that are in no rule are looked at together, at the end. */
static int look_at_ports(struct work *w, int family)
{
	const struct space *s = &w->m->space;
	size_t lone = s->port_count;
	int ret = 0;

	w->family = family;
	clear(w, DIM_PORT, w->lone);
	for (size_t i = 0, end; !ret && i < s->port_count; i = end) {
		end = find_rules(w, i);
		clear(w, DIM_PORT, w->ports);
		for (size_t j = i; j < end; j++)
			set_put(w->ports, j);
		if (w->rule_count || is_special(s->ports[i])) {
			ret = look_at_run(w, i);
			continue;
		}
		lone = i;
		for (size_t j = i; j < end; j++)
			set_put(w->lone, j);
	}
	if (ret || lone == s->port_count)
		return ret;
	w->rule_count = 0;
	memcpy(w->ports, w->lone, w->m->pool[DIM_PORT].words * sizeof(__u64));
	return look_at_run(w, lone);
}

static struct group *find_group(struct work *w, int family, const struct source *source)
{
	struct group *group = w->groups;

	for (size_t i = 0; i < w->group_count; i++, group++)
		if (group->family == family && group->special == source->special &&
		    group->sign == source->sign)
			return group;
	group = grow(&w->groups, &w->group_count, sizeof(*group));
	if (!group)
		return NULL;
	group->family = family;
	group->special = source->special;
	group->sign = source->sign;
	return group;
}

static int group_sources(struct work *w)
{
	const struct space *s = &w->m->space;

	for (size_t i = 0; i < s->source_count; i++) {
		struct group *group = find_group(w, space_source_family(s, i), &s->sources[i]);
		size_t *source = group ? grow(&group->sources, &group->count, sizeof(*source)) :
					 NULL;

		if (!source)
			return -ENOMEM;
		*source = i;
	}
	return 0;
}

static int alloc_work(struct work *w)
{
	const struct pool *pool = w->m->pool;

	w->rules = calloc(w->m->space.rule_count + 1, sizeof(*w->rules));
	w->cuts = calloc(2 * w->m->space.rule_count + 2, sizeof(*w->cuts));
	w->ports = calloc(pool[DIM_PORT].words, sizeof(__u64));
	w->lone = calloc(pool[DIM_PORT].words, sizeof(__u64));
	w->devs = calloc(pool[DIM_DEV].words, sizeof(__u64));
	w->dsts = calloc(pool[DIM_DST].words, sizeof(__u64));
	if (!w->rules || !w->cuts || !w->ports || !w->lone || !w->devs || !w->dsts)
		return -ENOMEM;
	return group_sources(w);
}

static void free_work(struct work *w)
{
	for (size_t i = 0; i < w->group_count; i++)
		free(w->groups[i].sources);
	free(w->groups);
	free(w->rules);
	free(w->ports);
	free(w->lone);
	free(w->devs);
	free(w->dsts);
	free(w->cuts);
}

/**
 * compare_all() - find all classes, not merged yet
 * @m: the comparison; its space and pools are there
 *
 * Return: 0 or a negative errno.
 */
int compare_all(struct meaning *m, struct nl *nl[2])
{
	struct work w = { .m = m };
	int ret = opinions_init(&w.opinions, &m->space, nl);

	ret = ret ? ret : alloc_work(&w);

	for (w.at[DIM_KIND] = 0; !ret && w.at[DIM_KIND] < m->space.kind_count; w.at[DIM_KIND]++) {
		ret = look_at_ports(&w, AF_INET);
		ret = ret ? ret : look_at_ports(&w, AF_INET6);
	}
	free_work(&w);
	opinions_free(&w.opinions);
	return ret;
}
