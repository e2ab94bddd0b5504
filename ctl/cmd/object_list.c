// SPDX-License-Identifier: GPL-2.0
/* "port list", "guard list" and so on: a table of columns for each kind. */
#include <net/if.h>
#include <stdio.h>
#include <string.h>

#include "cmd/block.h"
#include "cmd/object_list.h"
#include "cmd/run.h"
#include "core/ifname.h"
#include "host/served.h"
#include "lang/format_value.h"
#include "lang/protocol.h"
#include "lang/vocabulary.h"
#include "net/report.h"

#define GET_TRIES	4

/* Place of a value in struct object. */
#define OBJECT(kind, member)	HELD(kind, struct object, member)
#define ENTRY(kind, member)	OBJECT(kind, command.entry.member)
#define GUARD(kind, member)	OBJECT(kind, command.guard.member)
#define KNOCK(kind, member)	OBJECT(kind, command.knock.member)

static void text_proto(const void *proto, char *cell)
{
	protocol_name(*(const __u8 *)proto, cell, CELL_MAX);
}

static void text_ports(const void *ports, char *cell)
{
	format_ports(ports, cell, CELL_MAX);
}

static void text_from(const void *entry, char *cell)
{
	format_from(entry, cell, CELL_MAX);
}

static void text_target(const void *entry, char *cell)
{
	*cell = '\0';
	if (((const struct entry *)entry)->to.family)
		format_target(entry, cell, CELL_MAX);
}

/* Whether this network namespace has such an interface now. */
static void text_state(const void *dev, char *cell)
{
	struct if_nameindex *all = if_nameindex();
	bool there = false;

	for (struct if_nameindex *i = all; i && i->if_index; i++)
		there |= sfw_ifname_matches(dev, i->if_name);
	if (all)
		if_freenameindex(all);
	snprintf(cell, CELL_MAX, "%s", there ? "present" : "absent");
}

/* As many as find room; a range may have hundreds. */
static void add_server(void *ctx, const char *who)
{
	char *cell = ctx;
	size_t len = strlen(cell);

	if (len + strlen(who) + sizeof(", ...") < CELL_MAX)
		snprintf(cell + len, CELL_MAX - len, "%s%s", len ? ", " : "",
			 who);
	else if (strcmp(cell + len - 3, "..."))
		snprintf(cell + len, CELL_MAX - len, ", ...");
}

static void text_served(const void *value, char *cell)
{
	const struct entry *entry = value;

	served_by(entry->proto, entry->ports[0].first, entry->ports[0].last,
		  add_server, cell);
	if (!cell[0])
		snprintf(cell, CELL_MAX, "nobody");
}

static void json_server(void *ctx, const char *who)
{
	json_string(ctx, NULL, who);
}

static void json_served(const void *value, const char *key, struct json *j)
{
	const struct entry *entry = value;

	json_open(j, key, '[');
	served_by(entry->proto, entry->ports[0].first, entry->ports[0].last,
		  json_server, j);
	json_close(j, ']');
}

static const struct column port_columns[] = {
	{ "PROTO", "proto", ENTRY(OWN, proto), .text = text_proto },
	{ "PORTS", "ports", ENTRY(OWN, ports), .text = text_ports },
	{ NULL, "first", ENTRY(NUMBER, ports[0].first) },
	{ NULL, "last", ENTRY(NUMBER, ports[0].last) },
	{ "FROM", "from", OBJECT(OWN, command.entry), .text = text_from },
	{ "DEV", "dev", ENTRY(STRING, dev) },
	{ "GUARD", "guard", ENTRY(STRING, guard) },
	{ "KNOCK", "knock", ENTRY(STRING, knock) },
	{ "LEFT", "left", ENTRY(SECONDS, duration) },
	{ "PACKETS", "packets", OBJECT(NUMBER, packets) },
	{ "BYTES", "bytes", OBJECT(NUMBER, bytes) },
	{ "SERVED BY", "served_by", OBJECT(OWN, command.entry),
	  .text = text_served, .json = json_served },
	{ "COMMENT", "comment", ENTRY(STRING, comment) },
	{ }
};

static void text_protocol(const void *value, char *cell)
{
	const struct entry *entry = value;

	if (entry->ping)
		snprintf(cell, CELL_MAX, PROTOCOL_PING);
	else
		protocol_name(entry->proto, cell, CELL_MAX);
}

static const struct column proto_columns[] = {
	{ "PROTO", "proto", OBJECT(OWN, command.entry), .text = text_protocol },
	{ NULL, "number", ENTRY(NUMBER, proto) },
	{ "FROM", "from", OBJECT(OWN, command.entry), .text = text_from },
	{ "DEV", "dev", ENTRY(STRING, dev) },
	{ "GUARD", "guard", ENTRY(STRING, guard), .rare = true },
	{ "PACKETS", "packets", OBJECT(NUMBER, packets) },
	{ "BYTES", "bytes", OBJECT(NUMBER, bytes) },
	{ }
};

static const struct column trust_columns[] = {
	{ "FROM", "from", OBJECT(OWN, command.entry), .text = text_from },
	{ "DEV", "dev", ENTRY(STRING, dev) },
	{ }
};

static const struct column exempt_columns[] = {
	{ "PREFIX", "prefix", OBJECT(OWN, command.entry), .text = text_from },
	{ }
};

static void text_windows(const void *guard, char *cell)
{
	format_windows(guard, cell, CELL_MAX);
}

static void json_windows(const void *value, const char *key, struct json *j)
{
	const struct guard *guard = value;

	json_open(j, key, '[');
	for (unsigned int i = 0; i < guard->window_count; i++) {
		json_open(j, NULL, '{');
		json_number(j, "hits", guard->windows[i].hits);
		json_number(j, "seconds", guard->windows[i].seconds);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void text_live(const void *live, char *cell)
{
	if (*(const __u32 *)live)
		snprintf(cell, CELL_MAX, "%u", *(const __u32 *)live);
}

static void text_rttl(const void *rttl, char *cell)
{
	snprintf(cell, CELL_MAX, *(const bool *)rttl ? "rttl" : "");
}

static void text_then(const void *value, char *cell)
{
	const struct guard *guard = value;
	char time[DURATION_TEXT_MAX];

	wordset_word(guard_thens, guard->then, cell, CELL_MAX);
	if (guard->duration)
		snprintf(cell + strlen(cell), CELL_MAX - strlen(cell), " %s",
			 format_duration(guard->duration, time, sizeof(time)));
}

static void json_then(const void *guard, const char *key, struct json *j)
{
	char word[WORDSET_WORD_MAX];

	json_string(j, key, wordset_word(guard_thens,
					 ((const struct guard *)guard)->then,
					 word, sizeof(word)));
}

static const struct column guard_columns[] = {
	{ "NAME", "name", GUARD(STRING, name) },
	{ "WINDOWS", "windows", OBJECT(OWN, command.guard),
	  .text = text_windows, .json = json_windows },
	{ "LIVE", "live", GUARD(NUMBER, live), .text = text_live, .rare = true },
	{ "RTTL", "rttl", GUARD(BOOL, rttl), .text = text_rttl },
	{ "MASK4", "mask4", GUARD(NUMBER, mask4) },
	{ "MASK6", "mask6", GUARD(NUMBER, mask6) },
	{ "THEN", "then", OBJECT(OWN, command.guard),
	  .text = text_then, .json = json_then },
	{ NULL, "duration", GUARD(SECONDS, duration) },
	{ }
};

static void text_steps(const void *knock, char *cell)
{
	format_steps(knock, cell, CELL_MAX);
}

static void json_steps(const void *value, const char *key, struct json *j)
{
	const struct knock *knock = value;
	char buf[PROTOCOL_NAME_MAX];

	json_open(j, key, '[');
	for (unsigned int i = 0; i < knock->step_count; i++) {
		json_open(j, NULL, '{');
		json_string(j, "proto", protocol_name(knock->steps[i].proto,
						      buf, sizeof(buf)));
		json_number(j, "port", knock->steps[i].port);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static const struct column knock_columns[] = {
	{ "NAME", "name", KNOCK(STRING, name) },
	{ "PORTS", "ports", OBJECT(OWN, command.knock),
	  .text = text_steps, .json = json_steps },
	{ "WITHIN", "within", KNOCK(SECONDS, within) },
	{ "OPEN", "open", KNOCK(SECONDS, open) },
	{ }
};

static const struct column lan_columns[] = {
	{ "DEV", "dev", ENTRY(STRING, dev) },
	{ "STATE", "state", ENTRY(OWN, dev), .text = text_state },
	{ "OUT", "out", ENTRY(STRING, out), .rare = true },
	{ }
};

static const struct column masquerade_columns[] = {
	{ "PREFIX", "prefix", OBJECT(OWN, command.entry), .text = text_from },
	{ "OUT", "out", ENTRY(STRING, out) },
	{ "STATE", "state", ENTRY(OWN, out), .text = text_state },
	{ "TO", "to", OBJECT(OWN, command.entry), .text = text_target,
	  .rare = true },
	{ }
};

static const struct column forward_columns[] = {
	{ "PROTO", "proto", ENTRY(OWN, proto), .text = text_proto },
	{ "PORTS", "ports", ENTRY(OWN, ports), .text = text_ports },
	{ "IN", "in", ENTRY(STRING, dev) },
	{ "STATE", "state", ENTRY(OWN, dev), .text = text_state },
	{ "TO", "to", OBJECT(OWN, command.entry), .text = text_target },
	{ "DEV", "dev", ENTRY(STRING, to_dev), .rare = true },
	{ "FROM", "from", OBJECT(OWN, command.entry), .text = text_from },
	{ "LEFT", "left", ENTRY(SECONDS, duration), .rare = true },
	{ "PACKETS", "packets", OBJECT(NUMBER, packets) },
	{ "BYTES", "bytes", OBJECT(NUMBER, bytes) },
	{ "COMMENT", "comment", ENTRY(STRING, comment) },
	{ }
};

static void text_volatile(const void *value, char *cell)
{
	snprintf(cell, CELL_MAX, *(const bool *)value ? "volatile" : "policy");
}

static const struct column group_columns[] = {
	{ "NAME", "name", ENTRY(STRING, name) },
	{ "KIND", "volatile", ENTRY(BOOL, is_volatile), .text = text_volatile },
	{ "MEMBERS", "members", OBJECT(NUMBER, size) },
	{ }
};

static const struct column block_columns[] = {
	{ "PREFIX", "prefix", OBJECT(OWN, command.entry), .text = text_from },
	{ "LEFT", "left", ENTRY(SECONDS, duration) },
	{ "GUARD", "guard", ENTRY(STRING, guard) },
	{ "COMMENT", "comment", ENTRY(STRING, comment) },
	{ }
};

const struct kind kinds[] = {
	{ "port", SFW_OBJ_ENTRY, SFW_CMD_PORT_ADD, "ports", "ports", .columns = port_columns },
	{ "proto", SFW_OBJ_ENTRY, SFW_CMD_PROTO_ADD, "protocols", "protocols",
	  .columns = proto_columns },
	{ "trust", SFW_OBJ_TRUST, SFW_CMD_TRUST_ADD, "trusted", "trusted",
	  .columns = trust_columns },
	{ "exempt", SFW_OBJ_EXEMPT, SFW_CMD_EXEMPT_ADD, "exempt", "exempt",
	  .columns = exempt_columns },
	{ "guard", SFW_OBJ_GUARD, SFW_CMD_GUARD_ADD, "guards", "guards",
	  .columns = guard_columns },
	{ "knock", SFW_OBJ_KNOCK, SFW_CMD_KNOCK_ADD, "knocks", "knocks",
	  .columns = knock_columns },
	{ "group", SFW_OBJ_GROUP, SFW_CMD_GROUP_NEW, "groups", "groups",
	  .columns = group_columns, .rare = true },
	{ "lan", SFW_OBJ_LAN, SFW_CMD_LAN_ADD, "lans", "lan",
	  .columns = lan_columns },
	{ "masquerade", SFW_OBJ_MASQ, SFW_CMD_MASQ_ADD, "masqueraded",
	  "masquerade", .columns = masquerade_columns },
	{ "forward", SFW_OBJ_FORWARD, SFW_CMD_FORWARD_ADD, "forwards",
	  "forwards", .columns = forward_columns },
	{ "block", SFW_OBJ_BLOCK, SFW_CMD_BLOCK_ADD, "blocked", NULL,
	  .columns = block_columns, .more = block_add_guards },
	{ }
};

/**
 * kind_find() - the kind of objects that a word names
 * @word: the word
 *
 * Return: the kind, or NULL.
 */
const struct kind *kind_find(const char *word)
{
	for (const struct kind *kind = kinds; kind->word; kind++)
		if (!strcmp(kind->word, word))
			return kind;
	return NULL;
}

/**
 * kind_next() - walk through the objects of one kind
 * @kind: the kind
 * @policy: the policy
 * @at: place in the walk, NULL at first
 * @obj: the next object
 *
 * Return: false after the last.
 */
bool kind_next(const struct kind *kind, const struct policy *policy,
	       const struct nlmsghdr **at, struct object *obj)
{
	while (policy_next(policy, at, obj))
		if (obj->command.cmd == kind->cmd)
			return true;
	return false;
}

/* The objects of a kind in a policy, for a listing. */
struct source {
	const struct kind *kind;
	const struct policy *policy;
};

static bool next_object(const void *from, const struct nlmsghdr **at,
			void *item)
{
	const struct source *source = from;

	return kind_next(source->kind, source->policy, at, item);
}

/**
 * kind_json() - write all objects of a kind as an array
 * @kind: the kind
 * @policy: the policy
 * @j: the document
 */
void kind_json(const struct kind *kind, const struct policy *policy,
	       struct json *j)
{
	const struct listing listing = { kind->columns, next_object };
	const struct source source = { kind, policy };
	struct object obj;

	listing_json(&listing, kind->key, &source, &obj, j);
}

static void print_json(const struct kind *kind, const struct policy *policy)
{
	struct json j;

	json_start(&j, stdout);
	json_number(&j, "generation", policy->generation);
	kind_json(kind, policy, &j);
	json_finish(&j);
}

static void print_table(const struct kind *kind, const struct policy *policy)
{
	const struct listing listing = { kind->columns, next_object };
	const struct source source = { kind, policy };
	struct object obj;

	listing_table(&listing, &source, &obj);
}

static int get_generation(struct nl *nl, __u64 *generation)
{
	struct policy policy;
	int ret = policy_get(nl, SFW_OBJ_ENABLED, &policy);

	*generation = policy.generation;
	policy_free(&policy);
	return ret;
}

/*
 * JSON has the generation, which the kernel does not tell with one kind of objects. The whole
 * policy has all members of groups, so it is asked for only if others change it all the time.
 */
static int get_dated(struct nl *nl, enum sfw_object object, struct policy *policy)
{
	__u64 before;
	int ret;

	for (int i = 0; i < GET_TRIES; i++) {
		ret = get_generation(nl, &before);
		if (!ret)
			ret = policy_get(nl, object, policy);
		if (!ret)
			ret = get_generation(nl, &policy->generation);
		if (ret || policy->generation == before)
			return ret;
		policy_free(policy);
	}
	return policy_get(nl, POLICY_ALL, policy);
}

/* Carries out "list" of a kind of objects. */
int run_objects(const struct options *opt, const struct words *words,
		struct parser *p)
{
	const struct kind *kind = kind_find(words->action->object);
	struct policy policy = { 0 };
	struct nl nl;
	int ret;

	if (parse_end(p))
		return STATUS_WORDS;
	ret = nl_open(&nl);
	if (!ret)
		ret = opt->json ? get_dated(&nl, kind->object, &policy) :
				  policy_get(&nl, kind->object, &policy);
	if (!ret && kind->more)
		ret = kind->more(&nl, &policy);
	nl_close(&nl);
	if (ret)
		ret = report_kernel(&nl, ret, words);
	else if (opt->json)
		print_json(kind, &policy);
	else
		print_table(kind, &policy);
	policy_free(&policy);
	return ret;
}
