// SPDX-License-Identifier: GPL-2.0
/* The fewest lines for the needs of many sources. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/advice.h"
#include "lang/prefix.h"
#include "lib/grow.h"

/**
 * advice_add() - note a need
 * @all: the advice
 * @need: the need of one source; copied
 *
 * Return: 0 or -ENOMEM.
 */
int advice_add(struct advices *all, const struct need *need)
{
	struct need *n = grow(&all->needs, &all->need_count, sizeof(*n));

	if (!n)
		return -ENOMEM;
	*n = *need;
	return 0;
}

/* Remarks for one reason are one; lines that differ in their source alone too. */
static int compare_lines(const struct need *a, const struct need *b)
{
	int ret = a->kind != b->kind ? a->kind - b->kind : a->cmd - b->cmd;

	if (!ret && a->kind != ADVICE_LINE)
		return a->reason - b->reason;
	ret = ret ? ret : a->proto - b->proto;
	ret = ret ? ret : a->port - b->port;
	ret = ret ? ret : a->setting - b->setting;
	ret = ret ? ret : strcmp(a->dev, b->dev);
	ret = ret ? ret : strcmp(a->out, b->out);
	return ret || a->forward == b->forward ? ret : a->forward < b->forward ? -1 : 1;
}

static int compare_needs(const void *first, const void *second)
{
	const struct need *a = first, *b = second;
	int ret = compare_lines(a, b);

	return ret ? ret : prefix_compare(&a->from, &b->from);
}

/* Sorts all needs, and joins those of a source that are the same. */
static void sort_needs(struct advices *all)
{
	struct need *last = NULL;
	size_t kept = 0;

	if (all->need_count)
		qsort(all->needs, all->need_count, sizeof(*all->needs), compare_needs);
	for (size_t i = 0; i < all->need_count; i++) {
		const struct need *n = &all->needs[i];

		if (!last || compare_needs(last, n)) {
			last = &all->needs[kept++];
			*last = *n;
			continue;
		}
		last->packets += n->packets;
		last->covered |= n->covered;
		if (n->order < last->order)
			last->order = n->order;
	}
	all->need_count = kept;
}

/* The first need of another line. */
static size_t group_end(const struct advices *all, size_t first)
{
	size_t end = first + 1;

	while (end < all->need_count && !compare_lines(&all->needs[first], &all->needs[end]))
		end++;
	return end;
}

static void read_forward(const struct policy *live, __u32 number, struct command *cmd)
{
	const struct nlmsghdr *at = NULL;
	struct object obj;

	while (policy_next(live, &at, &obj))
		if (obj.command.cmd == SFW_CMD_FORWARD_ADD && !number--)
			*cmd = obj.command;
}

/* The line without its sources. */
static void write_line(const struct need *n, const struct policy *live, struct command *cmd)
{
	struct entry *e = &cmd->entry;

	memset(cmd, 0, sizeof(*cmd));
	cmd->cmd = n->cmd;
	if (n->cmd == SFW_CMD_SETTING_SET) {
		cmd->setting.key = n->setting;
		cmd->setting.value = n->value;
		return;
	}
	if (n->cmd == SFW_CMD_FORWARD_ADD) {
		read_forward(live, n->forward, cmd);
		return;
	}
	e->proto = n->proto;
	if (n->cmd == SFW_CMD_PORT_ADD) {
		e->port_count = 1;
		e->ports[0] = (struct port_range){ .first = n->port, .last = n->port };
	}
	memcpy(e->dev, n->dev, sizeof(e->dev));
	memcpy(e->out, n->out, sizeof(e->out));
}

static bool names_sources(const struct need *n)
{
	return n->kind == ADVICE_LINE &&
	       (n->cmd == SFW_CMD_PORT_ADD || n->cmd == SFW_CMD_PROTO_ADD ||
		n->cmd == SFW_CMD_EXEMPT_ADD);
}

/**
 * advice_check() - have each line looked at once, and make remarks of those refused
 * @all: the advice
 * @live: the policy that runs
 * @check: gets the line for one source, returns 0 or a negative errno
 * @ctx: for @check
 *
 * Return: 0 or -ENOMEM.
 */
int advice_check(struct advices *all, const struct policy *live,
		 int (*check)(void *ctx, const struct command *cmd), void *ctx)
{
	struct command cmd;
	size_t end;

	sort_needs(all);
	for (size_t i = 0; i < all->need_count; i = end) {
		struct need *n = &all->needs[i];
		int ret;

		end = group_end(all, i);
		if (n->kind != ADVICE_LINE)
			continue;
		write_line(n, live, &cmd);
		if (names_sources(n)) {
			cmd.entry.from_count = 1;
			cmd.entry.from[0] = n->from;
		}
		ret = check(ctx, &cmd);
		if (ret == -ENOMEM)
			return ret;
		for (size_t j = i; ret && j < end; j++)
			all->needs[j].kind = n->cmd == SFW_CMD_FORWARD_ADD ? ADVICE_LED :
									     ADVICE_NONE;
	}
	sort_needs(all);
	return 0;
}

static struct advice *new_line(struct advices *all, const struct need *n,
			       const struct policy *live)
{
	struct advice **at = grow(&all->lines, &all->line_count, sizeof(*at));
	struct advice *a = at ? calloc(1, sizeof(*a)) : NULL;

	if (at)
		*at = a;
	if (!a)
		return NULL;
	a->kind = n->kind;
	a->reason = n->kind == ADVICE_LINE ? 0 : n->reason;
	a->order = n->order;
	if (n->kind == ADVICE_LINE)
		write_line(n, live, &a->cmd);
	return a;
}

static bool is_all(const struct prefix *prefix, int family)
{
	return prefix->addr.family == family && !prefix->len;
}

/* Sources come in order, a prefix before those that it holds. */
static void add_source(struct entry *e, const struct prefix *from)
{
	const struct prefix *last = e->from_count ? &e->from[e->from_count - 1] : NULL;

	if (!last || !prefix_within(from, last))
		e->from[e->from_count++] = *from;
}

static void count(struct advice *a, const struct need *n)
{
	a->packets += n->packets;
	a->sources++;
	a->covered |= n->covered;
	if (n->order < a->order)
		a->order = n->order;
}

/* The lines for all sources of a group. */
static int make_lines(struct advices *all, size_t first, size_t end, const struct policy *live)
{
	struct advice *a = NULL;

	for (size_t i = first; i < end; i++) {
		const struct need *n = &all->needs[i];

		if (!a || a->cmd.entry.from_count == LIST_MAX)
			a = new_line(all, n, live);
		if (!a)
			return -ENOMEM;
		count(a, n);
		if (names_sources(n))
			add_source(&a->cmd.entry, &n->from);
	}
	return 0;
}

/* All addresses of both families are no selector. */
static void trim_sources(struct advice *a)
{
	struct entry *e = &a->cmd.entry;

	if (a->kind == ADVICE_LINE && a->cmd.cmd != SFW_CMD_EXEMPT_ADD &&
	    command_form(a->cmd.cmd) >= FORM_ENTRY && e->from_count == 2 &&
	    is_all(&e->from[0], AF_INET) && is_all(&e->from[1], AF_INET6))
		e->from_count = 0;
}

static int compare_sources(const struct entry *a, const struct entry *b)
{
	int ret = (int)a->from_count - (int)b->from_count;

	for (unsigned int i = 0; i < a->from_count && !ret; i++)
		ret = prefix_compare(&a->from[i], &b->from[i]);
	return ret;
}

static bool is_port_line(const struct advice *a)
{
	return a->kind == ADVICE_LINE && a->cmd.cmd == SFW_CMD_PORT_ADD;
}

/* Lines of ports come first. */
static int compare_kinds(const struct advice *a, const struct advice *b)
{
	return is_port_line(b) - is_port_line(a);
}

static int compare_order(const struct advice *a, const struct advice *b)
{
	return a->order == b->order ? 0 : a->order < b->order ? -1 : 1;
}

/* By protocol and sources, then by port. */
static int by_sources(const void *first, const void *second)
{
	const struct advice *a = *(struct advice *const *)first;
	const struct advice *b = *(struct advice *const *)second;
	int ret = compare_kinds(a, b);

	if (ret || !is_port_line(a))
		return ret ? ret : compare_order(a, b);
	ret = a->cmd.entry.proto - b->cmd.entry.proto;
	ret = ret ? ret : compare_sources(&a->cmd.entry, &b->cmd.entry);
	return ret ? ret : a->cmd.entry.ports[0].first - b->cmd.entry.ports[0].first;
}

static int compare_ports(const struct entry *a, const struct entry *b)
{
	int ret = (int)a->port_count - (int)b->port_count;

	return ret ? ret : memcmp(a->ports, b->ports, a->port_count * sizeof(a->ports[0]));
}

/* By ports and sources, then as they come. */
static int by_ports(const void *first, const void *second)
{
	const struct advice *a = *(struct advice *const *)first;
	const struct advice *b = *(struct advice *const *)second;
	int ret = compare_kinds(a, b);

	if (ret || !is_port_line(a))
		return ret ? ret : compare_order(a, b);
	ret = compare_ports(&a->cmd.entry, &b->cmd.entry);
	ret = ret ? ret : compare_sources(&a->cmd.entry, &b->cmd.entry);
	return ret ? ret : compare_order(a, b);
}

static int by_order(const void *first, const void *second)
{
	return compare_order(*(struct advice *const *)first, *(struct advice *const *)second);
}

/* One more port, behind all others. */
static bool take_port(struct entry *a, const struct entry *b)
{
	struct port_range *last = &a->ports[a->port_count - 1];

	if (a->proto != b->proto || compare_sources(a, b))
		return false;
	if (b->ports[0].first <= last->last + 1) {
		last->last = b->ports[0].last;
		return true;
	}
	if (a->port_count == LIST_MAX)
		return false;
	a->ports[a->port_count++] = b->ports[0];
	return true;
}

static bool take_protocol(struct entry *a, const struct entry *b)
{
	return !compare_ports(a, b) && !compare_sources(a, b) &&
	       !entry_add_protocol(a, b->proto);
}

/* Each line takes in those right behind it that it can. */
static void join(struct advices *all, int (*compare)(const void *, const void *),
		 bool (*take)(struct entry *a, const struct entry *b))
{
	struct advice *last = NULL;
	size_t kept = 0;

	qsort(all->lines, all->line_count, sizeof(*all->lines), compare);
	for (size_t i = 0; i < all->line_count; i++) {
		struct advice *a = all->lines[i];

		if (!last || !is_port_line(last) || !is_port_line(a) ||
		    !take(&last->cmd.entry, &a->cmd.entry)) {
			all->lines[kept++] = a;
			last = a;
			continue;
		}
		last->packets += a->packets;
		last->covered |= a->covered;
		if (a->sources > last->sources)
			last->sources = a->sources;
		if (a->order < last->order)
			last->order = a->order;
		free(a);
	}
	all->line_count = kept;
}

/**
 * advice_join() - make the lines
 * @all: the advice, after advice_check()
 * @live: the policy that runs
 *
 * Return: 0 or -ENOMEM.
 */
int advice_join(struct advices *all, const struct policy *live)
{
	int ret = 0;
	size_t end;

	for (size_t i = 0; i < all->need_count && !ret; i = end) {
		end = group_end(all, i);
		ret = make_lines(all, i, end, live);
	}
	if (ret || !all->line_count)
		return ret;
	for (size_t i = 0; i < all->line_count; i++)
		trim_sources(all->lines[i]);
	join(all, by_sources, take_port);
	join(all, by_ports, take_protocol);
	qsort(all->lines, all->line_count, sizeof(*all->lines), by_order);
	return 0;
}

/**
 * advice_free() - give its memory back
 * @all: the advice
 */
void advice_free(struct advices *all)
{
	for (size_t i = 0; i < all->line_count; i++)
		free(all->lines[i]);
	free(all->lines);
	free(all->needs);
}
