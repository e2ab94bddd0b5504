// SPDX-License-Identifier: GPL-2.0
/* Words that may be typed next, and only the machine or the kernel knows. */
#include <net/if.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>

#include "cmd/object_list.h"
#include "complete/live.h"
#include "lang/app.h"
#include "lang/format_value.h"
#include "lang/protocol.h"
#include "net/list.h"

/* A part of an object as text; "" where it has none that fits. */
typedef void part_fn(const struct place *place, const struct command *cmd,
		     char *text);

static bool is_word(const char *word, const char *other)
{
	return word && !strcmp(word, other);
}

static bool deletes(const struct place *place)
{
	return is_word(place->action->verb, "del");
}

/* Offers a part of each object of the kind that is called so. */
static void offer_parts(struct place *place, const char *object, part_fn *part)
{
	const struct kind *kind = kind_find(object);
	char text[CELL_MAX], last[CELL_MAX] = "";
	const struct nlmsghdr *at = NULL;
	struct policy policy = { 0 };
	struct object obj;
	struct nl nl;
	int ret;

	if (!kind)
		return;
	ret = nl_open(&nl);
	if (!ret)
		ret = policy_get(&nl, kind->object, &policy);
	while (!ret && kind_next(kind, &policy, &at, &obj)) {
		text[0] = '\0';
		part(place, &obj.command, text);
		/* They come in order, so equal ones stand together. */
		if (text[0] && strcmp(text, last))
			offer(place, text, "");
		strcpy(last, text);
	}
	policy_free(&policy);
	nl_close(&nl);
}

static void name_part(const struct place *place, const struct command *cmd,
		      char *text)
{
	(void)place;
	strcpy(text, cmd->cmd == SFW_CMD_GUARD_ADD ? cmd->guard.name :
		     cmd->cmd == SFW_CMD_GROUP_NEW ? cmd->entry.name :
						     cmd->knock.name);
}

static void offer_lists(struct place *place)
{
	const struct nlmsghdr *at = NULL;
	struct reply reply = { 0 };
	struct list list;
	struct nl nl;
	int ret = nl_open(&nl);

	if (!ret)
		ret = lists_get(&nl, &reply);
	while (!ret && lists_next(&reply, &at, &list))
		offer(place, list.name, "");
	reply_free(&reply);
	nl_close(&nl);
}

/**
 * offer_names() - guards, knocks, groups or recent lists that are there
 * @place: where
 */
void offer_names(struct place *place)
{
	if (is_word(place->action->object, "list"))
		offer_lists(place);
	else if (place->next.keyword[0])
		offer_parts(place, place->next.keyword, name_part);
	else if (deletes(place) || (is_word(place->action->object, "group") &&
				    !is_word(place->action->verb, "new")))
		offer_parts(place, place->action->object, name_part);
}

static void device_part(const struct place *place, const struct command *cmd,
			char *text)
{
	strcpy(text, is_word(place->next.keyword, "out") ? cmd->entry.out :
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
		offer_parts(place, place->action->object, device_part);
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
		format_ports(&cmd->entry.ports[0], text, CELL_MAX);
}

static int offer_app(void *ctx, const char *name, const char *ports)
{
	offer(ctx, name, ports);
	return 0;
}

/**
 * offer_ports() - services, profiles, or ports that can be deleted
 * @place: where; the first word is the protocol, or "app"
 */
void offer_ports(struct place *place)
{
	const struct servent *known;

	if (is_word(place->words[0], "app")) {
		app_each(APP_PROFILES, offer_app, place);
		return;
	}
	if (deletes(place)) {
		offer_parts(place, place->action->object, ports_part);
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
	if (cmd->entry.ping)
		strcpy(text, PROTOCOL_PING);
	else
		protocol_name(cmd->entry.proto, text, CELL_MAX);
}

/**
 * offer_protocols() - protocols by name, or those that can be deleted
 * @place: where
 */
void offer_protocols(struct place *place)
{
	bool ports = is_word(place->next.term, "PROTO");

	if (deletes(place)) {
		offer_parts(place, place->action->object, protocol_part);
		return;
	}
	for (unsigned int i = 0; protocol_at(i); i++)
		if (!ports || protocol_has_ports(protocol_number(protocol_at(i))))
			offer(place, protocol_at(i), "");
	if (!ports)
		offer(place, PROTOCOL_PING, "");
	else if (is_word(place->action->object, "port"))
		offer(place, "app", "");
}

static void prefix_part(const struct place *place, const struct command *cmd,
			char *text)
{
	(void)place;
	if (cmd->entry.from_count)
		format_prefix(&cmd->entry.from[0], text, CELL_MAX);
}

static void group_part(const struct place *place, const struct command *cmd,
		       char *text)
{
	(void)place;
	snprintf(text, CELL_MAX, "@%s", cmd->entry.name);
}

/**
 * offer_prefixes() - prefixes that can be deleted, and groups
 * @place: where
 */
void offer_prefixes(struct place *place)
{
	if (strstr(place->next.term, "@GROUP"))
		offer_parts(place, "group", group_part);
	if (deletes(place) && !is_word(place->action->object, "group"))
		offer_parts(place, place->action->object, prefix_part);
}

static void target_part(const struct place *place, const struct command *cmd,
			char *text)
{
	(void)place;
	format_address(&cmd->entry.to, text, CELL_MAX);
}

static void offer_members(struct place *place, const char *list)
{
	const struct nlmsghdr *at = NULL;
	struct reply reply = { 0 };
	char text[PREFIX_TEXT_MAX];
	struct list_entry r;
	struct nl nl;
	int ret = nl_open(&nl);

	if (!ret)
		ret = list_entries_get(&nl, list, &reply);
	while (!ret && list_entry_next(&reply, &at, &r))
		offer(place, format_prefix(&r.prefix, text, sizeof(text)), "");
	reply_free(&reply);
	nl_close(&nl);
}

/**
 * offer_addresses() - addresses that can be deleted
 * @place: where
 */
void offer_addresses(struct place *place)
{
	if (deletes(place) && is_word(place->action->object, "list"))
		offer_members(place, place->words[0]);
	else if (deletes(place))
		offer_parts(place, place->action->object, target_part);
}
