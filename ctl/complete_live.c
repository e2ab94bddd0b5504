// SPDX-License-Identifier: GPL-2.0
/* What may be typed next, and only the machine or the kernel knows. */
#include <net/if.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>

#include "complete.h"
#include "listing.h"
#include "print.h"
#include "protocol.h"
#include "recent.h"

/* A part of an object as text; "" where it has none that fits. */
typedef void part_fn(const struct place *place, const struct command *cmd,
		     char *text);

static const struct {
	const char *object;
	const struct listing *listing;
} kinds[] = {
	{ "port", &port_listing },
	{ "proto", &proto_listing },
	{ "trust", &trust_listing },
	{ "exempt", &exempt_listing },
	{ "guard", &guard_listing },
	{ "knock", &knock_listing },
	{ "block", &block_listing },
	{ "lan", &lan_listing },
	{ "masquerade", &masquerade_listing },
	{ "forward", &forward_listing },
};

static bool is_word(const char *word, const char *other)
{
	return word && !strcmp(word, other);
}

static bool deletes(const struct place *place)
{
	return is_word(place->usage->verb, "del");
}

static void offer_kind(struct place *place, const struct listing *listing,
		       part_fn *part)
{
	char text[CELL_MAX], last[CELL_MAX] = "";
	const struct nlmsghdr *at = NULL;
	struct policy policy = { 0 };
	struct object obj;
	struct nl nl;
	int ret = nl_open(&nl);

	if (!ret)
		ret = policy_get(&nl, listing->object, &policy);
	while (!ret && policy_next(&policy, &at, &obj)) {
		if (obj.command.cmd != listing->cmd)
			continue;
		text[0] = '\0';
		part(place, &obj.command, text);
		/* They come in order, so what is the same stands together. */
		if (text[0] && strcmp(text, last))
			offer(place, text, "");
		strcpy(last, text);
	}
	policy_free(&policy);
	nl_close(&nl);
}

/* Offers a part of each object of the kind that is called so. */
static void offer_parts(struct place *place, const char *object, part_fn *part)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(kinds); i++)
		if (is_word(object, kinds[i].object))
			offer_kind(place, kinds[i].listing, part);
}

static void name_part(const struct place *place, const struct command *cmd,
		      char *text)
{
	(void)place;
	strcpy(text, cmd->cmd == SFW_CMD_GUARD_ADD ? cmd->guard.name :
						     cmd->knock.name);
}

static void offer_lists(struct place *place)
{
	const struct nlmsghdr *at = NULL;
	struct answer answer = { 0 };
	struct recent_list list;
	struct nl nl;
	int ret = nl_open(&nl);

	if (!ret)
		ret = recent_get(&nl, &answer);
	while (!ret && recent_next(&answer, &at, &list))
		offer(place, list.name, "");
	answer_free(&answer);
	nl_close(&nl);
}

/**
 * offer_names() - guards, knocks or recent lists that are there
 * @place: where
 */
void offer_names(struct place *place)
{
	if (is_word(place->usage->object, "list"))
		offer_lists(place);
	else if (place->slot.keyword[0])
		offer_parts(place, place->slot.keyword, name_part);
	else if (deletes(place))
		offer_parts(place, place->usage->object, name_part);
}

static void device_part(const struct place *place, const struct command *cmd,
			char *text)
{
	strcpy(text, is_word(place->slot.keyword, "out") ? cmd->entry.out :
							   cmd->entry.dev);
}

/**
 * offer_devices() - interfaces of this machine, or those that can be deleted
 * @place: where
 */
void offer_devices(struct place *place)
{
	struct if_nameindex *all;

	if (deletes(place)) {
		offer_parts(place, place->usage->object, device_part);
		return;
	}
	all = if_nameindex();
	for (struct if_nameindex *i = all; i && i->if_index; i++)
		offer(place, i->if_name, "");
	if (all)
		if_freenameindex(all);
}

static void ports_part(const struct place *place, const struct command *cmd,
		       char *text)
{
	char proto[PROTOCOL_NAME_MAX];

	protocol_name(cmd->entry.proto, proto, sizeof(proto));
	if (is_word(place->words[0], proto))
		print_ports(&cmd->entry.ports[0], text, CELL_MAX);
}

/**
 * offer_ports() - services, or ports that can be deleted
 * @place: where; the first word is the protocol
 */
void offer_ports(struct place *place)
{
	const struct servent *known;

	if (deletes(place)) {
		offer_parts(place, place->usage->object, ports_part);
		return;
	}
	setservent(1);
	while ((known = getservent()))
		if (is_word(place->words[0], known->s_proto))
			offer(place, known->s_name, "");
	endservent();
}

static void protocol_part(const struct place *place, const struct command *cmd,
			  char *text)
{
	(void)place;
	protocol_name(cmd->entry.proto, text, CELL_MAX);
}

/**
 * offer_protocols() - protocols by name, or those that can be deleted
 * @place: where
 */
void offer_protocols(struct place *place)
{
	bool ports = is_word(place->slot.term, "PROTO");

	if (deletes(place)) {
		offer_parts(place, place->usage->object, protocol_part);
		return;
	}
	for (unsigned int i = 0; protocol_at(i); i++)
		if (!ports || protocol_has_ports(protocol_number(protocol_at(i))))
			offer(place, protocol_at(i), "");
}

static void prefix_part(const struct place *place, const struct command *cmd,
			char *text)
{
	(void)place;
	if (cmd->entry.from_count)
		print_prefix(&cmd->entry.from[0], text, CELL_MAX);
}

/**
 * offer_prefixes() - prefixes that can be deleted
 * @place: where
 */
void offer_prefixes(struct place *place)
{
	if (deletes(place))
		offer_parts(place, place->usage->object, prefix_part);
}

static void target_part(const struct place *place, const struct command *cmd,
			char *text)
{
	(void)place;
	print_address(&cmd->entry.to, text, CELL_MAX);
}

static void offer_members(struct place *place, const char *list)
{
	const struct nlmsghdr *at = NULL;
	struct answer answer = { 0 };
	char text[PREFIX_TEXT_MAX];
	struct recent r;
	struct nl nl;
	int ret = nl_open(&nl);

	if (!ret)
		ret = recent_entries_get(&nl, list, &answer);
	while (!ret && recent_entry_next(&answer, &at, &r))
		offer(place, print_prefix(&r.prefix, text, sizeof(text)), "");
	answer_free(&answer);
	nl_close(&nl);
}

/**
 * offer_addresses() - addresses that can be deleted
 * @place: where
 */
void offer_addresses(struct place *place)
{
	if (deletes(place) && is_word(place->usage->object, "list"))
		offer_members(place, place->words[0]);
	else if (deletes(place))
		offer_parts(place, place->usage->object, target_part);
}
