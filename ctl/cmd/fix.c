// SPDX-License-Identifier: GPL-2.0
/*
 * Lines that would change a verdict. Many are tried, those that concern the fewest
 * packets first: the policy with each of them judges the packet, staged and never
 * published, and those that change nothing are left out.
 */
#include <netinet/in.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "cmd/fix.h"
#include "lang/format_value.h"
#include "lang/prefix.h"
#include "lang/protocol.h"
#include "lib/compiler.h"
#include "lib/tokenize.h"
#include "net/group.h"
#include "net/lookup.h"
#include "net/policy.h"
#include "net/txn.h"

/**
 * struct search - for lines that change a verdict
 * @table: all commands
 * @probe: the packet
 * @verdict: the verdict that is to change
 * @src: the source of the packet
 * @in: " dev IFACE", or ""
 * @missed: a line that would let it in by another interface, or NULL
 * @fixes: the lines found
 */
struct search {
	const struct action *table;
	const struct probe *probe;
	const struct verdict *verdict;
	char src[INET6_ADDRSTRLEN];
	char in[sizeof(" dev") + DEV_WORD_MAX];
	const struct missed *missed;
	struct fixes *fixes;
};

/* Whether the policy with a line has another verdict. An open transaction is dropped. */
static bool changes(const struct search *s, const struct command *cmd)
{
	struct verdict after;
	struct txn txn;
	struct nl nl;
	int ret = nl_open(&nl);

	ret = ret ? ret : txn_begin(&txn, &nl, false);
	ret = ret ? ret : txn_add(&txn, cmd);
	ret = ret ? ret : txn_send(&txn);
	ret = ret ? ret : verdict_get(&nl, s->probe, &after);
	nl_close(&nl);
	return !ret && after.accepted != s->verdict->accepted;
}

static bool parse(const struct search *s, const char *text, struct command *cmd)
{
	struct parse_error err;
	struct tokens words;

	return !tokenize(text, &words) &&
	       !parse_command(s->table, words.at, words.count, cmd, &err);
}

/* A line, where another one has the same effect and can be tried. */
static void propose_as(struct search *s, const char *text, const char *trial)
{
	char *line = s->fixes->line[s->fixes->count];
	struct command cmd, tried;

	if (s->fixes->count == FIXES_MOST || !parse(s, text, &cmd) ||
	    !parse(s, trial, &tried) || !changes(s, &tried))
		return;
	format_command(&cmd, line, LINE_MAX_BYTES);
	for (size_t i = 0; i < s->fixes->count; i++)
		if (!strcmp(s->fixes->line[i], line))
			return;
	s->fixes->count++;
}

__printf(2, 3)
static void propose(struct search *s, const char *format, ...)
{
	char text[LINE_MAX_BYTES];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	propose_as(s, text, text);
}

static bool holds(const struct entry *e, const struct probe *probe)
{
	const struct prefix src = { .addr = probe->src, .len = address_bits(probe->src.family) };
	unsigned int i = 0;

	while (i < e->from_count && !prefix_within(&src, &e->from[i]))
		i++;
	return i < e->from_count;
}

/* The member of a group by which its lines concern the source. */
static void propose_leaving(struct search *s, const char *group)
{
	const struct nlmsghdr *at = NULL;
	struct policy members = { 0 };
	char from[PREFIX_TEXT_MAX];
	struct object obj;
	struct nl nl;

	if (!nl_open(&nl) && !group_members_get(&nl, group, &members))
		while (policy_next(&members, &at, &obj))
			if (holds(&obj.command.entry, s->probe))
				propose(s, "group del %s %s", group,
					format_prefix(&obj.command.entry.from[0], from,
						      sizeof(from)));
	policy_free(&members);
	nl_close(&nl);
}

/* Whether an entry of a recent list is why the packet is refused. */
static bool keeps_out(const struct search *s, const struct lookup *h)
{
	char guard[SFW_NAME_MAX + 16];

	snprintf(guard, sizeof(guard), "guard add %s ", h->name);
	switch (s->verdict->reason) {
	case SFW_R_SCAN:
		return h->kind == LOOKUP_SCAN &&
		       !strcmp(h->name, s->probe->proto == IPPROTO_TCP ? SFW_LIST_TCP_SCAN :
									 SFW_LIST_UDP_SCAN);
	case SFW_R_GUARD:
		return h->kind == LOOKUP_GUARD && h->recent.refuses &&
		       !strncmp(s->verdict->line, guard, strlen(guard));
	case SFW_R_BLOCKED:
		return h->kind == LOOKUP_GUARD && h->recent.is_blocked;
	default:
		return false;
	}
}

/*
 * The entry of a recent list that refuses the source, if it is the only one. No transaction
 * has lists: an exempt source is one that none has.
 */
static void propose_forgetting(struct search *s)
{
	char text[LINE_MAX_BYTES], trial[INET6_ADDRSTRLEN + 16];
	const struct nlmsghdr *at = NULL;
	struct reply reply = { 0 };
	unsigned int count = 0;
	struct lookup h;
	struct nl nl;

	snprintf(trial, sizeof(trial), "exempt add %s", s->src);
	if (!nl_open(&nl) && !lookup_get(&nl, &s->probe->src, &reply))
		while (lookup_next(&reply, &at, &h))
			if (keeps_out(s, &h) && !count++)
				snprintf(text, sizeof(text), "list del %s %s", h.name, s->src);
	if (count == 1)
		propose_as(s, text, trial);
	reply_free(&reply);
	nl_close(&nl);
}

/* "to [::20]:80" and "to 192.0.2.1:80" without the port, which names no forward either. */
static void cut_target_port(char *target)
{
	size_t len = strcspn(target, " "), first = *target == '[', end = len;

	if (first)
		end = strcspn(target, "]");
	else if (strcspn(target, ":") < len && !memchr(strchr(target, ':') + 1, ':',
						       len - strcspn(target, ":") - 1))
		end = strcspn(target, ":");
	memmove(target + end, target + len, strlen(target + len) + 1);
	memmove(target, target + first, strlen(target + first) + 1);
}

/* A member of its groups, and then the whole line: the words up to an option. */
static void propose_del(struct search *s, const char *line)
{
	static const char *const options[] = { " guard ", " knock ", " for ", " comment " };
	char object[LINE_MAX_BYTES], *add, *to;
	struct command cmd;

	if (parse(s, line, &cmd) && command_form(cmd.cmd) >= FORM_ENTRY)
		for (unsigned int i = 0; i < cmd.entry.group_count; i++)
			propose_leaving(s, cmd.entry.groups[i]);
	snprintf(object, sizeof(object), "%s", line);
	for (unsigned int i = 0; i < ARRAY_SIZE(options); i++) {
		char *at = strstr(object, options[i]);

		if (at)
			*at = '\0';
	}
	to = strstr(object, " to ");
	if (to)
		cut_target_port(to + 4);
	add = strstr(object, " add ");
	if (!add)
		return;
	memcpy(add, " del ", 5);
	propose(s, "%s", object);
}

/* Open the port: to this source and here, to it, or, unless a line was missed, to all. */
static void propose_open(struct search *s)
{
	char name[PROTOCOL_NAME_MAX];
	const char *proto = protocol_name(s->probe->proto, name, sizeof(name));
	char what[64];

	if (protocol_has_ports(s->probe->proto))
		snprintf(what, sizeof(what), "port add %s %u", proto, s->probe->dport);
	else
		snprintf(what, sizeof(what), "proto add %s", proto);
	propose(s, "%s from %s%s", what, s->src, s->in);
	propose(s, "%s from %s", what, s->src);
	if (s->missed)
		return;
	propose(s, "%s%s", what, s->in);
	propose(s, "%s", what);
}

static bool is_meant(const struct entry *e, const struct probe *probe)
{
	return holds(e, probe) || e->group_count || e->dev[0];
}

/* Lines but for which a block would keep the packet out. */
static void propose_bare(struct search *s, enum sfw_object object)
{
	const struct nlmsghdr *at = NULL;
	struct policy policy = { 0 };
	char line[LINE_MAX_BYTES];
	struct object obj;
	struct nl nl;

	if (!nl_open(&nl) && !policy_get(&nl, object, &policy))
		while (policy_next(&policy, &at, &obj))
			if (is_meant(&obj.command.entry, s->probe))
				propose_del(s, format_command(&obj.command, line, sizeof(line)));
	policy_free(&policy);
	nl_close(&nl);
}

static void let_in(struct search *s)
{
	propose_forgetting(s);
	propose(s, "exempt add %s", s->src);
	propose_del(s, s->verdict->line);
	propose(s, "set ping on");
	propose_open(s);
	propose(s, "set rpfilter loose");
	propose(s, "set rpfilter off");
	propose(s, "trust add from %s", s->src);
	if (s->in[0]) {
		propose(s, "lan add%s", s->in);
		propose(s, "trust add%s", s->in);
	}
	propose(s, "set scan off");
	propose(s, "set forward off");
}

static void keep_out(struct search *s)
{
	propose(s, "block add %s", s->src);
	propose(s, "set ping off");
	propose(s, "set dhcp off");
	propose(s, "set forward drop");
	propose_del(s, s->verdict->line);
	propose_bare(s, SFW_OBJ_EXEMPT);
	propose_bare(s, SFW_OBJ_TRUST);
}

/**
 * fix_find() - find lines that would change a verdict
 * @table: all commands
 * @probe: the packet
 * @verdict: the verdict on it
 * @missed: a line that would let it in by another interface, or NULL
 * @fixes: the result
 */
void fix_find(const struct action *table, const struct probe *probe,
	      const struct verdict *verdict, const struct missed *missed, struct fixes *fixes)
{
	struct search s = {
		.table = table, .probe = probe, .verdict = verdict, .missed = missed,
		.fixes = fixes,
	};
	char word[DEV_WORD_MAX];

	fixes->count = 0;
	format_address(&probe->src, s.src, sizeof(s.src));
	if (probe->dev[0])
		snprintf(s.in, sizeof(s.in), " dev%s",
			 format_word(probe->dev, word, sizeof(word)));
	if (verdict->accepted)
		keep_out(&s);
	else
		let_in(&s);
}
